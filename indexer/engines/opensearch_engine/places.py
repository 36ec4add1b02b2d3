"""Places in a text, as Lucene is asked for them: what stands at one word, in words that follow one another, or near.

A source stands at intervals of positions. All but `Row`, `Near` and `Sentence` are one word long. What is one word long
and made of tokens alone is also a query of terms, which is faster and counts how often it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from indexer.engines.opensearch_engine.plain import BREAK

Query = dict[str, Any]
"""A part of a search request."""


@dataclass(frozen=True)
class Token:
    """One token."""

    text: str


@dataclass(frozen=True)
class Starting:
    """Any token that starts so."""

    text: str


@dataclass(frozen=True)
class AnyOf:
    """Where any of them stands; nowhere if there is none."""

    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Together:
    """Where all of them stand at one and the same word, each one word long but the last, which may be longer."""

    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Row:
    """Words that follow one another, one for each."""

    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Near:
    """Each of them, one word long, at most `distance` words from the first to the last."""

    sources: tuple[Source, ...]
    distance: int
    ordered: bool


@dataclass(frozen=True)
class Sentence:
    """Each of them, one word long, in one sentence."""

    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Filtered:
    """Where the source stands, and so to one of the others (of the same name in Lucene): inside it, before it."""

    source: Source
    how: Literal["contained_by", "not_contained_by", "before", "after"]
    others: Source


@dataclass(frozen=True)
class Nth:
    """Where it stands, one word long, at a position that leaves `number` when divided by `modulus`, a power of two."""

    source: Source
    modulus: int
    number: int


@dataclass(frozen=True)
class Leading:
    """Where it stands before word number `end`."""

    source: Source
    end: int


Source = Token | Starting | AnyOf | Together | Row | Near | Sentence | Filtered | Nth | Leading

NOWHERE = AnyOf()

_LOW = 16


def any_of(sources: Iterable[Source]) -> Source:
    """Any of them, without those that stand nowhere; of one itself."""
    flat: dict[Source, None] = {}
    for source in sources:
        flat |= dict.fromkeys(source.sources if isinstance(source, AnyOf) else (source,))
    return next(iter(flat)) if len(flat) == 1 else AnyOf(tuple(flat))


def together(*sources: Source) -> Source:
    """All of them at one word; nowhere if one stands nowhere."""
    if NOWHERE in sources:
        return NOWHERE
    return sources[0] if len(sources) == 1 else Together(sources)


def row(*sources: Source) -> Source:
    """One after another; nowhere if one stands nowhere."""
    if NOWHERE in sources:
        return NOWHERE
    return sources[0] if len(sources) == 1 else Row(sources)


def near(sources: tuple[Source, ...], distance: int, *, ordered: bool) -> Source:
    """All of them, so near; of one itself. One that is wanted twice may be there once, unless in order."""
    each = sources if ordered else tuple(dict.fromkeys(sources))
    return each[0] if len(each) == 1 else Near(each, distance, ordered)


def sentence(sources: tuple[Source, ...]) -> Source:
    """All of them in a sentence; of one itself."""
    each = tuple(dict.fromkeys(sources))
    return each[0] if len(each) == 1 else Sentence(each)


def size(source: Source) -> int:
    """How many clauses it is."""
    return 1 if isinstance(source, Token | Starting) else sum(map(size, _parts(source)))


def _parts(source: Source) -> tuple[Source, ...]:
    match source:
        case Token() | Starting():
            return ()
        case Leading() | Nth():
            return (source.source,)
        case Filtered():
            return (source.source, source.others)
        case _:
            return source.sources


def is_open(source: Source) -> bool:
    """Whether it is any of more tokens than are named: Lucene takes few of them where others must stand beside."""
    return isinstance(source, Starting) or (isinstance(source, AnyOf) and any(map(is_open, source.sources)))


def first_of(source: Source) -> Source:
    """Its first word alone. Where that stands in the rest of a row again, so does this: a row that begins and goes on
    with one word is the only place that is not told exactly."""
    match source:
        case Row(sources):
            return Together((sources[0], source))
        case AnyOf(sources):
            return any_of(map(first_of, sources))
        case _:
            return source


def query(field: str, source: Source) -> Query:
    """Articles whose field has it."""
    plain, placed = _parted(source)
    asked = [_plain(field, one) for one in plain]
    asked += [{"intervals": {field: intervals(any_of(placed))}}] if placed else []
    return asked[0] if len(asked) == 1 else {"bool": {"should": asked}} if asked else {"match_none": {}}


def counted(field: str, source: Source, *, by_place: bool) -> Iterator[tuple[Query, bool]]:
    """What counts how often it stands there: every token, or `by_place` every word once. Of terms their number is the
    score (of an open source once for all); of intervals, the second of each pair, the score says it otherwise (see
    scoring)."""
    plain, placed = _parted(source)
    if placed or (by_place and len(plain) > 1 and not is_open(source)):
        yield {"intervals": {field: intervals(source)}}, True
    else:
        yield from ((_plain(field, one), False) for one in plain)


def _parted(source: Source) -> tuple[list[Token | Starting], list[Source]]:
    parts = source.sources if isinstance(source, AnyOf) else (source,)
    plain = [part for part in parts if isinstance(part, Token | Starting)]
    return plain, [part for part in parts if not isinstance(part, Token | Starting)]


def _plain(field: str, source: Token | Starting) -> Query:
    if isinstance(source, Token):
        return {"term": {field: {"value": source.text}}}
    return {"prefix": {field: {"value": source.text}}}


def intervals(source: Source) -> Query:
    """A source as a rule of an `intervals` query."""
    match source:
        case Token(text):
            return {"match": {"query": text}}
        case Starting(text):
            return {"prefix": {"prefix": text}}
        case AnyOf(sources):
            return {"any_of": {"intervals": list(map(intervals, sources))}}
        case Together(sources):
            return _filtered(sources[0], "contained_by", together(*sources[1:]))
        case Row(sources):
            return _all(sources, ordered=True, max_gaps=0)
        case Near(sources, distance, ordered):
            return _near(sources, distance, ordered=ordered)
        case Sentence(sources):
            return _all(sources, ordered=False, max_gaps=-1, filter={"not_containing": intervals(Token(BREAK))})
        case Filtered() | Nth() | Leading():
            return _narrowed(source)


def _narrowed(source: Filtered | Nth | Leading) -> Query:
    match source:
        case Filtered(inner, how, others):
            return _filtered(inner, how, others)
        case Nth(inner, modulus, number):
            return _nth(inner, modulus, number)
        case Leading(inner, end):
            return _all((inner,), ordered=True, max_gaps=-1, filter=_where(f"interval.start < {end}"))


def _filtered(source: Source, how: str, others: Source) -> Query:
    if isinstance(source, Token):
        return {"match": {"query": source.text, "filter": {how: intervals(others)}}}
    return _all((source,), ordered=True, max_gaps=-1, filter={how: intervals(others)})


def _nth(source: Source, modulus: int, number: int) -> Query:
    """The lower bits of a number first, where the modulus is a power of two: that is 44 scripts for all up to 128."""
    low = min(modulus, _LOW)
    where = _where(f"interval.start % {low} == {number % low}")
    if modulus == low:
        return _all((source,), ordered=True, max_gaps=-1, filter=where)
    rest = _where(f"interval.start / {low} % {modulus // low} == {number // low}")
    return _all((Nth(source, low, number % low),), ordered=True, max_gaps=-1, filter=rest)


def _near(sources: tuple[Source, ...], distance: int, *, ordered: bool) -> Query:
    gaps = distance + 1 - len(sources)
    if gaps >= 0:
        return _all(sources, ordered=ordered, max_gaps=gaps)
    where = _where(f"interval.end - interval.start <= {distance}")
    return _all(sources, ordered=ordered, max_gaps=-1, filter=where)


def _where(script: str) -> Query:
    """Scripts of intervals know no parameters. A cluster compiles 75 of them in five minutes: there are fewer."""
    return {"script": {"source": script}}


def _all(sources: tuple[Source, ...], *, ordered: bool, max_gaps: int, **others: Any) -> Query:
    rules = {"intervals": list(map(intervals, sources)), "ordered": ordered, "max_gaps": max_gaps}
    return {"all_of": rules | others}
