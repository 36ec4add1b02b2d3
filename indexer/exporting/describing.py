"""A manifest in words, for a sheet or a page beside what was exported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from indexer.exporting.manifest import WHY_LEFT_OUT, Manifest
from indexer.exporting.questions import in_words

AGAIN = "./gisa export --again 명세.manifest.json"
"""How a study is repeated."""


def described(manifest: Manifest) -> list[tuple[str, str]]:
    """(what, which), from the question to the hash."""
    return [*_question(manifest), *_counts(manifest), *_circumstances(manifest)]


def _question(manifest: Manifest) -> Iterator[tuple[str, str]]:
    yield "질의", manifest.request.text or "(모든 기사)"
    if manifest.echo and manifest.echo != manifest.request.text:
        yield "알아들은 뜻", manifest.echo
    yield from in_words(manifest.request)
    for said in (*manifest.warnings, *manifest.notices):
        yield "알림", said


def _counts(manifest: Manifest) -> Iterator[tuple[str, str]]:
    yield "찾은 기사", f"{manifest.total:,}건"
    if manifest.stories is not None:
        yield "글", f"{manifest.stories:,}편 (같은 글은 하나씩만 내보냄)"
    yield "내보낸 기사", f"{len(manifest.articles):,}건"
    for why, count in Counter(why for _, why in manifest.left_out).items():
        yield "찾았지만 빠진 기사", f"{WHY_LEFT_OUT[why]} {count:,}건"
    if manifest.restricted:
        yield "앞부분만 (신문의 뜻)", f"{manifest.restricted:,}건"
    if manifest.excerpts:
        yield "앞부분만 (출처가 그만큼만 줌)", f"{manifest.excerpts:,}건"


def _circumstances(manifest: Manifest) -> Iterator[tuple[str, str]]:
    archive, rules = manifest.archive, manifest.rules
    yield "내보낸 때", f"{manifest.made:%Y-%m-%d %H:%M:%S} (한국 시간)"
    days = f", {archive.first}부터 {archive.last}까지" if archive.first else ""
    behind = archive.change_id - archive.indexed
    pending = f", 아직 색인하지 않은 변경 {behind:,}건" if behind > 0 else ""
    yield "보관소", f"기사 {archive.articles:,}건{days}, 변경 {archive.change_id:,}번까지{pending}"
    yield "질의를 읽는 규칙", f"{rules.grammar}판"
    yield "형태소 분석기", rules.analyser
    yield "낱말 사전", rules.words or "없음"
    yield "색인의 규칙", rules.index
    yield "SHA-256", manifest.sha256
    yield "다시 하려면", AGAIN
