"""The tokens of a text: as lists to work with, as columns to keep, to store and to make terms of."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from indexer.compiled import compiled

FORMAT = 1
"""Version of the packed form; it is part of the analyser version, so a change re-analyses, never misreads."""

TAGS = (
    "NNG NNP NNB NR NP VV VV-R VV-I VA VA-R VA-I VX VX-R VX-I VCP VCN MM MAG MAJ IC JKS JKC JKG JKO JKB JKV JKQ JX JC "
    "EP EF EC ETN ETM XPN XSN XSV XSV-R XSV-I XSA XSA-R XSA-I XSM XR SF SP SS SSO SSC SE SO SW SL SH SN SB UN "
    "W_URL W_EMAIL W_HASHTAG W_MENTION W_SERIAL W_EMOJI Z_CODA Z_SIOT USER0 USER1 USER2 USER3 USER4 P"
).split()
"""Kiwi's part-of-speech tags; a tag is stored as its place here, so the order never changes, it only grows."""


class _Codes(dict[str, int]):
    def __missing__(self, tag: str) -> int:
        return self["UN"]


CODES = _Codes((tag, code) for code, tag in enumerate(TAGS))
"""The stored form of a tag. One that a later Kiwi may have is stored as UN, unknown."""

ROW = 4 + 4 + 1 + 1 + 1
"""Bytes a token: start, length, tag, and whether a new eojeol, a new sentence begins. Steps instead of values: small
numbers, which zlib folds to almost nothing."""

PACKED_LEAST, PACKED_MOST = 1 << 20, 256
"""Bytes that stored tokens may unpack to: of any text, and for each of its letters besides. News has 8 a letter."""

_NEWLINE = ord("\n")

Numbers = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
CodePoints = npt.NDArray[np.uint32]


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


@dataclass(frozen=True)
class TokenColumns:
    """The tokens of one text as they are stored, and the text: nothing is done a token at a time in Python.

    `data` holds the columns of `count` tokens one after another (see ROW; starts as signed steps from the token before,
    both numbers little-endian), then the forms in UTF-8 with a newline between: empty where the text has the form at
    the token's span, as it mostly does. Raises ValueError for data that is too short.
    """

    text: str
    count: int
    data: bytes

    def __post_init__(self) -> None:
        if len(self.data) < self.count * ROW:
            raise ValueError(f"{len(self.data)} bytes are not {self.count} tokens")

    @classmethod
    def of(cls, tokens: Tokens, text: str) -> TokenColumns:
        """The columns of tokens in lists."""
        starts = np.array(tokens.starts, np.int32)
        return token_columns(
            text,
            tokens.forms,
            np.frombuffer(bytes([CODES[tag] for tag in tokens.tags]), np.uint8),
            starts,
            np.array(tokens.ends, np.int32) - starts,
            np.diff(np.array(tokens.eojeols, np.int32), prepend=np.int32(0)).astype(np.uint8),
            np.diff(np.array(tokens.sentences, np.int32), prepend=np.int32(0)).astype(np.uint8),
        )

    def tokens(self) -> Tokens:
        """The same as lists."""
        count = self.count
        starts = np.frombuffer(self.data, "<i4", count).cumsum()
        ends = (starts + np.frombuffer(self.data, "<u4", count, count * 4)).tolist()
        begins = starts.tolist()
        tags = [TAGS[code] for code in self.data[count * 8 : count * 9]]
        eojeols = np.frombuffer(self.data, np.uint8, count, count * 9).cumsum(dtype=np.int64).tolist()
        sentences = np.frombuffer(self.data, np.uint8, count, count * 10).cumsum(dtype=np.int64).tolist()
        stored = self.forms.split("\n") if count else []
        forms = [form or self.text[start:end] for form, start, end in zip(stored, begins, ends, strict=True)]
        return Tokens(forms, tags, begins, ends, eojeols, sentences)

    def places(self) -> tuple[Numbers, Numbers, Numbers]:
        """The starts and the ends of all tokens, and the numbers of their sentences, as in Tokens."""
        count = self.count
        starts = np.frombuffer(self.data, "<i4", count).cumsum(dtype=np.int32)
        lengths = np.frombuffer(self.data, "<i4", count, count * 4)
        sentences = np.frombuffer(self.data, np.uint8, count, count * 10).cumsum(dtype=np.int32)
        return starts, starts + lengths, sentences

    @property
    def forms(self) -> str:
        """The forms as they are stored."""
        return self.data[self.count * ROW :].decode()


