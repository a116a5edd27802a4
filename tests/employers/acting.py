"""Organisations with their people, made without walking through the pages."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import confirming, organisations
from portal.employers.models import Organisation, Seat
from portal.employers.register import load_register
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.mail.models import Message

LEEDS = next(body for body in load_register().bodies.values() if "leeds.gov.uk" in body.domains)
BRADFORD = next(body for body in load_register().bodies.values() if "bradford.gov.uk" in body.domains)


def organisation(app: Flask, key: str = LEEDS.key) -> Organisation:
    """The row of this body."""
    with app.app_context(), transaction():
        return organisations.of_body(key)


def added(app: Flask, name: str, *, sector: str = "third_sector", confirmed_by: int | None = None) -> Organisation:
    """One that people added, by hand of nobody in particular; confirmed if somebody is named."""
    with app.app_context(), transaction():
        row = Organisation(
            reference=new_reference(),
            name=name,
            name_key=organisations.name_key(name),
            sector=sector,
            qualifies=True,
            created_at=clock.now(),
            updated_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        return confirming.confirm(row.id, by=confirmed_by) if confirmed_by else row


def seat(app: Flask, row: Organisation, person_id: int, *roles: str, confirmed: bool = True) -> None:
    """Give these roles to the person."""
    at = clock.now()
    with app.app_context(), transaction():
        for role in roles:
            db.session.add(
                Seat(
                    organisation_id=row.id,
                    person_id=person_id,
                    role=role,
                    given_at=at,
                    confirmed_at=at if confirmed else None,
                )
            )


def roles_of(app: Flask, row: Organisation) -> dict[int, set[str]]:
    """Who has which roles, waiting ones too."""
    found: dict[int, set[str]] = {}
    with app.app_context():
        for person_id, role in db.session.execute(
            select(Seat.person_id, Seat.role).where(Seat.organisation_id == row.id)
        ):
            found.setdefault(person_id, set()).add(role)
    return found


def mails(app: Flask, kind: str) -> list[Message]:
    """What waits in the outbox of this kind, the oldest first."""
    with app.app_context():
        rows = db.session.scalars(select(Message).where(Message.kind == f"employers/mail/{kind}").order_by(Message.id))
        return list(rows)


def link_in(message: Message) -> str:
    """The path of the invitation's link."""
    found = re.search(r"/invitation/\S+", message.body)
    assert found, message.body
    return found[0]


def acts(app: Flask) -> list[str]:
    """What the audit record tells of organisations, the oldest first."""
    with app.app_context():
        return list(
            db.session.scalars(
                select(AuditEntry.action).where(AuditEntry.action.startswith("employers.")).order_by(AuditEntry.id)
            )
        )
