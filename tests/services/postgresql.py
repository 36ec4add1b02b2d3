"""A PostgreSQL server of a test's own: on a loopback port, in a temporary folder, with a password.

Started from the programs of the system's package (Debian: `apt-get install postgresql`), as a user that is not root,
which `initdb` refuses.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.parse import quote

from tests.services.scratch import scratch

SYSTEM = Path("/usr/lib/postgresql")
"""Where Debian has them, a folder a version."""

NEEDED = ("initdb", "postgres", "psql", "pg_dump", "pg_restore")

USERS = ("postgres", "nobody")
"""Who it runs as where the tests run as root."""

READY = 30.0
"""Seconds in which it answers."""

PASSWORD = "가람 p@ss:word/100%"
"""One that a URL can only hold when it is written as URLs are."""

QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""What a test may do without: no machine loses its power here."""


def missing() -> str:
    """What is not here that it needs; "" where all is."""
    if find_spec("psycopg") is None:
        return "psycopg: pip install --requirement requirements-postgresql.txt"
    folder = programs()
    lacking = [name for name in NEEDED if not (folder / name).exists()]
    return f"PostgreSQL's {', '.join(lacking)}: apt-get install postgresql" if lacking else ""


def programs() -> Path:
    """The folder of the newest version's programs."""
    versions = sorted(SYSTEM.glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    found = shutil.which("initdb")
    return versions[0] if versions else Path(found).resolve().parent if found else SYSTEM


@dataclass
class Server:
    """A running one. `user` is its superuser."""

    folder: Path
    port: int
    user: str = "gisa"
    password: str = PASSWORD
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, *, user: str | None = None, password: str | None = None) -> str:
        """A database's URL, as somebody would write it into GISA_ARCHIVE_URL."""
        known = f"{user or self.user}:{quote(password or self.password, safe='')}"
        return f"postgresql://{known}@127.0.0.1:{self.port}/{database}"

    def create(self, like: str | None = None) -> str:
        """A database of its own name, empty or as another one is. Its texts have another order than their bytes: what
        depends on the order that a database has as a whole shows."""
        name = f"test_{next(self._numbers)}_{secrets.token_hex(3)}"
        order = (
            f"TEMPLATE {like} STRATEGY file_copy" if like else "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'ko'"
        )
        self.sql(f"CREATE DATABASE {name} {order}")
        return name

    def drop(self, database: str) -> None:
        """Takes it away, whoever is connected."""
        self.sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def files(self, database: str) -> list[Path]:
        """The files that the database is in, when all of it is in them."""
        self.sql("CHECKPOINT")
        (oid,) = self.sql(f"SELECT oid FROM pg_database WHERE datname = '{database}'")
        return [path for path in (self.folder / "base" / oid).iterdir() if path.is_file()]

    def sql(self, statement: str, database: str = "postgres") -> list[str]:
        """What psql answers, a line a row."""
        return self.run("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, database).splitlines()

    def run(self, program: str, *arguments: str) -> str:
        """Runs one of PostgreSQL's programs as the superuser; what it prints."""
        known = {"PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": self.user, "PGPASSWORD": self.password}
        command: list[str | Path] = [programs() / program, *arguments]
        ran = subprocess.run(command, env=os.environ | known, capture_output=True, text=True, check=True)
        return ran.stdout


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A server, and its end. A `durable` one waits for the disk, as one in use does."""
    with scratch("gisa-postgresql-", durable=durable) as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, _user())
        server = Server(folder / "data", _free_port())
        _make(server)
        process = _start(server, durable=durable)
        try:
            _wait(server, process)
            yield server
        finally:
            _end(process)


def _user() -> str:
    known = {user.pw_name for user in pwd.getpwall()}
    return next(name for name in USERS if name in known)


def _command(*command: str | Path) -> list[str | Path]:
    """As whom it may run."""
    other = ["setpriv", f"--reuid={_user()}", "--clear-groups", "--pdeathsig=INT"]
    return [*other, *command] if os.geteuid() == 0 else [*command]


def _make(server: Server) -> None:
    secret = server.folder.parent / "password"
    secret.write_text(server.password + "\n", "utf-8")
    secret.chmod(0o644)
    options = ("--auth=scram-sha-256", f"--pwfile={secret}", f"--username={server.user}", "--encoding=UTF8")
    made = _command(programs() / "initdb", *options, "--locale=C", "--no-sync", "--data-checksums", "-D", server.folder)
    subprocess.run(made, cwd=server.folder.parent, capture_output=True, check=True)
    secret.unlink()


def _start(server: Server, *, durable: bool) -> subprocess.Popen[bytes]:
    told = {
        "listen_addresses": "127.0.0.1",
        "port": str(server.port),
        "unix_socket_directories": "",
        "autovacuum": "on",
    }
    told |= {"max_connections": "60", "shared_buffers": "64MB", "max_wal_size": "512MB"}
    options = [f"-c{name}={value}" for name, value in (told | ({} if durable else QUICK)).items()]
    command = _command(programs() / "postgres", "-D", server.folder, *options)
    with (server.folder.parent / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=server.folder.parent, stdout=log, stderr=log)


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY
    while True:
        try:
            server.sql("SELECT 1")
            return
        except subprocess.CalledProcessError as error:
            if process.poll() is not None or time.monotonic() > until:
                log = (server.folder.parent / "log").read_text("utf-8", "replace")
                raise RuntimeError(f"PostgreSQL does not answer: {error.stderr}\n{log}") from error
            time.sleep(0.1)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(2)  # SIGINT: at once, whoever is connected
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
