"""The export command: a whole answer into a file with its manifest, and a study again."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from indexer.cli import commands, report, searching, writing
from indexer.cli.progress import progress_bar
from indexer.errors import InvalidRequest, UnreadableSource
from indexer.exporting import FORMATS, Comparison, Export, Format, Manifest, Written, compare, gone, whole
from indexer.query.request import SearchRequest
from indexer.settings import Settings

STANDARD_OUTPUT = Path("-")

SHOWN = 10
"""Articles that a comparison names of each kind."""


@dataclass(frozen=True, kw_only=True)
class _Target:
    """Where an export goes, and in which format."""

    path: Path
    format: Format
    force: bool

    @property
    def manifest(self) -> Path:
        return self.path.with_name(f"{self.path.name}.manifest.json")


def export(options: argparse.Namespace) -> int:
    """Writes every article that a search finds, or a study's anew, and says what has changed since."""
    before = _study(options.again, options) if options.again else None
    request = before.request if before else searching.request(options)
    target, link = _target(options, before), _links(options.site)
    started = time.perf_counter()
    with commands.opened(Settings.read(options.data, options.engine)) as parts:
        found = parts.search.export(request)
        found.link = link
        after = _written(found, target, quiet=options.json) if target else found.look()
        where = found.shelf.whereabouts(gone(before, after)) if before else {}
    compared = compare(before, after, where) if before else None
    said = sys.stderr if target and target.path == STANDARD_OUTPUT else sys.stdout
    if options.json:
        print(report.to_json(_json(after, target, compared, time.perf_counter() - started)), file=said)
    else:
        for line in (*_written_text(after, target), *(_compared_text(compared) if compared else ())):
            print(line, file=said)
    return 0


def _study(path: Path, options: argparse.Namespace) -> Manifest:
    """The manifest of an earlier export, which says what is asked."""
    if options.query is not None or whole(searching.request(options)) != whole(SearchRequest()):
        message = "--again은 명세에 적힌 질의와 필터로 다시 합니다. 질의와 다른 검색 선택을 빼십시오."
        raise InvalidRequest(message, parameter="again")
    try:
        text = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(path, None, f"열 수 없습니다: {error.strerror}") from error
    return Manifest.parse(text)


def _target(options: argparse.Namespace, before: Manifest | None) -> _Target | None:
    """Where to write. Nowhere is right only where a study is compared. Raises InvalidRequest."""
    if options.out is None:
        if before:
            return None
        raise InvalidRequest("쓸 파일을 --out으로 주십시오. 표준 출력은 `--out -`입니다.", parameter="out")
    named = options.format or (before.file.format if before and before.file else _by_suffix(options.out))
    if named not in FORMATS:
        message = f"어떤 꼴로 내보낼지 --format으로 주십시오: {', '.join(FORMATS)}."
        raise InvalidRequest(message, parameter="format")
    target = _Target(path=options.out, format=FORMATS[named], force=options.force)
    if target.path != STANDARD_OUTPUT:
        for path in (target.path, target.manifest):  # before minutes are spent on it
            writing.refuse_existing(path, force=target.force)
    return target


def _by_suffix(path: Path) -> str:
    return next((one.name for one in FORMATS.values() if path.suffix.lower() == f".{one.suffix}"), "")


def _links(site: str) -> Callable[[str], str]:
    """The addresses of articles where this archive is served."""
    if not site:
        return lambda article_id: ""
    if not site.startswith(("http://", "https://")):
        message = f"--site에는 웹 화면의 주소를 https://…로 주십시오: {site}"
        raise InvalidRequest(message, parameter="site")
    return lambda article_id: f"{site.rstrip('/')}/article/{quote(article_id, safe='/:')}"


def _written(found: Export, target: _Target, *, quiet: bool) -> Manifest:
    with progress_bar("기사", total=found.found, quiet=quiet) as bar:
        found.progress = bar.advance
        pieces = target.format.write(found)
        if target.path == STANDARD_OUTPUT:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return found.manifest()
        with writing.new_file(target.path, force=target.force) as file:
            for piece in pieces:
                file.write(piece)
    of_file = Written(name=target.path.name, format=target.format.name, bytes=file.bytes, sha256=file.sha256)
    manifest = found.manifest().of_file(of_file)
    with writing.new_file(target.manifest, force=target.force) as beside:
        beside.write(report.to_json(manifest.to_json(), one_line=True).encode() + b"\n")
    return manifest


def _json(manifest: Manifest, target: _Target | None, compared: Comparison | None, seconds: float) -> dict[str, Any]:
    """The form of docs/commands.md."""
    files = target is not None and target.path != STANDARD_OUTPUT
    return {
        "out": str(target.path) if target else None,
        "manifest": str(target.manifest) if target and files else None,
        "format": target.format.name if target else None,
        "total": manifest.total,
        "exported": len(manifest.articles),
        "left_out": len(manifest.left_out),
        "sha256": manifest.sha256,
        "comparison": compared.to_json() if compared else None,
        "seconds": round(seconds, 3),
    }


def _written_text(manifest: Manifest, target: _Target | None) -> list[str]:
    if target is None:
        return []
    lines = [f"! {warning}" for warning in manifest.warnings]
    file = manifest.file
    place = f"{target.path} ({file.bytes:,}바이트)" if file else "표준 출력"
    lines.append(f"기사 {len(manifest.articles):,}건을 {target.format.title}로 내보냈습니다: {place}")
    if manifest.left_out:
        lines.append(f"찾았지만 그사이 보관소에서 빠진 기사 {len(manifest.left_out):,}건은 들어 있지 않습니다.")
    if file:
        lines.append(f"명세: {target.manifest}")
    return lines


def _compared_text(compared: Comparison) -> list[str]:
    lines = compared.in_words()
    kinds = (("더해짐", compared.added), ("빠짐", compared.removed), ("글이 달라짐", compared.changed))
    for name, ids in kinds:
        lines += [f"  {name}: {article_id}" for article_id in ids[:SHOWN]]
        if len(ids) > SHOWN:
            lines.append(f"  {name}: 이 밖에 {len(ids) - SHOWN:,}건 (모두 보려면 --json)")
    return lines
