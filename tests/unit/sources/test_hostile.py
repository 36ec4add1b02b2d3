"""Files made to do harm, or spoilt on their way: each has its reason or is read, in bounded time and memory."""

from __future__ import annotations

import functools
import gzip
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.settings import ROOT
from indexer.sources import Reader
from indexer.sources.containers import budget
from indexer.sources.detect import READERS
from tests.unit.sources.packing import line, outcome, special, tarred, warc_record, zipped

HANGS = 30
"""Seconds. On a quiet machine each takes less than 5; on a busy one a test must not fail for the clock."""

ZEROS = 96 << 20
READ = "솔내천 둑 1"

ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "둑둑둑둑둑둑둑둑">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12)
)
FEED = '<rss version="2.0"><channel><title>가람일보</title><item><title>둑</title>{}</item></channel></rss>'
PAGE = (
    '<html><head><meta charset="euc-kr"><title>솔내천 둑 1</title><meta property="og:title" content="솔내천 둑 1">'
    '<meta property="og:site_name" content="가람일보"><meta property="article:published_time" content="{date}"></head>'
    '<body><article><h1>솔내천 둑 1</h1><div id="article-view-content-div" itemprop="articleBody">{body}</div>'
    "</article></body></html>"
)
TEXT = "가람군은 솔내천 둑을 높인다고 이날 밝혔다. 둑의 길이는 420미터이고 예산은 42억 원이 든다. 뷁샾 상인회도 반겼다."
BODY = "".join(f"<p>{TEXT}</p>" for _ in range(4))


@functools.cache
def zeros(count: int = ZEROS) -> bytes:
    return gzip.compress(bytes(count), 9)


def nested_zip() -> bytes:
    inner = zipped({f"{i}.bin": bytes(8 << 20) for i in range(2)})
    for _ in range(3):
        inner = zipped({f"{i}.zip": inner for i in range(16)})
    return inner


def xlsx_bomb() -> bytes:
    parts = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    return zipped(parts | {"xl/worksheets/sheet1.xml": b"<c>" + b" " * (400 << 20)})


def overlapping_zip() -> bytes:
    """Many names for the one member: what was stored once unfolds as often as it is named."""
    data = zipped({"가": bytes(20 << 20)})
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry, count = data[at:end], 2_000
    directory = entry * count
    return (
        data[:at]
        + directory
        + (
            b"PK\x05\x06\0\0\0\0"
            + count.to_bytes(2, "little") * 2
            + len(directory).to_bytes(4, "little")
            + at.to_bytes(4, "little")
            + b"\0\0"
        )
    )


def pax_bomb() -> bytes:
    long = tarfile.TarInfo("x")
    long.type, long.size = tarfile.XHDTYPE, 400 << 20
    return gzip.compress(long.tobuf() + bytes(1 << 20), 1)


def sparse() -> bytes:
    about = tarfile.TarInfo("성긴")
    about.type = tarfile.GNUTYPE_SPARSE
    return tarred({"가.jsonl": line(1)}, [about])


def page(date: str = "2019-03-27T23:00:00+09:00", body: str = BODY) -> bytes:
    return PAGE.format(date=date, body=body).encode("cp949")


def rss(date: str) -> bytes:
    return FEED.format(f"<link>https://garamilbo.example/1</link><pubDate>{date}</pubDate>").encode()


def table(date: str) -> bytes:
    rows = f"솔내천 둑 1,가람군은 둑을 높인다.,{date}\n솔내천 둑 2,가람군은 둑을 높인다.,2019-03-27\n"
    return f"제목,본문,날짜\n{rows}".encode()


def markdown(date: str) -> bytes:
    return f"---\ntitle: 솔내천 둑 1\ndate: {date}\n---\n\n가람군은 둑을 높인다.\n".encode()


