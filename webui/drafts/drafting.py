"""`/draft`, “have we covered this?”, and its JSON; `/api/v1/similar/…`, what is on the matter of an article.

A draft comes in the body of a POST, so that it stands in no address, and leaves nothing behind: no answer is cached,
and no log line has any of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from indexer.errors import InvalidRequest
from indexer.query.drafts import MOST_CHARACTERS, DraftAnswer, DraftRequest
from webui.drafts.drafted import laid_out
from webui.language import say
from webui.parameters import CHOSEN, FROM, TEXT, TO, Args
from webui.site import Site

MOST_BYTES = 300_000
"""Of a body: MOST_CHARACTERS in UTF-8, each byte as %XX, and the rest of the form. Longer ones are not read."""

PRESS = next(parameter for parameter in CHOSEN if parameter.name == "press")


def routes(site: Site) -> Blueprint:
    """The page and the two addresses of the API."""
    drafting = Drafting(site)
    blueprint = Blueprint("drafting", __name__)
    blueprint.add_url_rule("/draft", view_func=drafting.form, endpoint="page", methods=["GET"])
    blueprint.add_url_rule("/draft", view_func=drafting.page, endpoint="answer", methods=["POST"])
    blueprint.add_url_rule("/api/v1/draft", view_func=drafting.json, endpoint="api", methods=["POST"])
    blueprint.add_url_rule("/api/v1/similar/<path:article_id>", view_func=drafting.similar, endpoint="similar")
    return blueprint


class Drafting:
    """Answers to drafts."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def form(self) -> Response:
        """The empty form, with the filters of the URL."""
        return self._page(request.args, "")

    def page(self) -> Response:
        """The answer to the form, or what is wrong with it above the form as it was filled in."""
        args: Args = MultiDict()
        try:
            args = _form()
            return self._page(args, TEXT.one(args), answer=self._site.search.draft(_asked(args)))
        except RequestEntityTooLarge:
            return self._page(args, "", problem=say(_TOO_LARGE, most=MOST_CHARACTERS), status=413)
        except InvalidRequest as error:
            return self._page(args, TEXT.one(args), problem=str(error), status=400)

    def json(self) -> Response:
        """The same as JSON, from a form or from JSON."""
        request.max_content_length = MOST_BYTES
        try:
            args = _of_json(_json()) if request.is_json else _form()
        except RequestEntityTooLarge as error:
            message = say(_TOO_LARGE, most=MOST_CHARACTERS)
            raise InvalidRequest(message, parameter="text", code="too_long") from error
        return _unkept(jsonify(self._site.search.draft(_asked(args)).to_json()))

    def similar(self, article_id: str) -> Response:
        """What is on the matter of an article."""
        return jsonify(self._site.search.similar(article_id).to_json())

    def _page(
        self, args: Args, text: str, *, answer: DraftAnswer | None = None, problem: str = "", status: int = 200
    ) -> Response:
        stats = self._site.figures.recent()
        page = render_template(
            "draft.html",
            text=text,
            papers=[press for press, _ in stats.presses if press] if stats else [],
            press=PRESS.one(args),
            since=FROM.one(args),
            until=TO.one(args),
            problem=problem,
            most=MOST_CHARACTERS,
            drafted=laid_out(answer) if answer else None,
        )
        response = _unkept(make_response(page))
        response.status_code = status
        return response


_TOO_LARGE = "글이 너무 깁니다. {most:,}자까지 견줄 수 있으니 나누어 넣으십시오."


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _form() -> Args:
    request.max_content_length = MOST_BYTES
    return request.form


def _asked(args: Args) -> DraftRequest:
    """What is asked. Raises InvalidRequest."""
    first, last = FROM.days(FROM.read(args))[0], TO.days(TO.read(args))[1]
    _in_order(first, last)
    return DraftRequest(text=TEXT.read(args), press=PRESS.read(args), first=first, last=last)


def _in_order(first: date | None, last: date | None) -> None:
    if first and last and first > last:
        message = f"기간의 시작({first})이 끝({last})보다 늦습니다. 두 날짜를 바꾸어 보십시오."
        raise InvalidRequest(message, parameter="from", code="reversed_period")


def _json() -> Any:
    """The body as JSON; None where it is none, or so deep that nobody reads it."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _of_json(given: Any) -> Args:
    """The parameters of a JSON object. Raises InvalidRequest."""
    if not isinstance(given, Mapping):
        message = '본문이 JSON 객체가 아닙니다. {"text": "…"}처럼 보내십시오.'
        raise InvalidRequest(message, parameter="text", code="invalid_json")
    args: MultiDict[str, str] = MultiDict()
    for parameter in (TEXT, PRESS, FROM, TO):
        value = given.get(parameter.name) or []
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, str):
                message = f"{parameter.korean}: 글자열로 보내십시오."
                raise InvalidRequest(message, parameter=parameter.name, code="invalid_type")
            args.add(parameter.name, one)
    return args
