"""Articles that were never written, as many as are asked for, as an engine takes them: the text of the benchmarks.

Seeded and streaming: articles are made a thousand at a time, each thousand from its own number, so that memory does not
grow, and the articles of a small corpus are the first ones of a larger one. Statistics are those of real articles (see
vocabulary.py): lognormal lengths, words that repeat inside an article, pairs that stand together, compounds at the
position of their first part, sentences of about 17 terms, twenty years with their weekdays.

Published times are in no order: no engine gains by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.analysis.field_terms import FieldTerms, Positions
from indexer.article import KST
from indexer.engines.interface import IndexDocument
from tests.benchmarks.vocabulary import COLLOCATES, LONGEST, Numbers, Units, Vocabulary, utf8

SEED = 20_240_301
BATCH = 1000
FIELDS = ("body", "title", "subtitle", "caption")
"""In this order an article is made: a title repeats words of the body."""

UTF8_A_TERM = {"body": 7.8, "title": 6.5, "subtitle": 7.0, "caption": 7.5}
"""UTF-8 bytes of real text for each term. Measured: body 7.90 (BIG KINDS) and 7.57 (press releases), title 6.45 and
6.68; subtitle and caption are set between them. Particles, endings and spaces are text and no terms."""

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
    """A thousand articles as columns. Occurrence i stands at `positions[i]` of its field and is made of `pieces`: one
    word, or the two of a compound. A sentence's compounds stand behind its words."""

    words: Vocabulary
    about: list[About]
    pieces: Numbers
    last: npt.NDArray[np.bool_]
    """Of each piece: whether its term ends there."""
    positions: Positions
    bounds: Numbers
    """Where each field of each article begins among the occurrences, and the end."""
    breaks: Positions
    break_bounds: Numbers

    def documents(self) -> Iterator[IndexDocument]:
        """The articles as an engine takes them."""
        syllables, ends = self._spelled(self.words.syllables[self.pieces])
        spelling, ends = utf8(syllables), ends * 3
        starts = np.concatenate(([0], ends))[self.bounds]
        relative = (ends - np.repeat(starts[:-1], np.diff(self.bounds))).astype(np.int32)
        bounds, bytes_, breaks = self.bounds.tolist(), starts.tolist(), self.break_bounds.tolist()
        for row, about in enumerate(self.about):
            terms = {
                name: FieldTerms(
                    spelling=spelling[bytes_[at] : bytes_[at + 1]],
                    ends=relative[bounds[at] : bounds[at + 1]],
                    positions=self.positions[bounds[at] : bounds[at + 1]],
                    breaks=self.breaks[breaks[at] : breaks[at + 1]],
                )
                for at, name in enumerate(FIELDS, row * len(FIELDS))
                if bounds[at] < bounds[at + 1]
            }
            yield IndexDocument(id=id_of(about.number), terms=terms, values=_values(about), published=about.published)

    def texts(self) -> Iterator[tuple[About, dict[str, str]]]:
        """The same for engines that take text: the same terms in the same order, a space between them. The compounds
        behind a sentence's words keep the phrases of the next sentence away, as our gap does."""
        syllables, ends = self._spelled(self.words.syllables[self.pieces] + self.last)
        starts = np.concatenate(([0], ends))[self.bounds].tolist()
        text = syllables.tobytes().decode("utf-16-le")
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
    def text_size(self) -> float:
        """UTF-8 bytes that real articles of so many terms have: derived, see UTF8_A_TERM."""
        terms = np.diff(self.bounds).reshape(-1, len(FIELDS)).sum(axis=0)
        return float(terms @ np.array([UTF8_A_TERM[name] for name in FIELDS]))

    def _spelled(self, sizes: npt.NDArray[np.uint8]) -> tuple[Units, Numbers]:
        """The syllables of all pieces, so many of each, and where each term ends."""
        rows = self.words.spelling[self.pieces]
        spelling = rows[np.arange(LONGEST + 1, dtype=np.uint8) < sizes[:, None]]
        return spelling, np.cumsum(sizes, dtype=np.int64)[self.last]


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
    lengths = _lengths(random)
    about = _about(random, first)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    sentences = _sentences(random, starts)
    drawn = _drawn(random, words, lengths, starts)
    second, which = _pairs(random, sentences)
    before = drawn[second - 1]
    drawn[second] = words.collocate(before, which)
    forced = sentences[second - 1]
    runs = second[forced | words.compounds(before, which)]
    return _ordered(words, about[:count], drawn, runs, sentences, starts[: count * len(FIELDS) + 1])


