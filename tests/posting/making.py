"""Vacancies of employers for tests, written without walking through the pages, which have tests of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.posting import publishing, writing
from portal.posting.models import Posting
from tests.conftest import MakePerson
from tests.employers import acting

ANSWERS: dict[str, dict[str, Any]] = {
    "role": {"title": "Network Engineer", "role": "", "level": "", "own_reference": "ICT-0042", "posts": "1"},
    "employer": {"advertise_as": "Leeds City Council", "serves": "", "department": "Digital and Information"},
    "place": {"workplace": "hybrid", "office_days": "2", "places": "Leeds LS2 8BB\nWakefield"},
    "pay": {
        "how": "pounds",
        "minimum": "£38,626",
        "maximum": "42,708",
        "per": "year",
        "basis": "full_time",
        "scheme": "njc_scp",
        "grade": "29 to 32",
        "allowances": "£1,200 a year for being on call",
        "pay_note": "",
    },
    "terms": {"contract": "permanent", "lasts": "", "pattern": ["full_time", "job_share"], "hours": "37"},
    "clearance": {"clearance": ["DBS_basic"], "sponsorship": "no", "other_checks": ""},
    "closing": {
        "closes_on": ["13", "12", "2026"],
        "closes_time": "11:59pm",
        "interviews": "The week of 4 January 2027",
        "starts": "",
    },
    "applying": {"way": "link", "link": "https://jobs.leeds.gov.uk/vacancies/4711", "mail": "", "apply_note": ""},
    "description": {
        "text": "You run the council’s **networks**: firewalls, switches and wireless in 240 buildings.\n\n"
        "- keep them safe and up to date\n- plan what comes next with our schools\n\nYou join a team of nine."
    },
    "criteria": {
        "essential": "1. Experience of running routed networks\n2. Knowledge of firewalls",
        "desirable": "A driving licence",
    },
    "contacts": {
        "contact_name": "Sam Okafor",
        "contact_title": "Network Manager",
        "contact_email": "sam.okafor@leeds.gov.uk",
        "contact_phone": "",
        "contact_shown": "",
    },
    "inclusion": {"statements": ["disability_confident", "flexible"], "own_statement": ""},
}


def answers(**changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Everything filled in, with these fields of these sections different; a section given as {} is left out."""
    made = {key: {**value, **changes[key]} if changes.get(key) else dict(value) for key, value in ANSWERS.items()}
    return {key: value for key, value in made.items() if changes.get(key) != {}}


def employer(
    app: Flask, make_person: MakePerson, *roles: str, email: str = "pat@leeds.gov.uk"
) -> tuple[Organisation, int]:
    """Leeds City Council and a person of it with these roles, owner unless told otherwise."""
    person = make_person(email, name="Pat Moor")
    row = acting.organisation(app)
    acting.seat(app, row, person, *(roles or ("owner",)))
    return row, person


def posting(app: Flask, row: Organisation, by: int, **changes: dict[str, Any]) -> str:
    """A draft with everything filled in; its reference."""
    with app.app_context(), transaction():
        organisation = db.session.get_one(Organisation, row.id)
        made = writing.begin(organisation, title="Network Engineer", by=by, at=clock.now())
        for section, typed in answers(**changes).items():
            writing.save(made, section, typed, by=by, at=clock.now())
        return made.reference


def bought(app: Flask, reference: str, *, weeks: int = 4, kind: str = "advert", subject: str = "credit:1") -> None:
    """Note that an advert was paid for."""
    with app.app_context(), transaction():
        publishing.note_purchase(find(reference), kind=kind, weeks=weeks, subject=subject, by=None, at=clock.now())


def find(reference: str) -> Posting:
    """The row, in the caller's session."""
    return db.session.query(Posting).filter_by(reference=reference).one()


def published(app: Flask, row: Organisation, by: int, **changes: dict[str, Any]) -> tuple[str, str]:
    """A live vacancy: its reference with the employer, and the public's."""
    reference = posting(app, row, by, **changes)
    bought(app, reference)
    with app.app_context(), transaction():
        return reference, publishing.publish(find(reference), by=by, at=clock.now()).reference


def in_step(app: Flask) -> None:
    """Let the index hear of everything."""
    assert app.test_cli_runner().invoke(args=["search", "sync"]).exit_code == 0


def later(at: datetime, **more: float) -> str:
    """A time for the test's clock."""
    return (at + timedelta(**more)).isoformat()
