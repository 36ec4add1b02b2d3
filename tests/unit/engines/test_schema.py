"""How positions, times and days are numbered."""

from __future__ import annotations

import struct
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.fields import Schema

from indexer.article import KST, TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.whoosh_engine import schema
from indexer.engines.whoosh_engine.schema import Positions


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_positions_are_read_from_32_bit_numbers(positions: list[int]) -> None:
    value, reader = struct.pack(f"<{len(positions)}I", *positions), Positions()
    assert reader.decode_positions(value) == positions
    assert reader.decode_frequency(value) == reader.decode_weight(value) == len(positions)


def test_whoosh_knows_what_the_format_can_do() -> None:
    reader = Positions()
    assert all(reader.supports(name) for name in ("frequency", "weight", "positions"))
    assert not reader.supports("characters")


@given(st.datetimes(), st.datetimes())
def test_numbers_of_times_are_in_the_order_of_times(one: datetime, other: datetime) -> None:
    first, second = (moment.replace(tzinfo=KST) for moment in (one, other))
    assert (schema.time_number(first) < schema.time_number(second)) == (first < second)
    assert timedelta(microseconds=schema.time_number(first)) == first - schema.EPOCH


@pytest.mark.parametrize("moment", [datetime.min.replace(tzinfo=KST), datetime.max.replace(tzinfo=KST)])
def test_the_first_and_the_last_time_there_is_fit(moment: datetime) -> None:
    assert -(2**63) <= schema.time_number(moment) < 2**63
    assert schema.day_of(schema.day_number(moment)) == moment.date()


def test_the_day_is_the_day_in_korea() -> None:
    utc = datetime(2019, 3, 27, 15, tzinfo=timezone.utc)
    assert schema.day_of(schema.day_number(utc)).isoformat() == "2019-03-28"


def test_undated_articles_come_after_all_others_and_no_sum_overflows() -> None:
    assert schema.time_number(datetime.min.replace(tzinfo=timezone.utc)) > schema.UNDATED
    assert -schema.UNDATED < 2**63


def test_every_field_of_an_article_is_in_the_schema() -> None:
    made = schema.schema()
    assert isinstance(made, Schema)
    assert set(made.names()) == {*TEXT_FIELDS, *VALUE_FIELDS, "id", "day"}
