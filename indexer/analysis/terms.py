"""What becomes a term: content morphemes, and beside them each eojeol's noun run (ADR 0004).

    허성곤 김해시장을  →  허성곤·0 김해시장·1          (position after the dot)
    특구를 강소특구로  →  특구·0 강소·1 특구·2 강소특구·1   when Kiwi splits 강소+특구

Positions count content morphemes only, so that particles, endings and spacing never stand between two words of a
phrase; a new sentence takes a position of its own, so that no phrase reaches over it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.tokens import CODES, Bytes, CodePoints, Numbers, TokenColumns, Tokens, code_points
from indexer.compiled import compiled

RULES = 3
"""Version of what this module does; an index built by other rules is out of date (`rebuild` makes it anew)."""

LONGEST = 64
"""Longer terms are cut, in index and query alike; the stored text is not."""

_NOUNS = frozenset("NNG NNP NNB NR NP XR SL SH SN W_URL W_EMAIL W_HASHTAG W_MENTION W_SERIAL W_EMOJI UN".split())
_VERBS = frozenset("VV VV-R VV-I VA VA-R VA-I VX VX-R VX-I VCN".split())
# Auxiliaries (않다, 있다) are terms like verbs, because typed alone Kiwi reads them as verbs; determiners (모든, 새)
# because they are typed as words. A word that is left out of the index would be a false zero.
_OTHERS = frozenset(("MM", "MAG", "IC"))
_IN_RUN = (_NOUNS - {"W_EMOJI"}) | frozenset("XPN XSN MM USER0 USER1 USER2 USER3 USER4".split())
_CONTENT = _NOUNS | _VERBS | _OTHERS | frozenset("USER0 USER1 USER2 USER3 USER4".split())

# Letter for letter, so that a term is as long as what it is called in the text, and is the same wherever it stands:
# str.lower makes two characters of İ, and σ or ς of Σ by what is beside it. No letter beyond has two cases.
_LOWER = {code: ord(chr(code).lower()[0]) for code in range(0x1F000) if chr(code).lower() != chr(code)} | {
    ord("ς"): ord("σ")
}

_MAY_RUN, _IS_TERM, _IS_VERB = 1, 2, 4
_NEWLINE, _DA = ord("\n"), ord("다")


def _classes() -> Bytes:
    classes = np.zeros(256, np.uint8)
    for tags, bit in ((_IN_RUN, _MAY_RUN), (_CONTENT, _IS_TERM), (_VERBS, _IS_VERB)):
        classes[[CODES[tag] for tag in tags]] |= bit
    return classes


def _lower_codes() -> CodePoints:
    codes = np.arange(0x1F000, dtype=np.uint32)
    codes[list(_LOWER)] = list(_LOWER.values())
    return codes


_CLASS_OF_TAG = _classes()
_LOWER_OF_CODE = _lower_codes()


class Occurrence(NamedTuple):
    """A term where it stands: its position, and its span in the text in code points."""

    term: str
    position: int
    start: int
    end: int


def field_terms(columns: TokenColumns) -> FieldTerms:
    """The terms of a text, for the index: those of `occurrences`."""
    spelling, ends, terms, breaks = _found(columns)
    return FieldTerms(spelling, ends, terms[:, _POSITION].copy(), breaks)


def occurrences(tokens: Tokens, text: str) -> list[Occurrence]:
    """Every term of a text, in the order of positions; a noun run follows the morphemes it is made of. A term at a
    position is there once."""
    spelling, ends, terms, _ = _found(TokenColumns.of(tokens, text))
    spelled, begin, found = spelling.tobytes(), 0, []
    for end, (position, start, stop) in zip(ends.tolist(), terms[:, (_POSITION, _START, _END)].tolist(), strict=True):
        found.append(Occurrence(spelled[begin:end].decode(), position, start, stop))
        begin = end
    return found


def literal(word: str) -> str:
    """The term a typed word has when it is a noun run, or a morpheme, of its own."""
    return word[:LONGEST].translate(_LOWER)


def morphemes(tokens: Tokens) -> tuple[str, ...]:
    """The content morphemes of a typed word or phrase, in order, without the runs: what must stand side by side."""
    return tuple(_term(form, tag) for form, tag in zip(tokens.forms, tokens.tags, strict=True) if tag in _CONTENT)


def _term(form: str, tag: str) -> str:
    # A verb's term is its dictionary form, so that the noun 이동 and a verb of that stem stay apart.
    return literal(form + "다" if tag in _VERBS else form)


_Table = npt.NDArray[np.int32]

# The columns of a table of tokens: where the form stands in the code points, the span in the text, the tag's code, and
# whether a new eojeol, a new sentence begins; and those of a table of terms, which begins with the same four.
_BEGIN, _STOP, _START, _END, _TAG, _EOJEOL, _SENTENCE = range(7)
_KIND, _POSITION = 4, 5
_MORPHEME, _VERB, _RUN = range(3)


def _found(columns: TokenColumns) -> tuple[Bytes, Numbers, _Table, Numbers]:
    """The terms' spelling and where each ends in it, their table, and the breaks between sentences."""
    codes = code_points(f"{columns.text}\n{columns.forms}")
    data = np.frombuffer(columns.data, np.uint8)
    return _terms(data, columns.count, codes, len(columns.text), _CLASS_OF_TAG, _LOWER_OF_CODE)


