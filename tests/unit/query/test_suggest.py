from __future__ import annotations

import threading
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.jamo import decomposed, initials
from indexer.errors import GisaError
from indexer.query import suggest
from indexer.query.plan import All, Any, Plan, Prefix
from indexer.query.result import FacetCount
from indexer.query.suggest import Suggester, Suggestions
from indexer.query.vocabulary import Beginnings, Vocabulary

WORDS = {
    "강소특구": 40,
    "강소기업": 12,
    "강사": 60,
    "김해": 90,
    "김해시": 70,
    "김포": 30,
    "닭갈비": 5,
    "ktx": 20,
    "kt": 9,
}
TITLED = ("강소특구", "김해", "ktx")
VALUES = {
    "press": (FacetCount("가람일보", 50), FacetCount("강변 신문", 3)),
    "section": (FacetCount("김/해초", 4),),
    "reporter": (FacetCount("강수진", 7), FacetCount("강산", 9), FacetCount("강하늘", 1)),
}


def vocabulary() -> Vocabulary:
    return Vocabulary.of((word, count, word in TITLED) for word, count in WORDS.items())


@cache
def suggestions(*, named: bool = True) -> Suggestions:
    return Suggestions(vocabulary(), VALUES if named else {}, {"김해", "김포"})


def words(typed: str, limit: int = suggest.LIMIT) -> list[str]:
    return [found.text for found in suggestions(named=False).find(typed, limit)]


def names(typed: str, limit: int = suggest.LIMIT) -> list[str]:
    return [found.text for found in suggestions().find(typed, limit) if found.kind in suggest.VALUES]


def test_words_that_begin_as_typed_come_by_frequency() -> None:
    assert words("강") == ["강사", "강소특구", "강소기업"]
    assert words("강", limit=2) == ["강사", "강소특구"]


def test_the_word_that_is_typed_to_its_end_comes_first() -> None:
    assert words("kt") == ["kt", "ktx"]


@pytest.mark.parametrize("typed", ["강솥", "강소트", "강소ㅌ", "강소특ㄱ", "강소틐"])
def test_a_half_typed_syllable_is_a_beginning(typed: str) -> None:
    assert words(typed) == (["강소특구"] if typed != "강소틐" else [])


def test_half_of_a_compound_letter_is_a_beginning() -> None:
    assert words("달") == words("닭") == ["닭갈비"]


def test_a_single_letter_is_the_beginning_of_a_syllable() -> None:
    assert words("김ㅎ") == ["김해", "김해시"]
    assert words("ㄷ") == ["닭갈비"]


@pytest.mark.parametrize("typed", ["ㄱㅅㅌㄱ", "ㄱㅅㅌ", "ㄳㅌㄱ"])
def test_initials_find_the_word_however_they_are_joined(typed: str) -> None:
    assert words(typed) == ["강소특구"]


def test_initials_are_a_beginning_too() -> None:
    assert words("ㄱㅅ") == ["강사", "강소특구", "강소기업"]


@pytest.mark.parametrize(("typed", "found"), [("rkdth", "강소특구"), ("rkdthx", "강소특구"), ("rtxr", "강소특구")])
def test_the_keyboard_may_be_in_english(typed: str, found: str) -> None:
    assert words(typed)[0] == found


def test_the_keyboard_may_be_in_korean() -> None:
    assert words("ㅏㅅㅌ") == ["ktx"]


def test_case_does_not_matter() -> None:
    assert words("KT") == ["kt", "ktx"]


def test_words_typed_before_stay_as_they_are() -> None:
    assert words("김해시  강ㅅ") == ["김해시  강사", "김해시  강소특구", "김해시  강소기업"]


@pytest.mark.parametrize("before", ["-", "(", "산불 | ", "제목:", "제목:(산불 ", "title:"])
def test_signs_and_text_fields_before_the_word_stay(before: str) -> None:
    assert words(before + "닭") == [before + "닭갈비"]


def test_a_phrase_that_the_word_ends_is_closed() -> None:
    assert words('"김해시 닭') == ['"김해시 닭갈비"']
    assert words('"김해시" 닭') == ['"김해시" 닭갈비']


@pytest.mark.parametrize("typed", ["", " ", "강소특구 ", "없는말", "지역:김", "날짜:2", '"', "강*", "👩‍🌾", "\ud800"])
def test_nothing_is_suggested_where_nothing_is_known(typed: str) -> None:
    assert suggestions().find(typed) == ()


def test_places_are_called_places() -> None:
    assert {found.text: found.kind for found in suggestions(named=False).find("김")} == {
        "김해": "place",
        "김해시": "word",
        "김포": "place",
    }


def test_names_follow_the_words_two_at_most() -> None:
    found = suggestions().find("강")
    assert [each.kind for each in found] == ["word"] * 3 + ["reporter"] * 2
    assert names("강") == ["기자:강산", "기자:강수진"]
    assert [each.count for each in found[3:]] == [9, 7]


def test_names_leave_room_for_words() -> None:
    assert [each.kind for each in suggestions().find("강", 2)] == ["word", "reporter"]
    assert [each.kind for each in suggestions().find("강", 1)] == ["word"]


def test_names_are_found_without_their_spaces_and_quoted_where_they_need_it() -> None:
    assert names("강변신") == ['신문:"강변 신문"']
    assert names("김/해") == ['섹션:"김/해초"']


