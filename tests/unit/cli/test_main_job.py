"""The main job, end to end, with real Kiwi: a page dump goes in, and is found by what stands in it.

Once with the real page this project began with, where it is at hand, and always with an invented one of the same form.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.cli import commands
from indexer.settings import ROOT
from tests.unit.cli.conftest import Gisa

SEED = ROOT.parent / "shared" / "seed"

TITLE = "의생명ㆍ의료기기 특구 심사, 막바지 채비"
SUBTITLE = ("기업 40곳 일자리 1만 개 내걸어", "14년 닦은 기반에 “마지막 고비”", "주민 200명 현장서 손팻말")
CAPTIONS = (
    "‘가람의생명의료기기 강소특구’ 현장실사를 앞두고 제갈민 센터장 등이 사진을 찍고 있다.",
    "가람군이 특구 지정에 행정력을 모으고 있다. 사진은 특구 자리를 그린 그림.",
    "지난 12일 실사단이 가람대학교를 둘러보고 있다.",
)
BODY = (
    "가람군이 일자리 1만 개를 내걸고 의료기기 강소기업 특구 지정에 온 힘을 쏟는다.",
    "군은 가람대학교를 기술핵심기관으로 삼아 2017년 안에 강소특구를 지정받겠다는 생각이다.",
    "이날 강가람 선수와 제갈민 가람의생명센터장 등 200여 명이 실사단을 맞았다.",
    "류경석 군수가 첫 그림을 내놓은 지 다섯 해 만이다. 군의회는 지난해 조성비 42억 원 가운데 18억 원을 깎았다.",
)
PAGE = f"""2024-04-25 03:40 (목)
{TITLE}
{TITLE}
  • 박서연 기자
  • 승인 2017.03.21 23:00
  • 댓글 0
이 기사를 공유합니다

{CAPTIONS[0]}
{CAPTIONS[0]}

{SUBTITLE[0]}
{SUBTITLE[1]}
{SUBTITLE[2]}

 {BODY[0]}

 {BODY[1]}

{CAPTIONS[1]}
{CAPTIONS[1]}

 {BODY[2]}

{CAPTIONS[2]}
{CAPTIONS[2]}

 {BODY[3]}


댓글삭제
삭제한 댓글은 다시 복구할 수 없습니다.
그래도 삭제하시겠습니까?
댓글 0
댓글쓰기
계정을 선택하시면 로그인·계정인증을 통해
댓글을 남기실 수 있습니다."""
BOILERPLATE = ("댓글", "공유합니다", "로그인", "복구할 수", "승인 20")


@pytest.fixture(autouse=True)
def real(plain: None, kiwi: KiwiAnalyser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real Kiwi, the one of the whole run."""
    monkeypatch.setattr(commands, "KiwiAnalyser", lambda workers=1, user_words=dict: kiwi)


def find(gisa: Gisa) -> Callable[[str], list[dict[str, Any]]]:
    def search(query: str) -> list[dict[str, Any]]:
        said = gisa("search", query, "--json")
        assert (said.code, said.err) == (0, "")
        assert said.json["total"] == len(said.json["hits"])
        hits: list[dict[str, Any]] = said.json["hits"]
        return hits

    return search


def marked(hit: dict[str, Any]) -> set[str]:
    return {s["text"][start:end] for s in hit["snippets"] for start, end in s["marks"]}


def test_an_invented_page_goes_in_and_is_found(gisa: Gisa, tmp_path: Path) -> None:
    (tmp_path / "기사").mkdir()
    (tmp_path / "기사" / "000.txt").write_text(PAGE, encoding="utf-8")
    assert gisa("add", tmp_path / "기사", "--json").json["added"] == 1
    search = find(gisa)

    (hit,) = search("강소특구")
    assert (hit["title"], hit["subtitle"], hit["reporter"]) == (TITLE, "\n".join(SUBTITLE), "박서연")
    assert hit["published"] == "2017-03-21T23:00:00+09:00"
    assert marked(hit) == {"강소특구"}

    shown = gisa("show", hit["id"], "--json").json
    assert shown["captions"] == list(CAPTIONS)
    assert shown["body"].split("\n\n") == list(BODY)
    assert shown["fetched"] == "2024-04-25T03:40:00+09:00"

    found = ["가람군", "제갈민", "강가람", "류경석", '"의료기기 강소기업"', "제목:의생명", "사진:실사단", "부제:주민"]
    for query in [*found, "날짜:2017-03", "날짜:2017-03-21", "기자:박서연", "강소특구를 지정받겠다"]:
        assert [hit["id"] for hit in search(query)] == [shown["id"]], query
    for query in (
        "날짜:2024",
        "날짜:2017-03-22",
        "기자:제갈민",
        "제목:강소특구",
        '"강소기업 의료기기"',
        "댓글",
        "공유",
    ):
        assert search(query) == [], query


def test_an_invented_page_met_again_is_unchanged(gisa: Gisa, tmp_path: Path) -> None:
    (tmp_path / "000.txt").write_text(PAGE, encoding="utf-8")
    assert gisa("add", tmp_path / "000.txt", "--json").json["added"] == 1
    later = PAGE.replace("2024-04-25 03:40 (목)", "2025-01-01 09:00 (수)")
    (tmp_path / "001.txt").write_text(later, encoding="utf-8")
    assert gisa("add", tmp_path / "000.txt", tmp_path / "001.txt", "--json").json["unchanged"] == 2


@pytest.mark.skipif(not SEED.is_dir(), reason=f"the page this project began with is not at hand: {SEED}")
def test_the_seed_goes_in_and_is_found(gisa: Gisa) -> None:
    assert gisa("add", SEED, "--json").json["added"] == 1
    search = find(gisa)

    (hit,) = search("강소특구")
    assert hit["title"] == "의생명ㆍ의료기기 강소기업 특구 지정 힘 쏟는다"
    assert len(hit["subtitle"].split("\n")) == 3
    assert hit["reporter"] == "김용구"
    assert hit["published"] == "2019-03-27T23:00:00+09:00"
    assert marked(hit) == {"강소특구"}

    shown = gisa("show", hit["id"], "--json").json
    assert len(shown["captions"]) == len(set(shown["captions"])) == 3
    assert shown["fetched"] == "2024-04-25T03:40:00+09:00"
    assert not [caption for caption in shown["captions"] if caption in shown["body"]]
    assert not [words for words in BOILERPLATE if words in shown["body"]]
    paragraphs = shown["body"].split("\n\n")
    assert (len(paragraphs), len(set(paragraphs))) == (20, 20)

    for query in ("김해시", "허성곤", '"의료기기 강소기업"', "제목:의생명", "날짜:2019-03"):
        assert [hit["id"] for hit in search(query)] == [shown["id"]], query
    assert search("날짜:2024") == []
