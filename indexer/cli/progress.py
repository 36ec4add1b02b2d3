"""Progress on standard error: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


class Bar:
    """How far long work has come."""

    def __init__(self, bar: tqdm[None]) -> None:
        self._bar = bar

    def advance(self, steps: int) -> None:
        """So many more are done."""
        self._bar.update(steps)

    def aside(self, say: Callable[[], None]) -> None:
        """Lets something else be printed without tearing the bar."""
        with tqdm.external_write_mode(file=sys.stderr):
            say()


@contextmanager
def progress_bar(what: str, *, total: int | None = None, quiet: bool = False) -> Iterator[Bar]:
    """A bar that counts `what`; silent when standard error is no terminal, or `quiet`."""
    with tqdm(desc=what, total=total, unit="건", file=sys.stderr, disable=True if quiet else None) as bar:
        yield Bar(bar)
