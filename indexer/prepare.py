"""`python -m indexer.prepare`: compiles the loops ahead of their first use, so that no first reader waits for it.

The launcher does this once, after an installation; what is compiled is kept on the disk (see `compiled`). It is done by
use: a small index is written, changed, merged and asked everything that can be asked.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_args

from indexer.analysis.laid import Laid
from indexer.analysis.terms import field_terms
from indexer.analysis.tokens import TokenColumns, Tokens
from indexer.article import KST, TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.interface import EngineQuery, IndexDocument
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.query import lettered
from indexer.query.plan import (
    All,
    Any,
    Days,
    Every,
    Exact,
    Fuzzy,
    How,
    Match,
    Near,
    Part,
    Phrase,
    Plan,
    Prefix,
    SameSentence,
    Scored,
    Value,
    Without,
    value_key,
)
from indexer.query.request import SORTS, Sort

FIRST = datetime(2019, 3, 27, tzinfo=KST)
LAST = 39
LONG = 4


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
            engine.search(EngineQuery(plan=Every(), scored=tuple(_scored())))
            engine.vocabulary()
            engine.similar("소각장", 1)
        with engine.writer(afresh=True) as writer:
            writer.put(_document(0))
        engine.close()
    _look("소각장 공람회를 둑")


def _ask(engine: WhooshEngine, plan: Plan, sort: Sort) -> None:
    engine.search(EngineQuery(plan=plan, sort=sort, chosen={"press": ("가람일보",)}, first=FIRST.toordinal()))


def _look(text: str) -> None:
    """Looks for words in a text, as is done in every hit."""
    laid = Laid.of(_analysed(text.split(), text))
    for typed in ("둑", "람회", "소각장공람회를"):
        list(lettered.stands(laid, Match(typed, letters=(typed,))))


def _document(number: int) -> IndexDocument:
    times = 300 if number == LAST else 1 + number // 3  # the last one needs larger types
    words = ["소각장", "공람회를", "둑"] * times + [f"말{number}"]
    text = " ".join(words)
    return IndexDocument(
        id=str(number),
        terms={name: field_terms(_analysed(words, text)) for name in TEXT_FIELDS},
        values=dict.fromkeys(VALUE_FIELDS, ("가람일보", f"값{number}")),
        published=FIRST + timedelta(days=number),
    )


def _analysed(words: Sequence[str], text: str) -> TokenColumns:
    """The words as an analyser would take them apart: those of four letters are 공람+회+를."""
    tokens, start = Tokens(), 0
    for eojeol, word in enumerate(words):
        pieces = ("공람", "회", "를") if len(word) == LONG else (word,)
        for piece, tag in zip(pieces, ("NNG", "NNG", "JKO"), strict=False):
            tokens.forms.append(piece)
            tokens.tags.append(tag)
            tokens.starts.append(start)
            tokens.ends.append(start + len(piece))
            tokens.eojeols.append(eojeol)
            tokens.sentences.append(eojeol // 5)
            start += len(piece)
        start += 1
    return TokenColumns.of(tokens, text)


def _plans() -> Iterator[Plan]:
    word, typed = Match("둑", (("둑",),)), Match("공람회를", (), TEXT_FIELDS, ("공람회를", "공람회"))
    few, phrase = Match("말3", (("말3",),)), Match("소각장 둑", (("소각장", "둑"), ("둑",)))
    yield All((word, phrase, few, Value("press", value_key("가람일보")), Days(FIRST.toordinal(), None), Without(few)))
    yield Any((phrase, few, Prefix("말", "말"), Near((word, few), 3), Near((word, phrase), 3, ordered=True)))
    yield SameSentence((word, Any((few, phrase))))
    yield from (
        typed,
        *(Match(letters, (), TEXT_FIELDS, (letters,)) for letters in ("람회", "둑말3", "소각장공람회를둑")),
    )
    yield Phrase("소각장 공람회를", (Match("소각장", (), TEXT_FIELDS, ("소각장",)), typed), "소각장공람회를")
    yield from (Exact("각장 공람회를 둑", ("각장", "공람회를", "둑")), Fuzzy("소각작", "소각작", 1), Every())


def _scored() -> Iterator[Scored]:
    word, few = Match("둑", (("둑",),)), Match("말3", (("말3",),))
    yield Scored(Near((word, few), 1), beyond=(word, few))
    for lead in (False, True):
        yield from (Scored(Part("공람", how, lead=lead)) for how in get_args(How))


if __name__ == "__main__":
    prepare()
