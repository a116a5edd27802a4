"""What this room holds of a person: the files that they handed in, with the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from portal.database.base import db
from portal.database.holding import A_NUMBER, Holding, Whom, of
from portal.documents import disk, kinds, naming
from portal.documents.models import Document

_OURS = ("reference", "stored_name", "sha256", "tries", "due_at")

HOLDINGS = (
    Holding(
        "Files that you handed in",
        Document,
        of(Document.owner_id),
        exported=(
            "subject",
            "original_name",
            "media_type",
            "size_bytes",
            "state",
            "reason",
            "uploaded_at",
            "decided_at",
        ),
        withheld={A_NUMBER: ("id", "owner_id"), "how the portal keeps the file and has it looked at": _OURS},
        deleted=True,
    ),
)


def files_of(whom: Whom) -> Iterator[tuple[str, Path]]:
    """The files that a person handed in: under which name each is given out, and where it is. None that waits or was refused."""
    mine = select(Document).where(Document.owner_id == whom.person_id, Document.state == "clean").order_by(Document.id)
    for number, each in enumerate(db.session.scalars(mine) if whom.person_id else (), 1):
        path = disk.path_of(each.stored_name)
        if path.is_file():
            extension = kinds.BY_TYPE[each.media_type].extension
            yield f"{number:02} {naming.download(each.original_name, extension)}", path


def delete_files(whom: Whom) -> None:
    """Take every file of a person off the disk, while it is still known which they are."""
    for each in db.session.scalars(select(Document.stored_name).where(Document.owner_id == whom.person_id)):
        disk.delete(each)
