"""A campaign whose candidates are invited to interviews and know it, with rounds and times, for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask

from portal.applying.models import JobApplication
from portal.applying.moving import move
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.interviewing import arranging, choosing, inviting, queries, schedule
from portal.interviewing.models import Interview
from portal.interviewing.times import Span
from portal.mail.models import Message
from tests.caseload import making as applied
from tests.selecting import making as selecting
from tests.selecting.making import Scene

FIRST = datetime(2026, 12, 15, 10, 0, tzinfo=UTC)
FACTS: dict[str, Any] = {
    "name": "First interview",
    "way": "in_person",
    "address": "Civic Hall, Calverley Street, Leeds LS1 1UR",
    "link": "",
    "minutes": 45,
    "notice": 24,
    "who": "Chris Chair, Head of Infrastructure",
    "prepare": "Bring a drawing of a network.",
    "interviewers": [],
    "choose_by": datetime(2026, 12, 11, 23, 59, tzinfo=UTC),
}


def scene(app: Flask, *, number: int = 2, told: bool = True) -> Scene:
    """So many candidates stand at an interview, and have been told of it."""
    made = selecting.scene(app, number=number)
    for reference in made.sent:
        at_interview(app, made, reference, told=told)
    return made


def at_interview(app: Flask, scene: Scene, reference: str, *, told: bool = True) -> None:
    """Take an application there."""
    with app.app_context(), transaction():
        application = find(reference)
        for event, by in (("longlist", scene.consultant), ("shortlist", scene.chair), ("invite", scene.consultant)):
            step = move(application, event, by=by, at=clock.now(), reason="Evidence.")
        if told:
            step.told_at, step.told_words = clock.now(), "We would like to meet you."


def find(reference: str) -> JobApplication:
    return db.session.query(JobApplication).filter_by(reference=reference).one()


def round_with(
    app: Flask, scene: Scene, number: int = 3, *, starts: datetime = FIRST, **facts: Any
) -> tuple[str, list[str]]:
    """A round with so many times, an hour apart; its reference and theirs."""
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        row = arranging.make_round(desk, {**FACTS, **facts}, at=clock.now())
        spans = [Span(starts + timedelta(hours=n), starts + timedelta(hours=n, minutes=45)) for n in range(number)]
        slots = arranging.add_slots(desk, row, spans, room="", beside=True, at=clock.now()) if number else []
        return row.reference, [each.reference for each in slots]


def invited(app: Flask, scene: Scene, round_: str) -> list[str]:
    """Invite everybody; the references of their interviews, in the order of `scene.sent`."""
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        inviting.invite(desk, schedule.round_of(desk, round_), scene.sent, at=clock.now())
    with app.app_context():
        return [one.interview.reference for ref in scene.sent for one in queries.of_application(find(ref).id)[-1:]]


def candidate(reference: str) -> int:
    person_id = find(reference).person_id
    assert person_id is not None
    return person_id


def choose(app: Flask, application: str, interview: str, slot: str, *, at: datetime | None = None) -> None:
    with app.app_context(), transaction():
        by = candidate(application)
        held = queries.own(by, application, interview, locked=True)
        choosing.choose(held, slot, by=by, at=at or clock.now())


def interview(reference: str) -> Interview:
    return db.session.query(Interview).filter_by(reference=reference).one()


def state_of(app: Flask, reference: str) -> tuple[str, datetime | None]:
    """Its state, and the time that it has."""
    with app.app_context():
        row = interview(reference)
        return row.state, row.starts_at if row.slot_id else None


def kinds(app: Flask) -> list[str]:
    """Which mails wait, by their last words, in the order in which they were written."""
    with app.app_context():
        rows = db.session.query(Message.kind).filter(Message.kind.startswith("interviewing/")).order_by(Message.id)
        return [kind.rpartition("/")[2] for (kind,) in rows]


def forget_mail(app: Flask) -> None:
    """As if every mail had been sent long ago."""
    with app.app_context(), transaction():
        db.session.query(Message).delete()


def place(
    app: Flask, scene: Scene, reference: str, slot: str, because: str = "", *, at: datetime | None = None
) -> None:
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        held = queries.interview_of(desk, reference, locked=True)
        inviting.place(desk, held, slot, because=because, at=at or clock.now())


def crowd(app: Flask, scene: Scene, round_: str, number: int, *, first: int) -> None:
    """So many more interviews in the round, of applications numbered from `first`: of four, one has a time and is to
    come, one was held and waits for feedback, one has no time, and one ended with a candidate who withdrew; and as many
    candidates who stand at an interview and are not in the round."""
    sent = applied.crowd(app, scene.posting, number, first=first, state="interview")
    applied.crowd(app, scene.posting, number, first=first + 100, state="interview")
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        row = schedule.round_of(desk, round_)
        starts = FIRST + timedelta(days=first)
        spans = [
            Span(starts + timedelta(minutes=10 * n), starts + timedelta(minutes=10 * n + 9)) for n in range(number)
        ]
        slots = arranging.add_slots(desk, row, spans, room="", beside=True, at=clock.now())
        for place, (reference, slot) in enumerate(zip(sent, slots, strict=True)):
            application = find(reference)
            state = ("booked", "attended", "invited", "cancelled")[place % 4]
            application.state = {"attended": "unsuccessful", "cancelled": "withdrawn"}.get(state, application.state)
            at = {"slot_id": slot.id, "starts_at": slot.starts_at, "ends_at": slot.ends_at}
            db.session.add(
                Interview(
                    reference=new_reference(),
                    round_id=row.id,
                    application_id=application.id,
                    state=state,
                    updated_at=clock.now(),
                    **(at if state in ("booked", "attended") else {}),
                )
            )
