"""Events of an XML part, streamed, with what untrusted XML may not do: entities, endless tags, nesting, new names.

Expat is asked directly, for it is the fastest of what was tried: 2,727 rows of BIG KINDS (17 MB) take 0.33 s, where
python-calamine takes 0.40 s besides the look through the file that makes it safe; and expat holds one row at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from indexer.sources.reader import Unusable
from indexer.sources.table.package import BROKEN

DEPTH_LIMIT = 64
"""Tags inside tags. Workbooks have some ten."""

_SILENT_LIMIT = 1 << 20
"""Bytes without a single tag or text: expat keeps an unfinished tag whole and reads it again with every block."""

_NAMES_LIMIT = 10_000
"""Different names of tags and attributes, which expat keeps for ever. All of SpreadsheetML has some 1,000."""

_ENTITIES = "XML 개체(ENTITY)를 정의한 엑셀 파일은 읽지 않습니다. 엑셀에서 CSV로 저장해 넣으십시오."


class Listener:
    """Who is told what stands in a part. Names come without their namespace prefix, if the part has one throughout.

    Every tag but those that a listener itself keeps from nesting goes through `start` and `end` here, or is counted by
    the listener in the same way. (To count in one place for all costs a tenth of the speed.)
    """

    depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise Unusable(BROKEN)

    def end(self, name: str) -> None:
        """A tag closes."""
        self.depth -= 1

    def text(self, data: str) -> None:
        """Some of the text between tags."""


def parse(source: Iterable[bytes], listener: Listener) -> Iterator[None]:
    """Tells `listener` what stands in an XML part, and yields after each block. Raises Unusable."""
    parser = _parser(listener)
    silent, fed = 0, False
    for block in source:
        before, fed = parser.CurrentByteIndex, True
        _feed(parser, block, last=False)
        silent = silent + len(block) if parser.CurrentByteIndex == before else 0
        if silent > _SILENT_LIMIT or len(parser.intern) > _NAMES_LIMIT:
            raise Unusable(BROKEN)
        yield
    if fed:
        _feed(parser, b"", last=True)
        yield


def _feed(parser: expat.XMLParserType, block: bytes, *, last: bool) -> None:
    try:
        parser.Parse(block, last)
    except (expat.ExpatError, ValueError, OverflowError) as e:
        raise e if isinstance(e, Unusable) else Unusable(BROKEN) from e


def _parser(listener: Listener) -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def first(name: str, attributes: dict[str, str]) -> None:
        prefix, _, _ = name.rpartition(":")
        if prefix:
            length = len(prefix) + 1
            parser.StartElementHandler = lambda name, attributes: listener.start(name[length:], attributes)
            parser.EndElementHandler = lambda name: listener.end(name[length:])
        else:
            parser.StartElementHandler = listener.start
            parser.EndElementHandler = listener.end
        listener.start(name[len(prefix) + bool(prefix) :], attributes)

    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = first
    parser.CharacterDataHandler = listener.text
    parser.EntityDeclHandler = _refuse
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise Unusable(_ENTITIES)
