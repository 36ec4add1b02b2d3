"""A plain analyser, so that most tests need no Kiwi, and builders for what tests are about.

The world is the invented county of data/samples: 가람군, its towns, its papers.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.analysis.dictionaries import Words
from indexer.analysis.tokens import TokenColumns, Tokens
from indexer.article import KST, Article, Found

if TYPE_CHECKING:
    from indexer.archive import Origin

_EOJEOL = re.compile(r"\S+")
_PIECE = re.compile(r"[A-Za-z]+|[0-9]+|[^\W_]+|[\W_]")
_PARTICLES = ("에서", "으로", "에게", "은", "는", "을", "를", "이", "가", "에", "의", "와", "과", "도", "로")
_SURE = frozenset("에서 으로 에게 은 는 을 를".split())  # the others only after two syllables: 회의, 사이, 경로
_ENDINGS = ("했다", "한다", "하는")
_SENTENCE_ENDS = frozenset(".?!")


class PlainAnalyser:
    """Splits at spaces and punctuation, takes off a few particles and endings; ends sentences at `. ? !` and newlines.

    `소각장을` → 소각장/NNG 을/JKO; `이전했다` → 이전/NNG 했다/EF; `걷다` → 걷/VV 다/EF; a particle alone is a particle.
    `words` change nothing here. `seen` are the texts it was given, in order. `ahead` texts are read before the first
    answer, as Kiwi does.
    """

    def __init__(self, version: str = "plain-1", *, ahead: int = 0, words: Words | None = None) -> None:
        self.version = version
        self.words = words or {}
        self.seen: list[str] = []
        self._ahead = ahead

    def analyse(self, texts: Iterable[str]) -> Iterator[Tokens]:
        return (columns.tokens() for columns in self.columns(texts))

    def columns(self, texts: Iterable[str]) -> Iterator[TokenColumns]:
        waiting: deque[str] = deque()
        for text in texts:
            self.seen.append(text)
            waiting.append(text)
            if len(waiting) > self._ahead:
                yield columns_of(waiting.popleft())
        for text in waiting:
            yield columns_of(text)


class RefusingAnalyser:
    """Fails a test that analyses anything."""

    def __init__(self, version: str = "plain-1", *, words: Words | None = None) -> None:
        self.version = version
        self.words = words or {}

    def analyse(self, texts: Iterable[str]) -> Iterator[Tokens]:
        raise AssertionError(f"analysed: {list(texts)}")

    def columns(self, texts: Iterable[str]) -> Iterator[TokenColumns]:
        raise AssertionError(f"analysed: {list(texts)}")


def columns_of(text: str) -> TokenColumns:
    """The plain analysis of one text, as columns."""
    return TokenColumns.of(tokens_of(text), text)


def tokens_of(text: str) -> Tokens:
    """The plain analysis of one text."""
    tokens = Tokens()
    sentence, ended, before = 0, False, 0
    for eojeol, found in enumerate(_EOJEOL.finditer(text)):
        if len(tokens) and (ended or "\n" in text[before : found.start()]):
            sentence += 1
        for form, tag, start in _morphemes(found[0]):
            at = found.start() + start
            append(tokens, (form, tag, at, at + len(form), eojeol, sentence))
        ended, before = found[0][-1] in _SENTENCE_ENDS, found.end()
    return tokens


def append(tokens: Tokens, row: tuple[str, str, int, int, int, int]) -> None:
    """One more token: form, tag, start, end, eojeol, sentence."""
    for column, value in zip(vars(tokens).values(), row, strict=True):
        column.append(value)


def _morphemes(eojeol: str) -> Iterator[tuple[str, str, int]]:
    """(form, tag, start) of the pieces of a word."""
    for piece in _PIECE.finditer(eojeol):
        word, at = piece[0], piece.start()
        if word.isascii() and word.isalnum():
            yield word, "SN" if word.isdigit() else "SL", at
        elif not word.isalnum():
            yield word, "SF" if word in _SENTENCE_ENDS else "SW", at
        else:
            for form, tag in _korean(word):
                yield form, tag, at
                at += len(form)


def _korean(word: str) -> list[tuple[str, str]]:
    if word in _PARTICLES:
        return [(word, "JX")]
    for endings, tag, stem_tag, shortest in ((_ENDINGS, "EF", "NNG", 2), (("다",), "EF", "VV", 1)):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= shortest:
                return [(word.removesuffix(ending), stem_tag), (ending, tag)]
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= (1 if particle in _SURE else 2):
            return [(word.removesuffix(particle), "NNG"), (particle, "JKO")]
    return [(word, "NNG")]


# --- builders ---


def day(text: str) -> datetime:
    """`2019-03-27` or `2019-03-27 23:00`, in KST."""
    return datetime.fromisoformat(text).replace(tzinfo=KST)


def article(**fields: Any) -> Article:
    """An article with an id and a title, unless they are given; `published` may be text."""
    if isinstance(fields.get("published"), str):
        fields["published"] = day(fields["published"])
    return Article(**({"id": "garamilbo.example:1", "title": "솔내천 둑 높인다"} | fields))


def found(line: int | None = None, **fields: Any) -> Found:
    """An article as a reader gives it, with the id that its source gave it."""
    return Found(article=article(**fields), line=line, named=True)


def origin(path: str = "기사/2019.jsonl", sha256: str = "0" * 64) -> Origin:
    """A file that was read."""
    from indexer.archive import Origin  # here: a process that only analyses has no use for a database

    return Origin(path, sha256, "jsonl")


def write_jsonl(path: Path, records: Iterable[Mapping[str, Any] | str]) -> Path:
    """A JSONL file: an object a line; text stands there as it is (for broken lines)."""
    lines = (record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
