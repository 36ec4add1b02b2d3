"""An article cited: what its page offers to copy and to download, and `/cite/<format>/<id>` that serves the latter."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request, url_for

from indexer.article import Article
from indexer.citing.bibtex import bibtex, bibtex_key
from indexer.citing.csl import csl
from indexer.citing.ris import ris
from indexer.citing.styles import Citation, citations
from webui import params
from webui.site import Site


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of file that keeps references: its name for readers, its media type, and what is written."""

    name: str
    media: str
    write: Callable[[Article, str], str]


FORMATS: Mapping[str, Format] = {
    "ris": Format(
        name="RIS",
        media="application/x-research-info-systems; charset=utf-8",
        write=lambda article, link: ris(article, link=link),
    ),
    "bibtex": Format(
        name="BibTeX",
        media="application/x-bibtex; charset=utf-8",
        write=lambda article, link: bibtex(article, key=bibtex_key(article), link=link),
    ),
    "csl.json": Format(
        name="CSL-JSON",
        media="application/vnd.citationstyles.csl+json",
        write=lambda article, link: json.dumps([csl(article, link=link)], ensure_ascii=False, indent=2) + "\n",
    ),
}
ENDINGS = {"bibtex": "bib"}


@dataclass(frozen=True, kw_only=True)
class Cited:
    """What the page of an article offers. `link` is its address, without what was searched for."""

    link: str
    texts: tuple[Citation, ...]
    files: tuple[tuple[str, str], ...]


def cited(article: Article, *, version: int | None) -> Cited:
    """The citations of the article as it is read: of its newest text, or of the version that was asked for."""
    link = url_for("pages.article", article_id=article.id, version=version, _external=True)  # None is left out
    files = (
        (of.name, url_for("citing.cite", form=key, article_id=article.id, version=version))
        for key, of in FORMATS.items()
    )
    return Cited(link=link, texts=citations(article, link=link), files=tuple(files))


def routes(site: Site) -> Blueprint:
    """`/cite/<format>/<id>`: one article as a file for reference managers."""
    blueprint = Blueprint("citing", __name__)

    @blueprint.get("/cite/<form>/<path:article_id>")
    def cite(form: str, article_id: str) -> Response:
        if form not in FORMATS:
            abort(404)
        number = params.version(request.args)
        article = site.search.article(article_id, number=number).article
        link = cited(article, version=number).link
        response = Response(FORMATS[form].write(article, link), content_type=FORMATS[form].media)
        name = f"{bibtex_key(article)}.{ENDINGS.get(form, form)}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    return blueprint
