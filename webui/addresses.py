"""Where the site's pages are: written once for all links of a page, for Flask takes 20 µs to write one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import Flask, request, url_for

_IN_PATHS = "!$&'()*+,/:;=@"
"""What stands in a path as it is, as Werkzeug has it."""


def register(app: Flask) -> None:
    """`address_of` and `article_at` for templates."""
    app.jinja_env.globals.update(address_of=address_of, article_at=article_at)


def address_of(endpoint: str, **values: str) -> str:
    """The address of a page or of a static file, as `url_for` has it; of what there are few of."""
    return _written(request.script_root, endpoint, tuple(values.items()))


def article_at(article_id: str) -> str:
    """The address of an article's page."""
    return address_of("pages.article", article_id="-").removesuffix("-") + quote(article_id, safe=_IN_PATHS)


@lru_cache(maxsize=256)
def _written(_root: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
    # The root is the language's: the same page in Korean is elsewhere than in English.
    named: dict[str, Any] = dict(values)
    return url_for(endpoint, **named)
