"""Files and rows that have lost each other: what a killed process left, or a backup that was not of one moment."""

from __future__ import annotations

from sqlalchemy import select

from portal.database.base import db
from portal.documents import disk
from portal.documents.models import Document

LOST = "The file was lost on our side. Hand it in again."


def strays() -> list[str]:
    """The names of files that no row keeps and that are old enough never to be kept."""
    old = set(disk.old_files())
    kept = select(Document.stored_name).where(Document.state != "refused")
    return sorted(old - set(db.session.scalars(kept))) if old else []


def sweep() -> int:
    """Delete them; how many there were."""
    found = strays()
    for each in found:
        disk.delete(each)
    return len(found)


def lost() -> list[Document]:
    """Documents that should have a file and have none."""
    kept = db.session.scalars(select(Document).where(Document.state != "refused"))
    return [each for each in kept if not disk.path_of(each.stored_name).is_file()]


def own_up() -> int:
    """Say of each in its row that it is lost, in the caller's transaction; how many there were."""
    found = lost()
    for each in found:
        each.state, each.reason, each.due_at = "refused", LOST, None
    return len(found)
