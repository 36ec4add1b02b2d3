"""Plain BM25 over a corpus of texts by bm25s: what a ranking has to be better than. k1 1.2, b 0.75, one field.

A baseline is what it takes a text for: its words between spaces, its pairs of neighbouring letters, its morphemes, or
pairs and morphemes together in one index.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from indexer.analysis.gate import clean
from indexer.analysis.interface import Analyser
from tests.benchmarks.competitors.interface import module

K1, B = 1.2, 0.75

Units = list[list[str]]
"""What the texts are taken for, one list a text; a unit that stands there twice is there twice."""

Splitter = Callable[[Sequence[str]], Units]

_CONTENT = ("NN", "NR", "VV", "VA", "XR", "MAG", "SL", "SH", "SN")
"""How Kiwi's tags of nouns, verbs, adjectives, roots, adverbs, foreign words and numbers begin: what is usually taken
of a Korean text. Taking all tokens changes nDCG@10 (with bigrams) by 0.001 on headlines and short keywords, and lowers
it by 0.04 on questions."""


def splitters(analyser: Analyser) -> dict[str, Splitter]:
    """The baselines by name."""

    def morphemes(texts: Sequence[str]) -> Units:
        return [
            [form.lower() for form, tag in zip(found.forms, found.tags, strict=True) if tag.startswith(_CONTENT)]
            for found in analyser.analyse(map(clean, texts))
        ]

    def both(texts: Sequence[str]) -> Units:
        return [one + other for one, other in zip(morphemes(texts), bigrams(texts), strict=True)]

    return {"whitespace": whitespace, "bigrams": bigrams, "Kiwi": morphemes, "Kiwi + bigrams": both}


def whitespace(texts: Sequence[str]) -> Units:
    """The words between spaces, with whatever is printed on to them."""
    return [text.split() for text in texts]


def bigrams(texts: Sequence[str]) -> Units:
    """The pairs of neighbouring letters or digits, over no space or symbol; one that stands alone, alone."""
    return [[pair for word in re.findall(r"\w+", text.lower()) for pair in _pairs(word)] for text in texts]


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(max(len(word) - 1, 1))]


def rankings(corpus: Units, queries: Units, depth: int) -> list[list[int]]:
    """For each query the places in the corpus of the texts that hold any of its units, best first. Raises Missing."""
    bm25s = module("bm25s")
    retriever = bm25s.BM25(k1=K1, b=B)
    retriever.index(corpus, show_progress=False)
    return [_ranking(retriever, query, min(depth, len(corpus))) for query in queries]


def _ranking(retriever: Any, query: Iterable[str], depth: int) -> list[int]:
    known = [unit for unit in query if unit in retriever.vocab_dict]
    if not known:
        return []
    found, scores = retriever.retrieve([known], k=depth, show_progress=False)
    return [int(place) for place, score in zip(found[0], scores[0], strict=True) if score > 0]
