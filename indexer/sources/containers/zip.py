"""zip. Office documents are zip files too, but each of them is one document: `office_document` tells them apart."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from indexer.article import Rejected
from indexer.sources.blob import Blob
from indexer.sources.containers.budget import MOST_MEMBERS, Budget, Exhausted
from indexer.sources.containers.names import hidden_name, place_of, unsafe_name
from indexer.sources.reader import Unusable, rejected

DIRECTORY_BYTES = 32 << 20
"""The largest table of contents that is read: MOST_MEMBERS of long Korean names. zipfile reads it in one piece."""

_LOCAL, _EMPTY, _ENTRY = b"PK\x03\x04", b"PK\x05\x06", b"PK\x01\x02"
_IS_UTF8, _IS_ENCRYPTED = 0x800, 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What zipfile unpacks within bounds: of bzip2 and LZMA it takes all that a block gives."""

_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
)
_CUT = "zip 파일이 깨졌거나 중간에 잘렸습니다. 다시 내려받아 넣으십시오."
_TOO_MANY = f"든 파일이 너무 많습니다({MOST_MEMBERS:,}개 초과). 나누어 묶어 넣으십시오."

# The member that stands first in documents of Office (any writer's), ODF, EPUB and HWPX.
_DOCUMENT_BEGINS = ("[Content_Types].xml", "mimetype", "_rels/", "docProps/", "customXml/", "xl/", "word/", "ppt/")
_DOCUMENTS = (
    (b"application/hwp+zip", "한글(HWPX) 문서"),
    (b"application/epub+zip", "전자책(EPUB)"),
    (b"opendocument.text", "오픈도큐먼트 글(ODT)"),
    (b"opendocument.spreadsheet", "오픈도큐먼트 표(ODS)"),
    (b"xl/", "엑셀(xlsx) 문서"),
    (b"word/", "워드(docx) 문서"),
    (b"ppt/", "파워포인트(pptx) 문서"),
)


def office_document(head: bytes) -> str | None:
    """What document it is that begins so, in Korean; None for a zip of files and for what is no zip."""
    if not head.startswith(_LOCAL) or not _first_name(head).startswith(_DOCUMENT_BEGINS):
        return None
    return next((name for mark, name in _DOCUMENTS if mark in head), "오피스 문서(xlsx·docx·pptx)")


def _first_name(head: bytes) -> str:
    (length,) = struct.unpack("<H", head[26:28].ljust(2, b"\0"))
    return head[30 : 30 + length].decode("utf-8", "replace")


class ZipContainer:
    """Reads zip files with members stored or deflated."""

    name = "zip"

    def recognises(self, head: bytes) -> bool:
        """Whether it is a zip of files, or an empty one."""
        return head.startswith((_LOCAL, _EMPTY)) and not office_document(head)

    def members(self, blob: Blob, budget: Budget) -> Iterator[Blob | Rejected]:
        """Every file in it in the order of its table of contents."""
        with blob.open() as file:
            try:
                bounded = _Bounded(file)
                zipped = zipfile.ZipFile(cast("IO[bytes]", bounded))
            except Unusable:
                raise
            except (*_BROKEN, NotImplementedError) as e:
                raise Unusable(_CUT) from e
            with zipped:
                for entry in zipped.infolist():
                    budget.member()
                    name = _name(entry)
                    # Not `entry.is_dir()`, which fails for a name without a letter.
                    if unsafe_name(name) or not (name.endswith("/") or hidden_name(name)):
                        yield _member(zipped, entry, place_of(blob.place, name), budget, bounded)


def _member(
    zipped: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str, budget: Budget, file: _Bounded
) -> Blob | Rejected:
    """One member, or why it cannot be read. Raises Exhausted."""
    if reason := _refusal(entry):
        return rejected(place, reason)
    try:
        with zipped.open(entry) as member:
            return budget.kept(member, place, packed=file.taken)
    except Exhausted:
        raise
    except (*_BROKEN, NotImplementedError):
        reason = "압축된 내용이 깨졌습니다(CRC나 크기가 맞지 않습니다). 다시 내려받거나 다시 압축해 넣으십시오."
        return rejected(place, reason)


def _refusal(entry: zipfile.ZipInfo) -> str | None:
    """Why a member is not even opened."""
    if reason := unsafe_name(_name(entry)):
        return reason
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "보통 파일이 아닙니다(링크나 장치). 가리키는 파일을 넣으십시오."
    if entry.flag_bits & _IS_ENCRYPTED:
        return "암호가 걸려 있습니다. 암호를 풀어 다시 압축해 넣으십시오."
    if entry.compress_type not in _METHODS:
        return "읽지 못하는 방식으로 압축되어 있습니다. 보통 방식(deflate)으로 다시 압축해 넣으십시오."
    return None


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: Korean Windows writes CP949 and some Macs UTF-8, and neither says so."""
    if entry.flag_bits & _IS_UTF8:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


class _Bounded:
    """The file as zipfile may read it: counted, and no table of contents that would fill the memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._taken = file, 0
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def taken(self) -> int:
        """Bytes that have been read."""
        return self._taken

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes. Raises Unusable for more than any table of contents has."""
        if size > DIRECTORY_BYTES:
            raise Unusable(_TOO_MANY)
        data = self._file.read(size if size >= 0 else DIRECTORY_BYTES)
        if data.count(_ENTRY) > MOST_MEMBERS:
            raise Unusable(_TOO_MANY)
        self._taken += len(data)
        return data
