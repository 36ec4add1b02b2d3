"""What becomes a term: content morphemes, and beside them each eojeol's noun run (ADR 0004).

    허성곤 김해시장을  →  허성곤·0 김해시장·1          (position after the dot)
    특구를 강소특구로  →  특구·0 강소·1 특구·2 강소특구·1   when Kiwi splits 강소+특구

Positions count content morphemes only, so that particles, endings and spacing never stand between two words of a
phrase; a new sentence leaves a gap, so that no phrase reaches over it.
"""

from __future__ import annotations

from typing import NamedTuple

from indexer.analysis.tokens import Tokens

RULES = 2
"""Version of what this module does; an index built by other rules is out of date (`rebuild` makes it anew)."""

LONGEST = 64
"""Longer terms are cut, in index and query alike; the stored text is not."""

_NOUNS = frozenset("NNG NNP NNB NR NP XR SL SH SN W_URL W_EMAIL W_HASHTAG W_MENTION W_SERIAL W_EMOJI UN".split())
_VERBS = frozenset("VV VV-R VV-I VA VA-R VA-I VX VX-R VX-I VCN".split())
# Auxiliaries (않다, 있다) are terms like verbs, because typed alone Kiwi reads them as verbs; determiners (모든, 새)
# because they are typed as words. A word that is left out of the index would be a false zero.
_OTHERS = frozenset(("MM", "MAG", "IC"))
_IN_RUN = _NOUNS | frozenset("XPN XSN MM USER0 USER1 USER2 USER3 USER4".split()) - {"W_EMOJI"}
_CONTENT = _NOUNS | _VERBS | _OTHERS | frozenset("USER0 USER1 USER2 USER3 USER4".split())


class Occurrence(NamedTuple):
    """A term where it stands: its position, and its span in the text in code points."""

    term: str
    position: int
    start: int
    end: int


def occurrences(tokens: Tokens, text: str) -> list[Occurrence]:
    """Every term of a text, in the order of positions; a noun run follows the morphemes it is made of."""
    found: list[Occurrence] = []
    run: list[tuple[int, int, int]] = []  # (start, end, position) of the noun run's morphemes so far
    position = sentence = 0
    eojeol = -1
    columns = zip(tokens.forms, tokens.tags, tokens.starts, tokens.ends, tokens.eojeols, tokens.sentences, strict=True)
    for form, tag, start, end, word, line in columns:
        if run and (word != eojeol or tag not in _IN_RUN or start != run[-1][1]):
            _close(run, text, found)
        if line != sentence:
            sentence, position = line, position + 1
        eojeol = word
        if tag in _IN_RUN:
            run.append((start, end, position))
        if tag in _CONTENT:
            found.append(Occurrence(_term(form, tag), position, start, end))
            position += 1
    if run:
        _close(run, text, found)
    return found


def literal(word: str) -> str:
    """The term a typed word has when it is a noun run, or a morpheme, of its own."""
    return word.lower()[:LONGEST]


def morphemes(tokens: Tokens) -> tuple[str, ...]:
    """The content morphemes of a typed word or phrase, in order, without the runs: what must stand side by side."""
    return tuple(_term(form, tag) for form, tag in zip(tokens.forms, tokens.tags, strict=True) if tag in _CONTENT)


def _term(form: str, tag: str) -> str:
    # A verb's term is its dictionary form, so that the noun 이동 and a verb of that stem stay apart.
    return (form + "다" if tag in _VERBS else form.lower())[:LONGEST]


def _close(run: list[tuple[int, int, int]], text: str, found: list[Occurrence]) -> None:
    if len(run) > 1:
        start, end = run[0][0], run[-1][1]
        found.append(Occurrence(text[start:end].lower()[:LONGEST], run[0][2], start, end))
    run.clear()
