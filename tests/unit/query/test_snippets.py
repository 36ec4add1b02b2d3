from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.analysis.tokens import TokenColumns, Tokens
from indexer.analysis.words import VERB
from indexer.article import TEXT_FIELDS, Article
from indexer.query.language import parse
from indexer.query.plan import Match, Prefix, Word, matches
from indexer.query.planner import understand
from indexer.query.result import Snippet, Span
from indexer.query.snippets import BEFORE, LONGEST, article_marks, merged, snippets
from indexer.query.sought import Sought
from tests.fakes import article, tokens_of

BODY = """가람군은 솔내천 둑을 높인다. 군의회는 예산을 깎았다. 은곡리 주민은 둑을 반대한다.

박서연 위원장은 예산을 되살리라고 했다. 소각장은 아직 짓지 않았다."""


def words(text: str) -> tuple[Word, ...]:
    parsed = parse(text)
    return tuple(matches(understand(parsed.tree, parsed.text, "all", tokens_of).plan))


def tokens_by_field(item: Article) -> dict[str, Tokens]:
    return {name: tokens_of(item.text(name)) for name in TEXT_FIELDS if item.text(name)}


def sought(item: Article, tokens: Mapping[str, Tokens], wanted: Sequence[Word]) -> Sought:
    columns = {name: TokenColumns.of(found, item.text(name)) for name, found in tokens.items()}
    return Sought(item, columns, wanted)


def snipped(query: str, **fields: Any) -> tuple[Snippet, ...]:
    item = article(**fields)
    return snippets(sought(item, tokens_by_field(item), words(query)))


def marked(query: str, **fields: Any) -> dict[str, list[str]]:
    """The words marked in each field."""
    item = article(**fields)
    marks = article_marks(sought(item, tokens_by_field(item), words(query)))
    return {name: cut(item.text(name), spans) for name, spans in marks.items()}


def cut(text: str, marks: Sequence[Span]) -> list[str]:
    return [text[start:end] for start, end in marks]


# --- marks ---


def test_a_mark_covers_the_word_and_not_the_particle_behind_it() -> None:
    assert marked("둑", body=BODY) == {"title": ["둑"], "body": ["둑", "둑"]}


def test_a_particle_is_marked_where_it_was_typed_and_stands_so() -> None:
    text = "예산을 깎고 예산이 늘었다."
    assert marked("예산을", title="", body=text) == {"body": ["예산을", "예산"]}
    assert marked('"예산을 깎고"', title="", body=text) == {"body": ["예산을", "깎고"]}


def test_letters_inside_of_a_word_are_marked_alone() -> None:
    assert marked("소각", title="은곡소각장 공람", body="소각시설이다.") == {"title": ["소각"], "body": ["소각"]}


def test_a_word_written_apart_is_marked_without_the_space() -> None:
    assert marked("솔내천둑", title="", body=BODY) == {"body": ["솔내천", "둑"]}
    assert marked("시·군·구", title="", body="시군구, 시·군·구를") == {"body": ["시군구", "시", "군", "구"]}


def test_what_stands_exactly_so_is_marked_without_what_stands_around_it() -> None:
    text = "예산을 깎았다. 새예산을 깎고, 예산 깎았다."
    assert marked('="예산을 깎았"', title="", body=text) == {"body": ["예산을", "깎았"]}
    assert marked('="예산을 깎고"', title="", body=text) == {"body": ["예산을", "깎고"]}


def test_a_similar_word_is_marked_whole() -> None:
    assert marked("소각징~1", title="", body="은곡소각장과 소각장을") == {"body": ["소각장"]}


def test_a_word_is_marked_in_every_field_it_is_searched_in() -> None:
    fields = {"title": "둑 높인다", "subtitle": "둑 예산", "body": "둑은 높다.", "captions": ("둑을 본다", "높은 둑")}
    assert marked("둑", **fields) == {"title": ["둑"], "subtitle": ["둑"], "body": ["둑"], "caption": ["둑", "둑"]}
    assert marked("제목:둑", **fields) == {"title": ["둑"]}


def test_a_phrase_is_marked_where_it_stands_and_not_where_its_words_do() -> None:
    text = "군의회 예산은 줄고 예산 군의회는 없다. 군의회는 예산을 깎았다."
    assert cut(text, article_marks(sought(*with_body(text), words('"군의회 예산"')))["body"]) == [
        "군의회",
        "예산",
        "군의회",
        "예산",
    ]
    starts = [start for start, _ in article_marks(sought(*with_body(text), words('"군의회 예산"')))["body"]]
    assert text.index("예산 군의회") not in starts


