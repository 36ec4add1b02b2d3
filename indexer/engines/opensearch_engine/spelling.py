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
spelled otherwise, is mixed: all runs of letters in it that can be asked for are tokens, but for the whole head.

    RUN, REACH         what stands in the head, and what stands partly in the tail
    HELD               what stands in a noun alone that is spelled otherwise
    ROLES              what letters can be in words that stand together (roles.SETS)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from indexer.analysis import words
from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import HEAD as HEAD_TERM
from indexer.analysis.words import VERB as VERB_TERM
from indexer.analysis.words import Word, letters_of
from indexer.engines.opensearch_engine import plain
from indexer.engines.opensearch_engine.plain import FIRST, HEAD, JOINED, LAST, LAYOUT, NOUN, ONE, SEPARATOR, VERB
from indexer.engines.opensearch_engine.roles import SETS, Role, roles
from indexer.query.literal import cuts
from indexer.query.standing import holds, word_of

RUN, REACH, HELD, ROLES = "R", "T", "I", "S"

LONG, LONGEST_RUN = plain.LONG, 8
"""In a mixed head of more letters (an address, a misprint) no longer runs than that are tokens."""

KNOWN = 1 << 16
"""Mixed words whose tokens are remembered while articles are written: most come again soon."""

# What Lucene would take for the end of a word, and what are marks of ours, are written as private characters.
_ENDS = (*range(0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
_MARKS = (ord(SEPARATOR), *range(ord("A"), ord("Z") + 1))
_HIDDEN = {code: 0xF0000 + code for code in (*_ENDS, *_MARKS)}


def layout_token(tail: int, *, joined: bool) -> str:
    """That of a word with a tail of that number (words.CODES)."""
    return LAYOUT + (JOINED if joined else plain.APART) + chr(plain.TAILS + tail)


def role_tokens(role: Role, letters: str) -> tuple[str, ...]:
    """Those of letters that can be that."""
    return tuple(_roles_token(number, letters) for number, each in enumerate(SETS) if role & each)


def _roles_token(number: int, letters: str) -> str:
    return ROLES + chr(ord("A") + number) + shown(letters)


def shown(letters: str) -> str:
    """Letters as tokens spell them."""
    return letters if letters.isalnum() and letters == letters.lower() else letters.translate(_HIDDEN)


def _term(term: str, one: str) -> str:
    """The token of a term in a word whose head is that one noun, or "" if it is none."""
    if term.startswith(VERB_TERM):
        return VERB + shown(term[len(VERB_TERM) :])
    mark = HEAD if term.startswith(HEAD_TERM) else ONE if term == one else NOUN
    return mark + shown(letters_of(term))


def spelled(terms: FieldTerms) -> str:
    """A field as the cluster is given it. Of 100 words 92 are plain; the others are spelled one by one."""
    written, mixed = plain.written(terms)
    if not mixed:
        return written.decode()
    pieces, start = [], 0
    for position, at, here in mixed:
        pieces += [written[start:at].decode(), _word(int(terms.layout[position]), *here)]
        start = at
    return "".join([*pieces, written[start:].decode()])


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
    letters = [term for term in terms if not term.startswith(VERB_TERM)]
    if _is_mixed(head, letters):
        yield from filter(None, [_runs(word, letters)])
    elif word.head > 2:
        yield FIRST + shown(head[0])
        yield LAST + shown(head[-1])
        yield from (shown(head[at : at + 2]) for at in range(word.head - 1))


def _is_mixed(head: str, terms: Sequence[str]) -> bool:
    if len(set(head)) < len(head) or any(letter < "\x7f" for letter in head):
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
    mark = HEAD_TERM if term.startswith(HEAD_TERM) else ""
    return mark + letters.translate(there) + term[len(mark) + len(letters) :]


@lru_cache(maxsize=KNOWN)
def _alike(word: Word, *terms: str) -> str:
    head = word.printed[: word.head]
    known = head in map(letters_of, terms)
    found: dict[str, None] = {}
    for start, end in _spans(word):
        whole = start == 0 and end >= word.head
        if whole and known:
            continue  # by its head, and the tail behind it, it is found as any word
        inner = start > 0 and end < word.head  # there its letters stand, and that is all
        letters, there = word.printed[start:end], Role.STANDS if inner else roles(word, start, end)
        if there & Role.STANDS and end - start > inner:
            found[(REACH if end > word.head else RUN) + letters] = None
        if (beside := there & ~Role.STANDS) and not whole:
            found[_roles_token(SETS.index(beside), letters)] = None
    held = {letters for term in terms if not _is_free(letters_of(term), head) for letters in _held(term)} - {head}
    found |= {HELD + letters: None for letters in sorted(held) if RUN + letters not in found}
    return SEPARATOR.join(found)


def _is_free(noun: str, head: str) -> bool:
    """Whether what stands in the noun stands in the head as well."""
    return noun == head or (noun in head and not any(letter < "\x7f" for letter in head))


def _held(term: str) -> Iterator[str]:
    spelling = letters_of(term)
    for start, end in _spans(Word(spelling, len(spelling), joined=False)):
        if holds(term, spelling[start:end]):
            yield spelling[start:end]


def _spans(word: Word) -> Iterator[tuple[int, int]]:
    """Where letters may stand for themselves: no number and no foreign word is cut, but at the end of the last of
    several words."""
    most = LONGEST_RUN if word.head > LONG else len(word.printed)
    free = [at for at in range(len(word.printed) + 1) if not cuts(word.printed, at)]
    for start in free:
        if start < word.head:
            ends = range(1, len(word.printed) + 1) if start == 0 else free
            yield from ((start, end) for end in ends if start < end <= start + most)
