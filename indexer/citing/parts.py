"""What a citation is made of, whatever its style: cleaned once, so that no format meets a line break or a control."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from indexer.article import KST, Article

UNTITLED = "제목 없음"
"""What stands in brackets for the title of an article that has none."""

PROVIDER = "동네기사"
"""Where the article was found: in this archive, under its id."""

_REPORTER = re.compile(r"\s+(?:\S*기자|기자단)$")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """One article's. Every text is one line without control characters, "" when it is not known. `names` are the
    reporters without their title 기자, `day` is the day of publication in Korea, `address` the paper's own page, or
    else the `link` that was given to the archived article."""

    title: str
    names: tuple[str, ...]
    press: str
    section: str
    day: date | None
    address: str
    summary: str
    tags: tuple[str, ...]

    @property
    def titled(self) -> str:
        """The title, or in brackets that there is none."""
        return self.title or f"[{UNTITLED}]"


def parts(article: Article, link: str = "") -> Parts:
    """The parts of `article`; `link` leads to where it is archived."""
    return Parts(
        title=line(article.title),
        names=tuple(dict.fromkeys(name for one in article.reporters if (name := _REPORTER.sub("", line(one))))),
        press=line(article.press),
        section=line(article.section),
        day=article.published.astimezone(KST).date() if article.published else None,
        address=address(article.url) or address(link) or "",
        summary=in_one_line(article.subtitle),
        tags=tuple(filter(None, map(line, article.values("tag")))),
    )


def line(text: str) -> str:
    """`text` as one line: spaces and breaks of any kind become one space, what cannot be printed goes."""
    spaced = " ".join(text.split())
    return " ".join("".join(letter for letter in spaced if unicodedata.category(letter) not in ("Cc", "Cs")).split())


def in_one_line(text: str) -> str:
    """The lines of `text` with dots between them, as subtitles are printed on one."""
    return " · ".join(filter(None, map(line, text.splitlines())))


def address(url: str | None) -> str | None:
    """`url` when it is a web page's; None for anything a link must not lead to (javascript:, data:, file: …)."""
    if not url:
        return None
    try:
        of = urlsplit(url)
    except ValueError:
        return None
    return line(url).replace(" ", "%20") if of.scheme in ("http", "https") and of.netloc else None
