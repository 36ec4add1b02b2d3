"""What differs between two texts, as HTML: what stayed is cut short, what went and what came are marked."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from indexer.query.differences import Change
from webui.language import say

AROUND = 24
"""Characters of what stayed that are shown on each side of a change."""

MOST_PIECES = 60
"""Pieces of one comparison that are shown; what differs more is another text, and is read whole."""

_FORMS = {
    "removed": Markup('<del><span class="unseen">[{}: </span>{}<span class="unseen">]</span></del>'),
    "added": Markup('<ins><span class="unseen">[{}: </span>{}<span class="unseen">]</span></ins>'),
}
_NAMES = {"removed": "뺌", "added": "더함"}


def differ(changes: Sequence[Change]) -> bool:
    """Whether anything does."""
    return any(change.kind != "same" for change in changes)


def changed(changes: Sequence[Change]) -> Markup:
    """The pieces as one line, everything escaped."""
    shown = changes[:MOST_PIECES]
    last = len(changes) - 1
    pieces = [_piece(change, first=at == 0, last=at == last) for at, change in enumerate(shown)]
    return Markup(" ").join([*pieces, *(["…"] if len(changes) > MOST_PIECES else [])])


def _piece(change: Change, *, first: bool, last: bool) -> Markup:
    text = " ".join(change.text.split())
    if change.kind != "same":
        return _FORMS[change.kind].format(say(_NAMES[change.kind]), text or "¶")
    before, after = text[:AROUND], text[-AROUND:]
    if first and last:
        short = before + " …"
    elif first:
        short = "… " + after
    elif last:
        short = before + " …"
    else:
        short = before + " … " + after
    return Markup("{}").format(text if len(text) <= len(short) else short)
