"""RIS, which EndNote, Zotero, Mendeley and RefWorks read: a tag a line, `TY` first and `ER` last."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.article import Article
from indexer.citing.parts import PROVIDER, Parts, line, parts


def ris(article: Article, *, link: str = "") -> str:
    """One record of a newspaper article, CRLF after each line. `link` leads to the archived article: it is given as
    the address where the paper's own is not known. Records may follow each other as they are."""
    tags = [(tag, value) for tag, value in _tags(parts(article, link), article) if value]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in (("TY", "NEWS"), *tags, ("ER", "")))


def _tags(of: Parts, article: Article) -> Iterator[tuple[str, str]]:
    yield "TI", of.titled
    for name in of.names:
        yield "AU", line(name.replace(",", " "))  # a comma would part a surname from a given name
    yield "T2", of.press
    if of.day:
        yield "PY", f"{of.day.year:04}"
        yield "DA", of.day.isoformat().replace("-", "/")
    yield "SE", of.section
    yield "AB", of.summary
    for tag in of.tags:
        yield "KW", tag
    yield "LA", "ko"
    yield "UR", of.address
    yield "DP", PROVIDER
    yield "AN", line(article.id)
