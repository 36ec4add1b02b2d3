"""The language of the document: its few words mean what they mean here, so that they have a list of their own."""

from __future__ import annotations

from webui.english.api import API
from webui.language import language


def told(korean: str, **values: object) -> str:
    """The text of the document in the reader's language, with the values in its {places}."""
    found = API.get(korean, korean) if language() == "en" else korean
    text = found if isinstance(found, str) else found[-1]
    return text.format(**values) if values else text
