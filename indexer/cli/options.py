"""Options that several commands share, and the values they take."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from indexer.korean import josa
from indexer.query.context import NARROWEST, WIDEST
from indexer.query.request import MATCH_MODES, SORTS
from indexer.settings import ENGINES


def question(parser: argparse.ArgumentParser) -> None:
    """What narrows and orders an answer."""
    parser.add_argument("--from", dest="first", metavar="날짜", help="이 날부터: YYYY, YYYY-MM, YYYY-MM-DD")
    parser.add_argument("--to", dest="last", metavar="날짜", help="이 날까지, 그날도 든다")
    for name, korean in (("press", "신문"), ("section", "섹션"), ("reporter", "기자"), ("region", "지역")):
        which = f"이 {korean}만. 여러 번 쓰면 그 가운데 하나"
        parser.add_argument(f"--{name}", action="append", default=[], metavar=korean, help=which)
        without = f"이 {korean}{josa(korean, '은/는')} 빼고. 여러 번 쓸 수 있다"
        parser.add_argument(f"--not-{name}", action="append", default=[], metavar=korean, help=without)
    parser.add_argument("--sort", choices=SORTS, default="relevance", help="순서. 기본 relevance(관련도)")
    parser.add_argument("--match", choices=MATCH_MODES, default="all", help="all: 모두 든 기사, most: 많이 든 기사부터")
    parser.add_argument("--as-typed", action="store_true", help="낱말을 고치지 않고 친 그대로 찾는다")
    parser.add_argument("--collapse", action="store_true", help="여러 신문에 실린 같은 글은 하나로 묶어 보인다")


def folder(parser: argparse.ArgumentParser, default: str = "환경변수 GISA_DATA, 없으면 data/archive") -> None:
    """Which folder."""
    parser.add_argument("--data", type=Path, metavar="폴더", help=f"보관소 폴더. {default}")


def data(parser: argparse.ArgumentParser) -> None:
    """Which archive, and what its index is in."""
    folder(parser)
    where = "색인을 두는 곳. 환경변수 GISA_ENGINE, 없으면 whoosh(보관소 폴더)"
    parser.add_argument("--engine", choices=ENGINES, help=where)


def as_json(parser: argparse.ArgumentParser) -> None:
    """The answer as JSON."""
    parser.add_argument("--json", action="store_true", help="JSON으로 답한다")


def address(parser: argparse.ArgumentParser) -> None:
    """Where the web pages are served."""
    parser.add_argument("--host", default="127.0.0.1", help="기본 127.0.0.1: 이 컴퓨터에서만 보인다")
    parser.add_argument("--port", type=count, default=8000, help="기본 8000")
    site = "nginx 같은 것을 앞에 두었을 때 읽는 사람이 여는 주소: https://news.example"
    parser.add_argument("--site", default="", metavar="주소", help=site)


def count(text: str) -> int:
    """A whole number from 0 on."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"0 이상의 정수를 쓰십시오: {text}")
    return int(text)


def width(text: str) -> int:
    """Letters on each side of a word."""
    if not NARROWEST <= count(text) <= WIDEST:
        raise argparse.ArgumentTypeError(f"{NARROWEST}부터 {WIDEST}까지의 수를 쓰십시오: {text}")
    return int(text)


def delay(text: str) -> float:
    """Seconds, one at least."""
    if not re.fullmatch(r"[0-9]{1,5}(?:\.[0-9]+)?", text) or float(text) < 1:
        raise argparse.ArgumentTypeError(f"1초 이상을 쓰십시오: {text}")
    return float(text)


def limit(text: str) -> int | None:
    """How many, or all of them."""
    return None if text == "all" else count(text)
