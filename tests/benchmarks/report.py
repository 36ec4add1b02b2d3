"""What a race has shown, as Markdown."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.searching import Race


def table(race: Race) -> str:
    """Times by class, then sizes; what is not equal comes first."""
    names = list(race.built)
    lines = [f"**NOT EQUAL** {mismatch}" for mismatch in race.mismatches]
    lines += [f"{race.articles:,} articles, {race.rounds} rounds, milliseconds; in brackets: times of {names[0]}", ""]
    lines += [row("query", "hits", *names), row("---", *["--:"] * (len(names) + 1))]
    for kind in race.seconds:
        times = [class_seconds(race, kind, name) for name in names]
        hits = f"{statistics.median(race.hits[kind] or [0]):,.0f}"
        lines.append(row(kind, hits, *(_time(seconds, times[0]) for seconds in times)))
    lines.append(row("**median of all, times of " + names[0] + "**", "", *(_mix(race, name) for name in names)))
    return "\n".join([*lines, "", *_sizes(race), "", _spread(race, names[0])])


def class_seconds(race: Race, kind: str, name: str) -> float | None:
    """The median of a class's questions, each the median of its rounds; None where the engine has no such questions."""
    medians = [statistics.median(question[name]) for question in race.seconds[kind] if name in question]
    return statistics.median(medians) if medians else None


def mix(race: Race, name: str, reference: str) -> float | None:
    """How many times the reference's time an engine takes: the median over all questions both can answer."""
    ratios = [
        statistics.median(question[name]) / statistics.median(question[reference])
        for questions in race.seconds.values()
        for question in questions
        if name in question and reference in question
    ]
    return statistics.median(ratios) if ratios else None


def _mix(race: Race, name: str) -> str:
    ratio = mix(race, name, next(iter(race.built)))
    return f"{ratio:.2f}" if ratio else "—"


def _time(seconds: float | None, reference: float | None) -> str:
    if seconds is None:
        return "—"
    relative = f" ({seconds / reference:.2f})" if reference else ""
    return f"{seconds * 1000:.2f}{relative}"


def _sizes(race: Race) -> list[str]:
    rows = {
        "building, articles/s": {name: f"{race.articles / found.seconds:,.0f}" for name, found in race.built.items()},
        "building, s": {name: f"{found.seconds:.0f}" for name, found in race.built.items()},
        "building, peak MB (and before it, with what makes articles)": {
            name: f"{found.peak_mb:,.0f} ({found.floor_mb:,.0f})" for name, found in race.built.items()
        },
        "index, MB": {name: f"{found.size / 1e6:,.1f}" for name, found in race.built.items()},
        "index ÷ text (derived: see articles.py)": {
            name: f"{found.size / found.text:.2f}" for name, found in race.built.items()
        },
        "opening, ms": {name: f"{seconds * 1000:,.0f}" for name, seconds in race.opening.items()},
        "memory after all questions, MB": {name: f"{size:,.0f}" for name, size in race.resident_mb.items()},
        "of it without mapped files, MB": {name: f"{size:,.0f}" for name, size in race.own_mb.items()},
    }
    head = [row("", *race.built), row("---", *["--:"] * len(race.built))]
    return head + [row(label, *found.values()) for label, found in rows.items()]


def _spread(race: Race, name: str) -> str:
    """The times of all questions, without each one's first round: that one warms up."""
    times = sorted(
        seconds * 1000
        for questions in race.seconds.values()
        for question in questions
        for seconds in question.get(name, [])[1:]
    )
    if len(times) < 2:
        return ""
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return f"{name}, all questions: p50 {cuts[9]:.2f} ms, p95 {cuts[18]:.2f} ms, worst {times[-1]:.2f} ms"


def row(*cells: str) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"
