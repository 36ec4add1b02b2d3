"""Fetching and reading again: kept pages → sources → the index path."""

from __future__ import annotations

import dataclasses
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from indexer.analysis.gate import Refused, admit
from indexer.archive import Archive, Origin
from indexer.article import Found, Rejected
from indexer.errors import IndexBusy
from indexer.fetching.crawl import Crawl, Step
from indexer.ingest import Summary
from indexer.sources import Blob, SourceFile, identity, read_blob

TOGETHER = 20
"""Pages after which their articles are archived and indexed: at two seconds a page they are found within a minute."""

TakeIn = Callable[[Iterator[SourceFile]], Summary]
"""The index path, with the engine and the analyser that it needs."""


@dataclass
class Fetching:
    """What became of every address (`outcomes`, by Step.outcome) and of the pages' articles (`articles`)."""

    outcomes: Counter[str] = field(default_factory=Counter)
    articles: Summary = field(default_factory=Summary)
    unreachable: int = 0
    waiting: int = 0
    seconds: float = 0.0

    @property
    def reached(self) -> bool:
        """Whether anything was got, or is here already."""
        return any(self.outcomes[name] for name in ("fetched", "unchanged", "listing", "recent"))


def fetch(
    crawl: Crawl,
    seeds: Sequence[str],
    *,
    archive: Archive,
    take_in: TakeIn,
    now: Callable[[], datetime],
    on_step: Callable[[Step], None] = lambda _: None,
) -> Fetching:
    """Fetches what the addresses lead to, or without any what waits, and takes the articles in as they come.

    A page is safe as soon as it is kept: interrupted at any moment, the next run reads it and asks for what waits.
    While another program writes the index, pages are kept, and taken in when it is done; raises IndexBusy if it is
    still at work at the end.
    """
    started = time.perf_counter()
    done = Fetching()
    read = partial(_read, archive=archive, take_in=take_in, now=now, articles=done.articles)
    for number, step in enumerate(crawl.steps(seeds), 1):
        done.outcomes[step.outcome] += 1
        done.unreachable += step.outcome == "failed" and not step.lasting
        _keep_failure(step, archive)
        on_step(step)
        if number % TOGETHER == 0:
            with suppress(IndexBusy):
                read(archive.fetched.unread())
    read(archive.fetched.unread())
    done.waiting = crawl.waiting
    done.seconds = time.perf_counter() - started
    return done


def reread(*, archive: Archive, take_in: TakeIn, now: Callable[[], datetime]) -> Summary:
    """Reads the newest page of every address again with today's readers. Nothing is asked of any server; a text that
    is read better is a new version."""
    articles = Summary()
    started = time.perf_counter()
    _read(archive.fetched.newest(), archive=archive, take_in=take_in, now=now, articles=articles)
    articles.seconds = time.perf_counter() - started
    return articles


def _read(
    rows: Sequence[int], *, archive: Archive, take_in: TakeIn, now: Callable[[], datetime], articles: Summary
) -> None:
    if not rows:
        return
    barred: list[int] = []
    made = take_in(_files(archive, rows, barred.append))
    archive.fetched.drop(barred)
    archive.fetched.mark_read(rows, now())
    for name in ("added", "updated", "unchanged", "rejected"):
        setattr(articles, name, getattr(articles, name) + getattr(made, name))


def _files(archive: Archive, rows: Sequence[int], on_barred: Callable[[int], None]) -> Iterator[SourceFile]:
    """The pages as files, each loaded when its turn comes. `on_barred` is told of those that hold an article that was
    taken down, under whatever address: the index path will refuse it, and its page must not stay either."""
    stones = archive.tombstones()
    barred = {stone.article_id for stone in stones} | {one for stone in stones for one in stone.hashes}
    for row in rows:
        page = archive.fetched.page(row)
        if page is None:
            continue
        file = read_blob(Blob.of_bytes(page.data, page.url, url=page.url, fetched=page.fetched))
        items = list(file.items)
        if barred and any(_names(item) & barred for item in items):
            on_barred(row)
        yield dataclasses.replace(file, items=iter(items))


def _names(item: Found | Rejected) -> set[str]:
    """What a tombstone may know the article by."""
    if isinstance(item, Rejected):
        return set()
    try:
        article = admit(item.article)
    except Refused:
        return set()
    return {article.id or identity(article), article.content_hash}


def _keep_failure(step: Step, archive: Archive) -> None:
    """What can never be fetched is kept with its reason, like a file that cannot be read."""
    if step.outcome == "failed" and step.lasting:
        archive.reject([(Origin(step.address, "", ""), Rejected(path=step.address, reason=step.reason))])
