"""Folders and files as they are met: nothing hangs, nothing raises, nothing vanishes."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
from pathlib import Path
from typing import BinaryIO

import pytest

from indexer.article import Found, Rejected
from indexer.errors import UnreadableSource
from indexer.sources import SourceFile, files, read_path, shown
from tests.unit.sources.pages import dump

LINE = '{"title": "둑 높인다", "date": "2013-10-25"}\n'


def only(path: Path) -> tuple[SourceFile, Found | Rejected]:
    (file,) = read_path(path)
    (item,) = file.items
    return file, item


def reason_of(path: Path) -> str:
    item = only(path)[1]
    assert isinstance(item, Rejected)
    assert item.path == str(path)
    return item.reason


def test_a_folder_is_walked_in_sorted_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("나/2.jsonl", "나/10.jsonl", "가.jsonl", ".git/x.jsonl", "나/.숨김", "다/라/마.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(LINE, encoding="utf-8")
    found = list(read_path(tmp_path))
    assert [str(Path(file.place).relative_to(tmp_path)) for file in found] == [
        "가.jsonl",
        "나/10.jsonl",
        "나/2.jsonl",
        "다/라/마.txt",
    ]
    assert {file.kind for file in found} == {"jsonl"}


def test_a_file_is_known_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    (tmp_path / "기사.html").write_text(LINE, encoding="utf-8")
    (tmp_path / "기사.jsonl").write_text(dump(), encoding="utf-8")
    assert [file.kind for file in read_path(tmp_path)] == ["jsonl", "ndsoft_text"]
    assert all(isinstance(item, Found) for file in read_path(tmp_path) for item in file.items)


def test_a_file_comes_with_its_hash_and_is_read_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(LINE, encoding="utf-8")
    (file,) = read_path(path)
    assert file.sha256 == hashlib.sha256(LINE.encode()).hexdigest()
    path.unlink()
    (item,) = file.items
    assert isinstance(item, Rejected)
    assert "파일이 없습니다" in item.reason


@pytest.mark.parametrize("name", ["없다", "a.jsonl/없다", "nul\0"])
def test_a_path_where_nothing_is_raises_at_once(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.jsonl").touch()
    with pytest.raises(UnreadableSource, match="그런 파일이나 폴더가 없습니다"):
        read_path(tmp_path / name)


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert list(read_path(tmp_path)) == []


def test_links_that_go_round_end(tmp_path: Path) -> None:
    (tmp_path / "가").mkdir()
    (tmp_path / "가" / "a.jsonl").write_text(LINE, encoding="utf-8")
    (tmp_path / "가" / "위로").symlink_to(tmp_path)
    (tmp_path / "나").symlink_to(tmp_path / "가")
    (tmp_path / "제자리").symlink_to(tmp_path / "제자리")
    (tmp_path / "끊긴").symlink_to(tmp_path / "없다")
    outcome = {Path(file.place).name: item for file in read_path(tmp_path) for item in file.items}
    assert sorted(outcome) == ["a.jsonl", "끊긴", "제자리"]
    assert isinstance(outcome["a.jsonl"], Found)
    for name, reason in (("끊긴", "파일이 없습니다"), ("제자리", "제자리를 맴돕니다")):
        refused = outcome[name]
        assert isinstance(refused, Rejected)
        assert reason in refused.reason


def test_a_very_deep_folder_is_walked(tmp_path: Path) -> None:
    path = tmp_path
    for _ in range(200):
        path = path / "깊"
    path.mkdir(parents=True)
    (path / "a.jsonl").write_text(LINE, encoding="utf-8")
    assert len(list(read_path(tmp_path))) == 1


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "파이프")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)  # a socket's path may have 107 bytes only
        server.bind("소켓")
        monkeypatch.setattr(os, "open", lambda *_: pytest.fail("opened"))
        assert "소켓" in reason_of(tmp_path / "소켓")
        assert "FIFO" in reason_of(tmp_path / "파이프")
        assert "장치" in reason_of(Path("/dev/zero"))
        assert {file.sha256 for file in read_path(tmp_path)} == {""}


def test_a_file_that_becomes_a_fifo_hangs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(LINE, encoding="utf-8")
    (file,) = read_path(path)
    path.unlink()
    os.mkfifo(path)
    (item,) = file.items
    assert isinstance(item, Rejected)
    assert "FIFO" in item.reason


def test_a_file_is_opened_so_that_a_fifo_in_its_place_would_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, flags, really_open = tmp_path / "a.jsonl", list[int](), os.open
    path.write_text(LINE, encoding="utf-8")
    monkeypatch.setattr(os, "open", lambda name, flag: flags.append(flag) or really_open(name, flag))  # type: ignore[func-returns-value]
    only(path)
    assert flags
    assert all(flag & os.O_NONBLOCK for flag in flags)


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.EACCES, "권한이 없습니다"), (errno.EIO, "디스크"), (errno.ENXIO, "운영체제")]
)
def test_a_file_that_may_not_be_read_is_one_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(LINE, encoding="utf-8")

    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)
    assert reason in reason_of(path)


def test_a_disk_that_fails_halfway_ends_in_a_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(LINE * 3, encoding="utf-8")
    (file,) = read_path(path)
    whole = files.blocks

    def failing(opened: BinaryIO) -> object:
        yield from whole(opened)
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr("indexer.sources.lines.line_encoding", lambda _: "utf-8")
    monkeypatch.setattr("indexer.sources.json_lines.reader.line_encoding", lambda _: "utf-8")
    monkeypatch.setattr("indexer.sources.lines.blocks", failing)
    items = list(file.items)
    assert [type(item) for item in items] == [Found, Found, Found, Rejected]


def test_a_folder_that_may_not_be_listed_is_one_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_text(LINE, encoding="utf-8")
    (tmp_path / "잠긴").mkdir()
    listing = Path.iterdir

    def locked(self: Path) -> object:
        if self.name == "잠긴":
            raise PermissionError(errno.EACCES, "denied")
        return listing(self)

    monkeypatch.setattr(Path, "iterdir", locked)
    assert [type(item) for file in read_path(tmp_path) for item in file.items] == [Found, Rejected]


def test_a_name_in_cp949_is_shown_as_korean(tmp_path: Path) -> None:
    name = os.fsdecode("둑.jsonl".encode("cp949"))
    (tmp_path / name).write_text("[]\n" + LINE, encoding="utf-8")
    (file,) = read_path(tmp_path)
    refused, found = file.items
    assert isinstance(refused, Rejected)
    assert isinstance(found, Found)
    assert refused.path == file.place == str(tmp_path / "둑.jsonl")
    assert shown(Path(os.fsdecode(b"\xff\xfe"))) == r"\xff\xfe"


# --- what nothing can read ---


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "빈 파일입니다"),
        (b"\xef\xbb\xbf\n \n", "글이 없는 빈 파일입니다"),
        (b"%PDF-1.4\n" + LINE.encode(), "PDF 문서는 읽지 못합니다. 본문을 글로 꺼내"),
        (b"PK\x03\x04" + bytes(22) + b"\x08\0\0\0mimetypeapplication/hwp+zip", "한글(HWPX)"),
        (b"PK\x03\x04" + bytes(22) + b"\x0a\0\0\0word/a.xml", "워드(docx) 문서"),
        (b"7z\xbc\xaf\x27\x1c", "읽지 못합니다. 압축을 풀어"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "한글(HWP)"),
        (b"\x89PNG\r\n\x1a\n\0\0", "그림(PNG)"),
        (b"\xff\xd8\xff\xe0", "그림(JPEG)"),
        (b"RIFF\0\0\0\0WEBPVP8", "그림(WebP)"),
        (b"{\\rtf1 {}", "RTF"),
        (b'<?xml version="1.0"?><a/>', "XML 문서"),
        (b"\0\x01\x02\x03" * 40, "글이 아닌 이진 자료입니다"),
        (bytes(range(128, 256)) * 9, "글이 아닌 이진 자료입니다"),
        ("둑,높이\n1,2\n".encode(), "표이지만 제목이나 본문이 어느 열인지 알 수 없습니다"),
        ("둑 높인다".encode("cp949"), "글이지만 아는 기사 형식이 아닙니다"),
    ],
)
def test_a_file_nothing_can_read_says_what_it_is(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "기사.txt"
    path.write_bytes(data)
    file, item = only(path)
    assert file.kind == ""
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert isinstance(item, Rejected)
    assert reason in item.reason
    assert item.line is None


def test_the_beginning_of_an_unknown_text_is_kept(tmp_path: Path) -> None:
    (tmp_path / "메모.txt").write_bytes(("둑 높인다 " * 200).encode("cp949"))
    item = only(tmp_path / "메모.txt")[1]
    assert isinstance(item, Rejected)
    assert item.excerpt == ("둑 높인다 " * 200)[:500]
