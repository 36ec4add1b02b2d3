"""The databases that the same tests run on: SQLite always, PostgreSQL with `--services`."""

from __future__ import annotations

import pytest

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]

ONLY_SQLITE = pytest.mark.parametrize("archive_url", ["sqlite"], indirect=True)
"""Of a test that opens the file itself."""

ONLY_POSTGRESQL = pytest.mark.parametrize("archive_url", DATABASES[1:], indirect=True)
