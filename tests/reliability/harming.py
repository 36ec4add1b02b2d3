"""Harm that a disk, a cable or a careless copy does to files."""

from __future__ import annotations

import random
from pathlib import Path


def files(data: Path) -> list[Path]:
    """All files whose contents matter, in a fixed order; who holds the writing lock does not."""
    return sorted(path for path in data.rglob("*") if path.is_file() and path.name not in ("writing", "ledger"))


def flip(path: Path, bit: int) -> None:
    """One bit."""
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ (1 << bit % 8)]))


def flip_one(data: Path, chance: random.Random) -> str:
    """A bit of any file, large and small ones alike; of the archive, half of the time. Of a byte that is not 0."""
    every = files(data)
    path = data / "archive.sqlite3" if chance.random() < 0.5 else chance.choice(every)
    content = path.read_bytes()
    byte = chance.randrange(len(content))
    while not content[byte]:  # most zeros of a small archive are room that nothing is in yet
        byte = chance.randrange(len(content))
    bit = byte * 8 + chance.randrange(8)
    flip(path, bit)
    return f"{path.name}: bit {bit}"


def truncate_one(data: Path, chance: random.Random) -> str:
    """Any file, to any shorter length; every tenth to nothing."""
    path = data / "archive.sqlite3" if chance.random() < 0.4 else chance.choice(files(data))
    size = 0 if chance.random() < 0.1 else chance.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.truncate(size)
    return f"{path.name}: {size} bytes"


def swap_or_lose(data: Path, chance: random.Random) -> str:
    """Two files exchanged, or one missing."""
    one, other = chance.sample(files(data), 2)
    if chance.random() < 0.5:
        one.unlink()
        return f"{one.name} is gone"
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
    return f"{one.name} and {other.name} exchanged"
