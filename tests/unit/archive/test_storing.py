"""What goes in: versions, origins, rejections, tokens, positions."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, text

from indexer.archive import Archive, Origin, storing
from indexer.article import Article, Found, Rejected
from tests.fakes import article, day, found, origin


def kinds(archive: Archive, *articles: Article, path: str = "a.jsonl") -> list[str]:
    """Stores them one batch, and what became of each."""
    outcomes = archive.store([(origin(path), found(**vars(item))) for item in articles])
    return [outcome.kind for outcome in outcomes]


def newest(archive: Archive, article_id: str) -> Article:
    return archive.current([article_id], "plain-1")[article_id].article


def rows(archive: Archive, statement: str) -> list[tuple[Any, ...]]:
    """What the database itself holds."""
    with archive._database.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


FIRST = article(body="둑을 높인다.", press="가람일보", fetched=None)
SECOND = article(body="둑을 2m 높인다.", press="가람일보", fetched=None)


def test_a_new_article_is_added(archive: Archive) -> None:
    assert kinds(archive, FIRST) == ["added"]
    assert newest(archive, FIRST.id) == FIRST


def test_the_same_text_again_is_unchanged(archive: Archive) -> None:
    assert kinds(archive, FIRST, FIRST) == ["added", "unchanged"]
    assert kinds(archive, FIRST) == ["unchanged"]
    assert len(archive.versions(FIRST.id)) == 1


def test_another_text_is_a_new_version_and_the_newest_is_current(archive: Archive) -> None:
    assert kinds(archive, FIRST) == ["added"]
    assert kinds(archive, SECOND) == ["updated"]
    assert newest(archive, FIRST.id) == SECOND
    assert len(archive.versions(FIRST.id)) == 2


def test_a_batch_may_hold_several_versions_of_one_article(archive: Archive) -> None:
    assert kinds(archive, FIRST, SECOND, SECOND, FIRST) == ["added", "updated", "unchanged", "unchanged"]
    assert newest(archive, FIRST.id) == SECOND


def test_an_older_text_met_again_is_no_news(archive: Archive) -> None:
    kinds(archive, FIRST, SECOND)
    assert kinds(archive, FIRST) == ["unchanged"]
    assert newest(archive, FIRST.id) == SECOND


def fetched(item: Article, when: str) -> Article:
    return article(**(vars(item) | {"fetched": day(when)}))


def test_a_paper_that_goes_back_to_its_first_text_is_believed_when_a_later_fetch_shows_it(archive: Archive) -> None:
    before, between, after = (
        fetched(FIRST, "2019-03-27 10:00"),
        fetched(SECOND, "2019-03-28 10:00"),
        fetched(FIRST, "2019-03-29 10:00"),
    )
    assert kinds(archive, before, between, after) == ["added", "updated", "updated"]
    assert newest(archive, FIRST.id).body == FIRST.body
    assert len(archive.versions(FIRST.id)) == 3
    # All three files read again change nothing.
    assert kinds(archive, before, between, after) == ["unchanged"] * 3
    assert newest(archive, FIRST.id).body == FIRST.body


def test_an_older_fetch_of_a_known_text_is_no_news(archive: Archive) -> None:
    kinds(archive, fetched(FIRST, "2019-03-27 10:00"), fetched(SECOND, "2019-03-28 10:00"))
    assert kinds(archive, fetched(FIRST, "2019-03-27 12:00")) == ["unchanged"]


def test_a_crawl_time_or_extra_alone_makes_no_version(archive: Archive) -> None:
    kinds(archive, FIRST)
    assert kinds(archive, fetched(FIRST, "2024-04-25 03:40")) == ["unchanged"]
    assert kinds(archive, article(**(vars(FIRST) | {"extra": {"조회": 3}}))) == ["unchanged"]


def test_the_id_of_another_papers_article_is_a_clash_and_stores_nothing(archive: Archive) -> None:
    kinds(archive, FIRST)
    other = article(body="전혀 다른 기사.", press="솔내신문")
    (outcome,) = archive.store([(origin(), found(**vars(other)))])
    assert (outcome.kind, outcome.clash) == ("clash", "가람일보")
    assert newest(archive, FIRST.id) == FIRST
    assert len(archive.versions(FIRST.id)) == 1


def test_an_article_without_a_press_clashes_with_none(archive: Archive) -> None:
    kinds(archive, article(body="하나"))
    assert kinds(archive, article(body="둘", press="가람일보"), article(body="셋")) == ["updated", "updated"]


def test_every_version_stays_in_the_archive(archive: Archive) -> None:
    kinds(archive, FIRST, SECOND)
    held = rows(archive, "SELECT number, body FROM versions ORDER BY id")
    assert held == [(1, "둑을 높인다."), (2, "둑을 2m 높인다.")]


def test_a_version_knows_the_file_and_line_it_came_from(archive: Archive) -> None:
    archive.store([(origin("기사/a.jsonl", "1" * 64), found(7))])
    query = "SELECT path, sha256, kind, origin_line FROM versions JOIN origins ON origins.id = origin_id"
    assert rows(archive, query) == [("기사/a.jsonl", "1" * 64, "jsonl", 7)]


def test_the_same_bytes_at_the_same_path_are_one_origin(archive: Archive) -> None:
    for sha256 in ("1" * 64, "1" * 64, "2" * 64):
        archive.store([(origin("a.jsonl", sha256), found())])
    archive.store([(origin("b.jsonl", "1" * 64), found())])
    assert rows(archive, "SELECT path, substr(sha256, 1, 1) FROM origins ORDER BY id") == [
        ("a.jsonl", "1"),
        ("a.jsonl", "2"),
        ("b.jsonl", "1"),
    ]


def test_a_file_of_many_articles_is_asked_for_once_a_batch(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    origin_id = storing._origin_id

    def watched(connection: Connection, file: Origin, now: str) -> int:
        asked.append(file.path)
        return origin_id(connection, file, now)

    monkeypatch.setattr(storing, "_origin_id", watched)
    batch = [(origin(path), found(id=f"{path}-{n}")) for path in ("a.jsonl", "b.jsonl") for n in range(50)]
    archive.store(batch)
    assert sorted(asked) == ["a.jsonl", "b.jsonl"]


def test_an_empty_batch_is_stored_without_ado(archive: Archive) -> None:
    assert archive.store([]) == []
    archive.reject([])
    archive.store_tokens("plain-1", [])


def test_a_batch_of_thousands_is_stored(archive: Archive) -> None:
    many = [article(id=f"a-{number}", body=f"{number}번") for number in range(1_500)]
    assert set(kinds(archive, *many)) == {"added"}
    assert set(kinds(archive, *many)) == {"unchanged"}


# --- rejections ---


def test_what_was_rejected_is_kept_with_place_reason_and_beginning(archive: Archive) -> None:
    whole_file = Rejected(path="기사/빈.txt", reason="빈 파일입니다.")
    line = Rejected(path="기사/a.jsonl", reason="JSON이 깨졌습니다.", line=3, excerpt='{"title": ')
    archive.reject([(origin(), whole_file), (origin(), line)])
    assert archive.rejections() == [whole_file, line]


def test_the_same_rejection_is_kept_once(archive: Archive) -> None:
    item = Rejected(path="a.jsonl", reason="없는 날짜입니다", line=3)
    archive.reject([(origin(), item), (origin(), item)])
    archive.reject([(origin(), item)])
    assert archive.rejections() == [item]


def test_another_line_reason_or_file_content_is_another_rejection(archive: Archive) -> None:
    item = Rejected(path="a.jsonl", reason="없는 날짜입니다", line=3)
    other_line = Rejected(path="a.jsonl", reason="없는 날짜입니다", line=4)
    other_reason = Rejected(path="a.jsonl", reason="제목이 없습니다", line=3)
    archive.reject([(origin(), item), (origin(), other_line), (origin(), other_reason)])
    archive.reject([(origin(sha256="1" * 64), item)])
    assert archive.rejections() == [item, other_line, other_reason, item]


# --- tokens ---


def stored_tokens(archive: Archive, analyser: str) -> bytes | None:
    return archive.current(["garamilbo.example:1"], analyser)["garamilbo.example:1"].tokens


def test_tokens_are_kept_by_analyser_version(archive: Archive) -> None:
    kinds(archive, FIRST)
    (version,) = (stored.version_id for stored in archive.changed(0, "plain-1", 10))
    assert stored_tokens(archive, "plain-1") is None
    archive.store_tokens("plain-1", [(version, b"one")])
    archive.store_tokens("plain-2", [(version, b"two")])
    assert [stored_tokens(archive, f"plain-{n}") for n in (1, 2, 3)] == [b"one", b"two", None]


def test_tokens_are_of_a_version_and_not_of_the_next(archive: Archive) -> None:
    kinds(archive, FIRST)
    archive.store_tokens("plain-1", [(archive.changed(0, "plain-1", 1)[0].version_id, b"first")])
    kinds(archive, SECOND)
    assert stored_tokens(archive, "plain-1") is None


# --- the log of changes ---


def test_an_index_never_heard_of_stands_at_the_beginning(archive: Archive) -> None:
    assert archive.position("nobody") == 0
    assert archive.pending("nobody") == 0


def test_positions_are_of_one_index_each_and_move_on(archive: Archive) -> None:
    archive.set_position("one", 5)
    archive.set_position("two", 7)
    archive.set_position("one", 6)
    assert [archive.position(name) for name in ("one", "two", "three")] == [6, 7, 0]


def test_changes_come_in_order_a_few_at_a_time(archive: Archive) -> None:
    kinds(archive, *(article(id=f"a-{number}") for number in range(7)))
    seen, position = [], 0
    while some := archive.changed(position, "plain-1", 3):
        assert len(some) <= 3
        seen += [stored.article.id for stored in some]
        position = some[-1].change_id
    assert seen == [f"a-{number}" for number in range(7)]


def test_a_changed_article_moves_to_the_end_of_the_log(archive: Archive) -> None:
    kinds(archive, article(id="a"), article(id="b"), article(id="c"))
    kinds(archive, article(id="a", body="고침"))
    assert [stored.article.id for stored in archive.changed(0, "plain-1", 10)] == ["b", "c", "a"]


def test_an_unchanged_article_stays_where_it_is(archive: Archive) -> None:
    kinds(archive, article(id="a"), article(id="b"))
    position = archive.changed(0, "plain-1", 10)[-1].change_id
    kinds(archive, article(id="a"))
    assert archive.changed(position, "plain-1", 10) == []


def test_what_an_index_has_not_got_yet_is_counted(archive: Archive) -> None:
    kinds(archive, article(id="a"), article(id="b"))
    assert archive.pending("index") == 2
    archive.set_position("index", archive.changed(0, "plain-1", 10)[0].change_id)
    assert archive.pending("index") == 1
    archive.set_position("index", archive.changed(0, "plain-1", 10)[-1].change_id)
    assert archive.pending("index") == 0
    kinds(archive, article(id="a", body="고침"))
    assert archive.pending("index") == 1


@pytest.mark.parametrize("path", ["기사 모음/2019년 3월.jsonl", "a'b\"c%_.jsonl", "😀.txt"])
def test_paths_are_kept_as_they_are(archive: Archive, path: str) -> None:
    archive.reject([(origin(path), Rejected(path=path, reason="빈 파일"))])
    archive.store([(origin(path), found())])
    assert archive.rejections()[0].path == path


def test_an_older_crawl_met_later_is_kept_as_a_version_but_the_newest_stays_searched(archive: Archive) -> None:
    older, newer = fetched(FIRST, "2019-03-27 10:00"), fetched(SECOND, "2019-03-28 10:00")
    assert kinds(archive, newer, older) == ["added", "updated"]
    stored = archive.current([newer.id], "plain-1")[newer.id].article
    assert stored.body == SECOND.body
    assert len(archive.versions(newer.id)) == 2
    third = fetched(article(**(vars(FIRST) | {"body": "둑을 3m 높인다."})), "2019-03-29 10:00")
    assert kinds(archive, older, newer, third) == ["unchanged", "unchanged", "updated"]
    assert archive.current([newer.id], "plain-1")[newer.id].article.body == third.body


def test_an_id_made_of_the_address_is_no_clash_however_the_newspaper_is_called(archive: Archive) -> None:
    kinds(archive, FIRST)
    elsewhere = article(body="같은 기사의 다른 판.", press="가람일보(주)")
    (outcome,) = archive.store([(origin(), Found(article=elsewhere))])
    assert outcome.kind == "updated"


LATER = day("2030-01-01")


def test_the_beginning_of_an_article_never_takes_the_place_of_the_whole(archive: Archive) -> None:
    start = article(body="둑을", press="가람일보", excerpt=True, fetched=LATER)
    assert kinds(archive, FIRST, start) == ["added", "updated"]
    assert newest(archive, FIRST.id).body == FIRST.body
    assert len(archive.versions(FIRST.id)) == 2


def test_the_whole_article_takes_the_place_of_its_beginning_whenever_it_was_fetched(archive: Archive) -> None:
    start = article(body="둑을", press="가람일보", excerpt=True, fetched=LATER)
    kinds(archive, start)
    kinds(archive, FIRST)
    assert newest(archive, FIRST.id).body == FIRST.body
    assert not newest(archive, FIRST.id).excerpt
