"""JSON Schema (2020-12) in few words: what the schemas of the answers are written with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Schema = dict[str, Any]
"""One JSON Schema. `description` is Korean; the document translates it."""


def ref(name: str) -> Schema:
    """A schema of the document's components."""
    return {"$ref": f"#/components/schemas/{name}"}


def text(description: str = "", **more: Any) -> Schema:
    """A string."""
    return said({"type": "string", **more}, description)


def count(description: str = "") -> Schema:
    """A whole number from 0."""
    return said({"type": "integer", "minimum": 0}, description)


def number(description: str = "") -> Schema:
    """Any number."""
    return said({"type": "number"}, description)


def flag(description: str = "") -> Schema:
    """true or false."""
    return said({"type": "boolean"}, description)


def one_of(values: Sequence[str], description: str = "") -> Schema:
    """A string, one of these."""
    return said({"type": "string", "enum": list(values)}, description)


def many(items: Schema, description: str = "", **more: Any) -> Schema:
    """A list."""
    return said({"type": "array", "items": items, **more}, description)


def each(values: Schema, description: str = "") -> Schema:
    """An object with any keys, all values of one shape."""
    return said({"type": "object", "additionalProperties": values}, description)


def thing(properties: Mapping[str, Schema], description: str = "", *, optional: Sequence[str] = ()) -> Schema:
    """An object with these keys and no others; all but `optional` are always there."""
    required = [name for name in properties if name not in optional]
    shape = {"type": "object", "properties": dict(properties), "required": required, "additionalProperties": False}
    return said(shape, description)


def or_null(schema: Schema, description: str = "") -> Schema:
    """That, or null."""
    if "$ref" in schema or "oneOf" in schema:
        return said({"oneOf": [*schema.get("oneOf", [schema]), {"type": "null"}]}, description)
    found = {**schema, "type": [schema["type"], "null"]}
    return said(found, description) if description else found


def tuple_of(*items: Schema, description: str = "") -> Schema:
    """A list of exactly these."""
    return said({"type": "array", "prefixItems": list(items), "items": False, "minItems": len(items)}, description)


def said(schema: Schema, description: str) -> Schema:
    """`schema`, described."""
    return {**schema, "description": description} if description else schema


TIME = text("한국 시간. 날만 알면 자정이다", format="date-time")
"""When an article was published, fetched, archived."""
