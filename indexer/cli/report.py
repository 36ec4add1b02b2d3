"""What commands print: plain text for people, JSON for programs."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from indexer.analysis.words import HEAD, VERB, letters_of
from indexer.archive import Stats
from indexer.article import Rejected
from indexer.errors import IndexBusy
from indexer.ingest import Summary
from indexer.query.differences import Change
from indexer.query.lexer import FIELD_NAMES
from indexer.query.reasons import RELAXED, counted, counted_both, missing_words, never_together
from indexer.query.result import ArticleView, Hit, Notice, SearchResult, Version
from indexer.query.stories import UNNAMED, Story

AROUND = 40
"""Characters shown on each side of a change, at least."""

FACT_NAMES = {**FIELD_NAMES, "published": "발행", "url": "주소"}
"""What the facts of an article are called."""


def to_json(value: object, *, one_line: bool = False) -> str:
    """JSON with Korean readable."""
    return json.dumps(value, ensure_ascii=False, indent=None if one_line else 2)


def summary_json(summary: Summary) -> dict[str, float]:
    """The form of docs/commands.md."""
    names = ("read", "added", "updated", "unchanged", "rejected")
    return {name: getattr(summary, name) for name in names} | {"seconds": round(summary.seconds, 3)}


def summary_text(summary: Summary) -> str:
    """One sentence that adds up."""
    text = (
        f"읽음 {summary.read:,} = 새로 {summary.added:,} + 고침 {summary.updated:,} + 그대로 {summary.unchanged:,}"
        f" + 못 넣음 {summary.rejected:,}  ({summary.seconds:.1f}초)"
    )
    if summary.rejected:
        text += "\n못 넣은 것은 까닭과 함께 남아 있습니다: `./gisa stats --rejected`"
    return text if summary.read else "읽을 것이 없습니다. 파일이나 폴더의 이름을 확인하십시오."


def waiting_text(busy: IndexBusy, seconds: float) -> str:
    """Why nothing is indexed for a while."""
    return f"{busy.cause}. 그동안 기사를 보관소에 넣고, 색인할 차례를 길어도 {seconds / 60:.0f}분 기다립니다."


def pending_text(pending: int) -> str:
    """What was not indexed, and who will."""
    return f"색인에 아직 없는 기사 {pending:,}건은 색인을 쓰고 있는 컴퓨터나 다음 `./gisa add`가 넣습니다."


def result_text(result: SearchResult) -> str:
    """The hits as a reader skims them."""
    lines = [_notice_line(notice) for notice in result.notices]
    lines += [f"! {warning.message}" for warning in result.warnings]
    lines.append(
        f"{counted_both(result)} · {result.took_ms / 1000:.3f}초" + (f" · {result.echo}" if result.echo else "")
    )
    lines += _missing_lines(result)
    for hit in result.hits:
        lines += ["", *_hit_lines(hit)]
    return "\n".join(lines + _relaxed_lines(result))


def _notice_line(notice: Notice) -> str:
    """What was done or could be, and the arguments that undo or do it."""
    command = f"search {shlex.quote(notice.query)}" + (" --as-typed" if notice.as_typed else "")
    total = "" if notice.total is None else f" ({notice.total:,}건)"
    return f"* {notice.message} → ./gisa {command}{total}"


def _missing_lines(result: SearchResult) -> list[str]:
    together = never_together(result)
    said = ", ".join(map(counted, missing_words(result))) + (f" — {together}." if together else "")
    return [said] if said else []


def _relaxed_lines(result: SearchResult) -> list[str]:
    if result.relaxed is None:
        return []
    lines = ["", f"{RELAXED} {result.relaxed.total:,}건 → --match most"]
    for hit in result.relaxed.hits:
        lines += ["", *_hit_lines(hit)]
    return lines


def article_text(view: ArticleView) -> str:
    """The article to read."""
    article = view.article
    facts = (article.press, article.section, article.region, article.reporter, day_text(article.published))
    parts = [article.title or "(제목 없음)", article.subtitle, " · ".join(fact for fact in facts if fact), article.body]
    parts += [f"[사진설명] {caption}" for caption in article.captions]
    if article.excerpt:
        parts.append("(본문 일부: 이 기사는 앞부분만 보관되어 있습니다.)")
    held = len(view.versions)
    version = f"{view.number}판" + (f"(모두 {held}판)" if held > 1 else "")
    parts.append(" · ".join(filter(None, (f"id {article.id}", version, article.url))))
    return "\n\n".join(part for part in parts if part)


def versions_text(versions: Sequence[Version]) -> str:
    """Each version, newest first: when and from where, and its changes with {+added+} and [-removed-] words."""
    return "\n\n".join("\n".join(_version_lines(version)) for version in reversed(versions))


def _version_lines(version: Version) -> Iterator[str]:
    notes = [note for note, holds in (("지금 글", version.searched), ("본문 일부", version.excerpt)) if holds]
    yield " · ".join([f"{version.number}판", f"{version.archived:%Y-%m-%d %H:%M}", version.place, *notes])
    for name, changes in version.changes.items():
        yield f"  {FACT_NAMES[name]}: {''.join(_changed(change) for change in changes)}"


def _changed(change: Change) -> str:
    """A piece as `git diff --word-diff` shows it; what stayed is cut in its middle."""
    match change.kind:
        case "added":
            return f"{{+{change.text}+}}"
        case "removed":
            return f"[-{change.text}-]"
        case _:
            text = change.text
            return text if len(text) <= 2 * AROUND else f"{text[:AROUND]} … {text[-AROUND:]}"


def stats_text(stats: Stats, stale: int = 0) -> str:
    """What the archive holds, in a few lines. The tokens of `stale` articles were made with other user words."""
    lines = [
        f"기사 {stats.articles:,}건 ({stats.versions:,}판), 못 넣은 것 {stats.rejected:,}건",
        f"기간 {stats.first or '-'} ~ {stats.last or '-'}",
        f"색인을 기다리는 기사 {stats.pending:,}건, 분석해 둔 기사 {stats.analysed:,}건",
        "신문: " + ", ".join(f"{value or '(모름)'} {count:,}" for value, count in stats.presses),
        "해마다: " + ", ".join(f"{value} {count:,}" for value, count in stats.years),
    ]
    if stale:
        remedy = "다음 `./gisa add`나 `./gisa rebuild`가 다시 분석합니다"
        lines.append(f"사전이 바뀌어 기사 {stale:,}건의 분석이 낡았습니다. {remedy}")
    return "\n".join(lines)


def renewed_text(renewed: int) -> str:
    """Said before the articles are analysed again."""
    return f"사전이 바뀌어 기사 {renewed:,}건을 다시 분석합니다."


def rejected_json(rejected: Sequence[Rejected]) -> list[dict[str, Any]]:
    """Each with its place and reason."""
    return [{"path": r.path, "line": r.line, "reason": r.reason, "excerpt": r.excerpt} for r in rejected]


def rejected_text(rejected: Sequence[Rejected]) -> str:
    """One a line, as compilers write errors."""
    return "\n".join(f"{r.place}: {r.reason}" for r in rejected) or "못 넣은 것이 없습니다."


def explained_text(explained: Mapping[str, Any]) -> str:
    """The morphemes as a table, then the query."""
    lines = [f"분석기 {explained['analyser']}", "", "형태소\t품사\t자리\t어절\t문장"]
    for token in explained["tokens"]:
        place = f"{token['start']}-{token['end']}"
        lines.append(f"{token['form']}\t{token['tag']}\t{place}\t{token['eojeol']}\t{token['sentence']}")
    terms = " ".join(f"{_term(term['term'])}·{term['position']}" for term in explained["terms"])
    query = explained["query"]
    lines += ["", f"색인어: {terms}", f"질의로 읽으면: {query['tree']}", f"뜻: {query['in_words']}"]
    for word in query["words"]:
        fields = ", ".join(FIELD_NAMES[name] for name in word["fields"])
        lines.append(f"  ‘{word['text']}’ = {_found_as(word)}  ({fields})")
    lines += [f"! {warning['message']}" for warning in query["warnings"]]
    return "\n".join(lines)


def _term(term: str) -> str:
    """A term as people read it: a verb as in a dictionary, the whole head of a word in brackets."""
    return f"[{letters_of(term)}]" if term.startswith(HEAD) else term.removeprefix(VERB)


def _found_as(word: Mapping[str, Any]) -> str:
    """What a word of a plan stands for; its kinds are those of plan.Word."""
    match word["kind"]:
        case "prefix":
            return f"{word['prefix']}…"
        case "exact":
            return f"적힌 그대로 {' '.join(word['printed'])}"
        case "fuzzy":
            return f"{word['letters']}에서 자모 {word['distance']}개까지 다른 말"
        case "phrase":
            return f"{' + '.join(part['text'] for part in word['words'])} 또는 {word['letters']}"
        case _:
            verbs = [" + ".join(map(_term, sequence)) for sequence in word["alternatives"]]
            return " 또는 ".join([*word["letters"], *verbs])


def measured_text(measured: Mapping[str, Any]) -> str:
    """A figure a line."""
    return "\n".join(f"{name}\t{value}" for name, value in measured.items())


def day_text(time: datetime | None) -> str:
    """A day, and the time of day when it is known (a source that knows only the day says midnight)."""
    if time is None:
        return ""
    return f"{time:%Y-%m-%d}" if (time.hour, time.minute) == (0, 0) else f"{time:%Y-%m-%d %H:%M}"


def _hit_lines(hit: Hit) -> list[str]:
    where = " · ".join(part for part in (hit.press, hit.section, hit.reporter) if part)
    lines = [f"{day_text(hit.published) or '날짜 없음'}  {hit.title or '(제목 없음)'}", f"    {where}  [{hit.id}]"]
    lines += ["    (본문 일부)"] if hit.excerpt else []
    lines += [f"    {_with_marks(s.text, s.marks)}" for s in hit.snippets]
    return lines + ([f"    {_story_line(hit.story)}"] if hit.story else [])


def _story_line(story: Story) -> str:
    """같은 글 3곳: 가람일보(처음) · 솔내신문 · 한들신문"""
    prints = [(one.press or UNNAMED) + ("(처음)" if one is story.first else "") for one in story.prints]
    return f"{story.name}: {' · '.join(prints)}"


def _with_marks(text: str, marks: Sequence[tuple[int, int]]) -> str:
    for start, end in reversed(marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text
