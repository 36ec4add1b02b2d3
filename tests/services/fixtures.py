"""Servers for the tests of any folder, one of a kind a process: a plugin of tests/conftest.py."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from indexer.engines.interface import Engine
from tests.services.artifacts import Missing
from tests.services.engines import opened
from tests.services.opensearch import Cluster, Node, cluster, node


@contextmanager
def or_skip() -> Iterator[None]:
    """Says what is missing in place of failing for it."""
    try:
        yield
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def opensearch_client() -> None:
    """What the engine asks a cluster with, an extra."""
    pytest.importorskip("opensearchpy", reason="NO OPENSEARCH-PY HERE, so its engine is not tested")


@pytest.fixture(scope="session")
def opensearch_node() -> Iterator[Node]:
    """One OpenSearch node. Whoever uses it takes an index of a name of its own, and leaves it running."""
    with or_skip(), node() as made:
        yield made


@pytest.fixture(scope="module")
def opensearch_cluster() -> Iterator[Cluster]:
    """Three nodes. A test that stops some calls `start` in the end."""
    with or_skip(), cluster(3, heap=384) as made:
        yield made


@pytest.fixture
def opensearch_engine(opensearch_client: None, opensearch_node: Node) -> Iterator[Engine]:
    """An engine whose index nobody else has; nothing of it is left behind."""
    name = f"t{uuid.uuid4().hex[:12]}"
    made = opened(opensearch_node.url, name=name)
    yield made
    made.close()
    opensearch_node.ask("DELETE", f"/{name}-*?expand_wildcards=all")
