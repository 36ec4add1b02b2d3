"""What the article page shows, from one ArticleView. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from markupsafe import Markup

from indexer.article import TEXT_FIELDS
from indexer.query.lexer import FIELD_NAMES
from indexer.query.result import ArticleView
from webui.marks import Steps, lines, merged
from webui.params import Params
from webui.present import UNTITLED, Link, moment
from webui.together import Together, together

ABOUT_NAMES = (("person", "인물"), ("place", "장소"), ("organization", "기관"), ("tag", "태그"))
"""What sources list of an article that its page shows; keywords are as many as words."""

ABOUT = 8
"""Of each so many."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One article laid out to read. `facts` are the narrow column's rows: a name and links (or plain words, where
    `query` is empty). `restricted` says that readers may see only the beginning, `excerpt` that no more is held;
    `together` who else printed it. `marks` counts the marked places; `back` is the URL query of the search we came
    from."""

    id: str
    plain_title: str
    title: Markup
    subtitle: tuple[Markup, ...]
    paragraphs: tuple[Markup, ...]
    captions: tuple[Markup, ...]
    press: str
    reporters: tuple[str, ...]
    published: datetime | None
    published_words: str
    facts: tuple[tuple[str, tuple[Link, ...]], ...]
    source: str | None
    excerpt: bool
    restricted: bool
    together: Together | None
    marks: int
    text: str
    back: str


def read(view: ArticleView, text: str) -> Reading:
    """The page of `view`, reached by the query `text` ("" when by none)."""
    article = view.article
    texts = {name: lines(article.text(name), view.marks.get(name, ())) for name in TEXT_FIELDS}
    total = sum(len(merged(spans, len(line))) for found in texts.values() for line, spans in found)
    steps = Steps(total)
    shown = {name: tuple(steps.marked(*one) for one in found) for name, found in texts.items()}
    return Reading(
        id=article.id,
        plain_title=" ".join(article.title.split()) or UNTITLED,
        title=Markup(" ").join(shown["title"]) or Markup(UNTITLED),
        subtitle=shown["subtitle"],
        paragraphs=shown["body"],
        captions=shown["caption"],
        press=article.press,
        reporters=article.reporters,
        published=article.published,
        published_words=moment(article.published) if article.published else "",
        facts=_facts(view),
        source=web_address(article.url),
        excerpt=article.excerpt,
        restricted=view.restricted,
        together=together(view.story),
        marks=total,
        text=text.strip(),
        back=Params(q=text).query() if text.strip() else "",
    )


def web_address(url: str | None) -> str | None:
    """`url` when it is a web page's; None for anything a link must not lead to (javascript:, data:, file: …)."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _facts(view: ArticleView) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    article = view.article
    published = [_on_day(article.published)] if article.published else [Link(name="알 수 없음", query="")]
    facts = [
        ("발행", published),
        ("수집", [Link(name=moment(article.fetched), query="")] if article.fetched else []),
        ("신문", [_of("press", article.press)] if article.press else []),
        ("섹션", [_of("section", article.section)] if article.section else []),
        ("지역", [Link(name=article.region, query="")] if article.region else []),
        ("기자", [_of("reporter", name) for name in article.reporters]),
        *((name, [_about(field, value) for value in article.values(field)[:ABOUT]]) for field, name in ABOUT_NAMES),
        ("보관", [Link(name=moment(view.versions[view.number - 1]), query="")] if view.versions else []),
    ]
    return tuple((name, tuple(links)) for name, links in facts if links)


def _on_day(published: datetime) -> Link:
    day = published.date().isoformat()
    return Link(name=moment(published), query=Params(since=day, until=day, sort="newest", by="day").query())


def _of(field: str, value: str) -> Link:
    return Link(name=value, query=Params(sort="newest").but(**{field: (value,)}).query())


def _about(field: str, value: str) -> Link:
    """To all articles that have that value; plain words where quotes in it keep it from being asked for."""
    return Link(name=value, query="" if '"' in value else Params(q=f'{FIELD_NAMES[field]}:"{value}"').query())
