"""Characters that look otherwise and mean the same (ＫＴＸ and KTX, ㆍ and ·), one to one, so that offsets keep their
meaning: for the analyser and for terms. The stored text stays as printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping


def _plain(first: int, last: int) -> dict[int, int]:
    """The code points of a range that Unicode says stand for one ASCII character (NFKC), and those."""
    plain = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(first, last + 1)}
    return {code: ord(char) for code, char in plain.items() if "!" <= char <= "~"}


FOLDED: Mapping[int, int] = {
    **_plain(0xFF01, 0xFF5E),  # full-width letters, digits and signs
    **_plain(0xFE50, 0xFE6B),  # small signs
    **_plain(0x1D400, 0x1D7FF),  # letters and digits in the bold, italic, script of mathematics
    **dict.fromkeys(map(ord, "ㆍ‧・•∙․･⋅"), ord("·")),
    **dict.fromkeys(map(ord, "‐‑−"), ord("-")),
    ord("￦"): ord("₩"),
}
"""Code point → code point: texts keep their length, and offsets their meaning."""

_OTHERWISE = frozenset(map(chr, FOLDED))


def folded(text: str) -> str:
    """The text with each of these characters in its usual form; as long as it was."""
    return text if _OTHERWISE.isdisjoint(text) else text.translate(FOLDED)
