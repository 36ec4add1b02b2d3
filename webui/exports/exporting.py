"""`/export`: the whole answer as a file, the manifest beside it, and what has changed since an earlier one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, json, make_response, render_template, request, url_for

from indexer.errors import InvalidRequest
from indexer.exporting import FORMATS, Comparison, Export, Exported, Manifest, compare, gone, questions
from indexer.query.result import SearchResult
from webui import params
from webui.language import PREFIX, language, say
from webui.parameters import DEFAULT_SIZE
from webui.params import Params
from webui.periods import dotted
from webui.site import Site

LARGEST = 16 << 20
"""Bytes of a manifest that is taken: some 250,000 articles."""

SHOWN = 50
"""Articles that a comparison names of each kind."""

NOW = {"held": "이제 찾아지지 않음", "taken_down": "내린 기사", "unknown": "보관소에 없음"}
"""What became of an article that is not found any more."""

_NOT_IN_NAMES = re.compile(r"[^\w가-힣]+")
_NAME_LENGTH = 40


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Articles of one kind in a comparison: (id, title, note) of the first SHOWN, of so many."""

    name: str
    total: int
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What a page says of a comparison, and the URL query of the search that was repeated."""

    sentences: tuple[str, ...]
    lists: tuple[Listed, ...]
    query: str


def routes(site: Site) -> Blueprint:
    """The page, the files and their manifest."""
    made = Exporting(site)
    blueprint = Blueprint("exporting", __name__)
    blueprint.add_url_rule("/export", view_func=made.page, endpoint="page")
    blueprint.add_url_rule("/export", view_func=made.compare, endpoint="compare", methods=["POST"])
    blueprint.add_url_rule("/export.manifest.json", view_func=made.manifest, endpoint="manifest")
    blueprint.add_url_rule("/export.<form>", view_func=made.file, endpoint="file")
    return blueprint


class Exporting:
    """The views. A file is of the same parameters as the search page; `page` and `size` change nothing."""

    def __init__(self, site: Site) -> None:
        self._search, self._today = site.search, site.today

    def page(self) -> str:
        """What would be exported, in which formats."""
        return self._page(params.read(request.args))

    def file(self, form: str) -> Response:
        """The file, streamed. What can go wrong before its first bytes is a page that says so; after them the
        connection breaks off, so that no half of an answer is taken for the whole."""
        asked = params.read(request.args)
        if form not in FORMATS:
            names = ", ".join(FORMATS)
            unknown = say("‘{form}’ 파일로는 내보낼 수 없습니다. 쓸 수 있는 것: {names}.", form=form, names=names)
            return make_response(self._page(asked, error=unknown), 404)
        chosen = FORMATS[form]
        export = self._search.export(asked.request())
        export.link = links()
        pieces = chosen.write(export)
        response = Response(after(next(pieces, b""), pieces), content_type=chosen.media_type)
        response.headers["Content-Disposition"] = attachment(asked.q, self._today(), chosen.suffix)
        beside = url_for("exporting.manifest") + asked.query()
        response.headers["Link"] = f'<{beside}>; rel="describedby"; type="application/json"'
        return response

    def manifest(self) -> Response:
        """What the file is made of: the question, the rules, the archive, every article and the hash of its text."""
        asked = params.read(request.args)
        found = self._search.export(asked.request()).look()
        text = json.dumps(found.to_json()) + "\n"
        response = Response(text, content_type="application/json; charset=utf-8")
        response.headers["Content-Disposition"] = attachment(asked.q, self._today(), "manifest.json")
        return response

    def compare(self) -> Response:
        """What has changed since a manifest was made. Nothing of it is kept."""
        try:
            before = _uploaded()
            export = self._search.export(before.request)
            after = export.look()
        except InvalidRequest as error:
            return make_response(self._page(Params(sort="newest"), error=str(error)), 400)
        compared = compare(before, after, export.shelf.whereabouts(gone(before, after)))
        asked = params.asking(before.request)
        return make_response(self._page(asked, compared=_compared(compared, export, asked)))

    def _page(self, asked: Params, *, error: str = "", compared: Compared | None = None) -> str:
        question = asked.request()
        result = self._search.search(replace(question, limit=0, offset=0, facets=(), with_texts=False))
        return render_template(
            "export.html",
            asked=asked,
            q=asked.q,
            result=result,
            count=_count(result),
            said=questions.in_words(question),
            formats=tuple(FORMATS.values()),
            query=asked.but(size=DEFAULT_SIZE).query(),
            error=error,
            compared=compared,
            now=NOW,
        )


def _count(result: SearchResult) -> int:
    return result.total if result.stories is None else result.stories


def _uploaded() -> Manifest:
    """The manifest that was sent. Raises InvalidRequest."""
    if (request.content_length or 0) > LARGEST:
        most = LARGEST >> 20
        message = say("명세 파일이 너무 큽니다. {n} MB까지 읽습니다. `./gisa export --again`으로 하십시오.", n=most)
        raise InvalidRequest(message, parameter="manifest", code="too_large")
    request.max_content_length = LARGEST  # where a browser does not say how long it is
    sent = request.files.get("manifest")
    if sent is None or not sent.filename:
        message = say("명세 파일을 고르십시오. 내보낼 때 함께 받은 manifest.json입니다.")
        raise InvalidRequest(message, parameter="manifest", code="missing")
    return Manifest.parse(sent.read())


def _compared(comparison: Comparison, export: Export, asked: Params) -> Compared:
    lists = (
        _listed(say("더해진 기사"), comparison.added, export, comparison),
        _listed(say("빠진 기사"), comparison.removed, export, comparison),
        _listed(say("글이 달라진 기사"), comparison.changed, export, comparison),
    )
    shown = tuple(one for one in lists if one.total)
    said = tuple(say(one.korean, **one.values) for one in comparison.sentences())
    return Compared(sentences=said, lists=shown, query=asked.query())


def _listed(name: str, ids: Sequence[str], export: Export, comparison: Comparison) -> Listed:
    texts = export.shelf.texts(ids[:SHOWN])
    rows = (_row(one, texts.get(one), comparison) for one in ids[:SHOWN])
    return Listed(name=name, total=len(ids), rows=tuple(rows))


def _row(article_id: str, exported: Exported | None, comparison: Comparison) -> tuple[str, str, str]:
    where = comparison.whereabouts.get(article_id)
    notes = [say(NOW[where])] if where else []
    if exported:
        article = exported.article
        day = dotted(article.published.date()) if article.published else ""
        notes = [*filter(None, (article.press, day)), *notes]
    return article_id, exported.article.title if exported else "", " · ".join(notes)


def links() -> Callable[[str], str]:
    """The absolute addresses of articles: the same ones in either language of the pages."""
    root = request.url_root
    if language() == "en":
        root = root.removesuffix(f"{PREFIX}/") + "/"
    return lambda article_id: f"{root}article/{quote(article_id, safe='/:')}"


def after(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, of which the first was made before the answer began."""
    yield first
    yield from pieces


def attachment(q: str, today: date, suffix: str) -> str:
    """A file's name by RFC 6266: in Korean, and in ASCII for who cannot read that."""
    words = _NOT_IN_NAMES.sub("-", q)[:_NAME_LENGTH].strip("-_")
    name = "-".join(filter(None, ("동네기사", words, f"{today:%Y%m%d}")))
    return (
        f"attachment; filename=\"gisa-{today:%Y%m%d}.{suffix}\"; filename*=UTF-8''{quote(f'{name}.{suffix}', safe='')}"
    )
