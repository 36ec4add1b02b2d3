"""The formats there are: what each is called, what it is for, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from indexer.errors import InvalidRequest
from indexer.exporting import delimited, lines, references, workbook
from indexer.exporting.export import Export


@dataclass(frozen=True, kw_only=True)
class Format:
    """`name` is typed and stands in addresses, `suffix` ends file names, `purpose` says to readers who wants it.
    `most` is how many articles a file of it holds, None for any number."""

    name: str
    title: str
    purpose: str
    suffix: str
    media_type: str
    writer: Callable[[Export], Iterator[bytes]]
    most: int | None = None

    def write(self, export: Export) -> Iterator[bytes]:
        """The file, piece by piece. Raises InvalidRequest, before anything is read, when it would not fit."""
        if self.most is not None and export.found > self.most:
            message = (
                f"{self.title} 파일에는 기사를 {self.most:,}건까지 담을 수 있는데 {export.found:,}건입니다."
                " 기간을 나누거나 CSV나 JSONL로 내보내십시오."
            )
            raise InvalidRequest(message, parameter="format", code="too_many_rows")
        return self.writer(export)


_ALL = (
    Format(
        name="csv",
        title="CSV",
        purpose="R, 파이썬, 그리고 모든 표 프로그램",
        suffix="csv",
        media_type="text/csv; charset=utf-8",
        writer=delimited.write,
    ),
    Format(
        name="xlsx",
        title="엑셀",
        purpose="엑셀과 한셀. 출처가 둘째 시트에 있습니다",
        suffix="xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        writer=workbook.write,
        most=workbook.MOST_ROWS,
    ),
    Format(
        name="jsonl",
        title="JSONL",
        purpose="프로그램. 다른 동네기사가 그대로 읽어 들입니다",
        suffix="jsonl",
        media_type="application/x-ndjson; charset=utf-8",
        writer=lines.write,
    ),
    Format(
        name="ris",
        title="RIS",
        purpose="Zotero, EndNote, Mendeley",
        suffix="ris",
        media_type="application/x-research-info-systems; charset=utf-8",
        writer=references.write_ris,
    ),
    Format(
        name="bibtex",
        title="BibTeX",
        purpose="LaTeX",
        suffix="bib",
        media_type="application/x-bibtex; charset=utf-8",
        writer=references.write_bibtex,
    ),
)

FORMATS: Mapping[str, Format] = MappingProxyType({one.name: one for one in _ALL})
"""Every format by name, in the order in which readers are shown them."""
