"""One way from a parsed page to an article, whatever rule found its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indexer.article import Article
from indexer.sources.html import facts
from indexer.sources.html.body import Body, find_body
from indexer.sources.html.head import Dated, Head, read_head
from indexer.sources.html.json_ld import LinkedArticle, linked_article
from indexer.sources.html.page import Page, text_of
from indexer.sources.html.refusal import is_error, why_none
from indexer.sources.html.text import Text, emails_in, trimmed
from indexer.sources.reader import Unusable
from indexer.sources.repair import Clock, kst_now, parse_date, split_reporters

_FIRST = ("승인",)
_THEN = ("입력", "등록", "발행", "송고", "작성", "게시", "보도", "배포", "공개", "게재", "날짜")
_SURE_SIZE = 600
"""Characters of a text that is taken for an article though nothing else in its page says that it is one."""

_SUBTITLES = (
    ".article_subtitle, .article-subtitle, .news_subtitle, .subheading, h2.subtitle, h3.subtitle, h4.subtitle,"
    " .article-head-sub,"
    " .view_subtitle, .view-subtitle, .sub-headline"
)
_WALLS = "[class*=paywall], #paywall"


@dataclass(frozen=True)
class _Found:
    """What was found in a page, each in its place."""

    page: Page
    body: Body
    head: Head
    linked: LinkedArticle | None
    text: Text


def to_article(page: Page, *, fetched: datetime | None = None, clock: Clock = kst_now) -> Article:
    """The article of a page. Raises Unusable when it has no text, or an impossible date of publication.

    A page without a date or without a title is taken: losing the text would be worse.
    """
    linked = linked_article(page.scripts)
    body = find_body(page, linked)
    if body is None:
        raise Unusable(why_none(page))
    head = _head(page, body)
    printed = text_of(page.first(body.skin.title)) if body.skin and body.skin.title else ""
    title = facts.title_of(page, linked, head, body.container, printed) or (
        body.embedded.title if body.embedded else ""
    )
    named = _named(page, head, body, linked)
    text = trimmed(body.flow, title, named)
    _insist_article(page, body, head, linked, text)
    found = _Found(page, body, head, linked, text)
    published, dated = _published(page, head, linked, body, clock)
    subtitle = _subtitle(page, body, title)
    sections = facts.section_of(page, linked) or (
        (body.embedded.section,) if body.embedded and body.embedded.section else ()
    )
    bylines = tuple(name for said in body.flow.aside for name in _box_names(said))
    return Article(
        title=title,
        subtitle="\n".join(subtitle),
        body="\n\n".join(text.paragraphs),
        captions=tuple(dict.fromkeys(body.flow.captions)),
        press=facts.press_of(page, linked, [*text.footer, *body.flow.aside], title),
        section=sections[0] if sections else "",
        reporters=named or split_reporters(text.signature) or tuple(dict.fromkeys(bylines)),
        published=published,
        fetched=fetched,
        url=facts.url_of(page, linked),
        excerpt=_is_excerpt(page, linked, text),
        extra=_extra(found, sections, dated, clock),
    )


def _head(page: Page, body: Body) -> Head:
    if body.container is None:
        return Head()
    parts = page.css(body.skin.head) if body.skin and body.skin.head else []
    return read_head(body.container, parts)


def _named(page: Page, head: Head, body: Body, linked: LinkedArticle | None) -> tuple[str, ...]:
    """The reporters that the head prints, or that the page's data name."""
    printed = [name for line in head.bylines for name in split_reporters(line)]
    if printed and body.skin:
        return tuple(dict.fromkeys(printed))
    press = page.meta("og:site_name") or (linked.publisher if linked else "")
    said = [*facts.authors_of(page, linked, press), *([body.embedded.byline] if body.embedded else [])]
    told = [name for one in said if one for name in split_reporters(one)]
    return tuple(dict.fromkeys(told or printed))


def _box_names(said: str) -> tuple[str, ...]:
    """The names of a reporter's box: ‘좌동철 기자 roots@…’."""
    return split_reporters(said) if len(said) < 80 and ("기자" in said or "특파원" in said) else ()


def _insist_article(page: Page, body: Body, head: Head, linked: LinkedArticle | None, text: Text) -> None:
    """Raises Unusable for a page that has words but no article."""
    size = sum(map(len, text.paragraphs))
    if not (size or body.flow.captions):
        raise Unusable(why_none(page))
    if body.rule not in ("density", "article", "board", "named"):
        return
    if is_error(page) or (
        body.rule == "density" and page.tree.css_first("input[type=password]") is not None and size < _SURE_SIZE
    ):
        raise Unusable(why_none(page))
    if body.rule != "density" or size >= _SURE_SIZE:
        return
    shown = bool(linked or head.dates or page.meta("article:published_time") or page.meta("og:type") == "article")
    if not (shown or facts.repeats_title(page)):
        raise Unusable(why_none(page))


