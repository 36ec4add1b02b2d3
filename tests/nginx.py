"""nginx before a server of the tests, on a port of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
OPENSSL = shutil.which("openssl")

AROUND = """
{user} daemon off; worker_processes 1; pid {folder}/pid; error_log stderr warn;
events {{ worker_connections 256; }}
http {{
  access_log off; server_tokens off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {servers}
}}
"""


def certificate(folder: Path, name: str, *, alternative: str = "") -> None:
    """privkey.pem and fullchain.pem, which nobody but itself vouches for; `alternative` as of subjectAltName."""
    files: list[str | Path] = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={name}", *(["-addext", f"subjectAltName={alternative}"] if alternative else [])]
    subprocess.run(["openssl", "req", "-x509", *kind, *names, *files], check=True, capture_output=True)


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def nginx(folder: Path, servers: str, port: int) -> Iterator[None]:
    """nginx with these `server` blocks, one of which listens on the port."""
    # Its worker would be nobody, and could not write where only root can.
    user = "user root;" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(AROUND.format(user=user, folder=folder, servers=servers), "utf-8")
    assert NGINX
    process = subprocess.Popen([NGINX, "-p", folder, "-c", configuration], stderr=subprocess.PIPE)
    try:
        _await_open(port, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)
        if process.stderr:
            process.stderr.close()


def _await_open(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, process.stderr and process.stderr.read().decode()
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not listen")
