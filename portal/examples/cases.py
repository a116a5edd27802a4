"""Applications and claims of the example people that somebody has yet to decide, made by the rules' own ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.database.base import db
from portal.employers.models import Claim
from portal.employers.organisations import of_body
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.membership import applying, deciding, endorsing
from portal.membership.models import Application

STATEMENT = "I look after systems that the public depends on, and would like to learn from others who do."
Ids = Mapping[str, int]


def open_cases(ids: Ids, *, votes_needed: int) -> None:
    """Cases for the Head of Profession, for the panel and for staff."""
    _wait_for_endorsement(ids)
    _wait_for_panel(ids, needed=votes_needed)
    _claim(ids["newcomer"], "city-of-york-council")


def _claim(person_id: int, body: str) -> None:
    """A claim that no domain proves, so that staff decide it."""
    db.session.add(
        Claim(
            reference=new_reference(),
            organisation_id=of_body(body).id,
            person_id=person_id,
            state="waiting",
            evidence="I lead the council’s digital team; our switchboard will put you through to me.",
            asked_at=_ago(2),
        )
    )


def _wait_for_endorsement(ids: Ids) -> None:
    """Three of Leeds: asked yesterday, last week and nearly four weeks ago."""
    for name, title, days in (
        ("applicant", "Network engineer", 1),
        ("applicant2", "Service desk manager", 9),
        ("applicant3", "Data analyst", 25),
    ):
        _sent_in("corporate_seat", ids[name], "leeds-city-council", days=days, job_title=title)


def _wait_for_panel(ids: Ids, *, needed: int) -> None:
    """One of each class with different papers: endorsed, unendorsed, half voted on, and an appeal."""
    endorsed = _sent_in("corporate_seat", ids["applicant4"], "leeds-city-council", days=12, job_title="Web developer")
    asked = endorsing.for_head(ids["head"], endorsed.reference)
    endorsing.answer(asked, endorses=True, reason="Ewan has led our web team since spring.", at=_ago(10))

    _sent_in(
        "provider",
        ids["applicant5"],
        "leeds-teaching-hospitals-nhs-trust",
        days=20,
        job_title="Infrastructure engineer",
        supplier="Northern Lights Hosting Ltd",
        whole_time=True,
    )
    half = _sent_in("individual", ids["applicant6"], "sheffield-city-council", days=6, job_title="Head of ICT")
    _vote(half, ids["assessor2"], agrees=True, reason="Runs ICT for a council.", needed=needed, days=4)

    appealed = _sent_in(
        "partner",
        ids["applicant7"],
        None,
        days=40,
        job_title="Partner",
        company="Stone Advisory",
        interest="We advise NHS trusts.",
    )
    panel = ("assessor2", "assessor3", "assessor4", "assessor")[:needed]
    for name in panel:
        _vote(appealed, ids[name], agrees=False, reason="Too little to go by.", needed=needed, days=30)
    applying.appeal(
        appealed, reason="I had not said that six trusts are my only clients.", by=ids["applicant7"], at=_ago(5)
    )
    _apply_as_organisation(ids)


def _apply_as_organisation(ids: Ids) -> None:
    application = applying.begin_for_organisation(of_body("bristol-city-council"), by=ids["bristol"], at=_ago(3))
    applying.fill_in(application, {"statement": "We would like our people to belong to their profession."})
    applying.submit(application, by=ids["bristol"], at=_ago(3))


def _sent_in(klass: str, person_id: int, body: str | None, *, days: int, **answers: object) -> Application:
    at = _ago(days)
    application = applying.begin(klass, by=person_id, at=at)
    if body is not None:
        applying.choose_organisation(application, of_body(body), on=clock.today())
    applying.fill_in(application, {"statement": STATEMENT, **answers})
    applying.submit(application, by=person_id, at=at)
    return application


def _vote(application: Application, by: int, *, agrees: bool, reason: str, needed: int, days: int) -> None:
    deciding.vote(
        application,
        by=by,
        agrees=agrees,
        reason=reason,
        to_applicant="" if agrees else "Please tell us more about your work for public bodies.",
        needed=needed,
        at=_ago(days),
    )


def _ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)
