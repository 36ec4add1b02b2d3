"""The small archive that the page tests read."""

from __future__ import annotations

from tests.web.browser import Page, page_of
from tests.web.fake import FakeSearch, news

ARTICLES = [
    news("2016-08-31", id="www.garamilbo.example/10231"),
    news("2017-03-14", title="강소특구 현장실사 끝", press="솔내신문", section="경제", reporters=("오민재", "최여울")),
    news("2015-11-02", title="군수 “2년 안에 특구 유치”", reporters=()),
    news("2009-04-16", title="낡은 터미널 옮긴다", body="터미널은 낡았다. 군은 옮기기로 했다.", section="사회"),
    news("", title="날짜를 잃은 특구 기사"),
]


def get(path: str, search: FakeSearch | None = None, *, status: int = 200, **query: object) -> Page:
    """`since` and `until` stand for the parameters from and to."""
    names = {"since": "from", "until": "to"}
    asked = {names.get(name, name): value for name, value in query.items()}
    return page_of(search or FakeSearch(ARTICLES), path, asked or None, status=status)
