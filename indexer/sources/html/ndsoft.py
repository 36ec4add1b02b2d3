"""The skins of NDSoft, the CMS of most local papers: what each calls its title, 부제, head and text."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from indexer.sources.html.page import Page, attribute


@dataclass(frozen=True, kw_only=True)
class Skin:
    """CSS selectors of one generation. `marks` tell it from others that use the same container."""

    name: str
    body: str
    marks: str = ""
    title: str = ""
    subtitle: str = ""
    head: str = ""


SKINS = (
    Skin(
        name="ndsoft-2020",
        marks=(
            ".article-view-header, .article-veiw-body, .article-view-body, ul.infomation, .info-group, h1.heading,"
            " h3.heading"
        ),
        body="#article-view-content-div, .article-veiw-body, .article-view-body",
        title=(
            ".article-view-header .heading, .article-header .heading, .view-header .heading, h1.heading,"
            " h3.heading, h2.heading"
        ),
        subtitle=(
            ".article-view-header .subheading, h4.subheading, h2.subheading, .article-header .subheading, .subheading"
        ),
        head=".infomation, .info-group, .article-view-header .breadcrumbs",
    ),
    Skin(
        name="ndsoft-2017",
        body="#article-view-content-div, .article-view-content, #articleViewCon",
        title=".article-head-title, #article-wrap .headline, .article-title",
        subtitle=".article-head-sub, .article-sub-title",
        head=".info-text, .article-head-info, .article-head .info, .user-article, section.article-head-info",
    ),
    Skin(
        name="ndsoft-2008",
        body=(
            "td#articleBody, div#articleBody.view_r, .view_r, td.view_r, #arl_view_content, #ND_body, #articleBody,"
            " .View_R"
        ),
        marks=(
            ".View_Title, .View_Info, .View_SubTitle, .headline-title, #font_title, #font_subtitle, #font_date,"
            " #font_email, td.view_r, #arl_view_content, #ND_body, .view_r_caption, #GS_Title"
        ),
        title="#font_title, .headline-title, .View_Title strong, .View_Title, #GS_Title, .title_v",
        subtitle="#font_subtitle, .headline-subtitle, .View_SubTitle",
        head="#font_date, #font_email, .View_Info, .view_info, #font_name",
    ),
)


def skin_of(page: Page) -> Skin | None:
    """The skin whose container and marks a page has, None when it is of none."""
    return next((skin for skin in SKINS if page.css(skin.body) and (not skin.marks or page.css(skin.marks))), None)


def container_of(page: Page, skin: Skin) -> LexborNode | None:
    """The container with the longest text: some skins wrap their text twice, the outer one with the head in it."""
    found = page.css(skin.body)[:50]
    named = [node for node in found if attribute(node, "id") == "article-view-content-div"]
    return max(named or found, key=lambda node: len(node.text()), default=None)
