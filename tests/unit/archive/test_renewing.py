"""Other user words: which stored tokens are stale, and what becomes of them."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from indexer.archive import Archive, renewing
from indexer.archive.connect import writing
from indexer.article import Article
from indexer.errors import ArchiveError
from tests.fakes import article, found, origin

WORDS = {"공선회": "NNG", "솔라시도": "NNP"}


def fill(archive: Archive, *articles: Article, analyser: str = "plain-1") -> None:
    """Stores articles, their tokens, and an index that holds them all."""
    archive.store([(origin(), found(**vars(item))) for item in articles])
    changed = archive.changed(0, analyser, 1_000)
    archive.store_tokens(analyser, [(stored.version_id, b"old") for stored in changed if stored.tokens is None])
    archive.set_position("index", changed[-1].change_id)


def waiting(archive: Archive) -> list[str]:
    """The articles that the index is to take in again, and whose tokens are gone."""
    changed = archive.changed(archive.position("index"), "plain-1", 1_000)
    assert all(stored.tokens is None for stored in changed)
    return [stored.article.id for stored in changed]


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """An archive from before there were user words."""
    fill(
        archive,
        article(id="제목", title="공선회 모였다"),
        article(id="부제", subtitle="솔라시도를 가다"),
        article(id="본문", body="곡성블루베리공선회장은 말이 없었다."),
        article(id="사진", captions=("둑", "솔라시도기업도시")),
        article(id="다른 글", body="공선 회, 솔라 시도", press="공선회보", section="솔라시도"),
    )
    return archive


def test_an_archive_that_never_heard_of_user_words_was_made_with_none(archive: Archive) -> None:
    assert archive.words() == {}
    assert archive.stale({}) == archive.renew({}) == 0


def test_words_that_are_taken_up_are_noted_with_their_tags(archive: Archive) -> None:
    assert archive.renew(WORDS) == 0
    assert archive.words() == WORDS
    archive.renew({"공선회": "NNP"})
    assert archive.words() == {"공선회": "NNP"}
    archive.renew({})
    assert archive.words() == {}


def test_only_articles_with_a_changed_word_are_analysed_again(filled: Archive) -> None:
    assert filled.stale(WORDS) == 4
    assert filled.renew(WORDS) == 4
    assert waiting(filled) == ["제목", "부제", "본문", "사진"]
    assert filled.current(["다른 글"], "plain-1")["다른 글"].tokens == b"old"
    assert filled.stale(WORDS) == filled.renew(WORDS) == 0


@pytest.mark.parametrize(
    ("words", "again"),
    [
        (WORDS, []),
        (WORDS | {"둠벙": "NNG"}, []),
        ({"공선회": "NNG"}, ["부제", "사진"]),
        (WORDS | {"공선회": "NNP"}, ["제목", "본문"]),
        (WORDS | {"블루베리": "NNG"}, ["본문"]),
        ({}, ["제목", "부제", "본문", "사진"]),
    ],
)
def test_added_removed_and_retagged_words_count_and_the_others_do_not(
    filled: Archive, words: dict[str, str], again: list[str]
) -> None:
    filled.renew(WORDS)
    fill(filled, article(id="새 글"))
    assert filled.renew(words) == len(again)
    assert waiting(filled) == again


def test_an_article_without_tokens_is_not_stale(filled: Archive) -> None:
    filled.store([(origin(), found(id="새로", body="공선회"))])
    assert filled.renew(WORDS) == 4
    assert waiting(filled) == ["새로", "제목", "부제", "본문", "사진"]


def test_a_version_that_is_no_longer_searched_makes_nothing_stale(filled: Archive) -> None:
    fill(filled, article(id="제목", title="모임이 모였다"))
    assert filled.stale(WORDS) == 3


def test_tokens_of_every_analyser_are_dropped(filled: Archive) -> None:
    fill(filled, article(id="다른 글"), analyser="plain-2")
    filled.renew(WORDS)
    for analyser in ("plain-1", "plain-2"):
        assert filled.current(["제목"], analyser)["제목"].tokens is None


def test_asking_what_is_stale_changes_nothing(filled: Archive) -> None:
    assert filled.stale(WORDS) == 4
    assert filled.words() == {}
    assert waiting(filled) == []


def test_thousands_of_stale_articles_are_renewed(archive: Archive) -> None:
    fill(archive, *(article(id=f"a-{number}", body="공선회") for number in range(1_000)))
    assert archive.renew(WORDS) == 1_000
    assert len(waiting(archive)) == 1_000


@pytest.mark.parametrize("step", ["_move", "_note"])
def test_what_fails_half_way_changes_nothing(filled: Archive, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def broken(connection: Connection, _: object) -> None:
        connection.exec_driver_sql("SELECT * FROM nowhere")

    with monkeypatch.context() as patched:
        patched.setattr(renewing, step, broken)
        with pytest.raises(ArchiveError):
            filled.renew(WORDS)
    assert filled.words() == {}
    assert waiting(filled) == []
    assert filled.renew(WORDS) == 4


def test_an_archive_of_an_earlier_program_opens_and_takes_words_up(filled: Archive, archive_url: str) -> None:
    filled.renew(WORDS)
    with writing(filled._database) as connection:
        connection.exec_driver_sql("DELETE FROM meta WHERE name = 'words'")
    again = Archive(archive_url)
    assert again.words() == {}
    assert again.renew(WORDS) == 0  # their tokens are gone already
    again.close()
