"""Writers: what becomes visible, when, and what an exception leaves."""

from __future__ import annotations

import pytest

from indexer.engines.interface import Engine, IndexDocument
from indexer.errors import IndexBusy
from indexer.query.plan import Every
from tests.contract.building import delete, document, facet, found, ids, put, search, word


class Stop(Exception):
    """Raised by the tests inside a writer's block."""


def test_an_empty_index_answers(engine: Engine) -> None:
    answer = search(engine, word("산불"))
    assert (answer.total, list(answer.found), any(answer.facets.values())) == (0, [], False)
    assert search(engine, Every(), sort="newest", limit=None).total == 0
    assert engine.count() == 0


def test_what_is_put_is_found_after_the_commit_and_not_before(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.put(document("a", "산불"))
        assert found(engine) == ""
        writer.commit()
        assert found(engine) == "a"
        writer.put(document("b", "산불"))
        assert found(engine, word("산불")) == "a"
        assert engine.count() == 1


def test_leaving_the_block_commits_what_is_waiting(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.put(document("a", "산불"))
        writer.delete("b")
    assert found(engine, word("산불")) == "a"


def test_a_document_of_the_same_id_is_replaced(engine: Engine) -> None:
    put(engine, document("a", "산불", press="옥천신문", published="2019-01-01"), document("b", "산불"))
    put(engine, document("a", "홍수", press="영동신문"))
    assert found(engine, word("산불")) == "b"
    assert found(engine, word("홍수")) == "a"
    assert facet(engine, "press") == {"영동신문": 1}
    assert facet(engine, "year") == {}
    assert engine.count() == 2


def test_a_document_can_be_replaced_again_and_again(engine: Engine) -> None:
    for n in range(12):
        put(engine, document("a", f"판{n}"), document(f"other{n}", "곁"))
        assert ids(engine, word(f"판{n}")) == ["a"]
    assert search(engine, word("판0", *(f"판{n}" for n in range(12)))).total == 1
    assert engine.count() == 13


def test_of_two_puts_before_one_commit_the_last_counts(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.put(document("a", "첫째"))
        writer.put(document("b", "산불"))
        writer.put(document("a", "둘째"))
        writer.put(document("a", "셋째"))
        writer.commit()
    assert found(engine, word("첫째", "둘째")) == ""
    assert found(engine, word("셋째")) == "a"
    assert (engine.count(), search(engine).total) == (2, 2)


def test_a_deleted_document_is_gone(engine: Engine) -> None:
    put(engine, document("a", "산불"), document("b", "산불"))
    delete(engine, "a")
    assert found(engine, word("산불")) == found(engine) == "b"
    assert engine.count() == 1


def test_deleting_what_is_not_there_is_no_error(engine: Engine) -> None:
    delete(engine, "nobody")
    put(engine, document("a", "산불"))
    delete(engine, "nobody", "nobody")
    assert found(engine) == "a"


def test_a_document_can_be_deleted_and_put_back_in_one_commit(engine: Engine) -> None:
    put(engine, document("a", "산불"))
    with engine.writer() as writer:
        writer.delete("a")
        writer.put(document("a", "홍수"))
        writer.commit()
    assert found(engine) == found(engine, word("홍수")) == "a"


def test_a_document_can_be_put_and_deleted_in_one_commit(engine: Engine) -> None:
    put(engine, document("a", "산불"))
    with engine.writer() as writer:
        writer.put(document("a", "홍수"))
        writer.put(document("b", "홍수"))
        writer.delete("a")
        writer.delete("b")
        writer.commit()
    assert engine.count() == search(engine).total == 0
    put(engine, document("c", "산불"))
    assert found(engine) == "c"


def test_every_document_of_a_commit_can_be_deleted(engine: Engine) -> None:
    put(engine, document("a", "산불"), document("b", "홍수"))
    delete(engine, "a", "b")
    assert engine.count() == 0
    assert found(engine, word("산불")) == ""
    put(engine, document("a", "가뭄"))
    assert found(engine) == "a"


def test_a_deleted_document_can_be_put_again_later(engine: Engine) -> None:
    put(engine, document("a", "산불"))
    delete(engine, "a")
    put(engine, document("a", "홍수"))
    assert found(engine) == found(engine, word("홍수")) == "a"
    assert found(engine, word("산불")) == ""


def test_a_purge_commits_and_changes_no_answer(engine: Engine) -> None:
    for n in range(3):
        put(engine, *(document(f"{n}{m}", "산불 홍수", press="옥천신문") for m in range(3)))
    before = search(engine, word("산불"), limit=None)
    with engine.writer() as writer:
        writer.put(document("new", "가뭄"))
        writer.delete("11")
        writer.purge()
        assert ids(engine, word("가뭄")) == ["new"]
        writer.purge()
    after = search(engine, word("산불"), limit=None)
    assert [pair[0] for pair in after.found] == [name for name, _ in before.found if name != "11"]
    assert (engine.count(), facet(engine, "press")) == (9, {"옥천신문": 8})


def test_everything_can_be_purged(engine: Engine) -> None:
    put(engine, document("a", "산불"), document("b", "홍수"))
    with engine.writer() as writer:
        writer.delete("a")
        writer.delete("b")
        writer.purge()
    assert (engine.count(), found(engine)) == (0, "")
    put(engine, document("c", "산불"))
    assert found(engine, word("산불")) == "c"


def test_an_empty_commit_changes_nothing(engine: Engine) -> None:
    put(engine, document("a", "산불"))
    before, index_id = search(engine, word("산불")), engine.index_id
    with engine.writer() as writer:
        writer.commit()
        writer.commit()
    assert search(engine, word("산불")) == before
    assert engine.index_id == index_id


def test_an_exception_drops_what_was_not_committed(engine: Engine) -> None:
    def interrupted() -> None:
        with engine.writer() as writer:
            writer.put(document("a", "산불"))
            writer.commit()
            writer.put(document("b", "산불"))
            writer.delete("a")
            raise Stop

    with pytest.raises(Stop):
        interrupted()
    assert found(engine, word("산불")) == "a"
    put(engine, document("c", "홍수"))
    assert found(engine) == "ac"


def test_the_next_writer_may_begin_when_one_was_left_by_an_exception(engine: Engine) -> None:
    for _ in range(2):
        with pytest.raises(Stop), engine.writer():
            raise Stop
    put(engine, document("a", "산불"))
    assert found(engine) == "a"


def test_a_second_writer_is_told_that_another_is_at_work(engine: Engine) -> None:
    with engine.writer() as writer:
        with pytest.raises(IndexBusy, match="색인을 쓰고 있습니다"), engine.writer():
            pass
        with pytest.raises(IndexBusy), engine.writer(afresh=True):
            pass
        writer.put(document("a", "산불"))
        writer.commit()
    assert found(engine) == "a"


@pytest.mark.parametrize(
    "broken",
    [
        document("broken", "산불", press="\ud800"),
        document("broken", "산불", title="산불", reporter=["김용구", "\ud800"], published="2019-03-27"),
    ],
    ids=["press", "reporter"],
)
def test_a_document_that_is_refused_leaves_no_trace(engine: Engine, broken: IndexDocument) -> None:
    """Whether an engine takes such a document is its own affair; half of it in the index, or in the next document,
    is not."""
    put(engine, document("broken", "옛"))
    with engine.writer() as writer:
        try:
            writer.put(broken)
        except (ValueError, OverflowError):
            taken = False
        else:
            taken = True
            writer.put(document("broken", "옛"))
        writer.put(document("a", "홍수"))
        writer.commit()
    assert found(engine, word("산불")) == ""
    assert ids(engine, word("옛")) == ["broken"]
    assert ids(engine, word("홍수")) == ["a"]
    assert engine.count() == 2
    assert taken in (True, False)


# Afresh


def test_afresh_replaces_everything_but_only_at_the_end(engine: Engine) -> None:
    put(engine, document("a", "산불"), document("b", "산불"))
    with engine.writer(afresh=True) as writer:
        writer.put(document("c", "산불"))
        writer.commit()
        assert found(engine) == "ab"
        writer.put(document("d", "산불"))
        writer.commit()
        assert found(engine, word("산불")) == "ab"
    assert found(engine, word("산불")) == "cd"
    assert engine.count() == 2


def test_afresh_with_nothing_put_is_an_empty_index(engine: Engine) -> None:
    put(engine, document("a", "산불"))
    put(engine, afresh=True)
    assert engine.count() == 0


def test_an_exception_in_afresh_leaves_the_old_index(engine: Engine) -> None:
    put(engine, document("a", "산불"))
    index_id = engine.index_id

    def interrupted() -> None:
        with engine.writer(afresh=True) as writer:
            writer.put(document("b", "산불"))
            writer.commit()
            raise Stop

    with pytest.raises(Stop):
        interrupted()
    assert engine.index_id == index_id
    assert found(engine) == "a"
    put(engine, document("c", "홍수"))
    assert found(engine) == "ac"


def test_commits_go_on_in_an_index_written_afresh(engine: Engine) -> None:
    put(engine, document("a", "산불"), afresh=True)
    put(engine, document("b", "홍수"))
    delete(engine, "a")
    assert found(engine) == "b"


def test_the_index_id_changes_with_afresh_and_not_with_commits(engine: Engine) -> None:
    first = engine.index_id
    assert first
    with engine.writer() as writer:
        assert writer.index_id == first
        writer.put(document("a", "산불"))
        writer.commit()
        assert engine.index_id == writer.index_id == first
    delete(engine, "a")
    assert engine.index_id == first
    with engine.writer(afresh=True) as writer:
        second = writer.index_id
        assert second != first
        assert engine.index_id == first
        writer.commit()
        assert engine.index_id == first
    assert engine.index_id == second


def test_a_writer_is_not_full_before_it_has_much_to_hold(engine: Engine) -> None:
    with engine.writer() as writer:
        assert not writer.full
        writer.put(document("a", "산불"))
        assert not writer.full


def test_an_engine_that_was_closed_can_be_asked_again(engine: Engine) -> None:
    put(engine, document("a", "산불"))
    assert found(engine) == "a"
    engine.close()
    engine.close()
    assert found(engine) == "a"
