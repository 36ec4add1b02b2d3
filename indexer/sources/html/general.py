"""Where the text of an article stands in pages of no known CMS: by the names that many give it, else by its density."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from indexer.sources.html.classes import kind_of
from indexer.sources.html.page import Page, text_of

_NAMED = (
    ("article-body", "[itemprop=articleBody]"),
    (
        "named",
        (
            "#dic_area, #newsct_article, #articleBodyContents, #newsEndContents, #articeBody,"
            " [data-cloud-area=article], .article_view .news_view,"
            " #article_body, #articleBody, #articlebody, #article-body, #article_content, #articleContent,"
            " #article-content,"
            " .article_body, .article-body, .articleBody, .article_txt, .article-text, .article_text, .article_cont,"
            " .article_content,"
            " .article-content, .article-contents, .article_contents, .news_body, .news-body, #news_body_area,"
            " #newsContent, #news_content,"
            " .news_content, .news-content, .news_text, #CmAdContent, .story-news, .story_body, .entry-content,"
            " .post-content, .post_content,"
            " .xe_content, .rhymix_content, .rd_body, #bo_v_con, .se-main-container, .tt_article_useless_p_margin,"
            " #post_content,"
            " .contents_style, .text_viewbox"
        ),
    ),
    (
        "board",
        (
            ".view_cont, .view_content, .view-content, .view_contents, .view-contents, .view_con, .view_text,"
            " .view-text, .view_txt, .viewbox,"
            " .board_view_content, .board-view-content, .board_content, .board-content, .bbs_content, .bbs-content,"
            " .bbs_view_content,"
            " .bbs--view--content, .b-content-box, .content_view, .cont_view, .dbdata, .bod_view, .board_cont,"
            " .board_con, .p-table__content,"
            " td.content, td.cont, td.contents, td.view_content, .editor_content, .txt_area, .view_area, #contentDiv,"
            " .fr-view, .ck-content"
        ),
    ),
    ("article", "article"),
)
_LEAST_NAMED = 20
_LEAST_DENSE = 150
"""Characters of a text that nothing but its density shows to be one; menus and notices have less in one place."""

_SENTENCE = re.compile(r"[다요죠음함됨임까]\s?[.?!]|[다요]\s?\.?[”\"’']")
_TEASERS = "h2 a, h3 a, h4 a, h5 a, dt a, strong a, a strong, a h2, a h3, a h4, .title a, .tit a, .subject a"
_INLINE = frozenset("span b strong i em font u a mark small sub sup s del ins label abbr time".split())


def containers(page: Page) -> Iterator[tuple[str, LexborNode]]:
    """(rule, container) for every place where the text may be, the surest first."""
    for rule, selectors in _NAMED:
        found = [node for node in page.css(selectors)[:50] if len(node.text().strip()) >= _LEAST_NAMED]
        if rule == "article":
            found = [node for node in found if not _is_list(node)]
        if found:
            yield rule, max(found, key=_words)
    dense = _densest(page)
    if dense is not None and not _is_list(dense):
        yield "density", dense


def _words(node: LexborNode) -> int:
    """Characters of a node outside links."""
    return len(node.text()) - sum(len(a.text()) for a in node.css("a"))


def _is_list(node: LexborNode) -> bool:
    """Whether an element is a list of articles with their teasers."""
    teasers = [one for one in node.css(_TEASERS)[:300] if len(text_of(one)) > 8]
    return len(teasers) > 4 and sum(len(text_of(one)) for one in teasers) * 8 > len(node.text())


def _densest(page: Page) -> LexborNode | None:
    """The element with the most running text right below it, None when none reads as a text."""
    scores: dict[int, float] = {}
    nodes: dict[int, LexborNode] = {}
    for block, size in _texts(page):
        up: LexborNode | None = block
        for weight in (1.0, 0.9, 0.4) if block.tag != "p" else (0.1, 1.0, 0.5):
            if up is None or up.tag == "html":
                break
            key = up.mem_id
            nodes[key], scores[key] = up, scores.get(key, 0.0) + weight * size
            up = up.parent
    best = max(scores, key=lambda key: scores[key], default=None)
    if best is None or len(text := text_of(nodes[best])) < _LEAST_DENSE:
        return None
    return nodes[best] if len(_SENTENCE.findall(text)) > 1 else None


def _texts(page: Page) -> Iterator[tuple[LexborNode, int]]:
    """(the block it stands in, its length) of every text that is long enough to be one and no link."""
    if page.tree.body is None:
        return
    for node in page.tree.body.traverse(include_text=True, skip_empty=True):
        if node.tag != "-text" or len(text := (node.text_content or "").strip()) < 25:
            continue
        block = _block_of(node)
        if block is not None:
            yield block, len(text)


def _block_of(node: LexborNode) -> LexborNode | None:
    """The nearest block around a text; None inside links and what is beside a text."""
    block = node.parent
    for _ in range(8):
        if block is None or block.tag in ("a", "button", "option", "textarea", "label"):
            return None
        if block.tag not in _INLINE:
            break
        block = block.parent
    up = block
    for _ in range(4):
        if up is None or up.tag in ("body", "html"):
            break
        if up.tag == "a" or kind_of(up) in ("skip", "never"):
            return None
        up = up.parent
    return block
