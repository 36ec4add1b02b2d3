"""What the cluster is told of an index: how a field is read, what is kept of an article, and by which rules."""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta, timezone
from typing import Any

from indexer.analysis.terms import RULES as TERM_RULES
from indexer.article import KST, TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.interface import IndexDocument
from indexer.engines.opensearch_engine.plain import SEPARATOR
from indexer.engines.opensearch_engine.spelling import spelled
from indexer.query.plan import value_key

SCHEMA = 3
"""Version of what is here and in spelling: an index of another is out of date."""

RULES = f"o{SCHEMA}-t{TERM_RULES}-"
"""What an index's name begins with behind the alias: by which rules it was made."""

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LONGEST_TOKENS = 1_048_576  # the most the tokenizer takes for one word

_TEXT = {"type": "text", "analyzer": "words", "search_analyzer": "one", "norms": False, "similarity": "occurrences"}
_Field = dict[str, object]

_VALUE: _Field = {"type": "keyword"}
_KEY: _Field = {"type": "keyword", "doc_values": False}
_GROUP: _Field = {"type": "keyword", "index": False}
_DAY: _Field = {"type": "integer"}
_LENGTH: _Field = {"type": "integer", "index": False}
_LONG: _Field = {"type": "long", "index": False}


def index_settings(shards: int) -> dict[str, Any]:
    """Those of an index of articles, with its mappings."""
    analysis = {
        "tokenizer": {"words": {"type": "whitespace", "max_token_length": _LONGEST_TOKENS}},
        "filter": {
            "tokens": {
                "type": "pattern_capture",
                "preserve_original": False,
                "patterns": [f"([^{re.escape(SEPARATOR)}]+)"],
            }
        },
        "analyzer": {
            "words": {"type": "custom", "tokenizer": "words", "filter": ["tokens"]},
            "one": {"type": "custom", "tokenizer": "words"},
        },
    }
    # Scores are made of how often a token stands somewhere, and nothing else: rarity and lengths are ours (scoring).
    occurrences = {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}
    settings = {
        "number_of_shards": shards,
        "auto_expand_replicas": "0-1",
        "refresh_interval": -1,  # what was put is seen after a commit, not before
        "max_result_window": 10_000,
        "merge.policy.expunge_deletes_allowed": 0,  # what is taken down leaves every segment
        "similarity": {"occurrences": occurrences},
        "analysis": analysis,
    }
    fields = dict.fromkeys(TEXT_FIELDS, _TEXT) | {f"length.{name}": _LENGTH for name in TEXT_FIELDS}
    fields |= dict.fromkeys(VALUE_FIELDS, _VALUE) | {f"key.{name}": _KEY for name in VALUE_FIELDS}
    fields |= {"id": _VALUE, "day": _DAY, "published": _LONG, "story": _LONG, "group": _GROUP}
    mappings = {"dynamic": "strict", "_source": {"enabled": False}, "properties": _nested(fields)}
    return {"settings": {"index": settings}, "mappings": mappings}


def _nested(fields: dict[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, field in fields.items():
        outer, _, inner = name.partition(".")
        if inner:
            nested.setdefault(outer, {"properties": {}})["properties"][inner] = field
        else:
            nested[name] = field
    return nested


def key_of(document_id: str) -> str:
    """The cluster's own id of a document: it takes no more than 512 bytes of any, and those of base64 as binary."""
    digest = hashlib.blake2b(document_id.encode("utf-8", "surrogatepass"), digest_size=15).digest()
    return urlsafe_b64encode(digest).decode()


def source_of(document: IndexDocument) -> dict[str, Any]:
    """A document as the cluster is given it."""
    found: dict[str, Any] = {"id": document.id, "group": f"s{document.story}" if document.story else f"i{document.id}"}
    for name, terms in document.terms.items():
        if len(terms):
            found[name] = spelled(terms)
    found["length"] = {name: len(terms) for name, terms in document.terms.items() if len(terms)}
    found |= {name: list(dict.fromkeys(values)) for name, values in document.values.items() if values}
    found["key"] = {name: sorted(set(map(value_key, values))) for name, values in document.values.items() if values}
    if document.story:
        found["story"] = document.story
    if document.published:
        found["day"] = document.published.astimezone(KST).date().toordinal()
        found["published"] = (document.published - _EPOCH) // timedelta(microseconds=1)
    return found