def _lengths(random: np.random.Generator) -> Numbers:
    """Words of each field of each article; none or at least three."""
    lengths = np.stack(
        (
            np.clip(random.lognormal(5.4, 0.62, BATCH), 27, 1320),
            np.clip(random.lognormal(2.22, 0.35, BATCH), 3, 60),
            np.clip(random.lognormal(2.7, 0.4, BATCH), 3, 60) * (random.random(BATCH) < 0.2),
            np.clip(random.lognormal(2.3, 0.5, BATCH), 3, 60) * (random.random(BATCH) < 0.15),
        ),
        axis=1,
    )
    return lengths.astype(np.int64).ravel()


def _sentences(random: np.random.Generator, starts: Numbers) -> npt.NDArray[np.bool_]:
    """Whether a sentence begins at a word; none is shorter than two words."""
    total = int(starts[-1])
    begins = np.zeros(total + 2, np.bool_)
    ends = np.cumsum(random.integers(6, 25, total // 6 + 1))
    begins[ends[ends < total]] = True
    begins[starts[1:] - 1] = begins[starts[:-1] + 1] = False
    begins[starts] = True
    return begins[:total]


def _drawn(random: np.random.Generator, words: Vocabulary, lengths: Numbers, starts: Numbers) -> Numbers:
    """The words. More than half repeat an earlier one of the article, mostly of its beginning: what it is about."""
    total = int(starts[-1])
    drawn = words.draw(random.random(total))
    body = np.repeat(np.tile([True, False, False, False], BATCH), lengths)
    copied = np.flatnonzero(random.random(total, dtype=np.float32) < np.where(body, 0.55, 0.6).astype(np.float32))
    begin = np.repeat(starts[:-1:4], lengths.reshape(-1, len(FIELDS)).sum(axis=1))[copied]
    source = begin + (random.random(copied.size) ** 3 * (copied - begin)).astype(np.int64)
    repeated: Numbers = drawn.copy()
    repeated[copied] = drawn[source]
    return repeated


def _pairs(random: np.random.Generator, sentences: npt.NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Which words are collocates of the one before them, and which of its collocates. One in four is, and the second
    of every sentence, so that each has a compound."""
    chosen = random.random(sentences.size, dtype=np.float32) < 0.3
    chosen[1:] &= ~chosen[:-1]
    begins = np.flatnonzero(sentences)
    chosen[np.minimum(begins + 2, sentences.size - 1)] = False
    chosen[begins + 1] = True
    chosen[begins] = False
    second = np.flatnonzero(chosen)
    return second, (random.random(second.size) ** 3 * COLLOCATES).astype(np.int64)


def _ordered(
    words: Vocabulary,
    about: list[About],
    drawn: Numbers,
    runs: Numbers,
    sentences: npt.NDArray[np.bool_],
    starts: Numbers,
) -> Batch:
    """Puts each compound (`runs`: its second word) behind the words of its sentence."""
    total = int(starts[-1])
    drawn, sentences, runs = drawn[:total], sentences[:total], runs[runs < total]
    sentence = np.cumsum(sentences) - 1
    begins = np.append(np.flatnonzero(sentences), total)
    word_place = np.arange(total) + np.searchsorted(runs, begins[:-1])[sentence]  # behind earlier sentences' compounds
    run_place = begins[sentence[runs] + 1] + np.arange(runs.size)
    position = _positions(sentence, starts)
    positions = np.empty(total + runs.size, np.int32)
    positions[word_place], positions[run_place] = position, position[runs - 1]
    pieces, last = _pieces(drawn, runs, word_place, run_place)
    within = sentences.copy()
    within[starts[starts < total]] = False
    inner = np.flatnonzero(within)
    return Batch(
        words=words,
        about=about,
        pieces=pieces,
        last=last,
        positions=positions,
        bounds=np.append(word_place, positions.size)[np.minimum(starts, total)],
        breaks=(position[inner] - 1).astype(np.int32),
        break_bounds=np.searchsorted(inner, starts),
    )


def _positions(sentence: Numbers, starts: Numbers) -> Numbers:
    """Where each word stands in its field; each sentence but a field's first leaves a gap before it."""
    lengths = np.diff(starts)
    first = np.append(sentence, sentence[-1] + 1)[starts[:-1]]
    found: Numbers = np.arange(sentence.size) - np.repeat(starts[:-1], lengths) + sentence - np.repeat(first, lengths)
    return found


def _pieces(
    drawn: Numbers, runs: Numbers, word_place: Numbers, run_place: Numbers
) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """The words that the terms in order are made of, and whether a term ends with each."""
    compound = np.zeros(word_place.size + runs.size, np.bool_)
    compound[run_place] = True
    end = np.arange(compound.size) + np.cumsum(compound)
    pieces = np.empty(compound.size + runs.size, np.int64)
    pieces[end[word_place]], pieces[end[run_place]] = drawn, drawn[runs]
    pieces[end[run_place] - 1] = drawn[runs - 1]
    last = np.zeros(pieces.size, np.bool_)
    last[end] = True
    return pieces, last


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
