"""Progress on standard error: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

READING = "{desc} [{bar:20}] {percentage:3.0f}% {rate_fmt} 남은 {remaining}"
"""`기사 1,234건 [████      ] 45% 12.0MB/s 남은 01:23`."""


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


class ReadingBar(Bar):
    """How far files have been read: counted in articles, measured in bytes."""

    def __init__(self, bar: tqdm[None], bytes_read: Callable[[], int]) -> None:
        super().__init__(bar)
        self._articles, self._bytes_read = 0, bytes_read

    def advance(self, steps: int) -> None:
        """So many more articles are done."""
        self._articles += steps
        self._bar.set_description_str(f"기사 {self._articles:,}건", refresh=False)
        self._bar.update(self._bytes_read() - self._bar.n)


@contextmanager
def reading_bar(
    total: Callable[[], int], bytes_read: Callable[[], int], *, quiet: bool = False
) -> Iterator[ReadingBar]:
    """A bar over the bytes of files, `total()` of them, with rate and time left; silent as `progress_bar` is. The files
    are only looked over for their sizes where the bar is seen."""
    quiet = quiet or not sys.stderr.isatty()
    with tqdm(
        desc="기사 0건",
        total=None if quiet else total(),
        unit="B",
        unit_scale=True,
        file=sys.stderr,
        disable=quiet,
        bar_format=READING,
    ) as bar:
        yield ReadingBar(bar, bytes_read)
