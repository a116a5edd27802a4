"""A live campaign of Leeds and members who may be found for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from flask import Flask

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.introducing import answering, approaching, consent, queries, saying, searching
from portal.introducing.saying import Said
from portal.mail.models import Message
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign
from tests import people
from tests.applying import making as applications
from tests.employers import acting
from tests.membership import applicants
from tests.posting import making as postings

T = TypeVar("T")
SAID = Said(levels=("mid", "senior"), places=("Bradford",), miles=25, least_pounds=20_000, clearance=("SC",))


@dataclass(frozen=True, slots=True)
class Scene:
    """A live campaign, its vacancy, its client and who takes part."""

    campaign: str
    posting: str
    vacancy: str
    client: str
    client_id: int
    owner: int
    consultant: int
    deputy: int


def scene(app: Flask) -> Scene:
    owner = people.make(app, "pat@leeds.gov.uk", name="Pat Moor")
    row = acting.organisation(app)
    acting.seat(app, row, owner, "owner")
    consultant = people.make(app, "cora@society.example", name="Cora Field", given=("consultant",))
    deputy = people.make(app, "dan@society.example", name="Dan Moss", given=("consultant",))
    posting, vacancy = applications.advert(app, row, owner)
    reference = campaign(app, row.id, posting, consultant, deputy)
    return Scene(reference, posting, vacancy, row.reference, row.id, owner, consultant, deputy)


def campaign(app: Flask, client: int, posting: str, consultant: int, deputy: int | None = None) -> str:
    with app.app_context(), transaction():
        row = Campaign(
            reference=new_reference(),
            organisation_id=client,
            posting_id=postings.find(posting).id,
            service="percentage",
            state="live",
            title="Network Engineer",
            consultant_id=consultant,
            deputy_id=deputy,
            begun_at=clock.now(),
            updated_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        return row.reference


def member(app: Flask, email: str, *, name: str = "Mina Quill", agreed: bool = True, **said: object) -> int:
    """A member in standing who has said what they are to be found by, and agreed unless told otherwise."""
    person = people.make(app, email, name=name)
    applicants.make_membership(app, person)
    say(app, person, agreed=agreed, **said)
    return person


def say(app: Flask, person: int, *, agreed: bool = True, **said: object) -> None:
    with app.app_context(), transaction():
        saying.keep(person, replace(SAID, **said), at=clock.now())  # type: ignore[arg-type]
        if agreed:
            saying.agree(person, version=consent.FOUND_VERSION, at=clock.now())


def found(app: Flask, reference: str) -> list[int]:
    """Whom the search finds, the best first."""
    with app.app_context():
        return [each.person_id for each in searching.found(campaigns.for_staff(reference), at=clock.now())]


def called(app: Flask, reference: str, person: int) -> str:
    with app.app_context():
        who = db.session.get_one(Person, person).reference
        return searching.called_in(campaigns.for_staff(reference), who)


def approach(app: Flask, scene: Scene, person: int, words: str = "Would you like to hear of a post?") -> str:
    """Write to this member; the approach's reference."""
    name = called(app, scene.campaign, person)
    with app.app_context(), transaction():
        row = approaching.send(campaigns.for_staff(scene.campaign), name, words, by=scene.consultant, at=clock.now())
        return row.reference


def answer(app: Flask, person: int, reference: str, act: Callable[..., T], **facts: object) -> T:
    with app.app_context(), transaction():
        return act(queries.own(person, reference, locked=True), **facts, at=clock.now())


def introduce(app: Flask, scene: Scene, person: int, reference: str) -> str:
    """Let this member be introduced; the introduction's reference."""
    with app.app_context():
        words = answering.words_for(campaigns.for_staff(scene.campaign))
    facts = {"version": consent.INTRODUCED_VERSION, "words": words}
    return answer(app, person, reference, answering.introduce, **facts).reference


def mails(app: Flask, kind: str) -> list[Message]:
    with app.app_context():
        return list(db.session.query(Message).filter_by(kind=f"introducing/mail/{kind}").order_by(Message.id))
