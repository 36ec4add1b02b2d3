"""What a browser's search bar asks for: the description document."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, url_for

from webui.site import Site

DESCRIPTION = "application/opensearchdescription+xml; charset=utf-8"
SUGGESTIONS = "application/x-suggestions+json; charset=utf-8"


def routes(site: Site) -> Blueprint:
    """`/opensearch.xml`."""
    blueprint = Blueprint("opensearch", __name__)
    blueprint.add_url_rule("/opensearch.xml", view_func=describe, endpoint="describe")
    return blueprint


def describe() -> Response:
    """Where to search and to ask for suggestions: whole addresses, of the host that was asked."""
    answer = make_response(
        render_template(
            "opensearch.xml",
            search=url_for("pages.search", _external=True),
            suggest=url_for("api.suggest", _external=True),
            icon=url_for("static", filename="icon.svg", _external=True),
            here=url_for("opensearch.describe", _external=True),
        )
    )
    answer.content_type = DESCRIPTION
    return answer
