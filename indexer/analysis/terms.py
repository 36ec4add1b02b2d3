"""What becomes a term (ADR 0013): content morphemes, verbs in their dictionary form, and the heads of words.

    허성곤 김해시장을  →  허성곤·0 김해·1 시장·1 김해시장·1          (position after the dot: the number of the word)
    특구를 지정한      →  특구·0 지정·1 지정하다·1

Verbs and heads are marked (words.VERB, words.HEAD), so that the noun 이동 and the verb, the word 지역사회 and a noun of
that spelling are different terms. Every letter of a text can be found by its heads and its layout (see words).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.analysis import hanja, words
from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.folding import FOLDED
from indexer.analysis.tokens import CODES, Bytes, CodePoints, Numbers, TokenColumns, Tokens, code_points
from indexer.compiled import compiled

RULES = 4
"""Version of what this module does; an index built by other rules is out of date (`rebuild` makes it anew)."""

LONGEST = 64
"""Longer terms are cut, in index and query alike; the stored text is not."""

_NOUNS = frozenset("NNG NNP NNB NR NP XR SL SH SN W_URL W_EMAIL W_HASHTAG W_MENTION W_SERIAL W_EMOJI UN".split())
_VERBS = frozenset("VV VV-R VV-I VA VA-R VA-I VX VX-R VX-I VCN".split())
_SUFFIXES = frozenset("XSV XSV-R XSV-I XSA XSA-R XSA-I".split())  # what makes a verb of a noun: 지정 + 하
# Auxiliaries (않다, 있다) are terms like verbs, because typed alone Kiwi reads them as verbs; determiners (모든, 새)
# because they are typed as words. A word that is left out of the index would be a false zero.
_OTHERS = frozenset(("MM", "MAG", "IC"))
_USERS = frozenset("USER0 USER1 USER2 USER3 USER4".split())
_IN_HEAD = (_NOUNS - {"W_EMOJI"}) | _USERS | frozenset("XPN XSN MM MAG".split())
_CONTENT = _NOUNS | _VERBS | _OTHERS | _USERS
_SIGNS = frozenset("SF SP SS SSO SSC SE SO SW SB W_EMOJI".split())

# Letter for letter, so that a term is as long as what it is called in the text, and is the same wherever it stands:
# str.lower makes two characters of İ, and σ or ς of Σ by what is beside it. No letter beyond has two cases.
_LOWER = {code: ord(chr(code).lower()[0]) for code in range(0x1F000) if chr(code).lower() != chr(code)} | {
    ord("ς"): ord("σ")
}
_LOWER |= {code: _LOWER.get(usual, usual) for code, usual in FOLDED.items()}

_MAY_HEAD, _IS_TERM, _IS_VERB, _IS_SIGN, _MAKES_VERB = 1, 2, 4, 8, 16
_NEWLINE, _DA = ord("\n"), ord("다")
_VERB, _HEAD, _BORDERS = ord(words.VERB), ord(words.HEAD), ord(words.BORDERS)
_BARE, _ONE_TERM, _JOINED = words.BARE, words.ONE_TERM, words.JOINED
_LONGEST_NOUN = 30
"""Letters of a noun that have a sign in words.BORDERS."""
_STEP = LONGEST // 2


def _classes() -> Bytes:
    classes = np.zeros(256, np.uint8)
    kinds = (
        (_IN_HEAD, _MAY_HEAD),
        (_CONTENT, _IS_TERM),
        (_VERBS, _IS_VERB),
        (_SIGNS, _IS_SIGN),
        (_SUFFIXES, _MAKES_VERB),
    )
    for tags, bit in kinds:
        classes[[CODES[tag] for tag in tags]] |= bit
    return classes


def _lower_codes() -> CodePoints:
    codes = np.arange(0x1F000, dtype=np.uint32)
    codes[list(_LOWER)] = list(_LOWER.values())
    return codes


def _tail_keys() -> npt.NDArray[np.uint64]:
    """A row (letters as one number, code) for each tail, ascending: see `_tail`."""
    keys = [(sum(ord(letter) << 16 * at for at, letter in enumerate(tail)), words.CODES[tail]) for tail in words.TAILS]
    return np.array(sorted(keys), np.uint64)


_CLASS_OF_TAG = _classes()
LOWER = _lower_codes()
_TAIL_KEYS = _tail_keys()
SPACES = " \t\xa0\u3000" + words.DOTS
"""What may stand between two words that are joined."""
_SPACES = np.array([ord(letter) for letter in SPACES], np.uint32)


class Occurrence(NamedTuple):
    """A term where it stands: its position, and its span in the text in code points."""

    term: str
    position: int
    start: int
    end: int


def field_terms(columns: TokenColumns) -> FieldTerms:
    """The terms of a text, for the index: those of `occurrences`, and its layout (see words)."""
    spelling, ends, terms, layout, spans = laid_out(columns)
    found = FieldTerms(spelling, ends, terms[:, _POSITION].copy(), layout)
    if read := read_otherwise(columns.text, layout, spans):
        return FieldTerms.of([*found.pairs(), *((term, position) for term, position, _, _ in read)], layout.tolist())
    return found


def occurrences(tokens: Tokens, text: str) -> list[Occurrence]:
    """Every term of a text, in the order of positions; a term at a position is there once."""
    return read(tokens, text)[0]


def printed_words(tokens: Tokens, text: str) -> list[words.Word | None]:
    """The words of a text by position; None where sentences part."""
    return read(tokens, text)[1]


def read(tokens: Tokens, text: str) -> tuple[list[Occurrence], list[words.Word | None]]:
    """Both."""
    spelling, ends, terms, layout, spans = laid_out(TokenColumns.of(tokens, text))
    spelled, begin, found = spelling.tobytes(), 0, []
    for end, (position, start, stop) in zip(ends.tolist(), terms[:, (_POSITION, _START, _END)].tolist(), strict=True):
        found.append(Occurrence(spelled[begin:end].decode(), position, start, stop))
        begin = end
    if otherwise := read_otherwise(text, layout, spans):
        found = sorted([*found, *otherwise], key=lambda occurrence: occurrence.position)
    return found, list(words_of(small(text), layout, spans))


TAIL_SIZES = [len(words.tail_of(code)) if code & words.TAIL <= len(words.TAILS) + 1 else 0 for code in range(256)]
"""Letters of the tail, by the byte of a layout."""


def words_of(letters: str, layout: Bytes, spans: _Table) -> Iterator[words.Word | None]:
    """The words of a layout, with their spans; `letters` is the text in small ones."""
    for code, (start, end) in zip(layout.tolist(), spans.tolist(), strict=True):
        head = end - start - TAIL_SIZES[code]
        yield words.Word(letters[start:end], head, code >= words.JOINED, start) if code else None


def read_otherwise(text: str, layout: Bytes, spans: _Table) -> list[Occurrence]:
    """The heads that have Hanja, as they are read in Hangul: who types 대선 finds 大選. Few articles have any."""
    found = []
    for run in hanja.words(text):
        position = int(np.searchsorted(spans[:, 1], run.start, side="right"))
        start, end = spans[position].tolist() if position < len(spans) else (0, 0)
        stop = end - len(words.tail_of(int(layout[position]))) if position < len(layout) else 0
        if start <= run.start and run.end <= stop:
            head = text[start : run.start] + run.reading + text[run.end : stop]
            found.append(Occurrence(words.HEAD + literal(head), position, start, stop))
    return found


def literal(word: str) -> str:
    """A typed word as it is spelled in terms."""
    return small(word[:LONGEST])


def small(text: str) -> str:
    """A text in the small letters of terms, letter for letter."""
    return text.translate(_LOWER)


def small_codes(codes: CodePoints) -> CodePoints:
    """The same of code points: for whole texts."""
    lower = LOWER.take(codes, mode="clip")
    rare = codes >= len(LOWER)
    return np.where(rare, codes, lower) if rare.any() else lower


def verbs(tokens: Tokens) -> tuple[str, ...]:
    """The verbs, in their dictionary form, as terms; those that a suffix makes of the noun before it too."""
    found, before = [], ""
    for form, tag in zip(tokens.forms, tokens.tags, strict=True):
        if tag in _VERBS:
            found.append(_verb(form))
        elif tag in _SUFFIXES and before:
            found.append(_verb(before + form))
        before = form if tag in _NOUNS else ""
    return tuple(found)


def is_noun(tag: str) -> bool:
    """Whether morphemes of that tag are terms as they are printed."""
    return tag in _CONTENT and tag not in _VERBS


def is_verb(tag: str) -> bool:
    """Whether morphemes of that tag are terms in their dictionary form."""
    return tag in _VERBS


def _verb(stem: str) -> str:
    return words.VERB + literal(stem + "다")


_Table = npt.NDArray[np.int32]

# The columns of a table of tokens: where the form stands in the code points, the span in the text, the tag's code, and
# whether a new eojeol, a new sentence begins. Those of a table of terms begin with the same four; a lemma has its
# suffix, and a head its nouns, as (_FIRST, _LAST).
_BEGIN, _STOP, _START, _END, _TAG, _EOJEOL, _SENTENCE = range(7)
_KIND, _POSITION, _FIRST, _LAST = 4, 5, 6, 7
_NOUN, _STEM, _LEMMA, _WORD = range(4)
PLACE = (_POSITION, _START, _END)
"""The columns of `laid_out`'s table of terms that say where each stands."""


