"""What readers send gets into the log as a part of one line, and steers no terminal that shows it."""

from __future__ import annotations

import io
import itertools
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import GisaError
from tests.reliability.wire import served
from tests.web.fake import FakeSearch, news
from webui.logs import LONGEST, plain

HOSTILE_LINES = (
    "%0a2026-11-22 ERROR forged", "%0d%0aforged", "%1b%5b2Jforged", "%c2%85forged", "%e2%80%a8forged",
    "%e2%80%aeforged", "%00forged", "%07%08forged", "%7fforged", "%c2%9b31mforged",
)  # fmt: skip
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]")


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What the loggers of a server write, as Flask has it."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(logging.Formatter("[%(asctime)s] %(levelname)s in %(module)s: %(message)s"))
    loggers = [logging.getLogger(name) for name in ("webui", "waitress")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield lines
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


@pytest.mark.parametrize("problem", [GisaError("색인\n2026 ERROR forged"), RuntimeError("a\n2026 ERROR forged\x1b[2J")])
def test_no_request_writes_a_line_of_its_own(problem: Exception) -> None:
    with served(FakeSearch([news(id="x")], problem=problem)) as wire, logged() as lines:
        for line, (path, method) in itertools.product(
            HOSTILE_LINES, (("/article/", "GET"), ("/search?q=", "GET"), ("/api/v1/articles/", "GET"), ("/", "POST"))
        ):
            wire.ask(path + line.replace(" ", "%20"), method=method)
        wire.ask("/search", headers={"User-Agent": "a\x1b[2J", "Referer": "b\x1b[2J"})
    said = lines.getvalue()
    assert "/article/" in said  # something is logged, or this could not fail
    assert not STEERING.search(said)
    for line in said.splitlines():
        assert "forged" not in line or re.match(r"\[\d{4}-.*\] (?:WARNING|ERROR) in |  \| ", line), line


@given(st.text())
def test_any_text_is_one_line_that_steers_nothing(text: str) -> None:
    assert not STEERING.search(plain(text))
    assert "\n" not in plain(text)
    assert len(plain(text)) <= 10 * len(text) + 1


def test_a_long_text_is_cut() -> None:
    assert len(plain("가" * 100_000)) == LONGEST + 1
