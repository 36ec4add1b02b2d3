"""The web pages and the JSON API: `create_app(search)` makes a Flask application of a SearchService."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import Blueprint, Flask
from flask.json.provider import DefaultJSONProvider

from indexer.article import KST
from indexer.password import Hashed
from webui import (
    addresses,
    api,
    guarding,
    guide,
    headers,
    hosts,
    language,
    logs,
    opensearch,
    pages,
    problems,
    shelf,
    wire,
)
from webui.articles import citing
from webui.contexts import kwic
from webui.drafts import drafting
from webui.exports import exporting, feed
from webui.figures import Figures
from webui.hosts import Public
from webui.openapi import publishing
from webui.results import present
from webui.service import SearchService
from webui.site import Site
from webui.spoken import Spoken
from webui.timelines import compare, trends

__all__ = ["Public", "SearchService", "create_app"]

FEATURES: tuple[Callable[[Site], Blueprint], ...] = (
    pages.routes,
    api.routes,
    citing.routes,
    compare.routes,
    drafting.routes,
    exporting.routes,
    feed.routes,
    guide.routes,
    kwic.routes,
    opensearch.routes,
    publishing.routes,
    shelf.routes,
    trends.routes,
)
"""What the site can do: each gives its addresses."""


class KoreanJson(DefaultJSONProvider):
    """JSON in UTF-8, Korean as Korean, keys in the order they were written."""

    ensure_ascii = False
    sort_keys = False
    mimetype = "application/json; charset=utf-8"


def today_in_korea() -> date:
    """Today, KST."""
    return datetime.now(KST).date()


def create_app(
    search: SearchService,
    *,
    today: Callable[[], date] = today_in_korea,
    public: Public | None = None,
    password: Hashed | None = None,
) -> Flask:
    """A WSGI application that answers from `search`. One `search` may be called from several threads at once. `public`
    is where readers find it if that is not where it is asked, and who reads must know the `password` if there is one.
    """
    app = Flask(__name__)
    app.json = KoreanJson(app)
    app.jinja_environment = Spoken  # type: ignore[assignment]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.add_template_filter(present.seconds, "seconds")
    language.register(app)
    logs.register(app.logger.name, "waitress")
    hosts.register(app, public)
    if password:
        guarding.register(app, password)
    addresses.register(app)
    app.wsgi_app = wire.Readable(app.wsgi_app)  # type: ignore[method-assign]
    site = Site(search, Figures(search), today)
    for routes in FEATURES:
        app.register_blueprint(routes(site))
    problems.register(app)
    app.after_request(headers.secured)
    return app
