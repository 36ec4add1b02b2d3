"""Texts as they stand in HTML, many at once."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

_BETWEEN = "\0"


def escaped(texts: Sequence[str]) -> list[str]:
    """Each text as `markupsafe.escape` has it. Of short ones nearly all the time goes into the call: they are written
    in one."""
    pieces = str(escape(_BETWEEN.join(texts))).split(_BETWEEN)
    return pieces if len(pieces) == len(texts) else [str(escape(text)) for text in texts]


def around(said: str) -> tuple[str, str]:
    """What stands before and behind the value in a text that was said with `PLACE` for it, escaped."""
    before, _, behind = str(escape(said)).partition(_BETWEEN)
    return before, behind


PLACE = _BETWEEN
"""Stands for a value that differs from row to row."""
