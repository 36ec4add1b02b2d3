"""The databases that the same tests run on: SQLite always, PostgreSQL with `--services`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

DATABASES: Sequence[Any] = ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]

ON_BOTH = (
    "tests.unit.archive",
    "tests.unit.fetching.test_run",
    "tests.unit.test_following",
    "tests.unit.test_ingest_stories",
    "tests.unit.test_printed",
)
"""Whose tests are run on both: the archive's, and those that write to it otherwise than all others do."""


def databases_of(module: str) -> Sequence[Any]:
    """The databases that a module's tests are run on."""
    return DATABASES if module in ON_BOTH or module.startswith(f"{ON_BOTH[0]}.") else DATABASES[:1]


def too_many(parameters: Mapping[str, object]) -> bool:
    """Whether one engine is enough: which one it is makes no difference to the archive."""
    return parameters.get("archive_url") == "postgresql" and parameters.get("engine", "memory") != "memory"


ONLY_SQLITE = pytest.mark.parametrize("archive_url", ["sqlite"], indirect=True)
"""Of a test that opens the file itself."""

ONLY_POSTGRESQL = pytest.mark.parametrize("archive_url", DATABASES[1:], indirect=True)
