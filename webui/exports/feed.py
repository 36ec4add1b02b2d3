"""Every search as an Atom feed: an alert without an account. `/feed.atom` takes the parameters of /search."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request, url_for

from webui import params
from webui.addresses import address_of
from webui.exports import atom
from webui.language import say
from webui.parameters import DEFAULT_SIZE
from webui.params import Params
from webui.results import present
from webui.site import Site

ENTRIES = 50
"""The newest so many hits; a reader that asks once an hour misses none."""

SOON = "private, max-age=300"
"""What a reader that asks too often is to wait."""


def routes(site: Site) -> Blueprint:
    """`/feed.atom`, and `feed_of(asked)` for the pages that lead to it."""
    blueprint = Blueprint("feed", __name__)
    blueprint.add_app_template_global(address, "feed_of")

    @blueprint.get("/feed.atom")
    def feed() -> Response:
        asked = followed(params.read(request.args))
        entries = site.search.following(replace(asked.request(), sort="newest", limit=ENTRIES, offset=0, facets=()))
        response = Response(atom.written(_feed(asked), entries), content_type="application/atom+xml; charset=utf-8")
        response.headers["Cache-Control"] = SOON
        response.last_modified = atom.changed(entries)
        response.add_etag()
        response.make_conditional(request)
        return response

    return blueprint


def followed(asked: Params) -> Params:
    """What of a question a feed depends on: its order, its pages and its pictures are nothing to it."""
    usual = Params(sort="relevance" if asked.q.strip() else "newest")
    return asked.but(sort=usual.sort, size=DEFAULT_SIZE, by=usual.by, share=usual.share, facets=())


def address(asked: Params) -> str:
    """The feed of a search."""
    return address_of("feed.feed") + followed(asked).query()


def _feed(asked: Params) -> atom.Feed:
    words = " ".join(asked.q.split())
    chips = [f"{chip.kind}: {chip.value}" for chip in present.chips(asked)]
    return atom.Feed(
        key=asked.query(),
        title=say("동네기사 – ‘{words}’", words=words) if words else say("동네기사 – 모든 기사"),
        subtitle=" · ".join(chips),
        here=url_for("feed.feed", _external=True) + asked.query(),
        page=url_for("pages.search", _external=True) + asked.but(sort="newest").query(),
        article=lambda article_id: url_for("pages.article", article_id=article_id, _external=True) + asked.words(),
        rights=lambda press: say("저작권은 {press}에 있습니다.", press=press),
    )
