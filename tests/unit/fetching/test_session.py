"""One GET: bounded in time and size, redirects checked step by step, every failure with its reason."""

from __future__ import annotations

import gzip
import time
import zlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import FetchFailed, FetchRefused
from indexer.fetching import Session
from indexer.fetching.address import Policy
from indexer.fetching.inflating import Broken, TooLarge, gunzip, inflated, joined
from tests.unit.fetching.paper import Answer, Paper

AGENT = "gisa/1.0 (+news@garamilbo.example)"


def test_a_page_comes_with_what_its_server_says_of_it(paper: Paper, session: Session) -> None:
    url = paper.has("/a", "솔내천", Content_Type="text/html; charset=euc-kr", ETag='"7"', Last_Modified="a" * 600)
    reply = session.get(url)
    assert (reply.status, reply.url, reply.data.decode()) == (200, url, "솔내천")
    assert (reply.content_type, reply.etag) == ("text/html; charset=euc-kr", '"7"')
    assert reply.last_modified is None  # no date that could be sent back
    (headers,) = paper.headers_of("/a")
    assert headers["User-Agent"] == AGENT
    assert headers["Host"] == f"127.0.0.1:{paper.port}"
    assert "Cookie" not in headers


def test_an_unchanged_page_is_not_sent_again(paper: Paper, session: Session) -> None:
    paper.answers["/a"] = lambda headers: Answer(status=304 if headers.get("If-None-Match") == '"7"' else 200)
    assert session.get(paper.url("/a"), etag='"7"').status == 304
    assert session.get(paper.url("/a")).status == 200


def test_cookies_are_not_kept(paper: Paper, session: Session) -> None:
    url = paper.has("/a", "x", Set_Cookie="id=1; Path=/")
    session.get(url)
    session.get(url)
    assert all("Cookie" not in headers for headers in paper.headers_of("/a"))


def test_no_proxy_and_no_password_of_the_environment_is_used(
    paper: Paper, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert session.get(paper.has("/a", "x")).data == b"x"


@pytest.mark.parametrize(
    ("status", "again", "says"),
    [
        (401, False, "로그인"),
        (403, False, "보여 주지"),
        (404, False, "없는 쪽"),
        (410, False, "지워진"),
        (418, False, "418"),
        (429, True, "자주"),
        (500, True, "500"),
        (503, True, "지금은"),
    ],
)
def test_a_failure_says_what_the_server_says(
    paper: Paper, session: Session, status: int, again: bool, says: str
) -> None:
    with pytest.raises(FetchFailed, match=says) as failed:
        session.get(paper.has("/a", status=status))
    assert (failed.value.status, failed.value.again, failed.value.exit_code) == (status, again, 69)


@pytest.mark.parametrize(("after", "wait"), [("120", 120.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("곧", None)])
def test_a_busy_server_says_how_long_it_wants_to_be_left_alone(
    paper: Paper, session: Session, after: str, wait: float | None
) -> None:
    with pytest.raises(FetchFailed) as failed:
        session.get(paper.has("/a", status=429, Retry_After=after.encode().decode("latin-1")))
    assert failed.value.wait == wait


# --- redirects ---


def test_a_redirect_is_followed_and_every_step_is_asked_for_first(paper: Paper, session: Session) -> None:
    paper.has("/a", status=301, Location="/b")
    paper.has("/b", status=302, Location=f"http://localhost:{paper.port}/c")
    paper.has("/c", "여기")
    before: list[str] = []
    reply = session.get(paper.url("/a"), before=before.append)
    assert reply.url == f"http://localhost:{paper.port}/c"
    assert before == [paper.url("/a"), paper.url("/b"), reply.url]


def test_a_redirect_may_be_forbidden_midway(paper: Paper, session: Session) -> None:
    paper.has("/a", status=301, Location="/b")
    paper.has("/b", "막힌 쪽")

    def before(address: str) -> None:
        if address.endswith("/b"):
            raise FetchFailed(address, "막혔습니다.")

    with pytest.raises(FetchFailed, match="막혔습니다"):
        session.get(paper.url("/a"), before=before)
    assert paper.asked == ["/a"]


def test_redirects_in_a_circle_end(paper: Paper, session: Session) -> None:
    paper.has("/a", status=302, Location="/b")
    paper.has("/b", status=302, Location="/a")
    with pytest.raises(FetchFailed, match="5번 넘게"):
        session.get(paper.url("/a"))
    assert len(paper.asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://0xa000001/",
        "//192.168.0.1/",
        "http://[::1",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
    ],
)
def test_a_redirect_never_leads_inside(paper: Paper, session: Session, target: str) -> None:
    with pytest.raises(FetchFailed):
        session.get(paper.has("/a", status=302, Location=target))
    assert paper.asked == ["/a"]


def test_a_redirect_never_carries_a_password(paper: Paper, session: Session) -> None:
    paper.has("/b", "둑")
    with pytest.raises(FetchRefused, match="비밀번호"):
        session.get(paper.has("/a", status=302, Location=f"http://user:pass@127.0.0.1:{paper.port}/b"))
    assert paper.asked == ["/a"]


def test_a_redirect_to_an_address_in_raw_korean_is_followed(paper: Paper, session: Session) -> None:
    paper.has("/a", status=302, Location="/솔내".encode().decode("latin-1"))
    paper.has("/%EC%86%94%EB%82%B4", "둑")
    assert session.get(paper.url("/a")).data.decode() == "둑"


def test_what_a_redirect_says_besides_is_not_read(paper: Paper, session: Session) -> None:
    def endless(handler: Any) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/b")
        handler.send_header("Content-Length", "1000000000")
        handler.end_headers()
        time.sleep(1)

    paper.answers["/a"] = Answer(write=endless)
    paper.has("/b", "둑")
    started = time.monotonic()
    assert session.get(paper.url("/a")).data.decode() == "둑"
    assert time.monotonic() - started < 0.8


# --- sizes ---


def test_a_packed_page_is_unpacked(paper: Paper, session: Session) -> None:
    url = paper.has("/a", gzip.compress(b"a" * 100_000), Content_Encoding="gzip")
    assert session.get(url).data == b"a" * 100_000


def test_a_packed_bomb_is_given_up_early(paper: Paper, session: Session) -> None:
    url = paper.has("/a", gzip.compress(bytes(200 << 20), 1), Content_Encoding="gzip")
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="너무 큽니다"):
        session.get(url)
    assert time.monotonic() - started < 5


