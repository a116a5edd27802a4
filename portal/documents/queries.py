"""Asking for documents: those of a thing, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database.base import db
from portal.documents import kinds
from portal.documents.models import Document
from portal.foundation.errors import NotFound

CHECKING = "Being checked for viruses. This takes a minute or two."


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as pages show it: `kind` is what it is ("PDF"), `state` as in models.Document, and in words."""

    reference: str
    name: str
    kind: str
    size_bytes: int
    state: str
    reason: str
    uploaded_at: datetime

    @property
    def is_clean(self) -> bool:
        """Whether it can be had."""
        return self.state == "clean"

    @property
    def words(self) -> str:
        """What there is to say of it; nothing of one that can be had."""
        return {"pending": CHECKING, "refused": self.reason}.get(self.state, "")


def of(subject: str) -> list[DocumentRow]:
    """The documents of a thing, the first one first."""
    found = db.session.scalars(select(Document).where(Document.subject == subject).order_by(Document.id))
    return [
        DocumentRow(
            each.reference,
            each.original_name,
            kinds.BY_TYPE[each.media_type].extension.upper(),
            each.size_bytes,
            each.state,
            each.reason,
            each.uploaded_at,
        )
        for each in found
    ]


def find(reference: str, subject: str) -> Document:
    """The document of this reference, if it is the thing's. Whether the asker may see the thing, its room has decided.

    Raises NotFound.
    """
    found = db.session.scalar(select(Document).where(Document.reference == reference, Document.subject == subject))
    if found is None:
        raise NotFound("There is no such document.")
    return found
