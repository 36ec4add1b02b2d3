"""gzip, unpacked no further than a limit: a bomb costs what the limit costs."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

MAGIC = b"\x1f\x8b"

_EITHER = 32 + zlib.MAX_WBITS  # gzip or zlib, as its first bytes say
_STEP = 1 << 16


class TooLarge(ValueError):
    """More than the limit."""


class Broken(ValueError):
    """No gzip, or cut short."""


def gunzip(data: bytes, limit: int) -> bytes:
    """What the gzip file holds. Raises TooLarge, Broken."""
    return joined(inflated([data]), limit)


def joined(blocks: Iterable[bytes], limit: int) -> bytes:
    """All blocks. Raises TooLarge as soon as they are more than `limit` bytes."""
    whole = bytearray()
    for block in blocks:
        whole += block
        if len(whole) > limit:
            raise TooLarge
    return bytes(whole)


def inflated(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The unpacked bytes of a gzip stream, a little at a time; several members are one after the other. What follows
    the last member is no part of it. Raises Broken."""
    machine, begun = zlib.decompressobj(_EITHER), False
    for block in blocks:
        begun = begun or bool(block)
        while block:
            if machine.eof:
                if block[:1] != MAGIC[:1]:  # a member may be cut anywhere
                    return
                machine = zlib.decompressobj(_EITHER)
            yield _more(machine, block)
            block = machine.unused_data if machine.eof else machine.unconsumed_tail
        while more := b"" if machine.eof else _more(machine, b""):  # what was held back for the limit of a step
            yield more
    if begun and not machine.eof:
        raise Broken


def _more(machine: Any, block: bytes) -> bytes:
    try:
        return bytes(machine.decompress(block, _STEP))
    except zlib.error as error:
        raise Broken from error
