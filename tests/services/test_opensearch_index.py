"""What an index on a cluster owes to those who run it: it is replaced while it is searched, made again when it is lost,
read to its end, and rid of what was taken down."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings

from indexer import ingest
from indexer.archive import Archive
from indexer.engines.interface import Engine, EngineQuery
from indexer.engines.memory import MemoryEngine
from indexer.engines.opensearch_engine import lease, lexicon, request
from indexer.errors import IndexBusy, IndexTaken, InvalidRequest
from indexer.query.plan import Every
from indexer.sources import read_paths
from tests.contract.building import document, found, fuzzy, ids, near, prefix, put, search, word
from tests.contract.corpora import HISTORIES, History, Put, play
from tests.fakes import PlainAnalyser, write_jsonl
from tests.reliability.served import articles
from tests.services.engines import opened
from tests.services.opensearch import Node
from tests.services.searchers import searching

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("opensearch_client")]

MANY = 12_000
"""Articles: more than a cluster gives in one answer."""

SECRET = "한가람솔"
"""The word of an article that is taken down."""


class Stop(Exception):
    """A rebuild is killed."""


def die_rebuilding(engine: Engine) -> None:
    with engine.writer(afresh=True) as writer:
        writer.put(document("b", "홍수"))
        writer.commit()
        assert found(engine) == "a"
        raise Stop


def indexes(node: Node, name: str) -> set[str]:
    _, listed = node.ask("GET", f"/_cat/indices/{name}-*?format=json&expand_wildcards=all")
    return {each["index"] for each in listed}


def test_an_index_is_replaced_while_it_is_searched_without_an_error(opensearch_node: Node) -> None:
    with closing(opened(opensearch_node.url, name="replaced")) as engine:
        put(engine, *(document(f"g-{number}", "산불 진화") for number in range(300)), afresh=True)
        before, at_first = engine.index_id, indexes(opensearch_node, "replaced")
        with searching(engine, [(EngineQuery(plan=word("산불")), 300), (EngineQuery(plan=Every()), 300)]) as end:
            for more in range(1, 4):
                put(engine, *(document(f"g-{number}", "산불 진화") for number in range(300 + more)), afresh=True)
            met = end()
        assert (met.failed, met.short) == ([], [])
        assert met.answers > 20
        assert engine.index_id != before
        assert len(indexes(opensearch_node, "replaced")) == len(at_first), "what was replaced is still there"


def test_a_rebuild_that_dies_changes_nothing_and_the_next_writer_clears_it_away(opensearch_node: Node) -> None:
    with closing(opened(opensearch_node.url, name="dies")) as engine:
        put(engine, document("a", "산불"), afresh=True)
        before, at_first = engine.index_id, indexes(opensearch_node, "dies")
        with pytest.raises(Stop):
            die_rebuilding(engine)
        assert (engine.index_id, found(engine)) == (before, "a")
        put(engine, document("c", "가뭄"))
        assert indexes(opensearch_node, "dies") == at_first


def test_who_was_away_for_longer_than_its_lease_leaves_the_index_to_the_next(
    opensearch_node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "LEASE", 0.5)  # and no beat so soon: it stands still
    with (
        closing(opened(opensearch_node.url, name="leased")) as away,
        closing(opened(opensearch_node.url, name="leased")) as following,
        closing(opened(opensearch_node.url, name="leased")) as third,
    ):
        put(following, document("a", "산불"))
        with away.writer() as first:
            first.put(document("b", "가뭄"))
            time.sleep(0.6)
            monkeypatch.setattr(lease, "LEASE", 30.0)
            with following.writer() as second:
                second.put(document("c", "홍수"))
                with pytest.raises(IndexTaken):
                    first.commit()
                first.cancel()
                with pytest.raises(IndexBusy), third.writer():
                    pass
        assert found(following) == "ac"


def test_an_index_that_is_lost_is_made_again_by_the_next_articles(
    opensearch_node: Node, archive: Archive, tmp_path: Path
) -> None:
    for name, start in (("lost", 0), ("more", 40)):
        write_jsonl(tmp_path / f"{name}.jsonl", articles(40, start))
    with closing(opened(opensearch_node.url, name="lost")) as engine:
        for name, held in (("lost", 40), ("more", 80)):
            files = read_paths([tmp_path / f"{name}.jsonl"])
            ingest.add(files, archive=archive, engine=engine, analyser=PlainAnalyser())
            assert engine.count() == held
            for index in indexes(opensearch_node, "lost"):
                assert opensearch_node.ask("DELETE", f"/{index}")[0] == 200
        ingest.add([], archive=archive, engine=engine, analyser=PlainAnalyser())
        assert engine.count() == 80
        assert not archive.pending(engine.index_id)


def test_an_answer_is_read_to_its_end_and_nothing_is_kept_for_it(opensearch_node: Node) -> None:
    with closing(opened(opensearch_node.url, name="many")) as engine:
        days = [f"20{10 + number % 14}-{number % 12 + 1:02}-01" for number in range(MANY)]
        put(engine, *(document(f"g-{n:05}", "산불", published=day) for n, day in enumerate(days)), afresh=True)
        for sort in ("relevance", "newest", "oldest"):
            whole = ids(engine, word("산불"), sort=sort, limit=None)
            assert len(whole) == len(set(whole)) == MANY
            for offset in (0, 9_990, 10_000, MANY - 5, MANY):
                page = search(engine, word("산불"), sort=sort, limit=20, offset=offset)
                assert [name for name, _ in page.found] == whole[offset : offset + 20], (sort, offset)
                assert page.total == MANY
        status, kept = opensearch_node.ask("GET", "/_search/point_in_time/_all")
        assert (status, kept["pits"]) in ((200, []), (404, []))


def places(node: Node, letters: str) -> list[str]:
    """The files of a node in which they stand."""
    held = []
    for path in (node.folder / "data").rglob("*"):
        with suppress(FileNotFoundError):  # it merges what it has meanwhile
            if path.is_file() and letters.encode() in path.read_bytes():
                held.append(str(path.relative_to(node.folder)))
    return held


@pytest.fixture(scope="module")
def purged(opensearch_node: Node) -> Iterator[Engine]:
    """An engine that has taken down one article among others, of a word that no other has: it takes half a minute."""
    with closing(opened(opensearch_node.url, name="removed")) as engine:
        others = [document(f"g-{number}", f"산불 둑 낱말{number}") for number in range(200)]
        put(engine, *others, document("x", f"{SECRET} 산불", title=SECRET, reporter=SECRET), afresh=True)
        assert ids(engine, word(SECRET)) == ["x"]
        assert places(opensearch_node, SECRET), "the test cannot see what it looks for"
        with engine.writer() as writer:
            writer.delete("x")
            writer.purge()
        assert ids(engine, word(SECRET)) == []
        assert engine.count() == 200
        yield engine


def test_facets_with_more_values_than_an_answer_holds_are_counted_to_the_last(
    opensearch_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = MemoryEngine()
    every = [
        document(
            f"f-{n}", "산불", published=f"2019-{n % 11 + 1:02}-{n % 7 + 1:02}", press="가람", reporter=f"기자{n % 53}"
        )
        for n in range(120)
    ]
    for engine in (plain, opensearch_engine):
        put(engine, *every, afresh=True)
    monkeypatch.setattr(request, "MOST_BUCKETS", 40)
    for chosen in ({}, {"reporter": ("기자1", "기자2")}):
        assert search(opensearch_engine, chosen=chosen).facets == search(plain, chosen=chosen).facets


def test_a_beginning_of_more_words_than_are_named_is_found_all_the_same(
    opensearch_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicon, "MOST_EXPANDED", 2)
    every = [document(f"b-{n}", f"홍수 산{syllable} 들") for n, syllable in enumerate("불나물길책새")]
    put(opensearch_engine, *every, document("c", "들산불"), document("d", "강산", title="산성"), afresh=True)
    assert ids(opensearch_engine, prefix("산"), sort="oldest") == ["b-0", "b-1", "b-2", "b-3", "b-4", "b-5", "d"]
    for refused in (near(2, word("홍수"), prefix("산")), fuzzy("산불", 2)):
        with pytest.raises(InvalidRequest, match="더 길게 적어"):
            search(opensearch_engine, refused)


def test_a_word_that_only_a_removed_article_had_is_not_suggested(purged: Engine) -> None:
    assert purged.similar(SECRET, 0) == []
    assert purged.similar("낱말7", 0) == [("낱말7", 1)]


def test_nothing_of_an_article_that_was_taken_down_is_left_on_the_disk(opensearch_node: Node, purged: Engine) -> None:
    assert purged.count() == 200
    assert places(opensearch_node, SECRET) == []


def words(node: Node, engine: Engine) -> set[tuple[str, str]]:
    """The words that an index knows of, and what they are."""
    _, found = node.ask("POST", f"/{engine.index_id}-words/_search", {"size": 1_000})
    return {(hit["_source"]["kind"], hit["_source"]["letters"]) for hit in found["hits"]["hits"]}


@settings(max_examples=12)
@given(history=HISTORIES)
def test_the_words_of_an_index_are_those_of_its_articles_whatever_became_of_others(
    opensearch_node: Node, history: History
) -> None:
    kept = {step.document.id: step.document for commit in history for step in commit if isinstance(step, Put)}
    with closing(opened(opensearch_node.url, name=f"h{uuid.uuid4().hex[:12]}")) as engine:
        put(engine)  # there may be no commit in a history
        play(history, engine)
        there = set(ids(engine, limit=None))
        found = words(opensearch_node, engine)
        put(engine, *(document for name, document in kept.items() if name in there), afresh=True)
        assert found == words(opensearch_node, engine)
        opensearch_node.ask("DELETE", f"/{engine.index_id}*,*-state")
