"""Looking into a Whoosh engine's folder, and writing it from another process. Shared by the tests beside it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from whoosh.index import open_dir

from indexer.engines.whoosh_engine import WhooshEngine
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


def segments(engine: WhooshEngine, root: Path) -> int:
    """How many segments the current index has."""
    with closing(open_dir(str(root / engine.index_id)).reader()) as reader:
        return sum(1 for _ in reader.leaf_readers())


def grown(root: Path, *, commits: int) -> WhooshEngine:
    """An engine after that many commits of one article: 00, 01, …"""
    engine = WhooshEngine(root)
    for number in range(commits):
        put(engine, document(f"{number:02}", "산불", press="옥천신문", published="2019-03-27"))
    return engine


def strays(engine: WhooshEngine, root: Path) -> set[str]:
    """Files in the current index's folder that no segment needs, by the names Whoosh gives segments."""
    folder = root / engine.index_id
    with closing(open_dir(str(folder)).reader()) as reader:
        needed = {leaf.segment().segment_id() for leaf, _ in reader.leaf_readers()}
    [newest] = sorted(folder.glob("_MAIN_*.toc"))[-1:]
    return {path.name for path in folder.iterdir() if path.name.split(".")[0] not in needed} - {newest.name}


def descriptors() -> int:
    """How many files this process has open."""
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir()))
