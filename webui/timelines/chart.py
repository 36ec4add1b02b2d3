"""A bar chart's geometry: widths in percent so that it stretches without distorting its type, heights in pixels.

Labels are chosen for three page widths on the server; the style sheet shows the set that fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Literal, Protocol

from webui.timelines.shares import percent, share, unsure

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
    """One place on the time axis. `ordinal` is what label strides count in; None takes no label. `total` is how many
    articles there are at all, None when that is not asked. `value` is the period as a URL has it, `said` what is in it
    in words, `query` where it leads (both empty when it holds nothing); `missing` says the archive has nothing then, so
    that a zero is no finding."""

    name: str
    tick: str
    ordinal: int | None
    count: int
    total: int | None = None
    value: str = ""
    said: str = ""
    query: str = ""
    tick_query: str = ""
    chosen: bool = False
    missing: bool = False

    @property
    def share(self) -> float | None:
        """Its part of the total, from 0 to 1; None where that is not known."""
        return share(self.count, self.total)

    @property
    def percent(self) -> str:
        """Its share in figures; empty where that is not known."""
        return "" if self.share is None else percent(self.share)

    @property
    def unsure(self) -> bool:
        """Whether its share says little, for there are few articles at all."""
        return unsure(self.total)


class Labelled(Protocol):
    """A place of the axis as its labels see it."""

    @property
    def tick(self) -> str:
        """Its label."""

    @property
    def ordinal(self) -> int | None:
        """What label strides count in; None takes no label."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One slot as drawn. x, width, middle are percentages, y and height pixels. `label` is its figure; `counted` and
    `ticked` name the page widths (s, m, l) at which that and the label under it are shown. `anchor` (start, end) keeps
    the figure of an outermost bar on the page. `beyond` bars are of unsure shares, cut off where the sure ones end."""

    slot: Slot
    number: int
    label: str
    anchor: Literal["", "start", "end"]
    beyond: bool
    left: str
    pitch: str
    x: str
    width: str
    end: str
    middle: str
    y: str
    height: str
    counted: str
    ticked: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars, and `phone_width`: how wide (pixels) the chart must be on a phone to be touched, scrolling if need be,
    `from_end` when its later half is what to see first. `span` underlines the chosen slots (x and width in percent)
    when only some are chosen; `gaps` are hatched: x, width, and what they are. `places` are as many as the axis has
    room for, there may be fewer bars. `crowded` bars are too thin to be tab stops; the years under them and the table
    serve instead."""

    bars: tuple[Bar, ...]
    phone_width: int
    from_end: bool
    span: tuple[str, str] | None
    gaps: tuple[tuple[str, str, str], ...]
    places: int
    crowded: bool
    top: int = TOP
    base: int = BASE
    height: int = HEIGHT


def draw(slots: Sequence[Slot], *, pitch: int = 1, shares: bool = False) -> Chart:
    """Lays `slots` out by counts or by shares; `pitch` is how many slots one step of their ordinals takes."""
    crowded = len(slots) > MAX_TOUCHABLE
    places = max(len(slots), MIN_SLOTS)
    phone_width = len(slots) * (2 if crowded else TOUCH)
    widths = WIDTHS | {"s": max(WIDTHS["s"], phone_width)}
    room = {size: width / places for size, width in widths.items()}
    heights = [slot.share or 0.0 if shares else float(slot.count) for slot in slots]
    labels = [slot.percent if shares else f"{slot.count:,}" for slot in slots]
    highest = _scale(slots, heights, shares=shares)
    peak = next((i for i, height in enumerate(heights) if height == highest), None)
    ticked = label_sizes(slots, widths, places, pitch)
    widest = max(map(len, labels), default=0) * FIGURE
    counted = " ".join(size for size, one in room.items() if widest <= one)
    columns = _columns(places)
    drawn = zip(slots, columns, heights, labels, ticked, strict=False)  # there may be more columns
    bars = [_bar(s, at, h / highest, label=label, counted=counted, ticked=ticks) for s, at, h, label, ticks in drawn]
    if peak is not None and slots[peak].count:
        anchor = "" if counted else _anchor(peak, places, labels[peak])
        bars[peak] = replace(bars[peak], counted=" ".join(WIDTHS), anchor=anchor)
    chosen = [i for i, slot in enumerate(slots) if slot.chosen]
    return Chart(
        bars=tuple(bars),
        phone_width=phone_width,
        from_end=not chosen or chosen[0] + chosen[-1] > len(slots),  # none chosen: the newest are what to see first
        span=_span(chosen, 100 / places) if len(chosen) < len(slots) else None,
        gaps=tuple(gaps([slot.name for slot in slots], [slot.missing for slot in slots], 100 / places)),
        places=places,
        crowded=crowded,
    )


