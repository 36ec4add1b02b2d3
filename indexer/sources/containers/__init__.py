"""Containers: files that hold files. Each gives its members as blobs, which are read as files are.

Nothing is ever unpacked under a name: a member is in memory, or in a file without a name in the scratch folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from indexer.article import Rejected
from indexer.sources.blob import Blob
from indexer.sources.containers.budget import Budget, Exhausted
from indexer.sources.containers.compressed import BZIP2, GZIP, XZ
from indexer.sources.containers.tar import TarContainer
from indexer.sources.containers.warc import WarcContainer
from indexer.sources.containers.zip import ZipContainer

__all__ = ["CONTAINERS", "Budget", "Container", "Exhausted", "container_of"]


class Container(Protocol):
    """One format that holds others. Stateless, as a Reader is."""

    @property
    def name(self) -> str:
        """How the archive calls the format."""

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins with these bytes is of this format."""

    def members(self, blob: Blob, budget: Budget) -> Iterator[Blob | Rejected]:
        """What is in it, in its order; for a member that cannot be read the reason, and the others go on.

        Raises OSError and Unusable where nothing that follows can be read, Exhausted when the budget is spent.
        """


CONTAINERS: tuple[Container, ...] = (WarcContainer(), ZipContainer(), TarContainer(), GZIP, BZIP2, XZ)
"""Every kind; the first that recognises a file gets it. A compressed WARC is read as it stands."""


def container_of(head: bytes) -> Container | None:
    """The container that begins with these bytes, None for any other file."""
    return next((container for container in CONTAINERS if container.recognises(head)), None)
