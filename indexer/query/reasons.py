"""Why an answer is as it is, in Korean words: for the pages and the command line alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from indexer.korean import josa
from indexer.query.language import Limits, parse
from indexer.query.lexer import FIELD_NAMES
from indexer.query.result import HOW, Matched, Missing, SearchResult
from indexer.query.tree import And, Exact, Fuzzy, Phrase, Prefix, Tree, Word

RELAXED = "낱말이 많이 든 기사 (모두 든 것은 아님)"
"""What the articles of SearchResult.relaxed are called, wherever they are shown: none of them is an answer."""

_CORRECTED = Limits(characters=20_000, terms=1_000, depth=20)
"""The caps are for what is typed. Numbers in all their forms make a query of 500 characters longer."""

_COUNTED = {2: "둘이", 3: "셋이", 4: "넷이"}


Saying = Callable[..., str]
"""Says a Korean text, with the values of its {places}, in the reader's language: str.format, for Korean."""


class Reason(NamedTuple):
    """A word of the query, and how and where it stands: 합성어 안(의료기기강소특구) 본문 3곳 · 그대로 제목 1곳."""

    word: str
    places: str


def reasons(matched: Sequence[Matched], said: Saying = str.format) -> tuple[Reason, ...]:
    """Why an article was found, a Reason for each word, in the order that they come in."""
    words = dict.fromkeys(each.word for each in matched)
    return tuple(Reason(word, _places([each for each in matched if each.word == word], said)) for word in words)


def counted_both(result: SearchResult) -> str:
    """How many there are, and which way it is counted: 총 12건, or 기사 12건 (같은 글을 묶으면 9편)."""
    if result.stories is None:
        return f"총 {result.total:,}건"
    return f"기사 {result.total:,}건 (같은 글을 묶으면 {result.stories:,}편)"


def _places(matched: Sequence[Matched], said: Saying) -> str:
    ways = dict.fromkeys(each.how for each in matched)
    return " · ".join(_way(how, [each for each in matched if each.how == how], said) for how in ways)


def _way(how: str, matched: Sequence[Matched], said: Saying) -> str:
    printed = dict.fromkeys(each.printed for each in matched if how != "as_typed" and each.printed != each.word)
    shown = f"({', '.join(printed)})" if printed else ""
    fields = ", ".join(f"{said(FIELD_NAMES[each.field])} {said('{n:,}곳', n=each.times)}" for each in matched)
    return f"{said(HOW[how])}{shown} {fields}"


def asked_for(result: SearchResult) -> Tree:
    """The query as it was searched, from the echo: what was typed may have been corrected."""
    return parse(result.echo, limits=_CORRECTED).tree


def missing_words(result: SearchResult) -> tuple[Missing, ...]:
    """The words of `missing`, where they say more than that nothing was found."""
    alone = len(result.missing) == 1 and not result.missing[0].total
    return () if alone else result.missing


def counted(missing: Missing) -> str:
    """How many articles have a word: ‘둑방’이 든 기사 0건."""
    return f"‘{missing.word}’{josa(missing.word, '이/가')} 든 기사 {missing.total:,}건"


def never_together(result: SearchResult) -> str:
    """Said behind the counts of `missing`: 둘이 함께 든 기사는 없습니다. "" where that does not follow from an empty
    answer: when a date, an excluded word or a distance may be why."""
    tree = asked_for(result)
    words_alone = isinstance(tree, And) and all(
        isinstance(c, Word | Phrase | Exact | Prefix | Fuzzy) for c in tree.children
    )
    if not words_alone or not any(missing.total for missing in result.missing):
        return ""
    return f"{_COUNTED.get(len(result.missing), '모두')} 함께 든 기사는 없습니다"
