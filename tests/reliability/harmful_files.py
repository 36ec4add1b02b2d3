"""Files that want to run something, reach somebody, or write where they must not. `MARK` is what they would make."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.unit.sources.packing import line, special, tarred, warc_record, zipped
from tests.unit.sources.test_hostile import BODY, BOMBS, FEED, PAGE, SPOILT

MARK = "/tmp/gisa-was-harmed"
TRAP = "http://127.0.0.1:9/trap"
SECRET = "file:///etc/passwd"

XXE = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{SECRET}"><!ENTITY y SYSTEM "{TRAP}"><!ENTITY % z SYSTEM "{TRAP}.dtd"> %z;]>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
CELL = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'
PARTS = {
    "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    b'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://'
    b'schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
    b"</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    b'Target="worksheets/sheet1.xml"/></Relationships>',
}
LEADING_OUT = (
    "../",
    "../../",
    "/tmp/",
    "..\\..\\",
    "C:\\",
    "//server/share/",
    "a/../../",
    "./.././",
    "~/",
    "\x00/",
    "a\x00.",
)


class _Runs:
    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"touch {MARK}",)


def pickled() -> bytes:
    """What makes MARK when it is unpickled."""
    return pickle.dumps(_Runs())


def workbook(sheet: str = "", others: dict[str, bytes] | None = None) -> bytes:
    """An xlsx of one sheet."""
    cells = (("제목", "본문"), ("솔내천 둑", "가람군은 둑을 높인다."))
    rows = "".join(
        f'<row r="{n}">{CELL.format("A", n, a)}{CELL.format("B", n, b)}</row>' for n, (a, b) in enumerate(cells, 1)
    )
    made = {"xl/worksheets/sheet1.xml": (sheet or SHEET.format(rows)).encode()}
    return zipped(PARTS | made | (others or {}))


def leading_out(begin: str) -> bytes:
    """A zip whose member's name leads out of any folder."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        about = zipfile.ZipInfo("가.jsonl")
        about.filename = f"{begin}gisa-was-harmed"
        made.writestr(about, line(1))
    return file.getvalue()


