"""Our engine, run as its competitors are; and the plain one of the tests, for trying the benchmark itself."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Literal

from indexer.engines.interface import Engine, EngineQuery
from indexer.query.plan import Plan
from tests.benchmarks import articles as made
from tests.benchmarks.competitors.interface import FACETS, LIMIT, Answer, Articles


class Ours:
    """The engine of the program."""

    takes: Literal["documents", "texts"] = "documents"

    def __init__(self) -> None:
        importlib.import_module("indexer.engines.whoosh_engine")  # not part of opening
        self._engine: Engine | None = None

    def build(self, folder: Path, articles: Articles) -> None:
        """See Competitor.build."""
        engine = engine_in(folder)
        fill(engine, articles)
        engine.close()

    def open(self, folder: Path) -> None:
        """See Competitor.open."""
        self._engine = engine_in(folder)

    def can(self, plan: Plan) -> bool:
        """See Competitor.can."""
        return True

    def answer(self, plan: Plan) -> Answer:
        """See Competitor.answer."""
        assert self._engine is not None
        answer = self._engine.search(EngineQuery(plan=plan, facets=FACETS, limit=LIMIT))
        facets = {name: {each.value: each.count for each in found} for name, found in answer.facets.items()}
        return Answer(total=answer.total, found=[made.number_of(each) for each, _ in answer.found], facets=facets)

    def close(self) -> None:
        """See Competitor.close."""
        assert self._engine is not None
        self._engine.close()


class InMemory(Ours):
    """The plain engine: nothing on the disk, so it is filled when opened."""

    def __init__(self) -> None:
        self._engine = None

    def build(self, folder: Path, articles: Articles) -> None:
        """Notes how many articles there are."""
        (folder / "articles").write_text(str(sum(map(len, articles))))

    def open(self, folder: Path) -> None:
        """See Competitor.open."""
        from indexer.engines.memory import MemoryEngine

        self._engine = MemoryEngine()
        fill(self._engine, [list(made.documents(int((folder / "articles").read_text())))])


def engine_in(folder: Path) -> Engine:
    """The program's engine; imported here, so that no competitor's process has it in memory."""
    from indexer.engines.whoosh_engine import WhooshEngine

    return WhooshEngine(folder)


def fill(engine: Engine, articles: Articles) -> None:
    """Puts every article into an engine as `rebuild` does: committing when the writer is full, merging at the end."""
    with engine.writer(afresh=True) as writer:
        for batch in articles:
            for document in batch:
                writer.put(document)
                if writer.full:
                    writer.commit()