def test_a_huge_page_is_given_up(paper: Paper, session: Session) -> None:
    def flood(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b"a" * 10_000)

    paper.answers["/a"] = Answer(write=flood)
    with pytest.raises(FetchFailed, match="너무 큽니다"):
        session.get(paper.url("/a"), limit=1 << 20)


@pytest.mark.parametrize("body", [b"no gzip", gzip.compress(bytes(range(256)) * 100)[:-20], b"\x1f\x8b"])
def test_a_broken_packing_is_told(paper: Paper, session: Session, body: bytes) -> None:
    with pytest.raises(FetchFailed, match="압축이 깨졌거나"):
        session.get(paper.has("/a", body, Content_Encoding="gzip"))


def test_a_packing_that_was_not_asked_for_is_told(paper: Paper, session: Session) -> None:
    with pytest.raises(FetchFailed, match="br"):
        session.get(paper.has("/a", b"x", Content_Encoding="br"))


# --- times ---


def slow_session(silence: float, patience: float) -> Session:
    return Session(AGENT, policy=Policy(loopback=True), silence=silence, patience=patience)


def test_a_silent_server_is_given_up(paper: Paper) -> None:
    paper.answers["/a"] = Answer(write=lambda _: time.sleep(1))
    with pytest.raises(FetchFailed, match="제때") as failed:
        slow_session(0.1, 5).get(paper.url("/a"))
    assert failed.value.again


@pytest.mark.parametrize("headers", [b"", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_server_that_trickles_is_given_up(paper: Paper, headers: bytes) -> None:
    def trickle(handler: Any) -> None:
        if not headers:
            handler.send_response(200)
            handler.end_headers()
        handler.wfile.write(headers)
        for _ in range(40):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.05)

    paper.answers["/a"] = Answer(write=trickle)
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="다 보내지 않습니다"):
        slow_session(5, 0.3).get(paper.url("/a"))
    assert time.monotonic() - started < 1.8


def test_a_page_that_breaks_off_is_told(paper: Paper, session: Session) -> None:
    def stop(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"a" * 10)

    paper.answers["/a"] = Answer(write=stop)
    with pytest.raises(FetchFailed) as failed:
        session.get(paper.url("/a"))
    assert failed.value.again


def test_a_server_that_is_not_there_is_told(session: Session) -> None:
    with pytest.raises(FetchFailed, match="닿지 못했습니다") as failed:
        session.get("http://127.0.0.1:1/")
    assert failed.value.again


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "..example", "a..b", "xn--\u3131.example", "*.example"])
def test_a_host_that_cannot_be_a_name_is_told(session: Session, host: str) -> None:
    with pytest.raises(FetchFailed):
        session.get(f"http://{host}/")


# --- gzip ---


@given(st.binary(max_size=3000), st.integers(1, 50), st.integers(1, 3))
def test_packed_bytes_come_back_however_they_are_cut(data: bytes, cut: int, members: int) -> None:
    packed = gzip.compress(data) * members
    blocks = [packed[start : start + cut] for start in range(0, len(packed), cut)]
    assert joined(inflated(blocks), 1 << 20) == data * members
    assert gunzip(zlib.compress(data), 1 << 20) == data


@given(st.binary(max_size=200))
def test_any_bytes_are_unpacked_or_broken(data: bytes) -> None:
    for given_bytes in (data, gzip.compress(b"a")[: len(data)], b"\x1f\x8b" + data):
        with suppress(Broken, TooLarge):
            gunzip(given_bytes, 1 << 16)


def test_zeros_beyond_the_limit_are_too_large() -> None:
    assert gunzip(gzip.compress(bytes(1000)), 1000) == bytes(1000)
    with pytest.raises(TooLarge):
        gunzip(gzip.compress(bytes(1001)), 1000)
