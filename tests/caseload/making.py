"""Rows of the queue and bulk applications for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event, select

from portal.applying.models import ApplicationStep, JobApplication
from portal.caseload import queue
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.posting.models import Posting
from portal.recruitment.duties import Duty


def duties(app: Flask, person: int) -> list[Duty]:
    """What this person's queue holds."""
    with app.test_request_context():
        return list(queue.of(person, at=clock.now()).duties)


def said(app: Flask, person: int) -> list[str]:
    """The same as sentences."""
    return [each.what for each in duties(app, person)]


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """The statements that are asked meanwhile."""
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def crowd(app: Flask, posting: str, number: int, *, first: int = 1, state: str = "submitted") -> list[str]:
    """So many applications of nobody in particular, written at once; their references."""
    made = []
    with app.app_context(), transaction():
        posting_id = db.session.scalar(select(Posting.id).where(Posting.reference == posting))
        for place in range(first, first + number):
            row = JobApplication(
                reference=new_reference(),
                posting_id=posting_id,
                state=state,
                number=place,
                answers={"contact": {"name": f"Person {place}"}, "criteria": {}},
                created_at=clock.now(),
                updated_at=clock.now() - timedelta(hours=1),
                submitted_at=clock.now() - timedelta(days=1),
            )
            db.session.add(row)
            db.session.flush()
            db.session.add(
                ApplicationStep(
                    application_id=row.id,
                    event="submit",
                    before="draft",
                    after="submitted",
                    at=clock.now() - timedelta(days=1),
                    told_words="",
                )
            )
            if state == "longlisted":
                db.session.add(
                    ApplicationStep(
                        application_id=row.id,
                        event="longlist",
                        before="submitted",
                        after="longlisted",
                        at=clock.now() - timedelta(hours=1),
                        told_words="",
                    )
                )
            made.append(row.reference)
    return made
