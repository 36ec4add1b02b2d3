"""A writer that is killed, at any moment and at every operation: nothing acknowledged is lost, and nothing is twice."""

from __future__ import annotations

import os
import random
import signal
import time
from itertools import count

import pytest

from tests.reliability.stage import CHANGING, Stage, assert_nothing_lost, kill_at, writer

WORKS = ("add", "merge", "takedown", "rebuild")


def kill_at_random(scene: Stage, times: int) -> tuple[int, int]:
    """Kills so many writers at random moments of their work; how many were still at it, how many had been told that
    something is safe."""
    chance, killed, told = random.Random(7), 0, 0
    with writer() as writing:
        lengths = {}
        for name in WORKS:
            started = time.perf_counter()
            assert writing.do(scene.works[name], scene.trial(scene.works[name])).finished
            lengths[name] = time.perf_counter() - started
        for number in range(times):
            work = scene.works[WORKS[number % len(WORKS)]]
            data = scene.trial(work)
            child = writing.begin(work, data)
            time.sleep(chance.uniform(0, lengths[work.name]))
            os.kill(child, signal.SIGKILL)
            ended = writing.end(data)
            killed += not ended.finished
            told += bool(ended.acknowledged)
            assert_nothing_lost(work, data, ended.acknowledged, (work.name, number))
    return killed, told


def kill_at_every(scene: Stage, name: str, step: int) -> int:
    """Kills a writer at every `step`-th storage operation of a work; how many were killed."""
    killed = 0
    with writer(*kill_at()) as writing:
        for call in CHANGING:
            work = scene.works[name]
            for at in count(1, step):
                data = scene.trial(work)
                ended = writing.do(work, data, call, at)
                assert_nothing_lost(work, data, ended.acknowledged, (name, call, at))
                if ended.finished:
                    break
                killed += 1
    return killed


def test_writers_killed_at_random_moments_lose_nothing(scene: Stage) -> None:
    killed, _ = kill_at_random(scene, 8)
    assert killed > 2


@pytest.mark.usefixtures("strace")
def test_writers_killed_at_some_storage_operations_lose_nothing(scene: Stage) -> None:
    assert kill_at_every(scene, "takedown", 29) > 8


@pytest.mark.full
def test_writers_killed_at_200_random_moments_lose_nothing(scene: Stage) -> None:
    killed, told = kill_at_random(scene, 260)
    print(f"killed {killed} of 260 at random moments, {told} of them after an acknowledgement")
    assert killed >= 200


@pytest.mark.full
@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("name", WORKS)
def test_writers_killed_at_every_storage_operation_lose_nothing(scene: Stage, name: str) -> None:
    killed = kill_at_every(scene, name, 1)
    print(f"{name}: killed at {killed} storage operations")
    assert killed > 50
