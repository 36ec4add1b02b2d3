"""Citations in words, to be copied into a manuscript: plain text, a style a function.

Which guides they follow, and what they do where these say nothing, is ADR 0020.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from indexer.article import Article
from indexer.citing.parts import Parts, parts

MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, kw_only=True)
class Citation:
    """An article cited in a style. `name` is what the style is called, `key` its name in code."""

    key: str
    name: str
    text: str


def citations(article: Article, *, link: str = "") -> tuple[Citation, ...]:
    """The article in every style. `link` leads to the archived article: it is given as the address where the paper's
    own is not known."""
    of = parts(article, link)
    return tuple(Citation(key=key, name=NAMES[key], text=style(of)) for key, style in STYLES.items())


def korean(of: Parts) -> str:
    """As a footnote of Korean journals: 박서연, 「제목」, 『가람일보』, 2016년 8월 31일, 주소."""
    names = "·".join(of.names) if len(of.names) <= 3 else f"{of.names[0]} 외 {len(of.names) - 1}명"
    title = f"「{of.title}」" if of.title else of.titled
    day = f"{of.day.year}년 {of.day.month}월 {of.day.day}일" if of.day else "날짜 미상"
    return ", ".join(filter(None, (names, title, f"『{of.press}』" if of.press else "", day, of.address))) + "."


def apa_korean(of: Parts) -> str:
    """APA 7 as Korean libraries teach it for Korean texts: 박서연. (2016. 8. 31.). 제목. 가람일보. 주소"""
    names = ", ".join(of.names) if len(of.names) <= 20 else f"{', '.join(of.names[:19])}, ... {of.names[-1]}"
    return _apa(of, names, f"{of.day.year}. {of.day.month}. {of.day.day}." if of.day else "날짜 미상")


def apa(of: Parts) -> str:
    """APA 7 in an English text: 박서연. (2016, August 31). 제목. 가람일보. 주소"""
    if len(of.names) > 20:
        names = f"{', '.join(of.names[:19])}, . . . {of.names[-1]}"
    else:
        names = ", & ".join(filter(None, (", ".join(of.names[:-1]), *of.names[-1:])))
    return _apa(of, names, f"{of.day.year}, {MONTHS[of.day.month - 1]} {of.day.day}" if of.day else "n.d.")


def chicago(of: Parts) -> str:
    """A note of Chicago 17: 박서연, “제목,” 가람일보, August 31, 2016, 주소."""
    names = [*of.names[:1], "et al."] if len(of.names) > 3 else list(of.names)
    by = " ".join(names) if names[1:] == ["et al."] else _listed(names)
    title = f"“{_inner_quotes(of.title)},”" if of.title else f"{of.titled},"
    pieces = (of.press, _american(of.day) if of.day else "n.d.", of.address)
    return _ended(f"{by + ', ' if by else ''}{title} {', '.join(filter(None, pieces))}")


STYLES: Mapping[str, Callable[[Parts], str]] = {
    "korean": korean,
    "apa-korean": apa_korean,
    "apa": apa,
    "chicago": chicago,
}
NAMES: Mapping[str, str] = {
    "korean": "국내 각주",
    "apa-korean": "APA 7 국문",
    "apa": "APA 7",
    "chicago": "Chicago 17",
}
"""What readers call each style."""


def _apa(of: Parts, names: str, when: str) -> str:
    """Without an author the title comes first, and the date after it."""
    title = _ended(of.titled)
    pieces = (_ended(names), f"({when}).", title) if names else (title, f"({when}).")
    return " ".join((*pieces, *filter(None, (_ended(of.press), of.address))))


def _ended(text: str) -> str:
    """With a full stop, unless it ends a sentence already, quotation marks aside."""
    return text if not text or text.rstrip("\"'”’」』)]").endswith((".", "?", "!", "…", "。")) else f"{text}."


def _american(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _listed(names: list[str]) -> str:
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _inner_quotes(title: str) -> str:
    """Double quotation marks inside a title that stands in them become single ones."""
    return title.replace("“", "‘").replace("”", "’").replace('"', "'")
