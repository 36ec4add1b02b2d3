"""How often each term came in the articles that are being put, as the lexicon is told it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np

from indexer.analysis.jamo import decomposed
from indexer.analysis.words import HEAD, VERB, letters_of
from indexer.compiled import compiled
from indexer.engines.interface import IndexDocument
from indexer.engines.numbering import Numbering, Numbers, grown
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

SOME = 10_000
"""Terms of which something is made at a time: neither each alone nor all at once."""

_ADD = """
ctx._source.postings += params.postings;
ctx._source.typed += params.typed;
ctx._source.title = ctx._source.title || params.title;
"""


class Count(NamedTuple):
    """How often a term came: in fields of articles, as a word that readers type, and whether in a title. `of` is the
    key of an article that has it (forgetting)."""

    term: str
    postings: int
    typed: int
    title: bool
    of: str


class Counts:
    """The terms of the articles that are being put, a hundred bytes each. Nothing is done a term at a time before it is
    written down."""

    def __init__(self) -> None:
        self._terms = Numbering()
        self._keys: list[str] = []  # of the articles
        self._fields = 0
        self._last, self._postings, self._of = (np.zeros(1024, np.int32) for _ in range(3))
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
            self._fields += 1
            _count(numbers, self._fields, self._last, self._postings)
            self._of[numbers] = len(self._keys)
            if name == "title":
                self._titles[numbers] = True
        self._keys.append(key)

    def _make_room(self) -> None:
        had, wanted = len(self._postings), len(self._terms)
        self._last, self._postings = grown(self._last, wanted), grown(self._postings, wanted)
        self._of, self._titles = grown(self._of, wanted), grown(self._titles, wanted)
        self._last[had:] = self._postings[had:] = 0
        self._titles[had:] = False

    def __iter__(self) -> Iterator[Count]:
        """Each term once, a head without what it is made of."""
        for end, key in self._ends.items():
            yield Count(END + end, 0, 0, False, key)
        found, numbers, typed = self._bare()
        postings, of, titles = (each[: len(self._terms)] for each in (self._postings, self._of, self._titles))
        columns = [np.zeros(len(found), np.int64) for _ in range(4)]
        np.add.at(columns[0], numbers, postings)
        np.add.at(columns[1], numbers, postings * typed)
        np.logical_or.at(columns[2], numbers, titles & typed)
        columns[3][numbers] = of
        terms = found.terms()
        for start in range(0, len(found), SOME):
            some = (column[start : start + SOME].tolist() for column in columns)
            for count, of_typed, title, article in zip(*some, strict=True):
                yield Count(next(terms), count, of_typed, bool(title), self._keys[article])

    def _bare(self) -> tuple[Numbering, Numbers, Numbers]:
        """The terms without what they are made of; of every term the number there, and whether readers type it."""
        found = Numbering()
        numbers, typed = np.empty(len(self._terms), np.int32), np.empty(len(self._terms), np.bool_)
        terms = self._terms.terms()
        for start in range(0, len(self._terms), SOME):
            some = list(islice(terms, SOME))
            stop = start + len(some)
            typed[start:stop] = [bool(typed_word(term)) for term in some]
            spelled = [bare(term).encode() for term in some]
            ends = np.cumsum([len(term) for term in spelled])
            found.write(np.frombuffer(b"".join(spelled), np.uint8), ends, numbers[start:stop])
        return found, numbers, typed

    def lines(self, *, afresh: bool) -> Iterator[tuple[str, bytes]]:
        """What a bulk request is given for each, by key; `afresh` to a lexicon that has none of them."""
        for term, postings, typed, title, of in self:
            added = {"postings": postings, "typed": typed, "title": title}
            letters = letters_of(term).removeprefix(END)
            kind = _KINDS.get(term[:1], "noun")
            new = added | {"letters": letters, "kind": kind, "of": of}
            if kind in ("noun", "head"):
                new["keys"] = decomposed(letters)
            key = key_of(term)
            if afresh:
                yield key, b'{"index":{"_id":"%s"}}\n' % key.encode() + line(new)
            else:
                update = {"update": {"_id": key, "retry_on_conflict": 5}}
                yield key, line(update) + line({"script": {"source": _ADD, "params": added}, "upsert": new})


@compiled
def _count(numbers: Numbers, field: int, last: Numbers, postings: Numbers) -> None:
    """Counts each of the terms once; in `last` stands for every term the field that had it last."""
    for number in numbers:
        if last[number] != field:
            last[number] = field
            postings[number] += 1


def bare(term: str) -> str:
    """A term without what it is made of."""
    if term.startswith(VERB):
        return term
    return (HEAD if term.startswith(HEAD) else "") + letters_of(term)
