"""What no newspaper means to write, and some do."""

from __future__ import annotations

import pytest

from indexer.analysis.field_terms import FieldTerms
from indexer.engines.interface import Engine, IndexDocument
from indexer.query.plan import Every, Match, Near, Prefix, SameSentence
from tests.contract.building import delete, document, facet, ids, in_order, near, prefix, put, search, value, word

TERMS = [
    "가" * 64,
    "😀",
    "👨\u200d👩\u200d👧",
    "café",
    "cafe\u0301",
    "ㄱ",
    "漢字",
    "0",
    "-",
    'a"b',
    "a'b",
    "*",
    "a:b",
    "\x00",
    "\n",
    "̀",
    "\U0010ffff",
]
IDS = [
    "news.example.kr/articleView.html?idxno=1&page=2",
    "a/b\\c",
    "한 글 사이",
    "줄\n바꿈",
    "quotes \"and\" 'so'",
    "탭\t",
    " ",
    "😀",
    "\x00",
    "..",
    "긴" * 5_000,
]
VALUES = [
    "옥천\n신문",
    "a\tb",
    "a\\nb",
    "a\\",
    "\\",
    "\n",
    "줄\n",
    "\\\n\\n",
    "쉼표, 사이",
    "😀",
    "\x00",
    "\x1f",
    "뉴" * 3_000,
    '"',
    " ",
]


def written(document_id: str, *pairs: tuple[str, int]) -> IndexDocument:
    """A document of these terms."""
    return IndexDocument(id=document_id, terms={"body": FieldTerms.of(pairs)}, values={}, published=None)


@pytest.mark.parametrize("term", TERMS, ids=ascii)
def test_a_term_of_any_characters_is_found(engine: Engine, term: str) -> None:
    put(engine, document("x", "다른 말"))
    put(engine, written("a", ("앞", 0), (term, 1)))
    assert ids(engine, Match(term, ((term,),))) == ["a"]
    assert ids(engine, Match(term, (("앞", term),))) == ["a"]
    assert ids(engine, Prefix(term, term)) == ids(engine, Prefix(term, term[:1])) == ["a"]
    assert ids(engine, in_order(1, word("앞"), Prefix(term, term))) == ["a"]
    assert ids(engine, Prefix(term, term + "가")) == []


def test_terms_that_only_look_alike_are_kept_apart(engine: Engine) -> None:
    for n, term in enumerate(TERMS):
        put(engine, written(str(n), (term, 0)))
    for n, term in enumerate(TERMS):
        assert ids(engine, Match(term, ((term,),))) == [str(n)]


@pytest.mark.parametrize("document_id", IDS, ids=lambda text: ascii(text)[:40])
def test_an_id_of_any_characters_is_kept_replaced_and_deleted(engine: Engine, document_id: str) -> None:
    put(engine, document(document_id, "산불"), document("곁", "산불"))
    assert set(ids(engine, word("산불"))) == {document_id, "곁"}
    put(engine, document(document_id, "홍수"))
    assert ids(engine, word("홍수")) == [document_id]
    delete(engine, document_id)
    assert ids(engine) == ["곁"]


def test_ids_that_only_look_alike_are_kept_apart(engine: Engine) -> None:
    put(engine, *(document(document_id) for document_id in IDS))
    delete(engine, *(text + " " for text in IDS if text + " " not in IDS))
    assert ids(engine, limit=None) == sorted(IDS)


@pytest.mark.parametrize("text", VALUES, ids=lambda text: ascii(text)[:40])
def test_a_value_of_any_characters_is_counted_chosen_and_found(engine: Engine, text: str) -> None:
    put(engine, document("a", press=text, reporter=["김용구", text]), document("b", press="옥천", reporter="신문"))
    assert facet(engine, "press") == {text: 1, "옥천": 1}
    assert facet(engine, "reporter") == {text: 1, "김용구": 1, "신문": 1}
    assert ids(engine, chosen={"press": [text]}) == ["a"]
    assert ids(engine, chosen={"reporter": [text]}) == ["a"]
    assert ids(engine, value("press", text)) == ["a"]
    assert ids(engine, value("reporter", "김용구")) == ["a"]


def test_values_that_only_look_alike_are_kept_apart(engine: Engine) -> None:
    put(engine, document("a", reporter=["a", "b"]), document("b", reporter="a\nb"), document("c", reporter="a\\nb"))
    assert facet(engine, "reporter") == {"a": 1, "a\nb": 1, "a\\nb": 1, "b": 1}


