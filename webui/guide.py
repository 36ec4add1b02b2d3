"""`/help`: how to ask, what is found, what the counts mean; one screen."""

from __future__ import annotations

from flask import Blueprint, render_template

from webui.site import Site


def routes(site: Site) -> Blueprint:
    """`/help`."""
    blueprint = Blueprint("guide", __name__)
    blueprint.add_url_rule("/help", view_func=page, endpoint="page")
    return blueprint


def page() -> str:
    """The page."""
    return render_template("help.html")
