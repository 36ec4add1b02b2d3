"""One of several computers that read files into one archive: a process that can be killed.

    GISA_ARCHIVE_URL=… python -m tests.services.adding FILE…

Small batches, so that few articles make many transactions; a plain analyser, so that it is soon there. At the end it
prints what became of what it read, and how many articles the index holds: its own, or with GISA_ENGINE the one on a
cluster, which it shares with others; there who dies is missed soon.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from contextlib import closing
from pathlib import Path

from indexer import ingest
from indexer.archive import Archive
from indexer.archive.postgresql import url_of
from indexer.cli.engines import engine_of
from indexer.engines import turns
from indexer.engines.memory import MemoryEngine
from indexer.engines.opensearch_engine import lease
from indexer.settings import Settings
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser


def main(paths: list[Path]) -> None:
    """Reads the files."""
    ingest.BATCH, ingest.CATCH_UP, ingest.SETTLED = 7, 11, 5
    lease.LEASE, lease.BEAT, turns.PAUSE = 3.0, 0.5, 0.2
    engine = engine_of(Settings.read(None)) if "GISA_ENGINE" in os.environ else MemoryEngine()
    with closing(Archive(url_of(os.environ["GISA_ARCHIVE_URL"]))) as archive:
        summary = ingest.add(read_paths(paths), archive=archive, engine=engine, analyser=PlainAnalyser(), patience=120)
    print(json.dumps(dataclasses.asdict(summary) | {"indexed": engine.count()}))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
