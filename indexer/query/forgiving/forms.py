"""Characters that look otherwise and mean the same: ＫＴＸ and KTX, ㆍ and ·, (주)삼양 and ㈜삼양.

Who does what: `gate.clean` brings articles and queries alike to NFC, to one kind of space and newline, and takes out
what cannot be seen. `folding.FOLDED` is done to articles too before they are analysed, because the analyser takes
full-width letters for symbols. `folded` does all that to a query, and what only a query needs: its
language reads zero-width characters as spaces and (주) as a group, and the analyser makes a word of m² and none of ㎡.
"""

from __future__ import annotations

import re
import unicodedata

from indexer.analysis.folding import FOLDED
from indexer.analysis.gate import clean
from indexer.query.forgiving.keyboard import composed

_HALF_WIDTH = re.compile("[\uffa1-\uffbe\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7\uffda-\uffdc]+")
_COMPANIES = {"주": "㈜", "사": "㈔"}
_COMPANY = re.compile(r"\(([주사])\)(?=\w)|(?<=[가-힣A-Za-z])\(([주사])\)(?=[ \n]|$)")
_AREAS = {"m²": "㎡", "km²": "㎢", "m³": "㎥", "㎞²": "㎢"}
_AREA = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(_AREAS)})(?![²³])")


def folded(text: str) -> str:
    """The query with every character in its usual form; the text itself where it is so already. Idempotent."""
    usual = clean(_HALF_WIDTH.sub(_syllables, clean(text)).translate(FOLDED))
    usual = _COMPANY.sub(lambda found: _COMPANIES[found[1] or found[2]], usual)
    return _AREA.sub(lambda found: _AREAS[found[0]], usual)


def _syllables(run: re.Match[str]) -> str:
    """Half-width Hangul as it would be typed: its letters are those of Unicode's <narrow> mapping."""
    return composed("".join(chr(int(unicodedata.decomposition(letter).split()[1], 16)) for letter in run[0]))
