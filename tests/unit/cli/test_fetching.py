"""`fetch` and `reread` as they are typed, against a local server standing in for a paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import fetching
from indexer.cli import fetching as commands
from indexer.fetching import Session
from indexer.fetching.address import Policy
from tests.unit.cli.conftest import Gisa
from tests.unit.fetching.paper import Clock, Paper, paper_running

CONTACT = ("--contact", "news@garam.example")
A1, A2 = "/news/articleView.html?idxno=1", "/news/articleView.html?idxno=2"


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    """A paper with two articles, which may be asked although it is this computer, and without waiting."""
    clock = Clock()
    monkeypatch.setattr(commands, "opened_session", lambda name: Session(name, policy=Policy(loopback=True)))
    monkeypatch.setattr("time.sleep", clock.sleep)
    monkeypatch.setattr(fetching, "Pace", lambda delay: fetching.politeness.Pace(delay, clock=clock, sleep=clock.sleep))
    monkeypatch.delenv("GISA_CONTACT", raising=False)
    with paper_running() as running:
        running.has_article(1)
        running.has_article(2, "군의회가 둑 예산을 깎았다.")
        yield running


def test_what_was_fetched_adds_up_and_is_found(gisa: Gisa, paper: Paper) -> None:
    feed = paper.has_feed("/rss", paper.url(A1), paper.url(A2), paper.url("/news/articleView.html?idxno=3"))
    paper.has("/robots.txt", "User-agent: *\nDisallow: /*idxno=2")
    said = gisa("fetch", feed, "--json", *CONTACT)
    assert said.code == 0
    done = said.json
    assert 0 <= done.pop("seconds") < 60
    assert done == {
        "fetched": 1,
        "unchanged": 0,
        "recent": 0,
        "listings": 1,
        "added": 1,
        "updated": 0,
        "rejected": 0,
        "removed": 0,
        "skipped_by_robots": 1,
        "failed": 1,
        "waiting": 0,
    }
    assert [hit["title"] for hit in gisa("search", "솔내천", "--json").json["hits"]] == ["기사 1"]
    assert "idxno=3: 없는 쪽입니다(404)." in said.err
    assert "idxno=2: 신문이 robots.txt로 막은 쪽" in said.err
    (kept,) = gisa("stats", "--rejected", "--json").json
    assert kept["path"] == paper.url("/news/articleView.html?idxno=3")


def test_what_was_fetched_is_said_in_words(gisa: Gisa, paper: Paper) -> None:
    said = gisa("fetch", paper.url(A1), paper.url(A2), "--limit", "1", *CONTACT)
    assert said.code == 0
    assert said.out.startswith("받음 1쪽, 그대로 0쪽, 목록 0개, robots.txt가 막음 0쪽, 못 받음 0쪽")
    assert "기사: 새로 1 + 고침 0 + 그대로 0 + 못 넣음 0" in said.out
    assert "아직 받을 주소가 1개" in said.out


def test_without_an_address_the_rest_is_fetched(gisa: Gisa, paper: Paper) -> None:
    gisa("fetch", paper.url(A1), paper.url(A2), "--limit", "1", *CONTACT)
    assert gisa("fetch", "--json", *CONTACT).json["added"] == 1
    assert paper.asked == [A1, A2]
    nothing = gisa("fetch", *CONTACT)
    assert (nothing.code, nothing.out[:11]) == (1, "받을 것이 없습니다.")


def test_every_request_says_whom_to_complain_to(gisa: Gisa, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GISA_CONTACT", "https://garam.example/about")
    gisa("fetch", paper.url(A1))
    assert {headers["User-Agent"] for _, headers in paper.requests} == {"gisa/1.0 (+https://garam.example/about)"}


@pytest.mark.parametrize("contact", [(), ("--contact", "아무개"), ("--contact", "a@b.example\nX: 1")])
def test_without_a_contact_nothing_is_asked(gisa: Gisa, paper: Paper, contact: tuple[str, ...]) -> None:
    said = gisa("fetch", paper.url(A1), *contact)
    assert said.code == 2
    assert "GISA_CONTACT" in said.err
    assert paper.requests == []


def test_this_computer_is_not_asked_by_default(gisa: Gisa, tmp_path: Path) -> None:
    with paper_running() as running:
        said = gisa("fetch", running.url(A1), *CONTACT)
        assert said.code == 2
        assert "내부 망" in said.err
        assert running.requests == []
    assert not (tmp_path / "T" / "archive.sqlite3").exists()


def test_a_server_that_cannot_be_reached_has_an_exit_code_of_its_own(gisa: Gisa, paper: Paper) -> None:
    paper.has(A1, status=500)
    assert gisa("fetch", paper.url(A1), *CONTACT).code == 69
    assert gisa("fetch", paper.url("/news/articleView.html?idxno=404"), *CONTACT, "--json").code == 69  # A1 still waits
    paper.has_article(1)
    assert gisa("fetch", *CONTACT).code == 0
    assert gisa("fetch", paper.url("/news/articleView.html?idxno=405"), *CONTACT).code == 1


@pytest.mark.parametrize("delay", ["0", "0.5", "nan", "-1", "1e9"])
def test_a_pause_of_less_than_a_second_is_refused(gisa: Gisa, paper: Paper, delay: str) -> None:
    assert gisa("fetch", paper.url(A1), "--delay", delay, *CONTACT).code == 2
    assert paper.requests == []


def test_reading_again_asks_nobody_and_changes_nothing(gisa: Gisa, paper: Paper) -> None:
    gisa("fetch", paper.url(A1), paper.url(A2), *CONTACT)
    asked = len(paper.requests)
    said = gisa("reread", "--json")
    assert (said.code, said.json["read"], said.json["unchanged"]) == (0, 2, 2)
    assert len(paper.requests) == asked


def test_reading_again_where_nothing_was_fetched_says_how(filled: Gisa) -> None:
    said = filled("reread")
    assert (said.code, "gisa fetch" in said.out) == (0, True)


def test_an_archive_is_not_made_by_reading_again(gisa: Gisa, tmp_path: Path) -> None:
    assert gisa("reread").code == 74
    assert not (tmp_path / "T" / "archive.sqlite3").exists()
