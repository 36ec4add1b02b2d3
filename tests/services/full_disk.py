"""A node that takes its disk for full: its limits are moved, since the disk cannot be filled for a test."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.services.opensearch import Node, Settings

WATCHFUL: Settings = {
    "cluster.routing.allocation.disk.threshold_enabled": True,
    "cluster.info.update.interval": "10s",
    "cluster.routing.allocation.disk.reroute_interval": "1s",
    "cluster.routing.allocation.disk.watermark.low": "3b",
    "cluster.routing.allocation.disk.watermark.high": "2b",
    "cluster.routing.allocation.disk.watermark.flood_stage": "1b",
}
"""Settings of a node that looks at its disk as often as it can, and finds room on any."""

CREATE_INDEX = "10"
"""The number of the block of that name."""

PATIENCE = 90.0
"""Seconds: it looks every ten."""


@contextmanager
def full_disk(node: Node, index: str) -> Iterator[None]:
    """The index cannot be written, as on a disk beyond its flood stage; afterwards it can."""
    _watermarks(node, "300tb", "200tb", "100tb")
    _until(lambda: _blocked(node, index))
    try:
        yield
    finally:
        _watermarks(node, "3b", "2b", "1b")
        _until(lambda: not _blocked(node, index) and not _makes_none(node))


@contextmanager
def no_new_index(node: Node) -> Iterator[None]:
    """No index can be made: what a node does first, when its disk fills, and undoes last."""
    _blocking(node, True)
    _until(lambda: _makes_none(node))
    try:
        yield
    finally:
        _blocking(node, None)
        _until(lambda: not _makes_none(node))


def _blocking(node: Node, what: bool | None) -> None:
    assert node.ask("PUT", "/_cluster/settings", {"persistent": {"cluster.blocks.create_index": what}})[0] == 200


def _makes_none(node: Node) -> bool:
    status, held = node.ask("GET", "/_cluster/state/blocks")
    assert status == 200, held
    return CREATE_INDEX in held["blocks"].get("global", {})


def _watermarks(node: Node, low: str, high: str, flood: str) -> None:
    place = "cluster.routing.allocation.disk.watermark"
    set_to = {f"{place}.low": low, f"{place}.high": high, f"{place}.flood_stage": flood}
    assert node.ask("PUT", "/_cluster/settings", {"persistent": set_to})[0] == 200


def _blocked(node: Node, index: str) -> bool:
    status, held = node.ask("GET", f"/{index}/_settings?flat_settings=true")
    assert status == 200, held
    return any("index.blocks.read_only_allow_delete" in each["settings"] for each in held.values())


def _until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline, "the node has not looked at its disk"
        time.sleep(0.2)
