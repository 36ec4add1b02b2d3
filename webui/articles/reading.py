"""What the article page shows, from one ArticleView. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from indexer.archive.rights import beginning
from indexer.article import TEXT_FIELDS, Article
from indexer.citing.parts import address, in_one_line, line
from indexer.query.lexer import FIELD_NAMES
from indexer.query.request import MatchMode
from indexer.query.result import ArticleView
from webui.articles.dating import Dated, dates
from webui.language import say
from webui.marks import Steps, lines, merged
from webui.parameters import ASIS, MATCH, Args, Q
from webui.params import Params
from webui.results.present import UNTITLED, Link, moment
from webui.results.together import Together, together

ABOUT_NAMES = (("person", "인물"), ("place", "장소"), ("organization", "기관"), ("tag", "태그"))
"""What sources list of an article that its page shows; keywords are as many as words."""

ABOUT = 8
"""Of each so many."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One article laid out to read. `dates` and `facts` are the narrow column's rows: of a fact, its name and links (or
    plain words, where `query` is empty). `summary` is a line of what it is about. `restricted` says that readers may
    see only the beginning, `excerpt` that no more is held; `together` who else printed it. `marks` counts the marked
    places; `back` is the URL query of the search we came from."""

    id: str
    plain_title: str
    title: Markup
    subtitle: tuple[Markup, ...]
    paragraphs: tuple[Markup, ...]
    captions: tuple[Markup, ...]
    press: str
    reporters: tuple[str, ...]
    byline: str
    published: datetime | None
    published_words: str
    section: str
    summary: str
    dates: tuple[Dated, ...]
    facts: tuple[tuple[str, tuple[Link, ...]], ...]
    source: str | None
    excerpt: bool
    restricted: bool
    together: Together | None
    marks: int
    text: str
    back: str


def asked(args: Args) -> Params:
    """What was looked for on the page that leads to this one: the words, and how they were taken."""
    match: MatchMode = "most" if MATCH.read(args) == "most" else "all"
    return Params(q=Q.read(args), match=match, as_typed=ASIS.read(args))


def as_typed(came_from: Params) -> bool:
    """Whether that search left the words as they were: one for most of many words corrects none."""
    return came_from.as_typed or came_from.match == "most"


def read(view: ArticleView, came_from: Params) -> Reading:
    """The page of `view`, reached from a search (without words when from none)."""
    article = view.article
    texts = {name: lines(article.text(name), view.marks.get(name, ())) for name in TEXT_FIELDS}
    total = sum(len(merged(spans, len(text))) for found in texts.values() for text, spans in found)
    steps = Steps(total)
    shown = {name: tuple(steps.marked(*one) for one in found) for name, found in texts.items()}
    return Reading(
        id=article.id,
        plain_title=" ".join(article.title.split()) or say(UNTITLED),
        title=Markup(" ").join(shown["title"]) or Markup(say(UNTITLED)),
        subtitle=shown["subtitle"],
        paragraphs=shown["body"],
        captions=shown["caption"],
        press=article.press,
        reporters=article.reporters,
        byline=_byline(article.reporter),
        published=article.published,
        published_words=moment(article.published) if article.published else "",
        section=article.section,
        summary=_summary(article),
        dates=dates(view),
        facts=_facts(view),
        source=address(article.url),
        excerpt=article.excerpt,
        restricted=view.restricted,
        together=together(view.story),
        marks=total,
        text=came_from.q.strip(),
        back=came_from.words(),
    )


def _summary(article: Article) -> str:
    """The subtitle, or the beginning of the body."""
    return in_one_line(article.subtitle) or line(beginning(article.body))


def _byline(names: str) -> str:
    return names if names.endswith("기자") else say("{name} 기자", name=names)


def _facts(view: ArticleView) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    article = view.article
    facts = [
        ("신문", [_of("press", article.press)] if article.press else []),
        ("섹션", [_of("section", section) for section in article.sections[:ABOUT]]),
        ("지역", [_of("region", article.region)] if article.region else []),
        ("기자", [_of("reporter", name) for name in article.reporters]),
        *((name, [_about(field, value) for value in article.values(field)[:ABOUT]]) for field, name in ABOUT_NAMES),
    ]
    return tuple((say(name), tuple(links)) for name, links in facts if links)


def _of(field: str, value: str) -> Link:
    return Link(name=value, query=Params(sort="newest").but(**{field: (value,)}).query())


def _about(field: str, value: str) -> Link:
    """To all articles that have that value; plain words where quotes in it keep it from being asked for."""
    return Link(name=value, query="" if '"' in value else Params(q=f'{FIELD_NAMES[field]}:"{value}"').query())
