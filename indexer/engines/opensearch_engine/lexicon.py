"""The words of an index, in an index of their own beside it: a document for each term.

Lucene lists the terms of a field to nobody. What is similar to a word, what begins so, which words readers type and how
common they are is therefore written down while articles are put; a word is there before an article with it is found.
How often one is there is an estimate from above: what is replaced or deleted is not subtracted (Engine.frequencies).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import inf
from typing import Any, TypeVar

from indexer.analysis.jamo import decomposed
from indexer.analysis.words import HEAD
from indexer.engines.interface import check_expansion
from indexer.engines.opensearch_engine.client import Client
from indexer.engines.opensearch_engine.counts import END, bare
from indexer.engines.opensearch_engine.mapping import key_of
from indexer.query import vocabulary
from indexer.query.plan import Fuzzy, Prefix
from indexer.query.vocabulary import Vocabulary

MOST_EXPANDED = 1_000
"""Words that a beginning or a similar word may stand for: each is a clause of the query, of which a cluster takes so
many."""

MOST_KEYSTROKES = 2
"""How far Lucene's automata reach."""

PAGE = 10_000

ARTICLES_SHARDS = 8
"""So many shards of articles have a shard of words: a tenth of the bytes at first, and less and less."""

Part = TypeVar("Part")

_MAPPINGS = {
    "dynamic": "strict",
    "properties": {
        "letters": {"type": "keyword"},
        "keys": {"type": "keyword", "doc_values": False},
        "kind": {"type": "keyword"},
        "postings": {"type": "long", "index": False},
        "typed": {"type": "long"},
        "title": {"type": "boolean", "index": False, "doc_values": False},
        "of": {"type": "keyword", "doc_values": False},
    },
}


