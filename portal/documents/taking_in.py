"""Taking in a file that a person handed in: judged by its content, written to the disk, then told of by a row."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from flask import current_app
from sqlalchemy import ColumnElement, func, select

from portal.accounts.models import Person
from portal.audit.recording import record
from portal.database.base import db
from portal.documents import disk, kinds, naming, scanning
from portal.documents.kinds import MOST_BYTES, Kind
from portal.documents.models import WORK, Document
from portal.documents.refusals import Refused

MOST_FILES = 20
"""Of one person, everything that they handed in taken together."""
MOST_OF_WORK = 10
"""Of one thing of somebody's work (models.WORK)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A file that may be taken: what it is, and what of it is kept."""

    kind: Kind
    content: bytes


def judge(upload: IO[bytes]) -> Judged:
    """Look at what was sent, which may take a second or two: done before a transaction begins. Raises Refused."""
    return Judged(*kinds.examine(upload.read(MOST_BYTES + 1)))


def take(upload: IO[bytes] | Judged, name: str, *, owner: Person, subject: str, at: datetime) -> Document:
    """Keep a file for its owner, as a part of `subject`, in the caller's transaction. Raises Refused.

    `name` is what the owner calls it. With a scanner it cannot be had before that has found nothing in it.
    """
    judged = upload if isinstance(upload, Judged) else judge(upload)
    _refuse_too_many(owner, subject)
    waits = current_app.config["SETTINGS"].scanner is not None
    document = Document(
        reference=secrets.token_urlsafe(24),
        owner_id=owner.id,
        subject=subject,
        original_name=naming.tidy(name),
        media_type=judged.kind.media_type,
        size_bytes=len(judged.content),
        sha256=hashlib.sha256(judged.content).hexdigest(),
        state="pending" if waits else "clean",
        stored_name=disk.write(judged.content),
        uploaded_at=at,
        decided_at=None if waits else at,
        due_at=at if waits else None,
    )
    db.session.add(document)
    if waits:
        scanning.ask_for(at=at)
    record(
        "documents.taken_in", by=owner.id, subject=subject, about=owner.id, facts={"media_type": document.media_type}
    )
    db.session.flush()
    return document


def _refuse_too_many(owner: Person, subject: str) -> None:
    """Counted while the owner's account is held, so that two uploads at once are counted one after the other."""
    db.session.execute(select(Person.id).where(Person.id == owner.id).with_for_update())
    if subject.startswith(WORK):
        if (held := _number(Document.subject == subject)) >= MOST_OF_WORK:
            raise Refused(
                f"There are {held} files here, which is the most. Remove one that is not needed any more first."
            )
    elif (held := _number(Document.owner_id == owner.id, ~Document.subject.startswith(WORK))) >= MOST_FILES:
        raise Refused(
            f"You have handed in {held} files, which is the most. Remove one that is not needed any more first."
        )


def _number(*which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Document).where(*which)) or 0
