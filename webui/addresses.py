"""Where the site's pages are: written once for all links of a page, for Flask takes 20 µs to write one."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from flask import Flask, request, url_for

_IN_PATHS = "!$&'()*+,/:;=@"
"""What stands in a path as it is, as Werkzeug has it."""


def register(app: Flask) -> None:
    """`address_of` and `article_at` for templates."""
    app.jinja_env.globals.update(address_of=address_of, article_at=article_at)


def address_of(endpoint: str, filename: str = "") -> str:
    """The address of a page that is always at the same place, or of a static file."""
    return _written(request.script_root, endpoint, filename)


def article_at(article_id: str) -> str:
    """The address of an article's page."""
    return _written(request.script_root, "pages.article", "") + quote(article_id, safe=_IN_PATHS)


@lru_cache(maxsize=256)
def _written(_root: str, endpoint: str, filename: str) -> str:
    # The root is the language's: the same page in Korean is elsewhere than in English.
    if endpoint == "pages.article":
        return url_for(endpoint, article_id="-").removesuffix("-")
    return url_for(endpoint, filename=filename) if filename else url_for(endpoint)
