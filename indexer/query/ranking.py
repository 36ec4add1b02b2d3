"""Ranking: BM25F over the text fields, the same formulas for every engine (ADR 0006).

Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004. A word's frequencies in
the fields are summed, each weighted and divided by its field's relative length, and only then saturated.
"""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
import numpy.typing as npt

FIELD_WEIGHTS = {"title": 2.0, "subtitle": 1.5, "body": 1.0, "caption": 1.0}
K1 = 1.2
B = 0.9
"""ADR 0006: best mean nDCG@10 of those tried on three evaluation sets. One `b` serves all fields."""

PRECISION = 6
"""Decimals of a score. Beyond them scores are ties, broken by date and id, so that engines agree on the order."""

Number = TypeVar("Number", float, npt.NDArray[np.float64])


def rarity(matching: int, articles: int) -> float:
    """Inverse document frequency of a word that `matching` of `articles` hold; never negative."""
    return math.log(1 + (articles - matching + 0.5) / (matching + 0.5))


def field_frequency(name: str, frequency: Number, length: Number, mean_length: float) -> Number:
    """A field's part of a word's weighted frequency; lengths are in terms."""
    return FIELD_WEIGHTS[name] * frequency / (1 - B + B * length / max(mean_length, 1.0))


def saturated(frequency: Number) -> Number:
    """The weighted frequency as a share of what no number of repetitions exceeds, 0 … 1."""
    return frequency / (K1 + frequency)
