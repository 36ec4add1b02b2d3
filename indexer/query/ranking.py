"""Ranking: BM25F over the text fields, the same formulas for every engine (ADR 0006).

Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004. A word's frequencies in
the fields are summed, each weighted and divided by its field's relative length, and only then saturated.
"""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
import numpy.typing as npt

FIELD_WEIGHTS = {"title": 1.5, "subtitle": 1.25, "body": 1.0, "caption": 1.0}
K1 = 1.0
B = 0.75
"""ADR 0014: best of those tried on three evaluation sets. One `b` serves all fields."""

PART = 0.3
"""What letters inside of another word count (의료기기강소특구 for 강소특구), a word or a noun of its own counting 1."""

LIGHT, VERB, BIGRAM, INNER_BIGRAM, HEAD_INSIDE, HEAD_WHOLE, PAIR = 0.5, 0.25, 1.0, 0.75, 0.5, 1.0, 0.5
"""Weights of the parts of a score in mode "most" beside nouns, which weigh 1 (ADR 0014): pronouns, determiners and
adverbs; verbs; two letters of a word, and of those that stand strictly inside one noun; heads inside of heads, and
whole ones; pairs of nouns."""

PAIR_K1, ONCE = 0.6, 1e-9
"""The k1 of pairs; and of what counts the same however often it stands."""

LEAD = 60
"""The first words of a text, which say what it is about: the first paragraph or two of a news article."""

PRECISION = 6
"""Decimals of a score. Beyond them scores are ties, broken by date and id, so that engines agree on the order."""

Number = TypeVar("Number", float, npt.NDArray[np.float64])


def rarity(matching: int, articles: int) -> float:
    """Inverse document frequency of a word that `matching` of `articles` hold; never negative."""
    return math.log(1 + (articles - matching + 0.5) / (matching + 0.5))


def field_frequency(name: str, frequency: Number, length: Number, mean_length: float) -> Number:
    """A field's part of a word's weighted frequency; lengths are in terms."""
    return FIELD_WEIGHTS[name] * frequency / (1 - B + B * length / max(mean_length, 1.0))


def lead_weight(words: int) -> float:
    """What standing in the lead adds to a part of a query of so many words: nothing to two, the most from four on."""
    return 0.2 * min(max((words - 2) / 2, 0.0), 1.0)


def saturated(frequency: Number, k1: float = K1) -> Number:
    """The weighted frequency as a share of what no number of repetitions exceeds, 0 … 1."""
    return frequency / (k1 + frequency)
