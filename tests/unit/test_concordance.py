"""Words in context: over an archive with a plain analyser and both engines."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import concordance, ingest
from indexer.analysis.tokens import pack
from indexer.archive import Archive, Stored
from indexer.article import TEXT_FIELDS, Article
from indexer.engines.interface import Engine
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import InvalidRequest
from indexer.query.concordance import Line
from indexer.query.context import ORDERS, Order, sort_key
from indexer.query.language import parse
from indexer.query.plan import Word, matches
from indexer.query.planner import understand
from indexer.query.request import SearchRequest
from indexer.query.snippets import article_marks
from indexer.query.sought import Sought
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, columns_of, tokens_of, write_jsonl

LONG = " ".join(f"{number}번째로 소각장을 말했다." for number in range(40))

ARTICLES: list[dict[str, Any]] = [
    {
        "id": "g-1",
        "title": "은곡소각장 주민설명회 무산",
        "subtitle": "소각장 반대 주민 점거",
        "body": "가람군이 소각장을 다시 추진한다. 주민은 반대한다.\n\n새 소각장 공람을 미뤘다.",
        "captions": ["소각장을 반대하는 주민", "예산 심의"],
        "press": "가람일보",
        "date": "2018-11-03 23:30",
        "url": "https://www.garamilbo.example/news/articleView.html?idxno=1",
    },
    {
        "id": "g-2",
        "title": "소각장 공람",
        "body": "하루 50톤을 태우는 소각장이다.",
        "press": "가람일보",
        "date": "2020-05-06",
    },
    {
        "id": "s-1",
        "title": "터미널 착공",
        "body": "소각 장을 함께 약속했다. " + LONG,
        "press": "솔내신문",
        "date": "2019-03-27",
    },
    {"id": "x-1", "title": "날짜를 모르는 소각장 단신", "body": "짧다."},
    {"id": "y-1", "title": "터미널", "body": "소각이라는 말은 없다.", "press": "솔내신문", "date": "2017-01-01"},
]
WITH_LINES = ("g-1", "g-2", "s-1", "x-1")


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made: Engine = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index")
    yield made
    made.close()


def add(archive: Archive, engine: Engine, folder: Path, articles: list[dict[str, Any]]) -> None:
    path = write_jsonl(folder / f"{articles[0]['id']}.jsonl", articles)
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=PlainAnalyser())


@pytest.fixture
def made(archive: Archive, engine: Engine, tmp_path: Path) -> Search:
    add(archive, engine, tmp_path, ARTICLES)
    return Search(archive, engine, PlainAnalyser())


def every(made: Search, text: str = "소각장", order: Order = "list", **asked: Any) -> list[Line]:
    return list(made.concordance(SearchRequest(text=text, limit=None, **asked), order).lines)


def shown(lines: list[Line]) -> list[tuple[str, str, str, str]]:
    return [(line.id, line.left, line.keyword, line.right) for line in lines]


def places(lines: list[Line]) -> list[tuple[str, str, int]]:
    return [(line.id, line.field, line.start) for line in lines]


def around(line: Line) -> str:
    """What a line shows of the text, all of it on one line."""
    return " ".join(f"{line.left}{line.keyword}{line.right}".replace("¶", " ").split())


# --- lines ---


def test_a_line_is_a_place_with_what_stands_beside_it(made: Search) -> None:
    assert shown(every(made, "공람", sort="oldest")) == [
        ("g-1", "가람군이 소각장을 다시 추진한다. 주민은 반대한다. ¶ 새 소각장 ", "공람", "을 미뤘다."),
        ("g-2", "소각장 ", "공람", ""),
    ]


def test_a_word_within_a_word_has_its_letters_beside_it(made: Search) -> None:
    first = every(made, sort="oldest")[0]
    assert (first.field, first.left, first.keyword, first.right) == ("title", "은곡", "소각장", " 주민설명회 무산")


def test_a_word_written_apart_is_one_line(made: Search) -> None:
    first = next(line for line in every(made) if line.id == "s-1")
    assert (first.left, first.keyword, first.right[:7]) == ("", "소각 장", "을 함께 약속")


def test_a_phrase_is_one_line(made: Search) -> None:
    assert [line.keyword for line in every(made, '"소각장 공람"', sort="oldest")] == ["소각장 공람", "소각장 공람"]


def test_the_words_of_a_query_have_a_line_each(made: Search) -> None:
    lines = every(made, "소각장 주민", sort="oldest")
    assert {line.id for line in lines} == {"g-1"}
    assert [line.keyword for line in lines if line.field == "subtitle"] == ["소각장", "주민"]


def test_lines_of_an_article_come_in_reading_order(made: Search) -> None:
    lines = [line for line in every(made) if line.id == "g-1"]
    assert [line.field for line in lines] == ["title", "subtitle", "body", "body", "caption"]
    assert [line.mark for line in lines] == [1, 2, 3, 4, 5]


def test_every_mark_of_the_article_page_is_in_one_line(made: Search, archive: Archive, engine: Engine) -> None:
    for text in ("소각장", "소각장 주민", '"소각장 공람"', "소각* 반대", "소각장~1"):
        lines = every(made, text)
        for article_id in {line.id for line in lines}:
            view = made.article(article_id, text)
            marks = [(name, *span) for name in TEXT_FIELDS for span in view.marks.get(name, ())]
            own = [line for line in lines if line.id == article_id]
            holding = [
                [line for line in own if line.field == name and line.start <= start and end <= line.end]
                for name, start, end in marks
            ]
            assert [len(found) for found in holding] == [1] * len(marks)
            assert {found[0].mark: None for found in holding}.keys() <= set(range(1, len(marks) + 1))
            for line in own:
                assert marks[line.mark - 1][:2] == (line.field, line.start)


def text_of(archive: Archive, line: Line) -> str:
    stored = archive.current([line.id], PlainAnalyser().version)[line.id]
    return stored.article.text(line.field)


@pytest.mark.parametrize("width", [20, 40, 100])
def test_contexts_are_the_text_around_and_keep_to_their_width(made: Search, archive: Archive, width: int) -> None:
    for line in made.concordance(SearchRequest(text="소각장", limit=None), "list", width).lines:
        text = text_of(archive, line)
        assert text[line.start : line.end].split() == line.keyword.split()
        assert len(line.left) <= width
        assert len(line.right) <= width
        assert around(line) in " ".join(text.split())


# --- orders ---


def test_by_the_left_lines_stand_by_the_word_before_it() -> None:
    texts = ["나 다 예산", "가 라 예산", "다 다 예산", "추경예산", "추경 예산", "예산"]
    in_order = sorted(texts, key=lambda text: sort_key("left")(text, text.index("예산"), len(text)))
    assert in_order == ["예산", "나 다 예산", "다 다 예산", "가 라 예산", "추경예산", "추경 예산"]


def test_by_the_right_lines_stand_by_what_follows(made: Search) -> None:
    lines = every(made, order="right")
    after = [" ".join(line.right.replace("¶", " ").replace(".", " ").split()) for line in lines]
    assert after == sorted(after)


def test_by_the_word_forms_stand_together(made: Search) -> None:
    keywords = [line.keyword for line in every(made, "소각*", order="word")]
    assert keywords == sorted(keywords)


def test_by_date_the_oldest_come_first_and_undated_ones_last(made: Search) -> None:
    found = list(dict.fromkeys(line.id for line in every(made, order="date")))
    assert found == ["g-1", "s-1", "g-2", "x-1"]


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_has_every_line_once_and_is_always_the_same(made: Search, order: Order) -> None:
    lines = places(every(made, order=order))
    assert sorted(lines) == sorted(places(every(made)))
    assert len(set(lines)) == len(lines)
    assert places(every(made, order=order)) == lines


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 2, 7])
def test_pages_together_have_every_line_once(made: Search, order: Order, size: int) -> None:
    lines: list[Line] = []
    for offset in range(0, 60, size):
        lines += made.concordance(SearchRequest(text="소각장", limit=size, offset=offset), order).lines
    assert places(lines) == places(every(made, order=order))


@pytest.mark.parametrize("order", ORDERS)
def test_all_lines_are_those_of_the_pages(made: Search, order: Order) -> None:
    request = SearchRequest(text="소각장", limit=2, offset=2)
    assert places(list(made.concordance_lines(request, order))) == places(every(made, order=order))


# --- counts, caps, rights ---


def test_the_words_beside_it_are_counted_without_their_particles(made: Search) -> None:
    found = made.concordance(SearchRequest(text="소각장을"), "left").neighbours
    assert found
    assert found.right[:2] == (("말했다", 40), ("공람", 2))  # 공람을, 공람
    assert not [word for word, times in (*found.left, *found.right) if times < 2]
    assert [times for _, times in found.right] == sorted((times for _, times in found.right), reverse=True)
    assert made.concordance(SearchRequest(text="소각장을")).neighbours is None


def test_no_word_is_counted_that_may_not_be_shown(made: Search, archive: Archive) -> None:
    archive.set_rights("솔내신문", "snippet")
    found = made.concordance(SearchRequest(text="소각장을"), "left").neighbours
    assert found
    assert dict(found.right)["말했다"] < 15


def test_it_says_how_many_articles_and_lines_there_are(made: Search) -> None:
    by_article = made.concordance(SearchRequest(text="소각장", limit=2))
    assert (by_article.result.total, by_article.of_articles, by_article.of_lines) == (4, 2, None)
    by_context = made.concordance(SearchRequest(text="소각장", limit=2), "left")
    assert (by_context.result.total, by_context.of_articles, by_context.of_lines) == (4, 4, len(every(made)))
    assert not by_context.capped


def test_beyond_the_cap_the_first_articles_are_ordered_and_it_says_so(
    made: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concordance, "FIRST", 2)
    found = made.concordance(SearchRequest(text="소각장", sort="oldest", limit=None), "left")
    assert found.capped
    assert found.of_articles == 2
    assert {line.id for line in found.lines} == {"g-1", "s-1"}
    assert len(list(made.concordance_lines(SearchRequest(text="소각장"), "left"))) == len(every(made))


def test_without_a_word_there_is_no_line_and_it_says_so(made: Search) -> None:
    found = made.concordance(SearchRequest(text=""))
    assert (found.result.total, found.lines, found.nothing_to_mark) == (5, (), True)
    assert made.concordance(SearchRequest(text="없는말")).result.total == 0


def test_of_a_restricted_paper_only_the_beginning_is_shown(made: Search, archive: Archive) -> None:
    whole = len(every(made))
    archive.set_rights("솔내신문", "snippet")
    found = made.concordance(SearchRequest(text="소각장", limit=None))
    assert found.cut
    assert 0 < len([line for line in found.lines if line.id == "s-1"]) < 15
    assert len(found.lines) < whole
    shown = " ".join(line.left + line.keyword + line.right for line in found.lines)
    assert "30번째" not in shown
    for order in ORDERS:
        assert sorted(places(every(made, order=order))) == sorted(places(list(found.lines)))


def test_an_order_that_was_kept_shows_no_more_than_may_be_shown_now(made: Search, archive: Archive) -> None:
    asked = SearchRequest(text="소각장", limit=None)
    before = made.concordance(asked, "left")
    archive.set_rights("솔내신문", "snippet")
    after = made.concordance(asked, "left")
    assert len(after.lines) < len(before.lines)
    assert "30번째" not in " ".join(line.left + line.right for line in after.lines)
    assert (after.cut, after.of_lines) == (True, len(after.lines))
    assert before.neighbours
    assert after.neighbours
    assert sum(one.times for one in after.neighbours.right) < sum(one.times for one in before.neighbours.right)


def test_however_many_articles_are_asked_for_no_more_are_in_memory_than_are_read_together(
    made: Search, archive: Archive, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[weakref.ref[Sought]] = []
    together = []

    def sought(*parts: Any) -> Sought:
        together.append(sum(ref() is not None for ref in read))
        one = Sought(*parts)
        read.append(weakref.ref(one))
        return one

    add(archive, engine, tmp_path, [{"id": f"m-{n}", "title": "소각장", "body": "짧다."} for n in range(30)])
    monkeypatch.setattr(concordance, "Sought", sought)
    assert made.concordance(SearchRequest(text="소각장", limit=None)).of_articles == 34
    assert max(together) <= 2


def test_what_is_added_is_in_the_order_at_once(made: Search, archive: Archive, engine: Engine, tmp_path: Path) -> None:
    before = len(every(made, order="left"))
    add(archive, engine, tmp_path, [{"id": "n-1", "title": "새 소각장", "body": "소각장이다.", "press": "가람일보"}])
    assert len(every(made, order="left")) == before + 2


def test_one_article_of_each_story_where_they_are_collapsed(
    made: Search, archive: Archive, engine: Engine, tmp_path: Path
) -> None:
    copy = ARTICLES[0] | {"id": "c-1", "press": "한들신문", "url": None}
    add(archive, engine, tmp_path, [copy])
    twice = made.concordance(SearchRequest(text="은곡소각장", limit=None))
    once = made.concordance(SearchRequest(text="은곡소각장", limit=None, collapse=True))
    assert (twice.result.total, len(twice.lines)) == (2, 2)
    assert (once.result.total, once.articles, len(once.lines)) == (2, 1, 1)


def test_a_query_beyond_the_caps_is_refused(made: Search) -> None:
    with pytest.raises(InvalidRequest):
        made.concordance(SearchRequest(text="가" * 600))
    with pytest.raises(InvalidRequest):
        made.concordance_lines(SearchRequest(text="가" * 600))


def words(text: str) -> tuple[Word, ...]:
    parsed = parse(text)
    return tuple(matches(understand(parsed.tree, parsed.text, "all", tokens_of).plan))


PIECES = ["예산", "예산을", "본예산", "둑", "군의회가", "예 산", ".", "\n\n", "A1", "“예산”"]
WORDS = st.lists(st.sampled_from(PIECES), max_size=30)


@given(pieces=WORDS, width=st.integers(20, 100))
def test_any_text_gives_back_its_marks(pieces: list[str], width: int) -> None:
    body = " ".join(pieces).strip()
    item = Article(id="a", body=body)
    columns = {"body": columns_of(body)} if body else {}
    stored = Stored(article=item, version_id=1, change_id=1, tokens=pack(columns))
    asked = words("예산 OR 둑")
    read = concordance._found_in(stored, "full", asked)
    marks = article_marks(Sought(item, columns, asked)).get("body", ())
    found = [read.line(place, width) for place in read.places]
    for start, end in marks:
        assert len([line for line in found if line.start <= start and end <= line.end]) == 1
    for line in found:
        assert max(len(line.left), len(line.right)) <= width
        assert around(line) in " ".join(body.split())
