"""A workbook: which sheets it has, the strings they share, and which number formats are dates."""

from __future__ import annotations

import posixpath
import re
import sys
from dataclasses import dataclass, field

from indexer.sources.reader import Unusable
from indexer.sources.table.package import TOO_LARGE, Package, joined
from indexer.sources.table.xml import Listener, parse

STRINGS_LIMIT = 160 << 20
"""Bytes of the strings that sheets share, in memory. 20,000 articles of BIG KINDS, the most it exports, have 60 MB."""

TEXT_LIMIT = 6_000_000
"""Characters of a cell: what the gate takes of a body. Excel itself stops at 32,767."""

SMALL_LIMIT = 100_000
"""Sheets, relations and formats of a workbook."""

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NO_DATE_LETTERS = re.compile(r'"[^"]*"|\\.|\[(?![hHmMsS]+\])[^\]]*\]')
# Formats that need no code, because every Excel knows them; 27–36 and 50–58 are dates in Korean ones.
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])


@dataclass
class Workbook:
    """`sheets` are (name, part) in their order; `strings` what cells point at; `dates` the cell formats that are dates.

    `since_1904` says from when days are counted (old Macs).
    """

    sheets: list[tuple[str, str]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    dates: frozenset[str] = frozenset()
    since_1904: bool = False


def open_workbook(package: Package) -> Workbook:
    """All but the sheets themselves. Raises Unusable."""
    main = next((target for kind, target in _relations(package, "").values() if kind == "officeDocument"), "")
    main = main or "xl/workbook.xml"
    if main not in package:
        raise Unusable(
            "xlsx가 아니거나 깨진 파일입니다(통합 문서가 없습니다). 엑셀에서 xlsx나 CSV로 다시 저장해 넣으십시오."
        )
    listed = _Sheets()
    _listen(package, main, listed)
    relations = _relations(package, main)
    made = Workbook(since_1904=listed.since_1904)
    for name, relation in listed.sheets:
        kind, target = relations.get(relation, ("", ""))
        if kind == "worksheet":
            made.sheets.append((name, target))
    parts = dict(relations.values())
    if "styles" in parts:
        styles = _Styles()
        _listen(package, parts["styles"], styles)
        made.dates = styles.dates()
    if "sharedStrings" in parts:
        strings = _Strings()
        _listen(package, parts["sharedStrings"], strings)
        made.strings = strings.strings
    return made


def unescaped(text: str) -> str:
    """`_x000D_` is how Excel writes a character that XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: _character(int(found[1], 16)) or found[0], text)


def _character(code: int) -> str:
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """{id: (kind, part)} of what a part points at; "" is the package itself."""
    folder, name = posixpath.split(part)
    found = _Relations()
    _listen(package, joined(folder, f"_rels/{name}.rels"), found)
    return {key: (kind, joined(folder, target)) for key, (kind, target) in found.relations.items()}


def _listen(package: Package, part: str, listener: _Quiet) -> None:
    for _ in parse(package.stream(part), listener):
        if listener.held > listener.limit:
            raise Unusable(TOO_LARGE)


class _Quiet(Listener):
    """A listener that counts what it holds."""

    limit = SMALL_LIMIT
    held = 0


class _Relations(_Quiet):
    def __init__(self) -> None:
        self.relations: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.relations[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))
            self.held += 1


class _Sheets(_Quiet):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.since_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes.get("name", ""), relation))
            self.held += 1
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in ("1", "true")


class _Styles(_Quiet):
    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._formats: list[str] = []
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            self.held += 1
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self._formats.append(attributes.get("numFmtId", "0"))
            self.held += 1

    def end(self, name: str) -> None:
        super().end(name)
        if name == "cellXfs":
            self._in_cells = False

    def dates(self) -> frozenset[str]:
        """The numbers of the cell formats that show dates, as cells name them."""
        return frozenset(str(number) for number, code in enumerate(self._formats) if self._is_date(code))

    def _is_date(self, number: str) -> bool:
        code = self._codes.get(number)
        if code is None:
            return number.isdecimal() and int(number[:9]) in _DATE_FORMATS
        letters = _NO_DATE_LETTERS.sub("", code[:1_000]).lower()
        return "general" not in letters and bool(re.search("[ymdhs]", letters))


class _Strings(_Quiet):
    """The strings that sheets share, phonetic guides left out."""

    limit = STRINGS_LIMIT

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._length = 0
        self._reads = self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if name == "t":
            self._reads = not self._phonetic
        elif name == "si":
            self._pieces, self._length = [], 0
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        super().end(name)
        if name == "t":
            self._reads = False
        elif name == "si":
            text = unescaped("".join(self._pieces))
            self.strings.append(text)
            self.held += 8 + (sys.getsizeof(text) if text else 0)
        elif name == "rPh":
            self._phonetic = False

    def text(self, data: str) -> None:
        if self._reads:
            self._pieces.append(data)
            self._length += len(data)
            if self._length > TEXT_LIMIT:
                raise Unusable(TOO_LARGE)