def gaps(names: Sequence[str], missing: Sequence[bool], one: float) -> Iterator[tuple[str, str, str]]:
    """Runs of places of which nothing is held: x, width, and what they are. `one` is the width of a place."""
    for first, size in runs(missing):
        name = names[first] if size == 1 else f"{names[first]} – {names[first + size - 1]}"
        yield in_percent(first * one), in_percent(size * one), name


def runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where each run of true ones begins, and how many they are."""
    at = 0
    for flag, group in groupby(flags):
        size = len(list(group))
        if flag:
            yield at, size
        at += size


def _span(chosen: Sequence[int], one: float) -> tuple[str, str] | None:
    return (in_percent(chosen[0] * one), in_percent((chosen[-1] + 1 - chosen[0]) * one)) if chosen else None


def _scale(slots: Sequence[Slot], heights: Sequence[float], *, shares: bool) -> float:
    """What the full height stands for. One article of three is a share of 33%: shares that say little don't flatten
    those that say much."""
    sure = [height for slot, height in zip(slots, heights, strict=True) if not (shares and slot.unsure)]
    return max(sure, default=0) or max(heights, default=0) or 1


@dataclass(frozen=True, kw_only=True)
class _Column:
    """Where a slot is, whatever is in it; as in Bar."""

    number: int
    left: str
    pitch: str
    x: str
    width: str
    end: str
    middle: str


@lru_cache(maxsize=64)
def _columns(places: int) -> tuple[_Column, ...]:
    one = 100 / places
    gap = 0.26 if places <= MAX_TOUCHABLE else 0.12
    return tuple(
        _Column(
            number=i,
            left=in_percent(i * one),
            pitch=in_percent(one),
            x=in_percent((i + gap / 2) * one),
            width=in_percent((1 - gap) * one),
            end=in_percent((i + 1 - gap / 2) * one),
            middle=in_percent((i + 0.5) * one),
        )
        for i in range(places)
    )


def _bar(slot: Slot, column: _Column, height: float, *, label: str, counted: str, ticked: str) -> Bar:
    """`height` is 1 for the full one."""
    pixels = max(2.0, min(height, 1) * PLOT) if slot.count else 0.0
    return Bar(
        slot=slot,
        label=label if slot.count else "",
        anchor="",
        beyond=height > 1,
        y=f"{BASE - pixels:.1f}",
        height=f"{pixels:.1f}",
        counted=counted if slot.count else "",
        ticked=ticked,
        **vars(column),
    )


def _anchor(i: int, places: int, label: str) -> Literal["", "start", "end"]:
    """Where a figure begins or ends that is wider than what is beside the middle of its bar, on the narrowest chart."""
    needed = text_width(label) / 2 / WIDTHS["s"] * places
    if i + 0.5 < needed:
        return "start"
    return "end" if places - i - 0.5 < needed else ""


def label_sizes(labelled: Sequence[Labelled], widths: Mapping[str, int], places: int, pitch: int) -> list[str]:
    """At which of the page widths each label is shown: at even steps, the smallest at which the widest still fits."""
    widest = max((text_width(one.tick) for one in labelled if one.ordinal is not None), default=0.0)
    strides = {
        size: next((k for k in STRIDES if k * pitch * width / places >= widest + 4), STRIDES[-1])
        for size, width in widths.items()
    }
    return [
        "" if one.ordinal is None else " ".join(size for size, k in strides.items() if one.ordinal % k == 0)
        for one in labelled
    ]


def text_width(text: str) -> float:
    """How wide a label is, in pixels, about."""
    return sum(HANGUL if ord(char) > 0x2E80 else FIGURE for char in text)


def in_percent(value: float) -> str:
    """A length as SVG has it, as short as it can be."""
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"
