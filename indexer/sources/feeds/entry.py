"""An entry of a feed → Article: what newspapers put into RSS and Atom, adapted once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from indexer.article import Article
from indexer.sources.feeds.fragment import Fragment, plain_title, read_fragment
from indexer.sources.feeds.parts import Channel, Entry, joined
from indexer.sources.reader import Unusable
from indexer.sources.repair import Clock, kst_now, parse_date, split_reporters

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")
"""An e-mail address within a byline."""

_MORE = re.compile(
    r"\s*(?:[>▶→»\[(]\s*)*(?:글\s?전체\s?보기|전체\s?보기|전문\s?보기|기사\s?(?:전문\s?)?(?:더\s?)?보기|더\s?보기|계속\s?읽기"
    r"|자세히\s?보기|read more|continue reading)\s*[\])>»→.…]*\s*$",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:…|\.\.+|⋯|\[…\]|\[\.\.\.\]|\(중략\)|\(계속\))\s*[\"'”’]?\s*$")
_SUMMARY = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(?:description|summary)[\s>]")
_FULL_LENGTH = 600
"""Characters from which content that repeats the summary is taken for the whole text: summaries have 200 to 400."""


def to_article(entry: Entry, channel: Channel, *, markup: str = "", clock: Clock = kst_now) -> Article:
    """The article of an entry; `markup` is the entry as printed. Raises Unusable without a title and a text, or for an
    impossible date. An entry without a date is taken undated.
    """
    title = plain_title(_text(entry, "title"))
    body, captions, excerpt = _body(entry, markup)
    if not (title or body):
        raise Unusable("제목도 본문도 없는 항목입니다. 원래 페이지를 받아 넣으십시오.")
    byline = _byline(entry)
    sections = _categories(entry)
    section = sections[0] if sections else channel.section
    url, link = link_of(entry, channel)
    return Article(
        title=title,
        body=body,
        captions=captions,
        press=channel.press or plain_title(_text(entry, "publisher")),
        section=section,
        reporters=split_reporters(byline),
        published=published_of(entry, clock=clock),
        url=url,
        excerpt=excerpt,
        extra=_extra(entry, byline, sections[1:], url, link, clock),
    )


def link_of(entry: Entry, channel: Channel) -> tuple[str | None, str]:
    """(the address of the article, None when the entry has none that a browser opens; what it has instead)."""
    given = _text(entry, "feedburner_origlink") or _text(entry, "link")
    if not given.strip():
        return None, ""
    whole = joined(channel.link, given)
    return (whole, "") if re.match("https?://[^/]", whole) else (None, given)


def published_of(entry: Entry, *, clock: Clock = kst_now) -> datetime | None:
    """When it was published, in KST, from the date as printed: what names no zone is Korean time.

    Raises Unusable for what is no date of an article.
    """
    text = next((date for name in ("published", "created", "updated") if (date := _text(entry, name).strip())), "")
    if not text:
        return None
    try:
        return parse_date(text, clock=clock)
    except ValueError as e:
        raise Unusable(f"발행일을 읽지 못했습니다: {e}. 날짜를 고치거나 원래 페이지를 받아 넣으십시오.") from e


def _body(entry: Entry, markup: str) -> tuple[str, tuple[str, ...], bool]:
    """(body, captions, whether it is only a part of what the paper printed)."""
    full, summary = read_fragment(_content(entry)), read_fragment(_text(entry, "summary"))
    chosen = full if len(full.body) >= len(summary.body) else summary
    body = _MORE.sub("", chosen.body)
    cut = body != chosen.body or bool(_CUT.search(body))
    # Without a summary of its own, an entry's content is copied to it.
    repeats = full.body == summary.body and bool(_SUMMARY.search(markup)) and len(body) < _FULL_LENGTH
    captions = dict.fromkeys([*_media_captions(entry), *full.captions, *summary.captions])
    return body, tuple(captions), cut or repeats or not full.body or chosen is not full


def _content(entry: Entry) -> str:
    parts = entry.get("content")
    values = (part.get("value") for part in parts if isinstance(part, dict)) if isinstance(parts, list) else ()
    return max((value for value in values if isinstance(value, str)), key=len, default="")


def _media_captions(entry: Entry) -> Iterator[str]:
    for name, value in entry.items():
        if name.startswith("gisacaption") and isinstance(value, str):
            yield from read_fragment(value).paragraphs


def _byline(entry: Entry) -> str:
    """Everyone named as author, as printed."""
    people = entry.get("authors")
    names = [value for name, value in entry.items() if name.startswith("gisaauthor") and isinstance(value, str)]
    for person in people if isinstance(people, list) else ():
        if isinstance(person, dict):
            parts = (person.get("name"), person.get("email"))
            names.append(" ".join(dict.fromkeys(part for part in parts if isinstance(part, str) and part)))
    return ", ".join(dict.fromkeys(plain_title(name) for name in names if name)) or plain_title(_text(entry, "author"))


def _categories(entry: Entry) -> list[str]:
    tags = entry.get("tags")
    terms = (
        (tag.get("label") or tag.get("term") for tag in tags if isinstance(tag, dict)) if isinstance(tags, list) else ()
    )
    return list(dict.fromkeys(plain for term in terms if isinstance(term, str) and (plain := plain_title(term))))


def _extra(entry: Entry, byline: str, tags: list[str], url: str | None, link: str, clock: Clock) -> dict[str, object]:
    """What else the entry says, under the names by which other readers keep it."""
    guid = _text(entry, "id")
    extra: dict[str, object] = {
        "byline": byline if byline != ", ".join(split_reporters(byline)) else "",
        "emails": list(dict.fromkeys(EMAIL.findall(byline))),
        "tags": tags,
        "guid": guid if guid != url else "",
        "nsid": _text(entry, "nsid"),
        "link": link,
    }
    if _text(entry, "published") and (changed := _text(entry, "updated").strip()):
        try:
            extra["수정"] = parse_date(changed, clock=clock).isoformat()
        except ValueError:
            extra["수정"] = changed
    return {name: value for name, value in extra.items() if value}


def _text(entry: Entry, name: str) -> str:
    value = dict.get(entry, name) if isinstance(entry, dict) else entry.get(name)
    return value if isinstance(value, str) else ""


__all__ = ["EMAIL", "Fragment", "link_of", "published_of", "to_article"]
