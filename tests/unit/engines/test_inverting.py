"""Inverting documents: what the writer's loops do beside what Python would."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from indexer.engines.whoosh_engine.arrays import joined
from indexer.engines.whoosh_engine.kernels import inverting

# Alike at the beginning, so that the first eight bytes do not always decide.
STRINGS = st.lists(
    st.builds(bytes.__add__, st.sampled_from([b"", "가람군의".encode(), b"https://"]), st.binary(max_size=12)),
    max_size=40,
)


@given(STRINGS)
@example([b"", b"\0", b"\0" * 8, b"\0" * 9, b"", b"\xff", b"\xff" * 9])
def test_strings_are_ordered_by_their_bytes_equal_ones_as_they_come(strings: list[bytes]) -> None:
    order = inverting.in_order(*joined(strings)).tolist()
    assert order == sorted(range(len(strings)), key=strings.__getitem__)
