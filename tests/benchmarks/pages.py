"""What does a page cost beside the engine's own answer, and who takes it?

    python -m tests.benchmarks.pages [--articles 100000] [--rounds 9] [--keep FOLDER]
    python -m tests.benchmarks.pages --data FOLDER --ask QUERY…

Of articles that were never written (archived.py), or of an archive that is there, typical questions are asked of the
web application: through Flask's test client, every part's processor time by itself (metering.py), and once more over
a socket of the server that `serve` runs, by the clock. All questions in turn, so that a machine whose speed drifts is
fair to all; figures are those of a question's best round, since whatever else the machine does only makes it slower.
The first round is left out, and what was analysed of queries is forgotten before each: readers type what is new.
"""

from __future__ import annotations

import argparse
import functools
import gc
import http.client
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import flask.templating
from flask import Flask
from flask.testing import FlaskClient
from waitress.server import create_server

from indexer import search as query_path
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.asking import Asking
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.search import Search
from indexer.settings import Settings
from tests.benchmarks.archived import build
from tests.benchmarks.articles import batches, id_of
from tests.benchmarks.metering import Meter, Place, public
from tests.benchmarks.queries import SAMPLE, Sample
from tests.benchmarks.report import row
from tests.benchmarks.vocabulary import Vocabulary
from webui import create_app

BAR = 10.0
"""Milliseconds that a page may cost over the engine's own time."""

PARTS: Mapping[str, Sequence[Place]] = {
    "질의 읽기": [(Asking, "understand"), (query_path, "engine_query")],
    "엔진": public(WhooshEngine),
    "보관소": public(Archive),
    "발췌": [(query_path, "_hit"), (query_path, "article_marks")],
    "같은 글": [(query_path, "stories_of")],
    "답 모으기": [(Search, "search"), (Search, "article")],
    "템플릿": [(flask.templating, "_render")],
}
"""Where each part's functions are. What the views do beside is `_VIEW`, and all the rest `_REST`."""

_VIEW, _REST = "보일 것", "나머지"
_ENGINE, _SEARCH, _MORE = "엔진", "답 모으기", "더 묻기"
"""What the engine is asked beside the query itself is not its own time: whether a word occurs, what shares are of."""

Asked = dict[str, str]
"""URLs by what kind of question it is."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = Settings(data=options.data) if options.data else build(folder / "archive", options.articles)
        asked = {text: _url(q=text) for text in options.ask} or questions(options.articles)
        search = stack.enter_context(opened(settings))
        app = create_app(search)
        found, sizes = measured(app, search, asked, options.rounds)
        with _serving(app) as port:
            seconds = _over_a_socket(port, asked, options.rounds)
    print(table(found, sizes, seconds))


@contextmanager
def opened(settings: Settings) -> Iterator[Search]:
    """The query path over an archive, warm."""
    with closing(Archive(settings.archive_url)) as archive, closing(WhooshEngine(settings.index)) as engine:
        search = Search(archive, engine, KiwiAnalyser(settings.workers, archive.words))
        search.warm_up()
        yield search


def questions(articles: int) -> Asked:
    """A dozen of typical ones, and the other pages."""
    sample = Sample(Vocabulary(), batches(min(articles, SAMPLE)))
    common, rare = _long(sample, 0.1, 0.2), _long(sample, max(0.0004, 3 / sample.articles), 0.002)
    middling = _long(sample, 0.008, 0.012)
    pair = sample.pairs(max(2, sample.articles // 2000), 0.005, 0.05)[0]
    phrase = " ".join(sample.words.spelled(word) for word in pair)
    return {
        "드문 낱말": _url(q=rare[0]),
        "덜 흔한 낱말": _url(q=middling[0]),
        "흔한 낱말": _url(q=common[0]),
        "흔한 낱말 둘": _url(q=f"{common[1]} {common[2]}"),
        "구절": _url(q=f'"{phrase}"'),
        "앞부분": _url(q=f"{sample.beginnings(2)[0]}*"),
        "넷 가운데 하나": _url(q=" OR ".join(common[:4])),
        "인물": _url(q='인물:"people7"'),
        "필터 셋": _url(q=common[0], press="신문03", section="사회", since="2010-01", to="2014-12"),
        "낱말 없이": _url(),
        "50쪽": _url(q=common[0], page="50"),
        "같은 글 묶기": _url(q=common[0], collapse="1"),
        "많이 든 것": _url(q=f"{common[0]} {middling[0]} {rare[0]}", match="most"),
        "백 건": _url(q=common[0], size="100"),
        "없는 말": _url(q=f"{rare[1]} {rare[2]} 가나다라마바"),
        "처음 화면": "/",
        "기사": f"/article/{id_of(7)}",
        "기사, 표시와 함께": f"/article/{id_of(7)}?{urlencode({'q': common[0]})}",
    }


def _long(sample: Sample, low: float, high: float) -> list[str]:
    """Words of that share of the articles, not of a single syllable."""
    spelled = (sample.words.spelled(word) for word in sample.between(low, high))
    return [word for word in spelled if len(word) > 1]


def _url(**asked: str) -> str:
    named = {{"since": "from"}.get(name, name): value for name, value in asked.items()}
    return f"/search?{urlencode(named)}" if named else "/search"


def measured(
    app: Flask, search: Search, asked: Asked, rounds: int
) -> tuple[dict[str, dict[str, float]], dict[str, int]]:
    """Milliseconds of each part by question, in its best round; and the pages' sizes in bytes."""
    meter = Meter({_ENGINE: (_SEARCH, _MORE)})
    times, sizes = defaultdict[str, list[dict[str, float]]](list), dict[str, int]()
    views = dict(app.view_functions)
    app.view_functions.update({name: meter.metered(_VIEW, view) for name, view in views.items()})
    with meter.wrapping(dict(PARTS)):
        for turn in range(rounds + 1):
            _forget(search)
            gc.collect()  # here, and not before every page: each would begin with an empty cache of the processor
            for name, url in asked.items():
                seconds, sizes[name] = _once(meter, app.test_client(), url)
                if turn:
                    times[name].append(seconds)
    app.view_functions.update(views)
    parts = (*PARTS, _MORE, _VIEW, _REST)
    best = {name: min(some, key=lambda each: sum(each.values())) for name, some in times.items()}
    return {
        name: {"": sum(each.values()) * 1000} | {part: each.get(part, 0.0) * 1000 for part in parts}
        for name, each in best.items()
    }, sizes


