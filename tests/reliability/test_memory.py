"""Memory stays flat in the size of what is read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.settings import ROOT
from tests.unit.sources.packing import line, warc_record

MB = 1 << 20
MOST_GROWTH = 100
"""Megabytes. A block, a line and a member are held at a time, whatever follows."""

Make = Callable[[int], Iterator[bytes]]

READING = """
import sys
from pathlib import Path
from indexer.sources import read_path
from tests.peak import peak_megabytes
seen = sum(1 for file in read_path(Path(sys.argv[1]), scratch=Path(sys.argv[2])) for _ in file.items)
print(seen, peak_megabytes())
"""


def lines(size: int) -> Iterator[bytes]:
    """JSONL of so many bytes."""
    number = 0
    while size > 0:
        number += 1
        made = line(number, body=f"솔내천 둑 {number}을 높인다. " * 200)
        size -= len(made)
        yield made


def records(size: int) -> Iterator[bytes]:
    """A WARC of so many bytes."""
    for number, made in enumerate(lines(size)):
        yield warc_record(f"https://garamilbo.example/{number}", made)


def megabytes(path: Path, made: Iterator[bytes]) -> int:
    """What reading a file takes at most, which is then deleted."""
    count = 0
    with path.open("wb") as file:
        for piece in made:
            count += 1
            file.write(piece)
    command = [sys.executable, "-c", READING, str(path), str(path.parent / "tmp")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=3_600)
    path.unlink()
    assert done.stderr == ""
    seen, peak = map(int, done.stdout.split())
    assert seen == count
    return peak


@pytest.mark.parametrize("make", [lines, records])
def test_a_file_ten_times_as_large_takes_the_same_memory(tmp_path: Path, make: Make) -> None:
    small, large = (megabytes(tmp_path / "기사", make(size * MB)) for size in (2, 20))
    assert large - small < 10


@pytest.mark.full
@pytest.mark.parametrize(("make", "size"), [(lines, 2_048), (records, 1_024)])
def test_two_gigabytes_take_the_memory_of_two_megabytes(tmp_path: Path, make: Make, size: int) -> None:
    small, large = (megabytes(tmp_path / "기사", make(count * MB)) for count in (2, size))
    assert large - small < MOST_GROWTH
