"""`/saved`: what a reader keeps in the browser. The server knows nothing of it; it gives the page and the rules."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, render_template

from webui.parameters import EVERY
from webui.site import Site

PAGES = ("search", "kwic", "compare")
"""The pages whose addresses may be kept as searches, by endpoint."""


class Keepable(NamedTuple):
    """What the address of a kept search may be made of: words with spaces between."""

    pages: str
    names: str


def keepable() -> Keepable:
    """Pages and parameters of ours; an address with any other is refused by the browser's side."""
    return Keepable(" ".join(PAGES), " ".join(parameter.name for parameter in EVERY))


def routes(site: Site) -> Blueprint:
    """`/saved`, and `keepable` for the pages that have something to keep."""
    blueprint = Blueprint("shelf", __name__)
    blueprint.add_url_rule("/saved", view_func=page, endpoint="page")
    blueprint.add_app_template_global(keepable)
    return blueprint


def page() -> str:
    """The page, empty: the browser fills it with what it keeps."""
    return render_template("saved.html")
