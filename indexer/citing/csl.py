"""CSL-JSON, which pandoc, Zotero and citation processors read: one object an article."""

from __future__ import annotations

from indexer.article import Article
from indexer.citing.parts import PROVIDER, line, parts

CslValue = str | list[dict[str, str]] | dict[str, list[list[int]]]


def csl(article: Article, *, link: str = "") -> dict[str, CslValue]:
    """One item of type article-newspaper. Names are literal: 박서연 is printed so in every style, not inverted or cut
    to initials. `link` leads to the archived article: it is given where the paper's own address is not known."""
    of = parts(article, link)
    item: dict[str, CslValue] = {"id": line(article.id), "type": "article-newspaper", "title": of.titled}
    if of.names:
        item["author"] = [{"literal": name} for name in of.names]
    if of.day:
        item["issued"] = {"date-parts": [[of.day.year, of.day.month, of.day.day]]}
    texts = {"container-title": of.press, "section": of.section, "abstract": of.summary, "URL": of.address}
    texts |= {
        "keyword": ", ".join(of.tags),
        "language": "ko",
        "archive": PROVIDER,
        "archive_location": line(article.id),
    }
    return item | {name: text for name, text in texts.items() if text}
