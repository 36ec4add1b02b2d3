"""Where things are, from options and the environment. Only `cli` and `webui.create_app` callers read this."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from indexer.archive import postgresql
from indexer.archive.connect import sqlite_url
from indexer.engines.opensearch_engine.place import Place
from indexer.errors import Misconfigured

ROOT = Path(__file__).parent.parent
DEFAULT_DATA = ROOT / "data" / "archive"
DEMO_DATA = ROOT / "data" / "demo"
MOST_WORKERS = 4
"""Kiwi gains little beyond; the writing that follows it is one thread."""

SAMPLES = ROOT / "data" / "samples"
DEFAULT_DICTIONARIES = ROOT / "data" / "dictionaries"


def _dictionaries() -> Path:
    named = os.environ.get("GISA_DICTIONARIES")
    return Path(named) if named else DEFAULT_DICTIONARIES


ENGINES = ("whoosh", "opensearch")
"""What an index may be in."""

DEFAULT_CLUSTER = "http://127.0.0.1:9200"


def _cluster(engine: str) -> Place | None:
    if engine not in ENGINES:
        raise Misconfigured("GISA_ENGINE", engine, f"{', '.join(ENGINES)} 가운데 하나를 적으십시오")
    if engine != "opensearch":
        return None
    said = {name: os.environ.get(f"GISA_OPENSEARCH_{name}", "") for name in _CLUSTER}
    shards = said["SHARDS"] or "1"
    if not shards.isdigit() or not 0 < int(shards) <= 1024:
        raise Misconfigured("GISA_OPENSEARCH_SHARDS", shards, "1부터 1024까지의 수를 적으십시오")
    return Place(
        url=said["URL"] or DEFAULT_CLUSTER,
        name=said["INDEX"] or "gisa",
        user=said["USER"],
        password=said["PASSWORD"],
        api_key=said["API_KEY"],
        authorities=said["CA"],
        shards=int(shards),
    )


_CLUSTER = ("URL", "INDEX", "USER", "PASSWORD", "API_KEY", "CA", "SHARDS")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One archive and its index. `workers` analyse at once, with the user words of the folder `dictionaries`: that of
    GISA_DICTIONARIES, else data/dictionaries. `contact` is where papers reach whoever fetches: GISA_CONTACT. `server`
    is the URL of an archive that is in PostgreSQL, not in the folder: GISA_ARCHIVE_URL, with its password. `cluster` is
    where the index is if that is on OpenSearch, not in the folder: GISA_OPENSEARCH_URL and what belongs to it."""

    data: Path
    dictionaries: Path = field(default_factory=_dictionaries)
    contact: str = field(default_factory=lambda: os.environ.get("GISA_CONTACT", ""))
    workers: int = field(default_factory=lambda: max(1, min(os.cpu_count() or 1, MOST_WORKERS)))

    server: str = field(default="", repr=False)
    cluster: Place | None = None

    @classmethod
    def read(cls, data: Path | None, engine: str | None = None) -> Settings:
        """The `--data` option, else GISA_DATA, else data/archive; its archive in the folder, or where GISA_ARCHIVE_URL
        says. The `--engine` option, else GISA_ENGINE, else Whoosh. Raises Misconfigured."""
        named = os.environ.get("GISA_DATA")
        server = os.environ.get("GISA_ARCHIVE_URL", "")
        cluster = _cluster(engine or os.environ.get("GISA_ENGINE", "") or ENGINES[0])
        return cls(data=data or (Path(named) if named else DEFAULT_DATA), server=server, cluster=cluster)

    @property
    def archive_url(self) -> str:
        """The archive's SQLAlchemy URL; its folder is made. Raises ArchiveError."""
        return postgresql.url_of(self.server) if self.server else sqlite_url(self.archive_file)

    @property
    def archive_file(self) -> Path:
        """Where the archive is, if there is one."""
        return self.data / "archive.sqlite3"

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.data / "index"

    @property
    def password(self) -> Path:
        """The hash of the password that who reads must know, if there is one. No backup has it."""
        return self.data / "password"

    @property
    def scratch(self) -> Path:
        """The folder for what is unpacked while it is read; there is nothing in it under a name."""
        return self.data / "tmp"
