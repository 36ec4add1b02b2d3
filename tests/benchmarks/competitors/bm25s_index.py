"""bm25s: scores computed when indexing, added up when searching. Words and OR only, no totals, no facets, no phrases.

All text is one field. Scoring is compiled by numba. The index is held in memory, as bm25s is fastest.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, overload

from indexer.query.plan import Any as AnyOf
from indexer.query.plan import Match, Plan
from tests.benchmarks.competitors.interface import LIMIT, Answer, Articles, module


class Bm25s:
    """The engine."""

    takes: Literal["documents", "texts"] = "texts"

    def __init__(self) -> None:
        self._bm25s = module("bm25s")
        self._retriever: Any = None

    def build(self, folder: Path, articles: Articles) -> None:
        """See Competitor.build."""
        vocabulary: dict[str, int] = {}
        corpus = _Corpus()
        for batch in articles:
            for _, texts in batch:
                for text in texts.values():
                    corpus.terms.extend([vocabulary.setdefault(term, len(vocabulary)) for term in text.split(" ")])
                corpus.ends.append(len(corpus.terms))
        retriever = self._bm25s.BM25(k1=1.2, b=0.9, csc_backend="numpy")
        retriever.activate_numba_csc()
        tokenized = self._bm25s.tokenization.Tokenized(ids=corpus, vocab=vocabulary)
        retriever.index(tokenized, show_progress=False)
        retriever.save(folder / "bm25s", show_progress=False)

    def open(self, folder: Path) -> None:
        """See Competitor.open."""
        self._retriever = self._bm25s.BM25.load(folder / "bm25s")
        self._retriever.activate_numba_scorer()

    def can(self, plan: Plan) -> bool:
        """See Competitor.can."""
        if isinstance(plan, AnyOf):
            return all(map(self.can, plan.children))
        return isinstance(plan, Match) and len(plan.alternatives[0]) == 1

    def answer(self, plan: Plan) -> Answer:
        """See Competitor.answer."""
        terms = [_term(child) for child in (plan.children if isinstance(plan, AnyOf) else (plan,))]
        found, _ = self._retriever.retrieve([terms], k=LIMIT, show_progress=False, n_threads=0)
        return Answer(total=None, found=found[0].tolist())

    def close(self) -> None:
        """See Competitor.close."""
        self._retriever = None


class _Corpus(Sequence[list[int]]):
    """Lists of terms, made when asked for: a million of them at once would not fit into memory."""

    def __init__(self) -> None:
        self.terms, self.ends = array("i"), array("q", [0])

    def __len__(self) -> int:
        return len(self.ends) - 1

    @overload
    def __getitem__(self, place: int) -> list[int]: ...

    @overload
    def __getitem__(self, place: slice) -> list[list[int]]: ...

    def __getitem__(self, place: int | slice) -> list[int] | list[list[int]]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return self.terms[self.ends[place] : self.ends[place + 1]].tolist()

    def __iter__(self) -> Iterator[list[int]]:
        return (self[place] for place in range(len(self)))


def _term(plan: Plan) -> str:
    assert isinstance(plan, Match)
    return plan.alternatives[0][0]
