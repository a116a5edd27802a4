"""Campaigns for tests, moved by their verbs without walking through the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from portal.accounts.roles import give
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.mail.models import Message
from portal.posting import agreement
from portal.recruitment import advertising, agreeing, assigning, beginning, queries, terms
from portal.recruitment.models import Campaign
from tests.conftest import MakePerson
from tests.posting import making as postings

STAGES = ("enquiry", "agreed", "drafted", "approved", "live")


@dataclass(frozen=True, slots=True)
class Cast:
    """Leeds with its owner, and a consultant."""

    client: Organisation
    owner: int
    consultant: int


def cast(app: Flask, make_person: MakePerson) -> Cast:
    client, owner = postings.employer(app, make_person)
    return Cast(client, owner, make_person("cora@society.example", name="Cora Field", roles=("consultant",)))


def another(app: Flask, make_person: MakePerson, email: str, name: str = "Dan Moss") -> int:
    """Another consultant."""
    person = make_person(email, name=name)
    with app.app_context(), transaction():
        give(person, "consultant", by=None)
    return person


def enquiry(app: Flask, cast: Cast, *, service: str = "percentage", title: str = "Network Engineer") -> str:
    """An enquiry of the client in the consultants' queue; its reference."""
    with app.app_context(), transaction():
        client = db.session.get_one(Organisation, cast.client.id)
        facts = {"title": title, "service": service, "posts": 1, "wanted": "In January", "details": ""}
        return beginning.enquire(client, **facts, by=cast.owner, at=clock.now()).reference


def campaign(app: Flask, cast: Cast, *, until: str = "enquiry", service: str = "percentage") -> str:
    """A campaign of the consultant that has got so far; its reference."""
    reference = enquiry(app, cast, service=service)
    act(app, reference, lambda it: assigning.take(it, by=cast.consultant, at=clock.now()))
    for stage in STAGES[1 : STAGES.index(until) + 1]:
        _ON[stage](app, cast, reference)
    return reference


def act(app: Flask, reference: str, what: Callable[[Campaign], object]) -> None:
    """Do something with a campaign in a transaction."""
    with app.app_context(), transaction():
        what(queries.for_staff(reference, locked=True))


def ask(app: Flask, reference: str, what: Callable[[Campaign], object]) -> object:
    """Ask something of a campaign."""
    with app.app_context():
        return what(queries.for_staff(reference))


def state_of(app: Flask, reference: str) -> object:
    return ask(app, reference, lambda it: it.state)


def mails(app: Flask, kind: str) -> list[str]:
    """To whom mails of this kind go, in order."""
    with app.app_context():
        rows = db.session.query(Message).filter_by(kind=f"recruitment/mail/{kind}").order_by(Message.id)
        return [each.recipient for each in rows]


def _agree(app: Flask, cast: Cast, reference: str) -> None:
    def both(it: Campaign) -> None:
        at = clock.now()
        if it.service == "percentage":
            agreeing.set_fee(it, percent_parts=1_800, remuneration="Basic salary", by=cast.consultant, at=at)
        agreeing.agree(it, seen=terms.mark_of(agreeing.text_for(it, at=at)), by=cast.owner, at=at)

    act(app, reference, both)


def _send(app: Flask, cast: Cast, reference: str) -> None:
    vacancy = postings.posting(app, cast.client, cast.consultant)

    def both(it: Campaign) -> None:
        advertising.choose(it, vacancy, by=cast.consultant, at=clock.now())
        advertising.send(it, by=cast.consultant, at=clock.now())

    act(app, reference, both)


def _approve(app: Flask, cast: Cast, reference: str) -> None:
    def approve(it: Campaign) -> None:
        posting = queries.posting_of(it)
        assert posting is not None
        advertising.approve(it, seen=agreement.mark_of_text(posting.answers), by=cast.owner, at=clock.now())

    act(app, reference, approve)


def _go_live(app: Flask, cast: Cast, reference: str) -> None:
    act(app, reference, lambda it: advertising.go_live(it, by=cast.consultant, at=clock.now()))


_ON = {"agreed": _agree, "drafted": _send, "approved": _approve, "live": _go_live}