def linked_zip() -> bytes:
    """A zip with a symbolic link, and a member that would be written through it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        about = zipfile.ZipInfo("링크")
        about.create_system, about.external_attr = 3, 0o120777 << 16
        made.writestr(about, "/tmp")
        made.writestr("링크/gisa-was-harmed", line(1))
    return file.getvalue()


def linked_tar() -> bytes:
    """The same as a tar, with devices."""
    others = [special(f"장치{kind!r}", kind) for kind in (tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)]
    linked = [special("링크", tarfile.SYMTYPE, "/tmp"), special("딴링크", tarfile.LNKTYPE, "../../../tmp")]
    return tarred({}, linked)[:-10_240] + tarred(
        {"링크/gisa-was-harmed": line(1), "딴링크/gisa-was-harmed": line(2)}, others
    )


YAML = "\n".join(
    f"---\ntitle: {tag}\n---\n둑"
    for tag in (
        f'!!python/object/apply:os.system ["touch {MARK}"]',
        f'!!python/object/new:subprocess.Popen [["touch", "{MARK}"]]',
        "!!python/name:os.system",
        "&a [*a, *a]",
    )
)
ACTIVE = (
    f'<base href="file:///"><meta http-equiv="refresh" content="0;url={TRAP}"><script src="{TRAP}.js"></script>'
    f'<link rel="stylesheet" href="{TRAP}.css"><iframe src="{SECRET}"></iframe><img src="{TRAP}.png" onerror="x()">'
    f'<object data="{SECRET}"></object><!--#include virtual="/etc/passwd"--><?php system("touch {MARK}"); ?>'
    f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{SECRET}" parse="text"/>{{{{7*7}}}}${{7*7}}'
)


def bombs() -> dict[str, bytes]:
    """What takes time and memory; tests/unit/sources/test_hostile.py measures each."""
    return {f"{number}-bomb": make() for number, (make, _) in enumerate(BOMBS.values())}


def harmful() -> dict[str, bytes]:
    """By file name."""
    page = PAGE.format(date="2019-03-27T23:00:00+09:00", body=ACTIVE + BODY).replace("euc-kr", "utf-8")
    external = {
        "xl/externalLinks/externalLink1.xml": f"<externalLink><ddeLink ddeService='cmd' ddeTopic='/c touch {MARK}'/>"
        "</externalLink>".encode(),
        "xl/vbaProject.bin": pickled(),
        "xl/worksheets/../../../../tmp/gisa-was-harmed": b"x",
    }
    formula = f'<row r="1"><c r="A1"><f>cmd|\'/c touch {MARK}\'!A1</f><v>1</v></c></row>'
    entity = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;&y;</t></is></c></row>'
    return {
        **{f"{number}-spoilt": make() for number, (make, _) in enumerate(SPOILT.values())},
        **{f"{number}-out.zip": leading_out(begin) for number, begin in enumerate(LEADING_OUT)},
        **{f"pickle{ending}": pickled() for ending in ("", ".jsonl", ".xlsx", ".html", ".pkl", ".npy", ".csv")},
        "pickle.jsonl.gz": gzip.compress(pickled()),
        "pickle.zip": zipped({"pickle": pickled(), "numpy.npy": b"\x93NUMPY\x01\x00" + pickled()}),
        "links.zip": linked_zip(),
        "links.tar": linked_tar(),
        "dde.xlsx": workbook("", external),
        "formula.xlsx": workbook(SHEET.format(formula)),
        "entity.xlsx": workbook(XXE + SHEET.format(entity)),
        "entity-strings.xlsx": workbook(
            "", {"xl/sharedStrings.xml": (XXE + "<sst><si><t>&x;</t></si></sst>").encode()}
        ),
        "entity.xml": (XXE + FEED.format("<description>&x;&y;</description>")).encode(),
        "sitemap.xml": (XXE + f"<urlset><url><loc>&x;</loc></url><url><loc>{TRAP}</loc></url></urlset>").encode(),
        "feed.xml": FEED.format(
            f'<link>{TRAP}</link><enclosure url="{TRAP}.mp3" length="1" type="audio/mpeg"/>'
            f'<source url="{SECRET}">a</source>'
            f"<description>{ACTIVE.replace('<', '&lt;')}</description>"
        ).encode(),
        "style.xml": f'<?xml-stylesheet href="{TRAP}.xsl" type="text/xsl"?>{FEED.format("")}'.encode(),
        "page.html": page.encode(),
        "page.warc": warc_record(f"{TRAP}?{MARK}", page.encode(), headers={"Content-Type": "text/html"}),
        "matter.md": YAML.encode(),
        **{f"matter-{number}.md": part.encode() for number, part in enumerate(YAML.split("\n---\n둑\n"))},
        "command.csv": f"제목,본문\n=cmd|'/c touch {MARK}'!A1,@SUM(1)\n\"$(touch {MARK})\",`touch {MARK}`\n".encode(),
        f"$(touch {MARK.replace('/', '_')}).jsonl": line(1),
        "; touch x; .jsonl": line(2),
        "--restore": line(3),
        "__import__('os').system('x').jsonl": line(4),
    }


def write(folder: Path, more: Mapping[str, bytes]) -> int:
    """Makes the folder, with what is no file in it too; how many files."""
    folder.mkdir(parents=True)
    made = {**harmful(), **more}
    for name, data in made.items():
        (folder / name).write_bytes(data)
    os.mkfifo(folder / "fifo.jsonl")
    (folder / "zero").symlink_to("/dev/zero")
    (folder / "above").symlink_to("..")
    (folder / "itself").symlink_to("itself")
    (folder / "tty").symlink_to("/dev/tty")
    return len(made)
