"""Coverage: which months of which papers there are."""

from __future__ import annotations

from indexer.archive import Archive, PaperCoverage, tables
from indexer.archive.connect import writing
from indexer.archive.coverage import months_between
from tests.fakes import found, origin


def paper(archive: Archive, press: str = "가람일보") -> PaperCoverage:
    return next(paper for paper in archive.coverage().papers if paper.press == press)


def store(archive: Archive, *days: str | None, press: str = "가람일보") -> None:
    items = [found(id=f"{press}-{n}", press=press, published=day, title=f"{n}") for n, day in enumerate(days)]
    archive.store([(origin(), item) for item in items])


def test_an_empty_archive_covers_nothing(archive: Archive) -> None:
    assert archive.coverage().to_json() == {"papers": []}


def test_months_are_counted_and_holes_marked_between_the_first_and_the_last(archive: Archive) -> None:
    store(archive, "2019-11-01", "2019-11-30", "2020-02-29", "2020-01-01", "2020-05-05")
    held = paper(archive)
    assert (held.first, held.last) == ("2019-11", "2020-05")
    assert held.months == {"2019-11": 2, "2020-01": 1, "2020-02": 1, "2020-05": 1}
    assert held.holes == ("2019-12", "2020-03", "2020-04")
    assert held.years == {"2019": 2, "2020": 3}
    assert (held.total, held.undated) == (5, 0)


def test_counts_holes_and_undated_articles_add_up(archive: Archive) -> None:
    store(archive, "2019-01-01", None, "2019-03-01", None)
    held = paper(archive)
    assert held.total == sum(held.months.values()) + held.undated == 4
    assert list(months_between(held.first, held.last)) == sorted([*held.months, *held.holes])


def test_a_paper_without_any_day_has_neither_first_nor_last(archive: Archive) -> None:
    store(archive, None)
    held = paper(archive)
    assert (held.first, held.last, held.holes, held.undated) == ("", "", (), 1)
    assert held.to_json()["first"] is None


def test_papers_are_apart_and_can_be_chosen(archive: Archive) -> None:
    store(archive, "2019-01-01")
    store(archive, "2020-01-01", press="솔내신문")
    store(archive, "2021-01-01", press="")
    held = archive.coverage()
    assert [one.press for one in held.papers] == ["", "가람일보", "솔내신문"]
    assert [one.press for one in held.of(["솔내신문"]).papers] == ["솔내신문"]
    assert held.of([]) == held


def test_a_day_counts_in_korea_and_only_of_the_newest_version(archive: Archive) -> None:
    archive.store([(origin(), found(press="가람일보", published="2019-03-31 23:59", title="첫 글"))])
    archive.store([(origin(), found(press="가람일보", published="2019-04-01 00:01", title="고친 글"))])
    assert paper(archive).months == {"2019-04": 1}


def test_the_last_reading_is_of_the_file_or_of_the_visited_page(archive: Archive) -> None:
    url = "https://garamilbo.example/1"
    archive.store([(origin(url), found(press="가람일보")), (origin("b.jsonl"), found(id="s", press="솔내신문"))])
    of_file = paper(archive).last_read
    assert of_file
    with writing(archive._database) as connection:
        row: dict[str, str | bool] = {"url": url, "host": "garamilbo.example", "found": "2099-01-01T00:00:00+09:00"}
        row |= {"visited": "2099-01-02T00:00:00+09:00", "waiting": False}
        connection.execute(tables.visits.insert().values(row))
    visited = paper(archive).last_read
    assert visited
    assert visited.isoformat() == row["visited"]
    assert paper(archive, "솔내신문").last_read == of_file
