"""One of several computers that read files into one archive: a process that can be killed.

    GISA_ARCHIVE_URL=… python -m tests.services.adding FILE…

Small batches, so that few articles make many transactions; a plain analyser, so that it is soon there. At the end it
prints what became of what it read, and how many articles its own index holds.
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
from indexer.engines.memory import MemoryEngine
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser


def main(paths: list[Path]) -> None:
    """Reads the files."""
    ingest.BATCH, ingest.CATCH_UP, ingest.SETTLED = 7, 11, 5
    engine = MemoryEngine()
    with closing(Archive(url_of(os.environ["GISA_ARCHIVE_URL"]))) as archive:
        summary = ingest.add(read_paths(paths), archive=archive, engine=engine, analyser=PlainAnalyser())
    print(json.dumps(dataclasses.asdict(summary) | {"indexed": engine.count()}))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
