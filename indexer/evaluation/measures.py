"""The measures, as trec_eval and BEIR define them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def ndcg(ranking: Sequence[str], judged: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain; gains are the judgements themselves, as in trec_eval."""
    ideal = sorted(judged.values(), reverse=True)[:depth]
    best = sum(gain / math.log2(place + 2) for place, gain in enumerate(ideal))
    got = sum(judged.get(found, 0) / math.log2(place + 2) for place, found in enumerate(ranking[:depth]))
    return got / best if best else 0.0


def reciprocal_rank(ranking: Sequence[str], judged: Mapping[str, int], depth: int = 10) -> float:
    """One over the place of the first relevant article; 0 when there is none so high."""
    places = (place for place, found in enumerate(ranking[:depth], start=1) if judged.get(found, 0) > 0)
    return 1 / next(places, math.inf)


def recall(ranking: Sequence[str], judged: Mapping[str, int], depth: int = 100) -> float:
    """The share of relevant articles found so high."""
    relevant = {article for article, gain in judged.items() if gain > 0}
    return len(relevant & set(ranking[:depth])) / len(relevant) if relevant else 0.0
