"""What the class or id of an element says that it is: caption, 부제, or one of the things beside a text."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from indexer.sources.html.page import attribute

SKIPPED = frozenset(
    "script style noscript iframe svg button select textarea input template video audio object embed canvas nav footer"
    " colgroup source".split()
)
"""Elements that hold no words of a text."""

_NAME = r"(?<![a-z0-9]){}(?![a-z])"
_NEVER = re.compile(
    _NAME.format(
        r"(?:ads?\d*|adv|adbox|adarea|adsbygoogle|google-?auto-?placed|advert\w*|banners?|sponsors?|sponsored|dable"
        r"|taboola"
        r"|sns|share|shares|sharing|snsbox|social|copyright|article-?copy|view-?copyright|ccl|kogl|codeview\d*"
        r"|opentype|nuri"
        r"|reporters?|writers?|writer-?info|journalists?|byline|bylines|view-?editors|editors|user-?article"
        r"|user-?snb\S*"
        r"|comments?|reply|replies|cmm|livere|disqus|info-?options?\d*|article-?sns"
        r"|relations?|related|relation-?article|relate|recommend\w*|popular|ranking|bestnews|mostview|more-?news"
        r"|subscribe|subscription|newsletter"
        r"|donation|support|reaction|reactions|tooltip\S*|toolbar|tool-?bar|pager|paging|pagination|breadcrumbs?"
        r"|gnb|lnb|popup|toast\S*"
        r"|modal|blind|is-?blind|sr-only|show-for-sr|screen-reader-text|screen-?out|a11y|invisible|hidden|skip"
        r"|tag-?group|tags|hashtags?|tag-?list|taglist"
        r"|attach\w*|file-?list|md-fileview|file-?(?:box|area|wrap|head|body)|bo-?v-?(?:file|link|nb|act|sns"
        r"|atc-?sns|com)|vote"
        r"|paywall|locked|lock-?box|login-?wall|article-?end|view-?report|report-?box|jebo)"
    )
)
_RATHER_NOT = re.compile(
    _NAME.format(
        r"(?:print|layer|like|likes|most|profile|tag|next|prev|menu|file|files|btn\S*|buttons?|aside|side|notice|event"
        r"|util\w*|option\w*|qr\w*|widget|poll|survey|info-?group|infomation|article-?info|date|sub-?menu|more)"
    )
)
_CAPTION = re.compile(
    _NAME.format(
        r"(?:\S*caption|figcaption|caption-?text|cap|photo-?(?:text|txt|desc|info)|img-?(?:desc|txt|text|info)"
        r"|desc-?photo"
        r"|view-?r-?caption|thum-?figure-?txt|imgcaption|wp-caption)"
    )
)
_SUBTITLE = re.compile(
    _NAME.format(
        r"(?:sub-?headings?|sub-?head(?:line)?|sub-?tit(?:le)?(?:-?ll)?\d*|subtitles?|mid-?tit(?:le)?"
        r"|midtitle-?text|article-?head-?sub"
        r"|article-?sub(?:-?title)?|view-?subtitle|headline-?subtitle|font-?subtitle|article-?summary"
        r"|summary(?:-?view)?|media-?end-?summary|summary-?txt|lead-?title)"
    )
)
_QUOTE = re.compile(_NAME.format("(?:module-?quote|pull-?quote|quote-?box|pullquote)"))
_RELATED = re.compile(_NAME.format("(?:relat(?:e|ed|ion|ions)|relation-?article|more-?news)"))


def kind_of(node: LexborNode) -> str:
    """ "skip", "never", "rather not", "caption", "subtitle", "quote" or "" (a part of the text like any other)."""
    tag = node.tag or ""
    if tag in SKIPPED:
        return "skip"
    if tag == "figcaption":
        return "caption"
    said = node.attributes
    if not said:
        return "rather not" if tag == "aside" else ""
    names = f"{said.get('class') or ''} {said.get('id') or ''}".strip().lower().replace("_", "-")
    if "display:none" in (said.get("style") or "").replace(" ", "").lower() or "hidden" in said:
        return "never"
    return named_kind(names) or ("rather not" if tag == "aside" else "")


@lru_cache(maxsize=4096)
def named_kind(names: str) -> str:
    """What the classes and ids (lower case, - for _) say."""
    if not names:
        return ""
    for pattern, kind in _KINDS:
        if pattern.search(names):
            return kind
    return ""


def is_related(node: LexborNode) -> bool:
    """Whether an element lists articles related to this one."""
    names = f"{attribute(node, 'class')} {attribute(node, 'id')}".lower().replace("_", "-")
    return bool(_RELATED.search(names))


_KINDS = (
    (_CAPTION, "caption"),
    (_SUBTITLE, "subtitle"),
    (_QUOTE, "quote"),
    (_NEVER, "never"),
    (_RATHER_NOT, "rather not"),
)
