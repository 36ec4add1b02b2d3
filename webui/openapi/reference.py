"""The document laid out for readers: parameters and fields of answers as rows of tables. Pure functions."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webui.openapi.operations import OPERATIONS
from webui.openapi.told import told


@dataclass(frozen=True, kw_only=True)
class Row:
    """A parameter, or a field with the dotted `name` of where it stands. `refers` is a schema of the page."""

    name: str
    shape: str
    refers: str = ""
    default: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One address: what it takes and answers. `example` is a command that asks it."""

    name: str
    method: str
    path: str
    summary: str
    rows: tuple[Row, ...]
    answers: tuple[tuple[str, str], ...]
    statuses: tuple[str, ...]
    example: str


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One schema of the answers, as rows."""

    name: str
    about: str
    rows: tuple[Row, ...]


def entries(document: dict[str, Any], origin: str) -> tuple[Entry, ...]:
    """The addresses in the order of the document; `origin` is what examples begin with."""
    examples = {operation.name: operation.example or {} for operation in OPERATIONS}
    return tuple(
        _entry(path, method, asked, _command(f"{origin}{path}", method, examples.get(asked["operationId"], {})))
        for path, item in document["paths"].items()
        for method, asked in item.items()
    )


def shapes(document: dict[str, Any]) -> tuple[Shape, ...]:
    """The schemas of the answers."""
    return tuple(
        Shape(name=name, about=schema.get("description", ""), rows=tuple(_fields(schema, "")))
        for name, schema in document["components"]["schemas"].items()
    )


def _entry(path: str, method: str, asked: dict[str, Any], example: str) -> Entry:
    answers = asked["responses"]["200"].get("content", {})
    named = tuple((media, _ref(content.get("schema", {}))) for media, content in answers.items())
    return Entry(
        name=asked["operationId"],
        method=method.upper(),
        path=path,
        summary=asked["summary"],
        rows=tuple(map(_parameter, [*asked["parameters"], *_in_body(asked)])),
        answers=named,
        statuses=tuple(status for status in asked["responses"] if status != "200"),
        example=example,
    )


def _in_body(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a body holds, as parameters."""
    for content in list(asked.get("requestBody", {}).get("content", {}).values())[:1]:
        for name, schema in content["schema"]["properties"].items():
            yield {"name": name, "schema": schema, "description": schema["description"], "explode": True}


def _command(address: str, method: str, example: Mapping[str, str]) -> str:
    """What asks for it in a shell; an article is asked for by an id that the reader must know."""
    asked = "".join(f" --data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in example.items())
    return f"curl{' -G' if asked and method == 'get' else ''} {shlex.quote(address)}{asked}"


def _parameter(parameter: dict[str, Any]) -> Row:
    schema = parameter["schema"]
    if schema["type"] == "array":
        inner = _in_words(schema["items"])
        most = f", {told('{n}개까지', n=schema['maxItems'])}" if "maxItems" in schema else ""
        shape = f"{inner} ({told('되풀이한다') if parameter['explode'] else told('쉼표로 잇는다')}{most})"
    else:
        shape = _in_words(schema)
    return Row(
        name=parameter["name"], shape=shape, default=str(schema.get("default", "")), about=parameter["description"]
    )


def _fields(schema: dict[str, Any], before: str) -> Iterator[Row]:
    for name, one in schema.get("properties", {}).items():
        plain, several = _within(one)
        where = f"{before}{name}{'[]' * several}"
        yield Row(name=where, shape=_in_words(one), refers=_ref(plain), about=one.get("description", ""))
        yield from _fields(plain, f"{where}.")


def _within(schema: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """What the lists of a schema hold, and how many lists there are around it."""
    if schema.get("type") == "array" and isinstance(schema.get("items"), dict):
        inner, depth = _within(schema["items"])
        return inner, depth + 1
    return next((one for one in schema.get("oneOf", []) if "$ref" in one), schema), 0


def _ref(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _in_words(schema: dict[str, Any]) -> str:
    """The kind of value, in a few words."""
    if "oneOf" in schema:
        return f" {told('또는')} ".join(map(_in_words, schema["oneOf"]))
    if "$ref" in schema:
        return _ref(schema)
    if "enum" in schema:
        return " · ".join(schema["enum"])
    types = schema.get("type", "")
    names = [types] if isinstance(types, str) else types
    return f" {told('또는')} ".join(filter(None, (_type(name, schema) for name in names))) or told("무엇이든")


def _type(name: str, schema: dict[str, Any]) -> str:
    if name == "array":
        if "prefixItems" in schema:
            return f"[{', '.join(map(_in_words, schema['prefixItems']))}]"
        return told("목록: {of}", of=_in_words(schema["items"]))
    if name == "object" and isinstance(schema.get("additionalProperties"), dict):
        return told("이름마다 {of}", of=_in_words(schema["additionalProperties"]))
    if name == "integer" and schema.get("maximum"):
        return f"{schema['minimum']:,}–{schema['maximum']:,}"
    words = {
        "string": told("글"),
        "integer": told("수"),
        "number": told("수"),
        "boolean": "true · false",
        "null": "null",
    }
    return words.get(name) or told("객체")
