"""Which article an article is: the same id for the same article, however often and from wherever it comes."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import time
from urllib.parse import SplitResult, parse_qsl, urlsplit

from indexer.article import KST, Article

_ABSOLUTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//")
_NUMBER = re.compile(r"[0-9]{1,18}")
_HEX_LENGTH = 16
"""64 bits of SHA-256: a million articles collide with a chance of 1 in 37 million."""


def identity(article: Article) -> str:
    """The article's id. The first of these that it can have:

    - the id its source gave, as it is;
    - from a url with `idxno` (NDSoft): `garamilbo.example:10231`;
    - from any other url: `garamilbo.example/news/2019/10231`, see `_plain_url`;
    - from press, title, time of publication and reporters: `page-…`, so that a corrected page is a new version
      of the same article. Only with a title and a time of day: a day has many articles titled ‘오늘의 운세’;
    - from all of its text: `text-…`.
    """
    return article.id or _from_url(article.url or "") or _from_page(article) or _from_text(article)


def _from_url(url: str) -> str | None:
    if not _ABSOLUTE.match(url.strip()):
        return None
    try:
        # An article from a careless source may hold lone surrogates, which nothing can store.
        parts = urlsplit(url.strip().encode("utf-8", "backslashreplace").decode())
        host = _host(parts)
    except ValueError:  # an impossible port or IPv6 address
        return None
    if not host:
        return None
    numbers = [value for name, value in parse_qsl(parts.query) if name.lower() == "idxno" and _NUMBER.fullmatch(value)]
    return f"{host}:{numbers[0]}" if numbers else _plain_url(host, parts)


def _plain_url(host: str, parts: SplitResult) -> str | None:
    """Host and path and query: scheme, `www.`, fragment and utm_… (which newsletter sent the reader) are no identity.

    Nor is a site's front page, which careless sources give for every article.
    """
    query = "&".join(field for field in parts.query.split("&") if field and not field.lower().startswith("utm_"))
    if parts.path in ("", "/") and not query:
        return None
    return host + parts.path + ("?" + query if query else "")


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removeprefix("www.")
    return host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"


def _from_page(article: Article) -> str | None:
    published = article.published
    if not article.title or published is None or published.astimezone(KST).time() == time.min:
        return None
    seen = [article.press, article.title, published.astimezone(KST).isoformat(), *article.reporters]
    return "page-" + hashlib.sha256(json.dumps(seen, ensure_ascii=True).encode()).hexdigest()[:_HEX_LENGTH]


def _from_text(article: Article) -> str:
    try:
        digest = article.content_hash
    except UnicodeEncodeError:  # lone surrogates: the article has not passed `analysis.gate` yet
        seen = [article.title, article.subtitle, article.body, *article.captions]
        digest = hashlib.sha256(json.dumps(seen, ensure_ascii=True).encode()).hexdigest()
    return "text-" + digest[:_HEX_LENGTH]
