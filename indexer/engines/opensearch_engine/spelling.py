"""Articles as Lucene takes them (ADR 0033): the tokens of every word, at the number of the word.

A field of an article is one string: words with a space between them, and in a word its tokens with SEPARATOR between
them. The cluster's own `whitespace` tokenizer and `pattern_capture` filter put the tokens of a word at one position, so
Lucene's positions are those of query.plan and no plugin is needed. A token is a mark and letters:

    NOUN, HEAD, VERB   a term; a head without what it is made of
    ONE                a noun that is the head of its word
    LAYOUT             how the word is joined to the one before, and its tail (analysis.words)
    BREAK              where sentences part: a word of its own

Letters inside of a head are found by its letters two by two (no mark), its FIRST and its LAST. Where no letter comes
twice these say exactly what stands in it. A head that has one twice, or digits, or Latin letters, or a noun that is
spelled otherwise, is mixed: all runs of letters in it that can be asked for are tokens, with RUN before them, and with
ROLE all that they can be in words that stand together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from indexer.analysis import words
from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import Word, letters_of
from indexer.engines.opensearch_engine.roles import Role, roles
from indexer.query.standing import holds, reaches_tail, word_of

VERB = words.VERB
NOUN, ONE, HEAD, LAYOUT, FIRST, LAST, RUN, ROLE = "\x04", "\x05", "\x06", "\x07", "\x08", "\x0e", "\x0f", "\x11"
BREAK = "\x12"
"""Marks: what a token begins with."""

JOINED, APART = "\x13", "\x14"
"""The first letter of a LAYOUT."""

SEPARATOR = "\x10"

LONG, LONGEST_RUN = 64, 8
"""In a mixed head of more letters (an address, a misprint) only runs of so many are found."""

KNOWN = 1 << 16
"""Words whose tokens are remembered while articles are written: most come again soon."""

_CODES = 0x200
"""The letter for the number 0; those for other numbers follow it."""

# What Lucene would take for the end of a word, and what are marks of ours, are written as private characters.
_HIDDEN = {code: 0xF0000 + code for code in (*range(0x21), 0x85, 0xA0, *range(0x2000, 0x200C), 0x202F)}
_HIDDEN |= {code: 0xF0000 + code for code in (0x1680, 0x2028, 0x2029, 0x205F, 0x3000)}


def layout_token(tail: int, *, joined: bool) -> str:
    """That of a word with a tail of that number (words.CODES)."""
    return LAYOUT + (JOINED if joined else APART) + chr(_CODES + tail)


def role_token(role: Role, letters: str) -> str:
    """That of letters that can be that."""
    return ROLE + chr(_CODES + role) + shown(letters)


def shown(letters: str) -> str:
    """Letters as tokens spell them."""
    return letters if letters.isalnum() else letters.translate(_HIDDEN)


def _term(term: str, one: str) -> str:
    """The token of a term in a word whose head is that one noun, or "" if it is none."""
    if term.startswith(VERB):
        return VERB + shown(term[len(VERB) :])
    mark = HEAD if term.startswith(words.HEAD) else ONE if term == one else NOUN
    return mark + shown(letters_of(term))


def spelled(terms: FieldTerms) -> str:
    """A field as the cluster is given it."""
    found: list[list[bytes]] = [[] for _ in range(len(terms.layout))]
    for spelling, position in zip(terms.spellings(), terms.positions.tolist(), strict=True):
        found[position].append(spelling)
    each = zip(terms.layout.tolist(), found, strict=True)
    return " ".join(_word(layout, *here) if layout else BREAK for layout, here in each)


@lru_cache(maxsize=KNOWN)
def _word(layout: int, *spelling: bytes) -> str:
    terms = [term.decode() for term in spelling]
    return SEPARATOR.join(tokens(word_of(terms, layout), layout, terms))


def tokens(word: Word, layout: int, terms: Sequence[str]) -> Iterator[str]:
    """Those of a word; `terms` are at its position."""
    head = word.printed[: word.head]
    one = head if layout & words.ONE_TERM else ""
    yield from (_term(term, one) for term in terms)
    yield layout_token(layout & words.TAIL, joined=word.joined)
    letters = [term for term in terms if not term.startswith(VERB)]
    if _is_mixed(head, letters):
        yield _runs(word, letters)
    elif word.head > 2:
        yield FIRST + shown(head[0])
        yield LAST + shown(head[-1])
        yield from (shown(head[at : at + 2]) for at in range(word.head - 1))


def _is_mixed(head: str, terms: Sequence[str]) -> bool:
    if len(set(head)) < len(head) or len(head) > LONG or any(letter < "\x7f" for letter in head):
        return True
    return any(letters_of(term) not in head for term in terms)


def _runs(word: Word, terms: Sequence[str]) -> str:
    """Those of a mixed word. What letters can be depends on which of them are digits and which are the same, not on
    what they are: it is worked out once for all words that are alike in that."""
    others = _others("".join([word.printed, *map(letters_of, terms)]))
    there = str.maketrans(others)
    alike = _alike(
        word._replace(printed=word.printed.translate(there), start=0), *(_put(term, there) for term in terms)
    )
    return alike.translate({ord(other): shown(letter) for letter, other in others.items()})


def _others(letters: str) -> dict[str, str]:
    """Another letter of its kind (query.literal) for each."""
    first = {"0": ord("0"), "a": ord("a"), "가": ord("가")}
    others: dict[str, str] = {}
    for letter in letters:
        if letter not in others:
            kind = "0" if "0" <= letter <= "9" else "a" if "a" <= letter <= "z" else "가"
            others[letter] = letter if letter in ",." else chr(first[kind])
            first[kind] += letter not in ",."
    return others


def _put(term: str, there: dict[int, str]) -> str:
    letters = letters_of(term)
    mark = words.HEAD if term.startswith(words.HEAD) else ""
    return mark + letters.translate(there) + term[len(mark) + len(letters) :]


@lru_cache(maxsize=KNOWN)
def _alike(word: Word, *terms: str) -> str:
    standing: dict[str, Role] = {}
    for start, end in _spans(word.printed, word.head):
        letters = word.printed[start:end]
        standing[letters] = standing.get(letters, Role(0)) | roles(word, start, end)
    runs = {letters for letters, there in standing.items() if there & Role.STANDS}
    runs |= {letters for letters in standing if len(letters) > 1 and reaches_tail(word, letters)}
    runs |= {letters for term in terms for letters in _held(term)}
    found = [RUN + letters for letters in sorted(runs)]
    found += [role_token(role, letters) for letters, there in standing.items() for role in Role if role & there]
    return SEPARATOR.join(found)


def _held(term: str) -> Iterator[str]:
    spelling = letters_of(term)
    for start, end in _spans(spelling, len(spelling)):
        if holds(term, spelling[start:end]):
            yield spelling[start:end]


def _spans(letters: str, head: int) -> Iterator[tuple[int, int]]:
    most = LONGEST_RUN if len(letters) > LONG else len(letters)
    for start in range(head):
        for end in range(start + 1, min(len(letters), start + most) + 1):
            yield start, end
