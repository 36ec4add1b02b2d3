"""Exports of articles in a list, with rules and an archive that never change; and readers of what is written that
share nothing with the writers."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from xml.etree import ElementTree

from indexer.archive import ArchiveState, within_rights
from indexer.article import KST, Article
from indexer.exporting import FORMATS, Circumstances, Export, Exported, Rules, Seen, Whereabouts
from indexer.query.request import SearchRequest
from indexer.query.result import Hit, SearchResult

RULES = Rules(grammar=1, analyser="fake-1", words="", index="fake")
MADE = datetime(2016, 9, 1, 9, 30, tzinfo=KST)

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class FakeShelf:
    """Gives what is in the list at that moment, so that a test can take an article out while it is exported."""

    def __init__(self, articles: Sequence[Article], restricted: set[str]) -> None:
        self._articles, self._restricted = articles, restricted

    def texts(self, ids: Sequence[str]) -> Mapping[str, Exported]:
        wanted = set(ids)
        return {article.id: self._exported(article) for article in self._articles if article.id in wanted}

    def heads(self, ids: Sequence[str]) -> Mapping[str, Seen]:
        found = self.texts(ids)
        return {one: Seen(e.content_hash, e.restricted, e.article.excerpt) for one, e in found.items()}

    def whereabouts(self, ids: Sequence[str]) -> Mapping[str, Whereabouts]:
        held = {article.id for article in self._articles}
        return {one: "held" if one in held else "taken_down" for one in ids}

    def _exported(self, article: Article) -> Exported:
        restricted = article.id in self._restricted
        shown = within_rights(article, "snippet" if restricted else "full")
        return Exported(article=shown, content_hash=article.content_hash, restricted=restricted)


def fake_export(
    request: SearchRequest, result: SearchResult, articles: Sequence[Article], restricted: set[str]
) -> Export:
    days = [date(a.published.year, a.published.month, a.published.day) for a in articles if a.published]
    state = ArchiveState(
        articles=len(articles),
        change_id=len(articles),
        indexed=len(articles),
        first=min(days, default=None),
        last=max(days, default=None),
    )
    circumstances = Circumstances(rules=RULES, archive=state, made=MADE)
    return Export(request, result, FakeShelf(articles, restricted), circumstances)


def export_of(*articles: Article, restricted: Sequence[str] = (), request: SearchRequest | None = None) -> Export:
    """Of all of them, in their order."""
    asked = request or SearchRequest(text="둑")
    hits = tuple(Hit(id=article.id, score=1.5) for article in articles)
    result = SearchResult(text=asked.text, echo=asked.text, match=asked.match, total=len(hits), hits=hits)
    return fake_export(asked, result, list(articles), set(restricted))


def written(name: str, export: Export) -> bytes:
    """The file of that format."""
    return b"".join(FORMATS[name].write(export))


# --- readers ---


def csv_rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV by header."""
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def sheets(data: bytes) -> dict[str, list[list[str]]]:
    """Every sheet of an XLSX by name: rows of texts. Fails on a formula or a link."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{_SHEET}sheet")]
        parts = [package.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, len(names) + 1)]
    return {name: _rows(part) for name, part in zip(names, parts, strict=True)}


def xlsx_rows(data: bytes) -> list[dict[str, str]]:
    """The rows of the first sheet by header."""
    header, *rows = next(iter(sheets(data).values()))
    return [dict(zip(header, row, strict=False)) for row in rows]


def _rows(part: bytes) -> list[list[str]]:
    root = ElementTree.fromstring(part)
    assert not list(root.iter(f"{_SHEET}f"))
    assert not list(root.iter(f"{_SHEET}hyperlink"))
    return [_cells(row) for row in root.iter(f"{_SHEET}row")]


def _cells(row: ElementTree.Element) -> list[str]:
    cells: dict[int, str] = {}
    for cell in row:
        letters = cell.attrib["r"].rstrip("0123456789")
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        text = "".join(piece.text or "" for piece in cell.iter() if piece.tag in (f"{_SHEET}t", f"{_SHEET}v"))
        cells[column - 1] = re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    return [cells.get(column, "") for column in range(max(cells, default=-1) + 1)]


def ris_records(data: bytes) -> list[list[tuple[str, str]]]:
    """The records of a RIS file: tags and values in order. Fails on a line that is none."""
    records: list[list[tuple[str, str]]] = []
    for line in data.decode("utf-8").split("\r\n"):
        if not line.strip():
            continue
        found = re.fullmatch("([A-Z][A-Z0-9])  - (.*)", line)
        assert found, line
        if found[1] == "TY":
            records.append([])
        records[-1].append((found[1], found[2]))
    assert all(record[-1] == ("ER", "") for record in records)
    return records


def bibtex_entries(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """(key, fields) of the entries of a BibTeX file, braces counted as BibTeX does: a backslash hides none."""
    text, at, entries = data.decode("utf-8"), 0, []
    while (start := text.find("@", at)) >= 0:
        assert not text[at:start].strip(), text[at:start]
        at = _closing(text, text.index("{", start)) + 1
        key, _, body = text[text.index("{", start) + 1 : at - 1].partition(",\n")
        entries.append((key, _fields(body)))
    return entries


def _fields(body: str) -> dict[str, str]:
    fields, at = {}, 0
    while found := re.compile(r"\s*([a-z]+) = ").match(body, at):
        if body[found.end()] == "{":
            end = _closing(body, found.end())
            fields[found[1]] = body[found.end() + 1 : end]
            at = end + 2
        else:
            end = body.index(",", found.end())
            fields[found[1]] = body[found.end() : end]
            at = end + 1
    assert not body[at:].strip(), body[at:]
    return fields


def _closing(text: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    raise AssertionError("a brace is not closed")
