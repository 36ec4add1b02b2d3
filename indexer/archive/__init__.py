"""The archive: SQL, the truth. Every version of every article, its origin, its tokens, what was rejected."""

from indexer.archive.archive import Archive, Origin, Outcome, Stored
from indexer.archive.stats import Stats

__all__ = ["Archive", "Origin", "Outcome", "Stats", "Stored"]
