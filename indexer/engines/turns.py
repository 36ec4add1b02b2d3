"""Waiting for one's turn to write an index that several computers share."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack

from indexer.engines.interface import Engine, EngineWriter
from indexer.errors import IndexBusy

PAUSE = 1.0
"""Seconds between two tries."""


def first_try(
    stack: ExitStack, engine: Engine, on_busy: Callable[[IndexBusy], None] | None = None
) -> EngineWriter | None:
    """The writer, entered on the stack; None where it is another's turn, which `on_busy` is told, or raised."""
    try:
        return stack.enter_context(engine.writer())
    except IndexBusy as busy:
        if on_busy is None:
            raise
        on_busy(busy)
    return None


def await_turn(
    stack: ExitStack,
    engine: Engine,
    seconds: float,
    done: Callable[[], bool],
    meanwhile: Callable[[], bool] = lambda: False,
) -> EngineWriter | None:
    """The writer, entered on the stack, when its turn comes; None where whoever has it has `done` meanwhile what there
    was to do, or has it for longer than so many seconds. `meanwhile` does some of the work that needs no turn, and says
    whether there was any: so long as there is, no patience is needed."""
    until = time.monotonic() + seconds
    while not done():
        if writer := first_try(stack, engine, lambda _: None):
            return writer
        if meanwhile():
            until = time.monotonic() + seconds
            continue
        if time.monotonic() >= until:
            break
        time.sleep(PAUSE)
    return None
