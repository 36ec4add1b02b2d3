"""Which reader reads a file: by its first bytes, never by its name. And what a file is that none can read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.korean import josa
from indexer.sources.containers.zip import office_document
from indexer.sources.decode import decode_head
from indexer.sources.feeds.reader import FeedReader
from indexer.sources.feeds.sitemap import SitemapReader
from indexer.sources.html import HtmlReader
from indexer.sources.json_lines.reader import JsonlReader
from indexer.sources.reader import Reader
from indexer.sources.table.columns import ColumnMap
from indexer.sources.table.reader import DelimitedReader, SpreadsheetReader, describe_compound, describe_table
from indexer.sources.texts.markdown import MarkdownReader
from indexer.sources.texts.ndsoft import NdsoftTextReader
from indexer.sources.texts.plain_text import PlainTextReader

HEAD_BYTES = 1 << 16
"""How much of a file is looked at: a page's head and several JSONL lines fit many times over."""


def readers_for(columns: ColumnMap | None) -> tuple[Reader, ...]:
    """Every format that can be read, tables by the columns that somebody named. The first that recognises a file gets
    it, so the stricter stand first."""
    return (
        SpreadsheetReader(columns),
        HtmlReader(),  # before those that look through a whole head
        NdsoftTextReader(),
        JsonlReader(),
        FeedReader(),
        SitemapReader(),
        MarkdownReader(),
        DelimitedReader(columns),
        PlainTextReader(),  # last: it takes any text that begins as an article does
    )


READERS = readers_for(None)
"""Those that find out by themselves what a column is."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# (where, bytes, what it is). The longer of two that begin alike stands first.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF", "PDF 문서"),
    (0, _COMPOUND, "옛 한글(HWP)·엑셀·워드 문서"),
    (0, b"{\\rtf", "서식 있는 문서(RTF)"),
    (0, b"\x89PNG\r\n\x1a\n", "그림(PNG)"),
    (0, b"\xff\xd8\xff", "그림(JPEG)"),
    (0, b"GIF8", "그림(GIF)"),
    (0, b"BM", "그림(BMP)"),
    (0, b"II*\0", "그림(TIFF)"),
    (0, b"MM\0*", "그림(TIFF)"),
    (8, b"WEBP", "그림(WebP)"),
    (4, b"ftyp", "동영상이나 사진(MP4·HEIC)"),
    (0, b"ID3", "소리(MP3)"),
    (0, b"7z\xbc\xaf\x27\x1c", "압축 파일(7z)"),
    (0, b"Rar!", "압축 파일(RAR)"),
    (0, b"\x28\xb5\x2f\xfd", "압축 파일(zstd)"),
    (0, b"SQLite format 3\0", "SQLite 데이터베이스"),
    (0, b"\x7fELF", "실행 파일"),
    (0, b"MZ", "실행 파일"),
)
_ADVICE = {
    "PDF": "본문을 글로 꺼내 JSONL로 넣으십시오.",
    "그림": "글로 옮겨 넣으십시오.",
    "암호": "암호를 풀어 다시 저장해 넣으십시오.",
    "xls": "엑셀에서 xlsx나 CSV로 다시 저장해 넣으십시오.",
    "ODS": "xlsx나 CSV로 다시 저장해 넣으십시오.",
    "압축": "압축을 풀어 그 안의 파일이나 폴더를 넣으십시오.",
}
_READABLE = (
    "읽을 수 있는 것: 기사 페이지(HTML), JSONL(한 줄에 기사 하나), NDSoft 페이지를 저장한 텍스트, RSS·Atom 피드, "
    "머리글 있는 마크다운, 제목 열이 있는 표(xlsx·CSV), 제목과 날짜 줄로 시작하는 글, 이런 것을 묶은 zip·tar·gz·WARC."
)
_MARKUP = (
    (re.compile(r"\A\s*<\?xml[\s?]"), "XML 문서"),
    (re.compile(r"\A\s*<(?:!--|[A-Za-z])"), "HTML이나 XML 조각"),
)


def detect(head: bytes, readers: Iterable[Reader] = READERS) -> Reader | None:
    """The reader for a file that begins with these bytes, None when there is none (then see `describe`)."""
    if not head or (_signature(head) and "xlsx" not in (office_document(head) or "")):
        return None
    return next((reader for reader in readers if reader.recognises(head)), None)


def describe(head: bytes) -> str:
    """Why no reader took the file, in Korean: what it looks like and what to do instead."""
    if not head:
        return "빈 파일입니다. 내려받기나 저장이 끝났는지 확인하십시오."
    if found := _signature(head):
        advice = next((advice for word, advice in _ADVICE.items() if word in found), "")
        return f"{found}{josa(found, '은/는')} 읽지 못합니다. {advice or '글을 꺼내 JSONL로 넣으십시오.'} {_READABLE}"
    text = decode_head(head)
    if not text.strip().strip("\ufeff"):
        return "글이 없는 빈 파일입니다. 내려받기나 저장이 끝났는지 확인하십시오."
    for pattern, name in _MARKUP:
        if pattern.search(text[:4096]):
            return f"{name}: 아직 읽지 못하는 형식입니다. {_READABLE}"
    if "\0" in text or text.count("\ufffd") * 10 > len(text):
        return f"글이 아닌 이진 자료입니다. {_READABLE}"
    return describe_table(head) or f"글이지만 아는 기사 형식이 아닙니다. {_READABLE}"


def is_text(head: bytes) -> bool:
    """Whether the beginning of the file says anything to a person who must find it again."""
    return not _signature(head) and "\0" not in (text := decode_head(head)) and "\ufffd" not in text


def _signature(head: bytes) -> str | None:
    """The kind of a file that announces itself in its first bytes and is no text."""
    if head.startswith(b"PK\x03\x04"):
        return office_document(head) or "압축 파일(zip)"
    if head.startswith(_COMPOUND) and (found := describe_compound(head)):
        return found
    return next((name for at, mark, name in _SIGNATURES if head.startswith(mark, at)), None)
