"""What the parts of a page say of its article, the best source of each first."""

from __future__ import annotations

import re
from itertools import chain, islice
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from indexer.sources.html.head import Head, nearest_heading
from indexer.sources.html.json_ld import LinkedArticle
from indexer.sources.html.page import Page, attribute, squeezed, text_of
from indexer.sources.texts.ndsoft_lines import is_byline, owner

_TITLES = (
    "#bo_v_title, .read_header h1, .rd_hd h1, .np_18px_span, .entry-title, .media_end_head_headline, #articleTitle,"
    " .tit_view,"
    " .view_tit, .view-tit, .view_title, .view-title, .article_title, .article-title, .board_view_title,"
    " .bbs_view_title"
)
_HEADINGS = "h1, h2, h3, h4, .title, .tit, .subject, .headline"
_BREADCRUMBS = (
    ".article-head-nav a, .view-nav a, .breadcrumbs a, .breadcrumb a, .breadcrumbs li, .location a, .path a,"
    " #locWrap a, .article-nav a"
)
_NO_SECTION = re.compile(
    r"홈|HOME|기사본문|전체기사|뉴스홈|메인|목록|[0-9.:\s-]+|.*[0-9]{4}[.-].*|.{21,}", re.IGNORECASE
)
_BETWEEN = r"\s*(?:[-|<>:–—ㅣ│·]|::|&lt;)\s*"
_SPLIT = re.compile(r"\s+[-|<–—│]\s+|\s*[|ㅣ│]\s*|\s*::\s*|\s+<\s*")
_NO_NAME = re.compile(r"(?:https?:)?//|\.(?:com|kr|net)\b|관리자|admin|webmaster|편집자", re.IGNORECASE)
_COPYRIGHT = ".article-copy, .view-copyright, .article-copyright, .copyright, #copyright, footer, #footer, .footer"
_OWNER = "저작권자"
_OWNED = re.compile(
    r"(?:저작권자|Copyright|[ⓒ©])[\s:ⓒ©()cC]{0,10}([가-힣A-Za-z0-9]{1,14}(?:일보|신문|뉴스|저널|방송|타임스|타임즈"
    r"|투데이|매일|미디어|통신))",
    re.IGNORECASE,
)
_TAGS = (
    ".tag-group a, .tag-group .tag, .tags a, .article-tag a, .hashtag a, .tag_list a, a[rel=tag], .tag-list a,"
    " .view-tag a, .view_tag a"
)
_RELATED = (
    ".article-relation a, .view-relation a, .relation-article a, .related-news a, #relation a, .relation a,"
    " .article-related a, .related_article a"
)


def press_of(page: Page, linked: LinkedArticle | None, footer: list[str], title: str) -> str:
    """The newspaper: as the page names its site, as JSON-LD names the publisher, as the copyright line says."""
    portal = page.meta("og:article:author")  # portals: ‘가람일보 | 포털’
    named = portal.split("|")[0].strip() if "|" in portal else page.meta("og:site_name")
    named = named or (linked.publisher if linked else "") or page.meta("application-name")
    if named and not _NO_NAME.search(named):
        return named
    lines = chain(
        footer,
        (line for node in page.css(_COPYRIGHT)[:10] for line in node.text(separator="\n").split("\n")),
    )
    told = (squeezed(line) for line in islice(lines, 400) if _OWNER in line)
    found = next((name for line in told if len(line) < 200 and (name := owner(line))), "")
    return found or _beside(page.title, title) or _press_anywhere(page)


def _beside(window: str, title: str) -> str:
    """What a window title has beside the article's: ‘제목 - 가람일보’, ‘보도자료 < 군정소식 < 가람군청 홈페이지’."""
    named = _SPLIT.split(window.replace(title, "|", 1) if title and title in window else window)
    named = [part for one in named if (part := one.replace("홈페이지", "").strip(" -|<>:–—│ㅣ"))]
    last = named[-1] if named else ""
    return last if 1 < len(last) < 15 and (len(named) > 1 or window.strip() != last) else ""


def _press_anywhere(page: Page) -> str:
    found = _OWNED.search(page.tree.body.text() if page.tree.body is not None else "")
    copyright_line = re.sub(r"^[ⓒ©\s]*(?:Copyright)?[ⓒ©\s]*", "", page.meta("copyright"), flags=re.IGNORECASE)
    return found[1] if found else copyright_line[:40]


def title_of(page: Page, linked: LinkedArticle | None, head: Head, container: LexborNode | None, printed: str) -> str:
    """The title as printed: where a skin says so, in the heading that the window title repeats, in `<meta>`."""
    if printed := printed or head.title or text_of(page.first(_TITLES)):
        return printed
    site = page.meta("og:site_name")
    said = [
        page.meta("headline"),
        page.meta("og:title"),
        linked.headline if linked else "",
        page.meta("twitter:title", "title"),
    ]
    said = [text for one in (*said, page.title) if (text := _without_site(one, site))]
    named = [text for text in said if text != site]
    for text in named:
        heading = _heading_like(page, text)
        if heading:
            return heading
    if page.meta("og:type") == "article" or linked or page.meta("headline"):
        return next(iter(named), "")
    return (nearest_heading(container) if container is not None else "") or next(iter(named), "")