def laid_out(columns: TokenColumns) -> tuple[Bytes, Numbers, _Table, Bytes, _Table]:
    """A text as arrays: the terms' spelling and where each ends in it, their table (see PLACE), in the order of
    positions, the layout, and the words' spans by position."""
    codes = code_points(f"{columns.text}\n{columns.forms}")
    data = np.frombuffer(columns.data, np.uint8)
    tables = _CLASS_OF_TAG, LOWER, _TAIL_KEYS, _SPACES
    return _terms(data, columns.count, codes, len(columns.text), *tables)


@compiled
def _terms(
    data: Bytes,
    count: int,
    codes: CodePoints,
    size: int,
    classes: Bytes,
    lower: CodePoints,
    tails: npt.NDArray[np.uint64],
    spaces: CodePoints,
) -> tuple[Bytes, Numbers, _Table, Bytes, _Table]:
    """`codes` is the text, `size` long, then a newline and the forms."""
    tokens = _read(data, count, codes, size)
    terms, layout, spans = _placed(tokens, codes, classes, tails, spaces)
    spelling, ends, kept = _spelled(codes, tokens, classes, terms, lower)
    return spelling, ends, terms[:kept], layout, spans


@compiled
def _read(data: Bytes, count: int, codes: CodePoints, size: int) -> _Table:
    """The table of tokens from their stored columns. Spans are kept within the text, whatever is stored."""
    tokens = np.empty((count, 7), np.int32)
    at, stop = 0, size
    for token in range(count):
        at += _number(data, 4 * token)
        start = min(max(at, 0), size)
        end = min(max(at + _number(data, 4 * (count + token)), start), size)
        begin = min(stop + 1, len(codes))
        stop = begin
        while stop < len(codes) and codes[stop] != _NEWLINE:
            stop += 1
        here = begin == stop
        tokens[token, _BEGIN], tokens[token, _STOP] = (start, end) if here else (begin, stop)
        tokens[token, _START], tokens[token, _END] = start, end
        for place in range(3):
            tokens[token, _TAG + place] = data[(8 + place) * count + token]
    return tokens


