"""The only door to the web: one GET at a time, bounded in time and size, and never into somebody's own network.

The host's name is resolved once and the connection is made to that very address (requests-hardened), so that a name
that answers differently the second time gains nothing. Redirects are followed here, each step checked like the first.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import quote, urldefrag, urljoin

import requests
import urllib3
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter

from indexer.errors import FetchFailed, FetchRefused
from indexer.fetching.address import PRIVATE, Policy
from indexer.fetching.inflating import Broken, TooLarge, inflated, joined

LARGEST = 50 << 20
"""Bytes of one page, packed or not: what the sitemap protocol allows a sitemap."""

REDIRECTS = 5
"""Steps from an address to its page; RFC 9309 asks for as many for robots.txt."""

SILENCE = 15.0
"""Seconds without a byte after which a server is given up."""

PATIENCE = 90.0
"""Seconds in all for one page: a server that sends a byte now and then ends here."""

_MOVED = (301, 302, 303, 307, 308)
_SAYS = {
    401: "로그인해야 볼 수 있는 쪽입니다",
    402: "돈을 내야 볼 수 있는 쪽입니다",
    403: "서버가 보여 주지 않는 쪽입니다",
    404: "없는 쪽입니다",
    410: "지워진 쪽입니다",
    429: "서버가 너무 자주 물었다고 합니다",
    451: "법에 따라 막힌 쪽입니다",
    503: "서버가 지금은 답할 수 없다고 합니다",
}


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a server answered: status 200, or 304 without data. `url` is where the redirects ended."""

    url: str
    status: int
    data: bytes = b""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None


class Session:
    """Asks as `agent`. `patience` in seconds."""

    def __init__(
        self, agent: str, *, policy: Policy | None = None, silence: float = SILENCE, patience: float = PATIENCE
    ) -> None:
        self._agent, self._policy = agent, policy or Policy()
        self._silence, self._patience = silence, patience
        self._client = self._opened()

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def check(self, address: str) -> None:
        """Raises FetchRefused for an address that is not asked at all."""
        self._policy.check(address)

    def get(
        self,
        address: str,
        *,
        before: Callable[[str], None] = lambda _: None,
        etag: str | None = None,
        last_modified: str | None = None,
        limit: int = LARGEST,
    ) -> Reply:
        """The page. `before` is called with the address of every request, the first and those it is redirected to; it
        waits its turn, or raises. Raises FetchFailed, FetchRefused."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        for _ in range(REDIRECTS + 1):
            self.check(address)
            before(address)
            reply, moved = self._within_patience(address, headers, limit)
            if moved is None:
                return reply
            address = moved
        raise FetchFailed(address, f"다른 주소로 {REDIRECTS}번 넘게 넘깁니다.")

    def _opened(self) -> HTTPSession:
        config = Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=self._policy.loopback,
            never_redirect=True,
            default_timeout=(self._silence, self._silence),
            user_agent_override=self._agent,
        )
        client = _Client(config)
        client.trust_env = False  # a proxy of the environment would resolve names itself, and .netrc hold passwords
        client.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        client.mount("http://", _Adapter(self._policy, is_https_proto=False))
        client.mount("https://", _Adapter(self._policy, is_https_proto=True))
        return client

    def _within_patience(self, address: str, headers: dict[str, str], limit: int) -> tuple[Reply, str | None]:
        """On a thread, because neither resolving nor a header that trickles in can be cut short otherwise."""
        done: list[tuple[Reply, str | None] | BaseException] = []
        bounds = _Bounds(limit, self._patience, time.monotonic() + self._patience)
        client = self._client

        def work() -> None:
            try:
                done.append(_asked(client, address, headers, bounds))
            except BaseException as error:
                done.append(error)

        thread = threading.Thread(target=work, daemon=True, name="fetch")
        thread.start()
        thread.join(self._patience + 1)  # what it does between two blocks ends by itself
        if not done:
            self._client = self._opened()  # the old one is the thread's
            raise bounds.slow(address)
        if isinstance(done[0], BaseException):
            raise done[0]
        return done[0]


class _Client(HTTPSession):  # type: ignore[misc]  # has no types
    """Knows of no redirects: requests would read the whole of what comes with one, however large."""

    def get_redirect_target(self, _response: requests.Response) -> None:
        """None: they are followed in `Session.get`."""


class _Adapter(IPFilterAdapter):  # type: ignore[misc]  # has no types
    """requests-hardened's pinned address, by our rule too."""

    def __init__(self, policy: Policy, *, is_https_proto: bool) -> None:
        super().__init__(is_https_proto=is_https_proto, allow_loopback=policy.loopback)
        self._policy = policy

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        """The pool of the one address that was checked."""
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        ip = ipaddress.ip_address(host["host"].strip("[]"))
        if not self._policy.allows(ip):
            raise InvalidIPAddress(ip)
        return host, pool


