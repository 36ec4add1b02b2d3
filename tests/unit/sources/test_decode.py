"""Bytes become text once, and nothing is replaced."""

from __future__ import annotations

import pytest

from indexer.sources.decode import decode, decode_head
from indexer.sources.reader import Unusable

TEXT = "둑 높인다…\n물 찼다"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_each_encoding_is_told_by_its_bytes(encoding: str) -> None:
    data = TEXT.encode(encoding)
    assert decode(data) == TEXT
    # Cut in the middle of a character, as the head of a file is.
    assert TEXT.startswith(decode_head(data[:-1]))
    assert len(decode_head(data[:-1])) == len(TEXT) - 1


def test_big_endian_is_known_by_its_mark() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


def test_cp949_beyond_ks_x_1001_is_read() -> None:
    assert decode("똠방각하 펲시".encode("cp949")) == "똠방각하 펲시"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (TEXT.encode() + b"\r\n\xff", 3),
        (b"\xff", 1),
        (b"\xef\xbb\xbf" + TEXT.encode("cp949"), 1),
        (TEXT.encode("utf-16") + b"\0", 2),
        (TEXT.encode("utf-16-le"), 1),
        (b"a\nb\0", 2),
    ],
)
def test_what_is_in_no_encoding_is_refused_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(Unusable) as caught:
        decode(data)
    assert caught.value.line == line
    assert "다시 저장해 넣으십시오" in caught.value.reason
