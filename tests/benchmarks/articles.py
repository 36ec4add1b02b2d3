"""Articles that were never written, as many as are asked for, as an engine takes them: the text of the benchmarks.

Seeded and streaming: articles are made a thousand at a time, each thousand from its own number, so that memory does not
grow, and the articles of a small corpus are the first ones of a larger one. Statistics are those of real articles (see
vocabulary.py): lognormal lengths, nouns that repeat inside an article and that stand together, side by side or in one
word, tails behind them, verbs, sentences of about 14 words that end with a verb, twenty years with their weekdays.

Published times are in no order: no engine gains by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import TAIL, TAILS
from indexer.article import KST
from indexer.engines.interface import IndexDocument
from tests.benchmarks.drawing import (
    ARTICLES,
    Flags,
    drawn_nouns,
    kinds_of_words,
    layout_of,
    lengths_of_fields,
    put_collocates,
    sentence_begins,
)
from tests.benchmarks.vocabulary import (
    ENDING,
    ENDINGS,
    HEAD_MARK,
    LEMMA_END,
    LONGEST,
    STEM,
    VERB_MARK,
    VERBS,
    Numbers,
    Units,
    Vocabulary,
    utf8,
)

SEED = 20_240_301
BATCH = ARTICLES
FIELDS = ("body", "title", "subtitle", "caption")
"""In this order an article is made: a title repeats nouns of the body."""

FIRST_DAY = datetime(2004, 1, 1, tzinfo=KST)
DAYS = 7305
SECTIONS = "정치 사회 경제 문화 교육 농업 환경 체육 행정 인물 오피니언 기획".split()
PRESSES, REGIONS = 45, 160


@dataclass(frozen=True)
class About:
    """What an article has beside its texts."""

    number: int
    press: str
    section: str
    region: str
    reporters: tuple[str, ...]
    published: datetime


@dataclass(frozen=True)
class Batch:
    """A thousand articles as columns. Word w has the `nouns[firsts[w] : firsts[w + 1]]`, numbers of the vocabulary; a
    verb has one number, from STEM on."""

    words: Vocabulary
    about: list[About]
    nouns: Numbers
    firsts: Numbers
    layout: npt.NDArray[np.uint8]
    """Of each word: see analysis.words."""
    places: Numbers
    """Where each word stands when all fields follow one another and a place is left out between sentences."""
    bounds: Numbers
    """The first word of each field of each article, and the end."""

    def documents(self) -> Iterator[IndexDocument]:
        """The articles as an engine takes them."""
        rows, last, counts = self._terms
        spelling, unit_ends = utf8(self._spelled(rows, self.words.sizes[rows]))
        ends = unit_ends[np.cumsum(self.words.sizes[rows], dtype=np.int64)[last] - 1]
        bounds = np.concatenate(([0], np.cumsum(counts)))[self.bounds]
        starts = np.concatenate(([0], ends))[bounds]
        places = np.append(self.places, self.places[-1] + 1)[self.bounds]
        layout = np.zeros(places[-1], np.uint8)
        layout[self.places] = self.layout
        fields = np.diff(bounds)
        relative = (ends - np.repeat(starts[:-1], fields)).astype(np.int32)
        positions = (np.repeat(self.places, counts) - np.repeat(places[:-1], fields)).astype(np.int32)
        at, spelled, placed = bounds.tolist(), starts.tolist(), places.tolist()
        for row, about in enumerate(self.about):
            terms = {
                name: FieldTerms(
                    spelling=spelling[spelled[field] : spelled[field + 1]],
                    ends=relative[at[field] : at[field + 1]],
                    positions=positions[at[field] : at[field + 1]],
                    layout=layout[placed[field] : placed[field + 1]],
                )
                for field, name in enumerate(FIELDS, row * len(FIELDS))
                if at[field] < at[field + 1]
            }
            yield IndexDocument(id=id_of(about.number), terms=terms, values=_values(about), published=about.published)

    def texts(self) -> Iterator[tuple[About, dict[str, str]]]:
        """The same for engines that take text: the nouns and the verbs' dictionary forms in their order, a space
        between them. The verb that ends a sentence keeps the phrases of the next one away, as our gap does."""
        verb = self.nouns >= STEM
        rows = np.insert(self.nouns, np.flatnonzero(verb) + 1, LEMMA_END)
        last = np.insert(~verb, np.flatnonzero(verb) + 1, True)
        sizes = self.words.sizes[rows] + last
        starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)[last]))[self.firsts[self.bounds]].tolist()
        text = self._spelled(rows, sizes).tobytes().decode("utf-16-le")
        for row, about in enumerate(self.about):
            yield (
                about,
                {
                    name: text[starts[at] : starts[at + 1] - 1]
                    for at, name in enumerate(FIELDS, row * len(FIELDS))
                    if starts[at] < starts[at + 1]
                },
            )

    @cached_property
    def text_size(self) -> int:
        """UTF-8 bytes of the texts as they are printed, with tails, and a space behind each word."""
        tails = np.array([0, 0, *map(len, TAILS)])[self.layout & TAIL]
        letters = self.words.sizes[self.nouns].sum(dtype=np.int64) + tails.sum() + np.count_nonzero(self.nouns >= STEM)
        return int(3 * letters + len(self.layout))

    @cached_property
    def _terms(self) -> tuple[Numbers, Flags, Numbers]:
        """The rows of the vocabulary that the terms are spelled of, whether a term ends with each, and the terms of
        each word: a compound's head behind its nouns, a verb as it is printed behind its dictionary form."""
        sizes, firsts = np.diff(self.firsts), self.firsts[:-1]
        verb = self.nouns[firsts] >= STEM
        compound = np.flatnonzero(sizes > 1)
        stops = np.cumsum(np.where(verb, 6, np.where(sizes > 1, 2 * sizes + 2, 1)))
        starts = np.concatenate(([0], stops[:-1]))
        rows, last = np.empty(stops[-1], np.int64), np.zeros(stops[-1], np.bool_)
        within = np.arange(len(self.nouns)) - np.repeat(firsts, sizes)
        own = np.repeat(starts, sizes) + within
        rows[own], last[own] = self.nouns, True
        again = np.repeat(sizes > 1, sizes)
        rows[(own + np.repeat(sizes, sizes) + 1)[again]] = self.nouns[again]
        rows[starts[compound] + sizes[compound]] = HEAD_MARK
        rows[stops[compound] - 1] = self._borders(firsts[compound], sizes[compound])
        stems, at = self.nouns[firsts[verb]], starts[verb]
        endings = ENDING + (stems + np.flatnonzero(verb)) % ENDINGS
        for step, each in enumerate((VERB_MARK, stems, LEMMA_END, HEAD_MARK, stems, endings)):
            rows[at + step] = each
        last[at] = False
        last[at + 2] = last[stops - 1] = True
        return rows, last, np.where(verb, 2, np.where(sizes > 1, sizes + 1, 1))

    def _borders(self, firsts: Numbers, sizes: Numbers) -> Numbers:
        third = self.nouns[np.minimum(firsts + 2, len(self.nouns) - 1)]
        first, second = self.nouns[firsts], self.nouns[firsts + 1]
        return np.where(sizes > 2, self.words.borders(first, second, third), self.words.borders(first, second))

    def _spelled(self, rows: Numbers, sizes: npt.NDArray[np.uint8]) -> Units:
        """The characters of all rows, so many of each."""
        return self.words.spelling[rows][np.arange(LONGEST + 1, dtype=np.uint8) < sizes[:, None]]


