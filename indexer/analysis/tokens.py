"""The tokens of a text, as columns, and their stored form."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

FORMAT = 1
"""Version of the packed form; it is part of the analyser version, so a change re-analyses, never misreads."""

TAGS = (
    "NNG NNP NNB NR NP VV VV-R VV-I VA VA-R VA-I VX VX-R VX-I VCP VCN MM MAG MAJ IC JKS JKC JKG JKO JKB JKV JKQ JX JC "
    "EP EF EC ETN ETM XPN XSN XSV XSV-R XSV-I XSA XSA-R XSA-I XSM XR SF SP SS SSO SSC SE SO SW SL SH SN SB UN "
    "W_URL W_EMAIL W_HASHTAG W_MENTION W_SERIAL W_EMOJI Z_CODA Z_SIOT USER0 USER1 USER2 USER3 USER4 P"
).split()
"""Kiwi's part-of-speech tags; a tag is stored as its place here, so the order never changes, it only grows."""

_CODES = {tag: code for code, tag in enumerate(TAGS)}
_UNKNOWN = _CODES["UN"]


@dataclass
class Tokens:
    """The tokens of one text, in order; six lists of one length.

    `starts` and `ends` are code point offsets (a span may overlap the next: 걸어갔다 → 걸어가@0+3 었@2+1).
    `eojeols` and `sentences` number the space-separated words and the sentences from 0 through the whole text.
    """

    forms: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    eojeols: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.forms)


def pack(fields: Mapping[str, tuple[str, Tokens]]) -> bytes:
    """The tokens of an article's fields, {field: (text, tokens)}, as bytes for the archive (about 0.6 of the text)."""
    parts = [struct.pack("<B", len(fields))]
    for name, (text, tokens) in fields.items():
        # A form that stands in the text as it is need not be stored again: most don't differ.
        forms = [
            "" if text[start:end] == form else form
            for form, start, end in zip(tokens.forms, tokens.starts, tokens.ends, strict=True)
        ]
        columns = _columns(tokens)
        joined = "\n".join(forms).encode()
        encoded = name.encode()
        parts.append(struct.pack("<BII", len(encoded), len(tokens), len(joined)) + encoded + columns + joined)
    return zlib.compress(b"".join(parts), 1)


def unpack(data: bytes, texts: Mapping[str, str]) -> dict[str, Tokens]:
    """What `pack` stored; `texts` are the same texts it was given."""
    raw = zlib.decompress(data)
    at = 1
    fields: dict[str, Tokens] = {}
    for _ in range(raw[0]):
        name_size, count, forms_size = struct.unpack_from("<BII", raw, at)
        at += 9
        name = raw[at : at + name_size].decode()
        at += name_size
        end = at + count * _ROW
        fields[name] = _tokens(raw[at:end], count, raw[end : end + forms_size].decode(), texts[name])
        at = end + forms_size
    return fields


_ROW = 4 + 4 + 1 + 1 + 1
"""Bytes a token: start, length, tag, and whether a new eojeol, a new sentence begins (as steps)."""


def _columns(tokens: Tokens) -> bytes:
    # Steps instead of values: small numbers, which zlib folds to almost nothing.
    starts = np.array(tokens.starts, dtype="<i8")
    lengths = np.array(tokens.ends, dtype="<i8") - starts
    return b"".join(
        (
            np.diff(starts, prepend=0).astype("<i4").tobytes(),
            lengths.astype("<u4").tobytes(),
            bytes(_CODES.get(tag, _UNKNOWN) for tag in tokens.tags),
            np.diff(np.array(tokens.eojeols, dtype="<i8"), prepend=0).astype("u1").tobytes(),
            np.diff(np.array(tokens.sentences, dtype="<i8"), prepend=0).astype("u1").tobytes(),
        )
    )


def _tokens(columns: bytes, count: int, joined: str, text: str) -> Tokens:
    starts = np.frombuffer(columns, "<i4", count).cumsum()
    ends = (starts + np.frombuffer(columns, "<u4", count, count * 4)).tolist()
    begins = starts.tolist()
    tags = [TAGS[code] for code in columns[count * 8 : count * 9]]
    eojeols = np.frombuffer(columns, "u1", count, count * 9).cumsum(dtype="i8").tolist()
    sentences = np.frombuffer(columns, "u1", count, count * 10).cumsum(dtype="i8").tolist()
    stored = joined.split("\n") if count else []
    forms = [form or text[start:end] for form, start, end in zip(stored, begins, ends, strict=True)]
    return Tokens(forms, tags, begins, ends, eojeols, sentences)
