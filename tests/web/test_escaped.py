"""Many texts are written as each by itself would be."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import escape

from webui.escaping import PLACE, around, escaped


@given(st.lists(st.text(st.sampled_from([*"가a<>&\"'\0\n{}"]))))
@example([])
@example(["\0"])
@example(["", "\0", "<b>"])
def test_each_text_is_as_it_would_be_alone(texts: list[str]) -> None:
    assert escaped(texts) == [str(escape(text)) for text in texts]


def test_a_sentence_is_parted_at_its_value() -> None:
    assert around(f"‘{PLACE}’ <빼기>") == ("‘", "’ &lt;빼기&gt;")
    assert around(f"Leave out {PLACE}") == ("Leave out ", "")
