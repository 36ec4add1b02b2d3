"""Which reader reads a file: by its first bytes, never by its name. And what a file is that none can read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.korean import josa
from indexer.sources.decode import decode_head
from indexer.sources.jsonl import JsonlReader
from indexer.sources.ndsoft_text import NdsoftTextReader
from indexer.sources.reader import Reader

HEAD_BYTES = 1 << 16
"""How much of a file is looked at: a page's head and several JSONL lines fit many times over."""

READERS: tuple[Reader, ...] = (NdsoftTextReader(), JsonlReader())
"""Every format that can be read; the first that recognises a file gets it, so the stricter stand first."""

# (where, bytes, what it is). The longer of two that begin alike stands first.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF", "PDF 문서"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "옛 한글(HWP)·엑셀·워드 문서"),
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
    (0, b"\x1f\x8b", "압축 파일(gzip)"),
    (0, b"7z\xbc\xaf\x27\x1c", "압축 파일(7z)"),
    (0, b"Rar!", "압축 파일(RAR)"),
    (0, b"BZh", "압축 파일(bzip2)"),
    (0, b"\xfd7zXZ\0", "압축 파일(xz)"),
    (0, b"\x28\xb5\x2f\xfd", "압축 파일(zstd)"),
    (0, b"SQLite format 3\0", "SQLite 데이터베이스"),
    (0, b"\x7fELF", "실행 파일"),
    (0, b"MZ", "실행 파일"),
)
# Office and HWPX documents are zip files; the names of their members stand near the beginning.
_IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"application/hwp+zip", "한글(HWPX) 문서"),
    (b"xl/", "엑셀(xlsx) 문서"),
    (b"word/", "워드(docx) 문서"),
    (b"ppt/", "파워포인트(pptx) 문서"),
    (b"[Content_Types].xml", "오피스 문서(xlsx·docx·pptx)"),
)
_ADVICE = {
    "PDF": "본문을 글로 꺼내 JSONL로 넣으십시오.",
    "그림": "글로 옮겨 넣으십시오.",
    "압축": "압축을 풀어 그 안의 파일이나 폴더를 넣으십시오.",
}
_READABLE = "읽을 수 있는 것: JSONL(한 줄에 기사 하나), NDSoft 기사 페이지를 텍스트로 저장한 파일."
_MARKUP = (
    (re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE), "HTML 페이지"),
    (re.compile(r"<rss[\s>]|<feed[\s>]|<rdf:RDF[\s>]"), "RSS·Atom 피드"),
    (re.compile(r"\A\s*<\?xml[\s?]"), "XML 문서"),
    (re.compile(r"\AWARC/\d"), "웹 보존 파일(WARC)"),
    (re.compile(r"\A\s*<(?:!--|[A-Za-z])"), "HTML이나 XML 조각"),
)


def detect(head: bytes, readers: Iterable[Reader] = READERS) -> Reader | None:
    """The reader for a file that begins with these bytes, None when there is none (then see `describe`)."""
    if _signature(head):
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
    return f"글이지만 아는 기사 형식이 아닙니다. {_READABLE}"


def is_text(head: bytes) -> bool:
    """Whether the beginning of the file says anything to a person who must find it again."""
    return not _signature(head) and "\0" not in (text := decode_head(head)) and "\ufffd" not in text


def _signature(head: bytes) -> str | None:
    """The kind of a file that announces itself in its first bytes and is no text."""
    if head.startswith(b"PK\x03\x04"):
        return next((name for mark, name in _IN_ZIP if mark in head), "압축 파일(zip)")
    return next((name for at, mark, name in _SIGNATURES if head.startswith(mark, at)), None)
