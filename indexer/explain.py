"""How a text is understood, as an article's text and as a query: for people who wonder why something was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from indexer.analysis.gate import clean
from indexer.analysis.interface import Analyser
from indexer.analysis.terms import occurrences
from indexer.analysis.tokens import Tokens
from indexer.query.echo import in_words
from indexer.query.language import parse
from indexer.query.plan import Word, matches
from indexer.query.planner import understand
from indexer.query.result import Warning  # noqa: A004


def explain(text: str, analyser: Analyser) -> dict[str, Any]:
    """The tokens, the terms they become, and what the same text means as a query; as JSON values."""
    cleaned = clean(text)

    def analyse(piece: str) -> Tokens:
        return next(analyser.analyse([piece]))

    tokens = analyse(cleaned)
    return {
        "text": cleaned,
        "analyser": analyser.version,
        "tokens": _rows(tokens),
        "terms": [found._asdict() for found in occurrences(tokens, cleaned)],
        "query": _query(cleaned, analyse),
    }


def _rows(tokens: Tokens) -> list[dict[str, Any]]:
    names = ("form", "tag", "start", "end", "eojeol", "sentence")
    columns = (tokens.forms, tokens.tags, tokens.starts, tokens.ends, tokens.eojeols, tokens.sentences)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _query(text: str, analyse: Callable[[str], Tokens]) -> dict[str, Any]:
    parsed = parse(text)
    understood = understand(parsed.tree, parsed.text, "all", analyse)
    words = [_word(word) for word in matches(understood.plan)]
    refused = (Warning(0, parsed.excess),) if parsed.excess else ()
    return {
        "tree": str(parsed.tree),
        "in_words": in_words(parsed.tree),
        "words": words,
        "warnings": [w.to_json() for w in (*refused, *parsed.warnings, *understood.warnings)],
    }


def _word(word: Word) -> dict[str, Any]:
    """A word of a plan as JSON values: its kind, and its fields as they are."""
    return {"kind": type(word).__name__.lower(), **asdict(word)}
