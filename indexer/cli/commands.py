"""What each command does: open what it needs, call one function of the program, report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from indexer import ingest
from indexer.analysis import dictionaries
from indexer.analysis.guarded import GuardedAnalyser
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.cli import report, running, searching
from indexer.cli.engines import engine_of
from indexer.cli.opening import Opening
from indexer.cli.progress import progress_bar, reading_bar
from indexer.engines.interface import Engine
from indexer.errors import ArchiveError
from indexer.evaluation.run import evaluate as evaluate_folder
from indexer.explain import explain as explain_text
from indexer.search import Search
from indexer.settings import DEMO_DATA, SAMPLES, Settings
from indexer.sources import ColumnMap, Position, bytes_of, read_paths

NOTHING_WENT_IN = 1

PATIENCE = 600.0
"""Seconds that `add` waits for its turn to write an index that computers share, once its articles are archived."""


@dataclass(frozen=True)
class _Parts:
    """What commands work with: `analyser` for queries, `guarded` for articles."""

    archive: Archive
    engine: Engine
    analyser: KiwiAnalyser
    guarded: GuardedAnalyser
    scratch: Path

    @property
    def search(self) -> Search:
        return Search(self.archive, self.engine, self.analyser)


@contextmanager
def opened(settings: Settings, *, create: bool = False, writes: bool = False) -> Iterator[_Parts]:
    """The archive and its index. A command that only reads makes no empty archive where there is none, and reads its
    query with the user words that the archive's tokens were made with; one that `writes` takes up those of the files.
    """
    if not create and not settings.server and not settings.archive_file.exists():
        raise ArchiveError(
            f"보관소가 없습니다: {settings.data}. `./gisa add 파일…`로 기사를 넣거나 --data를 확인하십시오."
        )
    with ExitStack() as stack:
        archive = Archive(settings.archive_url, make=create or not settings.server)
        stack.callback(archive.close)
        engine = engine_of(settings)
        stack.callback(engine.close)
        words = _user_words(settings) if create or writes else archive.words
        analyser = KiwiAnalyser(settings.workers, words)
        guarded = GuardedAnalyser(analyser, settings.workers)
        stack.callback(guarded.close)
        yield _Parts(archive, engine, analyser, guarded, settings.scratch)


def _user_words(settings: Settings) -> Callable[[], dictionaries.Words]:
    return partial(dictionaries.read, settings.dictionaries)


def add(options: argparse.Namespace) -> int:
    """Reads files; 1 when nothing of them is in the archive now."""
    columns = ColumnMap.parse(options.columns) if options.columns else None  # before anything is opened
    with opened(Settings.read(options.data, options.engine), create=True) as parts:
        summary = _add(parts, options.paths, quiet=options.json, restore=options.restore, columns=columns)
    print(report.to_json(report.summary_json(summary)) if options.json else report.summary_text(summary))
    if summary.pending:
        _say(report.pending_text(summary.pending))
    return 0 if summary.accepted else NOTHING_WENT_IN


def rebuild(options: argparse.Namespace) -> int:
    """The index anew from the archive."""
    with opened(Settings.read(options.data, options.engine), writes=True) as parts:
        total = parts.search.stats().articles
        with progress_bar("색인", total=total, quiet=options.json) as bar:
            made = ingest.rebuild(
                archive=parts.archive,
                engine=parts.engine,
                analyser=parts.guarded,
                progress=bar.advance,
                on_renewed=lambda renewed: bar.aside(lambda: _say(report.renewed_text(renewed))),
            )
    print(report.to_json({"articles": made}) if options.json else f"색인을 다시 만들었습니다: 기사 {made:,}건")
    return 0


def search(options: argparse.Namespace) -> int:
    """One search, or one a line of --batch."""
    request = searching.request(options)
    with opened(Settings.read(options.data, options.engine)) as parts:
        if options.batch:
            return searching.batch(parts.search, options.batch, request)
        result = parts.search.search(request)
    if options.json:
        print(report.to_json(result.to_json(ids_only=options.ids_only)))
    else:
        print(report.result_text(result))
    return 0


def show(options: argparse.Namespace) -> int:
    """One article, whole."""
    with opened(Settings.read(options.data, options.engine)) as parts:
        if options.versions:
            versions = parts.search.versions(options.id)
            listed = [version.to_json() for version in versions]
            print(report.to_json(listed) if options.json else report.versions_text(versions))
            return 0
        view = parts.search.article(options.id, number=options.version)
    print(report.to_json(view.to_json()) if options.json else report.article_text(view))
    return 0


def explain(options: argparse.Namespace) -> int:
    """How a text is analysed, and how the same text is understood as a query."""
    explained = explain_text(options.text, KiwiAnalyser(1, _user_words(Settings.read(None))))
    print(report.to_json(explained) if options.json else report.explained_text(explained))
    return 0


def stats(options: argparse.Namespace) -> int:
    """What the archive holds, or what it could not take in."""
    settings = Settings.read(options.data, options.engine)
    with opened(settings) as parts:
        if options.rejected:
            rejected = parts.archive.rejections()
            print(report.to_json(report.rejected_json(rejected)) if options.json else report.rejected_text(rejected))
            return 0
        held = parts.search.stats()
        stale = parts.archive.stale(dictionaries.read(settings.dictionaries))
    print(report.to_json(held.to_json() | {"stale": stale}) if options.json else report.stats_text(held, stale))
    return 0


def evaluate(options: argparse.Namespace) -> int:
    """Ranking quality on a BEIR folder."""
    with progress_bar("평가", quiet=options.json) as bar:
        analyser = KiwiAnalyser(user_words=_user_words(Settings.read(None)))
        measured = evaluate_folder(options.folder, analyser, progress=bar.advance)
    print(report.to_json(measured) if options.json else report.measured_text(measured))
    return 0


def demo(options: argparse.Namespace) -> int:
    """The samples, indexed and served."""
    # GISA_DATA names somebody's real archive: invented articles must not get into it.
    settings = Settings(data=options.data or DEMO_DATA)
    opening = Opening.of(options, settings)
    with opened(settings, create=True) as parts:
        print(f"표본 기사를 색인합니다: {SAMPLES}")
        print(report.summary_text(_add(parts, [SAMPLES], quiet=False)))
        parts.guarded.close()  # its 540 MB are of no more use
        return running.serve(parts.search, opening)


def serve(options: argparse.Namespace) -> int:
    """The web pages and the API."""
    settings = Settings.read(options.data, options.engine)
    opening = Opening.of(options, settings)  # before anything is opened
    with opened(settings) as parts:
        return running.serve(parts.search, opening)


def test(options: argparse.Namespace) -> int:
    """Every check and test, or pytest alone with the given arguments."""
    return running.test(options.pytest, full=options.full, services=options.services)


def _add(
    parts: _Parts, paths: list[Path], *, quiet: bool, restore: bool = False, columns: ColumnMap | None = None
) -> ingest.Summary:
    position = Position()
    with reading_bar(partial(bytes_of, paths), lambda: position.bytes, quiet=quiet) as bar:
        return ingest.add(
            read_paths(paths, scratch=parts.scratch, position=position, columns=columns),
            archive=parts.archive,
            engine=parts.engine,
            analyser=parts.guarded,
            restore=restore,
            progress=bar.advance,
            on_rejected=lambda rejected: bar.aside(lambda: _say(f"{rejected.place}: {rejected.reason}")),
            on_renewed=lambda renewed: bar.aside(lambda: _say(report.renewed_text(renewed))),
            patience=PATIENCE,
            on_busy=lambda busy: bar.aside(lambda: _say(report.waiting_text(busy, PATIENCE))),
        )


def _say(text: str) -> None:
    print(text, file=sys.stderr)
