"""The web pages and the JSON API: `create_app(search)` makes a Flask application of a SearchService."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from indexer.article import KST
from webui import headers, present, problems
from webui.api import Api
from webui.figures import Figures
from webui.pages import Pages
from webui.service import SearchService

__all__ = ["SearchService", "create_app"]


class KoreanJson(DefaultJSONProvider):
    """JSON in UTF-8, Korean as Korean, keys in the order they were written."""

    ensure_ascii = False
    sort_keys = False
    mimetype = "application/json; charset=utf-8"


def today_in_korea() -> date:
    """Today, KST."""
    return datetime.now(KST).date()


def create_app(search: SearchService, *, today: Callable[[], date] = today_in_korea) -> Flask:
    """A WSGI application that answers from `search`. One `search` may be called from several threads at once."""
    app = Flask(__name__)
    app.json = KoreanJson(app)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.add_template_filter(present.seconds, "seconds")
    figures = Figures(search)
    app.register_blueprint(Pages(search, figures, today).blueprint())
    app.register_blueprint(Api(search, figures).blueprint())
    problems.register(app)
    app.after_request(headers.secured)
    return app
