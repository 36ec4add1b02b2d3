"""Files that hold files: every member is read as a file would be, and what cannot be read says why."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from indexer.article import Found
from indexer.sources import read_path
from indexer.sources.containers import budget
from tests.unit.sources.packing import line, outcome, special, tarred, warc_record, zipped


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "모음"


MEMBERS = {"3월/가.jsonl": line(1), "나.jsonl": line(2) + line(3)}
READ = {"3월/가.jsonl": ["솔내천 둑 1"], "나.jsonl": ["솔내천 둑 2", "솔내천 둑 3"]}


@pytest.mark.parametrize(
    "data",
    [
        zipped(MEMBERS),
        zipped(MEMBERS, zipfile.ZIP_STORED),
        tarred(MEMBERS),
        gzip.compress(tarred(MEMBERS)),
        bz2.compress(tarred(MEMBERS)),
        lzma.compress(tarred(MEMBERS)),
    ],
    ids=["zip", "stored", "tar", "tar.gz", "tar.bz2", "tar.xz"],
)
def test_members_are_read_as_files_are(path: Path, data: bytes) -> None:
    assert outcome(path, data) == READ
    files = list(read_path(path))
    assert [file.sha256 for file in files] == [hashlib.sha256(member).hexdigest() for member in MEMBERS.values()]
    assert {file.kind for file in files} == {"jsonl"}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_what_was_only_compressed_keeps_the_place_of_its_file(path: Path, pack: type) -> None:
    assert outcome(path, pack(line(1))) == {"": ["솔내천 둑 1"]}


def test_streams_of_gzip_may_follow_each_other(path: Path) -> None:
    assert outcome(path, gzip.compress(line(1)) + gzip.compress(line(2)) + bytes(512)) == {
        "": ["솔내천 둑 1", "솔내천 둑 2"]
    }


def test_what_follows_a_whole_stream_is_told(path: Path) -> None:
    read = outcome(path, gzip.compress(line(1)) + b"more")
    assert read[""][0] == "솔내천 둑 1"
    assert "뒤에 압축이 아닌 것이" in read[""][1]


def test_containers_in_containers_are_opened_so_far(path: Path) -> None:
    inner = zipped({"다.tar.gz": gzip.compress(tarred({"라.jsonl": line(1)}))})
    assert outcome(path, zipped({"나.zip": inner})) == {"나.zip!다.tar.gz!라.jsonl": ["솔내천 둑 1"]}
    deep = line(1)
    for number in range(6):
        deep = zipped({f"{number}.zip": deep, "곁.jsonl": line(number)})
    read = outcome(path, deep)
    assert read["곁.jsonl"] == ["솔내천 둑 5"]
    assert [told for told in read.values() if "겹겹이" in told[0]]
    assert len(read) == budget.MOST_DEPTH + 1


def test_office_documents_are_no_containers(path: Path) -> None:
    assert "워드(docx)" in outcome(path, zipped({"word/document.xml": b"<a/>"}))[""][0]
    mimetype = zipped({"mimetype": b"application/hwp+zip"}, zipfile.ZIP_STORED)
    assert "한글(HWPX)" in outcome(path, mimetype)[""][0]


def test_a_zip_of_documents_is_a_zip(path: Path) -> None:
    document = zipped({"word/document.xml": b"<a/>"}, zipfile.ZIP_STORED)
    assert list(outcome(path, zipped({"가.docx": document}, zipfile.ZIP_STORED))) == ["가.docx"]


def test_hidden_members_are_left_out_quietly(path: Path) -> None:
    hidden = {"__MACOSX/._가.jsonl": b"\0", ".DS_Store": b"\0", "가/.git/x": b"x"}
    for data in (zipped(hidden | MEMBERS), tarred(hidden | MEMBERS)):
        assert outcome(path, data) == READ


def test_an_empty_container_is_told(path: Path) -> None:
    for data in (zipped({}), zipped({".DS_Store": b""})):
        assert "읽을 파일이 없습니다" in outcome(path, data)[""][0]


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_korean_names_without_a_mark_are_shown_right(path: Path, encoding: str) -> None:
    name = "둑.jsonl".encode(encoding)
    data = zipped({"x" * len(name): line(1)}).replace(b"x" * len(name), name)
    assert outcome(path, data) == {"둑.jsonl": ["솔내천 둑 1"]}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../가.jsonl", "위 폴더(..)"),
        ("가/../../나", "위 폴더"),
        ("/etc/가", "절대 경로"),
        ("C:\\가.jsonl", "절대 경로"),
    ],
)
def test_names_that_lead_outside_are_refused_and_the_others_read(path: Path, name: str, reason: str) -> None:
    for data in (zipped({name: line(9)} | MEMBERS), tarred({name: line(9)} | MEMBERS)):
        told = [item for items in outcome(path, data).values() for item in items]
        assert [item for item in told if reason in item]
        assert told[1:] == ["솔내천 둑 1", "솔내천 둑 2", "솔내천 둑 3"]
        assert sorted(path.parent.iterdir()) == [path]


def test_links_and_devices_in_containers_are_refused(path: Path) -> None:
    kinds = {"링크": tarfile.SYMTYPE, "이음": tarfile.LNKTYPE, "장치": tarfile.CHRTYPE, "관": tarfile.FIFOTYPE}
    read = outcome(path, tarred(MEMBERS, [special(name, kind) for name, kind in kinds.items()]))
    assert {name for name, told in read.items() if "보통 파일이 아닙니다" in told[0]} == set(kinds)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        link = zipfile.ZipInfo("링크")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("가.jsonl", line(1))
    read = outcome(path, file.getvalue())
    assert "보통 파일이 아닙니다" in read["링크"][0]
    assert read["가.jsonl"] == ["솔내천 둑 1"]


def test_what_a_zip_holds_encrypted_or_broken_costs_that_member_only(path: Path) -> None:
    data = bytearray(zipped({"가.jsonl": line(1), "나.jsonl": line(2)}, zipfile.ZIP_STORED))
    broken = bytes(data).replace("둑 1".encode(), "둑 7".encode())
    read = outcome(path, broken)
    assert "CRC" in read["가.jsonl"][0]
    assert read["나.jsonl"] == ["솔내천 둑 2"]
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    read = outcome(path, bytes(data))
    assert "암호" in read["가.jsonl"][0]
    assert read["나.jsonl"] == ["솔내천 둑 2"]


@pytest.mark.parametrize("cut", [20, 100, 300])
def test_what_was_cut_keeps_what_came_before(path: Path, cut: int) -> None:
    members = {"가.jsonl": line(1), "나.jsonl": line(2, body="둑 " * 300)}
    whole = tarred(members)
    end = whole.rindex(b'"}\n') + 3
    for data in (whole[: end - cut], gzip.compress(whole[:end], 0)[:-cut]):
        read = outcome(path, data)
        assert read["가.jsonl"] == ["솔내천 둑 1"]
        assert "잘렸" in read[""][-1]
        assert "나.jsonl" not in read or "잘렸" in read["나.jsonl"][0]
    read = outcome(path, gzip.compress(line(1) * 50, 0)[:-cut])
    assert read[""][0] == "솔내천 둑 1"
    assert "잘렸" in read[""][-1]
    assert "깨졌거나 중간에 잘렸습니다" in outcome(path, zipped(members)[:-cut])[""][0]


def test_a_large_member_goes_through_a_file_without_a_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MEMORY_BYTES", 10)
    scratch = path.parent / "자료" / "tmp"
    path.write_bytes(zipped({"가.jsonl": line(1) * 100, "나.jsonl": line(2)}))
    files = list(read_path(path, scratch=scratch))  # all of them open at once
    assert list(scratch.iterdir()) == []
    assert [len(list(file.items)) for file in files] == [100, 1]
    assert sorted(path.parent.iterdir()) == sorted([path, path.parent / "자료"])


# --- WARC ---

PAGE = "https://garamilbo.example/news/1"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_pages_of_a_warc_have_address_and_time(path: Path, pack: type) -> None:
    notes = warc_record(PAGE, b"x", kind="request") + warc_record(PAGE, b"", kind="metadata")
    data = (
        pack(notes)
        + pack(warc_record(PAGE, line(1, url=None)))
        + pack(warc_record(PAGE + "2", line(2), kind="resource"))
    )
    assert outcome(path, data) == {PAGE: ["솔내천 둑 1"], PAGE + "2": ["솔내천 둑 2"]}


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(line(1)), {"Content-Encoding": "gzip"}),
        (line(1), {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}),  # unwrapped by the crawler
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(line(1)), line(1)), {"Transfer-Encoding": "chunked"}),
        (
            b"3\r\n%s\r\n%x;x=1\r\n%s\r\n0\r\n\r\n" % (line(1)[:3], len(line(1)) - 3, line(1)[3:]),
            {"Transfer-Encoding": "chunked"},
        ),
    ],
    ids=["compressed", "unwrapped", "in a chunk", "in chunks"],
)
def test_the_wrappings_of_the_way_are_taken_off(path: Path, body: bytes, headers: dict[str, str]) -> None:
    assert outcome(path, warc_record(PAGE, body, headers=headers)) == {PAGE: ["솔내천 둑 1"]}


def test_pages_of_errors_are_told_and_what_is_no_page_is_not(path: Path) -> None:
    data = warc_record(PAGE, line(1), status="404 Not Found") + warc_record(PAGE + "2", line(2), status="503 Busy")
    data += warc_record(PAGE + "3", b"", status="302 Found") + warc_record(PAGE, b"", kind="revisit")
    data += warc_record(PAGE + ".png", b"\x89PNG", headers={"Content-Type": "image/png"}) + warc_record(
        PAGE + "4", line(4)
    )
    read = outcome(path, data)
    assert {name: told[0][:20] for name, told in read.items()} == {
        PAGE: "!없는 페이지입니다(HTTP 404)."[:20],
        PAGE + "2": "!서버가 오류를 낸 페이지입니다(HTTP 503)."[:20],
        PAGE + "4": "솔내천 둑 4",
    }


def test_a_record_that_is_broken_costs_itself_and_what_is_cut_is_told(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first, broken, last = (warc_record(f"{PAGE}{number}", line(number)) for number in (1, 2, 3))
    length = broken.index(b"Content-Length: ") + 16
    spoilt = broken[:length] + b"9" + broken[length + 1 :].replace(b"\r\n\r\n", b"\r\n\r\n", 1)
    read = outcome(path, first + broken.replace(b"Content-Length", b"Content-Longer") + last)
    assert (read[f"{PAGE}1"], read[f"{PAGE}3"]) == (["솔내천 둑 1"], ["솔내천 둑 3"])
    assert "깨져 다음 기록까지" in read[""][0]
    assert outcome(path, first + spoilt + last)[f"{PAGE}1"] == ["솔내천 둑 1"]
    for data in (first + last[:-30], gzip.compress(first) + gzip.compress(last)[:-30]):
        read = outcome(path, data)
        assert read[f"{PAGE}1"] == ["솔내천 둑 1"]
        assert "잘렸습니다" in read[""][0]
        assert list(read) == [f"{PAGE}1", ""]
    assert capfd.readouterr() == ("", "")


def test_a_page_knows_when_it_was_fetched(path: Path) -> None:
    page = "<html><head><title>솔내천 둑</title></head><body>"
    path.write_bytes(warc_record(PAGE, page.encode(), headers={"Content-Type": "text/html"}))
    from indexer.sources.blob import Blob
    from indexer.sources.containers import Budget, container_of

    container = container_of(path.read_bytes())
    assert container
    (member,) = container.members(Blob.of_file(path), Budget(1000))
    assert isinstance(member, Blob)
    assert member.url == PAGE
    assert str(member.fetched) == "2019-03-27 23:00:00+09:00"


def test_how_far_reading_has_come_is_told_in_bytes_of_the_files(tmp_path: Path) -> None:
    from indexer.sources import Position

    (tmp_path / "가.jsonl").write_bytes(b"".join(line(number, body="둑 " * 50_000) for number in range(60)))
    (tmp_path / "나.gz").write_bytes(gzip.compress(b"".join(line(number) for number in range(9))))
    position, seen, total = Position(), [0], sum(file.stat().st_size for file in tmp_path.iterdir())
    for file in read_path(tmp_path, position=position):
        for item in file.items:
            assert isinstance(item, Found)
            seen.append(position.bytes)
    assert seen == sorted(seen)
    assert seen[-1] <= total
    assert len({count for count in seen if 0 < count < total}) >= 3
    assert position.bytes == total