@compiled
def _number(data: Bytes, at: int) -> int:
    """A signed number of four bytes, the lowest first."""
    low = int(data[at]) | int(data[at + 1]) << 8 | int(data[at + 2]) << 16
    return low | (int(data[at + 3]) ^ 0x80) - 0x80 << 24


@compiled
def _placed(
    tokens: _Table, codes: CodePoints, classes: Bytes, tails: npt.NDArray[np.uint64], spaces: CodePoints
) -> tuple[_Table, Bytes, _Table]:
    """The table of terms, the layout, and the words' spans. The head of a word stands behind its morphemes."""
    terms = np.empty((3 * len(tokens) + (tokens[:, _END] - tokens[:, _START]).sum() // _STEP, 8), np.int32)
    layout, spans = np.zeros(2 * len(tokens), np.uint8), np.zeros((2 * len(tokens), 2), np.int32)
    count = position = token = 0
    before = -1  # where the last word ended, in this sentence
    while token < len(tokens):
        if tokens[token, _SENTENCE]:
            position, before = position + 1, -1
        last, end = _word_end(tokens, token, classes)
        kind, start = classes[tokens[token, _TAG]], tokens[token, _START]
        if start < end and (kind & _IS_TERM or not kind & _IS_SIGN):
            count, byte = _word(tokens, token, last, end, position, codes, classes, tails, terms, count)
            joined = before >= 0 and _only(codes, before, start, spaces)
            layout[position] = byte | (_JOINED if joined else 0)
            spans[position, 0], spans[position, 1] = start, end
            position, before = position + 1, end
        token = last
    return terms[:count], layout[:position].copy(), spans[:position].copy()


@compiled
def _word_end(tokens: _Table, first: int, classes: Bytes) -> tuple[int, int]:
    """The token behind the word that begins with this one, and where the word ends in the text. A sign is alone."""
    last, end = first + 1, tokens[first, _END]
    if classes[tokens[first, _TAG]] & _IS_SIGN:
        return last, end
    while last < len(tokens) and not (
        tokens[last, _SENTENCE]
        or tokens[last, _EOJEOL]
        or classes[tokens[last, _TAG]] & _IS_SIGN
        or tokens[last, _START] > end
        or tokens[last, _START] < tokens[first, _START]
    ):
        last, end = last + 1, max(end, tokens[last, _END])
    return last, end


@compiled
def _only(codes: CodePoints, start: int, end: int, spaces: CodePoints) -> bool:
    """Whether nothing but these characters stands there."""
    for at in range(start, end):
        found = False
        for space in spaces:
            found |= codes[at] == space
        if not found:
            return False
    return True


@compiled
def _word(
    tokens: _Table,
    first: int,
    last: int,
    end: int,
    position: int,
    codes: CodePoints,
    classes: Bytes,
    tails: npt.NDArray[np.uint64],
    terms: _Table,
    count: int,
) -> tuple[int, int]:
    """Puts the terms of a word, whose tokens are `first` to `last`, into the table; how many there are then, and its
    layout."""
    nouns = first
    while nouns < last and _noun_goes_on(tokens, first, nouns, classes):
        nouns += 1
    byte, stop = _BARE, end
    if first < nouns < last and tokens[nouns, _START] == tokens[nouns - 1, _END]:
        code = _tail(codes, tokens[nouns, _START], end, tails)
        if code:
            byte, stop = code, tokens[nouns, _START]
    for token in range(first, last):
        kind = classes[tokens[token, _TAG]]
        if kind & _IS_TERM:
            count = _put_term(terms, count, tokens[token], _STEM if kind & _IS_VERB else _NOUN, position)
        before = classes[tokens[token - 1, _TAG]] if token > first else 0
        if kind & _MAKES_VERB and before & _IS_TERM and not before & _IS_VERB:
            count = _put_term(terms, count, tokens[token - 1], _LEMMA, position)
            terms[count - 1, _END] = tokens[token, _END]
            terms[count - 1, _FIRST], terms[count - 1, _LAST] = tokens[token, _BEGIN], tokens[token, _STOP]
    kind, size = classes[tokens[first, _TAG]], stop - tokens[first, _START]
    spelled = tokens[first, _BEGIN] == tokens[first, _START] and tokens[first, _END] == stop and size <= LONGEST
    if kind & _IS_TERM and not kind & _IS_VERB and spelled:
        return count, byte | _ONE_TERM
    return _put_head(tokens, first, nouns, stop, position, terms, count), byte


@compiled
def _noun_goes_on(tokens: _Table, first: int, token: int, classes: Bytes) -> bool:
    """Whether that token is one of the nouns that the word begins with."""
    side_by_side = token == first or tokens[token, _START] == tokens[token - 1, _END]
    return bool(
        classes[tokens[token, _TAG]] & _MAY_HEAD and side_by_side and tokens[token, _START] < tokens[token, _END]
    )


@compiled
def _tail(codes: CodePoints, start: int, end: int, tails: npt.NDArray[np.uint64]) -> int:
    """The code of the tail that stands there, 0 when it is none of TAILS."""
    if end - start > 4:
        return 0
    key = np.uint64(0)
    for at in range(end - 1, start - 1, -1):
        key = key << np.uint64(16) | np.uint64(codes[at])
    low, high = 0, len(tails)
    while low < high:
        middle = (low + high) >> 1
        if tails[middle, 0] < key:
            low = middle + 1
        else:
            high = middle
    return np.int64(tails[low, 1]) if low < len(tails) and tails[low, 0] == key else 0


@compiled
def _put_term(terms: _Table, count: int, token: Numbers, kind: int, position: int) -> int:
    for column in range(_TAG):
        terms[count, column] = token[column]
    terms[count, _KIND], terms[count, _POSITION] = kind, position
    return count + 1


@compiled
def _put_head(tokens: _Table, first: int, nouns: int, stop: int, position: int, terms: _Table, count: int) -> int:
    """Puts the head of a word among the terms, with the nouns it begins with; one that is too long in pieces that
    overlap by half, so that whatever is looked up stands in one of them."""
    start = tokens[first, _START]
    surface = stop - start <= LONGEST
    for token in range(first, nouns):
        surface &= tokens[token, _BEGIN] == tokens[token, _START] and tokens[token, _END] <= stop
    while True:
        terms[count, _BEGIN] = terms[count, _START] = start
        terms[count, _STOP] = terms[count, _END] = min(stop, start + LONGEST)
        terms[count, _KIND], terms[count, _POSITION] = _WORD, position
        terms[count, _FIRST], terms[count, _LAST] = first, nouns if surface else first
        count += 1
        if start + LONGEST >= stop:
            return count
        start += _STEP


@compiled
def _spelled(
    codes: CodePoints, tokens: _Table, classes: Bytes, terms: _Table, lower: CodePoints
) -> tuple[Bytes, Numbers, int]:
    """The terms' spelling in UTF-8 and where each ends; how many are left, moved together in their table, without those
    that have no letter or stand twice at a position."""
    room = 0
    for term in range(len(terms)):
        room += 4 * (min(terms[term, _STOP] - terms[term, _BEGIN], LONGEST) + _extra(terms[term]) + 3)
    spelling, ends = np.empty(room, np.uint8), np.empty(len(terms), np.int32)
    kept = size = 0
    for term in range(len(terms)):
        begin, stop, kind = terms[term, _BEGIN], terms[term, _STOP], terms[term, _KIND]
        end = size if kind == _NOUN else _put(spelling, size, _HEAD if kind == _WORD else _VERB)
        end, left = _put_letters(spelling, end, codes, begin, stop, lower, LONGEST)
        if kind == _LEMMA:
            end, left = _put_letters(spelling, end, codes, terms[term, _FIRST], terms[term, _LAST], lower, left)
        if kind in (_LEMMA, _STEM) and left > 0:
            end = _put(spelling, end, _DA)
        if kind == _WORD:
            end = _put_borders(spelling, end, tokens[terms[term, _FIRST] : terms[term, _LAST]], classes)
        ends[kept] = end
        for column in range(8 if kept < term else 0):
            terms[kept, column] = terms[term, column]
        if begin < stop and not _twice(spelling, ends, terms, kept):
            kept, size = kept + 1, end
    return spelling[:size].copy(), ends[:kept].copy(), kept


@compiled
def _extra(term: Numbers) -> int:
    return min(max(term[_LAST] - term[_FIRST], 0), LONGEST) if term[_KIND] >= _LEMMA else 0


@compiled
def _put_letters(
    spelling: Bytes, at: int, codes: CodePoints, begin: int, stop: int, lower: CodePoints, most: int
) -> tuple[int, int]:
    """Writes letters, small and at most so many; where the next one goes, and how many more may follow."""
    for place in range(begin, min(stop, begin + most)):
        at = _put(spelling, at, lower[codes[place]] if codes[place] < len(lower) else codes[place])
    return at, most - max(min(stop - begin, most), 0)


@compiled
def _put_borders(spelling: Bytes, at: int, nouns: _Table, classes: Bytes) -> int:
    """Writes words.BORDERS and the letters behind it, as far as the nouns are short enough to have one."""
    if len(nouns) and nouns[0, _END] - nouns[0, _START] <= _LONGEST_NOUN:
        at = _put(spelling, at, _BORDERS)
    for noun in range(min(len(nouns), LONGEST)):
        size = nouns[noun, _END] - nouns[noun, _START]
        if size > _LONGEST_NOUN:
            break
        at = _put(spelling, at, (0x40 if classes[nouns[noun, _TAG]] & _IS_TERM else 0x60) + size)
    return at


@compiled
def _put(spelling: Bytes, at: int, code: int) -> int:
    """Writes a code point in UTF-8; where the next one goes."""
    if code < 0x80:
        spelling[at] = code
        return at + 1
    if code < 0x800:
        spelling[at] = 0xC0 | code >> 6
    elif code < 0x10000:
        spelling[at] = 0xE0 | code >> 12
    else:
        spelling[at] = 0xF0 | code >> 18
        at += 1
        spelling[at] = 0x80 | code >> 12 & 0x3F
    if code >= 0x800:
        at += 1
        spelling[at] = 0x80 | code >> 6 & 0x3F
    spelling[at + 1] = 0x80 | code & 0x3F
    return at + 2


@compiled
def _twice(spelling: Bytes, ends: Numbers, terms: _Table, new: int) -> bool:
    """Whether the new term stands at its position already; the terms of a position follow one another."""
    begin = ends[new - 1] if new else 0
    old = new - 1
    while old >= 0 and terms[old, _POSITION] == terms[new, _POSITION]:
        start = ends[old - 1] if old else 0
        same = ends[old] - start == ends[new] - begin
        for step in range(ends[new] - begin if same else 0):
            same = same and spelling[start + step] == spelling[begin + step]
        if same:
            return True
        old -= 1
    return False
