"""What Whoosh asks about documents."""

from __future__ import annotations

from whoosh.codec import base

from indexer.article import TEXT_FIELDS
from indexer.engines.whoosh_engine.segment import Segment


class DocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Lengths in terms, the stored id, and which documents are deleted, which `entry`, Whoosh's segment, knows. Lengths
    of a field are over all documents, deleted ones too, as Whoosh's own are."""

    def __init__(self, segment: Segment, entry: base.Segment) -> None:
        self._segment, self._entry = segment, entry

    def doc_count(self) -> int:
        """How many documents live."""
        return int(self._entry.doc_count())

    def doc_count_all(self) -> int:
        """How many documents, deleted ones too."""
        return self._segment.size

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return bool(self._entry.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether that one is."""
        return bool(self._entry.is_deleted(docnum))

    def deleted_docs(self) -> frozenset[int]:
        """The deleted ones."""
        return self._entry.deleted_docs()  # type: ignore[no-any-return]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """How many terms that field of a document has; `default` when it has none."""
        if fieldname not in TEXT_FIELDS:
            return default
        return int(self._segment.documents[f"{fieldname}.length"][docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """How many terms the field has in all."""
        return self._lengths(fieldname, "sum")

    def min_field_length(self, fieldname: str) -> int:
        """How many at the least."""
        return self._lengths(fieldname, "min")

    def max_field_length(self, fieldname: str) -> int:
        """How many at the most."""
        return self._lengths(fieldname, "max")

    def _lengths(self, fieldname: str, taken: str) -> int:
        if fieldname not in TEXT_FIELDS or not self._segment.size:
            return 0
        return int(getattr(self._segment.documents[f"{fieldname}.length"], taken)())

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """The id."""
        return {"id": self._segment.id_of(docnum)}
