"""Templates say in each language what they say in it, and nothing of one is kept for the other."""

from __future__ import annotations

from flask import Flask, render_template
from jinja2 import DictLoader

from webui import language
from webui.spoken import Spoken

TEMPLATES = {
    "base.html": '<p{{ ko() }}>{{ _("검색") }}</p>{% block inner %}{% endblock %}',
    "page.html": '{% extends "base.html" %}{% block inner %}{% include "part.html" %}{% endblock %}',
    "part.html": '{{ _("기사 {n:,}건", n=count) }} {{ _(word) }} {{ _("<b>") }} {{ language() }}',
}


def site() -> Flask:
    app = Flask("site")
    app.jinja_environment = Spoken  # type: ignore[assignment]
    app.jinja_options = {"loader": DictLoader(TEMPLATES)}
    language.register(app)
    app.add_url_rule("/", view_func=lambda: render_template("page.html", count=1234, word="검색"))
    return app


def test_a_page_is_said_in_the_language_that_is_asked_whichever_came_first() -> None:
    client = site().test_client()
    korean = "<p>검색</p>기사 1,234건 검색 &lt;b&gt; ko"
    english = '<p lang="ko">Search</p>1,234 articles Search &lt;b&gt; en'
    for path, said in [("/", korean), ("/en/", english), ("/", korean), ("/en/", english)]:
        assert client.get(path).text == said
    assert site().test_client().get("/en/").text == english
