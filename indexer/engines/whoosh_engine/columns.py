"""The columns of a segment's documents: made when it is written, merged with those of other segments.

id.spelling, id.ends     the ids;  id.order: the documents in the order of their ids
time                     microseconds since 1970, or UNDATED;  recent: the documents, newest first, then by id
story                    the same for what is the same text, 0 for a story of its own
day.names, day.first     the days that occur (`date.toordinal()`), ascending; each document's
press.spelling, .ends    the values that occur, in the order of their bytes; so for each of VALUE_FIELDS
press.first              each document's (first) value: its place among those that occur + 1, or 0 for none
press.more_documents, press.more_ordinals    the further values of documents that have several
body.length              terms in the field; so for each of TEXT_FIELDS
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.article import TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.interface import IndexDocument
from indexer.engines.whoosh_engine.arrays import joined, parted
from indexer.engines.whoosh_engine.kernels import inverting, lexicon
from indexer.engines.whoosh_engine.schema import UNDATED, day_number, time_number

Array = npt.NDArray[Any]
Arrays = Mapping[str, Array]


class DocumentBuffer:
    """Gathers the columns of documents that wait to be written."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self._times: list[int] = []
        self._days: list[int] = []
        self._stories: list[int] = []
        self._lengths: dict[str, list[int]] = {name: [] for name in TEXT_FIELDS}
        self._values: dict[str, list[tuple[bytes, ...]]] = {name: [] for name in VALUE_FIELDS}

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, document: IndexDocument) -> int:
        """The number it got. Raises ValueError, and adds nothing, for an id or a value that is no text."""
        identity = document.id.encode()
        values = [tuple(map(str.encode, dict.fromkeys(document.values.get(name, ())))) for name in VALUE_FIELDS]
        self.ids.append(identity)
        self._stories.append(document.story)
        self._times.append(time_number(document.published) if document.published else UNDATED)
        self._days.append(day_number(document.published) if document.published else 0)
        for name, lengths in self._lengths.items():
            lengths.append(len(document.terms.get(name, ())))
        for column, cell in zip(self._values.values(), values, strict=True):
            column.append(cell)
        return len(self.ids) - 1

    def arrays(self, kept: Sequence[int]) -> dict[str, Array]:
        """The columns of the documents that are kept, in this order."""
        arrays: dict[str, Array] = {}
        arrays["id.spelling"], arrays["id.ends"] = joined(self.ids[number] for number in kept)
        arrays["time"] = np.array([self._times[number] for number in kept], np.int64)
        arrays["story"] = np.array([self._stories[number] for number in kept], np.int64)
        arrays |= _orders(arrays)
        names, ordinals = np.unique([self._days[number] for number in kept], return_inverse=True)
        arrays |= _days(names, ordinals)
        for name, column in self._values.items():
            arrays |= _values(name, [column[number] for number in kept])
        for name, lengths in self._lengths.items():
            arrays[f"{name}.length"] = np.array([lengths[number] for number in kept], np.uint32)
        return arrays


def merged(sources: Sequence[Arrays], renumbered: Sequence[Array]) -> dict[str, Array]:
    """The columns of several segments as those of one. `renumbered[s]` has the new number of each document of segment
    s, -1 for those that go; new numbers ascend through all segments."""
    kept = [numbers >= 0 for numbers in renumbered]
    arrays: dict[str, Array] = {}
    ids = [
        lexicon.gather(s["id.spelling"], s["id.ends"], np.flatnonzero(k)) for s, k in zip(sources, kept, strict=True)
    ]
    arrays["id.spelling"], ends = concatenated(ids)
    arrays["id.ends"] = ends.astype(np.uint32)
    for name in ("time", "story"):
        arrays[name] = np.concatenate([source[name][keep] for source, keep in zip(sources, kept, strict=True)])
    arrays |= _merged_orders(arrays, sources, renumbered)
    arrays |= _merged_days(sources, kept)
    for name in VALUE_FIELDS:
        arrays |= _merged_values(name, sources, renumbered)
    for name in TEXT_FIELDS:
        column = f"{name}.length"
        arrays[column] = np.concatenate([source[column][keep] for source, keep in zip(sources, kept, strict=True)])
    return arrays


