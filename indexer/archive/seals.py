"""The seal of a version: a checksum over all that its row holds, made when it is written, looked at when it is read.

The database checks the shape of its pages, not the letters in them: one that the disk has changed would be shown, and
indexed, as if the paper had printed it. Versions are never changed once they are written, so that their seals stay. The
smaller tables have their columns twice, in the table and in an index (`tables.witness`), which the database compares.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from indexer.errors import ArchiveError

SEALED = (
    "id article_id title subtitle body captions press section region reporters published fetched url excerpt extra "
    "number content_hash origin_id origin_line archived"
).split()
"""The columns of `versions` that a seal is made of, in its order: all but itself."""

_JSON = frozenset(("captions", "reporters", "extra"))


def seal(row: Mapping[str, Any]) -> int:
    """The seal of a row as it is written. Raises ArchiveError for what no JSON column can hold."""
    try:
        # What a JSON column holds comes back as JSON has it: keys that are texts, lists for tuples.
        return seal_of([json.loads(json.dumps(row[name])) if name in _JSON else row[name] for name in SEALED])
    except (TypeError, ValueError) as error:
        raise ArchiveError(f"‘{row['article_id']}’의 덧붙은 정보를 적을 수 없습니다: {error}") from error


def seal_of(values: Sequence[Any]) -> int:
    """The seal of the values of SEALED, as they are read."""
    return zlib.crc32(json.dumps(list(values), ensure_ascii=False).encode("utf-8", "surrogatepass"))
