"""Which addresses are asked at all: the public web only, never somebody's own network."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from indexer.errors import FetchRefused

LONGEST = 2000
"""Characters of an address; those of articles have some hundred at most."""

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

_ORDINARY_PORTS = frozenset({80, 443, 8080})
_OLD_FORM = re.compile(r"[0-9a-fx.]+", re.IGNORECASE)
"""IPv4 as C has always read it: 2130706433, 0x7f.1, 0177.0.0.1."""
_PREFIX = re.compile(r"\A(?:www|m|mobile)\.(?=.*\.)")


@dataclass(frozen=True, kw_only=True)
class Policy:
    """`loopback` lets addresses of this computer through, on any port: only for tests, which run a server there."""

    loopback: bool = False

    def check(self, address: str) -> None:
        """Raises FetchRefused for what can be seen to be no public web address; the connection checks the rest."""
        parts = _split(address)
        host = parts.hostname or ""
        ip = literal(host)
        if ip is not None and not self.allows(ip):
            raise FetchRefused(address, PRIVATE)
        known = parts.port is None or parts.port in _ORDINARY_PORTS
        if not known and not (self.loopback and (host == "localhost" or (ip is not None and ip.is_loopback))):
            raise FetchRefused(address, f"{parts.port}번 문은 신문의 웹 서버가 쓰는 것이 아니라서 두드리지 않습니다.")

    def allows(self, ip: Ip) -> bool:
        """Whether a connection may be made to that address."""
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        if ip.is_loopback:
            return self.loopback
        # Old IPv6 forms hide an IPv4 address (::a.b.c.d is reserved) or a site's own network (fec0::).
        inside = ip.is_reserved or ip.is_multicast or ip.is_unspecified or ip.is_link_local
        return ip.is_global and not inside and not (isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local)


PRIVATE = "이 컴퓨터나 내부 망의 주소라서 받지 않습니다. 신문이 인터넷에 연 주소를 쓰십시오."


def literal(host: str) -> Ip | None:
    """The IP address that a host is written as, in any of the forms that a resolver takes; None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host)) if _OLD_FORM.fullmatch(host) else None
    except OSError:
        return None


def host_of(address: str) -> str:
    """`garamilbo.example`, or `garamilbo.example:8080`: what is asked one page at a time. "" for no address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    name = parts.hostname or ""
    return name if port in (None, 80, 443) else f"{name}:{port}"


def same_site(one: str, other: str) -> bool:
    """Whether two hosts are one paper's: the same but for www. or m., or one below the other."""
    one, other = _PREFIX.sub("", one), _PREFIX.sub("", other)
    return one == other or _below(one, other) or _below(other, one)


def _below(one: str, other: str) -> bool:
    # A suffix such as co.kr has but one dot, and garamilbo.kr as many: no host is taken for a suffix's neighbour,
    # because a suffix itself serves no pages.
    return literal(other.partition(":")[0]) is None and "." in other and one.endswith("." + other)


def _split(address: str) -> SplitResult:
    if len(address) > LONGEST:
        raise FetchRefused(address[:100] + "…", f"주소가 너무 깁니다({LONGEST:,}자 초과).")
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises for an impossible one
    except ValueError as error:
        raise FetchRefused(address, "주소로 읽을 수 없습니다. 철자를 확인하십시오.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchRefused(address, "웹 주소가 아닙니다. http:// 나 https:// 로 시작하는 주소를 쓰십시오.")
    if parts.username is not None or parts.password is not None:
        raise FetchRefused(address, "주소에 이름이나 비밀번호가 들어 있습니다. 빼고 쓰십시오.")
    if re.search(r"[\x00-\x20\x7f]", address):
        raise FetchRefused(address, "주소에 빈칸이나 제어 문자가 들어 있습니다. 철자를 확인하십시오.")
    return parts