def concatenated(parts: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    """Several (spelling, ends) as one."""
    spelling = np.concatenate([part for part, _ in parts])
    before = np.cumsum([0, *(len(part) for part, _ in parts[:-1])])
    return spelling, np.concatenate([ends + np.int64(start) for (_, ends), start in zip(parts, before, strict=True)])


NO_KEYS = np.empty(0, np.int64)


def merged_order(keys: Array, spelling: Array, ends: Array, runs: Sequence[Array]) -> Array:
    """Runs of numbers, each in order, as one: by key (with NO_KEYS by none), then by string."""
    waiting = sorted(runs, key=len)
    while len(waiting) > 1:
        waiting = [
            lexicon.merge(keys, spelling, ends, *pair) if len(pair) == 2 else pair[0]
            for pair in (waiting[i : i + 2] for i in range(0, len(waiting), 2))
        ]
    return waiting[0] if waiting else np.empty(0, np.uint32)


def _orders(arrays: Arrays) -> dict[str, Array]:
    order = inverting.in_order(arrays["id.spelling"], arrays["id.ends"]).astype(np.uint32)
    # Sorted by time from the order of ids on: a stable sort leaves equal times in that order.
    return {"id.order": order, "recent": order[np.argsort(-arrays["time"][order], kind="stable")]}


def _merged_orders(arrays: Arrays, sources: Sequence[Arrays], renumbered: Sequence[Array]) -> dict[str, Array]:
    spelling, ends, times = arrays["id.spelling"], arrays["id.ends"], -arrays["time"]
    orders = {}
    for name, keys in (("id.order", NO_KEYS), ("recent", times)):
        runs = [numbers[source[name]] for source, numbers in zip(sources, renumbered, strict=True)]
        runs = [run[run >= 0].astype(np.uint32) for run in runs]
        orders[name] = merged_order(keys, spelling, ends, runs)
    return orders


def _days(names: Array, ordinals: Array) -> dict[str, Array]:
    """From the days that occur, 0 for none, and each document's place among them."""
    dated = names[names > 0].astype(np.int32)
    return {"day.names": dated, "day.first": (ordinals + (len(dated) == len(names))).astype(np.uint32)}


def _merged_days(sources: Sequence[Arrays], kept: Sequence[Array]) -> dict[str, Array]:
    days = [
        np.append(0, source["day.names"])[source["day.first"][keep]] for source, keep in zip(sources, kept, strict=True)
    ]
    names, ordinals = np.unique(np.concatenate(days), return_inverse=True)
    return _days(names, ordinals)


def _values(name: str, cells: Sequence[tuple[bytes, ...]]) -> dict[str, Array]:
    names = sorted({value for cell in cells for value in cell})
    places = {value: place for place, value in enumerate(names, start=1)}
    more = [(document, places[value]) for document, cell in enumerate(cells) for value in cell[1:]]
    return _column(name, names, np.array([places[cell[0]] if cell else 0 for cell in cells], np.uint32), np.array(more))


def _column(name: str, names: Sequence[bytes], first: Array, more: Array) -> dict[str, Array]:
    spelling, ends = joined(names)
    pairs = more.reshape(-1, 2).astype(np.uint32)
    return {
        f"{name}.spelling": spelling,
        f"{name}.ends": ends,
        f"{name}.first": first,
        f"{name}.more_documents": pairs[:, 0],
        f"{name}.more_ordinals": pairs[:, 1],
    }


def _merged_values(name: str, sources: Sequence[Arrays], renumbered: Sequence[Array]) -> dict[str, Array]:
    parts = [parted(source[f"{name}.spelling"], source[f"{name}.ends"]) for source in sources]
    names = sorted({value for part in parts for value in part})
    places = {value: place for place, value in enumerate(names, start=1)}
    firsts, mores = [], []
    for source, part, numbers in zip(sources, parts, renumbered, strict=True):
        ordinals = np.array([0, *(places[value] for value in part)])
        firsts.append(ordinals[source[f"{name}.first"]][numbers >= 0])
        documents = numbers[source[f"{name}.more_documents"]]
        pairs = np.stack([documents, ordinals[source[f"{name}.more_ordinals"]]], axis=1)
        mores.append(pairs[documents >= 0])
    first, more = np.concatenate(firsts), np.concatenate(mores)
    # A value that only documents had that are gone, goes with them: it may be a name that was to be forgotten.
    used = np.union1d(np.union1d(first, more[:, 1]), [0])
    more[:, 1] = np.searchsorted(used, more[:, 1])
    return _column(name, [names[o - 1] for o in used[1:]], np.searchsorted(used, first).astype(np.uint32), more)
