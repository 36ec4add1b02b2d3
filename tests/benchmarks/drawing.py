"""What the articles of a batch are made of: how many words, which are verbs and which compounds, nouns and tails."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.analysis.words import BARE, JOINED, ONE_TERM, TAILS
from tests.benchmarks.vocabulary import COLLOCATES, Numbers, Vocabulary

ARTICLES = 1000
"""Of a batch."""

COMPOUND, OF_THREE = 0.25, 0.06
"""Of the words that are no verbs: those of two nouns or three, and those of three."""

VERBAL = 0.14
"""Of the words but the last of a sentence: the verbs."""

TAILED, BESIDE, APART = 0.56, 0.2, 0.1
"""Of the words that are no verbs: those with a tail, and those that are a collocate of the word before. Of all words:
those with a sign before them."""

Flags = npt.NDArray[np.bool_]


def lengths_of_fields(random: np.random.Generator) -> Numbers:
    """Words of each field of each article; none or at least three."""
    lengths = np.stack(
        (
            np.clip(random.lognormal(5.18, 0.62, ARTICLES), 22, 1060),
            np.clip(random.lognormal(2.0, 0.35, ARTICLES), 3, 50),
            np.clip(random.lognormal(2.48, 0.4, ARTICLES), 3, 50) * (random.random(ARTICLES) < 0.2),
            np.clip(random.lognormal(2.08, 0.5, ARTICLES), 3, 50) * (random.random(ARTICLES) < 0.15),
        ),
        axis=1,
    )
    return lengths.astype(np.int64).ravel()


def sentence_begins(random: np.random.Generator, bounds: Numbers) -> Flags:
    """Whether a sentence begins at a word; none is shorter than two words."""
    total = int(bounds[-1])
    begins = np.zeros(total + 2, np.bool_)
    ends = np.cumsum(random.integers(6, 22, total // 6 + 1))
    begins[ends[ends < total]] = True
    begins[bounds[1:] - 1] = begins[bounds[:-1] + 1] = False
    begins[bounds] = True
    return begins[:total]


def kinds_of_words(random: np.random.Generator, sentences: Flags) -> tuple[Flags, Numbers]:
    """Which words are verbs, and how many nouns each of the others has; a verb counts as one."""
    total = sentences.size
    verbs = random.random(total, dtype=np.float32) < VERBAL
    verbs[:-1] |= sentences[1:]
    verbs[-1] = True
    chance = random.random(total, dtype=np.float32)
    sizes = 1 + (chance < COMPOUND).astype(np.int64) + (chance < OF_THREE)
    return verbs, np.where(verbs, 1, sizes)


def drawn_nouns(random: np.random.Generator, words: Vocabulary, bounds: Numbers) -> Numbers:
    """The nouns. More than half repeat an earlier one of the article, mostly of its beginning: what it is about."""
    total = int(bounds[-1])
    drawn = words.draw(random.random(total))
    lengths = np.diff(bounds)
    body = np.repeat(np.tile([True, False, False, False], ARTICLES), lengths)
    copied = np.flatnonzero(random.random(total, dtype=np.float32) < np.where(body, 0.55, 0.6).astype(np.float32))
    begin = np.repeat(bounds[:-1:4], lengths.reshape(ARTICLES, -1).sum(axis=1))[copied]
    source = begin + (random.random(copied.size) ** 3 * (copied - begin)).astype(np.int64)
    repeated: Numbers = drawn.copy()
    repeated[copied] = drawn[source]
    return repeated


def put_collocates(
    random: np.random.Generator, words: Vocabulary, nouns: Numbers, firsts: Numbers, verbs: Flags
) -> None:
    """Makes nouns collocates of the ones before them: some words of the word before, and compounds' second and third
    nouns. No noun stands twice in a word."""
    sizes, starts = np.diff(firsts), firsts[:-1]
    beside = (random.random(sizes.size, dtype=np.float32) < BESIDE) & ~verbs
    beside[1:] &= (sizes[:-1] == 1) & ~verbs[:-1] & ~beside[:-1]
    beside[0] = False
    for step, chosen in enumerate((beside, sizes > 1, sizes > 2)):
        at = starts[chosen] + step
        before = nouns[at - 1]
        nouns[at] = words.collocate(before, (random.random(at.size) ** 3 * COLLOCATES).astype(np.int64))
        for _ in range(step):  # of two earlier ones either may be the next number
            for back in range(1, step + 1):
                nouns[at] += nouns[at] == nouns[at - back]


def layout_of(random: np.random.Generator, sentences: Flags, verbs: Flags, sizes: Numbers) -> npt.NDArray[np.uint8]:
    """The layout's byte of each word; of tails the first ones are the most frequent."""
    total = sentences.size
    tails = BARE + 1 + (random.random(total) ** 3 * len(TAILS)).astype(np.int64)
    tailed = (random.random(total, dtype=np.float32) < TAILED) & ~verbs
    joined = (random.random(total, dtype=np.float32) >= APART) & ~sentences
    bits: Numbers = np.where(tailed, tails, BARE) | ONE_TERM * (~verbs & (sizes == 1)) | JOINED * joined
    return bits.astype(np.uint8)
