"""What this room keeps of a person, and its erasure."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from portal.accounts.models import Person
from portal.database.base import db
from portal.reports.models import Report


def export(person_id: int) -> dict[str, Any]:
    """The reports and complaints that the person sent, signed in or under their e-mail address."""
    return {
        "reports": [
            {
                "reference": each.reference,
                "matter": each.matter,
                "received_at": each.received_at.isoformat(),
                "name": each.name,
                "email": each.email,
                "text": each.text,
                "state": each.state,
                "answer": each.answer,
            }
            for each in db.session.scalars(select(Report).where(_of(person_id)).order_by(Report.id))
        ]
    }


def erase(person_id: int) -> None:
    """Take the words, name and address out of the person's reports; that there was one, and when, stays."""
    db.session.execute(
        update(Report)
        .where(_of(person_id))
        .values(text="", name="", email="", email_key="", answer="", person_id=None)
        .execution_options(synchronize_session=False)
    )


def _of(person_id: int) -> ColumnElement[bool]:
    person = db.session.get(Person, person_id)
    theirs = Report.person_id == person_id
    return or_(theirs, Report.email_key == person.email_key) if person and person.email_key else theirs
