"""How the web pages are opened: at which address, under which name, to whom; and the password."""

from __future__ import annotations

import argparse
import getpass
import ipaddress
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer import password as kept
from indexer.errors import InvalidRequest
from indexer.search import Search
from indexer.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

    from webui import Public

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What `serve` is told. `public` is where readers find it behind a proxy, which is then on this computer."""

    host: str
    port: int
    public: Public | None = None
    password: kept.Hashed | None = None

    @classmethod
    def of(cls, options: argparse.Namespace, settings: Settings) -> Opening:
        """Of the options, and of what is kept in the data folder. Raises InvalidRequest."""
        public = _public(options.site) if options.site else None
        return cls(host=options.host, port=options.port, public=public, password=kept.read(settings.password))

    @property
    def exposed(self) -> str:
        """What is said where everybody in the network can read; "" where not."""
        if self.password or loopback(self.host):
            return ""
        return (
            f"주의: {self.host}로 열어 이 컴퓨터에 닿는 누구나 비밀번호 없이 읽을 수 있습니다. "
            "막으려면 `./gisa password`로 비밀번호를 정하고 다시 여십시오."
        )

    @property
    def proxied(self) -> dict[str, Any]:
        """What waitress is told of a proxy: whose address it passes on is believed, if it is on this computer; nothing
        else of what it says is."""
        if not self.public:
            return {}
        return {"trusted_proxy": LOOPBACK, "trusted_proxy_headers": {"x-forwarded-for"}}

    def application(self, search: Search) -> Flask:
        """The pages."""
        from webui import create_app

        return create_app(search, public=self.public, password=self.password)


def password(options: argparse.Namespace) -> int:
    """Sets the password, or takes it away."""
    place = Settings.read(options.data).password
    if options.remove:
        said = "비밀번호를 없앴습니다." if kept.forget(place) else "비밀번호가 없습니다."
    else:
        kept.write(place, kept.Hashed.of(_asked()))
        said = f"비밀번호를 정했습니다: {place}  (해시만 적었습니다. 여는 창의 사용자 이름은 아무것이나 됩니다)"
    print(f"{said} 열려 있는 `./gisa serve`는 다시 열어야 바뀝니다.")
    return 0


def _asked() -> str:
    """As it is typed, twice and unseen, or the first line of what is piped in."""
    try:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        first = getpass.getpass("비밀번호: ")
        again = getpass.getpass("한 번 더: ")
    except (EOFError, UnicodeError) as error:
        raise InvalidRequest("비밀번호를 읽지 못했습니다. 다시 하십시오.", parameter="password") from error
    if first != again:
        raise InvalidRequest("두 번 적은 비밀번호가 다릅니다. 다시 하십시오.", parameter="password")
    return first


def loopback(host: str) -> bool:
    """Whether only this computer can ask there."""
    if host.lower() in ("localhost", "localhost."):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _public(address: str) -> Public:
    from webui import Public

    try:
        return Public.parse(address)
    except ValueError as error:
        message = f"--site에는 https://news.example처럼 이름까지만 적으십시오: {address}"
        raise InvalidRequest(message, parameter="site") from error
