"""Asking for documents: those of a thing, and one of them."""

from __future__ import annotations

from collections.abc import Iterable
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
    return of_many([subject]).get(subject, [])


def of_many(subjects: Iterable[str]) -> dict[str, list[DocumentRow]]:
    """The documents of several things, by thing; one that has none is not there."""
    found: dict[str, list[DocumentRow]] = {}
    for each in db.session.scalars(select(Document).where(Document.subject.in_(list(subjects))).order_by(Document.id)):
        found.setdefault(each.subject, []).append(
            DocumentRow(
                each.reference,
                each.original_name,
                kinds.BY_TYPE[each.media_type].extension.upper(),
                each.size_bytes,
                each.state,
                each.reason,
                each.uploaded_at,
            )
        )
    return found


def find(reference: str, subject: str) -> Document:
    """The document of this reference, if it is the thing's. Whether the asker may see the thing, its room has decided.

    Raises NotFound.
    """
    found = db.session.scalar(select(Document).where(Document.reference == reference, Document.subject == subject))
    if found is None:
        raise NotFound("There is no such document.")
    return found
