"""Every page and state of the site that is looked at: a name and a path each."""

from __future__ import annotations

from urllib.parse import quote

from tests.browser.invented import CORRECTED, RESTRICTED, RESTRICTED_PRESS, STORY, UNDATED

READ = "garamilbo-35790"
"""An article of the samples, about the 강소특구."""

STATES = {
    "home": "/",
    "search": "/search?q=강소특구",
    "search: every article": "/search",
    "search: filtered": "/search?q=특구&press=가람일보&section=자치행정&from=2015&to=2017",
    "search: second page": "/search?q=군수&page=2",
    "search: months": "/search?q=특구&by=month&from=2015&to=2016",
    "search: days": "/search?q=특구&by=day&from=2016-08&to=2016-08",
    "search: several words": "/search?q=소각장 주민설명회",
    "search: any of the words": "/search?q=소각장 주민설명회&match=most",
    "search: one hit a story": "/search?q=솔내천 벚꽃길&collapse=1",
    "search: a notice": '/search?q="소각장 설명회',
    "search: corrected": "/search?q=깅소특구",
    "search: nothing": "/search?q=없는낱말입니다 특구",
    "search: nothing with filters": f"/search?q=소각장&press={RESTRICTED_PRESS}&from=1999&to=2001",
    "search: beyond the end": "/search?q=특구&page=900",
    "search: without a date": "/search?q=옛 사진&sort=newest",
    "article": f"/article/{READ}",
    "article: with marks": f"/article/{READ}?q=강소특구 지정",
    "article: beginning only": f"/article/{RESTRICTED}",
    "article: corrected": f"/article/{CORRECTED}",
    "article: what was corrected": f"/article/{CORRECTED}?diff=1",
    "article: as it was": f"/article/{CORRECTED}?version=1",
    "article: in two papers": f"/article/{STORY}",
    "article: without a date": f"/article/{UNDATED}",
    "search: left out": "/search?q=특구&not_press=가람일보&region=솔내읍",
    "search: shares": "/search?q=특구&share=1",
    "values": "/values/reporter?q=특구",
    "values: found": "/values/reporter?q=특구&find=서연",
    "kwic": "/kwic?q=특구",
    "kwic: by the right": "/kwic?q=특구 소각장&match=most&order=right&press=가람일보",
    "kwic: nothing": "/kwic?q=없는낱말입니다",
    "kwic: no word": "/kwic",
    "compare": "/compare",
    "compare: three": "/compare?q=특구&q=소각장&q=터미널",
    "compare: shares of months": "/compare?q=특구&q=소각장&share=1&by=month&from=2015&to=2016",
    "compare: nothing": "/compare?q=없는낱말입니다",
    "draft": "/draft",
    "export": "/export?q=특구&press=가람일보",
    "export: nothing": "/export?q=없는낱말입니다",
    "saved": "/saved",
    "help": "/help",
    "api": "/api",
    "coverage": "/coverage",
    "coverage: of one paper": "/coverage?press=가람일보",
    "problem: bad parameter": "/search?q=특구&page=0",
    "problem: unknown facet": "/search?facets=nothing",
    "problem: bad period": "/search?q=특구&from=2019-13",
    "problem: no such article": "/article/none",
    "problem: no such page": "/nowhere",
    "English: home": "/en/",
    "English: search": "/en/search?q=특구&press=가람일보&from=2015&to=2017",
    "English: left out": "/en/search?q=특구&not_press=가람일보&region=솔내읍",
    "English: several words": "/en/search?q=소각장 주민설명회&collapse=1",
    "English: corrected": "/en/search?q=깅소특구",
    "English: values": "/en/values/reporter?q=특구&find=서연",
    "English: compare nothing": "/en/compare?q=없는낱말입니다",
    "English: article in two papers": f"/en/article/{STORY}",
    "English: article beginning only": f"/en/article/{RESTRICTED}",
    "English: coverage of one paper": "/en/coverage?press=가람일보",
    "English: api": "/en/api",
    "English: nothing": "/en/search?q=없는낱말입니다 특구",
    "English: article": f"/en/article/{READ}?q=강소특구 지정",
    "English: versions": f"/en/article/{CORRECTED}?diff=1",
    "English: kwic": "/en/kwic?q=특구",
    "English: compare": "/en/compare?q=특구&q=소각장",
    "English: draft": "/en/draft",
    "English: export": "/en/export?q=특구",
    "English: saved": "/en/saved",
    "English: help": "/en/help",
    "English: coverage": "/en/coverage",
    "English: problem": "/en/search?q=특구&page=0",
}
"""With scripts and without, light and dark, wide and narrow, these must hold what the tests say."""

KINDS = {
    "home": "/",
    "search": STATES["search: filtered"],
    "nothing": STATES["search: nothing"],
    "article": STATES["article: with marks"],
    "versions": STATES["article: what was corrected"],
    "kwic": STATES["kwic"],
    "compare": STATES["compare: three"],
    "draft": "/draft",
    "export": STATES["export"],
    "saved": "/saved",
    "help": "/help",
    "coverage": "/coverage",
    "problem": STATES["problem: bad parameter"],
}
"""One of each kind of page."""


def path_of(state: str) -> str:
    """The path as a browser asks for it."""
    return quote(state, safe="/?&=%:#+")
