"""Files that no row tells of: what a killed process or a transaction that failed left behind."""

from __future__ import annotations

from sqlalchemy import select

from portal.database.base import db
from portal.documents import disk
from portal.documents.models import Document


def strays() -> list[str]:
    """The names of files that have no row and are old enough never to get one."""
    old = set(disk.old_files())
    return sorted(old - set(db.session.scalars(select(Document.stored_name)))) if old else []


def sweep() -> int:
    """Delete them; how many there were."""
    found = strays()
    for each in found:
        disk.delete(each)
    return len(found)