def batches(articles: int, *, behind: int = 0, seed: int = SEED, words: Vocabulary | None = None) -> Iterator[Batch]:
    """So many articles, in batches; those `behind` the first batches that hold so many."""
    words = words or Vocabulary()
    skipped = -(-behind // BATCH) * BATCH
    for first in range(skipped, skipped + articles, BATCH):
        yield _batch(words, seed, first, min(BATCH, skipped + articles - first))


def documents(articles: int) -> Iterator[IndexDocument]:
    """So many articles, as an engine takes them."""
    for batch in batches(articles):
        yield from batch.documents()


def id_of(number: int) -> str:
    """The id of an article."""
    return f"a{number:08d}"


def number_of(article_id: str) -> int:
    """And back."""
    return int(article_id[1:])


def _batch(words: Vocabulary, seed: int, first: int, count: int) -> Batch:
    random = np.random.default_rng([seed, first // BATCH])
    lengths = lengths_of_fields(random)
    about = _about(random, first)
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    sentences = sentence_begins(random, bounds)
    verbs, sizes = kinds_of_words(random, sentences)
    firsts = np.concatenate(([0], np.cumsum(sizes)))
    nouns = drawn_nouns(random, words, firsts[bounds])
    put_collocates(random, words, nouns, firsts, verbs)
    nouns[firsts[:-1][verbs]] = STEM + nouns[firsts[:-1][verbs]] % VERBS
    layout = layout_of(random, sentences, verbs, sizes)
    gaps = sentences.copy()
    gaps[bounds[bounds < gaps.size]] = False
    places = np.arange(gaps.size) + np.cumsum(gaps)
    kept = bounds[: count * len(FIELDS) + 1]
    end = kept[-1]
    return Batch(words, about[:count], nouns[: firsts[end]], firsts[: end + 1], layout[:end], places[:end], kept)


def _about(random: np.random.Generator, first: int) -> list[About]:
    press = (random.random(BATCH) ** 2 * PRESSES).astype(int)
    section = (random.random(BATCH) ** 1.5 * len(SECTIONS)).astype(int)
    region = (press * 7 + random.random(BATCH) ** 3 * REGIONS).astype(int) % REGIONS
    reporter = np.minimum(150 * (random.random((BATCH, 2)) ** -0.9 - 1), 99_999).astype(int) * 45 + press[:, None]
    signed = np.digitize(random.random(BATCH), (0.12, 0.97))
    columns = (press, section, region, reporter, signed, _minutes(random))
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [
        About(
            number=number,
            press=f"신문{press:02d}",
            section=SECTIONS[section],
            region=f"고을{region:03d}",
            reporters=tuple(f"기자{name:07d}" for name in dict.fromkeys(reporters[:signed])),
            published=FIRST_DAY + timedelta(minutes=minute),
        )
        for number, (press, section, region, reporters, signed, minute) in enumerate(rows, first)
    ]


def _minutes(random: np.random.Generator) -> Numbers:
    """Since FIRST_DAY: fewer at the weekend, most by day, some at midnight (only the day is known)."""
    chance = np.array([1.0, 1.0, 1.0, 1.0, 0.95, 0.35, 0.45])
    days = random.integers(0, DAYS // 7, BATCH) * 7 + random.choice(7, BATCH, p=chance / chance.sum())
    days += (7 - FIRST_DAY.weekday()) % 7  # the choice counts from Monday
    minute = np.clip(random.normal(13 * 60, 200, BATCH), 0, 1439).astype(int) * (random.random(BATCH) > 0.1)
    found: Numbers = np.minimum(days, DAYS - 1) * 1440 + minute
    return found


def _values(about: About) -> dict[str, tuple[str, ...]]:
    one = {"press": (about.press,), "section": (about.section,), "region": (about.region,)}
    several = {"reporter": about.reporters} if about.reporters else {}
    return {**one, **several}
