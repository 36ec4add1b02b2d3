"""Lays out invented article pages as an NDSoft page is dumped, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from indexer.article import KST, Article, Found, Rejected
from indexer.sources.blob import Blob
from indexer.sources.texts.ndsoft import NdsoftTextReader

TAIL = """

댓글삭제
삭제한 댓글은 다시 복구할 수 없습니다.
그래도 삭제하시겠습니까?
댓글 0
댓글쓰기
계정을 선택하시면 로그인·계정인증을 통해
댓글을 남기실 수 있습니다."""

TITLE = "은곡소각장 주민설명회, 두 번째 무산"
LEAD = "가람군이 3일 은곡중학교 강당에서 열려던 소각장 주민설명회가 20분 만에 끝났다."
SECOND = "대책위원회는 “지난해 약속한 환경 조사부터 내놓으라”며 단상을 막았다."
SUBTITLE = ("주민 140여 명 단상 점거", "군 “11월에 다시 연다”")
CAPTION = "3일 은곡중학교 강당에서 주민들이 설명회 자료를 들어 보이고 있다."


def clock() -> datetime:
    return datetime(2026, 11, 20, 12, 0, tzinfo=KST)


def dump(
    *,
    crawled: str = "2025-01-22 09:36 (수)",
    titles: Sequence[str] = (TITLE, TITLE),
    bullets: Sequence[str] = ("박서연 기자", "승인 2018.10.04 09:30", "댓글 0"),
    mark: str = "  • ",
    share: Sequence[str] = ("이 기사를 공유합니다",),
    blocks: Sequence[str] = ("\n".join(SUBTITLE), f"{CAPTION}\n{CAPTION}", f" {LEAD}", f" {SECOND}"),
    tail: str = TAIL,
    newline: str = "\n",
) -> str:
    """A page; `blocks` stand between blank lines."""
    head = [crawled] * bool(crawled) + [*titles] + [mark + bullet for bullet in bullets] + [*share]
    return ("\n".join(head) + "\n\n" + "\n\n".join(blocks) + tail).replace("\n", newline)


def read(tmp_path: Path, data: str | bytes) -> Found | Rejected:
    """What the reader makes of a page with this text; a page is always one thing."""
    path = tmp_path / "page.txt"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (item,) = NdsoftTextReader(clock=clock).read(Blob.of_file(path))
    return item


def article_of(tmp_path: Path, data: str | bytes) -> Article:
    item = read(tmp_path, data)
    assert isinstance(item, Found), item
    return item.article


def refusal_of(tmp_path: Path, data: str | bytes) -> Rejected:
    item = read(tmp_path, data)
    assert isinstance(item, Rejected), item
    return item
