"""The words of a text as they are printed, and what an index keeps of them beside their terms (ADR 0013).

A word is letters and digits without a space or a sign between them: a head, and the tail that follows a noun
(강소특구 + 를, 지정 + 했다). A tail is one of TAILS; any other ending is part of the head (밝혔다 is all head). The
words of a text are numbered, and their numbers are the positions of all terms; where sentences part, one is left out.

The layout of a text has a byte a position, 0 where sentences part:

    bits 0-5   1 where the word has no tail, else 2 + the number of its tail in TAILS
    bit 6      ONE_TERM: the head is a single term that is spelled like it; else it is a term of its own, marked HEAD
    bit 7      JOINED: nothing but spaces and middle dots stand between this word and the one before it
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

TAILS = tuple(
    (
        "을 이 의 에 를 은 가 는 한 으로 에서 로 과 도 했다 하고 와 하는 인 해 할 입니다 이다 에게 된 "
        "까지 하게 에는 하여 합니다 부터 만 하지 한다 에서는 에도 하며 됐다 하기 다 이나 되는 되어 "
        "보다 된다 해야 했습니다 나 하면 해서 될 하다 이고 이라고 되고 이라는 처럼 하면서 에서도 이며 "
        "돼 했다고"
    ).split()
)
"""What follows a noun most often, in some 2,600 articles and press releases: 95 of 100 words that have something behind
their nouns. The order is part of every index (terms.RULES)."""

TAIL, ONE_TERM, JOINED = 0x3F, 0x40, 0x80
"""The bits of a layout."""

BARE = 1
"""The TAIL bits of a word without a tail."""

VERB, HEAD, BORDERS = "\x01", "\x02", "\x03"
"""What marks terms that are no nouns as they are printed: a verb in its dictionary form (VERB 열리다), and the head of
a word that is more, or other, than one noun (HEAD 지역사회 BORDERS BB). Behind BORDERS stands a letter for each of the
nouns that the head begins with: `@` and so many further as it is long, the lower case for prefixes and suffixes, which
are no terms. No text has these characters (gate.clean)."""

DOTS = "·ㆍ‧・•∙⋅․･"
"""Middle dots: 시·군·구 is read as 시군구 by many."""

CODES = {tail: code for code, tail in enumerate(TAILS, start=BARE + 1)} | {"": BARE}
"""The TAIL bits of each tail."""


class Word(NamedTuple):
    """A word where it stands: `printed` in small letters, of which `head` letters are its head. `start` is where it
    stands in the text (code points; 0 when it is not known), `joined` as in JOINED."""

    printed: str
    head: int
    joined: bool
    start: int = 0


def tail_of(layout: int) -> str:
    """The tail of a word, from its byte of the layout."""
    code = layout & TAIL
    return TAILS[code - BARE - 1] if code > BARE else ""


def letters_of(term: str) -> str:
    """The letters of a head's term, without its marks."""
    return term.removeprefix(HEAD).partition(BORDERS)[0]


def nouns_of(term: str) -> Iterator[tuple[int, int]]:
    """Where the nouns stand that a head's term begins with, as (start, end) in its letters; prefixes and suffixes are
    passed over."""
    start = 0
    for letter in term.partition(BORDERS)[2]:
        end = start + (ord(letter) & 0x1F)
        if letter < "`":
            yield start, end
        start = end