# --- dates ---


def _published(
    page: Page, head: Head, linked: LinkedArticle | None, body: Body, clock: Clock
) -> tuple[datetime | None, Dated | None]:
    """(when it was published, what the page printed of it). Approval first: that is when the page went public.

    Raises Unusable when the page gives a date, and no readable one.
    """
    told = [
        page.meta(
            "article:published_time", "og:article:published_time", "datepublished", "article:published", "pubdate"
        )
    ]
    told += [linked.published if linked else "", body.embedded.published if body.embedded else ""]
    candidates = [one for kind in _FIRST for one in _of_kind(head, kind)][:1]
    if not candidates:
        candidates = [Dated("", "발행", value) for value in told if value]
        candidates += [one for kind in _THEN for one in _of_kind(head, kind)][:2]
    wrong = ""
    for one in candidates:
        try:
            return parse_date(one.value, clock=clock), one
        except ValueError as e:
            wrong = wrong or f"{one.label or '발행'} 날짜를 읽지 못했습니다: {e}. 날짜를 고쳐 다시 넣으십시오."
    if wrong:
        raise Unusable(wrong)
    return None, None


def _of_kind(head: Head, kind: str) -> list[Dated]:
    """Dates of one kind; the day of the printed paper is none of publication on the web."""
    return [one for one in head.dates if one.kind == kind and not one.label.startswith("지면")]


def _as_iso(text: str, clock: Clock) -> str:
    """A date that no article is refused for: as it is printed when it cannot be read."""
    try:
        return parse_date(text, clock=clock).isoformat()
    except ValueError:
        return text


# --- the rest ---


def _subtitle(page: Page, body: Body, title: str) -> tuple[str, ...]:
    """The lines of the 부제, above the text or at its beginning."""
    nodes = page.css(body.skin.subtitle if body.skin and body.skin.subtitle else _SUBTITLES)
    inside = set(body.flow.subtitle) | set(body.flow.paragraphs)
    above = [
        line for node in nodes[:1] for raw in node.text(separator="\n").split("\n") if (line := " ".join(raw.split()))
    ]
    above = [] if body.flow.subtitle and set(above) & inside else [line for line in above if line not in inside]
    return tuple(dict.fromkeys(line for line in (*above, *body.flow.subtitle) if line != title))


def _is_excerpt(page: Page, linked: LinkedArticle | None, text: Text) -> bool:
    """Whether the page itself says that it shows only the beginning."""
    walled = any("paywall" in name for name in page.names) and any(text_of(one) for one in page.tree.css(_WALLS))
    locked = linked is not None and not linked.free and sum(map(len, text.paragraphs)) < _SURE_SIZE
    return text.cut or walled or locked


def _extra(found: _Found, sections: tuple[str, ...], dated: Dated | None, clock: Clock) -> dict[str, Any]:
    """What else the page says: its other dates under their labels, bylines as printed, tags, related articles."""
    page, body, head, text = found.page, found.body, found.head, found.text
    related = [(link.title, link.url) for link in text.related] or facts.related_of(page)
    links = {facts.absolute(page, url): title for title, url in related if title}
    said = {
        "byline": ", ".join(dict.fromkeys(head.bylines)),
        "signature": text.signature,
        "emails": emails_in(*head.bylines, text.signature, *body.flow.aside, *_boxes(page)),
        "tags": facts.tags_of(page, found.linked, text.tags),
        "sections": list(sections[1:]),
        "related": [{"title": title, "url": url} for url, title in links.items() if url],
        "quotes": body.flow.quotes,
        "footer": text.footer,
        **head.pairs,
    }
    told = {name: value for name, value in said.items() if value}
    return {"rule": body.rule, **_other_dates(found, dated, clock), **told}


def _other_dates(found: _Found, dated: Dated | None, clock: Clock) -> dict[str, str]:
    """The dates that are not that of publication, under their labels."""
    others = dict[str, str]()
    for one in found.head.dates:
        if one is not dated and one.label != "날짜":
            others.setdefault(one.label, _as_iso(one.value, clock))
    modified = found.page.meta("article:modified_time", "og:updated_time", "datemodified")
    modified = modified or (found.linked.modified if found.linked else "")
    modified = modified or (found.body.embedded.modified if found.body.embedded else "")
    if modified:
        others.setdefault("수정", _as_iso(modified, clock))
    return others


def _boxes(page: Page) -> list[str]:
    """The boxes in which skins present the reporter."""
    nodes = page.css(
        ".writer, .view-editors, .user-article, .article-writer, .reporter, .byline, dl.author, .journalist"
    )
    return [said for node in nodes[:6] if len(said := text_of(node)) < 200]
