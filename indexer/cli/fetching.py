"""The commands that fetch papers' pages, and read the kept ones again."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from indexer import ingest
from indexer.article import KST, Rejected
from indexer.cli import commands, report
from indexer.cli.progress import Bar, progress_bar
from indexer.errors import FetchFailed, InvalidRequest
from indexer.ingest import Summary
from indexer.settings import Settings
from indexer.sources import SourceFile

# `indexer.fetching` is imported where it is used: the web costs every other command 0.1 s at its start.
if TYPE_CHECKING:
    from indexer.fetching import Fetching, Session, Step

NOTHING_CAME = 1

_CONTACT = re.compile(r"[!-~]+@[!-~]+\.[!-~]+|https?://[!-~]+")
"""A mail address or a web address, that can stand in an HTTP header."""


def fetch(options: argparse.Namespace) -> int:
    """Fetches what the addresses lead to, or goes on with what waits; 69 when no server could be reached."""
    from indexer import fetching
    from indexer.fetching import Bounds, Crawl, Pace

    settings = Settings.read(options.data, options.engine)
    session = opened_session(agent(options.contact or settings.contact))
    try:
        for url in options.urls:  # before an archive is made
            session.check(url)
        with (
            commands.opened(settings, create=bool(options.urls), writes=True) as parts,
            progress_bar("쪽", total=options.limit, quiet=options.json) as bar,
        ):
            pace = Pace(options.delay)
            bounds = Bounds(limit=options.limit, pages=options.pages)
            done = fetching.fetch(
                Crawl(parts.archive.fetched, session, pace, now=_now, bounds=bounds),
                options.urls,
                archive=parts.archive,
                take_in=_taking_in(parts, bar, advance=False),
                now=_now,
                on_step=lambda step: _tell(step, bar),
            )
    finally:
        session.close()
    print(report.to_json(fetching_json(done)) if options.json else fetching_text(done))
    if done.reached or done.articles.accepted:
        return 0
    return FetchFailed.exit_code if done.unreachable else NOTHING_CAME


def reread(options: argparse.Namespace) -> int:
    """Reads the kept pages again with today's readers; nothing is fetched."""
    from indexer import fetching

    with (
        commands.opened(Settings.read(options.data, options.engine), writes=True) as parts,
        progress_bar("쪽", total=len(parts.archive.fetched.newest()), quiet=options.json) as bar,
    ):
        summary = fetching.reread(archive=parts.archive, take_in=_taking_in(parts, bar, advance=True), now=_now)
    if options.json:
        print(report.to_json(report.summary_json(summary)))
    else:
        print(
            report.summary_text(summary)
            if summary.read
            else "받아 둔 쪽이 없습니다. `./gisa fetch 주소…`로 받으십시오."
        )
    return 0


def agent(contact: str) -> str:
    """How we name ourselves to servers. Raises InvalidRequest without a contact: papers must be able to complain."""
    if not _CONTACT.fullmatch(contact.strip()):
        raise InvalidRequest(
            "신문이 연락할 곳이 있어야 받을 수 있습니다. --contact 전자우편 (또는 누리집 주소)를 쓰거나 환경변수"
            " GISA_CONTACT에 적으십시오. 서버마다 이 연락처를 밝히고 받습니다.",
            parameter="contact",
        )
    return f"gisa/1.0 (+{contact.strip()})"


def opened_session(name: str) -> Session:
    """The door to the web."""
    from indexer.fetching import Session

    return Session(name)


def fetching_json(done: Fetching) -> dict[str, Any]:
    """The form of docs/commands.md."""
    counts = done.outcomes
    return {
        "fetched": counts["fetched"],
        "unchanged": counts["unchanged"],
        "recent": counts["recent"],
        "listings": counts["listing"],
        "added": done.articles.added,
        "updated": done.articles.updated,
        "rejected": done.articles.rejected,
        "removed": counts["removed"],
        "skipped_by_robots": counts["robots"],
        "failed": counts["failed"],
        "waiting": done.waiting,
        "seconds": round(done.seconds, 3),
    }


def fetching_text(done: Fetching) -> str:
    """What was asked, and what came of it."""
    counts, articles = done.outcomes, done.articles
    if not counts and not articles.read:
        return "받을 것이 없습니다. 기다리는 주소가 없으니 `./gisa fetch 주소…`로 신문의 주소를 주십시오."
    pages = (
        f"받음 {counts['fetched']:,}쪽, 그대로 {counts['unchanged'] + counts['recent']:,}쪽,"
        f" 목록 {counts['listing']:,}개, robots.txt가 막음 {counts['robots']:,}쪽, 못 받음 {counts['failed']:,}쪽"
    )
    went_in = f"새로 {articles.added:,} + 고침 {articles.updated:,} + 그대로 {articles.unchanged:,}"
    lines = [f"{pages}  ({done.seconds:.1f}초)", f"기사: {went_in} + 못 넣음 {articles.rejected:,}"]
    if counts["removed"]:
        lines.append(f"내린 기사라서 받지 않은 쪽이 {counts['removed']:,}쪽입니다.")
    if done.waiting:
        lines.append(f"아직 받을 주소가 {done.waiting:,}개 있습니다: `./gisa fetch`가 이어서 받습니다.")
    return "\n".join(lines)


def _taking_in(parts: Any, bar: Bar, *, advance: bool) -> Callable[[Iterator[SourceFile]], Summary]:
    def refused(item: Rejected) -> None:
        bar.aside(lambda: _say(f"{item.place}: {item.reason}"))

    def take_in(files: Iterator[SourceFile]) -> Summary:
        return ingest.add(
            files,
            archive=parts.archive,
            engine=parts.engine,
            analyser=parts.guarded,
            progress=bar.advance if advance else lambda _: None,
            on_rejected=refused,
            on_renewed=lambda renewed: bar.aside(lambda: _say(report.renewed_text(renewed))),
        )

    return take_in


def _tell(step: Step, bar: Bar) -> None:
    bar.advance(step.outcome not in ("listing", "recent"))
    if step.reason:
        bar.aside(lambda: _say(f"{step.address}: {step.reason}"))


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _now() -> datetime:
    return datetime.now(KST)
