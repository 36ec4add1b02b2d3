"""One file, compressed: gzip, bzip2, xz. What comes out is read in its place; a tar that was compressed is a tar."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from indexer.article import Rejected
from indexer.sources.blob import Blob
from indexer.sources.containers.budget import Budget, Readable
from indexer.sources.reader import Unusable, rejected

FED_BYTES = 16 << 10
"""How much is fed to a decompressor at once: what it leaves is copied for every stream, and streams may be tiny."""

DICTIONARY_BYTES = 80 << 20
"""Memory that xz may take: what `xz -9` needs to unpack. A header may ask for 4 GB."""

_GZIP = zlib.MAX_WBITS | 16
_CUT = "압축 파일이 중간에 잘렸습니다. 다시 내려받아 넣으십시오."
_BROKEN = "압축 파일이 깨졌습니다. 다시 내려받거나 다시 압축해 넣으십시오."
_TRAILING = "압축 파일 뒤에 압축이 아닌 것이 붙어 있어 거기서 멈췄습니다. 다시 내려받아 넣으십시오."


class Decompressor(Protocol):
    """What `bz2` and `lzma` have, and `zlib` nearly."""

    @property
    def eof(self) -> bool:
        """Whether the compressed stream has ended."""

    @property
    def unused_data(self) -> bytes:
        """What follows its end."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before something goes in."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most so many bytes more."""


class Trailing(Unusable):
    """Something that is not compressed follows a compressed stream that is whole."""


class Zlib:
    """`zlib.decompressobj` that keeps what it could not take yet."""

    def __init__(self, wbits: int = _GZIP) -> None:
        self._inner = zlib.decompressobj(wbits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the compressed stream has ended."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """What follows its end."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most so many bytes more."""
        out = self._inner.decompress(self._inner.unconsumed_tail + data, max(0, max_length))
        self.needs_input = not self._inner.unconsumed_tail and len(out) < max_length
        return out


class Inflating:
    """What was compressed, a piece at a time: bounded in memory however it was packed. Streams may follow each other.

    `read` raises Unusable where the file is cut or broken.
    """

    def __init__(self, packed: Readable, make: Callable[[], Decompressor], mark: bytes = b"") -> None:
        self._packed, self._make, self._mark = packed, make, mark
        self._inner = make()

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""
        try:
            while True:
                if self._inner.eof and not self._next_stream():
                    return b""
                fed = self._packed.read(FED_BYTES) if self._inner.needs_input and not self._inner.eof else b""
                if not fed and self._inner.needs_input and not self._inner.eof:
                    raise Unusable(_CUT)
                if out := self._inner.decompress(fed, size):
                    return out
        except (zlib.error, lzma.LZMAError, EOFError, MemoryError) as e:
            raise Unusable(_BROKEN) from e
        except OSError as e:
            if e.errno is None:  # how bz2 says that the data is none
                raise Unusable(_BROKEN) from e
            raise

    def _next_stream(self) -> bool:
        """Whether another stream begins where one has ended; zeros between are padding."""
        rest = self._inner.unused_data.lstrip(b"\0")
        while not rest:
            fed = self._packed.read(FED_BYTES)
            if not fed:
                return False
            rest = fed.lstrip(b"\0")
        if not rest.startswith(self._mark[: len(rest)]):
            raise Trailing(_TRAILING)
        self._inner, self._packed = self._make(), Prefixed(rest, self._packed)
        return True


class Prefixed:
    """Bytes that were read too many, then the rest."""

    def __init__(self, first: bytes, then: Readable) -> None:
        self._first, self._then = first, then.then if isinstance(then, Prefixed) else then

    @property
    def then(self) -> Readable:
        """The rest."""
        return self._then

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""
        if self._first:
            first, self._first = self._first, b""
            return first
        return self._then.read(size)


class CompressedContainer:
    """Reads what was compressed by one program. The member has the place of the file itself, as `zcat` sees it."""

    def __init__(self, name: str, mark: bytes, make: Callable[[], Decompressor]) -> None:
        self._name, self._mark, self._make = name, mark, make

    @property
    def name(self) -> str:
        """How the archive calls the format."""
        return self._name

    def recognises(self, head: bytes) -> bool:
        """Whether it begins with the program's mark."""
        return head.startswith(self._mark)

    def members(self, blob: Blob, budget: Budget) -> Iterator[Blob | Rejected]:
        """The one member. Where the file is cut, the whole lines and files before the cut, and then the reason."""
        budget.member()
        with blob.open() as file:
            source = UntilBroken(Inflating(file, self._make, self._mark))
            member = budget.kept(source, blob.place, packed=file.tell)
        if not source.reason:
            yield budget.watched(member)
            return
        if source.whole or _holds_many(member.head(512)):
            yield member
        yield rejected(blob.place, source.reason)


class UntilBroken:
    """Ends where the source breaks, and says why; `whole` when what came before the break is all of something."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.reason, self.whole = "", True

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""
        try:
            return self._source.read(size)
        except Unusable as e:
            self.reason, self.whole = e.reason, isinstance(e, Trailing)
            return b""


def _holds_many(head: bytes) -> bool:
    """Whether what is left of a cut file holds whole articles: lines of JSON, files of a tar. A page would be half of
    one, and be taken for all of it."""
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") or head[257:262] == b"ustar"


GZIP = CompressedContainer("gzip", b"\x1f\x8b", Zlib)
BZIP2 = CompressedContainer("bzip2", b"BZh", bz2.BZ2Decompressor)
XZ = CompressedContainer(
    "xz", b"\xfd7zXZ\0", partial(lzma.LZMADecompressor, format=lzma.FORMAT_XZ, memlimit=DICTIONARY_BYTES)
)
