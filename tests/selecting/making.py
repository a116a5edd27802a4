"""A campaign in selection with its people and applications, for tests of those who choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask

from portal.applying.models import JobApplication
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.recruitment import weighing
from portal.recruitment.models import Campaign, PanelMember
from portal.selecting import desks, queries, scoring
from portal.selecting.desks import Desk
from tests import people
from tests.applying import making as applications
from tests.employers import acting
from tests.posting import making as postings

NAMES = ("Robin Hall", "Ada Quill", "Bo Ferrant", "Cy Lark", "Di Marsh")


@dataclass(frozen=True, slots=True)
class Scene:
    """Who chooses, for which campaign, and the applications by the order in which they were sent."""

    campaign: str
    posting: str
    vacancy: str
    client: str
    owner: int
    consultant: int
    deputy: int
    chair: int
    member: int
    sent: tuple[str, ...]


def scene(app: Flask, *, number: int = 2, **changes: dict[str, Any]) -> Scene:
    """Leeds has a campaign in selection; so many people have applied."""
    owner = people.make(app, "pat@leeds.gov.uk", name="Pat Moor")
    row = acting.organisation(app)
    acting.seat(app, row, owner, "owner")
    consultant = people.make(app, "cora@society.example", name="Cora Field", given=("consultant",))
    deputy = people.make(app, "dan@society.example", name="Dan Moss", given=("consultant",))
    chair = people.make(app, "chair@leeds.gov.uk", name="Chris Chair")
    member = people.make(app, "panel@leeds.gov.uk", name="Pru Panel")
    posting, vacancy = applications.advert(app, row, owner, **changes)
    sent = tuple(applied(app, vacancy, place) for place in range(number))
    with app.app_context(), transaction():
        campaign = Campaign(
            reference=new_reference(),
            organisation_id=row.id,
            posting_id=postings.find(posting).id,
            service="percentage",
            state="selection",
            title="Network Engineer",
            consultant_id=consultant,
            deputy_id=deputy,
            begun_at=clock.now(),
            updated_at=clock.now(),
        )
        db.session.add(campaign)
        db.session.flush()
        weighing.freeze(campaign, at=clock.now())
        for person, is_chair in ((chair, True), (member, False)):
            db.session.add(
                PanelMember(
                    reference=new_reference(),
                    campaign_id=campaign.id,
                    person_id=person,
                    is_chair=is_chair,
                    invited_at=clock.now(),
                    taken_up_at=clock.now(),
                )
            )
        reference = campaign.reference
    return Scene(reference, posting, vacancy, row.reference, owner, consultant, deputy, chair, member, sent)


def applied(app: Flask, vacancy: str, place: int, **changes: Any) -> str:
    """An application of the candidate at this place of NAMES; its reference."""
    person = people.make(app, f"candidate{place}@example.org", name=NAMES[place])
    said = {"E1": f"{NAMES[place]} ran routed networks.", "E2": "I moved us to two new firewalls."}
    return applications.sent(app, vacancy, person, contact={"name": NAMES[place]}, criteria=said, **changes)


def desk(scene: Scene, person: int) -> Desk:
    """The desk of this person, in the caller's session."""
    if person in (scene.consultant, scene.deputy):
        return desks.of_consultant(person, scene.campaign)
    return desks.of_panel(person, scene.campaign)


def score(app: Flask, scene: Scene, person: int, reference: str, *scores: int) -> None:
    """Hand in these scores, for E1, E2 and D1 in this order."""
    keys = ("E1", "E2", "D1")
    with app.app_context(), transaction():
        own = desk(scene, person)
        evidence = {key: f"Evidence for {key}" for key in keys}
        given = dict(zip(keys, scores, strict=True))
        scoring.save(own, queries.one(own, reference), given, evidence, done=True, at=clock.now())


def state_of(app: Flask, reference: str) -> str:
    with app.app_context():
        found: str = db.session.query(JobApplication.state).filter_by(reference=reference).scalar()
        return found
