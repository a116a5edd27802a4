"""Memberships for tests, made as the panel's approval makes them."""

from __future__ import annotations

from datetime import date

from flask import Flask

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation, Seat
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.membership import admitting, paying, queries
from portal.membership.models import Application, Due, Membership


def organisation(app: Flask, name: str = "Anyshire Council", *, staff: int = 1_200, owner: int | None = None) -> int:
    """An organisation that staff confirmed; its id."""
    with app.app_context(), transaction():
        row = Organisation(
            reference=new_reference(),
            name=name,
            name_key=name.casefold(),
            sector="local_government",
            qualifies=True,
            staff_count=staff,
            created_at=clock.now(),
            updated_at=clock.now(),
            confirmed_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        if owner is not None:
            now = clock.now()
            db.session.add(Seat(organisation_id=row.id, person_id=owner, role="owner", given_at=now, confirmed_at=now))
        return row.id


def membership(
    app: Flask,
    person_id: int,
    klass: str = "individual",
    *,
    on: date | None = None,
    paid: bool = True,
    organisation_id: int | None = None,
    staff: int | None = None,
    answers: dict[str, str] | None = None,
) -> str:
    """An approved application's membership, its first fee paid unless told otherwise; its reference."""
    with app.app_context(), transaction():
        day = on or clock.today()
        application = Application(
            reference=new_reference(),
            klass=klass,
            person_id=person_id,
            organisation_id=organisation_id,
            staff_count=staff,
            state="approved",
            answers=answers or {},
            created_at=clock.now(),
        )
        db.session.add(application)
        db.session.flush()
        made = admitting.admit(application, on=day, by=None)
        due = queries.due_for(made, day.year)
        if paid and due is not None and due.paid_on is None:
            paying.pay(due, on=day, reference="TEST", by=None)
        return made.reference


def dues(app: Flask, reference: str) -> list[Due]:
    """What a membership owes or has paid, oldest first."""
    with app.app_context():
        row = queries.by_reference(reference)
        return queries.dues_of([row.id]).get(row.id, [])


def row(app: Flask, reference: str) -> Membership:
    with app.app_context():
        return queries.by_reference(reference)