class Lexicon:
    """The lexicon of one commit of an index: what it was asked is remembered."""

    def __init__(self, client: Client, index: str) -> None:
        self._client, self._index = client, words_index(index)
        self._known: dict[str, tuple[bool, bool]] = {}  # letters: whether they are a word, whether they end one
        self._expanded: dict[Prefix | Fuzzy, tuple[str, ...] | None] = {}
        self._vocabulary: Vocabulary | None = None

    def look_up(self, every: Iterable[str]) -> None:
        """Asks for letters at once that `knows` will be asked for."""
        new = [letters for letters in dict.fromkeys(every) if letters not in self._known]
        for some in in_parts(new, PAGE // 3):
            keys = [key_of(mark + letters) for letters in some for mark in ("", HEAD, END)]
            found = self._client.ask("POST", f"/{self._index}/_mget", {"ids": keys}, _source="false")["docs"]
            there = [bool(document.get("found")) for document in found]
            for number, letters in enumerate(some):
                noun, head, end = there[3 * number : 3 * number + 3]
                self._known[letters] = (noun or head, end)

    def knows(self, letters: str) -> bool:
        """Whether a noun or a head is that."""
        self.look_up([letters])
        return self._known[letters][0]

    def knows_end(self, letters: str) -> bool:
        """Whether a word ends so from where its script changes."""
        self.look_up([letters])
        return self._known[letters][1]

    def expanded(self, word: Prefix | Fuzzy) -> Sequence[str] | None:
        """The nouns and heads that it stands for, None where they are more than MOST_EXPANDED. Raises InvalidRequest
        where they stand in too many articles."""
        if word not in self._expanded:
            found = self._matching(_wanted(word), MOST_EXPANDED + 1)
            check_expansion(word, sum(count for _, count in found))
            every = tuple(letters for letters, _ in found)
            self._expanded[word] = every if len(every) <= MOST_EXPANDED else None
        return self._expanded[word]

    def similar(self, letters: str, distance: int) -> list[tuple[str, int]]:
        """See Engine.similar."""
        found = self._matching(_near(letters, distance), MOST_EXPANDED)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _matching(self, wanted: dict[str, Any], most: int) -> list[tuple[str, int]]:
        asked = {"query": {"bool": {"filter": [wanted, {"terms": {"kind": ["noun", "head"]}}]}}, "size": PAGE}
        asked |= {"_source": ["letters", "postings"], "sort": [{"postings": "desc"}, {"letters": "asc"}]}
        counts: dict[str, int] = {}
        for hit in self._client.ask("POST", f"/{self._index}/_search", asked)["hits"]["hits"]:
            source = hit["_source"]
            counts[source["letters"]] = counts.get(source["letters"], 0) + source["postings"]
        return list(islice(counts.items(), most))

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """See Engine.frequencies."""
        if not terms:
            return []
        asked = {"ids": [key_of(bare(term)) for term in terms]}
        found = self._client.ask("POST", f"/{self._index}/_mget", asked, _source="postings")["docs"]
        return [document["_source"]["postings"] if document.get("found") else 0 for document in found]

    def vocabulary(self, documents: int) -> Vocabulary:
        """See Engine.vocabulary, of an index of so many documents."""
        if self._vocabulary is None:
            least = 2 if documents >= vocabulary.LARGE else 1
            self._vocabulary = Vocabulary.of(self._typed(least))
        return self._vocabulary

    def _typed(self, least: int) -> list[tuple[str, int, bool]]:
        words: dict[str, tuple[int, bool]] = {}
        asked = {"query": {"range": {"typed": {"gte": least}}}, "size": PAGE, "_source": ["letters", "typed", "title"]}
        asked |= {"sort": [{"typed": "desc"}, {"letters": "asc"}, {"kind": "asc"}]}
        for hit in paged(self._client, self._index, asked, 2 * vocabulary.MOST_WORDS):
            source = hit["_source"]
            count, title = words.get(source["letters"], (0, False))
            words[source["letters"]] = count + source["typed"], title or source["title"]
        ordered = sorted(words.items(), key=lambda item: -item[1][0])[: vocabulary.MOST_WORDS]
        return [(letters, count, title) for letters, (count, title) in ordered]


def words_index(index: str) -> str:
    """The name of the index of words beside an index of articles."""
    return f"{index}-words"


def create(client: Client, index: str) -> None:
    """An empty lexicon."""
    settings = {
        "number_of_shards": -(-client.place.shards // ARTICLES_SHARDS),
        "auto_expand_replicas": "0-1",
        "refresh_interval": -1,
        "merge.policy.expunge_deletes_allowed": 0,
    }
    client.ask("PUT", f"/{words_index(index)}", {"settings": {"index": settings}, "mappings": _MAPPINGS})


def paged(client: Client, index: str, asked: Mapping[str, Any], most: float = inf) -> Iterator[dict[str, Any]]:
    """The hits of a search, a page at a time; its sort tells all hits apart."""
    after: Mapping[str, Any] = {}
    given = 0
    while given < most:
        hits = client.ask("POST", f"/{index}/_search", {**asked, **after})["hits"]["hits"]
        yield from hits
        if len(hits) < asked["size"]:
            return
        given += len(hits)
        after = {"search_after": hits[-1]["sort"]}


def _wanted(word: Prefix | Fuzzy) -> dict[str, Any]:
    if isinstance(word, Prefix):
        return {"prefix": {"letters": {"value": word.prefix}}}
    return _near(word.letters, word.distance)


def _near(letters: str, distance: int) -> dict[str, Any]:
    keys = decomposed(letters)
    if not distance:
        return {"term": {"keys": keys}}
    edits = min(distance, MOST_KEYSTROKES)
    fuzzy = {"value": keys, "fuzziness": edits, "transpositions": False, "rewrite": "constant_score"}
    return {"fuzzy": {"keys": fuzzy}}


def in_parts(every: Sequence[Part], size: int) -> Iterator[Sequence[Part]]:
    """So many at a time."""
    for start in range(0, len(every), size):
        yield every[start : start + size]
