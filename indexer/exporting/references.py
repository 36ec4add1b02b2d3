"""References for a bibliography: RIS for Zotero and EndNote, BibTeX for LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from indexer.citing.bibtex import bibtex, bibtex_key
from indexer.citing.ris import ris
from indexer.exporting.export import BATCH, Export


def write_ris(export: Export) -> Iterator[bytes]:
    """A record an article, some at a time."""
    return _together(ris(row.exported.article, link=row.link) for row in export.rows())


def write_bibtex(export: Export) -> Iterator[bytes]:
    """An entry an article, some at a time; every key once."""
    unique = _unique()
    return _together(
        bibtex(row.exported.article, key=unique(bibtex_key(row.exported.article)), link=row.link)
        for row in export.rows()
    )


def _unique() -> Callable[[str], str]:
    """Gives every key once: the second `garam2019dam` is `garam2019dam-2`."""
    seen: dict[str, int] = {}

    def unique(key: str) -> str:
        # BibTeX takes keys that differ in case alone for the same one.
        number = seen[key.lower()] = seen.get(key.lower(), 0) + 1
        if number == 1:
            return key
        return unique(f"{key}-{number}")

    return unique


def _together(records: Iterable[str]) -> Iterator[bytes]:
    """The records with an empty line between them."""
    left = iter(records)
    while some := list(islice(left, BATCH)):
        yield "".join(record.rstrip("\r\n") + _end(record) * 2 for record in some).encode()


def _end(record: str) -> str:
    return "\r\n" if record.endswith("\r\n") else "\n"
