"""What a study finds now that it did not find then, and what may be the reason."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from indexer.exporting.manifest import Manifest
from indexer.exporting.shelf import Whereabouts

RULES_CHANGED = {
    "grammar": "검색식을 읽는 규칙이 바뀌었습니다({before} → {after}).",
    "analyser": "형태소 분석기가 바뀌었습니다({before} → {after}).",
    "words": "낱말 사전이 바뀌었습니다({before} → {after}).",
    "index": "색인의 규칙이 바뀌었습니다({before} → {after}).",
}
"""What is said when one of the fields of manifest.Rules is another."""

WHERE_NOW: dict[Whereabouts, str] = {
    "held": "그 가운데 {n:,}건은 보관소에 있지만 이제 찾아지지 않습니다.",
    "taken_down": "그 가운데 {n:,}건은 내린 기사입니다.",
    "unknown": "그 가운데 {n:,}건은 이 보관소에 없습니다.",
}
"""What is said of articles that are not found any more."""


class Sentence(NamedTuple):
    """A Korean sentence with {places}, and what stands in them: `n` is always a number of articles."""

    korean: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        return self.korean.format(**self.values)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """From one manifest to a later one of the same question: ids that were `added` and `removed`, each in the order of
    its manifest; `changed` are in both with another text. `moved` is how many of the articles in both stand elsewhere
    among them: so few can be moved that the others are in their old order. `rules` has of each that is another now what
    it was and is. `whereabouts` says of the removed where they are now."""

    before: Manifest
    after: Manifest
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    moved: int
    rules: Mapping[str, tuple[str, str]]
    whereabouts: Mapping[str, Whereabouts]

    @property
    def same(self) -> bool:
        """Whether a run of today would give the same articles, with the same texts in the same order."""
        return not (self.added or self.removed or self.changed or self.moved)

    def to_json(self) -> dict[str, Any]:
        """As in docs/exporting.md."""
        return {
            "same": self.same,
            "before": _run(self.before),
            "after": _run(self.after),
            "added": list(self.added),
            "removed": [{"id": one, "now": self.whereabouts.get(one, "unknown")} for one in self.removed],
            "changed": list(self.changed),
            "moved": self.moved,
            "rules": {name: {"before": old, "after": new} for name, (old, new) in self.rules.items()},
            "echo": {"before": self.before.echo, "after": self.after.echo},
            "sentences": self.in_words(),
        }

    def in_words(self) -> list[str]:
        """The same as sentences, the result first."""
        return [str(sentence) for sentence in self.sentences()]

    def sentences(self) -> list[Sentence]:
        """These, before they are put together."""
        return [self._result(), *self._articles(), *self._reasons(), *self._archives()]

    def _result(self) -> Sentence:
        then, before, after = f"{self.before.made:%Y-%m-%d %H:%M}", len(self.before.articles), len(self.after.articles)
        if self.same:
            same = "{then}의 내보내기와 같습니다: 기사 {n:,}건, 글과 순서가 모두 그대로입니다."
            return Sentence(same, {"then": then, "n": after})
        other = "{then}의 내보내기와 다릅니다: 기사 {before:,}건이 지금은 {after:,}건입니다."
        return Sentence(other, {"then": then, "before": before, "after": after})

    def _articles(self) -> Iterator[Sentence]:
        if self.added:
            yield Sentence("더해진 기사가 {n:,}건 있습니다.", {"n": len(self.added)})
        if self.removed:
            yield Sentence("빠진 기사가 {n:,}건 있습니다.", {"n": len(self.removed)})
        where = Counter(self.whereabouts.get(one, "unknown") for one in self.removed)
        yield from (Sentence(text, {"n": where[place]}) for place, text in WHERE_NOW.items() if where[place])
        if self.changed:
            yield Sentence("글이 달라진 기사가 {n:,}건 있습니다.", {"n": len(self.changed)})
        if self.moved:
            yield Sentence("양쪽에 다 있는 기사 가운데 {n:,}건의 자리가 바뀌었습니다.", {"n": self.moved})

    def _reasons(self) -> Iterator[Sentence]:
        old, new = self.before.echo, self.after.echo
        if old != new:
            read = "검색식을 알아들은 뜻이 바뀌었습니다(‘{before}’ → ‘{after}’)."
            yield Sentence(read, {"before": old, "after": new})
        for name, (before, after) in self.rules.items():
            yield Sentence(RULES_CHANGED[name], {"before": before or "–", "after": after or "–"})

    def _archives(self) -> Iterator[Sentence]:
        then, now = self.before.archive, self.after.archive
        if then.articles != now.articles:
            held = "보관소의 기사가 {before:,}건에서 {after:,}건이 되었습니다."
            yield Sentence(held, {"before": then.articles, "after": now.articles})
        elif now.change_id > then.change_id:
            held = "보관소의 기사 수는 그대로({n:,}건)이고, 그사이 들어오거나 고쳐진 것이 있습니다."
            yield Sentence(held, {"n": now.articles})
        if now.change_id < then.change_id:
            yield Sentence("보관소가 그때의 것이 아닐 수 있습니다: 변경 기록이 그때보다 짧습니다.", {})
        if now.indexed < now.change_id:
            behind = "보관했지만 아직 색인하지 않은 기사가 있습니다. `./gisa add`나 `./gisa rebuild`가 마저 넣습니다."
            yield Sentence(behind, {})


def compare(before: Manifest, after: Manifest, whereabouts: Mapping[str, Whereabouts] | None = None) -> Comparison:
    """What is different. `whereabouts` of what is only in `before` comes from `Shelf.whereabouts`."""
    old, new = dict(before.articles), dict(after.articles)
    places = {article_id: place for place, (article_id, _) in enumerate(after.articles)}
    both = [article_id for article_id, _ in before.articles if article_id in new]
    then, now = asdict(before.rules), asdict(after.rules)
    return Comparison(
        before=before,
        after=after,
        added=tuple(article_id for article_id, _ in after.articles if article_id not in old),
        removed=gone(before, after),
        changed=tuple(article_id for article_id in both if old[article_id] != new[article_id]),
        moved=len(both) - _longest_rise([places[article_id] for article_id in both]),
        rules={name: (str(then[name]), str(now[name])) for name in RULES_CHANGED if then[name] != now[name]},
        whereabouts=whereabouts or {},
    )


def gone(before: Manifest, after: Manifest) -> tuple[str, ...]:
    """The articles of the one that the other has not."""
    new = dict(after.articles)
    return tuple(article_id for article_id, _ in before.articles if article_id not in new)


def _longest_rise(places: Sequence[int]) -> int:
    """How many of them, at most, rise from each to the next: patience sorting, in n log n."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def _run(manifest: Manifest) -> dict[str, Any]:
    return {"made": manifest.made.isoformat(timespec="seconds"), "articles": len(manifest.articles)}
