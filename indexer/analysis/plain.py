"""What is done with texts that the analyser could not do: the reason, and their words as they are printed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.analysis.gate import LIMITS
from indexer.analysis.interface import Unanalysed
from indexer.analysis.tokens import TokenColumns, Tokens

LONGEST = 64
"""Letters of a token; a longer word is several."""

_PIECE = re.compile(rf"[^\W_]{{1,{LONGEST}}}|[\W_]")
_EOJEOL = re.compile(r"\S+")


def why_undone(fields: Mapping[str, TokenColumns]) -> str:
    """Why an article has a text without tokens, in Korean; "" where none has."""
    for name, columns in fields.items():
        if isinstance(columns, Unanalysed):
            remedy = "기사가 아니라면 빼고, 기사라면 나누거나 고쳐 다시 넣으십시오"
            return f"{LIMITS[name][0]}: {columns.reason}. {remedy}"
    return ""


def printed(columns: TokenColumns) -> TokenColumns:
    """The tokens, or the printed words where there are none."""
    return plain_columns(columns.text) if isinstance(columns, Unanalysed) else columns


def plain_columns(text: str) -> TokenColumns:
    """Every run of letters as a noun, everything else as a sign; a line is a sentence."""
    tokens = Tokens()
    before, line = 0, 0
    for number, eojeol in enumerate(_EOJEOL.finditer(text)):
        line += bool(number) and "\n" in text[before : eojeol.start()]
        before = eojeol.end()
        for piece in _PIECE.finditer(text, eojeol.start(), before):
            tokens.forms.append(piece[0])
            tokens.tags.append("NNG" if piece[0].isalnum() else "SW")
            tokens.starts.append(piece.start())
            tokens.ends.append(piece.end())
            tokens.eojeols.append(number)
            tokens.sentences.append(line)
    return TokenColumns.of(tokens, text)
