"""How often each term came in the articles that are being put, as the lexicon is told it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from indexer.analysis.jamo import decomposed
from indexer.analysis.words import HEAD, VERB, letters_of
from indexer.engines.interface import IndexDocument
from indexer.engines.numbering import Numbering, grown
from indexer.engines.opensearch_engine.client import line
from indexer.engines.opensearch_engine.mapping import key_of
from indexer.engines.opensearch_engine.plain import SEPARATOR
from indexer.engines.opensearch_engine.roles import Role
from indexer.engines.opensearch_engine.spelling import role_tokens
from indexer.query.vocabulary import typed_word

END = "\x04"
"""Before what words end with from where their script changes, as VERB is before a verb."""

_ENDS = re.compile(f"(?:{'|'.join(role_tokens(Role.ACROSS_FIRST, ''))})([^ {re.escape(SEPARATOR)}]+)")
_KINDS = {VERB: "verb", HEAD: "head", END: "end"}

_ADD = """
ctx._source.postings += params.postings;
ctx._source.typed += params.typed;
ctx._source.title = ctx._source.title || params.title;
"""


@dataclass
class Count:
    """How often a term came: in fields of articles, as a word that readers type, and whether in a title. `of` is the
    key of an article that has it (forgetting)."""

    postings: int = 0
    typed: int = 0
    title: bool = False
    of: str = ""


class Counts:
    """The terms of the articles that are being put. Nothing is done a term at a time before it is written down."""

    def __init__(self) -> None:
        self._terms = Numbering()
        self._keys: list[str] = []  # of the articles
        self._postings, self._of = np.zeros(1024, np.int32), np.zeros(1024, np.int32)
        self._titles = np.zeros(1024, np.bool_)
        self._ends: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._terms) + len(self._ends)

    def add(self, document: IndexDocument, spelled: Iterable[str]) -> None:
        """Counts every term once for each of the document's fields that has it; `spelled` are its fields."""
        key = key_of(document.id)
        for text in spelled:
            self._ends |= dict.fromkeys(_ENDS.findall(text), key)
        for name, terms in document.terms.items():
            numbers = np.empty(len(terms.ends), np.int32)
            self._terms.write(terms.spelling, terms.ends, numbers)
            self._make_room()
            here = np.unique(numbers)
            self._postings[here] += 1
            self._of[here] = len(self._keys)
            self._titles[here] |= name == "title"
        self._keys.append(key)

    def _make_room(self) -> None:
        had, wanted = len(self._postings), len(self._terms)
        self._postings, self._of = grown(self._postings, wanted), grown(self._of, wanted)
        self._titles = grown(self._titles, wanted)
        self._postings[had:] = 0
        self._titles[had:] = False

    @property
    def counts(self) -> dict[str, Count]:
        """By term, a head without what it is made of."""
        counts = {END + end: Count(of=key) for end, key in self._ends.items()}
        spelling, start = self._terms.spelling.tobytes(), 0
        columns = (self._terms.ends, self._postings, self._of, self._titles)
        for stop, postings, of, title in zip(*(each[: len(self._terms)].tolist() for each in columns), strict=True):
            term = spelling[start:stop].decode()
            start = stop
            count = counts.setdefault(bare(term), Count(of=self._keys[of]))
            count.postings += postings
            if typed_word(term):
                count.typed += postings
                count.title |= title
        return counts

    def lines(self, *, afresh: bool) -> Iterator[tuple[str, bytes]]:
        """What a bulk request is given for each, by key; `afresh` to a lexicon that has none of them."""
        for term, count in self.counts.items():
            added = {"postings": count.postings, "typed": count.typed, "title": count.title}
            letters = letters_of(term).removeprefix(END)
            kind = _KINDS.get(term[:1], "noun")
            new = added | {"letters": letters, "kind": kind, "of": count.of}
            if kind in ("noun", "head"):
                new["keys"] = decomposed(letters)
            key = key_of(term)
            if afresh:
                yield key, b'{"index":{"_id":"%s"}}\n' % key.encode() + line(new)
            else:
                update = {"update": {"_id": key, "retry_on_conflict": 5}}
                yield key, line(update) + line({"script": {"source": _ADD, "params": added}, "upsert": new})


def bare(term: str) -> str:
    """A term without what it is made of."""
    if term.startswith(VERB):
        return term
    return (HEAD if term.startswith(HEAD) else "") + letters_of(term)
