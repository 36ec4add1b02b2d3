"""The interface in English: what stands in webui in Korean → the same in English, or (of one, of several)."""

from __future__ import annotations

from webui.english.frame import FRAME

English = dict[str, str | tuple[str, str]]

ENGLISH: English = {**FRAME}
