"""A chart of several lines over one axis: their geometry, as in webui.timelines.chart (percent wide, pixels high)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from webui.timelines.axis import Place
from webui.timelines.chart import MAX_TOUCHABLE, TOUCH, gaps, in_percent, label_sizes, runs

TOP = 18
PLOT = 190
BASE = TOP + PLOT
HEIGHT = BASE + 24
WIDE = 1000
"""Units across the box in which the paths are drawn; it is stretched over the chart's width."""

STEPS = 4
"""Lines of the grid over the ground, at most."""

WIDTHS = {"s": 236, "m": 480, "l": 720}
"""As webui.timelines.chart.WIDTHS, less the longest labels of the grid and, where there are any, names at the ends."""

LABEL = 19.0
"""Room of one line's name at its end, in pixels."""


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A value on a line, at a place of the axis. `lasting` dots are drawn even where there is no room for all."""

    at: int
    x: str
    y: str
    lasting: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """One series: `paths` are points for polylines, broken where there is no value; `name_y` is where its name stands
    beside its end."""

    paths: tuple[str, ...]
    dots: tuple[Dot, ...]
    name_y: str


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A place as drawn; `ticked` names the page widths (s, m, l) at which its label is shown."""

    place: Place
    left: str
    middle: str
    ticked: str


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The chart. `grid` are heights and what they stand for, `gaps` what is hatched: x, width, and what it is.
    `crowded` axes have no room for a dot to touch at every place."""

    lines: tuple[Line, ...]
    grid: tuple[tuple[str, float], ...]
    gaps: tuple[tuple[str, str, str], ...]
    ticks: tuple[Tick, ...]
    phone_width: int
    crowded: bool
    top: int = TOP
    base: int = BASE
    height: int = HEIGHT
    wide: int = WIDE


def draw(
    places: Sequence[Place],
    series: Sequence[Sequence[float | None]],
    *,
    highest: float,
    missing: Sequence[bool],
    whole: bool = True,
) -> Lines:
    """Lays out a value (None for none) of each series at each place; what is above `highest` is cut off there. `whole`
    values have whole numbers at their grid."""
    n = len(places)
    crowded = n > MAX_TOUCHABLE
    phone_width = n * (2 if crowded else TOUCH)
    grid = scale(highest, whole=whole)
    heights = [[None if v is None else _y(v, grid[-1]) for v in values] for values in series]
    ends = [next((y for y in reversed(line) if y is not None), float(BASE)) for line in heights]
    names = spread(ends, LABEL, TOP, BASE)
    pitch = 12 if places and places[0].whole_year else 1
    shown = label_sizes(places, WIDTHS | {"s": max(WIDTHS["s"], phone_width)}, n, pitch)
    return Lines(
        lines=tuple(_line(line, values, name) for line, values, name in zip(heights, series, names, strict=True)),
        grid=tuple((f"{_y(value, grid[-1]):.1f}", value) for value in grid),
        gaps=tuple(gaps([place.name for place in places], missing, 100 / n)),
        ticks=tuple(
            Tick(place=place, left=in_percent(i * 100 / n), middle=in_percent((i + 0.5) * 100 / n), ticked=sizes)
            for i, (place, sizes) in enumerate(zip(places, shown, strict=True))
        ),
        phone_width=phone_width,
        crowded=crowded,
    )


def scale(highest: float, *, whole: bool = True) -> list[float]:
    """Round numbers from 0 to at least `highest`, evenly spaced, STEPS of them over 0 at most."""
    if highest <= 0:
        return [0.0, 1.0]
    rough = max(highest, 1.0 if whole else 0.0) / STEPS
    power = 10.0 ** floor(log10(rough))
    step = next(k * power for k in (1, 2, 2.5, 5, 10, 20) if k * power >= rough * 0.999_999 and _fits(k * power, whole))
    return [round(step * i, 12) for i in range(ceil(highest / step * 0.999_999) + 1)]


def _fits(step: float, whole: bool) -> bool:  # noqa: FBT001
    return not whole or (step >= 1 and step == int(step))


def spread(wanted: Sequence[float], room: float, top: float, bottom: float) -> list[float]:
    """The places nearest those wanted at which labels, each of so much room, don't run into each other."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    found = [0.0] * len(wanted)
    least = top
    for i in order:
        found[i] = max(wanted[i], least)
        least = found[i] + room
    most = bottom
    for i in reversed(order):
        found[i] = min(found[i], most)
        most = found[i] - room
    return found


def _y(value: float, highest: float) -> float:
    return BASE - min(value / highest, 1) * PLOT


def _line(heights: Sequence[float | None], values: Sequence[float | None], name_y: float) -> Line:
    n = len(heights)
    known = [i for i, y in enumerate(heights) if y is not None]
    peak = max(known, key=lambda i: values[i] or 0, default=-1)
    lasting = {peak, known[-1]} if known else set()
    # A value between two gaps is on no line.
    lasting |= {first for first, size in runs([y is not None for y in heights]) if size == 1}
    paths = []
    for first, size in runs([y is not None for y in heights]):
        here = range(first, first + size)
        paths.append(" ".join(f"{(i + 0.5) * WIDE / n:.1f},{heights[i]:.1f}" for i in here))
    return Line(
        paths=tuple(path for path in paths if " " in path),
        dots=tuple(
            Dot(at=i, x=in_percent((i + 0.5) * 100 / n), y=f"{heights[i]:.1f}", lasting=i in lasting)
            for i in known
            if values[i]
        ),
        name_y=f"{name_y:.1f}",
    )
