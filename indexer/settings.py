"""Where things are, from options and the environment. Only `cli` and `webui.create_app` callers read this."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from indexer.archive import postgresql
from indexer.archive.connect import sqlite_url

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


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One archive and its index. `workers` analyse at once, with the user words of the folder `dictionaries`: that of
    GISA_DICTIONARIES, else data/dictionaries. `contact` is where papers reach whoever fetches: GISA_CONTACT. `server`
    is the URL of an archive that is in PostgreSQL, not in the folder: GISA_ARCHIVE_URL, with its password."""

    data: Path
    dictionaries: Path = field(default_factory=_dictionaries)
    contact: str = field(default_factory=lambda: os.environ.get("GISA_CONTACT", ""))
    workers: int = field(default_factory=lambda: max(1, min(os.cpu_count() or 1, MOST_WORKERS)))

    server: str = field(default="", repr=False)

    @classmethod
    def read(cls, data: Path | None) -> Settings:
        """The `--data` option, else GISA_DATA, else data/archive; its archive in the folder, or where GISA_ARCHIVE_URL
        says."""
        named = os.environ.get("GISA_DATA")
        server = os.environ.get("GISA_ARCHIVE_URL", "")
        return cls(data=data or (Path(named) if named else DEFAULT_DATA), server=server)

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
