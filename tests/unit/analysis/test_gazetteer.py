"""Where places lie."""

from __future__ import annotations

from collections import Counter

import pytest

from indexer.analysis import gazetteer
from indexer.analysis.gazetteer import FILE, places


def test_a_village_is_found_with_all_that_it_lies_in() -> None:
    assert [place.path for place in places("교평리")] == [
        "경기도 양평군 강상면 교평리",
        "충청북도 옥천군 청산면 교평리",
    ]
    assert {place.level for place in places("교평리")} == {"리"}


@pytest.mark.parametrize(
    ("name", "level", "path"),
    [
        ("충청북도", "시도", "충청북도"),
        ("옥천군", "시군구", "충청북도 옥천군"),
        ("옥천읍", "읍면동", "충청북도 옥천군 옥천읍"),
        ("용인시", "시군구", "경기도 용인시"),
        ("처인구", "시군구", "경기도 용인시 처인구"),
        ("조치원읍", "읍면동", "세종특별자치시 조치원읍"),
        ("청운동", "읍면동", "서울특별시 종로구 청운동"),
    ],
)
def test_every_level_is_known(name: str, level: str, path: str) -> None:
    (place,) = places(name)
    assert (place.level, place.path) == (level, path)


def test_villages_of_one_name_are_all_there_and_namesakes_in_one_town_are_one() -> None:
    found = places("평사리")
    assert len(found) == len(set(found)) == 6
    assert not any("(" in name for name in gazetteer.names())


def test_an_unknown_name_has_no_places() -> None:
    assert places("솔내읍") == ()


def test_every_place_of_the_source_is_there() -> None:
    levels = Counter(place.level for name in gazetteer.names() for place in places(name))
    assert levels == {"시도": 17, "시군구": 263, "읍면동": 5_066, "리": 15_206}


def test_the_file_stays_small_enough_to_be_read_as_a_diff() -> None:
    assert FILE.stat().st_size < 400_000