def test_an_empty_value_is_a_value_and_none_is_none(engine: Engine) -> None:
    put(engine, document("a", press=""), document("b", press=[]), document("c"), document("d", reporter=["", "김"]))
    assert facet(engine, "press") == {"": 1}
    assert facet(engine, "reporter") == {"": 1, "김": 1}
    assert ids(engine, chosen={"press": [""]}) == ["a"]


def test_a_document_without_anything_is_a_document(engine: Engine) -> None:
    put(engine, IndexDocument(id="a", terms={}, values={}, published=None))
    assert (engine.count(), ids(engine, Every())) == (1, ["a"])
    put(engine, document("b", "산불", press="옥천신문", published="2019-03-27"))
    assert ids(engine, limit=None) == ["b", "a"]
    delete(engine, "a")
    assert ids(engine) == ["b"]


def test_a_field_of_no_terms_is_as_no_field(engine: Engine) -> None:
    terms = {"title": FieldTerms.of([]), "body": FieldTerms.of([("산불", 0)])}
    empty = IndexDocument(id="a", terms=terms, values={}, published=None)
    put(engine, empty)
    with_empty = search(engine, word("산불"))
    put(engine, document("a", "산불"), afresh=True)
    assert search(engine, word("산불")) == with_empty


def test_commits_with_and_without_a_field_are_searched_together(engine: Engine) -> None:
    put(engine, document("a", title="산불", published="2019-03-27"))
    put(engine, document("b", "산불", press="옥천신문"))
    put(engine, document("c", caption="산불", reporter="김용구"))
    assert sorted(ids(engine, word("산불"))) == ["a", "b", "c"]
    assert facet(engine, "press") == {"옥천신문": 1}
    assert facet(engine, "reporter") == {"김용구": 1}
    assert facet(engine, "year") == {"2019": 1}


def test_positions_far_apart_are_positions(engine: Engine) -> None:
    far = 2**17
    put(engine, written("a", ("가", 0), ("나", far), ("다", far + 1)), document("b", "다"))
    assert ids(engine, word("나 다")) == ["a"]
    assert ids(engine, word("가 다")) == []
    assert ids(engine, near(100, word("나"), word("다"))) == ["a"]
    assert ids(engine, near(100, word("가"), word("다"))) == []


@pytest.mark.parametrize("begin", ["\uffff", "\U0010ffff", "힣", "\x7f", "ÿ"])
def test_a_beginning_may_end_in_the_last_character_of_an_alphabet(engine: Engine, begin: str) -> None:
    put(engine, written("a", (begin, 0)), written("b", (begin + begin, 0)), written("c", (begin + "\U0010ffff가", 0)))
    put(engine, written("d", ("가" + begin, 0)), written("e", ("\x00", 0)))
    assert sorted(ids(engine, Prefix(begin, begin))) == ["a", "b", "c"]


def test_a_beginning_ends_between_characters_and_never_within_one(engine: Engine) -> None:
    # 가 and 각 share two of their three bytes.
    put(engine, document("a", "가나"), document("b", "각나"))
    assert ids(engine, prefix("가")) == ["a"]


def test_a_word_written_ten_thousand_times_is_one_hit(engine: Engine) -> None:
    put(engine, document("a", "가 " * 10_000), document("b", "나 가"))
    assert search(engine, word("가")).total == 2
    assert ids(engine, word("가 가")) == ["a"]


def test_a_document_of_five_megabytes_is_found_to_its_last_word_and_beside_short_ones(engine: Engine) -> None:
    """More positions than 16 bits count, and a term more often than 8 bits count."""
    long = [(f"말{n % 90_000}", n) for n in range(100_000)] + [("자주", n) for n in range(0, 100_000, 100)]
    long += [("맨", 100_001), ("끝", 100_002)]
    put(engine, document("short", "맨 끝 자주", title="말7"))
    put(engine, IndexDocument(id="long", terms={"body": FieldTerms.of(long)}, values={}, published=None))
    put(engine, *(document(f"{n}", "말1 맨") for n in range(3)))
    for _ in range(2):  # as they were put, and merged
        assert sorted(ids(engine, word("맨 끝"))) == ["long", "short"]
        assert ids(engine, word("말89999 말0")) == ["long"]
        assert sorted(ids(engine, word("자주"))) == ["long", "short"]
        assert ids(engine, Near((word("말9998"), word("말9999")), 1)) == ["long"]
        assert ids(engine, SameSentence((word("말9999"), word("끝")))) == []
        put(engine, *(document(f"more {n}", "나중") for n in range(2)))
        put(engine, document("last", "나중"))
