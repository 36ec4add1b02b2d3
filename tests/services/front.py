"""TLS and a password before a node, as operators put them there: nginx with a certificate of its own."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.nginx import NGINX, OPENSSL, certificate, free_port, nginx
from tests.services.artifacts import Missing
from tests.services.opensearch import LOOPBACK, Node

SERVER = """
server {{
  listen {host}:{port} ssl;
  ssl_certificate {folder}/fullchain.pem; ssl_certificate_key {folder}/privkey.pem;
  client_max_body_size 100m;
  location / {{
    auth_basic "search"; auth_basic_user_file {folder}/users;
    proxy_pass {behind}; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Authorization "";
  }}
}}
"""


@dataclass(frozen=True, kw_only=True)
class Front:
    """An address with TLS; `certificate` is whom to trust for it."""

    url: str
    certificate: Path | None
    user: str = "gisa"
    password: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)


@contextmanager
def front(node: Node) -> Iterator[Front]:
    """One before the node. Raises Missing where there is no nginx."""
    if not (NGINX and OPENSSL):
        raise Missing("NO NGINX HERE, so OpenSearch over TLS is not tested: install nginx and openssl")
    folder, port = Path(tempfile.mkdtemp(prefix="gisa-front-")), free_port()
    made = Front(url=f"https://{LOOPBACK}:{port}", certificate=folder / "fullchain.pem")
    try:
        certificate(folder, "localhost", alternative=f"DNS:localhost,IP:{LOOPBACK}")
        (folder / "users").write_text(f"{made.user}:{_hashed(made.password)}\n", "utf-8")
        with nginx(folder, SERVER.format(host=LOOPBACK, port=port, folder=folder, behind=node.url), port):
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _hashed(password: str) -> str:
    command = ["openssl", "passwd", "-apr1", "-stdin"]
    return subprocess.run(command, input=password, capture_output=True, text=True, check=True).stdout.strip()
