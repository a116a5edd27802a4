"""Applications for tests, written without walking through the pages, which have tests of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask

from portal.accounts.models import Person
from portal.applying import beginning, key, queries, submitting, writing
from portal.applying.models import JobApplication
from portal.applying.wanted import Criterion, Wanted
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from tests.posting import making as postings

TODAY = date(2026, 11, 24)
WANTED = Wanted(
    criteria=(
        Criterion("E1", "Experience of running routed networks", True),
        Criterion("E2", "Knowledge of firewalls", True),
        Criterion("D1", "A driving licence", False),
    ),
    words=250,
    cv="may",
    referees=True,
    schemes=("disabled", "at_risk"),
    today=TODAY,
)
POST: dict[str, Any] = {
    "kind": "work",
    "post_title": "Network Officer",
    "employer": "Wakefield Council",
    "since": "March 2019",
    "until": "",
    "now": ["y"],
    "did": "Ran the campus network.",
}
ANSWERS: dict[str, dict[str, Any]] = {
    "contact": {"name": "Robin Hall", "called": "", "phone": "07700 900 982", "postal": ""},
    "right_to_work": {"right": "yes", "right_note": ""},
    "employment": {"posts": [POST], "nothing": ""},
    "criteria": {
        "E1": "I ran the routed network of a council with 90 sites.",
        "E2": "I moved us to two new firewalls.",
        "D1": "",
    },
    "referees": {
        "first_name": "Kim Ash",
        "first_relation": "My line manager since 2021",
        "first_mail": "kim.ash@wakefield.gov.uk",
        "second_name": "Jo Oak",
        "second_relation": "My manager before",
        "second_mail": "jo.oak@example.org",
        "tell_first": ["y"],
    },
    "schemes": {"schemes": []},
    "adjustments": {"needs": "no", "about": ""},
    "declarations": {"related": "no", "related_note": "", "true": ["y"]},
}
EQUALITY = {"age": "35_44", "sex": "female", "ethnicity": "mixed"}
HERE = {"applying": {"way": "here", "here_words": "250", "here_cv": "may", "here_referees": ["y"]}}


def advert(app: Flask, row: Organisation, by: int, **changes: dict[str, Any]) -> tuple[str, str]:
    """A live vacancy that takes applications here: its reference with the employer, and the public's."""
    return postings.published(app, row, by, **{**HERE, **changes})


def begun(app: Flask, vacancy: str, person_id: int) -> str:
    """A draft of this person; its reference."""
    with app.app_context(), transaction():
        person = db.session.get_one(Person, person_id)
        return beginning.begin(queries.job_shown(vacancy), by=person, at=clock.now()).reference


def filled(app: Flask, vacancy: str, person_id: int, **changes: dict[str, Any]) -> str:
    """A draft in which everything is answered, with these fields of these sections different."""
    reference = begun(app, vacancy, person_id)
    with app.app_context(), transaction():
        application = find(reference)
        job = queries.job_of(application)
        for section, typed in ANSWERS.items():
            answers = {**typed, **changes.get(section, {})}
            if section == "employment":
                application.answers = {**application.answers, "employment": answers}
            else:
                writing.save(application, job, section, answers, key=key.of_portal(), at=clock.now())
        if "equality" in changes:
            writing.save(application, job, "equality", changes["equality"], key=key.of_portal(), at=clock.now())
    return reference


def sent(app: Flask, vacancy: str, person_id: int, **changes: dict[str, Any]) -> str:
    """An application that was sent; its reference."""
    reference = filled(app, vacancy, person_id, **changes)
    with app.app_context(), transaction():
        submit(reference, person_id)
    return reference


def submit(reference: str, person_id: int) -> None:
    """Send it, in the caller's transaction."""
    application = queries.own(person_id, reference, locked=True)
    submitting.submit(application, queries.job_of(application), by=person_id, key=key.of_portal(), at=clock.now())


def find(reference: str) -> JobApplication:
    """The row, in the caller's session."""
    return db.session.query(JobApplication).filter_by(reference=reference).one()