@compiled
def _terms(
    data: Bytes, count: int, codes: CodePoints, size: int, classes: Bytes, lower: CodePoints
) -> tuple[Bytes, Numbers, _Table, Numbers]:
    """`codes` is the text, `size` long, then a newline and the forms."""
    tokens = _read(data, count, codes, size)
    terms, breaks = _placed(tokens, classes)
    spelling, ends, kept = _spelled(codes, terms, lower)
    return spelling, ends, terms[:kept], breaks


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
def _placed(tokens: _Table, classes: Bytes) -> tuple[_Table, Numbers]:
    """The table of terms, and the breaks. A run stands behind the morphemes it is made of."""
    terms, breaks = np.empty((2 * len(tokens), 6), np.int32), np.empty(len(tokens), np.int32)
    count = sentences = position = 0
    run, first, run_position = 0, 0, -1  # how many morphemes, the first one, its position
    for token in range(len(tokens)):
        kind = classes[tokens[token, _TAG]]
        apart = tokens[token, _EOJEOL] or tokens[token, _START] != tokens[token - 1, _END]
        if run and (apart or not kind & _MAY_RUN):
            count = _close(tokens, first, run, run_position, terms, count)
            run = 0
        if tokens[token, _SENTENCE]:
            breaks[sentences] = max(position, run_position + 1)  # a run of affixes alone has taken no position
            sentences, position = sentences + 1, breaks[sentences] + 1
        if kind & _MAY_RUN:
            first, run_position = (first, run_position) if run else (token, position)
            run += 1
        if kind & _IS_TERM:
            for column in range(_TAG):
                terms[count, column] = tokens[token, column]
            terms[count, _KIND] = _VERB if kind & _IS_VERB else _MORPHEME
            terms[count, _POSITION] = position
            count, position = count + 1, position + 1
    count = _close(tokens, first, run, run_position, terms, count)
    return terms[:count], breaks[:sentences].copy()


@compiled
def _close(tokens: _Table, first: int, run: int, position: int, terms: _Table, count: int) -> int:
    """Puts a noun run among the terms if it has two morphemes or more; how many terms there are then."""
    if run < 2:
        return count
    terms[count, _BEGIN] = terms[count, _START] = tokens[first, _START]
    terms[count, _STOP] = terms[count, _END] = tokens[first + run - 1, _END]
    terms[count, _KIND], terms[count, _POSITION] = _RUN, position
    return count + 1


@compiled
def _spelled(codes: CodePoints, terms: _Table, lower: CodePoints) -> tuple[Bytes, Numbers, int]:
    """The terms' spelling in UTF-8 and where each ends; how many are left, moved together in their table, without those
    that have no letter or stand twice at a position."""
    room = 0
    for term in range(len(terms)):
        room += 4 * min(terms[term, _STOP] - terms[term, _BEGIN] + 1, LONGEST)
    spelling, ends = np.empty(room, np.uint8), np.empty(len(terms), np.int32)
    kept = size = 0
    for term in range(len(terms)):
        begin, stop, verb = terms[term, _BEGIN], terms[term, _STOP], terms[term, _KIND] == _VERB
        end = size
        for at in range(begin, min(stop, begin + LONGEST)):
            end = _put(spelling, end, lower[codes[at]] if codes[at] < len(lower) else codes[at])
        if verb and stop - begin < LONGEST:
            end = _put(spelling, end, _DA)
        ends[kept] = end
        for column in range(6 if kept < term else 0):
            terms[kept, column] = terms[term, column]
        if begin < stop and not _twice(spelling, ends, terms, kept):
            kept, size = kept + 1, end
    return spelling[:size].copy(), ends[:kept].copy(), kept


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
    """Whether the new term stands at its position already. The position was not yet reached by what stands before the
    last morpheme of an earlier one."""
    begin = ends[new - 1] if new else 0
    for old in range(new - 1, -1, -1):
        if terms[old, _POSITION] == terms[new, _POSITION]:
            start = ends[old - 1] if old else 0
            same = ends[old] - start == ends[new] - begin
            for step in range(ends[new] - begin if same else 0):
                same = same and spelling[start + step] == spelling[begin + step]
            if same:
                return True
        elif terms[old, _POSITION] < terms[new, _POSITION] and terms[old, _KIND] != _RUN:
            return False
    return False
