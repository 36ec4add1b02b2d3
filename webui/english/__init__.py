"""The interface in English: what stands in webui in Korean → the same in English, or (of one, of several)."""

from __future__ import annotations

from webui.english.api import API_PAGE
from webui.english.article import ARTICLE
from webui.english.coverage import COVERAGE
from webui.english.drafting import DRAFTING
from webui.english.exporting import EXPORTING
from webui.english.frame import FRAME
from webui.english.guide import GUIDE
from webui.english.kwic import KWIC
from webui.english.saved import SAVED
from webui.english.search import SEARCH
from webui.english.timeline import TIMELINE

English = dict[str, str | tuple[str, str]]

ENGLISH: English = {
    **FRAME,
    **SEARCH,
    **COVERAGE,
    **API_PAGE,
    **ARTICLE,
    **GUIDE,
    **KWIC,
    **SAVED,
    **EXPORTING,
    **TIMELINE,
    **DRAFTING,
}
