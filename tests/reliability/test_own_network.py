"""Fetching never connects into somebody's own network: not by an address, a redirect, a name, a link, or robots.txt."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from indexer.archive import Archive
from indexer.errors import FetchFailed
from indexer.fetching import Crawl, Pace, Session
from tests.reliability.inside import NAMES, PUBLIC, PUBLIC_IP, addresses
from tests.unit.fetching.paper import Clock, Paper, paper_running

ADDRESSES = addresses()
MOVED = (301, 302, 303, 307, 308)


class Trap:
    """Whom this process connects to. PUBLIC_IP is a local server that stands in for a paper; everything else fails."""

    def __init__(self, paper: Paper, patch: pytest.MonkeyPatch) -> None:
        self.names = {**NAMES, PUBLIC: PUBLIC_IP}
        self.connections: list[Any] = []
        self._resolve, connect = socket.getaddrinfo, socket.socket.connect

        def trapped(opened: socket.socket, to: Any) -> None:
            if to[:2] == (PUBLIC_IP, 80):
                connect(opened, ("127.0.0.1", paper.port))
                return
            self.connections.append(to)
            raise ConnectionRefusedError

        patch.setattr(socket, "getaddrinfo", self.resolve)
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, trapped)
        for name in ("sendto", "sendmsg"):
            patch.setattr(socket.socket, name, lambda *given: self.connections.append(given))

    def resolve(self, host: str, port: Any, family: int = 0, type: int = 0, *_: Any, **__: Any) -> Any:  # noqa: A002
        """What the system makes of numbers, and what stands in NAMES."""
        known = self.names.get(host, host)
        name = known.pop(0) if isinstance(known, list) else known
        found = [self._resolve(one, port, family, type, 0, socket.AI_NUMERICHOST) for one in name.split()]
        return [answer for answers in found for answer in answers]


@pytest.fixture
def paper() -> Iterator[Paper]:
    with paper_running() as running:
        yield running


@pytest.fixture
def trap(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> Trap:
    return Trap(paper, monkeypatch)


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session("gisa/1.0 (+news@garamilbo.example)", silence=5, patience=10)
    yield made
    made.close()


def test_the_paper_itself_is_reached_through_the_trap(paper: Paper, trap: Trap, session: Session) -> None:
    paper.has("/a", "둑")
    assert session.get(f"http://{PUBLIC}/a").data.decode() == "둑"
    assert not trap.connections


def test_there_are_enough_addresses() -> None:
    assert len(set(ADDRESSES)) >= 150


def test_no_address_leads_inside(trap: Trap, session: Session) -> None:
    for address in ADDRESSES:
        with pytest.raises(FetchFailed, match=r"[가-힣]"):
            session.get(address)
        assert not trap.connections, address


def test_no_redirect_leads_inside(paper: Paper, trap: Trap, session: Session) -> None:
    followed = 0
    for number, address in enumerate(ADDRESSES):
        path = f"/{number}"
        target = address.replace("\r\n", "%0d%0a").encode().decode("latin-1")
        paper.has(path, status=MOVED[number % len(MOVED)], Location=target)
        try:
            session.get(f"http://{PUBLIC}{path}")
        except FetchFailed:
            followed += 1
        assert not trap.connections, address
    assert followed == len(ADDRESSES)
    assert len(paper.asked) >= len(ADDRESSES)


@pytest.mark.parametrize("status", MOVED)
def test_no_redirect_leads_inside_at_its_last_step(paper: Paper, trap: Trap, session: Session, status: int) -> None:
    for step in range(4):
        paper.has(f"/{step}", status=status, Location=f"/{step + 1}")
    paper.has("/4", status=status, Location="http://intranet/")
    with pytest.raises(FetchFailed, match="내부 망"):
        session.get(f"http://{PUBLIC}/0")
    assert not trap.connections


def test_a_name_that_leads_elsewhere_the_second_time_gains_nothing(paper: Paper, trap: Trap, session: Session) -> None:
    paper.has("/a", status=302, Location=f"http://{PUBLIC}/b", Connection="close")
    trap.names[PUBLIC] = [PUBLIC_IP, "127.0.0.1", "10.0.0.7"]  # type: ignore[assignment]
    for _ in range(2):
        with pytest.raises(FetchFailed, match="내부 망"):
            session.get(f"http://{PUBLIC}/a")
    assert paper.asked == ["/a"]
    assert not trap.connections


@pytest.mark.parametrize("answers", [f"{PUBLIC_IP} 127.0.0.1", f"127.0.0.1 {PUBLIC_IP}", f"::1 {PUBLIC_IP}"])
def test_of_several_answers_none_inside_is_connected_to(
    paper: Paper, trap: Trap, session: Session, answers: str
) -> None:
    trap.names[PUBLIC] = answers
    try:
        session.get(paper.has("/a", "둑").replace(paper.home, f"http://{PUBLIC}"))
    except FetchFailed:
        assert not answers.startswith(PUBLIC_IP)
    assert not trap.connections


def test_nothing_that_a_paper_lists_leads_inside(paper: Paper, trap: Trap, session: Session, archive: Archive) -> None:
    written = [address.replace("&", "&amp;").replace("<", "&lt;") for address in ADDRESSES if address.isprintable()]
    paper.has("/robots.txt", status=302, Location="http://169.254.169.254/latest/")
    home, clock = f"http://{PUBLIC}", Clock()
    for path in ("/sitemap.xml", "/rss.xml", "/list"):
        make = {"/sitemap.xml": paper.has_sitemap, "/rss.xml": paper.has_feed, "/list": paper.has_list}[path]
        for robots in ("redirected", "none"):
            if robots == "none":
                paper.has("/robots.txt", status=404)
            make(path, *written, f"{home}/news/articleView.html?idxno=1")
            crawl = Crawl(archive.fetched, session, Pace(0, clock=clock, sleep=clock.sleep), now=clock.now)
            list(crawl.steps([home + path]))
            clock.pass_days(2)
    assert not trap.connections
    assert "/news/articleView.html?idxno=1" in paper.asked
