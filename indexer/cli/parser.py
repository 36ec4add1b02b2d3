"""Every command and option, with its help. docs/commands.md is held to this table by a test."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from indexer.archive import LEVELS
from indexer.cli import commands, concordance, drafting, exporting, fetching, keeping, opening, options
from indexer.exporting import FORMATS
from indexer.query.context import NARROWEST, ORDERS, WIDEST, WIDTH

Add = Callable[..., argparse.ArgumentParser]


class KoreanParser(argparse.ArgumentParser):
    """argparse, with its headings and its refusal in Korean."""

    def format_help(self) -> str:
        """The help text."""
        text = super().format_help()
        for english, korean in (
            ("usage:", "쓰는 법:"),
            ("positional arguments:", "인자:"),
            ("options:", "선택:"),
            ("show this help message and exit", "이 도움말을 보인다"),
        ):
            text = text.replace(english, korean)
        return text

    def error(self, message: str) -> NoReturn:
        """Exit code 2, as POSIX tools do."""
        self.exit(2, f"{self.prog}: {message}\n`{self.prog} --help`에 쓰는 법이 있습니다.\n")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = KoreanParser(prog="gisa", description="동네기사: 지역신문 기사를 모아 찾는다.")
    added = parser.add_subparsers(title="명령", metavar="명령", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int], does: str, example: str) -> argparse.ArgumentParser:
        made = added.add_parser(
            name,
            help=does,
            description=does,
            epilog="보기:\n" + "\n".join(f"  {line}" for line in example.splitlines()),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.set_defaults(run=run)
        return made

    groups = (
        _running,
        _filling,
        _fetching,
        _finding,
        _concordance,
        _exporting,
        _drafting,
        _looking,
        _keeping,
        _telling,
        _copying,
    )
    for group in groups:
        group(add)
    return parser


def _running(add: Add) -> None:
    demo = add("demo", commands.demo, "표본 기사를 색인하고 웹 화면을 연다", "gisa demo\ngisa demo --port 8080")
    options.folder(demo, "기본 data/demo")
    options.address(demo)
    serve = add("serve", commands.serve, "웹 화면과 API를 연다", "gisa serve\ngisa serve --host 0.0.0.0 --port 80")
    options.data(serve)
    options.address(serve)
    does = "읽는 사람이 알아야 할 비밀번호를 정한다. 표준 입력이 터미널이 아니면 그 첫 줄"
    secret = add("password", opening.password, does, "gisa password\ngisa password --remove")
    secret.add_argument("--remove", action="store_true", help="비밀번호를 없앤다")
    options.folder(secret)
    test = add("test", commands.test, "모든 시험을 돌린다", "gisa test\ngisa test tests/unit -k snippet")
    test.add_argument("--full", action="store_true", help="오래 걸리는 시험까지")
    test.add_argument("--services", action="store_true", help="진짜 서버에 묻는 시험까지")
    test.add_argument("pytest", nargs=argparse.REMAINDER, help="pytest에 넘길 것. 있으면 pytest만 돌린다")


def _filling(add: Add) -> None:
    read = add(
        "add", commands.add, "파일과 폴더의 기사를 넣는다. 이미 있는 것은 다시 넣지 않는다", "gisa add 기사/ 2019.jsonl"
    )
    read.add_argument("paths", nargs="+", type=Path, metavar="파일·폴더")
    read.add_argument("--restore", action="store_true", help="내린 기사도 다시 싣는다")
    read.add_argument(
        "--columns",
        metavar="항목=열",
        help="표(xlsx·CSV)의 어느 열이 무엇인지: title=제목,date=등록일,press==가람일보(모든 행에),body=#4(넷째 열)",
    )
    options.data(read)
    options.as_json(read)
    again = add("rebuild", commands.rebuild, "색인을 보관소에서 다시 만든다", "gisa rebuild")
    options.data(again)
    options.as_json(again)


def _fetching(add: Add) -> None:
    fetch = add(
        "fetch",
        fetching.fetch,
        "신문의 피드, 사이트맵, 목록, 기사를 받아 넣는다. 주소가 없으면 남은 것을 이어서 받는다",
        "gisa fetch https://garamilbo.example/rss/allArticle.xml --contact news@garam.example\n"
        "gisa fetch 'https://garamilbo.example/news/articleList.html?sc_section_code=S1N1' --pages 5 --limit 200\n"
        "gisa fetch",
    )
    fetch.add_argument("urls", nargs="*", metavar="주소")
    fetch.add_argument(
        "--limit", type=options.limit, default=1000, metavar="N", help="받을 기사 쪽수, 또는 all. 기본 1000"
    )
    fetch.add_argument("--pages", type=options.count, default=1, metavar="N", help="목록마다 볼 쪽수. 기본 1: 첫 쪽만")
    fetch.add_argument("--delay", type=options.delay, default=2.0, metavar="초", help="한 서버에 다시 묻기까지. 기본 2")
    whose = "서버에 밝힐 전자우편이나 누리집 주소. 없으면 환경변수 GISA_CONTACT"
    fetch.add_argument("--contact", default="", metavar="연락처", help=whose)
    options.data(fetch)
    options.as_json(fetch)
    again = add("reread", fetching.reread, "받아 둔 쪽을 다시 읽는다. 아무것도 새로 받지 않는다", "gisa reread")
    options.data(again)
    options.as_json(again)


def _finding(add: Add) -> None:
    find = add(
        "search",
        commands.search,
        "기사를 찾는다",
        "gisa search 강소특구 --from 2015 --to 2017-06\n"
        "gisa search '제목:소각장 -한벌시' --sort newest --limit 20\n"
        "gisa search --batch 질의.txt --json --ids-only --limit all",
    )
    find.add_argument("query", nargs="?", metavar="질의", help="docs/query-language.md. 없으면 모든 기사")
    find.add_argument(
        "--batch", type=Path, metavar="파일", help="한 줄에 질의 하나(-는 표준 입력). JSON 한 줄씩 답한다"
    )
    options.question(find)
    find.add_argument("--limit", type=options.limit, default=10, metavar="N", help="보일 수, 또는 all. 기본 10")
    find.add_argument("--offset", type=options.count, default=0, metavar="N", help="건너뛸 수")
    find.add_argument("--ids-only", action="store_true", help="id와 점수만 (--json과 함께)")
    options.data(find)
    options.as_json(find)


def _concordance(add: Add) -> None:
    lines = add(
        "kwic",
        concordance.kwic,
        "낱말이 나온 자리를 앞뒤 문맥과 함께 한 줄씩 보인다",
        "gisa kwic 예산 --from 2015 --order left\ngisa kwic '제목:소각장' --press 가람일보 --width 60 --limit all",
    )
    lines.add_argument("query", metavar="질의", help="docs/query-language.md")
    does = "줄의 순서. 기본 list(기사 순서). left, right: 왼쪽, 오른쪽 문맥, word: 낱말, date: 날짜"
    lines.add_argument("--order", choices=ORDERS, default="list", help=does)
    wide = f"양쪽에 보일 글자 수, {NARROWEST}–{WIDEST}. 기본 {WIDTH}"
    lines.add_argument("--width", type=options.width, default=WIDTH, metavar="N", help=wide)
    options.question(lines)
    counted = "보일 수: 문맥과 낱말 순서에서는 줄, 아니면 기사. 또는 all. 기본 20"
    lines.add_argument("--limit", type=options.limit, default=20, metavar="N", help=counted)
    lines.add_argument("--offset", type=options.count, default=0, metavar="N", help="건너뛸 수")
    lines.set_defaults(batch=None, ids_only=False)
    options.data(lines)
    options.as_json(lines)


def _exporting(add: Add) -> None:
    out = add(
        "export",
        exporting.export,
        "찾은 기사를 모두 파일로 내보낸다. 무엇을 어떻게 찾았는지 적은 명세를 곁에 둔다",
        "gisa export 강소특구 --from 2015 --out 강소특구.xlsx\n"
        "gisa export '제목:소각장' --press 가람일보 --format bibtex --out -\n"
        "gisa export --again 강소특구.xlsx.manifest.json\n"
        "gisa export --again 강소특구.xlsx.manifest.json --out 강소특구-다시.xlsx",
    )
    out.add_argument("query", nargs="?", metavar="질의", help="docs/query-language.md. 없으면 모든 기사")
    out.add_argument("--out", type=Path, metavar="파일", help="쓸 파일, 또는 표준 출력(-)")
    out.add_argument("--format", choices=tuple(FORMATS), help="꼴. 없으면 파일 이름의 끝을 본다")
    again = "명세(manifest.json)의 질의로 다시 찾아 무엇이 달라졌는지 보인다. --out을 주면 다시 내보내기도 한다"
    out.add_argument("--again", type=Path, metavar="명세", help=again)
    out.add_argument("--site", default="", metavar="주소", help="웹 화면의 주소. 기사마다 그 화면의 주소를 적는다")
    out.add_argument("--force", action="store_true", help="있는 파일을 덮어쓴다")
    options.question(out)
    out.set_defaults(batch=None, limit=None, offset=0, ids_only=True)
    options.data(out)
    options.as_json(out)


def _drafting(add: Add) -> None:
    check = add(
        "draft",
        drafting.draft,
        "쓰고 있는 글이나 보도자료와 같은 글, 이어지는 보도, 새로운 문장을 찾는다. 글은 어디에도 남지 않는다",
        "gisa draft 초고.txt\ngisa draft - --press 가람일보 --from 2015 < 보도자료.txt",
    )
    check.add_argument("file", type=Path, metavar="파일", help="견줄 글, 20,000자까지. -는 표준 입력")
    check.add_argument("--from", dest="first", metavar="날짜", help="이 날부터의 기사와: YYYY, YYYY-MM, YYYY-MM-DD")
    check.add_argument("--to", dest="last", metavar="날짜", help="이 날까지의 기사와, 그날도 든다")
    check.add_argument(
        "--press", action="append", default=[], metavar="신문", help="이 신문과만. 여러 번 쓰면 그 가운데 하나"
    )
    options.data(check)
    options.as_json(check)


def _looking(add: Add) -> None:
    show = add(
        "show",
        commands.show,
        "기사 하나를 보인다",
        "gisa show garamilbo-10231\ngisa show garamilbo-10231 --versions\ngisa show garamilbo-10231 --version 1",
    )
    show.add_argument("id", metavar="ID")
    show.add_argument("--version", type=options.count, metavar="N", help="지금 글이 아니라 N판을 보인다")
    show.add_argument("--versions", action="store_true", help="판마다 언제 어디서 왔고 무엇이 달라졌는지 보인다")
    options.data(show)
    options.as_json(show)
    explain = add("explain", commands.explain, "글과 질의를 어떻게 알아듣는지 보인다", "gisa explain '열린 군의회'")
    explain.add_argument("text", metavar="글")
    options.as_json(explain)
    stats = add("stats", commands.stats, "보관소에 무엇이 있는지 보인다", "gisa stats\ngisa stats --rejected")
    stats.add_argument("--rejected", action="store_true", help="넣지 못한 것과 까닭을 모두 보인다")
    options.data(stats)
    options.as_json(stats)
    judge = add(
        "evaluate", commands.evaluate, "BEIR 폴더로 순위를 잰다: nDCG@10, MRR@10, R@100", "gisa evaluate eval/headlines"
    )
    judge.add_argument("folder", type=Path, metavar="폴더", help="corpus.jsonl, queries.jsonl, qrels.tsv")
    options.as_json(judge)


def _keeping(add: Add) -> None:
    remove = add(
        "remove",
        keeping.remove,
        "기사를 내린다. 글은 보관소, 색인, 받아 둔 쪽에서 지워지고 까닭만 남는다",
        "gisa remove garamilbo-10231 --reason '당사자의 요청'\n"
        "gisa remove --from 내린기사.jsonl --data 백업/gisa-20200801-093000",
    )
    remove.add_argument("ids", nargs="*", metavar="ID")
    remove.add_argument("--reason", default="", metavar="까닭", help="기사 자리에 남을 까닭")
    listed = "tombstones --json으로 만든 목록의 기사를 내린다(-는 표준 입력)"
    remove.add_argument("--from", dest="export", type=Path, metavar="파일", help=listed)
    options.data(remove)
    options.as_json(remove)
    stones = add(
        "tombstones",
        keeping.tombstones,
        "내린 기사와 까닭을 보인다",
        "gisa tombstones\ngisa tombstones --json > 내린기사.jsonl",
    )
    options.data(stones)
    options.as_json(stones)


def _telling(add: Add) -> None:
    rights = add(
        "rights",
        keeping.rights,
        "신문마다 전문을 보일지 앞부분과 링크만 보일지 정한다",
        "gisa rights\ngisa rights 솔내신문 snippet",
    )
    rights.add_argument("press", nargs="?", metavar="신문")
    rights.add_argument("level", nargs="?", choices=LEVELS, help="full: 전문, snippet: 앞부분과 링크")
    options.data(rights)
    options.as_json(rights)
    covered = add(
        "coverage",
        keeping.coverage,
        "신문마다 어느 달의 기사가 몇 건 있고 어느 달이 비었는지 보인다",
        "gisa coverage\ngisa coverage --press 가람일보 --by year",
    )
    covered.add_argument("--press", action="append", default=[], metavar="신문", help="이 신문만. 여러 번 쓸 수 있다")
    covered.add_argument("--by", choices=("month", "year"), default="month", help="달마다(기본) 또는 해마다")
    options.data(covered)
    options.as_json(covered)


def _copying(add: Add) -> None:
    does = "보관소를 백업한다. 다른 명령이 기사를 넣는 동안에도 된다"
    copy = add("backup", keeping.back_up, does, "gisa backup /백업/동네기사")
    copy.add_argument("folder", type=Path, metavar="폴더", help="이 안에 gisa-날짜-시각 폴더를 만든다")
    options.data(copy)
    options.as_json(copy)
    back = add(
        "restore",
        keeping.restore,
        "백업을 확인하고 되살린 뒤 색인을 다시 만든다",
        "gisa restore /백업/동네기사/gisa-20200801-093000 --data data/archive",
    )
    back.add_argument("backup", type=Path, metavar="백업", help="backup이 만든 폴더")
    back.add_argument("--force", action="store_true", help="--data에 있는 보관소를 버리고 그 자리에 되살린다")
    options.data(back)
    options.as_json(back)
    check = add("check", keeping.check, "보관소와 색인이 성한지 모두 읽어 확인한다", "gisa check\ngisa check --json")
    options.data(check)
    options.as_json(check)
