"""An archive and its index, of the articles that were never written: what pages are made of.

Texts and tokens are made together, without Kiwi, and stored under its version: the program finds the archive analysed,
and reads it as any other. A third of the articles are printed by four papers alike; each has the people, places,
organizations and keywords that a BIG KINDS export lists (see collapsing.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer import ingest
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.analysis.tokens import CODES, TokenColumns, pack
from indexer.analysis.words import JOINED, TAIL, TAILS
from indexer.archive import Archive, Origin
from indexer.article import Article, Found
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.settings import Settings
from tests.benchmarks.articles import FIELDS, SEED, About, Batch, batches, id_of
from tests.benchmarks.vocabulary import ENDING, ENDINGS, LONGEST, ROWS, STEM, Numbers, Units, Vocabulary

TOGETHER = 500
"""Articles stored in one transaction."""

PRINTED_BY, OF_TEN = 4, 3
"""Papers that print a shared text; of ten articles those that share one with the article before."""

KEYWORDS, EACH, NAMES = 100_000, 20, 5_000
"""Different keywords, keywords an article, and different people, places and organizations."""

_NOTHING, _SPACE, _PARAGRAPH, _COMMA, _STOP, _ENDS = range(ROWS, ROWS + 6)
_TAILS = ROWS + 6
_PRINTED = ("", " ", "\n\n", ",", ".", "다")
"""Rows of the spelling behind those of the vocabulary."""

_NOT_A_TOKEN = 255


@dataclass(frozen=True)
class _Pieces:
    """What a batch's texts are put together of: the row of each piece, its part of speech (_NOT_A_TOKEN for what stands
    between words), whether a new eojeol, a new sentence begins; `fields` is the first piece of each field, and the
    end."""

    rows: Numbers
    tags: npt.NDArray[np.uint8]
    eojeols: npt.NDArray[np.uint8]
    sentences: npt.NDArray[np.uint8]
    fields: Numbers


class Printer:
    """Prints batches."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words

    def articles(self, batch: Batch) -> Iterator[tuple[Article, bytes]]:
        """Each article with its packed tokens."""
        random = np.random.default_rng([SEED, batch.about[0].number])
        printed = list(self._printed(batch))
        for at, about in enumerate(batch.about):
            shared = at % 10 >= 10 - OF_TEN  # with the one before these
            texts = printed[at - (at % 10 - (10 - PRINTED_BY)) if shared else at]
            told = {name: columns.text for name, columns in texts.items()}
            yield _article(about, told, _listed(random)), pack(texts)

    def _printed(self, batch: Batch) -> Iterator[dict[str, TokenColumns]]:
        """The texts of each article with their tokens."""
        pieces = _pieces(batch)
        sizes = self._sizes[pieces.rows]
        text = self._spelling[pieces.rows][np.arange(LONGEST + 1, dtype=np.uint8) < sizes[:, None]].tobytes()
        ends = np.cumsum(sizes, dtype=np.int64)
        starts = ends - sizes
        token = pieces.tags != _NOT_A_TOKEN
        places = np.append(ends, ends[-1:])[pieces.fields - 1] * (pieces.fields > 0)
        firsts = np.append(0, np.cumsum(token))[pieces.fields]
        columns = [column[token] for column in (starts, sizes, pieces.tags, pieces.eojeols, pieces.sentences)]
        for row in range(len(batch.about)):
            found = {}
            for field, name in enumerate(FIELDS, row * len(FIELDS)):
                if firsts[field] < firsts[field + 1]:
                    own = text[2 * places[field] : 2 * places[field + 1]].decode("utf-16-le")
                    its = [column[firsts[field] : firsts[field + 1]] for column in columns]
                    found[name] = _columns(own, places[field], *its)
            yield {name: found[name] for name in ("title", "subtitle", "body", "caption") if name in found}

    @cached_property
    def _spelling(self) -> Units:
        others = np.full((len(_PRINTED) + len(TAILS), LONGEST + 1), ord(" "), np.uint16)
        for row, text in zip(others, (*_PRINTED, *TAILS), strict=True):
            row[: len(text)] = [ord(letter) for letter in text]
        return np.concatenate((self._words.spelling, others))

    @cached_property
    def _sizes(self) -> npt.NDArray[np.uint8]:
        others = np.array([len(text) for text in (*_PRINTED, *TAILS)], np.uint8)
        return np.concatenate((self._words.sizes, others))


def build(folder: Path, articles: int) -> Settings:
    """Makes archive and index in the folder unless they are there."""
    settings, done = Settings(data=folder), folder / f"{articles} articles"
    if done.exists():
        return settings
    analyser, words = KiwiAnalyser(1), Vocabulary()
    printer = Printer(words)
    made = (pair for batch in batches(articles, words=words) for pair in printer.articles(batch))
    with closing(Archive(settings.archive_url)) as archive, closing(WhooshEngine(settings.index)) as engine:
        while some := list(itertools.islice(made, TOGETHER)):
            _store(archive, analyser.version, some)
        ingest.rebuild(archive=archive, engine=engine, analyser=analyser)
    done.touch()
    return settings


