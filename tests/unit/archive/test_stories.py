"""Stories in the archive: who is in one, and who came first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from indexer.archive import Archive, stories
from indexer.archive.tables import bands
from indexer.article import KST, Article, Found
from tests.fakes import columns_of, origin
from tests.fakes_stories import OTHER, OWN, RELEASE, edited, sentences

ANALYSER = "plain-1"


def give(archive: Archive, *articles: Article) -> None:
    """Stores articles and settles what has no story yet."""
    archive.store([(origin(), Found(article=article, named=True)) for article in articles])
    settle(archive)


def settle(archive: Archive) -> dict[int, int]:
    changed = archive.changed(0, ANALYSER, 1_000)
    batch = [
        (stored, {name: columns_of(text) for name, text in stored.article.texts.items()})
        for stored in changed
        if not stored.story
    ]
    return archive.settle(ANALYSER, batch)


def groups(archive: Archive) -> set[frozenset[str]]:
    """The articles by story."""
    by_story: dict[int, set[str]] = {}
    for stored in archive.changed(0, ANALYSER, 1_000):
        assert stored.story
        by_story.setdefault(stored.story, set()).add(stored.article.id)
    return {frozenset(group) for group in by_story.values()}


def article(name: str, body: str = RELEASE, **more: object) -> Article:
    return Article(**({"id": name, "title": f"제목 {name}", "body": body, "press": f"{name} 신문"} | more))  # type: ignore[arg-type]


def hour(number: int) -> datetime:
    return datetime(2026, 8, 1, number, tzinfo=KST)


def test_articles_of_one_text_are_one_story_and_others_are_alone(archive: Archive) -> None:
    give(archive, article("a"), article("b", edited("나", "한봄")), article("c", OWN), article("d", OTHER))
    assert groups(archive) == {frozenset("ab"), frozenset("c"), frozenset("d")}


def test_one_that_comes_later_joins_and_the_story_keeps_its_name(archive: Archive) -> None:
    give(archive, article("a"))
    (first,) = archive.changed(0, ANALYSER, 9)
    assert first.story == first.version_id
    give(archive, article("b", edited("나", "한봄")))
    assert {stored.story for stored in archive.changed(0, ANALYSER, 9)} == {first.story}


def test_the_members_come_with_the_first_publisher_first_and_undated_ones_last(archive: Archive) -> None:
    give(
        archive,
        article("undated"),
        article("late", published=hour(9), url="https://late.example/1"),
        article("early", published=hour(7)),
    )
    story = archive.changed(0, ANALYSER, 1)[0].story
    members = archive.story_members([story, story, 999])
    assert [member.article.id for member in members[story]] == ["early", "late", "undated"]
    assert list(members) == [story]
    late = members[story][1]
    assert (late.article.press, late.article.title, late.article.published) == ("late 신문", "제목 late", hour(9))
    assert (late.article.url, late.story) == ("https://late.example/1", story)


def test_a_new_version_leaves_a_story_it_is_no_more_like(archive: Archive) -> None:
    give(archive, article("a"), article("b", edited("나", "한봄")))
    give(archive, article("b", OTHER))
    assert groups(archive) == {frozenset("a"), frozenset("b")}
    give(archive, article("c", OTHER), article("d"))
    assert groups(archive) == {frozenset("ad"), frozenset("bc")}


def test_a_new_version_stays_in_the_story_it_is_still_like(archive: Archive) -> None:
    give(archive, article("a"), article("b", edited("나", "한봄")))
    give(archive, article("b", edited("나", "새빛")))
    assert groups(archive) == {frozenset("ab")}


def test_an_older_version_finds_nobody_any_more(archive: Archive) -> None:
    give(archive, article("a"))
    give(archive, article("a", OTHER))
    give(archive, article("b"))
    assert groups(archive) == {frozenset("a"), frozenset("b")}


def test_one_that_is_like_two_stories_makes_them_one_which_every_index_hears_of(archive: Archive) -> None:
    hail = sentences(OTHER)
    first, second = " ".join([RELEASE, *hail[:3]]), " ".join([OWN, *hail[3:]])
    bridge = f"{first} {second}"
    give(archive, article("a", first), article("b", second), article("c", second))
    assert groups(archive) == {frozenset("a"), frozenset("bc")}
    before = archive.changed(0, ANALYSER, 9)[-1].change_id
    give(archive, article("d", bridge))
    assert groups(archive) == {frozenset("abcd")}
    moved = [stored.article.id for stored in archive.changed(before, ANALYSER, 9)]
    assert "a" in moved  # the smaller story moved
    assert "b" not in moved


def test_settling_again_changes_nothing(archive: Archive) -> None:
    give(archive, article("a"), article("b"))
    before = [(stored.article.id, stored.story, stored.change_id) for stored in archive.changed(0, ANALYSER, 9)]
    told = archive.settle(ANALYSER, [(stored, {}) for stored in archive.changed(0, ANALYSER, 9)])
    assert set(told.values()) == {before[0][1]}
    assert [(stored.article.id, stored.story, stored.change_id) for stored in archive.changed(0, ANALYSER, 9)] == before


def test_a_version_that_another_has_followed_is_told_its_own_story_and_writes_none(archive: Archive) -> None:
    give(archive, article("a"))
    archive.store([(origin(), Found(article=article("b"), named=True))])
    old = next(stored for stored in archive.changed(0, ANALYSER, 9) if stored.article.id == "b")
    archive.store([(origin(), Found(article=article("b", OTHER), named=True))])
    fields = {name: columns_of(text) for name, text in old.article.texts.items()}
    assert archive.settle(ANALYSER, [(old, fields)]) == {old.version_id: old.version_id}
    settle(archive)
    assert groups(archive) == {frozenset("a"), frozenset("b")}


def test_more_copies_than_are_kept_under_one_number_are_one_story_still(archive: Archive) -> None:
    count = stories.MOST_ALIKE + 20
    give(archive, *(article(f"n{number}") for number in range(count)))
    give(archive, article("last", edited("끝", "한봄")))
    assert {len(group) for group in groups(archive)} == {count + 1}


def test_of_an_older_version_no_sketch_is_left(archive: Archive) -> None:
    give(archive, article("a"))
    give(archive, article("a", OTHER))
    (newest,) = archive.changed(0, ANALYSER, 9)
    with archive._reading() as connection:
        assert set(connection.scalars(select(bands.c.version_id))) == {newest.version_id}
