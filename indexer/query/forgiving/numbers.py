"""The other ways in which a number with its unit is printed: 1만5천원, 1만5000원, 15,000원, 15000원.

Newspapers differ in whether they write 천 and 백, and each differs from its own past. Only amounts are meant: a year, a
date, a house or telephone number, an article of law has one way to be written, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

MOST = 8
"""Forms of one number, at most."""

_SCALES = {"조": 10**12, "억": 10**8, "만": 10**4, "천": 1000, "백": 100, "십": 10}
_BIG = "조억만"
_TOO_BIG = 10**16  # 경: nothing in a local paper

_COUNT = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,15}|0(?=\.))(?:\.[0-9]{1,4})?"
_BELOW_10000 = f"(?:(?:{_COUNT})?[천백십])*(?:{_COUNT})?"
_GAP = "(?: (?=[0-9]))?"
_NUMBER = f"(?:{_BELOW_10000}[{_BIG}]{_GAP})*{_BELOW_10000}"
_PIECE, _PART = re.compile(f"({_BELOW_10000})([{_BIG}]?)"), re.compile(f"({_COUNT})?([천백십]?)")
_ONE, _ONE_OF_A_SCALE = Decimal(1), re.compile("1[천백][조억만]?")

_KOREAN = "일이삼사오육칠팔구"
_DIGITS = str.maketrans(_KOREAN, "123456789")
_WON = "원(?:[가-힣]{0,2})"
_IN_KOREAN = re.compile(f"([{_KOREAN}{''.join(_SCALES)}]{{2,}}) ?({_WON})")

# A unit stands right behind the number, or, if it is one of these, behind a space.
_GLUED = r"[^\s0-9.,:;/~·+*|()<>\[\]'\"“”‘’–—-]*"
_UNITS = (
    "원 명 건 개 곳 대 채 평 톤 여 달러 가구 세대 마리 그루 포기 필지 리터 킬로 미터 ㎡ ㎢ ㎥ ㎞ ㎏ ㏊ ℓ km kg ha m t"
)
_APART = f"(?:{'|'.join(_UNITS.split())})[가-힣]{{0,3}}(?![^\\W_])"
_WRITTEN = re.compile(f"(?=[0-9])({_NUMBER})(?: ?({_APART})|({_GLUED}))")
_IN_TEXT = re.compile(
    f"(?<![^\\W_])(?<![0-9][-.,:/])(?:{_WRITTEN.pattern}|{_IN_KOREAN.pattern})(?![^\\W_]|[-.,:/][0-9])"
)

_NAMES_SOMETHING = re.compile("[년월일분초호번동조항]|시(?!간)|차(?!례)")
_MAY_BE_LAW, _IS_MONEY = re.compile("[0-9]+조[0-9]*"), re.compile("원|달러|엔|위안|유로")


def forms(word: str) -> tuple[str, ...]:
    """The other ways to write a number with what follows it, without spaces and at most MOST; none for anything else.

    `word` is the number, perhaps with a space before its unit or behind 조, 억, 만 (1억 2천만 원). The unit stays as it
    is. In Korean numerals only sums of money are read (십만원), because other such words are seldom numbers.
    """
    found = _WRITTEN.fullmatch(word)
    written, unit = (found[1], found[2] or found[3] or "") if found else ("", "")
    if not found and (spoken := _IN_KOREAN.fullmatch(word)):
        written, unit = spoken[1].translate(_DIGITS), spoken[2]
    value = _value(written.replace(" ", ""))
    if value is None or not _is_amount(written, unit):
        return ()
    given = "".join(word.split())
    other = dict.fromkeys(number + unit for number in _ways(value))
    return tuple(form for form in other if form != given)[:MOST]


def spans(text: str) -> list[tuple[int, int]]:
    """Where in a query's text numbers stand that have other forms: code point offsets, in order, not overlapping."""
    return [found.span() for found in _IN_TEXT.finditer(text) if forms(found[0])]


def _is_amount(written: str, unit: str) -> bool:
    """Whether it is how much of something, not which one."""
    if unit.startswith("년") or (written.isdecimal() and _NAMES_SOMETHING.match(unit)):
        return False
    if _MAY_BE_LAW.fullmatch(written) and not _IS_MONEY.match(unit):
        return False
    return bool(unit) or not written.isdecimal() or len(written) > 4  # 2019


def _value(written: str) -> int | None:
    """What a number without spaces is worth; None where it is no whole one, or its parts do not descend."""
    pieces = ((_below(below) if below else _ONE, big) for below, big in _PIECE.findall(written) if below or big)
    total = _sum(pieces)
    return int(total) if 0 < total < _TOO_BIG and total == int(total) else None


def _below(written: str) -> Decimal:
    """What stands before 조, 억, 만, or behind the last of them."""
    parts = _PART.findall(written)
    return _sum((Decimal(count.replace(",", "")) if count else _ONE, scale) for count, scale in parts if count or scale)


def _sum(pieces: Iterable[tuple[Decimal, str]]) -> Decimal:
    """The sum of counts by their scales, each to be less than one of the scale before it, or else infinity."""
    total, above = Decimal(), _TOO_BIG
    for count, scale in pieces:
        worth = _SCALES.get(scale, 1)
        if count * worth >= above:
            return Decimal("Infinity")
        total, above = total + count * worth, worth
    return total


def _ways(value: int) -> Iterator[str]:
    """The number as newspapers write it, the usual ways first."""
    thousands, hundreds = _grouped(value, _thousands), _grouped(value, _hundreds)
    yield from (_grouped(value, str), thousands, f"{value:,}", str(value), _grouped(value, "{:,}".format), hundreds)
    yield from (way[1:] for way in (thousands, hundreds) if _ONE_OF_A_SCALE.fullmatch(way))
    for scale in _BIG:
        tenths, rest = divmod(value * 10, _SCALES[scale])
        if tenths >= 10 and tenths % 10 and not rest:
            yield f"{tenths // 10}.{tenths % 10}{scale}"


def _grouped(value: int, write: Callable[[int], str]) -> str:
    """The number in groups of four digits, each as `write` has it."""
    groups = ((value // _SCALES.get(big, 1) % 10_000, big) for big in (*_BIG, ""))
    return "".join(write(group) + big for group, big in groups if group)


def _thousands(group: int) -> str:
    thousands, rest = divmod(group, 1000)
    return f"{thousands}천{rest or ''}" if thousands else str(group)


def _hundreds(group: int) -> str:
    thousands, rest = divmod(group, 1000)
    if not rest or rest % 100:
        return _thousands(group)
    return f"{thousands}천{rest // 100}백" if thousands else f"{rest // 100}백"