def with_body(text: str) -> tuple[Article, dict[str, Tokens]]:
    item = article(title="", body=text)
    return item, tokens_by_field(item)


def test_the_space_between_two_words_of_a_phrase_is_not_marked() -> None:
    assert marked('"솔내천 둑"', title="", body=BODY) == {"body": ["솔내천", "둑"]}


def test_words_that_must_not_stand_there_are_not_marked() -> None:
    assert marked("둑 -소각장", body=BODY) == {"title": ["둑"], "body": ["둑", "둑"]}


def test_a_beginning_marks_the_words_that_start_so() -> None:
    text = "솔내천과 솔내읍, 그리고 맑은솔내. 솔내!"
    assert marked("솔내*", title="", body=text) == {"body": ["솔내천", "솔내읍", "솔내"]}
    assert marked("제목:솔내*", title="솔내천 둑", body=text) == {"title": ["솔내천"]}
    assert marked("R&D*", title="", body="R&D예산, R&B와 D등급.")["body"] == ["R", "D예산", "R", "D등급"]


def test_a_beginning_marks_the_whole_noun_and_not_only_its_first_part() -> None:
    text = "강소특구를 특구로"
    tokens = Tokens(["강소", "특구", "를", "특구", "로"], ["NNG", "NNG", "JKO", "NNG", "JKB"])
    tokens.starts, tokens.ends = [0, 2, 4, 6, 8], [2, 4, 5, 8, 9]
    tokens.eojeols, tokens.sentences = [0, 0, 0, 1, 1], [0] * 5
    assert article_marks(sought(article(title="", body=text), {"body": tokens}, (Prefix("강", "강"),))) == {
        "body": ((0, 4),)
    }
    assert article_marks(sought(article(title="", body=text), {"body": tokens}, (Prefix("특", "특"),))) == {
        "body": ((2, 4), (6, 8))
    }


def test_words_that_stand_together_are_marked_wherever_they_stand() -> None:
    assert marked("예산 NEAR/3 군의회", title="", body=BODY) == {"body": ["군의회", "예산", "예산"]}
    assert marked("문장(예산 군의회)", title="", body=BODY) == {"body": ["군의회", "예산", "예산"]}
    assert marked("둑 -문장(예산 군의회)", title="", body=BODY) == {"body": ["둑", "둑"]}


def test_overlapping_and_touching_spans_become_one() -> None:
    assert merged([(3, 5), (0, 2), (4, 8), (8, 9), (0, 1)]) == ((0, 2), (3, 9))
    assert merged([]) == ()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda s: (s[0], s[0] + s[1]))))
def test_merged_spans_cover_the_same_characters(spans: list[Span]) -> None:
    joined = merged(spans)
    assert {i for a, b in joined for i in range(a, b)} == {i for a, b in spans for i in range(a, b)}
    assert all(left[1] < right[0] for left, right in pairwise(joined))


def test_tokens_whose_spans_overlap_are_marked_once(kiwi: KiwiAnalyser) -> None:
    text = "그는 군청까지 걸어갔다. 값싼 약속이었다."
    (tokens,) = kiwi.analyse([text])
    verbs = tuple(Match(verb, ((VERB + verb,),)) for verb in ("걸어가다", "값싸다"))
    assert cut(text, article_marks(sought(article(body=text), {"body": tokens}, verbs))["body"]) == ["걸어갔", "값싼"]


def test_a_verb_that_is_not_written_is_not_marked() -> None:
    # As Kiwi reads it: an unwritten 하다 between 중 and 이라며.
    text = "공사 중이라며 말을 아꼈다."
    tokens = Tokens(["공사", "중", "하", "이라며"], ["NNG", "NNB", "VV", "EC"], [0, 3, 4, 4], [2, 4, 4, 7])
    tokens.eojeols, tokens.sentences = [0, 1, 1, 1], [0, 0, 0, 0]
    do = (Match("하다", ((VERB + "하다",),)),)
    assert article_marks(sought(article(title="", body=text), {"body": tokens}, do)) == {}
    assert snippets(sought(article(title="", body=text), {"body": tokens}, do)) == (Snippet(text, (), "body"),)
    assert article_marks(sought(article(title="", body=text), {"body": tokens}, (Prefix("하", "하"),))) == {}


# --- which sentence ---


