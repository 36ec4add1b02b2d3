"""The language of the interface: Korean, or English under /en. What newspapers print stays as it is printed.

Korean texts are the source: `say("기사 {n:,}건", n=3)` gives them as they are, or the English of webui.english. One
that is missing there is said in Korean (a test finds it).
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from flask import Flask, request
from markupsafe import Markup, escape

from webui.english import ENGLISH

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/en"
LANGUAGES = ("ko", "en")
_ENVIRON = "gisa.language"
_IN_PATHS = "/:@!$&'()*+,;=~"
_KOREAN, _NOTHING = Markup(' lang="ko"'), Markup("")
_SPOKEN = ContextVar("language", default="ko")


class Switch(NamedTuple):
    """The same page in the other language: its `name` there, its code, and its address."""

    name: str
    code: str
    address: str


class Prefixed:
    """WSGI: what comes under /en is asked of `app` as if it stood there, so every link that it makes stays there."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        path = environ.get("PATH_INFO", "")
        if path == PREFIX or path.startswith(f"{PREFIX}/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + PREFIX
            environ["PATH_INFO"] = path[len(PREFIX) :] or "/"
            environ[_ENVIRON] = "en"
        return self._app(environ, start_response)


def register(app: Flask) -> None:
    """Lets `app` speak both languages: `_()` in templates is `say`."""
    app.wsgi_app = Prefixed(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(_listen)
    app.teardown_request(_fall_silent)
    app.jinja_env.globals.update(_=say, language=language, switch=switch, ko=korean)


def _listen() -> None:
    _SPOKEN.set(request.environ.get(_ENVIRON, "ko"))


def _fall_silent(_error: BaseException | None) -> None:
    _SPOKEN.set("ko")


def language() -> str:
    """The code of the language that is spoken now: ko or en."""
    return _SPOKEN.get()


def korean() -> Markup:
    """The attribute of an element that holds Korean, whatever the page's language: none where that is Korean too."""
    return _KOREAN if language() == "en" else _NOTHING


def switch() -> Switch:
    """The way to the other language."""
    # The query's bytes are as they came: they need not be text.
    asked = quote(request.query_string, safe=_IN_PATHS + "%?")
    path = quote(request.path, safe=_IN_PATHS) + (f"?{asked}" if asked else "")
    root = request.script_root
    if language() == "en":
        return Switch("한국어", "ko", root.removesuffix(PREFIX) + path)
    return Switch("English", "en", root + PREFIX + path)


def say(korean: str, **values: object) -> str:
    """The text in the reader's language, with the values in its {places}. Where one of them is Markup, so is the
    whole, and all else in it is escaped. English that has a form for one takes it where `n` is 1."""
    if not values and language() == "ko":  # as nearly always: a page has hundreds of texts
        return korean
    text: str = korean
    if language() == "en":
        english = ENGLISH.get(korean, korean)
        text = english if isinstance(english, str) else english[values.get("n") != 1]
    if any(isinstance(value, Markup) for value in values.values()):
        return escape(text).format(**values)
    return text.format(**values) if values else text
