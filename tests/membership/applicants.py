"""Organisations, Heads of Profession and applications for tests, made without walking through the pages."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation, OrganisationDomain, Seat
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.mail.models import Message
from portal.membership import applying
from portal.membership.models import Application, Due, Membership, Step, Vote

WORK = {"job_title": "Network manager", "statement": "I want to learn from others."}


def body(
    app: Flask, name: str = "Leeds City Council", *, qualifies: bool = True, parent: int | None = None, domain: str = ""
) -> int:
    """A confirmed organisation; its id."""
    with app.app_context(), transaction():
        organisation = Organisation(
            reference=new_reference(),
            name=name,
            name_key=name.lower(),
            sector="local_government" if qualifies else "private",
            qualifies=qualifies,
            parent_id=parent,
            confirmed_at=clock.now(),
            created_at=clock.now(),
            updated_at=clock.now(),
        )
        db.session.add(organisation)
        db.session.flush()
        if domain:
            db.session.add(
                OrganisationDomain(
                    organisation_id=organisation.id, domain=domain, standing="confirmed", added_at=clock.now()
                )
            )
        return organisation.id


def reference_of(app: Flask, organisation_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Organisation, organisation_id).reference


def seat(app: Flask, organisation_id: int, person_id: int, role: str = "head_of_profession", *, confirmed: bool = True):
    with app.app_context(), transaction():
        db.session.add(
            Seat(
                organisation_id=organisation_id,
                person_id=person_id,
                role=role,
                given_at=clock.now(),
                confirmed_at=clock.now() if confirmed else None,
            )
        )


def make_member(app: Flask, organisation_id: int) -> None:
    """The organisation is a member in standing."""
    with app.app_context(), transaction():
        _membership("organisation", organisation_id=organisation_id)


def make_membership(app: Flask, person_id: int, klass: str = "individual", *, organisation_id: int | None = None):
    """The person is a member in standing."""
    with app.app_context(), transaction():
        _membership(klass, person_id=person_id, organisation_id=organisation_id)


def _membership(klass: str, *, person_id: int | None = None, organisation_id: int | None = None) -> None:
    membership = Membership(
        reference=new_reference(),
        klass=klass,
        person_id=person_id,
        organisation_id=organisation_id,
        began_on=clock.today() - timedelta(days=30),
    )
    db.session.add(membership)
    db.session.flush()
    db.session.add(
        Due(
            reference=new_reference(),
            membership_id=membership.id,
            year=clock.today().year,
            months=1,
            pence=1,
            offered_on=clock.today(),
            paid_on=clock.today(),
        )
    )


def draft(app: Flask, person_id: int, klass: str = "individual", *, at: int | None = None, **answers: object) -> str:
    """A draft with every answer that the class asks for; its reference."""
    given: dict[str, object] = {**WORK, **answers}
    if klass == "provider":
        given |= {"supplier": "Acme Services", "whole_time": True}
    with app.app_context(), transaction():
        application = applying.begin(klass, by=person_id, at=clock.now())
        if at is not None:
            application.organisation_id = at
        applying.fill_in(application, given)
        return application.reference


def sent_in(app: Flask, person_id: int, klass: str = "individual", *, at: int | None = None, **answers: object) -> str:
    """An application that was sent in; its reference."""
    reference = draft(app, person_id, klass, at=at, **answers)
    with app.app_context(), transaction():
        applying.submit(applying.own(person_id, reference), by=person_id, at=clock.now())
    return reference


def found(app: Flask, reference: str) -> Application:
    with app.app_context():
        row = db.session.scalars(select(Application).where(Application.reference == reference)).one()
        db.session.expunge(row)
        return row


def state_of(app: Flask, reference: str) -> tuple[str, int]:
    row = found(app, reference)
    return row.state, row.round


def events_of(app: Flask, reference: str) -> list[str]:
    with app.app_context():
        wanted = (
            select(Step.event)
            .join(Application, Application.id == Step.application_id)
            .where(Application.reference == reference, Step.after != "")
            .order_by(Step.id)
        )
        return list(db.session.scalars(wanted))


def votes_of(app: Flask, reference: str) -> list[tuple[int, bool]]:
    with app.app_context():
        wanted = select(Vote).join(Application).where(Application.reference == reference).order_by(Vote.id)
        return [(each.assessor_id, each.agrees) for each in db.session.scalars(wanted)]


def mails(app: Flask, kind: str) -> list[Message]:
    with app.app_context():
        wanted = select(Message).where(Message.kind == f"membership/mail/{kind}").order_by(Message.id)
        rows = list(db.session.scalars(wanted))
        for row in rows:
            db.session.expunge(row)
        return rows


def link_in(message: Message) -> str:
    """The path of the single-use link in a mail."""
    matched = re.search(r"/endorse/\S+", message.body)
    assert matched, message.body
    return matched[0]
