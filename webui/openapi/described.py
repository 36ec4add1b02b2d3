"""What the table of parameters says of each, as OpenAPI says it."""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch
from typing import Any

from indexer.query.language import LIMITS
from webui import parameters
from webui.openapi.shapes import Schema

DAY = "^([0-9]{4}([-./][0-9]{1,2}([-./][0-9]{1,2})?)?)?$"
"""Or nothing: an empty parameter has its default."""


def described(parameter: parameters.Parameter, say: Callable[[str], str]) -> dict[str, Any]:
    """One Parameter Object, in the language of `say`."""
    about = f"{say(parameter.korean)}: {say(parameter.about)}"
    found: dict[str, Any] = {"name": parameter.name, "in": "query", "description": about}
    found["schema"] = schema_of(parameter)
    if isinstance(parameter, (parameters.Values, parameters.Names)):
        found |= {"style": "form", "explode": isinstance(parameter, parameters.Values)}
    return found


@singledispatch
def schema_of(parameter: parameters.Parameter) -> Schema:
    """The JSON Schema of a parameter's values."""
    raise NotImplementedError(f"{type(parameter).__name__} is a kind of parameter that is not described")


@schema_of.register
def _(parameter: parameters.Text) -> Schema:
    return {"type": "string", "maxLength": parameter.longest or LIMITS.characters}


@schema_of.register
def _(parameter: parameters.Day) -> Schema:
    return {"type": "string", "pattern": DAY, "examples": ["2019", "2019-03", "2019-03-27"]}


@schema_of.register
def _(parameter: parameters.Values) -> Schema:
    return {"type": "array", "items": {"type": "string"}, "maxItems": parameter.most, "uniqueItems": True}


@schema_of.register
def _(parameter: parameters.Names) -> Schema:
    return {"type": "array", "items": {"type": "string", "enum": list(parameter.choices)}, "uniqueItems": True}


@schema_of.register
def _(parameter: parameters.Choice) -> Schema:
    return {"type": "string", "enum": list(parameter.choices), "default": parameter.default}


@schema_of.register
def _(parameter: parameters.Flag) -> Schema:
    return {"type": "string", "enum": ["0", "1"], "default": "0"}


@schema_of.register
def _(parameter: parameters.Number) -> Schema:
    found: Schema = {"type": "integer", "minimum": parameter.least, "maximum": parameter.most}
    return found | {"default": parameter.default} if parameter.default >= parameter.least else found