def token_columns(
    text: str, forms: Sequence[str], tags: Bytes, starts: Numbers, lengths: Numbers, eojeols: Bytes, sentences: Bytes
) -> TokenColumns:
    """Columns from arrays: tags by CODES, eojeols and sentences as steps (1 at the first token of the next one).
    No form is empty, and none holds a newline that does not stand in the text."""
    sizes = np.fromiter(map(len, forms), np.int32, len(forms))
    spans, kept = _stored(code_points(text), code_points("".join(forms)), sizes, starts, lengths)
    columns = (spans, tags, eojeols, sentences)
    stored = kept.tobytes().decode("utf-32-le").encode()
    return TokenColumns(text, len(forms), b"".join([*(column.tobytes() for column in columns), stored]))


def code_points(text: str) -> CodePoints:
    """The text in UTF-32. Raises UnicodeEncodeError for lone surrogates."""
    return np.frombuffer(text.encode("utf-32-le"), np.dtype("<u4"))


def pack(fields: Mapping[str, TokenColumns]) -> bytes:
    """The tokens of an article's fields as bytes for the archive (about 0.6 of the text)."""
    parts = [struct.pack("<B", len(fields))]
    for name, columns in fields.items():
        encoded = name.encode()
        forms_size = len(columns.data) - columns.count * ROW
        parts += (struct.pack("<BII", len(encoded), columns.count, forms_size), encoded, columns.data)
    return zlib.compress(b"".join(parts), 1)


def unpack_columns(data: bytes, texts: Mapping[str, str]) -> dict[str, TokenColumns]:
    """What `pack` stored; `texts` are those it was made of. Raises ValueError for anything else, and for what unpacks
    to more than they can have."""
    most = PACKED_LEAST + PACKED_MOST * sum(map(len, texts.values()))
    machine = zlib.decompressobj()
    try:
        raw = machine.decompress(data, most)
        if not machine.eof:
            raise ValueError(f"stored tokens are cut short, or of more than {most} bytes")
        return _unpacked(raw, texts)
    except (zlib.error, struct.error, LookupError) as error:
        raise ValueError(f"no packed tokens: {error}") from error


def _unpacked(raw: bytes, texts: Mapping[str, str]) -> dict[str, TokenColumns]:
    at = 1
    fields: dict[str, TokenColumns] = {}
    for _ in range(raw[0]):
        name_size, count, forms_size = struct.unpack_from("<BII", raw, at)
        begin = at + 9 + name_size
        at = begin + count * ROW + forms_size
        name = raw[begin - name_size : begin].decode()
        fields[name] = TokenColumns(texts[name], count, raw[begin:at])
    return fields


def unpack(data: bytes, texts: Mapping[str, str]) -> dict[str, Tokens]:
    """What `pack` stored, as lists."""
    return {name: columns.tokens() for name, columns in unpack_columns(data, texts).items()}


@compiled
def _stored(
    codes: CodePoints, spelled: CodePoints, sizes: Numbers, starts: Numbers, lengths: Numbers
) -> tuple[Bytes, CodePoints]:
    """Starts and lengths as they are stored, and the forms, with a newline between: empty where the text has the form
    at the token's span. `spelled` are all forms, of `sizes`, in a row."""
    count = len(starts)
    spans, kept = np.empty(count * 8, np.uint8), np.empty(len(spelled) + count, np.uint32)
    before = begin = size = 0
    for token in range(count):
        start, end = starts[token], begin + sizes[token]
        for place in range(4):
            spans[token * 4 + place] = start - before >> 8 * place & 0xFF
            spans[(count + token) * 4 + place] = lengths[token] >> 8 * place & 0xFF
        same = sizes[token] == lengths[token] and start >= 0 and start + sizes[token] <= len(codes)
        for at in range(begin, end if same else begin):
            same = same and codes[start + at - begin] == spelled[at]
        for at in range(begin, begin if same else end):
            kept[size] = spelled[at]
            size += 1
        kept[size] = _NEWLINE
        size, before, begin = size + 1, start, end
    return spans, kept[: max(size - 1, 0)]
