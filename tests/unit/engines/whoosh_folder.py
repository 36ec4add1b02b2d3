"""Looking into a Whoosh engine's folder, and writing it from another process. Shared by the tests beside it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.engines.whoosh_engine import WhooshEngine, manifest
from indexer.engines.whoosh_engine.manifest import Manifest
from tests.contract.building import document, put

ROOT = Path(__file__).parents[3]

_WRITER = """
import sys, time
from pathlib import Path
from indexer.engines.whoosh_engine import WhooshEngine
from tests.contract.building import document

with WhooshEngine(Path(sys.argv[1])).writer(afresh=sys.argv[2] == "afresh") as writer:
    writer.put(document("committed", "산불"))
    writer.commit()
    writer.put(document("waiting", "산불"))
    print("ready", flush=True)
    time.sleep(600)
"""


@contextmanager
def writing_process(root: Path, *, afresh: bool = False) -> Iterator[subprocess.Popen[str]]:
    """Another process that has committed one document and holds another; killed at the end, if not before."""
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(root), "afresh" if afresh else ""],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def index_folders(root: Path) -> list[str]:
    """The names of the indexes that are there, current or not."""
    return sorted(path.name for path in root.iterdir() if path.is_dir())


def commit(engine: WhooshEngine, root: Path) -> Manifest:
    """The newest commit of the current index."""
    folder = root / engine.index_id
    return manifest.read(folder, manifest.newest(folder))


def segments(engine: WhooshEngine, root: Path) -> int:
    """How many segments the current index has."""
    return len(commit(engine, root).segments)


def grown(root: Path, *, commits: int) -> WhooshEngine:
    """An engine after that many commits of one article: 00, 01, …"""
    engine = WhooshEngine(root)
    for number in range(commits):
        put(engine, document(f"{number:02}", "산불", press="옥천신문", published="2019-03-27"))
    return engine


def strays(engine: WhooshEngine, root: Path) -> set[str]:
    """Files in the current index's folder that its newest commit does not need."""
    newest = commit(engine, root)
    return {path.name for path in (root / engine.index_id).iterdir()} - {
        f"MAIN_{newest.generation}.manifest",
        *newest.names(),
    }


def descriptors() -> int:
    """How many files this process has open."""
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir()))
