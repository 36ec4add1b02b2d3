"""The archive: SQL, the truth. Every version of every article, its origin, its tokens, what was rejected."""

from indexer.archive.archive import Archive, Numbered, Origin, Outcome, Stored
from indexer.archive.coverage import Coverage, PaperCoverage
from indexer.archive.rights import LEVELS, Level, PressRights, within_rights
from indexer.archive.state import ArchiveState
from indexer.archive.stats import Stats
from indexer.archive.takedown import Tombstone

__all__ = [
    "LEVELS",
    "Archive",
    "ArchiveState",
    "Coverage",
    "Level",
    "Numbered",
    "Origin",
    "Outcome",
    "PaperCoverage",
    "PressRights",
    "Stats",
    "Stored",
    "Tombstone",
    "within_rights",
]
