"""What goes wrong, as a page for readers and as JSON for programs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from indexer.errors import GisaError, InvalidRequest, NotFound
from webui.language import say
from webui.parameters import KOREAN
from webui.params import without

RETRY_AFTER = "30"  # seconds; an index being written or rebuilt is back by then or needs a person

TOLD = ("Allow", "Retry-After", "WWW-Authenticate")
"""Headers of an error that programs go by."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One error as shown. `code` is for programs, `parameter` the bad one's name, `remedy` an URL query without it."""

    status: int
    code: str
    title: str
    message: str
    parameter: str | None = None
    remedy: str | None = None

    @property
    def translated(self) -> bool:
        """Whether the message is one of ours here, and not one of the many of the program's other parts."""
        return self.message in _OURS

    @property
    def parameter_name(self) -> str:
        """The bad parameter as readers call it."""
        return say(KOREAN.get(self.parameter or "", self.parameter or ""))


HTTP_PROBLEMS = {
    401: ("unauthorized", "비밀번호가 있어야 열립니다", "운영하는 사람에게 비밀번호를 물어 다시 열어 보십시오."),
    404: ("not_found", "없는 주소입니다", "주소를 확인하거나 검색으로 찾아보십시오."),
    405: ("method_not_allowed", "이렇게는 열 수 없는 주소입니다", "주소를 확인하거나 검색으로 찾아보십시오."),
    421: (
        "unknown_host",
        "이 이름으로는 열 수 없습니다",
        "주소의 이름을 확인하십시오. 운영하는 사람은 이 이름을 --site로 알려 주십시오.",
    ),
    429: ("too_many_attempts", "비밀번호가 여러 번 틀렸습니다", "1분쯤 뒤에 다시 열어 보십시오."),
    500: ("internal", "답을 만들지 못했습니다", "안에서 오류가 났고 기록에 남겼습니다. 잠시 뒤 다시 해 보십시오."),
}


_ELSEWHERE = "주소를 확인하거나 검색으로 찾아보십시오."
_OURS = {_ELSEWHERE, *(message for _, _, message in HTTP_PROBLEMS.values())}


def register(app: Flask) -> None:
    """Every error of `app` becomes a Problem."""
    app.register_error_handler(GisaError, _on_gisa_error)
    app.register_error_handler(HTTPException, _on_http_error)


def _on_gisa_error(error: GisaError) -> Response:
    return _answer(_problem(error))


def _problem(error: GisaError) -> Problem:
    if isinstance(error, InvalidRequest):
        return Problem(
            status=400,
            code=error.code,
            title="이렇게는 찾을 수 없습니다",
            message=str(error),
            parameter=error.parameter,
            remedy=without(request.args, error.parameter) if error.parameter != "q" else None,
        )
    if isinstance(error, NotFound):
        return Problem(status=404, code="not_found", title="그런 기사가 없습니다", message=str(error))
    current_app.logger.warning("%s %s: %s", request.method, request.path, error)
    return Problem(status=503, code="unavailable", title="지금은 검색할 수 없습니다", message=error.for_readers)


def _on_http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())  # a redirect
    usual = (f"http_{error.code}", "열 수 없는 주소입니다", _ELSEWHERE)
    code, title, message = HTTP_PROBLEMS.get(error.code, usual)
    answer = _answer(Problem(status=error.code, code=code, title=title, message=message))
    said = error.get_response().headers
    answer.headers.update({name: said[name] for name in TOLD if name in said})
    return answer


def _answer(problem: Problem) -> Response:
    if request.path.startswith("/api/"):
        said = {"code": problem.code, "message": problem.message, "parameter": problem.parameter}
        response = jsonify({"error": said})
    else:
        response = make_response(render_template("problem.html", problem=problem, q=request.args.get("q", "")))
    response.status_code = problem.status
    if problem.status == 503:
        response.headers["Retry-After"] = RETRY_AFTER
    return response
