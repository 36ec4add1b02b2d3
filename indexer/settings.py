"""Where things are, from options and the environment. Only `cli` and `webui.create_app` callers read this."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from indexer.archive.connect import sqlite_url

ROOT = Path(__file__).parent.parent
DEFAULT_DATA = ROOT / "data" / "archive"
DEMO_DATA = ROOT / "data" / "demo"
SAMPLES = ROOT / "data" / "samples"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One archive and its index. `workers` analyse at once."""

    data: Path
    workers: int = 2

    @classmethod
    def read(cls, data: Path | None, default: Path = DEFAULT_DATA) -> Settings:
        """The `--data` option, else GISA_DATA, else the default."""
        named = os.environ.get("GISA_DATA")
        return cls(data=data or (Path(named) if named else default), workers=max(1, min(os.cpu_count() or 1, 4)))

    @property
    def archive_url(self) -> str:
        """The archive's SQLAlchemy URL; its folder is made."""
        return sqlite_url(self.data / "archive.sqlite3")

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.data / "index"
