"""How fast are articles read, without Kiwi and without the archive? Things a second on one core, the best of five.

    python -m tests.benchmarks.reading

A table of the shape of a BIG KINDS export of 2020: cells written in place, every letter as `&#54620;`.
"""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

from indexer.sources import read_blob
from indexer.sources.blob import Blob

ROUNDS = 5
_FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"
_INVENTED = Path(__file__).parents[1] / "unit" / "sources" / "html" / "pages"
_HEADER = (
    "뉴스 식별자|일자|언론사|기고자|제목|통합 분류1|통합 분류2|통합 분류3|사건/사고 분류1|인물|위치|기관|키워드|"
    "특성추출(가중치순 상위 50개)|본문|URL|분석제외 여부"
).split("|")
_SENTENCE = "가람군 은곡면 주민들이 소각장 증설에 반대하고 나섰다. "


def bigkinds_rows(rows: int = 2_700) -> float:
    """Rows of an export a second."""
    return _rate(Blob.of_bytes(_export(rows), "표.xlsx"), rows)


def html_pages() -> float:
    """Pages of real papers a second, where they stand beside the project; else of the invented ones."""
    paths = sorted(_FIXTURES.glob("html*/*.html")) or sorted(_INVENTED.glob("*.html"))
    return _mean_rate(paths)


def invented_html_pages() -> float:
    """The invented pages of every kind: small ones, without the menus and scripts of real pages."""
    return _mean_rate(sorted(_INVENTED.glob("*.html")))


def _mean_rate(paths: list[Path]) -> float:
    rates = {path.stem: _rate(Blob.of_bytes(path.read_bytes(), path.name), 1) for path in paths}
    print("  " + ", ".join(f"{name} {rate:,.0f}" for name, rate in rates.items()))
    return len(rates) / sum(1 / rate for rate in rates.values())


def _rate(blob: Blob, things: int) -> float:
    """Things read a second of processor time."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        read = sum(1 for _ in read_blob(blob).items)
        best = min(best, time.process_time() - began)
        assert read == things, read
    return things / best


def _export(rows: int) -> bytes:
    words = ",".join(f"주민{number}" for number in range(140))
    features = ",".join(f"소각장{number}" for number in range(40))
    table = [_HEADER]
    for number in range(rows):
        name = f"09900101.20190327{number % 24:02}{number % 60:02}00001"
        said = [
            name,
            "20190327",
            "가람일보",
            f"박서{chr(0xC5F0 + number % 500)} 기자",
            f"은곡 소각장 증설 논란 {number}",
        ]
        said += ["지역>가람", " 사회>환경", "", "", "오민재,최여울", "가람군,은곡면", "가람군의회", words, features]
        table.append([*said, (_SENTENCE * 8)[:198] + "..", f"http://www.garamilbo.example/news/view/{number}", ""])
    lines = "".join(f'<row r="{at}">{_cells(row, at)}</row>' for at, row in enumerate(table, 1))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="sheet" id="r1"/></sheets></workbook>')
        relation = '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        packed.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{relation}</Relationships>")
        packed.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{lines}</sheetData></worksheet>")
    return made.getvalue()


def _cells(row: list[str], at: int) -> str:
    return "".join(
        f'<c r="{chr(65 + column)}{at}" t="inlineStr"><is><t>{_referred(text)}</t></is></c>'
        for column, text in enumerate(row)
        if text
    )


def _referred(text: str) -> str:
    return "".join(f"&#{ord(letter)};" if not letter.isascii() or letter == ">" else letter for letter in text)


def main() -> None:
    """Every function here that measures something."""
    for name, measure in sorted(globals().items()):
        if name.endswith(("_pages", "_rows")) and callable(measure):
            print(f"{name}: {measure():,.0f}/s")


if __name__ == "__main__":
    main()
