"""The power goes, and with it what was not synced: every state a disk can be in afterwards opens, with nothing lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.settings import ROOT
from tests.reliability.disk import HARMS, Disk
from tests.reliability.killable import job_line
from tests.reliability.stage import Stage, Work, assert_nothing_lost, told
from tests.reliability.traced import OPTIONS, Step, steps

WORKS = ("add", "merge", "takedown", "rebuild", "begin")

pytestmark = pytest.mark.usefixtures("strace")


def traced(work: Work, data: Path) -> list[Step]:
    """What the writer does to the data folder, step by step."""
    log, ledger = data.parent / "log", data.parent / "ledger"
    command = ["strace", *OPTIONS, "-o", str(log), sys.executable, "-m", "tests.reliability.killable"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    line = job_line(work.commands, data, ledger) + "\n"
    done = subprocess.run(command, cwd=ROOT, env=environment, input=line, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("ready"), done.stderr
    assert [each["code"] for each in told(ledger.read_bytes()).done] == [0] * len(work.commands)
    return steps(log, data, ledger)


def cut(scene: Stage, name: str, moments: int) -> int:
    """Cuts the power at so many moments of a work, each time with every harm; how many states were seen."""
    work = scene.works[name]
    data = scene.trial(work)
    disk = Disk(data)
    disk.follow(traced(work, data))
    every = range(len(disk.events) + 1)
    chosen = random.Random(name).sample(every, moments)
    for moment in chosen:
        acknowledged = told(b"".join(disk.said(moment))).acknowledged
        for harm in HARMS:
            target = data.parent / "after" / "data"
            target.parent.mkdir(exist_ok=True)
            disk.after(moment, harm, target)
            assert_nothing_lost(work, target, acknowledged, (name, moment, harm))
    return len(chosen) * len(HARMS)


def order(scene: Stage, name: str) -> list[Step]:
    """What one work does."""
    work = scene.works[name]
    data = scene.trial(work)
    return traced(work, data)


@pytest.mark.usefixtures("small_steps")
def test_a_power_cut_at_some_moments_of_the_very_first_run_loses_nothing(scene: Stage) -> None:
    assert cut(scene, "begin", 4) == 16


@pytest.mark.usefixtures("small_steps")
def test_a_power_cut_at_some_moments_of_a_removal_loses_nothing(scene: Stage) -> None:
    assert cut(scene, "takedown", 4) == 16


def test_every_file_of_a_commit_is_synced_before_it_is_named_and_named_before_others_go(scene: Stage) -> None:
    made = order(scene, "merge")
    manifests = [at for at, step in enumerate(made) if step.what == "rename" and step.to.endswith(".manifest")]
    assert len(manifests) >= 3
    for at in manifests:
        folder = str(Path(made[at].to).parent)
        written = {step.path for step in made[:at] if step.what == "write" and step.path.startswith(folder)}
        for path in written:
            last = max(i for i, step in enumerate(made[:at]) if step.what == "write" and step.path == path)
            assert any(step.what == "sync" and step.path == path for step in made[last:at]), path
        following = next(step for step in made[at + 1 :] if step.what in ("sync", "remove"))
        assert (following.what, following.path) == ("sync", folder)


def test_what_is_acknowledged_was_synced_before(scene: Stage) -> None:
    made = order(scene, "add")
    for at, step in enumerate(made):
        if step.what == "said" and b"acknowledged" in step.data:
            wal = [s.what for s in made[:at] if s.path.endswith("-wal") and s.what in ("write", "sync")]
            assert wal[-1] == "sync"


@pytest.mark.full
@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("name", WORKS)
def test_a_power_cut_at_26_moments_of_each_work_loses_nothing(scene: Stage, name: str) -> None:
    states = cut(scene, name, 26)
    print(f"{name}: {states} states after a power cut")
    assert states >= 100
