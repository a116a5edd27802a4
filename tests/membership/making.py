"""Memberships for tests, made as the panel's approval makes them."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation, Seat
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.mail.models import Message
from portal.membership import admitting, paying, queries
from portal.membership.models import Application, Due, Membership
from portal.membership.standing import Standing


def organisation(app: Flask, name: str = "Anyshire Council", *, staff: int = 1_200, owner: int | None = None) -> int:
    """An organisation that staff confirmed; its id."""
    with app.app_context(), transaction():
        made, now = bare_organisation(name, staff=staff), clock.now()
        if owner is not None:
            db.session.add(Seat(organisation_id=made, person_id=owner, role="owner", given_at=now, confirmed_at=now))
        return made


def bare_organisation(name: str, *, staff: int = 1_200) -> int:
    """The same in the caller's transaction."""
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


def due_of(app: Flask, reference: str, year: int) -> Due:
    """What a membership owes or has paid for a year; fails where it was not offered."""
    return next(each for each in dues(app, reference) if each.year == year)


def owed(app: Flask, reference: str) -> list[tuple[int, int, int, date | None]]:
    """Year, months, pence and day of payment of everything that a membership owes or has paid."""
    return [(each.year, each.months, each.pence, each.paid_on) for each in dues(app, reference)]


def pay(app: Flask, reference: str, year: int, *, on: date | None = None) -> None:
    with app.app_context(), transaction():
        due = queries.due_for(queries.by_reference(reference), year)
        assert due is not None
        paying.pay(due, on=on or clock.today(), reference="BACS 1", by=None)


def standing(app: Flask, reference: str, day: date | None = None) -> Standing:
    """How a membership stands on a day, today unless told otherwise."""
    with app.app_context():
        row = queries.by_reference(reference)
        return queries.standings([row], on=day or clock.today())[row.id]


def letters(app: Flask) -> list[tuple[str, str]]:
    """Every message of memberships in its order: the template's name and the recipient."""
    with app.app_context():
        rows = db.session.execute(
            select(Message.kind, Message.recipient).where(Message.kind.like("membership/mail/%")).order_by(Message.id)
        )
        return [(kind.removeprefix("membership/mail/"), recipient) for kind, recipient in rows]


def acts(app: Flask, reference: str) -> list[str]:
    """What the audit record says was done to a membership."""
    with app.app_context():
        wanted = select(AuditEntry.action).where(AuditEntry.subject == f"membership:{reference}")
        return list(db.session.scalars(wanted.order_by(AuditEntry.id)))


def everything(app: Flask) -> tuple[list[tuple[object, ...]], ...]:
    """All memberships, fees, letters and acts: to show that nothing changed."""
    with app.app_context():
        return tuple(
            [tuple(row) for row in db.session.execute(select(*table.__table__.columns).order_by(table.id))]
            for table in (Membership, Due, Message, AuditEntry)
        )
