"""What the search page says beside the hits: what was done for the reader, what is missing, what comes nearest.

Pure functions, as in present.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from indexer.query.reasons import counted, missing_words, never_together
from indexer.query.result import Notice, SearchResult
from webui.language import language, say
from webui.params import Params
from webui.results.present import Link, Row, rows


@dataclass(frozen=True, kw_only=True)
class Note:
    """One sentence, and the link that undoes or does what it says. `found` is how many articles the link finds, where
    that is known."""

    message: str
    link: Link
    found: str = ""


@dataclass(frozen=True, kw_only=True)
class Relaxed:
    """The first articles that have most of the words, how many there are, and the URL query of all of them."""

    rows: tuple[Row, ...]
    total: int
    query: str


def notes(params: Params, result: SearchResult) -> tuple[Note, ...]:
    """What was done, and what could be; and that nothing was, where the reader asked for that."""
    found = [_note(params, notice) for notice in result.notices]
    if params.as_typed and params.q.strip():
        helped = Link(name=say("고쳐서도 찾기"), query=params.but(as_typed=False).query())
        found.append(Note(message=say("낱말을 고치지 않고 친 그대로 찾았습니다"), link=helped))
    return tuple(found)


def _note(params: Params, notice: Notice) -> Note:
    there = params.but(q=notice.query, as_typed=notice.as_typed)
    name = say("친 그대로 찾기") if notice.as_typed else say("‘{query}’ 찾기", query=notice.query)
    return Note(
        message=notice.message,
        link=Link(name=name, query=there.query()),
        found="" if notice.total is None else say("{n:,}건", n=notice.total),
    )


def missing(result: SearchResult) -> Markup:
    """How many articles have each word, those that none has in bold; "" when there is nothing to say."""
    if language() == "en":
        counts = (f"{word.word}: {word.total:,}" for word in missing_words(result))
        return escape(", ".join(counts))
    marked = (Markup("{}" if word.total else "<b>{}</b>").format(counted(word)) for word in missing_words(result))
    together = never_together(result)
    return Markup(", ").join(marked) + (Markup(" — {}.").format(together) if together else "")


def relaxed(params: Params, result: SearchResult) -> Relaxed | None:
    """What to show where no article has all the words; None when none has even one."""
    found = result.relaxed
    if found is None or not found.hits:
        return None
    most = params.but(match="most")
    return Relaxed(rows=rows(most, found), total=found.total, query=most.query())
