"""robots.txt by RFC 9309: what a paper lets programs read. Read once a run for each host."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from indexer.errors import FetchFailed, RobotsRefused
from indexer.fetching.session import Reply

TOKEN = "gisa"
"""The name that a robots.txt calls us by."""

_NOTHING_SAID = Protego.parse("")


class Robots:
    """The rules of every host met. `get` fetches an address politely; it raises FetchFailed."""

    def __init__(self, get: Callable[[str], Reply]) -> None:
        self._get = get
        self._rules: dict[str, Protego | None] = {}

    def check(self, address: str) -> None:
        """Raises RobotsRefused when the address is not to be asked."""
        rules = self._of(address)
        if rules is None:
            reason = "신문의 robots.txt를 읽지 못해 지금은 아무것도 받지 않습니다. 나중에 다시 하십시오."
            raise RobotsRefused(address, reason, again=True)
        if not rules.can_fetch(address, TOKEN):
            raise RobotsRefused(address, "신문이 robots.txt로 막은 쪽이라 받지 않습니다.")

    def delay(self, address: str) -> float | None:
        """The seconds that the host wants between two requests."""
        rules = self._of(address)
        return rules.crawl_delay(TOKEN) if rules else None

    def _of(self, address: str) -> Protego | None:
        """The rules; None when the server fails, and so nothing is allowed."""
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = self._read(f"{origin}/robots.txt")
        return self._rules[origin]

    def _read(self, address: str) -> Protego | None:
        try:
            text = self._get(address).data.decode("utf-8-sig", "replace")
        except FetchFailed as error:
            absent = error.status is not None and 400 <= error.status < 500 and not error.again
            return _NOTHING_SAID if absent else None
        return Protego.parse(text)
