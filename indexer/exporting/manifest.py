"""What an export was made of: the question, the rules, the archive and every article, so that it can be repeated."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from indexer.archive import ArchiveState
from indexer.errors import InvalidRequest
from indexer.exporting import questions
from indexer.exporting.shelf import Whereabouts
from indexer.query.request import SearchRequest

FORM = 1
"""The version of this form. Raise it when what is written cannot be read as before."""

HASH_KEPT = 16
"""Hex digits of each article's content hash in the list: of a million texts that change, one change in 18 trillion is
overlooked. `sha256` is over the whole hashes."""

MOST_ARTICLES = 5_000_000
"""Articles of a manifest that is read."""

WHY_LEFT_OUT: dict[Whereabouts, str] = {
    "held": "읽는 사이에 다시 들어온 기사",
    "taken_down": "내린 기사",
    "unknown": "보관소에 없는 기사",
}
"""Why an article that was found is not in the export."""

_HASH = re.compile(f"[0-9a-f]{{{HASH_KEPT}}}")


@dataclass(frozen=True, kw_only=True)
class Rules:
    """By which rules articles are found: `grammar` is that of queries, `analyser` cuts words, with the user words whose
    hash is `words` ("" for none), `index` are the rules by which texts become terms."""

    grammar: int
    analyser: str
    words: str
    index: str


@dataclass(frozen=True, kw_only=True)
class Written:
    """The file that was written: its name, format, bytes and their SHA-256."""

    name: str
    format: str
    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """One export. `made` is in KST; `total` articles were found, of `stories` stories if the request collapses them;
    `articles` are the (id, beginning of the content hash) of those written, in order, and `sha256` is over the lines
    `id<tab>content hash<newline>` of them, the hashes whole. Of these `restricted` are of newspapers that let only the
    beginning be seen, and of `excerpts` the archive has no more. `left_out` were found, but are not there any more."""

    made: datetime
    request: SearchRequest
    echo: str
    rules: Rules
    archive: ArchiveState
    total: int
    sha256: str
    articles: tuple[tuple[str, str], ...]
    stories: int | None = None
    restricted: int = 0
    excerpts: int = 0
    warnings: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    left_out: tuple[tuple[str, Whereabouts], ...] = ()
    file: Written | None = None

    def of_file(self, file: Written) -> Manifest:
        """The manifest that lies beside that file."""
        return replace(self, file=file)

    def to_json(self) -> dict[str, Any]:
        """As in docs/exporting.md."""
        archive = {name: _plain(value) for name, value in asdict(self.archive).items()}
        return {
            "manifest": FORM,
            "made": self.made.isoformat(timespec="seconds"),
            "request": questions.to_json(self.request),
            "understood": {"echo": self.echo, "warnings": list(self.warnings), "notices": list(self.notices)},
            "rules": asdict(self.rules),
            "archive": archive,
            "counts": {
                "total": self.total,
                "stories": self.stories,
                "exported": len(self.articles),
                "restricted": self.restricted,
                "excerpts": self.excerpts,
                "left_out": len(self.left_out),
            },
            "file": asdict(self.file) if self.file else None,
            "left_out": [{"id": article_id, "why": why} for article_id, why in self.left_out],
            "sha256": self.sha256,
            "articles": [list(pair) for pair in self.articles],
        }

    @classmethod
    def parse(cls, text: str | bytes) -> Manifest:
        """The manifest that was written down. Raises InvalidRequest for anything else."""
        try:
            return _manifest(json.loads(text))
        except InvalidRequest:
            raise
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            message = "내보내기의 명세(manifest.json)가 아닙니다. 내보낼 때 함께 만들어진 파일을 주십시오."
            raise InvalidRequest(message, parameter="manifest", code="invalid_manifest") from error


def _manifest(values: Any) -> Manifest:
    if (form := _number(values["manifest"])) > FORM:
        message = f"이 명세는 더 새로운 판({form})입니다. 동네기사를 새 판으로 올린 뒤 다시 하십시오."
        raise InvalidRequest(message, parameter="manifest", code="newer_manifest")
    understood, counts, rules = values["understood"], values["counts"], values["rules"]
    return Manifest(
        made=_moment(values["made"]),
        request=questions.from_json(values["request"]),
        echo=_text(understood["echo"]),
        warnings=tuple(map(_text, understood["warnings"])),
        notices=tuple(map(_text, understood["notices"])),
        rules=Rules(
            grammar=_number(rules["grammar"]),
            **{name: _text(rules[name]) for name in ("analyser", "words", "index")},
        ),
        archive=_state(values["archive"]),
        total=_number(counts["total"]),
        stories=None if counts["stories"] is None else _number(counts["stories"]),
        restricted=_number(counts["restricted"]),
        excerpts=_number(counts["excerpts"]),
        left_out=tuple((_text(one["id"]), one["why"]) for one in values["left_out"] if one["why"] in WHY_LEFT_OUT),
        sha256=_text(values["sha256"]),
        articles=_articles(values["articles"]),
        file=_written(values.get("file")),
    )


def _articles(pairs: Any) -> tuple[tuple[str, str], ...]:
    if len(pairs) > MOST_ARTICLES:
        raise ValueError("articles")
    found = tuple((_text(article_id), _text(text)) for article_id, text in pairs)
    if len(dict(found)) < len(found) or not all(_HASH.fullmatch(text) for _, text in found):
        raise ValueError("articles")
    return found


def _state(values: Any) -> ArchiveState:
    return ArchiveState(
        articles=_number(values["articles"]),
        change_id=_number(values["change_id"]),
        indexed=_number(values["indexed"]),
        first=_day(values["first"]),
        last=_day(values["last"]),
    )


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _written(values: Any) -> Written | None:
    if values is None:
        return None
    texts = {name: _text(values[name]) for name in ("name", "format", "sha256")}
    return Written(bytes=_number(values["bytes"]), **texts)


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("made")
    return moment


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text")
    value.encode()  # raises for lone surrogates, which no database is asked about
    return value


def _number(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError("number")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
