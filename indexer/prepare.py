"""`python -m indexer.prepare`: compiles the loops ahead of their first use, so that no first reader waits for it.

The launcher does this once, after an installation; what is compiled is kept on the disk (see `compiled`). It is done by
use: a small index is written, changed, merged and asked everything that can be asked.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path

from indexer.analysis.terms import field_terms
from indexer.analysis.tokens import TokenColumns, Tokens
from indexer.article import KST, TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.interface import EngineQuery, IndexDocument
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.query.plan import All, Any, Days, Every, Match, Near, Plan, Prefix, SameSentence, Value, Without, value_key
from indexer.query.request import SORTS, Sort

FIRST = datetime(2019, 3, 27, tzinfo=KST)
LAST = 39


def prepare() -> None:
    """Takes half a minute where nothing is compiled yet, and half a second where everything is."""
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder))
        for numbers in (range(6), range(3, 8), range(8, 12), range(12, LAST + 1)):
            with engine.writer() as writer:
                for number in numbers:
                    writer.put(_document(number))
                writer.delete("5")
            for plan in _plans():
                for sort in SORTS:
                    _ask(engine, plan, sort)
        with engine.writer(afresh=True) as writer:
            writer.put(_document(0))
        engine.close()


def _ask(engine: WhooshEngine, plan: Plan, sort: Sort) -> None:
    engine.search(EngineQuery(plan=plan, sort=sort, chosen={"press": ("가람일보",)}, first=FIRST.toordinal()))


def _document(number: int) -> IndexDocument:
    times = 300 if number == LAST else 1 + number // 3  # the last one needs larger types
    words = ["소각장", "공람", "둑"] * times + [f"말{number}"]
    text = " ".join(words)
    starts = [0, *accumulate(len(word) + 1 for word in words[:-1])]
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    places = list(range(len(words)))
    columns = TokenColumns.of(Tokens(words, ["NNG"] * len(words), starts, ends, places, [p // 5 for p in places]), text)
    return IndexDocument(
        id=str(number),
        terms={name: field_terms(columns) for name in TEXT_FIELDS},
        values=dict.fromkeys(VALUE_FIELDS, ("가람일보", f"값{number}")),
        published=FIRST + timedelta(days=number),
    )


def _plans() -> Iterator[Plan]:
    word, phrase = Match("둑", (("둑",),)), Match("소각장 공람", (("소각장", "공람"), ("둑",)))
    few = Match("말3", (("말3",),))
    yield All((word, phrase, few, Value("press", value_key("가람일보")), Days(FIRST.toordinal(), None), Without(few)))
    yield Any((phrase, few, Prefix("말", "말"), Near((word, few), 3), Near((word, phrase), 3, ordered=True)))
    yield SameSentence((word, Any((few, phrase))))
    yield Every()


if __name__ == "__main__":
    prepare()
