"""What comes over the wire as it should be: queries whose bytes are written out."""

from __future__ import annotations

import string
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Readable:
    """WSGI: a query's raw bytes (as curl sends Korean, and old browsers CP949) come to `app` as %XX. Werkzeug would
    fail at those that are no UTF-8; written out, they are read as well as they can be."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        asked = environ.get("QUERY_STRING", "")
        if not asked.isascii():
            environ["QUERY_STRING"] = quote(asked.encode("latin-1"), safe=string.printable)
        return self._app(environ, start_response)
