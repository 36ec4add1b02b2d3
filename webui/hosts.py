"""Under which names the site may be asked for, and the address that it says it is at.

A browser that is led to a page of somebody else's can be made to ask this computer under that page's name, when the
name is made to mean this computer's address ("DNS rebinding"), and then lets that page read the answer. So only names
answer that nobody outside can own: numbers, names without a dot, those of private networks; and the site's own.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, abort, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MISDIRECTED = 421
PRIVATE = (".localhost", ".local", ".internal", ".home.arpa")
"""Ends of names that the public name service never gives out."""

_HOST = re.compile(r"((?:[a-z0-9_-]{1,63}\.){0,10}[a-z0-9_-]{1,63}\.?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?", re.ASCII)
_SITE = re.compile(r"(https?)://([^/?#@\s]+)/?", re.ASCII)
_UNKNOWN = "gisa.unknown_host"


@dataclass(frozen=True, kw_only=True)
class Public:
    """Where readers find the site: behind a proxy that is another address than the one that is served."""

    scheme: str
    host: str

    @classmethod
    def parse(cls, address: str) -> Public:
        """Of https://news.example[:port]. Raises ValueError."""
        found = _SITE.fullmatch(address.lower())
        if not found or not _HOST.fullmatch(found[2]):
            raise ValueError("no address of a site")
        return cls(scheme=found[1], host=found[2])

    @property
    def name(self) -> str:
        """The host without its port."""
        return _name(self.host)


class Named:
    """WSGI: lets no foreign name into a page. All absolute addresses are those of `public` if it is given; what a proxy
    says of them in X-Forwarded-Host and the like is not looked at."""

    def __init__(self, app: WSGIApplication, public: Public | None) -> None:
        self._app, self._public = app, public

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        asked = environ.get("HTTP_HOST", "")
        if asked and not self._ours(asked.lower()):
            environ[_UNKNOWN] = True
            environ["HTTP_HOST"] = "localhost"  # nothing of what was asked for gets into the answer
        if self._public:
            environ["HTTP_HOST"] = self._public.host
            environ["wsgi.url_scheme"] = self._public.scheme
        return self._app(environ, start_response)

    def _ours(self, host: str) -> bool:
        if not _HOST.fullmatch(host):
            return False
        name = _name(host)
        return local(name) or bool(self._public and name == self._public.name)


def local(name: str) -> bool:
    """Whether nobody outside this network can own a name (in small letters)."""
    if "." not in name or name.endswith(PRIVATE):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def register(app: Flask, public: Public | None) -> None:
    """Refuses what is asked under foreign names."""
    app.wsgi_app = Named(app.wsgi_app, public)  # type: ignore[method-assign]
    app.before_request(_refuse)


def _refuse() -> None:
    if _UNKNOWN in request.environ:
        abort(MISDIRECTED)


def _name(host: str) -> str:
    """Without the port, brackets, and the dot that a name may end with."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].removesuffix(".")