def repeats_title(page: Page) -> bool:
    """Whether a heading of the page is its window title, as that of an article is and that of a front page is not."""
    title = _without_site(page.title, page.meta("og:site_name"))
    return bool(title) and bool(_heading_like(page, title))


def _heading_like(page: Page, title: str) -> str:
    """The longest heading that the title begins with: without what the site appends to it."""
    plain = _plain(title)
    headings = {text for node in page.css(_HEADINGS) if 4 < len(text := text_of(node)) < 300}
    fitting = [
        text for text in headings if (bare := _plain(text)) and plain.startswith(bare) and 3 * len(bare) > len(plain)
    ]
    return max(fitting, key=len, default="")


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _without_site(title: str, site: str) -> str:
    """‘제목 < 섹션 < 기사본문 - 가람일보’ → 제목."""
    title = re.split(r" < ", title)[0]
    if site and title != site:
        title = re.sub(rf"{_BETWEEN}{re.escape(site)}\s*$", "", title)
    parts = _SPLIT.split(title)
    while len(parts) > 1 and len(parts[-1]) < 15 and len(parts[-1]) * 2 < len(title):
        title = title[: title.rindex(parts.pop())].rstrip(" -|<–—│ㅣ:")
    return title.strip()


def section_of(page: Page, linked: LinkedArticle | None) -> tuple[str, ...]:
    """The sections of an article, the most particular first where the page says it with one word."""
    metas = [page.meta("article:section"), page.meta("article:section2"), linked.section if linked else ""]
    metas += [page.meta("content_category"), page.meta("content_subcategory")]
    crumbs = [text_of(node) for node in page.css(_BREADCRUMBS)]
    crumbs = [text for text in crumbs if text and not _NO_SECTION.fullmatch(text) and not is_byline(text)]
    named = page.title.split(" < ")[1:-1] if page.title.count(" < ") > 1 else []
    named = [text for one in named if (text := squeezed(one)) and not _NO_SECTION.fullmatch(text)]
    return tuple(dict.fromkeys(text for text in (*metas, *crumbs[-1:], *named) if text))


def url_of(page: Page, linked: LinkedArticle | None) -> str | None:
    """The article's own address; not a site's front page, which careless pages give as canonical."""
    canonical = page.tree.css_first("link[rel=canonical]")
    said = [
        attribute(canonical, "href") if canonical is not None else "",
        page.meta("og:url"),
        linked.url if linked else "",
    ]
    addresses = [absolute(page, one) for one in (*said, page.meta("twitter:url"))]
    return next((one for one in addresses if one and _is_particular(one)), page.address or None)


def absolute(page: Page, address: str) -> str:
    """An address as seen from the page; "" for what is none."""
    address = address.strip()
    if not address or address.startswith(("javascript:", "#", "mailto:", "tel:")):
        return ""
    try:
        found = urljoin(page.address, address) if page.address else address
        return found if urlsplit(found).hostname or not page.address else ""
    except ValueError:
        return ""


def _is_particular(address: str) -> bool:
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname)
    except ValueError:
        return False
    return named and (
        bool(re.search("[0-9]", parts.path + parts.query)) or parts.path.count("/") > 2 or len(parts.path) > 30
    )


def tags_of(page: Page, linked: LinkedArticle | None, below: list[str]) -> list[str]:
    """The tags that the page shows; else those that it tells search engines."""
    shown = [text_of(node).strip("# ") for node in page.css(_TAGS)]
    metas = [one for name in ("article:tag", "news_keywords") for one in page.metas.get(name, ())]
    told = [*(linked.keywords if linked else ()), *(word for one in metas for word in one.split(","))]
    return list(
        dict.fromkeys(tag for one in (shown + below or told) if (tag := squeezed(one).strip("#")) and len(tag) < 40)
    )


def related_of(page: Page) -> list[tuple[str, str]]:
    """(title, address) of the articles that the page lists as related, outside its text."""
    return [(text_of(node), attribute(node, "href")) for node in page.css(_RELATED)]


def authors_of(page: Page, linked: LinkedArticle | None, press: str) -> tuple[str, ...]:
    """Authors that `<meta>` and JSON-LD name; a newspaper is none."""
    metas = [one for name in ("article:author", "dable:author", "author", "byl") for one in page.metas.get(name, ())]
    named = [*(linked.authors if linked else ()), *(re.sub(r"^By ", "", one) for one in metas)]
    return tuple(one for one in named if one and one != press and not _NO_NAME.search(one) and len(one) < 100)
