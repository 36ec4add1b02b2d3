"""What a feed says of articles beside what a search says: since when they are as they are, and how far they may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from indexer.archive import Archive, within_rights
from indexer.query.result import Hit


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One hit for those who follow a search. `changed` is when its newest version was archived (None where that is not
    known), `summary` what may be told of its text: the pieces that were found, or the beginning where its newspaper
    lets no more be seen, which `restricted` says. A feed leaves the house, so rights are kept here more strictly than
    on the page of the search."""

    hit: Hit
    changed: datetime | None
    summary: str
    restricted: bool = False


def following(archive: Archive, hits: Sequence[Hit]) -> tuple[Followed, ...]:
    """Those hits, in their order."""
    times = archive.archived([hit.id for hit in hits])
    levels = {press: archive.rights_of(press) for press in {hit.press for hit in hits}}
    kept = archive.current([hit.id for hit in hits if levels[hit.press] != "full"], "")
    seen = {one: within_rights(stored.article, levels[stored.article.press]) for one, stored in kept.items()}
    return tuple(
        Followed(
            hit=hit,
            changed=times.get(hit.id),
            summary=found_pieces(hit) if levels[hit.press] == "full" else seen[hit.id].body if hit.id in seen else "",
            restricted=levels[hit.press] != "full",
        )
        for hit in hits
    )


def found_pieces(hit: Hit) -> str:
    """The pieces of its text that a search shows, as one text."""
    return " … ".join(snippet.text for snippet in hit.snippets) or hit.subtitle
