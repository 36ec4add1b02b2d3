"""A bar chart's geometry: widths in percent so that it stretches without distorting its type, heights in pixels.

Labels are chosen for three page widths on the server; the style sheet shows the set that fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TOP = 24  # room for the count over the tallest bar
PLOT = 112
BASE = TOP + PLOT
HEIGHT = BASE + 24  # and for the labels under the bars

WIDTHS = {"s": 288, "m": 592, "l": 928}
"""The narrowest chart, in pixels, at each of the style sheet's page widths: under 40rem, under 64rem, and above."""
TOUCH = 24  # a finger's width, in pixels: WCAG 2.5.8
MAX_TOUCHABLE = 93  # three months of days; longer axes would scroll too far
FIGURE = 7.2  # the width of one figure, in pixels
HANGUL = 12.0
STRIDES = (1, 2, 5, 10, 20, 50)
MIN_SLOTS = 12  # a young archive's few bars stay bars


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One place on the time axis. `ordinal` is what label strides count in; None
    takes no label. `query` is where it leads, empty when it holds nothing; `missing` says the archive has nothing
    then, so that a zero is no finding."""

    name: str
    tick: str
    ordinal: int | None
    count: int
    query: str = ""
    tick_query: str = ""
    chosen: bool = False
    missing: bool = False


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One slot as drawn. x, width, middle are percentages, y and height pixels. `counted` and `ticked` name the
    page widths (s, m, l) at which its count and its label are shown."""

    slot: Slot
    left: str
    pitch: str
    x: str
    width: str
    middle: str
    y: str
    height: str
    counted: str
    ticked: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars, and `phone_width`: how wide (pixels) the chart must be on a phone to be touched, scrolling if need be,
    `from_end` when its later half is what to see first. `span` underlines the chosen slots (x and width in percent)
    when only some are chosen. `crowded` bars are too thin to be tab stops; the years under them and the table serve
    instead."""

    bars: tuple[Bar, ...]
    phone_width: int
    from_end: bool
    span: tuple[str, str] | None
    crowded: bool
    top: int = TOP
    base: int = BASE
    height: int = HEIGHT


def draw(slots: Sequence[Slot], *, pitch: int = 1) -> Chart:
    """Lays `slots` out; `pitch` is how many slots one step of their ordinals takes."""
    crowded = len(slots) > MAX_TOUCHABLE
    places = max(len(slots), MIN_SLOTS)
    phone_width = len(slots) * (2 if crowded else TOUCH)
    widths = WIDTHS | {"s": max(WIDTHS["s"], phone_width)}
    room = {size: width / places for size, width in widths.items()}
    highest = max((slot.count for slot in slots), default=0) or 1
    peak = next((i for i, slot in enumerate(slots) if slot.count == highest), None)
    strides = {size: _stride(slots, one * pitch) for size, one in room.items()}
    counted = {size for size, one in room.items() if _width(f"{highest:,}") <= one}
    bars = [
        _bar(slot, i, places, highest, counted=set(room) if i == peak else counted, strides=strides)
        for i, slot in enumerate(slots)
    ]
    chosen = [i for i, slot in enumerate(slots) if slot.chosen]
    return Chart(
        bars=tuple(bars),
        phone_width=phone_width,
        from_end=not chosen or chosen[0] + chosen[-1] > len(slots),  # none chosen: the newest are what to see first
        span=_span(chosen, 100 / places) if len(chosen) < len(slots) else None,
        crowded=crowded,
    )


def _span(chosen: Sequence[int], one: float) -> tuple[str, str] | None:
    return (_percent(chosen[0] * one), _percent((chosen[-1] + 1 - chosen[0]) * one)) if chosen else None


def _bar(slot: Slot, i: int, places: int, highest: int, *, counted: set[str], strides: dict[str, int]) -> Bar:
    one = 100 / places
    gap = 0.26 if places <= MAX_TOUCHABLE else 0.12
    height = max(2.0, slot.count / highest * PLOT) if slot.count else 0.0
    ticked = [size for size, k in strides.items() if slot.ordinal is not None and slot.ordinal % k == 0]
    return Bar(
        slot=slot,
        left=_percent(i * one),
        pitch=_percent(one),
        x=_percent((i + gap / 2) * one),
        width=_percent((1 - gap) * one),
        middle=_percent((i + 0.5) * one),
        y=f"{BASE - height:.1f}",
        height=f"{height:.1f}",
        counted=" ".join(size for size in WIDTHS if size in counted) if slot.count else "",
        ticked=" ".join(ticked),
    )


def _stride(slots: Sequence[Slot], room: float) -> int:
    """The smallest step between labels at which the widest of them still fits."""
    widest = max((_width(slot.tick) for slot in slots if slot.ordinal is not None), default=0.0)
    return next((k for k in STRIDES if k * room >= widest + 4), STRIDES[-1])


def _width(text: str) -> float:
    return sum(HANGUL if ord(char) > 0x2E80 else FIGURE for char in text)


def _percent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"
