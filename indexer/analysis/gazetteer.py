"""The gazetteer: where in Korea a 시군구, an 읍면동 or a 리 lies (data/gazetteer/README.md names the source)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

FILE = Path(__file__).parents[2] / "data" / "gazetteer" / "places.tsv"
"""A line a 시군구: its 시도, its name (empty in 세종, which has none), and `읍:리,리;면:리;동`."""

Level = Literal["시도", "시군구", "읍면동", "리"]


@dataclass(frozen=True)
class Place:
    """One of the places of a name. `within` are those around it, the largest first, by name."""

    name: str
    level: Level
    within: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The name as an address has it: 충청북도 옥천군 청산면 교평리."""
        return " ".join((*self.within, self.name))


def names() -> frozenset[str]:
    """The names of all living places, 20,000 places of 11,000 names."""
    return frozenset(_gazetteer())


def places(name: str) -> Sequence[Place]:
    """The places of that name, in the order of their codes (서울특별시 first, 전북특별자치도 last), if any."""
    return _gazetteer().get(name, ())


@lru_cache(maxsize=1)
def _gazetteer() -> Mapping[str, Sequence[Place]]:
    # Some 70 ms: only for whoever asks.
    by_name: dict[str, dict[Place, None]] = defaultdict(dict)
    for line in FILE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            for place in _of_line(*line.split("\t")):
                by_name[place.name].setdefault(place)
    return {name: tuple(found) for name, found in by_name.items()}


def _of_line(province: str, district: str, towns: str) -> Iterator[Place]:
    """The 시도, the 시군구 (용인시 처인구 is two, one in the other), and what they hold."""
    yield Place(province, "시도")
    within: tuple[str, ...] = (province,)
    for name in district.split():
        yield Place(name, "시군구", within)
        within = (*within, name)
    for town in towns.split(";"):
        name, _, villages = town.partition(":")
        yield Place(name, "읍면동", within)
        for village in filter(None, villages.split(",")):
            # Two 리 of one 면 that are written alike are told apart by their Chinese characters: 평사리(坪沙).
            yield Place(village.partition("(")[0], "리", (*within, name))
