"""`/api/v1/openapi.json`, and `/api`: the same document to be read by people."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from indexer.query.language import LIMITS
from webui import parameters
from webui.openapi.document import document
from webui.openapi.problems import CODES
from webui.openapi.reference import entries, shapes
from webui.openapi.told import told
from webui.site import Site


def routes(site: Site) -> Blueprint:
    """Both addresses; they answer the same whatever the archive holds."""
    blueprint = Blueprint("openapi", __name__)
    blueprint.add_url_rule("/api/v1/openapi.json", view_func=described, endpoint="document")
    blueprint.add_url_rule("/api", view_func=page, endpoint="page")
    return blueprint


def described() -> Response:
    """The document, for programs."""
    return jsonify(document(told, server=request.script_root or "/"))


def page() -> str:
    """The document, for people."""
    found = document(told)
    return render_template(
        "api.html",
        about=found["info"]["description"],
        entries=entries(found, request.url_root.rstrip("/")),
        shapes=shapes(found),
        problems=[(problem.status, problem.code, told(problem.about)) for problem in CODES],
        limits=LIMITS,
        most=parameters.MAX_SIZE,
    )