def test_the_sentence_with_most_of_the_words_is_shown() -> None:
    (snippet,) = snipped("예산 되살리라고", body=BODY)
    assert snippet.text == "박서연 위원장은 예산을 되살리라고 했다."
    assert snippet.field == "body"


def test_the_sentence_where_words_stand_together_is_shown() -> None:
    text = "둑 옆 둑, 그 옆 둑은 높다. 예산은 적다. 군의회가 둑 예산을 깎았다."
    for query in ("문장(둑 예산)", "둑 NEAR/3 예산", "둑* 예산*"):
        (snippet,) = snipped(query, title="", body=text)
        assert cut(snippet.text, snippet.marks) == ["둑", "예산"]
        assert snippet.text == "군의회가 둑 예산을 깎았다."


def test_of_equal_sentences_the_first_is_shown() -> None:
    (snippet,) = snipped("둑", body=BODY)
    assert snippet == Snippet("가람군은 솔내천 둑을 높인다.", ((9, 10),), "body")


def test_a_second_sentence_is_shown_for_a_word_that_the_first_has_not() -> None:
    first, second = snipped("솔내천 소각장", body=BODY)
    assert (first.text, second.text) == ("가람군은 솔내천 둑을 높인다.", "소각장은 아직 짓지 않았다.")


def test_two_neighbouring_sentences_are_one_snippet() -> None:
    (snippet,) = snipped("솔내천 군의회", body=BODY)
    assert snippet.text == "가람군은 솔내천 둑을 높인다. 군의회는 예산을 깎았다."
    assert cut(snippet.text, snippet.marks) == ["솔내천", "군의회"]


def test_neighbours_across_a_blank_line_are_joined_with_spaces() -> None:
    (snippet,) = snipped("반대한다 되살리라고", body=BODY)
    assert snippet.text == "은곡리 주민은 둑을 반대한다.  박서연 위원장은 예산을 되살리라고 했다."


def test_neighbours_too_long_for_one_snippet_stay_two() -> None:
    long = "가람군은 " + "여러 해 " * 40 + "둑을 높인다."
    assert len(snipped("둑 예산", title="", body=f"{long} 군의회는 예산을 깎았다.")) == 2


def test_a_newline_in_a_sentence_is_shown_as_a_space() -> None:
    text = "가람군은\n둑을 높인다."
    tokens = tokens_of(text.replace("\n", " "))
    (snippet,) = snippets(sought(article(title="", body=text), {"body": tokens}, words("둑")))
    assert snippet == Snippet("가람군은 둑을 높인다.", ((5, 6),), "body")


def test_a_caption_or_subtitle_is_shown_where_the_body_has_none_of_the_words() -> None:
    fields = {"body": BODY, "captions": ("수문을 여는 직원",), "subtitle": "수문 점검"}
    assert [snippet.field for snippet in snipped("수문", **fields)] == ["caption"]
    assert [snippet.field for snippet in snipped("점검", **fields)] == ["subtitle"]


def test_where_no_word_stands_the_beginning_is_shown() -> None:
    (snippet,) = snipped("전혀", body=BODY)
    assert snippet == Snippet(BODY.partition("\n\n")[0], (), "body")
    (snippet,) = snipped("", body=BODY)
    assert snippet.text.startswith("가람군은")


def test_a_word_in_the_title_alone_shows_the_beginning_without_marks() -> None:
    (snippet,) = snipped("높인다", title="둑 높인다", body="첫 줄.\n\n둘째 줄.")
    assert snippet == Snippet("첫 줄.", (), "body")


def test_a_long_beginning_is_cut_at_a_space() -> None:
    (snippet,) = snipped("", body="가람군 " * 100)
    assert len(snippet.text) <= LONGEST + 1
    assert snippet.text.endswith("가람군…")


def test_an_article_of_a_title_only_has_no_snippet() -> None:
    assert snipped("둑") == ()


def test_an_article_not_yet_analysed_shows_its_beginning() -> None:
    item = article(body=BODY)
    (snippet,) = snippets(sought(item, {}, words("둑")))
    assert snippet == Snippet(BODY.partition("\n\n")[0], (), "body")
    assert article_marks(sought(item, {}, words("둑"))) == {}


# --- long sentences ---


def test_a_long_sentence_is_cut_around_its_first_mark() -> None:
    (snippet,) = snipped("둑", title="", body="여러 해 " * 40 + "둑을 높인다고 " + "다시 말해 " * 40)
    assert snippet.text.startswith("…")
    assert snippet.text.endswith("…")
    assert cut(snippet.text, snippet.marks) == ["둑"]
    assert snippet.marks[0][0] <= BEFORE + 1
    assert len(snippet.text) <= LONGEST + 2
    assert snippet.text[1:3] in ("여러", "해 ")


