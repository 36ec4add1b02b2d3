"""The OpenAPI document. A pure function of the operations and the language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from webui.openapi.described import described
from webui.openapi.operations import FORM, JSON, OPERATIONS, Operation, Part
from webui.openapi.schemas import SCHEMAS
from webui.openapi.shapes import ref

VERSION = "1.0.0"
"""Of the API: a new first number breaks programs, a new second one adds to answers."""

ERRORS = {
    400: "맞지 않는 매개변수. 어느 것이 왜 안 되는지 말한다",
    401: "비밀번호가 있어야 열리는 곳인데 없거나 틀렸다",
    404: "없는 주소나 기사, 내린 기사",
    421: "이곳의 것이 아닌 이름(Host)으로 물었다",
    429: "틀린 비밀번호가 너무 많았다. Retry-After초 뒤에 다시",
    503: "색인이나 보관소를 쓸 수 없다. Retry-After초 뒤에 다시",
}
ABOUT = (
    "지역신문 기사 검색. 읽기만 하고, 운영하는 사람이 비밀번호를 정하지 않았으면 열쇠나 계정이 필요 없다. 화면과 같은 "
    "매개변수를 받고 같은 답을 한다."
)
PASSWORD = "운영하는 사람이 정한 비밀번호. 사용자 이름은 아무것이나 된다"
SHUT = (401, 421, 429)
"""What any operation may answer, if it is not OPEN."""

OPEN = ("healthz", "readyz")
"""What needs no password."""


def document(
    say: Callable[[str], str], *, server: str = "/", operations: Sequence[Operation] = OPERATIONS
) -> dict[str, Any]:
    """All of it, in the language of `say`. `server` is the address that the paths begin at."""
    found: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "동네기사 API", "version": VERSION, "description": ABOUT},
        "servers": [{"url": server}],
        "security": [{}, {"password": []}],
        "paths": {operation.path: {_method(operation): _operation(operation, say)} for operation in operations},
        "components": {
            "schemas": dict(SCHEMAS),
            "responses": {str(status): _error(about) for status, about in ERRORS.items()},
            "securitySchemes": {"password": {"type": "http", "scheme": "basic", "description": PASSWORD}},
        },
    }
    translated = _translated(found, say)
    assert isinstance(translated, dict)
    return translated


def _method(operation: Operation) -> str:
    return "post" if operation.posted else "get"


def _operation(operation: Operation, say: Callable[[str], str]) -> dict[str, Any]:
    parameters = [described(parameter, say) for parameter in operation.parameters]
    found: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_part(name, part) for name, part in operation.within.items()],
        "responses": _responses(operation),
    }
    if operation.posted:
        return found | {"requestBody": _body(parameters)}
    return found | {"parameters": [*found["parameters"], *parameters]}


def _responses(operation: Operation) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": operation.summary, "content": _content(operation)}}
    for status in sorted({*operation.errors, *((421,) if operation.name in OPEN else SHUT)}):
        responses[str(status)] = _refused(operation, status)
    if operation.name == "readyz":
        responses["503"] = {"description": ERRORS[503], "content": _content(operation)}
    return responses


def _refused(operation: Operation, status: int) -> dict[str, Any]:
    """What is wrong: to programs as JSON, and as a page where people ask for files."""
    if operation.path.startswith("/api/"):
        return {"$ref": f"#/components/responses/{status}"}
    return {"description": ERRORS[status], "content": {"text/html": {}}}


def _part(name: str, part: Part) -> dict[str, Any]:
    schema = {"type": "string", "enum": list(part.choices)} if part.choices else {"type": "string"}
    return {"name": name, "in": "path", "required": True, "description": part.about, "schema": schema}


def _body(parameters: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Parameters in a body: the first is what is asked about, and must be there."""
    properties = {one["name"]: one["schema"] | {"description": one["description"]} for one in parameters}
    schema = {"type": "object", "properties": properties, "required": [parameters[0]["name"]]}
    return {"required": True, "content": {media: {"schema": schema} for media in (FORM, JSON)}}


def _content(operation: Operation) -> dict[str, Any]:
    return {media: {"schema": ref(name)} if name else {} for media, name in operation.answers.items()}


def _error(about: str) -> dict[str, Any]:
    return {"description": about, "content": {JSON: {"schema": ref("Error")}}}


def _translated(value: object, say: Callable[[str], str]) -> object:
    """`value` with every text that is meant for people in another language."""
    if isinstance(value, list):
        return [_translated(one, say) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: say(one) if key in ("summary", "description", "title") and isinstance(one, str) else _translated(one, say)
        for key, one in value.items()
    }
