"""The commands that keep an archive: taking down, rights, coverage, backups, checks."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from indexer import ingest, keeping
from indexer.archive import Coverage, PaperCoverage, PressRights, Tombstone, backup
from indexer.cli import commands, report
from indexer.cli.progress import progress_bar
from indexer.errors import ArchiveError, DamagedBackup, InvalidRequest
from indexer.keeping import Checked, Removal
from indexer.korean import josa
from indexer.settings import Settings

DAMAGED = 1

LEVEL_NAMES = {"full": "전문", "snippet": "앞부분과 링크"}
"""What rights are called."""

UNKNOWN_PRESS = "(신문 모름)"


def remove(options: argparse.Namespace) -> int:
    """Takes articles down, those named or those of an export of tombstones."""
    settings = Settings.read(options.data, options.engine)
    if bool(options.ids) == bool(options.export):
        raise InvalidRequest("내릴 기사의 ID나 --from 파일 가운데 하나를 주십시오.", parameter="ids")
    stones = _exported(options.export) if options.export else []
    if stones and (settings.data / backup.MANIFEST).exists():
        removal = keeping.apply_to_backup(stones, settings.data)
    else:
        with commands.opened(settings) as parts:
            if options.export:
                removal = keeping.apply(stones, archive=parts.archive, engine=parts.engine)
            else:
                removal = keeping.remove(options.ids, options.reason, archive=parts.archive, engine=parts.engine)
    print(report.to_json(removal.to_json()) if options.json else _removal_text(removal))
    return 0


def tombstones(options: argparse.Namespace) -> int:
    """The articles that were taken down: an export that `remove --from` reads, or a list for people."""
    with commands.opened(Settings.read(options.data, options.engine)) as parts:
        stones = parts.archive.tombstones()
    for stone in stones:
        print(report.to_json(stone.to_json(), one_line=True) if options.json else _stone_text(stone))
    if not stones and not options.json:
        print("내린 기사가 없습니다.")
    return 0


def rights(options: argparse.Namespace) -> int:
    """What readers may see of each newspaper; says it of one."""
    if (options.press is None) != (options.level is None):
        raise InvalidRequest("신문과 그 권리(full, snippet)를 함께 주십시오.", parameter="level")
    with commands.opened(Settings.read(options.data, options.engine)) as parts:
        if options.press is not None:
            parts.archive.set_rights(options.press, options.level)
        listed = parts.archive.rights()
    if options.json:
        print(report.to_json([one.to_json() for one in listed]))
        return 0
    shown = [one for one in listed if options.press in (None, one.press)]
    print("\n".join(map(_rights_text, shown)) or "기사가 없습니다.")
    return 0


def coverage(options: argparse.Namespace) -> int:
    """Which months of which newspapers there are."""
    with commands.opened(Settings.read(options.data, options.engine)) as parts:
        held = parts.archive.coverage()
    if unknown := [press for press in options.press if press not in {paper.press for paper in held.papers}]:
        name = f"‘{unknown[0]}’{josa(unknown[0], '이라는/라는')}"
        message = f"{name} 신문의 기사가 없습니다. 신문 이름은 `./gisa stats`에 있습니다."
        raise InvalidRequest(message, parameter="press")
    held = held.of(options.press)
    print(report.to_json(held.to_json()) if options.json else _coverage_text(held, by=options.by))
    return 0


def back_up(options: argparse.Namespace) -> int:
    """A copy of the archive, checked; others may write meanwhile."""
    settings = Settings.read(options.data, options.engine)
    _need_a_file(settings, "`pg_dump --format=custom --file=gisa.dump 데이터베이스`로 백업하십시오")
    with commands.opened(settings), progress_bar("백업(%)", total=100, quiet=options.json) as bar:
        done = 0

        def advance(copied: int, pages: int) -> None:
            nonlocal done
            now = 100 * copied // max(pages, 1)
            bar.advance(now - done)
            done = now

        made = backup.back_up(settings.archive_file, options.folder, advance)
    if options.json:
        print(report.to_json(made.to_json()))
    else:
        held = f"기사 {made.counts['articles']:,}건, {made.size:,}바이트"
        print(f"백업했고, 다시 열어 확인했습니다: {made.folder}  ({held})")
    return 0


def restore(options: argparse.Namespace) -> int:
    """A backup becomes the archive, and the index is made from it."""
    settings = Settings.read(options.data, options.engine)
    _need_a_file(
        settings, "`pg_restore --clean --if-exists --dbname=데이터베이스 gisa.dump` 뒤에 `./gisa rebuild`를 하십시오"
    )
    if not options.force and (settings.archive_file.exists() or settings.index.exists()):
        remedy = "빈 폴더를 --data로 주거나, 지금 것을 버리려면 --force를 붙이십시오"
        raise DamagedBackup(settings.data, f"보관소가 이미 있습니다. {remedy}")
    brought = keeping.restore(options.backup, settings.archive_file)
    with commands.opened(settings) as parts, progress_bar("색인", quiet=options.json) as bar:
        made = ingest.rebuild(archive=parts.archive, engine=parts.engine, analyser=parts.guarded, progress=bar.advance)
    if options.json:
        print(report.to_json(brought.to_json() | {"articles": made}))
    else:
        print(f"{brought.made:%Y-%m-%d %H:%M}의 백업을 되살리고 색인했습니다: {settings.data}  (기사 {made:,}건)")
    return 0


def _need_a_file(settings: Settings, instead: str) -> None:
    """Raises InvalidRequest where the archive is on a server, which has programs of its own for that."""
    if settings.server:
        more = "docs/operations.md의 ‘PostgreSQL 보관소’에 차례가 있습니다"
        message = f"보관소가 PostgreSQL에 있습니다(GISA_ARCHIVE_URL). {instead}. {more}."
        raise InvalidRequest(message, parameter="GISA_ARCHIVE_URL")


def check(options: argparse.Namespace) -> int:
    """Whether archive and index are sound; 1 where they are not, and what to do."""
    settings = Settings.read(options.data, options.engine)
    try:
        with commands.opened(settings) as parts:
            checked = keeping.check(parts.archive, parts.engine, parts.analyser.version)
    except ArchiveError as error:  # so damaged that it cannot even be opened
        if settings.server or not settings.archive_file.exists():
            raise
        flaw = f"보관소: {error} {keeping.remedy(shared=False)}"
        checked = Checked(articles=0, indexed=0, pending=0, flaws=(flaw,))
    print(report.to_json(checked.to_json()) if options.json else _checked_text(checked))
    return DAMAGED if checked.flaws else 0


def _exported(path: Path) -> list[Tombstone]:
    """The lines of an export; `-` is standard input. Raises InvalidRequest, whichever line is none."""
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
        return [Tombstone.of_json(json.loads(line)) for line in text.splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        reason = "파일을 읽을 수 없거나 내린 기사의 목록이 아닙니다"
        remedy = "`./gisa tombstones --json`으로 만든 파일을 주십시오"
        raise InvalidRequest(f"{path}: {reason}. {remedy}.", parameter="from") from error


def _removal_text(removal: Removal) -> str:
    lines = [f"기사 {len(removal.removed):,}건을 내리고 글을 지웠습니다. ({removal.seconds:.1f}초)"]
    if removal.without_text:
        lines.append(f"글이 없던 {len(removal.without_text):,}건은 다시 들어오지 않게 막아 두었습니다.")
    lines.append(
        "백업에는 글이 남아 있습니다: `./gisa tombstones --json`의 목록을 `remove --from`으로 백업에도 쓰십시오."
    )
    return "\n".join(lines)


def _stone_text(stone: Tombstone) -> str:
    return " · ".join(filter(None, (f"{stone.removed:%Y-%m-%d %H:%M}", stone.article_id, stone.press, stone.reason)))


def _rights_text(one: PressRights) -> str:
    since = f", {one.since:%Y-%m-%d}부터" if one.since else ""
    return f"{one.press or UNKNOWN_PRESS}  {LEVEL_NAMES[one.level]}({one.level}{since})  기사 {one.articles:,}건"


def _coverage_text(held: Coverage, *, by: str) -> str:
    return "\n\n".join("\n".join(_paper_lines(paper, by=by)) for paper in held.papers) or "기사가 없습니다."


def _paper_lines(paper: PaperCoverage, *, by: str) -> Iterator[str]:
    holes = f", 빈 달 {len(paper.holes):,}" if paper.holes else ""
    undated = f", 날짜 없음 {paper.undated:,}건" if paper.undated else ""
    read = f", 마지막으로 읽음 {paper.last_read:%Y-%m-%d %H:%M}" if paper.last_read else ""
    period = f" {paper.first}–{paper.last}" if paper.first else ""
    yield f"{paper.press or UNKNOWN_PRESS}{period}: {paper.total:,}건{holes}{undated}{read}"
    if not paper.first:
        return
    years = [f"{year:04d}" for year in range(int(paper.first[:4]), int(paper.last[:4]) + 1)]
    if by == "year":
        yield "  " + "  ".join(f"{year} {paper.years.get(year) or '·'}" for year in years)
        return
    width = max(5, *(len(f"{count:,}") + 1 for count in paper.months.values()))
    yield "      " + "".join(f"{month:>{width - 2}}월" for month in range(1, 13))  # 월 is two wide
    for year in years:
        yield f"  {year}" + "".join(_cell(paper, f"{year}-{month:02d}").rjust(width) for month in range(1, 13))


def _cell(paper: PaperCoverage, month: str) -> str:
    """A count, `·` for a hole, nothing outside."""
    if not paper.first <= month <= paper.last:
        return ""
    return f"{paper.months[month]:,}" if month in paper.months else "·"


def _checked_text(checked: Checked) -> str:
    pending = (
        f" 아직 색인되지 않은 기사 {checked.pending:,}건은 다음 `./gisa add`가 넣습니다." if checked.pending else ""
    )
    if not checked.flaws:
        return f"성합니다: 보관소 {checked.articles:,}건, 색인 {checked.indexed:,}건.{pending}"
    return "\n".join(checked.flaws)
