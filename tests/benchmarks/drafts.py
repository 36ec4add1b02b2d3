"""Does the draft check find what was printed, and tell what is new from what is not? What does it cost?

Articles of an archive are taken as drafts in four ways: as they are; their sentences shuffled and three in ten dropped;
those of their sentences that have a number, with every number another; the first two fifths of their sentences and then
invented ones, every other of which has a name of the article in it.
Recall@1 and @5 are of the article itself among all that is answered, copies first. Of the sentences, told how many of
those that were copied are called printed, and how many of the invented ones new (ADR 0021).

    python -m tests.benchmarks.drafts --data data/archive [--articles 60] [--seed 21]
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive, Stored
from indexer.draft import check
from indexer.engines.interface import EngineQuery
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.query.drafts import DraftAnswer, DraftRequest
from indexer.query.plan import Every
from indexer.query.related import Related
from indexer.settings import Settings
from indexer.similar import salient_of, similar, terms_of
from tests.benchmarks.near_duplicates import PAIRS

LONG = 2_000
"""Characters of the drafts whose cost is measured."""

LENGTHS = range(400, 4_000)
"""Characters of the bodies that are taken."""

INVENTED = (
    "{name}은 다음 달 5일 솔내읍 복지회관에서 설명회를 열고 예산 37억 2천만 원의 쓰임을 밝히기로 했다.",
    "가람군 한울교 재가설에는 모두 218억 원이 들어가고 공사는 한별건설이 맡는다.",
    "{name} 관계자는 “윤태솔 팀장이 맡은 달여울 용역 결과가 9월에 나온다”고 말했다.",
    "솔내천 물높이는 이날 오후 4시 20분에 3.7m까지 올라 주민 146명이 은곡초등학교 체육관으로 몸을 피했다.",
    "{name}에 대한 솔내읍 주민투표는 찬성 1,284표 반대 1,019표로 끝났다.",
    "한도윤 가람군의원은 달여울면 태양광 허가 73건 가운데 41건이 농지였다고 지적했다.",
    "{name}을 다룬 은곡리 마을신문 ‘들머리’는 창간 2주년을 맞아 부수를 850부로 늘린다.",
    "가람군농업기술센터는 자주감자 ‘가람보라’ 씨감자 6.4톤을 농가 92곳에 나눠 준다.",
)
"""Sentences of what never was; {name} is the place for a word that the article is about."""


@dataclass
class Measured:
    """What came out of one way of making drafts."""

    ranks: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    standings: dict[str, Counter[str]] = field(default_factory=lambda: {"copied": Counter(), "invented": Counter()})
    seconds: list[float] = field(default_factory=list)
    analysing: list[float] = field(default_factory=list)
    characters: list[int] = field(default_factory=list)


class Bench:
    """An archive with its index."""

    def __init__(self, data: Path) -> None:
        settings = Settings(data=data)
        self.archive, self.engine = Archive(settings.archive_url), WhooshEngine(settings.index)
        self.analyser = KiwiAnalyser()
        next(self.analyser.columns(["준비"]))

    def chosen(self, count: int, seed: int) -> list[Stored]:
        """Articles at random, of LENGTHS."""
        every = self.engine.search(EngineQuery(plan=Every(), sort="newest", limit=None, facets=())).found
        ids = [article_id for article_id, _ in every]
        picked = random.Random(seed).sample(ids, min(len(ids), count * 4))
        stored = self.archive.current(picked, self.analyser.version)
        fitting = [stored[i] for i in picked if stored[i].tokens and len(stored[i].article.body) in LENGTHS]
        return fitting[:count]

    def checked(self, text: str, measured: Measured) -> DraftAnswer:
        """The answer, and what it cost beside Kiwi: processor time of this thread, since others share the machine."""
        started = time.perf_counter()
        next(self.analyser.columns([text]))
        measured.analysing.append(time.perf_counter() - started)
        started = time.thread_time()
        answer = check(DraftRequest(text=text), archive=self.archive, engine=self.engine, analyser=self.analyser)
        measured.seconds.append(time.thread_time() - started)
        measured.characters.append(len(text))
        return answer

    def name_in(self, stored: Stored) -> str:
        """A word that the article is about."""
        return next((word.letters for word in salient_of(terms_of(stored), self.engine, archived=True)), "가람군")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--seed", type=int, default=21)
    options = parser.parse_args()
    bench = Bench(options.data)
    chosen = bench.chosen(options.articles, options.seed)
    print(f"{len(chosen)} drafts, {bench.engine.count():,} articles")
    bench.checked(chosen[0].article.body, Measured())  # what is compiled, is compiled now
    _similar(bench, chosen)
    _cost(bench, chosen)
    _matters(bench)
    draw = random.Random(options.seed)
    ways: dict[str, Measured] = {
        "as it is": Measured(),
        "shuffled, 30 % dropped": Measured(),
        "every number another": Measured(),
        "40 % + invented": Measured(),
    }
    for stored in chosen:
        sentences = list(_sentences(stored))
        _try(bench, stored, sentences, [], ways["as it is"])
        kept = draw.sample(sentences, max(1, round(len(sentences) * 0.7)))
        _try(bench, stored, kept, [], ways["shuffled, 30 % dropped"])
        changed = [re.sub("[0-9]+", _another, sentence) for sentence in sentences if re.search("[0-9]", sentence)]
        if changed:
            _try(bench, stored, changed, [], ways["every number another"])
        invented = [sentence.format(name=bench.name_in(stored)) for sentence in draw.sample(INVENTED, 6)]
        _try(bench, stored, sentences[: max(1, round(len(sentences) * 0.4))], invented, ways["40 % + invented"])
    for name, measured in ways.items():
        _report(name, measured)


def _another(number: re.Match[str]) -> str:
    """Another number of as many digits."""
    return "".join(str((int(digit) + 3 + at) % 9 + 1) for at, digit in enumerate(number[0]))


def _sentences(stored: Stored) -> Iterator[str]:
    """Those of the body, as Kiwi has parted them."""
    tokens, body = stored.columns()["body"].tokens(), stored.article.body
    starts = [start for i, start in enumerate(tokens.starts) if not i or tokens.sentences[i] != tokens.sentences[i - 1]]
    for start, end in pairwise([*starts, len(body)]):
        if sentence := body[start:end].strip():
            yield sentence


def _try(bench: Bench, stored: Stored, copied: Sequence[str], invented: Sequence[str], measured: Measured) -> None:
    text = "\n".join([*copied, *invented])
    answer = bench.checked(text, measured)
    ids = [one.id for one in (*answer.copies, *answer.related)]
    measured.ranks.append(ids.index(stored.article.id) + 1 if stored.article.id in ids else 0)
    members = bench.archive.story_members([stored.story]).get(stored.story, ()) if stored.story else ()
    measured.others += [ids.index(m.article.id) + 1 if m.article.id in ids else 0 for m in members]
    begins = len("\n".join(copied)) if invented else len(text) + 1
    for sentence in answer.sentences:
        measured.standings["copied" if sentence.start < begins else "invented"][sentence.standing] += 1


def _report(name: str, measured: Measured) -> None:
    print(f"\n{name}")
    for what, ranks in (("the article", measured.ranks), ("its story", measured.others)):
        at_1, at_5 = (sum(0 < rank <= most for rank in ranks) / max(len(ranks), 1) for most in (1, 5))
        print(f"  {what}: recall@1 {at_1:.3f}, @5 {at_5:.3f} ({len(ranks)})")
    for kind, counts in measured.standings.items():
        if total := sum(counts.values()):
            print(
                f"  {kind} sentences: " + ", ".join(f"{k} {n / total:.3f}" for k, n in counts.most_common()),
                f"({total})",
            )
    new, wrongly = measured.standings["invented"]["new"], measured.standings["copied"]["new"]
    if new:
        recall = new / measured.standings["invented"].total()
        print(f"  called new: precision {new / (new + wrongly):.3f}, recall {recall:.3f}")


def _similar(bench: Bench, chosen: Sequence[Stored]) -> None:
    """What related articles cost, beside the reading of the article itself."""
    times = []
    for stored in chosen:
        started = time.thread_time()
        similar(stored, bench.archive, bench.engine)
        times.append((time.thread_time() - started) * 1e3)
    print(f"related articles, processor time: {_spread(times)}")


def _matters(bench: Bench) -> None:
    """Of pairs on the same matter (near_duplicate_pairs.tsv), how often the one is related to the other."""
    rows = [row for path in PAIRS.values() for row in csv.DictReader(path.open(encoding="utf-8"), delimiter="\t")]
    pairs = [(row["one"], row["other"]) for row in rows if row["label"] in ("own", "partly")]
    pairs += [(other, one) for one, other in pairs]
    stored = bench.archive.current(sorted({one for pair in pairs for one in pair}), bench.analyser.version)
    related = {name: similar(one, bench.archive, bench.engine) for name, one in stored.items()}
    stories = {name: _stories_of(bench, found) | {stored[name].story} for name, found in related.items()}
    held = [(one, other) for one, other in pairs if one in stored and other in stored]
    found = sum(stored[other].story in stories[one] for one, other in held)
    print(f"pairs on the same matter: {found / max(len(held), 1):.3f} of {len(held)} related")


def _stories_of(bench: Bench, related: Related) -> set[int]:
    """The stories of related articles."""
    return {one.story for one in bench.archive.current([one.id for one in related.articles], "").values()}


def _cost(bench: Bench, chosen: Sequence[Stored]) -> None:
    """What drafts of LONG characters cost: the beginnings of articles, one after the other."""
    measured = Measured()
    for number in range(0, len(chosen) - 3, 3):
        text = "\n".join(stored.article.body[: LONG // 3] for stored in chosen[number : number + 3])
        bench.checked(text, measured)
    ours, kiwi = [one * 1e3 for one in measured.seconds], [one * 1e3 for one in measured.analysing]
    print(f"drafts of {LONG:,} characters, processor time beside Kiwi's: {_spread(ours)}")
    print(f"Kiwi's wall time for them: {_spread(kiwi)}")


def _spread(times: list[float]) -> str:
    times = sorted(times)
    return f"median {times[len(times) // 2]:.1f} ms, 95 of 100 within {times[len(times) * 95 // 100]:.1f} ms"


if __name__ == "__main__":
    main()
