"""What holds for any bytes and any page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.article import Found, Rejected
from indexer.sources import identity, read_path
from indexer.sources.blob import Blob
from indexer.sources.containers import container_of
from indexer.sources.decode import decode, decode_head
from indexer.sources.detect import READERS, describe, detect
from indexer.sources.lines import split_lines
from indexer.sources.reader import Reader, Unusable
from indexer.sources.texts.ndsoft import NdsoftTextReader
from indexer.sources.texts.ndsoft_page import parse_page
from tests.unit.sources.pages import TAIL, clock, dump

CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""


@pytest.fixture(scope="module")
def path() -> Iterator[Path]:
    """A file that every example of a property overwrites."""
    with TemporaryDirectory() as folder:
        yield Path(folder) / "기사"


_PAGE_LINES = [line + "\n" for line in dump().splitlines()]
_PIECES = st.sampled_from(
    [
        *_PAGE_LINES,
        "\n",
        "\r",
        " ",
        "\t",
        '{"title": "둑"}',
        '{"',
        "}",
        "[",
        "\0",
        "\ufeff",
        "•",
        "승인 ",
        "2019-02-30",
        "기자",
    ]
)
_BYTES = (
    st.binary()
    | st.lists(_PIECES).map(lambda pieces: "".join(pieces).encode())
    | st.tuples(st.lists(_PIECES), st.binary(max_size=4), st.lists(_PIECES)).map(
        lambda parts: "".join(parts[0]).encode("utf-16") + parts[1] + "".join(parts[2]).encode("cp949", "ignore")
    )
)


@CALM
@given(data=_BYTES)
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_no_bytes_make_a_reader_raise(path: Path, reader: Reader, data: bytes) -> None:
    path.write_bytes(data)
    reader.recognises(data)
    for item in reader.read(Blob.of_file(path)):
        assert isinstance(item, (Found, Rejected))
        if isinstance(item, Found):
            assert item.article.title or item.article.body
            identity(item.article).encode()
        else:
            assert item.reason
            item.excerpt.encode()


@CALM
@given(data=_BYTES)
@example(data=b"BZh")
@example(data=b"\x1f\x8b")
def test_every_file_says_something(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    read = [(file, list(file.items)) for file in read_path(path)]
    assert any(items for _, items in read) or not decode_head(data).strip().strip("\ufeff")
    assert describe(data)
    if container_of(data) is None:  # else its members have kinds of their own
        ((file, _),) = read
        assert bool(file.kind) == (detect(data) is not None)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
_RECORDS = st.dictionaries(st.sampled_from(["id", "title", "body", "date", "captions", "reporter", "url", "더"]), _JSON)
_LINES = st.one_of(
    _RECORDS.map(json.dumps).map(str.encode),
    st.text(alphabet=st.characters(exclude_characters="\r\n")).map(lambda text: text.encode("utf-8", "replace")),
    st.binary().map(lambda data: data.replace(b"\n", b"").replace(b"\r", b"")),
)


@CALM
@given(lines=st.lists(_LINES, max_size=12), newline=st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_lines_read_are_lines_found_and_lines_rejected(path: Path, lines: list[bytes], newline: bytes) -> None:
    # A first line that stands for itself: else the rest might be one JSON document, or its first bytes a mark.
    lines = ['{"title": "둑"}'.encode(), *lines]
    path.write_bytes(newline.join(lines))
    (reader,) = (reader for reader in READERS if reader.name == "jsonl")
    numbers = [item.line for item in reader.read(Blob.of_file(path))]
    assert numbers == [number for number, line in enumerate(lines, 1) if line.strip()]


@CALM
@given(st.lists(st.text("a\r\n", max_size=5).map(str.encode)), st.integers(0, 9))
def test_lines_are_the_same_however_the_bytes_are_cut(blocks: list[bytes], limit: int) -> None:
    whole = b"".join(blocks)
    expected = [None if len(line) > limit else line for line in whole.splitlines()]
    assert list(split_lines(blocks, limit)) == expected
    assert list(split_lines((whole[at : at + 1] for at in range(len(whole))), limit)) == expected


@CALM
@given(st.binary())
def test_bytes_are_text_or_refused_and_never_replaced(data: bytes) -> None:
    decode_head(data)
    with suppress(Unusable):
        text = decode(data)
        assert "\0" not in text
        assert any(
            data == text.encode(encoding, "surrogatepass") for encoding in ("utf-8", "utf-8-sig", "cp949")
        ) or data[:2] in (b"\xff\xfe", b"\xfe\xff")


# --- any page that is laid out is read back ---

_VOCABULARY = "가람군 은곡소각장 주민 설명회 군수 42억 원 ‘원점’ “다시” 의회는 R&D 2017년 댓글 승인 기자".split()
_WORDS = st.lists(st.sampled_from(_VOCABULARY), min_size=2, max_size=7).map(" ".join)
_HEADLINES = _WORDS.map(lambda words: f"‘{words[:40]}’ 논란")
_SENTENCES = st.lists(_WORDS.map(lambda words: words + " 밝혔다."), min_size=1, max_size=3).map(" ".join)
_CAPTIONS = _WORDS.map(lambda words: words + "에 모인 사람들. 사진은 설명회장.")
_NAMES = st.lists(st.sampled_from(["박서연", "오민재", "최여울", "남궁혜린"]), unique=True, max_size=3)


@st.composite
def _blocks(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """(subtitle, captions, paragraphs)."""
    subtitle = draw(st.lists(_HEADLINES, max_size=3, unique=True))
    captions = draw(st.lists(_CAPTIONS, max_size=4))
    return subtitle, captions, draw(st.lists(_SENTENCES, min_size=1, max_size=5))


@CALM
@given(
    titles=st.tuples(_HEADLINES, st.integers(1, 2)),
    names=_NAMES,
    joined=st.booleans(),
    blocks=_blocks(),
    indent=st.sampled_from([" ", "\t", "\u3000", ""]),
    order=st.randoms(use_true_random=False),
    tail=st.sampled_from(["", TAIL, "\n\n저작권자 © 가람일보 무단전재 및 재배포 금지" + TAIL]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
)
@example(
    titles=("‘둑’ 논란", 1),
    names=[],
    joined=True,
    blocks=([], [], ["말했다.", "말했다."]),
    indent="",
    order=None,
    tail="",
    newline="\n",
)
def test_a_page_that_is_laid_out_is_read_back(
    path: Path,
    titles: tuple[str, int],
    names: list[str],
    joined: bool,
    blocks: tuple[list[str], list[str], list[str]],
    indent: str,
    order: object,
    tail: str,
    newline: str,
) -> None:
    subtitle, captions, paragraphs = blocks
    bylines = ["·".join(names) + " 기자"] if joined and names else [f"{name} 기자 a@x.example" for name in names]
    body = [indent + paragraph for paragraph in paragraphs]
    for caption in captions:  # anywhere between the paragraphs
        body.insert(order.randint(0, len(body)) if hasattr(order, "randint") else 0, f"{caption}\n{caption}")
    text = dump(
        titles=[titles[0]] * titles[1],
        bullets=[*bylines, "승인 2018.10.04 09:30", "댓글 0"],
        blocks=["\n".join(subtitle), *body] if subtitle else body,
        tail=tail,
        newline=newline,
    )
    path.write_text(text, encoding="utf-8", newline="")
    (found,) = NdsoftTextReader(clock=clock).read(Blob.of_file(path))
    assert isinstance(found, Found), found
    article = found.article
    assert (article.title, article.reporters, article.subtitle) == (titles[0], tuple(names), "\n".join(subtitle))
    assert article.body.split("\n\n") == paragraphs
    assert set(article.captions) == set(captions)
    assert parse_page(text).comments == (() if not tail else parse_page(dump()).comments)
