"""What goes into columns and postings comes out again."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from whoosh.fields import Schema
from whoosh.filedb.structfile import StructFile

from indexer.article import KST, TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.whoosh_engine import schema
from indexer.engines.whoosh_engine.schema import PackedPositions

POSITIONS = st.lists(st.integers(0, 2**32 - 1))


@given(POSITIONS)
def test_packed_positions_are_unpacked(positions: list[int]) -> None:
    packed, reader = PackedPositions.encode(positions), PackedPositions()
    assert reader.decode_positions(packed) == positions
    assert reader.decode_frequency(packed) == reader.decode_weight(packed) == len(positions)
    assert len(packed) == 4 * len(positions)


@pytest.mark.parametrize("positions", [[-1], [0, 2**32]])
def test_a_position_beyond_32_bits_is_refused(positions: list[int]) -> None:
    with pytest.raises(OverflowError, match="32"):
        PackedPositions.encode(positions)


def test_whoosh_knows_what_the_format_can_do() -> None:
    reader = PackedPositions()
    assert all(reader.supports(name) for name in ("frequency", "weight", "positions"))
    assert not reader.supports("characters")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
@example(["a\\", "n"])
@example(["a\n", "\\n", "\\\\n\n"])
@example([""])
def test_joined_values_are_split_again_each_once(values: list[str]) -> None:
    assert schema.split_values(schema.join_values(values)) == list(dict.fromkeys(values))


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
    assert schema.day_number(None) == schema.UNDATED == 0


def test_every_field_of_an_article_is_in_the_schema() -> None:
    made = schema.schema()
    assert isinstance(made, Schema)
    lengths = {schema.length_column(name) for name in TEXT_FIELDS}
    assert set(made.names()) == {*TEXT_FIELDS, *VALUE_FIELDS, *lengths, "id", "key", "day", "time"}


def test_a_column_of_many_rows_reads_as_it_was_written() -> None:
    """Whoosh 2.7.4 keeps offsets from 32,769 rows on, and writes too few when the last rows have no value and the
    values before pass 65,535 bytes in the last of them."""
    column, rows, buffer = schema.schema()["press"].column_type, 2**15 + 1, BytesIO()
    written = column.writer(StructFile(buffer))
    written.add(0, b"a" * 65_000)
    written.add(1, b"b" * 1_000)
    written.finish(rows)
    size = buffer.tell()
    read = list(column.reader(StructFile(buffer), 0, size, rows))
    assert read == [b"a" * 65_000, b"b" * 1_000, *[b""] * (rows - 2)]
