"""The links of a page: which lead to articles, and which to the next page of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from urllib.parse import parse_qsl, quote, urljoin, urlsplit, urlunsplit

from indexer.sources.decode import decode
from indexer.sources.reader import Unusable

MOST_LINKS = 5_000
"""Links that one page is taken to have: a list of a paper has some hundred."""

_LARGEST = 16 << 20
_MOST_TAGS = 50_000
_LONGEST = 2_000
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|css|js|json|pdf|hwpx?|docx?|xlsx?|pptx?|zip|mp3|mp4|avi|wmv|exe)\Z",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"""
      /articleview(?:\.html?|\.php|\.jsp)?\?(?:.*&)?idxno=\d       # NDSoft
    | /articles?/(?:view/|read/)?[\w-]*\d{3}                       # /article/123, /article/20190327000123
    | /(?:news|view|read|archives?)/(?:view/|read/|article/)?[\w-]*\d{5,}(?:[/.?]|\Z)
    | /(?:19|20)\d\d[/-]?(?:0[1-9]|1[0-2])[/-]?(?:[0-2]\d|3[01])/[^/?]+   # /2019/03/27/솔내천
    | [?&](?:wr_id|newsid|news_id|articleid|article_id|aid|document_srl|nttid|ntt_id|bbs_seq)=\d
    | (?:view|read)(?:\.\w{2,4})?\?(?:.*&)?(?:idx|no|num|seq|uid|id|code)=\d
    | /\?p=\d+\Z                                                   # WordPress
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TAG = re.compile(r"<(!--|(?:a|area|base|script|style)(?=[\s/>]))", re.IGNORECASE)
_SKIPPED = {"!--": "-->", "script": "</", "style": "</"}
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s"'>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
_LIST = re.compile(r"/articlelist(?:\.html?|\.php)?(?:\?|\Z)", re.IGNORECASE)
_PAGE_NAMES = ("page", "paged", "pageno", "page_no", "pageindex", "currentpage")
_PAGE_PATH = re.compile(r"/page/(\d{1,6})(?=/|\Z)", re.IGNORECASE)


def is_article_url(address: str) -> bool:
    """Whether the address looks like an article's own page."""
    return bool(_ARTICLE.search(_beyond_host(address))) and not is_list_url(address)


def is_list_url(address: str) -> bool:
    """Whether the address is an NDSoft section list."""
    return bool(_LIST.search(_beyond_host(address)))


def plain_url(address: str, base: str = "") -> str | None:
    """The address as it is asked for: absolute, without fragment, nothing but ASCII; the `idxno` of an NDSoft article
    alone, because its list hands the place in the list on. None for what leads to no page."""
    try:
        parts = urlsplit(urljoin(base, re.sub(r"[\t\r\n]", "", address.strip())))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        return None
    netloc = host if ":" not in host else f"[{host}]"
    netloc += "" if port in (None, {"http": 80, "https": 443}[parts.scheme]) else f":{port}"
    path = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*[]")
    query = quote(_plain_query(path, parts.query), safe="%/:=&?~+!$,;'@()*[]")
    made = urlunsplit((parts.scheme, netloc, path, query, ""))
    return made if len(made) <= _LONGEST and not _NO_PAGE.search(path) else None


def page_links(page: bytes, base: str) -> list[str]:
    """Every link of an HTML page to its own host, once each, in their order, as `plain_url`.

    The page is not parsed but looked through, which takes the same time however its tags nest.
    """
    try:
        text = decode(page[:_LARGEST])
    except Unusable:
        return []
    links: dict[str, None] = {}
    based = False
    for tag, href in islice(_hrefs(text), _MOST_TAGS):
        if tag == "base":  # the first counts
            base, based = base if based else _joined(base, href), True
            continue
        made = plain_url(href, base)
        if made and _asks_for_a_page(href) and urlsplit(made).netloc == urlsplit(base).netloc.lower():
            links[made] = None
        if len(links) >= MOST_LINKS:
            break
    return list(links)


def next_page(address: str, links: list[str]) -> str | None:
    """Of the links of a list's page, the one to the page after it: the same address with one page more."""
    place, number = _place(address)
    return next((link for link in links if _next_to(place, number, _place(link))), None)


def _beyond_host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.path + ("?" + parts.query if parts.query else "")


def _plain_query(path: str, query: str) -> str:
    fields = parse_qsl(query, keep_blank_values=True)
    number = next((value for name, value in fields if name.lower() == "idxno" and value.isdigit()), None)
    if number is not None and "articleview" in path.lower():
        return f"idxno={number}"
    return "&".join(field for field in query.split("&") if field and not field.lower().startswith("utm_"))


def _hrefs(text: str) -> Iterator[tuple[str, str]]:
    """The tags `a`, `area` and `base` with where they lead; nothing in comments, scripts and styles."""
    at = 0
    while found := _TAG.search(text, at):
        name, at = found[1].lower(), found.end()
        if name in _SKIPPED:
            at = text.find(_SKIPPED[name], at)
            if at < 0:
                return
            continue
        href = None
        while attribute := _ATTRIBUTE.match(text, at):
            at = attribute.end()
            if attribute[1].lower() == "href" and href is None:
                href = unescape((attribute[2] or "").strip("\"'"))
        if href is not None:
            yield name, href


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return base


def _asks_for_a_page(href: str) -> bool:
    """Not a place on the same page, nor a script."""
    return not re.match(r"\s*(?:#|javascript:|mailto:|tel:|data:)", href, re.IGNORECASE)


def _place(address: str) -> tuple[tuple[str, str, frozenset[tuple[str, str]]], int]:
    """An address without its page's number, and the number: 1 where it has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ("", "", frozenset()), 0
    fields = parse_qsl(parts.query)
    numbers = [int(value) for name, value in fields if _is_page(name, value)]
    numbers += [int(number) for number in _PAGE_PATH.findall(parts.path)]
    rest = frozenset((name, value) for name, value in fields if not _is_page(name, value))
    path = _PAGE_PATH.sub("", parts.path).rstrip("/")
    return (parts.netloc, path, rest), numbers[0] if numbers else 1


def _is_page(name: str, value: str) -> bool:
    return name.lower() in _PAGE_NAMES and value.isascii() and value.isdigit() and len(value) <= 6


def _next_to(
    place: tuple[str, str, frozenset[tuple[str, str]]],
    number: int,
    other: tuple[tuple[str, str, frozenset[tuple[str, str]]], int],
) -> bool:
    """NDSoft's links to further pages carry more than the first page's address (`total`, `box_idxno`), which is let
    pass; but not another section."""
    (host, path, rest), there = other
    return (host, path) == place[:2] and there == number + 1 and rest >= place[2]
