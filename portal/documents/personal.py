"""What this room holds of a person: the files that they handed in, with the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import ColumnElement, and_, select

from portal.database.base import db
from portal.database.holding import A_NUMBER, LINKS, Holding, Whom
from portal.documents import disk, kinds, naming
from portal.documents.models import WORK, Document

HOW_KEPT = "how the portal keeps the file and has it looked at"
OURS = ("stored_name", "sha256", "tries", "due_at")
OF_WORK = "part of your work for the society, and may be about others; it is kept with what it belongs to"
_FACTS = ("original_name", "media_type", "size_bytes", "state", "reason", "uploaded_at", "decided_at")


def _own(whom: Whom) -> ColumnElement[bool]:
    return and_(Document.owner_id == whom.person_id, ~Document.subject.startswith(WORK))


HOLDINGS = (
    Holding(
        "Files that you handed in",
        Document,
        _own,
        exported=("subject", *_FACTS),
        withheld={A_NUMBER: ("id", "owner_id"), HOW_KEPT: ("reference", *OURS)},
        deleted=True,
    ),
    Holding(
        "Files that you kept for your work here",
        Document,
        lambda whom: and_(Document.owner_id == whom.person_id, Document.subject.startswith(WORK)),
        exported=("media_type", "size_bytes", "uploaded_at"),
        withheld={
            A_NUMBER: ("id", "owner_id"),
            HOW_KEPT: ("reference", *OURS),
            OF_WORK: ("subject", "original_name", "state", "reason", "decided_at"),
        },
        kept={LINKS: ("id", "owner_id", "subject"), HOW_KEPT: ("reference", *OURS), OF_WORK: _FACTS},
    ),
)


def files_of(whom: Whom) -> Iterator[tuple[str, Path]]:
    """The files that a person handed in: under which name each is given out, and where it is. None that waits or was refused."""
    return files_where(_own(whom)) if whom.person_id else iter(())


def delete_files(whom: Whom) -> None:
    """Take every file of a person off the disk, while it is still known which they are."""
    delete_where(_own(whom))


def files_where(which: ColumnElement[bool]) -> Iterator[tuple[str, Path]]:
    """The same of the documents that are meant, for rooms that keep files about people."""
    clean = select(Document).where(which, Document.state == "clean").order_by(Document.id)
    for number, each in enumerate(db.session.scalars(clean), 1):
        path = disk.path_of(each.stored_name)
        if path.is_file():
            extension = kinds.BY_TYPE[each.media_type].extension
            yield f"{number:02} {naming.download(each.original_name, extension)}", path


def delete_where(which: ColumnElement[bool]) -> None:
    """Take the files of the documents that are meant off the disk."""
    for each in db.session.scalars(select(Document.stored_name).where(which)):
        disk.delete(each)
