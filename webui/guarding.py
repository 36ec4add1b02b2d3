"""The password of a site, if it has one: HTTP Basic, any user name.

Basic needs no page, no cookie and no key of ours, and everything that asks for pages knows it: browsers, readers of
feeds, programs (ADR 0028).
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, current_app, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized

from indexer.password import Hashed

PER_CLIENT, OVERALL, WINDOW = 5, 30, 60.0
"""Wrong passwords from one client, and from all of them, in so many seconds; whoever goes on is not listened to. Thirty
a minute try ten letters out in longer than there have been newspapers."""

REMEMBERED = 1_000
"""Clients that gave the right password: they are not shut out by others that guess."""

OPEN = ("static", "api.healthz", "api.readyz")
"""What answers without it: nothing of the archive is in these."""

ASKING = WWWAuthenticate("basic", {"realm": "gisa archive", "charset": "UTF-8"})


class Wrong(NamedTuple):
    """A wrong password: when, from whom, and by what it is known again."""

    when: float
    client: str
    digest: bytes


class Guard:
    """Lets in who knows the password. Safe for many threads."""

    def __init__(self, hashed: Hashed, clock: Callable[[], float] = time.monotonic) -> None:
        self._hashed, self._clock = hashed, clock
        self._key = secrets.token_bytes(32)
        self._right: bytes | None = None
        self._wrong: deque[Wrong] = deque()
        self._known: OrderedDict[str, None] = OrderedDict()
        self._lock, self._computing = threading.Lock(), threading.Lock()

    def admit(self, client: str, password: str) -> bool:
        """Whether this is the password. Raises TooManyRequests where too many others came before it."""
        digest = hmac.digest(self._key, password.encode("utf-8", "surrogatepass"), hashlib.sha256)
        known = self._known_to_be(client, digest)
        if known is not None:
            return known
        with self._computing:  # one at a time: each takes 32 MB, and the others may learn from it
            known = self._known_to_be(client, digest)
            if known is None:
                known = self._hashed.fits(password)
                self._note(client, digest, right=known)
        return known

    def _known_to_be(self, client: str, digest: bytes) -> bool | None:
        """Right or wrong, where that was found out before."""
        with self._lock:
            self._forget()
            same = [hmac.compare_digest(wrong.digest, digest) for wrong in self._wrong if wrong.client == client]
            if any(same):
                return False  # the same again, as a browser sends it with each of a page's parts: nothing is learnt
            self._listen(client)
            if not self._right or not hmac.compare_digest(self._right, digest):
                return None
            self._remember(client)
            return True

    def _note(self, client: str, digest: bytes, *, right: bool) -> None:
        with self._lock:
            if not right:
                self._wrong.append(Wrong(self._clock(), client, digest))
                return
            self._right = digest
            self._remember(client)

    def _remember(self, client: str) -> None:
        self._known[client] = None
        self._known.move_to_end(client)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _listen(self, client: str) -> None:
        """Raises TooManyRequests where this client, or all of them together, had too many wrong ones."""
        own = [wrong.when for wrong in self._wrong if wrong.client == client]
        every = [wrong.when for wrong in self._wrong]
        if len(own) >= PER_CLIENT:
            raise TooManyRequests(retry_after=self._wait(own[-PER_CLIENT]))
        if len(every) >= OVERALL and client not in self._known:
            raise TooManyRequests(retry_after=self._wait(every[-OVERALL]))

    def _forget(self) -> None:
        while self._wrong and self._clock() - self._wrong[0].when >= WINDOW:
            self._wrong.popleft()

    def _wait(self, since: float) -> int:
        return max(1, int(since + WINDOW - self._clock()) + 1)


def register(app: Flask, hashed: Hashed) -> None:
    """Asks for the password before everything but OPEN."""
    guard = Guard(hashed)

    def ask() -> None:
        if request.endpoint in OPEN:
            return
        given = request.authorization
        if given is None or given.type != "basic" or given.password is None:
            raise Unauthorized(www_authenticate=ASKING)
        client = whose(request.remote_addr or "")
        if not guard.admit(client, given.password):
            current_app.logger.warning("wrong password from %s", client)
            raise Unauthorized(www_authenticate=ASKING)

    app.before_request(ask)


def whose(address: str) -> str:
    """Who is one client: an address; of IPv6 the network, for a household has 2^64 addresses."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)
