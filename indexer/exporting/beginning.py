"""From a search to its export: what was found, by which rules, in what archive."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from indexer.analysis.dictionaries import Words
from indexer.analysis.interface import Analyser
from indexer.archive import Archive
from indexer.article import KST
from indexer.exporting.export import Circumstances, Export
from indexer.exporting.manifest import Rules
from indexer.exporting.shelf import ArchiveShelf
from indexer.query.language import GRAMMAR
from indexer.query.request import SearchRequest
from indexer.query.result import SearchResult


def begin(
    request: SearchRequest, result: SearchResult, *, archive: Archive, analyser: Analyser, index_id: str
) -> Export:
    """The export of `result`, which answers `questions.whole(request)` from that index."""
    rules = Rules(
        grammar=GRAMMAR,
        analyser=analyser.version,
        words=_hash(archive.words()),
        index=index_id.rpartition("-")[0],  # what follows is new with every index
    )
    circumstances = Circumstances(rules=rules, archive=archive.state(index_id), made=datetime.now(KST))
    return Export(request, result, ArchiveShelf(archive), circumstances)


def _hash(words: Words) -> str:
    """Which user words texts were analysed with, in 16 hex digits; "" for none."""
    listed = json.dumps(sorted(words.items()), ensure_ascii=False).encode()
    return hashlib.sha256(listed).hexdigest()[:16] if words else ""
