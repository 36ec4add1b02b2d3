"""Which engine a command works with."""

from __future__ import annotations

from indexer.engines.interface import Engine
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import IndexFailure
from indexer.settings import Settings


def engine_of(settings: Settings) -> Engine:
    """The index in the data folder, or on a cluster. Raises IndexFailure where what that needs is not installed."""
    if settings.cluster is None:
        return WhooshEngine(settings.index)
    try:
        from indexer.engines.opensearch_engine.engine import OpenSearchEngine
    except ModuleNotFoundError as error:
        raise IndexFailure(
            "오픈서치를 쓰는 데에 필요한 opensearch-py가 없습니다. `./gisa`로 실행하면 설치합니다. 손으로 하려면: "
            "pip install -r requirements-opensearch.txt"
        ) from error
    return OpenSearchEngine(settings.cluster)
