"""Which addresses are asked at all."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import FetchFailed, FetchRefused
from indexer.fetching import Session
from indexer.fetching.address import Policy, host_of, same_site
from tests.unit.fetching.paper import Paper

INSIDE = [
    "127.0.0.1",
    "127.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.0.10",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[::127.0.0.1]",
    "[fe80::1]",
    "[fec0::1]",
    "[fd00:ec2::254]",
    "[fc00::1]",
]


@pytest.mark.parametrize("host", INSIDE)
def test_no_address_inside_is_asked_in_any_of_its_spellings(host: str) -> None:
    with pytest.raises(FetchRefused, match="내부 망"):
        Session("gisa/1.0 (+a@b.example)").get(f"http://{host}/news/")


@pytest.mark.parametrize("host", ["localhost", "localhost."])
def test_no_name_of_this_computer_is_asked(paper: Paper, host: str) -> None:
    paper.has("/", "비밀")
    with pytest.raises(FetchFailed):
        Session("gisa/1.0 (+a@b.example)").get(f"http://{host}:{paper.port}/")
    with pytest.raises(FetchFailed):
        Session("gisa/1.0 (+a@b.example)").get(f"http://{host}/")
    assert paper.requests == []


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Names resolve to each of these in turn; the names that were asked for."""
    asked: list[str] = []

    def resolve(host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
        asked.append(str(host))
        ip = answers[min(len(asked), len(answers)) - 1]
        family = socket.AF_INET6 if ":" in ip else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (ip, port or 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "fd00:ec2::254", "::1", "fec0::7", "::10.0.0.7"]
)
def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch, ip: str) -> None:
    resolving(monkeypatch, ip)
    with pytest.raises(FetchRefused, match="내부 망"):
        Session("gisa/1.0 (+a@b.example)").get("http://sinmun.example/")


def test_a_name_is_resolved_once_and_that_address_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> Any:
        connected.append(address[0])
        raise ConnectionRefusedError

    asked = resolving(monkeypatch, "203.0.114.7", "127.0.0.1")  # a name that is rebound after it was checked
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    with pytest.raises(FetchFailed, match="닿지 못했습니다"):
        Session("gisa/1.0 (+a@b.example)").get("http://sinmun.example/")
    assert asked == ["sinmun.example"]
    assert set(connected) == {"203.0.114.7"}


@pytest.mark.parametrize(
    "address",
    [
        "ftp://garamilbo.example/a",
        "file:///etc/passwd",
        "garamilbo.example/news",
        "http:///news",
        "http://",
        "",
        "http://user:pass@garamilbo.example/",
        "http://garamilbo.example:22/",
        "http://garamilbo.example:6379/",
        "http://garamilbo.example:99999/",
        "http://garamilbo.example/ a",
        "http://garamilbo.example/\r\nHost:x",
        "http://[::1/",
        "http://garamilbo.example/" + "a" * 2000,
        "javascript:alert(1)",
    ],
)
def test_what_is_no_web_address_is_refused_with_a_reason(address: str) -> None:
    with pytest.raises(FetchRefused, match=r"[가-힣]") as refused:
        Policy().check(address)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    "address",
    [
        "http://garamilbo.example/news/articleView.html?idxno=1",
        "https://www.garamilbo.example/",
        "http://garamilbo.example:8080/rss",
        "https://93.184.216.34/",
        "http://[2606:2800:220:1::1]/",
        "http://가람일보.example/",
    ],
)
def test_addresses_of_the_open_web_are_let_through(address: str) -> None:
    Policy().check(address)


@given(st.ip_addresses(v=4))
def test_no_address_that_is_not_global_is_allowed(ip: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{ip}")
    assert Policy().allows(ip) == Policy().allows(mapped)
    assert not Policy().allows(ip) or ip.is_global


@given(st.text(max_size=60))
def test_any_text_is_checked_or_refused(text: str) -> None:
    try:
        Policy().check("http://" + text)
    except FetchRefused:
        pass
    else:
        assert host_of("http://" + text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("www.garamilbo.example", "garamilbo.example", True),
        ("m.garamilbo.example", "www.garamilbo.example", True),
        ("rss.garamilbo.example", "www.garamilbo.example", True),
        ("garamilbo.example", "solnaenews.example", False),
        ("notgaramilbo.example", "garamilbo.example", False),
        ("garamilbo.co.kr", "solnaenews.co.kr", False),
        ("10.0.0.1", "0.0.1", False),
    ],
)
def test_a_paper_s_hosts_are_told_from_other_papers(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same_site(other, one) is same
