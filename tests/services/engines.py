"""An OpenSearch engine over the servers of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.engines.opensearch_engine.place import Place
from tests.services.front import Front

if TYPE_CHECKING:
    from indexer.engines.opensearch_engine.engine import OpenSearchEngine


def opened(*urls: str, name: str, front: Front | None = None) -> OpenSearchEngine:
    """One whose index has this name, over these nodes; with `front`, as whom it lets in."""
    from indexer.engines.opensearch_engine.engine import OpenSearchEngine  # its client is not always installed

    url = ",".join(urls)
    if front is None:
        return OpenSearchEngine(Place(url=url, name=name))
    authorities = str(front.certificate or "")
    return OpenSearchEngine(
        Place(url=url, name=name, user=front.user, password=front.password, authorities=authorities)
    )