def _once(meter: Meter, client: FlaskClient, url: str) -> tuple[dict[str, float], int]:
    meter.clear()
    with meter.at(_REST):
        answer = client.get(url)
    assert answer.status_code == 200, f"{url}: {answer.status}"
    return dict(meter.seconds), len(answer.data)


def _forget(search: Search) -> None:
    """Empties what is remembered of queries."""
    for keeper in (vars(vars(search)["_asking"]), vars(query_path)):
        for kept in keeper.values():
            if isinstance(kept, functools._lru_cache_wrapper):
                kept.cache_clear()


@contextmanager
def _serving(app: Flask) -> Iterator[int]:
    """The server on a port of its own."""
    server = create_server(app, host="127.0.0.1", port=0, threads=8, ident="gisa")
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    yield int(server.effective_port)
    server.close()


def _over_a_socket(port: int, asked: Asked, rounds: int) -> dict[str, float]:
    """Milliseconds by the clock, the best of the rounds: others use the machine too."""
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        return {name: min(_asked(connection, url) for _ in range(rounds)) for name, url in asked.items()}


def _asked(connection: http.client.HTTPConnection, url: str) -> float:
    started = time.perf_counter()
    connection.request("GET", quote(url, safe="/?=&%+"))
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, f"{url}: {answer.status}"
    return (time.perf_counter() - started) * 1000


def table(found: Mapping[str, Mapping[str, float]], sizes: Mapping[str, int], seconds: Mapping[str, float]) -> str:
    """The table of docs/performance.md."""
    parts = (*PARTS, _MORE, _VIEW, _REST)
    head = ("쪽", "모두", "엔진을 빼면", *parts, "소켓으로", "kB")
    lines = [row(*head), row("---", *["--:"] * (len(head) - 1))]
    over = {name: each[""] - each[_ENGINE] for name, each in found.items()}
    for name, each in found.items():
        figures = (each[""], over[name], *(each[part] for part in parts), seconds[name])
        lines.append(row(name, *(f"{figure:.1f}" for figure in figures), f"{sizes[name] / 1000:.0f}"))
    worst = max(over, key=lambda name: over[name])
    met = sum(each <= BAR for each in over.values())
    middle = statistics.median(over.values())
    said = f"엔진을 빼면 가운데 값 {middle:.1f} ms, 가장 비싼 것 {over[worst]:.1f} ms({worst})"
    return "\n".join([*lines, "", f"{said}; {len(over)}쪽 가운데 {met}쪽이 {BAR:.0f} ms 안."])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--keep", type=Path, help="keeps the archive that is made, for the next run")
    parser.add_argument("--data", type=Path, help="an archive that is there; asked what --ask says")
    parser.add_argument("--ask", nargs="+", default=[])
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
