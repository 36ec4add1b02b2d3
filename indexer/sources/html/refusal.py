"""Why a page holds no article: an error page, a login wall, a list, or simply no text."""

from __future__ import annotations

import re

from indexer.sources.html.page import Page, squeezed, text_of

_ERROR = re.compile(
    r"\b(?:40[0-9]|50[0-9])\b.{0,30}(?:error|not found|forbidden|오류|에러)|(?:error|오류|에러)\s?\b(?:40[0-9]"
    r"|50[0-9])\b"
    r"|\b404\b|not found"
    r"|찾을 수 없(?:습니다|는)|존재하지 않는|삭제(?:된|되었|하였)|잘못된 (?:접근|경로|요청)|서비스 점검|시스템 점검"
    r"|접근(?:이|할 수)? ?(?:제한|차단|없)"
    r"|access denied|forbidden|service unavailable|페이지가 없습니다",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"로그인|회원 ?전용|유료 ?회원|구독자? ?전용|log ?in|sign ?in", re.IGNORECASE)
_ALERT = re.compile(r"alert\(\s*(['\"])(?P<said>.{2,120}?)\1\s*\)")
_LISTS = re.compile(r"articleList|/list(?:[/?.]|$)|/search|/section/|/category/|S_N\d|sc_section", re.IGNORECASE)
_AGAIN = "기사 페이지를 열어 다시 저장해 넣으십시오."
_SHORT = 600


def is_error(page: Page) -> bool:
    """Whether the page's title or its only words say that there is no such article."""
    heading = f"{page.title} {text_of(page.tree.css_first('h1, h2'))}"
    return bool(_ERROR.search(heading)) and len(text_of(page.tree.body)) < _SHORT


def why_none(page: Page) -> str:
    """The reason, and what to do, for a page in which no text of an article was found."""
    body = text_of(page.tree.body)
    begin = body[:_SHORT]
    alert = next((found["said"] for script in page.scripts if (found := _ALERT.search(script.text))), "")
    if alert and len(body) < _SHORT:
        said = squeezed(alert.replace("\\n", " "))
        return f"기사가 없다고 알리는 페이지입니다(‘{said}’). 주소를 확인하고 다시 저장해 넣으십시오."
    if (_ERROR.search(page.title) and len(body) < 5 * _SHORT) or (_ERROR.search(begin) and len(body) < _SHORT):
        return f"기사가 아니라 오류를 알리는 페이지입니다. 주소를 확인하고 {_AGAIN}"
    if _walled(page, body):
        return f"로그인해야 보이는 페이지라 본문이 없습니다. 로그인한 뒤 {_AGAIN}"
    links = sum(len(text_of(a)) for a in page.tree.css("a"))
    if body and ((links * 2 > len(body) and len(page.tree.css("a")) > 10) or _LISTS.search(page.address)):
        return f"기사 한 편이 아니라 목록이나 첫 화면입니다. {_AGAIN}"
    if not body and page.scripts:
        return (
            f"본문이 없습니다: 스크립트로 그리는 페이지라 저장된 글이 없습니다. 브라우저에서 ‘페이지 전체’로 {_AGAIN}"
        )
    return f"본문이 없습니다: 기사 문단도 사진 설명도 찾지 못했습니다. {_AGAIN}"


def _walled(page: Page, body: str) -> bool:
    asks = page.tree.css_first("input[type=password]") is not None
    return bool(_LOGIN.search(f"{page.title} {body[:2000]}")) and (asks or len(body) < _SHORT)
