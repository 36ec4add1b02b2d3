"""Words that no article has any more leave the lexicon: a name that was taken down is suggested to nobody.

Each word keeps the key of one article that has it. When articles are changed or deleted, the words that they are kept
with are looked for in the others, and go to one of these or away. Nothing else of the lexicon is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from indexer.analysis.words import VERB as VERB_TERM
from indexer.article import TEXT_FIELDS
from indexer.engines.opensearch_engine.client import Client, line
from indexer.engines.opensearch_engine.lexicon import PAGE, in_parts, paged, words_index
from indexer.engines.opensearch_engine.plain import HEAD, NOUN, ONE, VERB
from indexer.engines.opensearch_engine.roles import Role
from indexer.engines.opensearch_engine.spelling import role_tokens, shown

AT_ONCE = 500
"""Articles whose words are looked for together, and words that are asked for in one request."""


def changes(client: Client, index: str, keys: Sequence[str]) -> dict[str, bytes]:
    """The lines of a bulk request to the lexicon of an index, by key, after the articles of these keys were changed or
    deleted and that can be seen."""
    found: dict[str, bytes] = {}
    for some in in_parts(keys, AT_ONCE):
        asked = {"query": {"terms": {"of": list(some)}}, "_source": ["letters", "kind", "of"], "size": PAGE}
        asked |= {"sort": [{"letters": "asc"}, {"kind": "asc"}]}
        words = list(paged(client, words_index(index), asked))
        for part in in_parts(words, AT_ONCE):
            found.update(_moved(client, index, part))
    return found


def _moved(client: Client, index: str, words: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    lines: list[Mapping[str, Any]] = []
    for word in words:
        lines += [{"index": index}, {"query": _having(word["_source"]), "size": 1, "_source": False}]
    answers = client.ask("POST", "/_msearch", lines)["responses"]
    for word, answer in zip(words, answers, strict=True):
        client.raise_error(answer)
        found = [hit["_id"] for hit in answer["hits"]["hits"]]
        if not found:
            yield word["_id"], line({"delete": {"_id": word["_id"]}})
        elif found[0] != word["_source"]["of"]:
            yield word["_id"], line({"update": {"_id": word["_id"]}}) + line({"doc": {"of": found[0]}})


def _having(word: Mapping[str, Any]) -> dict[str, Any]:
    """The articles that have it in any field."""
    letters = word["letters"]
    match word["kind"]:
        case "noun":
            tokens = [NOUN + shown(letters), ONE + shown(letters)]
        case "head":
            tokens = [HEAD + shown(letters)]
        case "verb":
            tokens = [VERB + shown(letters.removeprefix(VERB_TERM))]
        case _:
            tokens = list(role_tokens(Role.ACROSS_FIRST, letters))
    return {"bool": {"filter": {"bool": {"should": [{"terms": {name: tokens}} for name in TEXT_FIELDS]}}}}
