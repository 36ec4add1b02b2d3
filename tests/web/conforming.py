"""Holds a JSON value to a JSON Schema: as much of the language as the API's description uses, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

UNDERSTOOD = {
    "$ref", "oneOf", "type", "enum", "const", "minimum", "maximum", "minLength", "maxLength", "pattern", "format",
    "items", "prefixItems", "minItems", "maxItems", "uniqueItems", "properties", "required", "additionalProperties",
    "propertyNames", "description", "examples", "default", "example", "title",
}  # fmt: skip
TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


class Conforming:
    """Checks values against the schemas of one OpenAPI document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._schemas = document["components"]["schemas"]

    def errors(self, value: object, schema: Mapping[str, Any] | bool, at: str = "$") -> list[str]:
        """What is wrong with `value`, each with its place."""
        return list(self._errors(value, schema, at))

    def _errors(self, value: object, schema: Mapping[str, Any] | bool, at: str) -> Iterator[str]:
        if isinstance(schema, bool):
            if not schema:
                yield f"{at}: nothing may stand here"
            return
        assert set(schema) <= UNDERSTOOD, f"{at}: {set(schema) - UNDERSTOOD} is not checked"
        if "$ref" in schema:
            yield from self._errors(value, self._schemas[schema["$ref"].rpartition("/")[2]], at)
        if "oneOf" in schema:
            fitting = [one for one in schema["oneOf"] if not self.errors(value, one, at)]
            if len(fitting) != 1:
                yield f"{at}: fits {len(fitting)} of oneOf: {[self.errors(value, one, at) for one in schema['oneOf']]}"
        yield from _plain(value, schema, at)
        if isinstance(value, dict):
            yield from self._of_object(value, schema, at)
        if isinstance(value, list):
            yield from self._of_array(value, schema, at)

    def _of_object(self, value: dict[str, object], schema: Mapping[str, Any], at: str) -> Iterator[str]:
        for name in set(schema.get("required", ())) - set(value):
            yield f"{at}: {name} is missing"
        known = schema.get("properties", {})
        for name, one in value.items():
            yield from self._errors(name, schema.get("propertyNames", True), f"{at}.{name}(name)")
            yield from self._errors(one, known.get(name, schema.get("additionalProperties", True)), f"{at}.{name}")

    def _of_array(self, value: list[object], schema: Mapping[str, Any], at: str) -> Iterator[str]:
        first = schema.get("prefixItems", [])
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{at}: {len(value)} items"
        for number, one in enumerate(value):
            shape = first[number] if number < len(first) else schema.get("items", True)
            yield from self._errors(one, shape, f"{at}[{number}]")


def _plain(value: object, schema: Mapping[str, Any], at: str) -> Iterator[str]:
    types = schema.get("type", [])
    names = [types] if isinstance(types, str) else types
    # In JSON true is no number, though in Python it is one.
    fits = (isinstance(value, TYPES[n]) and (n == "boolean" or not isinstance(value, bool)) for n in names)
    if names and not any(fits):
        yield f"{at}: {value!r} is no {names}"
    if value is not None and "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at}: {value!r} does not match {schema['pattern']}"
    if isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at}: {value!r} is out of range"
