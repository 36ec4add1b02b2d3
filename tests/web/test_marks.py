from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.web.browser import Page
from webui.marks import Steps, lines, marked, merged

spans = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=6)
texts = st.text("가나 ab/;#<>&\"'\n", max_size=30)


def test_marks_cut_exactly_the_spans_out() -> None:
    assert marked("강소특구를", [(0, 4)]) == "<mark>강소특구</mark>를"


def test_overlapping_and_touching_spans_become_one_mark() -> None:
    assert marked("가나다라", [(1, 3), (0, 2)]) == "<mark>가나다</mark>라"
    assert marked("가나다라", [(0, 2), (2, 3)]) == "<mark>가나다</mark>라"


def test_empty_reversed_and_outlying_spans_mark_nothing() -> None:
    assert marked("가나", [(1, 1), (2, 0), (5, 9), (-4, -1)]) == "가나"


def test_text_is_escaped_inside_and_outside_marks() -> None:
    assert marked('<b>&"', [(0, 3)]) == "<mark>&lt;b&gt;</mark>&amp;&#34;"
    assert marked('<b>&"', [(3, 5)]) == "&lt;b&gt;<mark>&amp;&#34;</mark>"
    assert Steps(1).marked("<b>&", [(3, 4)]).startswith('&lt;b&gt;<mark id="m1">&amp;<a')


@given(texts, spans)
def test_marking_never_changes_the_text(text: str, found: list[tuple[int, int]]) -> None:
    page = Page(f"<p>{marked(text, found)}</p>")
    assert page.elements[0].data == text
    assert {e.tag for e in page.elements} <= {"p", "mark"}
    assert [m.data for m in page.all("mark")] == [text[a:b] for a, b in merged(found, len(text))]


@given(texts, spans)
def test_lines_hold_all_the_text_and_all_the_marks(text: str, found: list[tuple[int, int]]) -> None:
    parts = lines(text, found)
    assert [line for line, _ in parts] == [line for line in text.split("\n") if line.strip()]
    whole = {i for a, b in merged(found, len(text)) for i in range(a, b)}
    shown = "".join(text[a:b] for line, cut in lines(text, [(0, len(text))]) for a, b in merged(cut, len(line)))
    assert len(shown) <= len(text)
    in_lines = sum(b - a for line, cut in parts for a, b in merged(cut, len(line)))
    blank = {i for i in range(len(text)) if text[i] == "\n" or _on_blank_line(text, i)}
    assert in_lines == len(whole - blank)


def _on_blank_line(text: str, i: int) -> bool:
    start = text.rfind("\n", 0, i) + 1
    end = text.find("\n", i)
    return not text[start : len(text) if end < 0 else end].strip()


def test_steps_lead_from_mark_to_mark_and_round_again() -> None:
    steps = Steps(3)
    page = Page(f"<p>{steps.marked('가나다', [(0, 1), (2, 3)])}{steps.marked('라', [(0, 1)])}</p>")
    assert [m["id"] for m in page.all("mark")] == ["m1", "m2", "m3"]
    assert [a["href"] for a in page.all("a", class_="up")] == ["#m3", "#m1", "#m2"]
    assert [a["href"] for a in page.all("a", class_="down")] == ["#m2", "#m3", "#m1"]
    assert page.text == "가나다라"  # the steps add nothing to copied text
