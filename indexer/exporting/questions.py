"""A question as a manifest keeps it: SearchRequest ⇄ JSON values, and in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

from indexer.query.request import FILTER_FIELDS, MATCH_MODES, SORTS, SearchRequest

PAGE = ("limit", "offset", "facets", "with_texts")
"""Fields of a request that say what of an answer is shown. A study is all of it."""

FILTER_NAMES = {"press": "신문", "section": "섹션", "reporter": "기자", "region": "지역"}
"""What readers call each of FILTER_FIELDS."""

SORT_NAMES = {"relevance": "관련도순", "newest": "최신순", "oldest": "오래된순"}
MATCH_NAMES = {"all": "모두 든 기사", "most": "많이 든 기사부터"}

MOST_VALUES = 1_000
"""Values of one filter that are taken from a manifest."""

_CHOICES: Mapping[str, tuple[str, ...]] = {"sort": SORTS, "match": MATCH_MODES}


def whole(request: SearchRequest) -> SearchRequest:
    """The same question, to be answered with every id and nothing else."""
    return dataclasses.replace(request, limit=None, offset=0, facets=(), with_texts=False)


def to_json(request: SearchRequest) -> dict[str, Any]:
    """Every field but those of PAGE: days in ISO 8601, several values as a list."""
    return {field.name: _plain(getattr(request, field.name)) for field in _asked()}


def from_json(values: object) -> SearchRequest:
    """The question that `to_json` wrote down. Raises ValueError for what is none, or has something in it that this
    program does not know: an answer to less than was asked would be wrong."""
    if not isinstance(values, dict):
        raise ValueError("request")
    fields = {field.name: field for field in _asked()}
    if unknown := sorted(values.keys() - fields.keys()):
        raise ValueError(str(unknown[0]))
    read: dict[str, Any] = {name: _read(name, fields[name].default, value) for name, value in values.items()}
    return SearchRequest(**read)


def in_words(request: SearchRequest) -> list[tuple[str, str]]:
    """What was asked beside the query: (what, which), only what is not as usual but for the order."""
    said = []
    if request.first or request.last:
        said.append(("기간", f"{request.first or ''}~{request.last or ''}"))
    for name in FILTER_FIELDS:
        korean = FILTER_NAMES.get(name, name)
        said += [(korean, ", ".join(request.chosen(name)))] if request.chosen(name) else []
        said += [(f"{korean} 빼기", ", ".join(request.left_out(name)))] if request.left_out(name) else []
    if request.match != "all":
        said.append(("여러 낱말", MATCH_NAMES[request.match]))
    if request.as_typed:
        said.append(("친 그대로", "고치지 않음"))
    if request.collapse:
        said.append(("같은 글", "하나로 묶음"))
    return [*said, ("순서", SORT_NAMES[request.sort])]


def _asked() -> list[dataclasses.Field[Any]]:
    return [field for field in dataclasses.fields(SearchRequest) if field.name not in PAGE]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, default: object, value: object) -> object:
    """A field's value, of the kind that its default is of; only days are None without one."""
    if default is None:
        return None if value is None else date.fromisoformat(_text(name, value))
    if isinstance(default, bool):
        if isinstance(value, bool):
            return value
        raise ValueError(name)
    if isinstance(default, tuple):
        if isinstance(value, list) and len(value) <= MOST_VALUES:
            return tuple(_text(name, one) for one in value)
        raise ValueError(name)
    if _text(name, value) not in _CHOICES.get(name, (value,)):
        raise ValueError(name)
    return value


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(name)
