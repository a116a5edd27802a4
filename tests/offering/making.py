"""A campaign with somebody who was interviewed, offers to them, and the checks that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Flask

from portal.applying import queries as applications
from portal.applying import states
from portal.applying.models import JobApplication
from portal.applying.moving import as_steps, history, move
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.offering import answering, checking, queries, settling
from portal.offering import making as offers
from portal.offering.models import Offer, OfferCheck
from portal.offering.terms import Terms
from portal.selecting import queries as chosen
from portal.selecting import telling
from portal.selecting.desks import Desk
from tests.selecting import making
from tests.selecting.making import Scene

PATH = ("longlist", "shortlist", "invite")
TERMS = Terms(
    post="Network Engineer, grade 9",
    salary_pence=4_850_000,
    hours="37 hours a week",
    starts_on=date(2027, 2, 1),
    conditions="Proof of your right to work\nTwo references",
    answer_by=date(2026, 12, 8),
)
FIRM = replace(TERMS, conditions="")


def interviewed(app: Flask, scene: Scene, place: int = 0) -> str:
    """Bring the application at this place to its interview, and tell its candidate; the reference."""
    reference = scene.sent[place]
    with app.app_context(), transaction():
        row = find(reference)
        for event in PATH:
            step = move(row, event, by=scene.consultant, at=clock.now(), reason="Evidence.")
        step.told_at, step.told_words = clock.now(), "Please come."
    return reference


def at_desk(app: Flask, scene: Scene, reference: str, act: Callable[[Desk, JobApplication], Any]) -> Any:
    """Do this as the consultant, in a transaction."""
    with app.app_context(), transaction():
        desk = making.desk(scene, scene.consultant)
        return act(desk, chosen.one(desk, reference, locked=True))


def offer(
    app: Flask, scene: Scene, reference: str, terms: Terms = TERMS, *, again: bool = False, because: str = ""
) -> int:
    """Offer the post to somebody whom the panel has chosen; the number of the terms."""
    choose(app, scene, reference)

    def act(desk: Desk, row: JobApplication) -> int:
        return offers.offer(desk, row, terms, again=again, because=because, at=clock.now()).number

    return int(at_desk(app, scene, reference, act))


def choose(app: Flask, scene: Scene, reference: str) -> None:
    """The panel's chair says that they are to be appointed, where they wait for that and it was not said."""
    with app.app_context(), transaction():
        row = find(reference)
        if row.state == states.INTERVIEW and not states.is_chosen(as_steps(history(row))):
            move(row, "appoint", by=scene.chair, at=clock.now(), reason="The strongest interview.")


def tell(app: Flask, scene: Scene, reference: str) -> None:
    """Tell the candidate of the newest decision."""
    with app.app_context(), transaction():
        desk = making.desk(scene, scene.consultant)
        expected = {reference: chosen.one(desk, reference).state}
        telling.tell(desk, [reference], telling.TEMPLATES, expected=expected, at=clock.now())


def accept(app: Flask, reference: str, read: int = 1, *, sure: bool = True) -> None:
    with app.app_context(), transaction():
        person = find(reference).person_id or 0
        row = applications.own(person, reference, locked=True)
        answering.accept(row, applications.job_of(row), read=read, sure=sure, by=person, at=clock.now())


def decline(app: Flask, reference: str, because: str = "") -> None:
    with app.app_context(), transaction():
        person = find(reference).person_id or 0
        row = applications.own(person, reference, locked=True)
        answering.decline(row, applications.job_of(row), because=because, by=person, at=clock.now())


def accepted(app: Flask, scene: Scene, terms: Terms = TERMS, *, place: int = 0) -> str:
    """Somebody has accepted an offer on these terms; their application."""
    reference = interviewed(app, scene, place)
    offer(app, scene, reference, terms)
    tell(app, scene, reference)
    accept(app, reference)
    return reference


def clear_all(app: Flask, scene: Scene, reference: str) -> None:
    """Every check is clear."""

    def act(desk: Desk, row: JobApplication) -> None:
        standing = queries.standing(row)
        if standing is None:
            raise RuleBroken("There is no offer that stands.")
        for each in queries.checks_of(standing):
            set_check(desk, row, each.kind, "clear")

    at_desk(app, scene, reference, act)


def set_check(desk: Desk, row: JobApplication, kind: str, state: str, note: str = "") -> None:
    day = date(2026, 12, 20)
    checking.set_state(desk, row, kind, state=state, due=day, owner_id=None, note=note, at=clock.now())


def met(app: Flask, scene: Scene, terms: Terms = TERMS, *, place: int = 0) -> str:
    """Their conditions are met, and they know it."""
    reference = accepted(app, scene, terms, place=place)
    clear_all(app, scene, reference)
    at_desk(app, scene, reference, lambda desk, row: settling.meet(desk, row, at=clock.now()))
    tell(app, scene, reference)
    return reference


def find(reference: str) -> JobApplication:
    return db.session.query(JobApplication).filter_by(reference=reference).one()


def state_of(app: Flask, reference: str) -> str:
    return making.state_of(app, reference)


def rows_of(app: Flask, reference: str) -> list[tuple[int, str]]:
    """The numbers and states of its offers, in order."""
    with app.app_context():
        found = db.session.query(Offer).filter_by(application_id=find(reference).id).order_by(Offer.number)
        return [(each.number, each.state) for each in found]


def checks_of(app: Flask, reference: str) -> dict[str, str]:
    """The kinds and states of its checks."""
    with app.app_context():
        ids = [each.id for each in db.session.query(Offer).filter_by(application_id=find(reference).id)]
        found = db.session.query(OfferCheck).filter(OfferCheck.offer_id.in_(ids))
        return {each.kind: each.state for each in found}
