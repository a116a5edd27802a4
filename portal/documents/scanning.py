"""Having documents looked at by the scanner: soon after they came, and again until there is a verdict.

The scanner is asked outside of any transaction. Where there is no verdict the document goes on waiting, twice as long each
time; nobody may have it meanwhile.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select, update

from portal.accounts.models import Person
from portal.audit.recording import record
from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.documents import clamd, disk
from portal.documents.models import Document
from portal.foundation import clock
from portal.jobs import queueing
from portal.mail.posting import post

log = logging.getLogger(__name__)

JOB = "documents.scan"
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
FOUND = "A virus was found in it, so it was deleted."


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: int
    stored_name: str
    tries: int


def ask_for(*, at: datetime) -> None:
    """Let the worker look soon, in the caller's transaction."""
    queueing.enqueue(JOB, at=at)


def scan_due() -> tuple[int, int]:
    """Ask about every document that is due: how many got a verdict, how many go on waiting.

    Stops at the first without a verdict, since the next would fare no better; that one is put off.
    """
    settings: Settings = current_app.config["SETTINGS"]
    decided = 0
    while waiting := _next():
        try:
            found = (
                clamd.find_in(disk.path_of(waiting.stored_name), scanner=settings.scanner) if settings.scanner else None
            )
        except clamd.ScannerTrouble as trouble:
            log.warning(
                "documents.not_scanned", extra={"document": waiting.id, "tries": waiting.tries, "why": str(trouble)}
            )
            with transaction():
                _put_off(waiting, at=clock.now())
            break
        with transaction():
            _decide(waiting, found, at=clock.now())
        if found:
            disk.delete(waiting.stored_name)
        decided += 1
    return decided, _number_waiting()


def _next() -> _Waiting | None:
    with reading():
        due = (Document.state == "pending") & (Document.due_at <= clock.now())
        columns = (Document.id, Document.stored_name, Document.tries)
        row = db.session.execute(select(*columns).where(due).order_by(Document.due_at, Document.id).limit(1)).first()
        return _Waiting(*row) if row else None


def _put_off(waiting: _Waiting, *, at: datetime) -> None:
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(waiting.tries, 10))
    _write(waiting, tries=waiting.tries + 1, due_at=at + wait)


def _decide(waiting: _Waiting, found: str | None, *, at: datetime) -> None:
    if not found:
        _write(waiting, state="clean", decided_at=at, due_at=None)
    elif _write(waiting, state="refused", reason=FOUND, decided_at=at, due_at=None):
        document = db.session.get_one(Document, waiting.id)
        record("documents.refused", subject=document.subject, about=document.owner_id, facts={"found": found})
        _tell(document)


def _write(waiting: _Waiting, **values: object) -> bool:
    """Whether it still waited: another worker may have been quicker, or its owner may have removed it."""
    done = db.session.execute(
        update(Document).where(Document.id == waiting.id, Document.state == "pending").values(**values)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _tell(document: Document) -> None:
    owner = db.session.get(Person, document.owner_id) if document.owner_id else None
    if owner is None or owner.email is None:
        return
    post(
        "documents/mail/refused.txt",
        to=owner.email,
        person_id=owner.id,
        unique_key=f"documents.refused:{document.id}",
        name=owner.name,
        file_name=document.original_name,
    )


def _number_waiting() -> int:
    with reading():
        return db.session.scalar(select(func.count()).select_from(Document).where(Document.state == "pending")) or 0


def oldest_waiting() -> datetime | None:
    """Since when the document that has waited longest has had no verdict."""
    return db.session.scalar(select(func.min(Document.uploaded_at)).where(Document.state == "pending"))