@dataclass(frozen=True)
class _Bounds:
    """`size` in bytes, `until` by the monotonic clock, which is `patience` seconds after the beginning."""

    size: int
    patience: float
    until: float

    def slow(self, address: str) -> FetchFailed:
        reason = f"{self.patience:.0f}초가 지나도 다 보내지 않습니다. 나중에 다시 하십시오."
        return FetchFailed(address, reason, again=True)


def _asked(client: HTTPSession, address: str, headers: dict[str, str], bounds: _Bounds) -> tuple[Reply, str | None]:
    """The reply, or where it has moved to."""
    wanted = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5", "Accept-Encoding": "gzip"}
    try:
        with client.get(address, headers=wanted | headers, stream=True, allow_redirects=False) as response:
            return _answer(response, address, bounds)
    except InvalidIPAddress as error:
        raise FetchRefused(address, PRIVATE) from error
    except (requests.Timeout, TimeoutError, urllib3.exceptions.TimeoutError) as error:
        raise FetchFailed(address, "서버가 제때 답하지 않습니다. 나중에 다시 하십시오.", again=True) from error
    except requests.exceptions.SSLError as error:
        raise FetchFailed(address, "서버의 인증서를 믿을 수 없습니다. 주소를 확인하십시오.", again=True) from error
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError) as error:
        raise FetchRefused(address, "주소로 읽을 수 없습니다. 철자를 확인하십시오.") from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        reason = "서버에 닿지 못했습니다. 주소와 인터넷 연결을 확인하고 다시 하십시오."
        raise FetchFailed(address, reason, again=True) from error


def _answer(response: requests.Response, address: str, bounds: _Bounds) -> tuple[Reply, str | None]:
    status, headers = response.status_code, response.headers
    if status in _MOVED and headers.get("Location"):
        return Reply(url=address, status=status), _target(address, headers["Location"])
    if status not in (200, 304):
        says = _SAYS.get(status, "서버가 잘못되었다고 합니다" if status >= 500 else "서버가 주지 않습니다")
        again = status >= 500 or status in (408, 429)
        wait = _seconds(headers.get("Retry-After", "")) if status in (429, 503) else None
        raise FetchFailed(address, f"{says}({status}).", status=status, again=again, wait=wait)
    return (
        Reply(
            url=address,
            status=status,
            data=_body(response, address, bounds) if status == 200 else b"",
            content_type=headers.get("Content-Type", "")[:200],
            etag=_noted(headers.get("ETag")),
            last_modified=_noted(headers.get("Last-Modified")),
        ),
        None,
    )


def _body(response: requests.Response, address: str, bounds: _Bounds) -> bytes:
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchFailed(address, f"청하지 않은 방식({coding[:20]})으로 압축한 쪽이라 읽지 못합니다.")
    blocks = _blocks(response, address, bounds)
    try:
        return joined(inflated(blocks) if coding.endswith("gzip") else blocks, bounds.size)
    except TooLarge as error:
        raise FetchFailed(address, f"쪽이 너무 큽니다({bounds.size >> 20} MB 초과).") from error
    except Broken as error:
        raise FetchFailed(address, "압축이 깨졌거나 받다가 끊겼습니다. 나중에 다시 하십시오.", again=True) from error


def _blocks(response: requests.Response, address: str, bounds: _Bounds) -> Iterator[bytes]:
    """The body as it comes over the wire."""
    size = 0
    while block := response.raw.read1(1 << 16, decode_content=False):
        size += len(block)
        if size > bounds.size:  # packed, it may never unpack to so much
            raise TooLarge
        if time.monotonic() > bounds.until:
            raise bounds.slow(address)
        yield block


def _target(address: str, location: str) -> str:
    """Where a redirect leads. Servers send raw UTF-8, which HTTP hands over as Latin-1."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return quote(urldefrag(urljoin(address, location.strip())).url, safe="%/:=&?~+!$,;'@()*[]")
    except ValueError as error:
        raise FetchFailed(address, "주소가 아닌 곳으로 넘깁니다.") from error


def _noted(header: str | None) -> str | None:
    """A validator that can be stored and sent back."""
    return header if header and len(header) <= 500 and header.isascii() and header.isprintable() else None


def _seconds(after: str) -> float | None:
    """Retry-After: seconds, or a date."""
    if after.strip().isascii() and after.strip().isdigit():
        return float(after.strip()[:9])
    try:
        then = parsedate_to_datetime(after)
    except (ValueError, TypeError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=timezone.utc)
    return max(0.0, (then - datetime.now(timezone.utc)).total_seconds())
