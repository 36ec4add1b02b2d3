"""How a question is understood: text → tree, corrected → plan; with the filters → what an engine is asked."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache

from indexer.analysis.gate import one_line
from indexer.analysis.interface import Analyser
from indexer.analysis.terms import literal
from indexer.analysis.tokens import Tokens
from indexer.engines.interface import Engine, EngineQuery
from indexer.errors import InvalidRequest
from indexer.query.correcting import Correction
from indexer.query.forgiving.forms import folded
from indexer.query.language import Parsed, parse
from indexer.query.plan import Match
from indexer.query.planner import NOTHING_TO_FIND, Understood, understand
from indexer.query.request import FILTER_FIELDS, MatchMode, SearchRequest
from indexer.query.result import FACETS

_LETTERS = re.compile(r"[\w.,]+")


class Asking:
    """Understands queries: which words there are is asked of the engine, how they are made of the analyser. Safe for
    many threads."""

    def __init__(self, engine: Engine, analyser: Analyser) -> None:
        self._engine, self._analyser = engine, analyser
        # People page, filter and go back: the same few texts come again and again.
        self._analyse = lru_cache(maxsize=1024)(self._analyse_now)

    def understand(self, text: str, mode: MatchMode, *, as_typed: bool) -> tuple[Parsed, Understood]:
        """The query's tree, corrected unless it is to be taken `as_typed`, and its plan. Raises InvalidRequest for one
        beyond the caps."""
        parsed = parse(folded(text))
        if parsed.excess:
            raise InvalidRequest(parsed.excess, parameter="q", code="query_too_large")
        if text.strip() and not parsed.text.strip():  # unseen characters only, or those of another encoding
            parsed = dataclasses.replace(parsed, warnings=(NOTHING_TO_FIND,))
        if as_typed or mode == "most":
            return parsed, understand(parsed.tree, parsed.text, mode, self._analyse)
        correction = Correction(text, self._word_occurs)
        corrected = dataclasses.replace(parsed, tree=correction.of(parsed.tree))
        found = understand(corrected.tree, parsed.text, mode, self._analyse, self._occurs)
        return corrected, dataclasses.replace(found, notices=(*correction.notices, *found.notices))

    def warm_up(self) -> None:
        """Loads the analyser, so that the first reader does not wait for it."""
        self._analyse("준비")

    def _analyse_now(self, text: str) -> Tokens:
        return next(self._analyser.analyse([text]))

    def _word_occurs(self, typed: str) -> bool:
        """Whether the letters of a typed word are in any article; signs are no letters (18,000㎡)."""
        letters = literal("".join(_LETTERS.findall(typed)))
        return bool(letters) and self._occurs(Match(typed, letters=(letters,)))

    def _occurs(self, word: Match) -> bool:
        return self._engine.search(EngineQuery(plan=word, limit=0, facets=())).total > 0


def engine_query(request: SearchRequest, understood: Understood) -> EngineQuery:
    """What an engine is asked for a request whose text was understood so."""
    return EngineQuery(
        plan=understood.plan,
        scored=understood.scored,
        first=request.first.toordinal() if request.first else None,
        last=request.last.toordinal() if request.last else None,
        chosen={name: tuple(map(one_line, request.chosen(name))) for name in FILTER_FIELDS},
        left_out={name: tuple(map(one_line, request.left_out(name))) for name in FILTER_FIELDS},
        sort=request.sort,
        limit=request.limit,
        offset=request.offset,
        facets=(*FACETS, *request.facets) if request.with_texts else (),
        collapse=request.collapse,
    )