def test_a_long_sentence_with_an_early_mark_is_cut_behind_only() -> None:
    (snippet,) = snipped("둑", title="", body="둑을 높인다고 " + "다시 말해 " * 40)
    assert snippet.text.startswith("둑을")
    assert snippet.text.endswith("…")


def test_a_long_sentence_with_a_late_mark_is_cut_before_only() -> None:
    (snippet,) = snipped("둑", title="", body="여러 해 " * 40 + "둑을 높인다.")
    assert snippet.text.startswith("…")
    assert snippet.text.endswith("둑을 높인다.")


def test_a_sentence_without_spaces_is_cut_all_the_same() -> None:
    (snippet,) = snipped("둑", title="", body="가" * 300 + "(둑)" + "나" * 300)
    assert cut(snippet.text, snippet.marks) == ["둑"]
    assert len(snippet.text) <= LONGEST + 2


def test_a_very_long_article_is_snipped_in_no_time() -> None:
    text = "가람군은 둑을 높인다. " * 20_000
    item, tokens = with_body(text)
    started = time.thread_time()
    assert len(snippets(sought(item, tokens, words("둑 가람군")))) == 1
    assert time.thread_time() - started < 5  # sentences times marks, it would be minutes


# --- for any article and words ---

PIECES = st.sampled_from(
    [
        "둑을 ",
        "둑",
        "예산 ",
        "군의회는 ",
        "높인다. ",
        "R&D",
        "😀 ",
        "\n",
        "\n\n",
        "“",
        "” ",
        "걷다 ",
        "가나다라마바사 ",
        "1만 ",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)
QUERIES = st.lists(
    st.sampled_from(
        ["둑", "예산", '"둑 예산"', '"군의회 높인다"', "R&D", "걷다", "😀", "1만", "가나*", "R&D*", "문장(둑 예산*)"]
    ),
    max_size=4,
)


@given(title=TEXTS, body=TEXTS, captions=st.lists(TEXTS, max_size=2), query=QUERIES)
@example(title="", body="둑을 " * 200, captions=[], query=["둑"])
def test_marks_are_in_bounds_sorted_and_apart_and_snippets_stand_in_the_text(
    title: str, body: str, captions: list[str], query: list[str]
) -> None:
    item = article(title=title, body=body.strip(), captions=tuple(captions))
    tokens, wanted = tokens_by_field(item), words(" ".join(query))
    for name, marks in article_marks(sought(item, tokens, wanted)).items():
        assert marks
        check(item.text(name), marks)
    shown = snippets(sought(item, tokens, wanted))
    assert len(shown) <= 2
    for snippet in shown:
        check(snippet.text, snippet.marks)
        assert len(snippet.text) <= LONGEST + 2
        assert "\n" not in snippet.text
        assert snippet.text.removeprefix("…").removesuffix("…") in item.text(snippet.field).replace("\n", " ")


def check(text: str, marks: Sequence[Span]) -> None:
    assert all(0 <= start < end <= len(text) for start, end in marks)
    assert all(left[1] < right[0] for left, right in pairwise(marks))
    assert all(not piece[0].isspace() and not piece[-1].isspace() for piece in cut(text, marks))


# --- with Kiwi ---


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("강소특구", "가람군의 강소특구는 특구다. 특구를 강소특구로!", ["강소특구", "강소특구"]),
        ("둑", "둑이 무너졌다. 둑을 쌓자.", ["둑", "둑"]),
        (
            '"의료기기 강소기업"',
            "의료기기 강소기업을, 의료기기와 강소기업은",
            ["의료기기", "강소기업", "의료기기", "강소기업"],
        ),
        ("열다", "시장이 문을 열었다. 다시 문을 연다.", ["열", "연"]),
        ("R&D", "R&D 예산은 R&BD와 다르다.", ["R", "D"]),
    ],
)
def test_marks_cut_the_words_out_of_real_sentences(
    kiwi: KiwiAnalyser, query: str, text: str, expected: list[str]
) -> None:
    (tokens,) = kiwi.analyse([text])
    parsed = parse(query)
    wanted = tuple(matches(understand(parsed.tree, query, "all", lambda word: next(kiwi.analyse([word]))).plan))
    assert cut(text, article_marks(sought(article(body=text), {"body": tokens}, wanted)).get("body", ())) == expected
