"""Letting go of documents: the row in the caller's transaction, the file by a job once that transaction stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from portal.database.base import db
from portal.documents import disk
from portal.documents.models import Document
from portal.foundation import clock
from portal.jobs import queueing

JOB = "documents.delete_files"


def remove(document: Document) -> None:
    """Let go of one document."""
    let_go([document])


def remove_all(subject: str) -> int:
    """Let go of all documents of a thing; how many there were."""
    return let_go(db.session.scalars(select(Document).where(Document.subject == subject)))


def let_go(documents: Iterable[Document]) -> int:
    """Let go of these; how many there were."""
    gone = list(documents)
    for each in gone:
        db.session.delete(each)
    if gone:
        queueing.enqueue(JOB, {"stored_names": [each.stored_name for each in gone]}, at=clock.now())
    db.session.flush()
    return len(gone)


def delete_files(facts: Mapping[str, Any]) -> str:
    """The job: take the files off the disk."""
    for each in facts["stored_names"]:
        disk.delete(each)
    return f"{len(facts['stored_names'])} files deleted"
