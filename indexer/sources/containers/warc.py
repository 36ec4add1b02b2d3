"""WARC: what a crawler kept of a site, page by page, with address and time. Streamed, however large."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from indexer.article import Rejected
from indexer.sources.blob import Blob
from indexer.sources.containers.budget import Budget, Exhausted
from indexer.sources.containers.compressed import GZIP, Inflating, UntilBroken, Zlib
from indexer.sources.reader import Unusable, rejected
from indexer.sources.repair import parse_date

if TYPE_CHECKING:
    from indexer.sources.containers.warc_records import Record

_MARK, _GZIP_MARK = b"WARC/", b"\x1f\x8b"
_THINGS = ("response", "resource", "conversion")
"""Records that hold what a server sent; requests, revisits and notes about the crawl hold nothing to read."""

_NO_TEXT = (
    *("image/", "video/", "audio/", "font/", "text/css", "text/dns", "text/javascript"),
    *("application/javascript", "application/x-javascript", "application/font", "application/x-font"),
)
_STATUS = {
    401: "로그인해야 보이는 페이지",
    403: "서버가 막은 페이지",
    404: "없는 페이지",
    410: "지워진 페이지",
}


class WarcContainer:
    """Reads WARC files, plain or with gzip over each record or the whole."""

    name = "warc"

    def recognises(self, head: bytes) -> bool:
        """Whether a record begins here, once it is unpacked."""
        return _plain(head).startswith(_MARK)

    def members(self, blob: Blob, budget: Budget) -> Iterator[Blob | Rejected]:
        """The pages that were kept, in their order; for a page of an error the reason. Pictures, scripts and styles
        are part of how a page looked and are left out, as redirections are."""
        # warcio is only loaded for those who have a WARC.
        from indexer.sources.containers.warc_records import CUT, records

        with blob.open() as file:
            stream, reasons = _unpacked(file), list[str]()
            for record in records(budget.metered(stream, file.tell)):
                if isinstance(record, str):
                    reasons.append(record)
                    yield rejected(blob.place, record)
                elif record.kind in _THINGS and (member := _member(record, blob.place, budget)) is not None:
                    yield member
            if isinstance(stream, UntilBroken) and stream.reason and CUT not in reasons:
                yield rejected(blob.place, stream.reason)


def _unpacked(file: BinaryIO) -> BinaryIO | UntilBroken:
    packed = GZIP.recognises(file.read(2))
    file.seek(0)
    return UntilBroken(Inflating(file, Zlib, _GZIP_MARK)) if packed else file


def _plain(head: bytes) -> bytes:
    if not GZIP.recognises(head):
        return head[: len(_MARK)]
    try:
        return Zlib().decompress(head, len(_MARK))
    except zlib.error:
        return b""


def _member(record: Record, container: str, budget: Budget) -> Blob | Rejected | None:
    """What a record holds; None for what is no thing to read, and for what the file's end has cut, of which `records`
    tells next. Raises Exhausted."""
    from indexer.sources.containers.http import Head, decoded, http_head

    place = f"{container}!{record.url}"
    try:
        is_answer = record.kind == "response" and record.url.lower().startswith("http")
        head = http_head(record) if is_answer else Head(200, record.content_type.lower(), "", chunked=False)
        record.begin_body()
        if head.content_type.startswith(_NO_TEXT) or 300 <= head.status < 400:
            return None
        if not record.url:
            raise Unusable("어느 주소의 페이지인지 적혀 있지 않습니다. 그 페이지를 다시 받아 넣으십시오.")
        if head.status != 200:
            return None if record.cut else rejected(place, _refusal(head.status))
        body = decoded(record, head)
        member = budget.kept(body, place, packed=record.tell, url=record.url, fetched=_moment(record.date))
    except Exhausted:
        raise
    except Unusable as e:
        return None if record.cut else rejected(place, e.reason)
    return None if record.cut else member


def _refusal(status: int) -> str:
    what = _STATUS.get(status, "서버가 오류를 낸 페이지" if status >= 500 else "기사를 보내지 않은 응답")
    return f"{what}입니다(HTTP {status}). 기사가 담긴 페이지를 다시 받아 넣으십시오."


def _moment(text: str) -> datetime | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
