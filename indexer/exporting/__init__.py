"""Whole answers, to be written out and to be repeated: CSV, XLSX, JSONL, RIS, BibTeX, each with its manifest.

`export` reads an answer once, from its first article to its last; a module a format makes bytes of it; `manifest` says
what was asked, of what and by which rules, so that `comparing` can say later what is different now.
"""

from indexer.exporting.beginning import begin
from indexer.exporting.comparing import Comparison, compare, gone
from indexer.exporting.describing import described
from indexer.exporting.export import Circumstances, Export, Row
from indexer.exporting.formats import FORMATS, Format
from indexer.exporting.manifest import Manifest, Rules, Written
from indexer.exporting.questions import whole
from indexer.exporting.shelf import ArchiveShelf, Exported, Seen, Shelf, Whereabouts

__all__ = [
    "FORMATS",
    "ArchiveShelf",
    "Circumstances",
    "Comparison",
    "Export",
    "Exported",
    "Format",
    "Manifest",
    "Row",
    "Rules",
    "Seen",
    "Shelf",
    "Whereabouts",
    "Written",
    "begin",
    "compare",
    "described",
    "gone",
    "whole",
]
