"""One hit a story: the same text in several papers is one line of the answer, and every article is still counted."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.interface import Engine, EngineQuery, IndexDocument
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import WhooshEngine, merging
from indexer.query.request import SORTS, Sort
from tests.contract.building import delete, document, facet, ids, put, search, without_fsync, word
from tests.contract.corpora import HISTORIES, QUERIES, History, Put, play
from tests.contract.test_agreement import MERGING, RANDOM, Merging, played


def printed(story: int, document_id: str, body: str = "산불", **fields: str) -> IndexDocument:
    """A document of a story."""
    return dataclasses.replace(document(document_id, body, **fields), story=story)


@pytest.fixture
def papers(engine: Engine) -> Engine:
    """A wire story in three papers, another in two, and two that nobody else has."""
    put(
        engine,
        printed(7, "a", "산불 산불 진화", press="옥천신문", published="2019-03-29"),
        printed(7, "b", "산불 진화 현장 소식", press="영동신문", published="2019-03-27"),
        printed(-3, "c", "산불 예방 회의", press="옥천신문", published="2019-04-01"),
        printed(0, "d", "산불", press="보은신문", published="2019-04-02"),
    )
    put(
        engine,
        printed(7, "e", "산불 진화 현장의 여러 소식", press="보은신문", published="2019-03-28"),
        printed(-3, "f", "산불 예방 회의 열려", press="영동신문", published="2019-04-03"),
        printed(0, "g", "산불 뒤", press="보은신문"),
    )
    return engine


def test_a_story_is_one_hit_and_its_first_in_the_order(papers: Engine) -> None:
    assert ids(papers, collapse=True, sort="newest") == ["f", "d", "a", "g"]
    assert ids(papers, collapse=True, sort="oldest") == ["b", "c", "d", "g"]


def test_by_relevance_the_best_of_a_story_stands_for_it(papers: Engine) -> None:
    plain = ids(papers, word("산불"), limit=None)
    story = {"a": 7, "b": 7, "e": 7, "c": -3, "f": -3}
    firsts = {story.get(i, i): i for i in reversed(plain)}
    assert ids(papers, word("산불"), collapse=True) == [i for i in plain if i in firsts.values()]
    assert ids(papers, word("진화"), collapse=True) == ["a"]


def test_articles_and_stories_are_both_counted_exactly(papers: Engine) -> None:
    answer = search(papers, word("산불"), collapse=True, limit=1)
    assert (answer.total, answer.stories) == (7, 4)
    assert search(papers, word("산불")).stories is None
    assert search(papers, word("산불"), collapse=True, limit=0).stories == 4
    assert search(papers, word("없음"), collapse=True).stories == 0


def test_only_what_was_found_is_of_the_story(papers: Engine) -> None:
    answer = search(papers, word("현장"), collapse=True)
    assert (answer.total, answer.stories, [i for i, _ in answer.found]) == (1, 1, ["b"])
    assert ids(papers, collapse=True, sort="newest", chosen={"press": ["영동신문"]}) == ["f", "b"]


def test_pages_are_cut_from_stories(papers: Engine) -> None:
    pages = [ids(papers, collapse=True, sort="newest", limit=1, offset=offset) for offset in range(5)]
    assert pages == [["f"], ["d"], ["a"], ["g"], []]


def test_facets_count_articles(papers: Engine) -> None:
    counts = {"보은신문": 3, "영동신문": 2, "옥천신문": 2}
    assert facet(papers, "press", collapse=True) == facet(papers, "press") == counts


def test_articles_of_no_story_are_never_taken_for_one(engine: Engine) -> None:
    put(engine, *(printed(0, name) for name in "abc"))
    assert search(engine, collapse=True).stories == 3


def test_a_story_follows_its_articles_as_they_change(papers: Engine) -> None:
    delete(papers, "f", "e")
    assert ids(papers, collapse=True, sort="newest") == ["d", "c", "a", "g"]
    put(papers, printed(0, "a", published="2019-03-29"))
    assert ids(papers, collapse=True, sort="newest") == ["d", "c", "a", "b", "g"]
    put(papers, printed(-3, "g"))
    assert ids(papers, collapse=True, sort="newest") == ["d", "c", "a", "b"]


STORIES = st.lists(st.sampled_from([0, 0, 1, 2, -(2**63), 2**63 - 1]), min_size=1, max_size=7)


def _with_stories(history: History, stories: list[int]) -> History:
    """The same history, its puts in the stories by turns."""
    count = 0
    told: History = []
    for commit in history:
        steps = list(commit)
        for place, step in enumerate(steps):
            if isinstance(step, Put):
                story = stories[count % len(stories)]
                steps[place] = Put(dataclasses.replace(step.document, story=story))
                count += 1
        told.append(steps)
    return told


@RANDOM
@given(
    history=HISTORIES,
    stories=STORIES,
    queries=st.lists(QUERIES, min_size=1, max_size=5),
    merges=MERGING,
    sort=st.sampled_from(SORTS),
)
def test_both_engines_collapse_alike(
    history: History, stories: list[int], queries: list[EngineQuery], merges: Merging, sort: Sort
) -> None:
    memory = MemoryEngine()
    history = _with_stories(history, stories)
    play(history, memory)
    with played(history, merges) as (engine, _):
        for query in queries:
            collapsed = dataclasses.replace(query, collapse=True, sort=sort)
            assert engine.search(collapsed) == memory.search(collapsed)


def test_stories_outlive_a_merge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_fsync(monkeypatch)
    monkeypatch.setattr(merging, "TIER", 2)
    with closing(WhooshEngine(tmp_path / "index")) as engine:
        for number in range(9):
            put(engine, printed(1 + number % 3, str(number)))
        put(engine, printed(5, "0"))
        answer = search(engine, collapse=True, limit=None)
        assert (answer.total, answer.stories) == (9, 4)