def _store(archive: Archive, analyser: str, some: Sequence[tuple[Article, bytes]]) -> None:
    origin = Origin("benchmark", "0" * 64, "benchmark")
    archive.store([(origin, Found(article=article, named=True)) for article, _ in some])
    stored = archive.current([article.id for article, _ in some], analyser)
    archive.store_tokens(analyser, [(stored[article.id].version_id, packed) for article, packed in some])


def _article(about: About, texts: dict[str, str], extra: dict[str, list[str]]) -> Article:
    return Article(
        id=id_of(about.number),
        title=texts.get("title", ""),
        subtitle=texts.get("subtitle", ""),
        body=texts.get("body", ""),
        captions=(texts["caption"],) if "caption" in texts else (),
        press=about.press,
        section=about.section,
        region=about.region,
        reporters=about.reporters,
        published=about.published,
        url=f"https://news.example/articleView.html?idxno={about.number}",
        extra=extra,
    )


def _listed(random: np.random.Generator) -> dict[str, list[str]]:
    """What a source lists beside an article: few often, many rarely."""
    names = {name: (NAMES * random.random(2) ** 3).astype(int).tolist() for name in ("people", "places", "orgs")}
    listed = {name: [f"{name}{number}" for number in numbers] for name, numbers in names.items()}
    keywords = (KEYWORDS * random.random(EACH) ** 3).astype(int).tolist()
    return listed | {"keywords": [f"낱말{number}" for number in keywords]}


def _pieces(batch: Batch) -> _Pieces:
    """A word is: what stands before it, its nouns and their tail, or its stem and endings, and a sign behind it."""
    sizes, heads = np.diff(batch.firsts), batch.nouns[batch.firsts[:-1]]
    verb, begins = heads >= STEM, _sentences(batch)
    ends = np.append(begins[1:], True)
    apart = np.append((batch.layout[1:] & JOINED) == 0, False) & ~ends
    tailed = (batch.layout & TAIL).astype(np.int64)
    has_tail = ~verb & (tailed > 1)
    own = np.where(verb, 2 + ends, sizes + has_tail)
    counts = 1 + own + (ends | apart)
    firsts = np.append(0, np.cumsum(counts))
    total = int(firsts[-1])
    rows, tags = np.full(total, _SPACE), np.full(total, CODES["NNG"], np.uint8)
    at = firsts[:-1]
    rows[at], tags[at] = np.where(begins, _before(batch), _SPACE), _NOT_A_TOKEN
    nouns = np.repeat(at + 1, sizes) + np.arange(len(batch.nouns)) - np.repeat(batch.firsts[:-1], sizes)
    rows[nouns] = batch.nouns
    stems = at[verb]
    tags[stems + 1], tags[stems + 2] = CODES["VV"], CODES["EP"]
    rows[stems + 2] = ENDING + (heads[verb] + np.flatnonzero(verb)) % ENDINGS
    last = at[verb & ends] + 3
    rows[last], tags[last] = _ENDS, CODES["EF"]
    tails = (at + 1 + sizes)[has_tail]
    rows[tails], tags[tails] = _TAILS + tailed[has_tail] - 2, CODES["JX"]
    for signs, row, tag in ((ends, _STOP, "SF"), (apart, _COMMA, "SP")):
        rows[(at + 1 + own)[signs]], tags[(at + 1 + own)[signs]] = row, CODES[tag]
    return _Pieces(rows, tags, *_steps(batch, total, at, begins), firsts[batch.bounds])


def _sentences(batch: Batch) -> npt.NDArray[np.bool_]:
    """Whether a sentence begins at each word: a place is left out before it, or a field begins."""
    begins = np.diff(batch.places, prepend=-2) > 1
    begins[batch.bounds[batch.bounds < len(begins)]] = True
    return begins


def _before(batch: Batch) -> Numbers:
    """What stands before a word that begins a sentence: nothing in front of a field, a new paragraph now and then."""
    words = np.arange(len(batch.layout))
    before = np.where(words % 4 == 0, _PARAGRAPH, _SPACE)
    before[batch.bounds[batch.bounds < len(before)]] = _NOTHING
    return before


def _steps(
    batch: Batch, total: int, at: Numbers, begins: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Whether a new eojeol, a new sentence begins at each piece; the first ones of a field count from 0."""
    eojeols, sentences = np.zeros(total, np.uint8), np.zeros(total, np.uint8)
    eojeols[at + 1], sentences[at + 1] = 1, begins
    fields = at[batch.bounds[batch.bounds < len(at)]] + 1
    eojeols[fields] = sentences[fields] = 0
    return eojeols, sentences


def _columns(
    text: str,
    place: int,
    starts: Numbers,
    sizes: npt.NDArray[np.uint8],
    tags: npt.NDArray[np.uint8],
    eojeols: npt.NDArray[np.uint8],
    sentences: npt.NDArray[np.uint8],
) -> TokenColumns:
    """The stored form of tokens that are all printed as they are (see TokenColumns)."""
    steps = np.diff(starts, prepend=place).astype("<i4")
    parts = (steps, sizes.astype("<u4"), tags, eojeols, sentences)
    return TokenColumns(text, len(tags), b"".join([*(part.tobytes() for part in parts), b"\n" * (len(tags) - 1)]))
