"""When a host is asked next, and what its robots.txt lets us ask."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import FetchFailed, RobotsRefused
from indexer.fetching import Pace
from indexer.fetching.robots import Robots
from indexer.fetching.session import Reply
from tests.unit.fetching.paper import Clock

HOME = "https://garamilbo.example"


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(2.0, clock=clock, sleep=clock.sleep)


def test_a_host_is_asked_again_after_the_pause_and_another_at_once(pace: Pace, clock: Clock) -> None:
    for host in ("a.example", "b.example", "a.example"):
        pace.wait(host)
        pace.asked(host)
    assert clock.slept == [2.0]


def test_the_pause_begins_when_the_answer_has_come(pace: Pace, clock: Clock) -> None:
    pace.asked("a.example")
    clock.seconds += 10  # it took so long
    pace.asked("a.example")
    pace.wait("a.example")
    assert clock.slept == [2.0]


@pytest.mark.parametrize(("wanted", "slept"), [(10.0, 10.0), (0.5, 2.0), (86_400.0, 60.0), (None, 2.0)])
def test_a_longer_pause_is_kept_when_robots_txt_wants_it(
    pace: Pace, clock: Clock, wanted: float | None, slept: float
) -> None:
    pace.want("a.example", wanted)
    pace.asked("a.example")
    pace.wait("a.example")
    assert clock.slept == [slept]


def test_a_busy_host_is_left_alone_for_as_long_as_it_says(pace: Pace, clock: Clock) -> None:
    assert pace.hold("a.example", 120.0)
    pace.wait("a.example")
    assert clock.slept == [120.0]
    assert not pace.hold("a.example", 3600.0)


def test_a_busy_host_that_does_not_say_is_left_alone_ever_longer(pace: Pace, clock: Clock) -> None:
    for _ in range(3):
        assert pace.hold("a.example", None)
        pace.wait("a.example")
    assert clock.slept == [30.0, 60.0, 120.0]


# --- robots.txt ---

RULES = """\
# 가람일보
User-agent: gisa
Crawl-delay: 7
Disallow: /member/
Disallow: /*.pdf$
Allow: /member/help
Disallow: /*?*sort=

User-agent: *
Disallow: /
"""


def robots(text: str | bytes) -> Robots:
    data = text.encode() if isinstance(text, str) else text
    return Robots(lambda address: Reply(url=address, status=200, data=data))


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/news/articleView.html?idxno=1", True),
        ("/member/login", False),
        ("/member/help", True),
        ("/a.pdf", False),
        ("/a.pdf?x=1", True),
        ("/list?page=1&sort=new", False),
        ("/robots.txt", True),
    ],
)
def test_the_rules_for_us_are_kept_with_their_wildcards(path: str, allowed: bool) -> None:
    rules = robots(RULES)
    if allowed:
        rules.check(HOME + path)
    else:
        with pytest.raises(RobotsRefused, match=r"robots\.txt") as refused:
            rules.check(HOME + path)
        assert not refused.value.again
    assert rules.delay(HOME + path) == 7


def test_without_rules_for_us_those_for_everybody_are_kept() -> None:
    with pytest.raises(RobotsRefused):
        robots("User-agent: *\nDisallow: /news/").check(HOME + "/news/1")
    robots("User-agent: gisabot\nDisallow: /").check(HOME + "/news/1")


@pytest.mark.parametrize(
    ("status", "again", "allowed"),
    [
        (404, False, True),
        (403, False, True),
        (410, False, True),
        (429, True, False),
        (500, True, False),
        (503, True, False),
        (None, True, False),
        (None, False, False),
    ],
)
def test_absent_rules_allow_everything_and_a_failing_server_nothing(
    status: int | None, again: bool, allowed: bool
) -> None:
    asked: list[str] = []

    def get(address: str) -> Reply:
        asked.append(address)
        raise FetchFailed(address, "없습니다.", status=status, again=again)

    rules = Robots(get)
    for _ in range(2):
        if allowed:
            rules.check(HOME + "/news/1")
        else:
            with pytest.raises(RobotsRefused) as refused:
                rules.check(HOME + "/news/1")
            assert refused.value.again
    assert asked == [HOME + "/robots.txt"]  # once a run


def test_every_scheme_and_port_has_rules_of_its_own() -> None:
    asked: list[str] = []

    def get(address: str) -> Reply:
        asked.append(address)
        return Reply(url=address, status=200)

    rules = Robots(get)
    for home in (HOME, "http://garamilbo.example", HOME + ":8080", HOME):
        rules.check(home + "/news/1")
    assert len(asked) == 3


@given(st.binary(max_size=300))
def test_any_bytes_are_rules(data: bytes) -> None:
    with suppress(RobotsRefused):
        robots(b"User-agent: gisa\n" + data).check(HOME + "/news/1")
