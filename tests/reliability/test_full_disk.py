"""A disk that is full or broken: it is said in Korean with a code of its own, what is there is still found, and when
there is room again the same command goes through."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path

import pytest

from indexer.engines.whoosh_engine import WhooshEngine
from indexer.settings import ROOT
from tests.contract.building import search
from tests.reliability.killable import IDLE, job_line
from tests.reliability.stage import GONE, HELD, Ended, Stage, Work, assert_nothing_lost, fail_at, writer

WORKS = ("add", "merge", "takedown", "rebuild")
FULL, BROKEN = 73, 74
"""The codes that commands end with."""

GROWING = ("write", "pwrite64", "mkdir", "rename")
ANY = tuple(IDLE)
KOREAN = re.compile("[가-힣]")


@contextmanager
def reading(work: Work, data: Path) -> Iterator[None]:
    """A server that searches before and after."""
    with closing(WhooshEngine(data / "index")) as engine:
        assert {found for found, _ in search(engine, limit=None).found} == set(HELD)
        yield
        found = {found for found, _ in search(engine, limit=None).found}
        assert found >= set(HELD) - (set(GONE) if work.gone else set())


def assert_said(ended: Ended, codes: Sequence[int], place: object) -> bool:
    """Whether a work failed; if so, that it was said as it should be."""
    assert ended.finished, place
    last = ended.done[-1]
    if not last["code"]:
        return False
    assert last["code"] in codes, (place, last)
    assert last["said"].startswith("gisa: "), (place, last)
    assert KOREAN.search(last["said"]), (place, last)
    assert "Traceback" not in last["said"], (place, last)
    assert "gisa rebuild" not in last["said"], (place, last)
    return True


def calls_of(work: Work, data: Path) -> Counter[str]:
    """How often the writer calls each storage operation."""
    log = data.parent / "log"
    command = ["strace", "-f", "-qq", "-e", f"trace={','.join(ANY)}", "-o", str(log)]
    command += [sys.executable, "-m", "tests.reliability.killable"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    line = job_line(work.commands, data, data.parent / "ledger") + "\n"
    subprocess.run(command, cwd=ROOT, env=environment, input=line, capture_output=True, text=True, check=True)
    lines = [line.split(maxsplit=1) for line in log.read_text().splitlines()]
    return Counter(text.partition("(")[0] for process, text in lines if process != lines[0][0])


def inject(scene: Stage, error: str, calls: Sequence[str], works: Sequence[str], step: int) -> tuple[int, int]:
    """Lets every `step`-th of these calls fail, once, and with all that follow it; how many points, and at how many of
    them the work failed."""
    # SQLite tells of a write to the memory of its log that failed for want of room as of any that failed.
    codes = (FULL, BROKEN) if error == "ENOSPC" else (BROKEN,)
    counted = {name: calls_of(scene.works[name], scene.trial(scene.works[name])) for name in works}
    points = failed = 0
    for on in (False, True):
        with writer(*fail_at(error, on=on)) as writing:
            for name, call in product(works, calls):
                for at in range(1, counted[name][call] + 1, step):
                    work, data = scene.works[name], scene.trial(scene.works[name])
                    with reading(work, data):
                        ended = writing.do(work, data, call, at)
                    points += 1
                    failed += assert_said(ended, codes, (error, on, name, call, at))
                    assert_nothing_lost(work, data, ended.acknowledged, (error, on, name, call, at))
                    shutil.rmtree(data.parent)
    return points, failed


def limit(scene: Stage, sizes: Sequence[int]) -> int:
    """Lets no file have more than so many bytes; how often a work failed."""
    failed = 0
    with writer() as writing:
        for name, size in product(WORKS, sizes):
            work, data = scene.works[name], scene.trial(scene.works[name])
            with reading(work, data):
                ended = writing.do(work, data, largest=size)
            failed += assert_said(ended, (FULL, BROKEN), (name, size))
            assert_nothing_lost(work, data, ended.acknowledged, (name, size))
    return failed


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A file system of so many bytes."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(scene: Stage, rooms: Sequence[int]) -> int:
    """Leaves so many bytes of room on the disk; how often a work failed."""
    size = sum(-(-path.stat().st_size // 4096) * 4096 for path in scene.base.rglob("*") if path.is_file())
    failed = 0
    with writer() as writing:
        for name, room in product(WORKS, rooms):
            work, ground = scene.works[name], scene.ground / f"{name}-{room}"
            with small_disk(ground, size + 32_768 + 8_192 + room) as disk:  # 32 kB are what programs share of the log
                shutil.copytree(scene.base, disk / "data")
                with reading(work, disk / "data"):
                    ended = writing.do(work, disk / "data")
                failed += assert_said(ended, (FULL,), (name, room))
                subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
                assert_nothing_lost(work, disk / "data", ended.acknowledged, (name, room))
    return failed


def test_files_that_may_not_grow_are_told_and_lose_nothing(scene: Stage) -> None:
    assert limit(scene, [70_000]) > 1


def test_a_small_disk_that_is_full_is_told_and_loses_nothing(scene: Stage) -> None:
    assert fill(scene, [4_096]) > 1


@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_writes_that_fail_are_told_and_lose_nothing(scene: Stage, error: str) -> None:
    _, failed = inject(scene, error, ["fdatasync" if error == "EIO" else "pwrite64"], ["add"], 41)
    assert failed > 1


@pytest.mark.full
def test_files_that_may_not_grow_at_120_sizes(scene: Stage) -> None:
    failed = limit(scene, range(4_096, 400_000, 13_200))
    print(f"files that may not grow: {failed} of 120 works failed")
    assert failed >= 40


@pytest.mark.full
def test_small_disks_of_120_sizes(scene: Stage) -> None:
    failed = fill(scene, range(0, 600_000, 20_000))
    print(f"small disks: {failed} of 120 works failed")
    assert failed >= 40


@pytest.mark.full
@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize(("error", "calls"), [("ENOSPC", GROWING), ("EIO", ANY)])
def test_storage_operations_that_fail(scene: Stage, error: str, calls: Sequence[str]) -> None:
    points, failed = inject(scene, error, calls, WORKS, 7)
    print(f"{error} at {points} storage operations: {failed} works failed")
    assert points >= 100