def test_a_named_field_gets_its_own_values_only() -> None:
    assert [found.text for found in suggestions().find("산불 기자:ㄱㅅ")] == ["산불 기자:강산", "산불 기자:강수진"]
    assert names("press:가라") == ["press:가람일보"]
    assert names('신문:"강변') == ['신문:"강변 신문"']


@pytest.mark.parametrize("typed", ["-강", '"강', "제목:강", '"강소특구" -강'])
def test_no_name_is_put_behind_a_sign_that_was_meant_for_a_word(typed: str) -> None:
    assert names(typed) == []


def title_plan(typed: str) -> Plan | None:
    return suggestions().titles(typed)


def prefix(text: str) -> Prefix:
    return Prefix(text, text, ("title",))


def test_titles_are_those_with_words_that_begin_as_typed() -> None:
    assert title_plan("김해 강소") == All((prefix("김해"), Any((prefix("강소"),))))


def test_titles_of_half_typed_words_are_those_of_the_words_they_become() -> None:
    assert title_plan("강ㅅ") == All((Any((prefix("강소특구"),)),))
    assert title_plan("rkdth") == All((Any((prefix("rkdth"), prefix("강소특구"))),))


@pytest.mark.parametrize(
    "typed", ["", "김해 ", "ㅎ", "ㄱ", "기자:강", "-김해 강소", '"강소', "김해 OR 강소", "김해 | 강소"]
)
def test_no_titles_for_what_is_no_plain_words(typed: str) -> None:
    assert title_plan(typed) is None


hangul = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6)
spelled = st.one_of(hangul, st.text("강김ㄱㅏㅄ漢字aZ0.·😀", min_size=1, max_size=8))


@given(st.lists(spelled, min_size=1, max_size=20, unique=True), st.data())
@example(["강소특구"], None)
def test_every_word_is_found_by_every_beginning_of_its_letters_and_initials_and_no_other_is(
    found: list[str], data: st.DataObject | None
) -> None:
    beginnings = Beginnings(Vocabulary.of((word, 1, False) for word in found))
    for spell, find in ((decomposed, beginnings.letters), (initials, beginnings.initials)):
        word = data.draw(st.sampled_from(found)) if data else found[0]
        keys = spell(word)[: data.draw(st.integers(1, 12)) if data else 3][:5]
        wanted = {other for other in found if spell(other).startswith(keys)}
        assert {found[number] for number in find(keys).tolist()} == wanted


@given(st.text(max_size=40))
def test_whatever_is_typed_nothing_is_suggested_twice_and_what_stands_before_stays(typed: str) -> None:
    texts = [found.text for found in suggestions().find(typed)]
    assert len(set(texts)) == len(texts) <= suggest.LIMIT


@given(st.integers(1, 20), st.sampled_from(["강", "ㄱ", "김", "k", "r", "기자:강"]))
def test_there_are_never_more_than_asked_for(limit: int, typed: str) -> None:
    assert len(suggestions().find(typed, limit)) <= limit


class Index:
    """An index whose words change at a commit."""

    def __init__(self) -> None:
        self.words = vocabulary()
        self.failing = False
        self.read = 0
        self.go = threading.Event()
        self.go.set()

    def vocabulary(self) -> Vocabulary:
        self.read += 1
        assert self.go.wait(5)
        if self.failing:
            raise GisaError("색인이 없습니다.")
        return self.words

    def commit(self) -> None:
        self.words = Vocabulary.of([("감나무", 3, True)])

    def suggester(self) -> Suggester:
        return Suggester(self.vocabulary, dict, frozenset)


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggest, "RENEWED", 0.0)


def renewed(suggester: Suggester) -> Suggestions:
    """The suggestions after the next look at the index has ended."""
    suggester.latest()
    for thread in threading.enumerate():
        if thread.name == "suggestions":
            thread.join(5)
    assert suggester._made  # not latest(), which would look again
    return suggester._made[1]


def test_the_first_suggestion_waits_for_the_words_and_says_what_is_wrong() -> None:
    index = Index()
    index.failing = True
    with pytest.raises(GisaError):
        index.suggester().latest()


@pytest.mark.usefixtures("_at_once")
def test_an_unchanged_index_keeps_its_suggestions() -> None:
    suggester = Index().suggester()
    assert renewed(suggester) is suggester.latest()


@pytest.mark.usefixtures("_at_once")
def test_old_suggestions_serve_while_new_ones_are_made() -> None:
    index = Index()
    suggester = index.suggester()
    old = renewed(suggester)
    index.commit()
    index.go.clear()
    assert suggester.latest() is old
    assert suggester.latest() is old
    index.go.set()
    assert [found.text for found in renewed(suggester).find("감")] == ["감나무"]


@pytest.mark.usefixtures("_at_once")
def test_suggestions_outlast_an_index_that_cannot_be_read() -> None:
    index = Index()
    suggester = index.suggester()
    old = renewed(suggester)
    index.failing = True
    assert renewed(suggester) is old


def test_the_index_is_not_looked_at_with_every_letter() -> None:
    index = Index()
    suggester = index.suggester()
    for _ in range(5):
        suggester.latest()
    assert index.read == 1
