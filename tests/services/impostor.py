"""Something else than the server that was meant, at an address where one is looked for."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOTS: Mapping[str, Mapping[str, object]] = {
    "an OpenSearch of long ago": {"distribution": "opensearch", "number": "1.3.20", "lucene_version": "8.10.1"},
    "Elasticsearch": {"number": "8.15.0", "build_flavor": "default", "lucene_version": "9.11.1"},
}
"""What `version` says of servers that are not ours."""


def root_of(version: Mapping[str, object]) -> str:
    """The answer to `GET /`."""
    return json.dumps({"name": "node-1", "cluster_name": "garam", "cluster_uuid": "x", "version": version})


@contextmanager
def impostor(body: str, *, status: int = 200, kind: str = "application/json") -> Iterator[str]:
    """The address of a server that gives this answer to every question."""

    class Answer(BaseHTTPRequestHandler):
        """Reads the question and does not mind it."""

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body.encode())

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  # names that are looked for

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