Made = Callable[[], bytes]
BOMBS: dict[str, tuple[Made, str]] = {
    "gzip": (lambda: gzip.compress(line(1)) + zeros(), "압축 폭탄"),
    "gzip in gzip": (lambda: gzip.compress(zeros()), "압축 폭탄"),
    "zip": (lambda: zipped({"가.jsonl": line(1), "나": bytes(ZEROS)}), "압축 폭탄"),
    "zip in zip": (nested_zip, "겹겹이|풀면"),
    "overlapping zip": (overlapping_zip, "풀면|CRC|너무"),
    "tar": (lambda: gzip.compress(tarred({"가": bytes(ZEROS)}), 9), "압축 폭탄"),
    "tar with an endless header": (pax_bomb, "머리글이 너무|잘렸"),
    "tar, sparse": (sparse, "보통 파일이 아닙니다"),
    "warc": (lambda: gzip.compress(warc_record("https://a.example/", bytes(ZEROS)), 9), "압축 폭탄"),
    "warc, endless line": (lambda: gzip.compress(b"WARC/1.0\r\nX: " + b"x" * (50 << 20)), "잘렸|깨졌|깨져"),
    "page in warc": (
        lambda: warc_record("https://a.example/", zeros(), headers={"Content-Encoding": "gzip"}),
        "압축 폭탄",
    ),
    "xlsx": (xlsx_bomb, ""),
    "entities": (lambda: (ENTITIES + f"]>{FEED.format('<description>&m;</description>')}").encode(), ""),
    "entity from a file": (
        lambda: ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + FEED.format("&x;")).encode(),
        "",
    ),
    "nested html": (lambda: (PAGE.format(date="", body="<div>" * 200_000 + "둑")).encode(), ""),
    "nested inline html": (lambda: (PAGE.format(date="", body="<b><i>" * 100_000 + "둑")).encode(), ""),
    "nested xml": (lambda: FEED.format("<a>" * 200_000).encode(), ""),
    "nested json": (lambda: b'{"title": ' + b"[" * 200_000 + b"]" * 200_000 + b"}\n" + line(1), "깊이"),
}
SPOILT: dict[str, tuple[Made, str]] = {
    "../": (lambda: zipped({"../가.jsonl": line(1)}), "위 폴더"),
    "absolute": (lambda: tarred({"/가.jsonl": line(1)}), "절대 경로"),
    "symlink": (lambda: tarred({}, [special("가", tarfile.SYMTYPE)]), "보통 파일이 아닙니다"),
    "hard link": (lambda: tarred({}, [special("가", tarfile.LNKTYPE)]), "보통 파일이 아닙니다"),
    "CP949 behind euc-kr": (page, READ),
    "CP949 lines": (lambda: line(1, body="뷁샾").decode().encode("cp949"), READ),
    "truncated UTF-8 line": (lambda: line(1) + line(2)[:-30] + "둑".encode()[:2], READ + "|글자가|깨졌습니다"),
    "truncated UTF-8 page": (lambda: page().decode("cp949").encode()[:-60] + "둑".encode()[:2], "글자를 풀 수 없|읽"),
    "no date: jsonl": (lambda: line(1), READ),
    "no date: csv": (lambda: table(""), READ),
    "no date: markdown": (lambda: b"---\ntitle: x\n---\n\n" + TEXT.encode(), "x"),
    "no date: page": (lambda: page(date=""), READ),
} | {
    f"{date}: {name}": (functools.partial(make, date), reason)
    for name, make in {
        "jsonl": lambda date: line(1, date=date),
        "csv": table,
        "rss": rss,
        "markdown": markdown,
        "page": page,
    }.items()
    for date, reason in {"1970-01-01": "1970|읽|날짜", "2099-01-01": "2099", "2019-02-30": "2019-02-30"}.items()
}
MISREAD = {"1970-01-01: jsonl", "1970-01-01: csv", "1970-01-01: markdown"}
"""A day of 1970 is one of an old archive where a person wrote it; in feeds and pages it is a clock never set."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "자료" / "나쁜것"


@pytest.mark.parametrize("name", [*BOMBS, *SPOILT])
def test_what_is_spoilt_has_its_reason_or_is_read(path: Path, name: str) -> None:
    import re

    make, reason = (BOMBS | SPOILT)[name]
    path.parent.mkdir()
    path.write_bytes(make())
    started = time.monotonic()
    told = [item for items in outcome(path, scratch=path.parent / "tmp").values() for item in items]
    assert time.monotonic() - started < HANGS
    assert told
    assert name in MISREAD or re.search(reason, " ".join(told)), told[:5]
    assert sorted(path.parent.parent.iterdir()) == [path.parent]
    assert {file.name for file in path.parent.iterdir()} <= {"나쁜것", "tmp"}
    assert not list((path.parent / "tmp").glob("*"))


READING = """
import sys
from pathlib import Path
from indexer.sources import read_path
from tests.peak import peak_megabytes
for name in sys.argv[2:]:
    print(sum(1 for file in read_path(Path(name), scratch=Path(sys.argv[1])) for _ in file.items))
print(peak_megabytes())
"""


def test_bombs_take_little_memory(tmp_path: Path) -> None:
    files = []
    for number, (make, _) in enumerate(BOMBS.values()):
        files.append(tmp_path / f"{number}")
        files[-1].write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", READING, str(tmp_path / "tmp"), *map(str, files)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stderr == ""
    *counts, megabytes = map(int, done.stdout.split())
    assert len(counts) == len(BOMBS)
    assert all(counts)
    assert megabytes <= 512


def test_a_container_of_very_many_is_read_so_far(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_MEMBERS", 20)
    path.parent.mkdir()
    for data in (tarred, zipped):
        read = outcome(path, data({f"{number}.jsonl": line(number) for number in range(30)}))
        assert "너무 많습니다" in read.pop("")[0]
        assert len(read) == 20


def test_every_reader_takes_any_beginning(path: Path) -> None:
    heads = [b"", b"\0", b"\xff\xfe", b"\x1f\x8b", b"PK\x03\x04", b"{", b"<", b"[" * 9_000, bytes(range(256)) * 9]
    reader: Reader
    for reader in READERS:
        for head in heads:
            assert reader.recognises(head) in (True, False)
