"""Applications of the example people: sent, chosen among, told of and still being written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts import queries as people
from portal.applying import beginning, key, queries, submitting, talking, tracking, writing
from portal.applying.models import JobApplication
from portal.applying.tracking import Kept
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.organisations import of_body
from portal.examples.stories import Calendar, Story
from portal.foundation import clock
from portal.posting import queries as postings
from portal.posting.models import Posting
from portal.recruitment import queries as campaigns
from portal.selecting import deciding, desks, scoring, telling
from portal.selecting import queries as chosen
from portal.selecting.desks import Desk

Ids = Mapping[str, int]
LEEDS = "leeds-city-council"
PLATFORM, CYBER = "Cloud Platform Engineer", "Head of Cyber Security"
ESSENTIAL = ("E1", "E2")
SAID = (
    (
        "I have run platforms of this kind for six years, the last two as the only one on call.",
        "I explain outages to ward managers.",
    ),
    ("I moved a hospital out of its data centre, one service a week.", "I wrote the guide that our service desk uses."),
    ("I have looked after a small cloud account beside other work.", "I teach an evening class."),
)
POSTS: Mapping[str, Any] = {
    "kind": "work",
    "post_title": "Infrastructure Engineer",
    "employer": "Wakefield Council",
    "since": "March 2019",
    "until": "",
    "now": ["y"],
    "did": "Ran servers and networks for 40 buildings.",
}


def stories(ids: Ids, calendar: Calendar) -> list[Story]:
    """To a vacancy that its employer fills alone, to one of a campaign, and what a member keeps of others."""
    return [story(ids, calendar) for story in (_to_the_employer, _to_the_campaign, _elsewhere)]


def _to_the_employer(ids: Ids, calendar: Calendar) -> Story:
    """Three people apply to Leeds: one is on the longlist, one was told that it was not them, one waits."""
    names = ("member", "applicant2", "applicant3")
    for days, name, said in zip((6, 5, 5), names, SAID, strict=True):
        yield calendar.ago(days, hour=12)
        send(_posting(PLATFORM), ids[name], said)
    yield calendar.ago(2)
    with transaction():
        row = _application(ids["member"], PLATFORM)
        talking.write(row, queries.job_of(row), "Could I come and see the team?", by=ids["member"], from_candidate=True, at=clock.now())  # fmt: skip
    yield calendar.ago(1, hour=13)
    _decide(ids, "member", "longlist", "Both essential criteria with good evidence.")
    _decide(ids, "applicant3", "leave_off_longlist", "Little experience of running a platform.")
    with transaction():
        desk = _leeds(ids)
        refused = _application(ids["applicant3"], PLATFORM)
        where = {refused.reference: refused.state}
        telling.tell(desk, list(where), telling.TEMPLATES, expected=where, at=clock.now())


def _to_the_campaign(ids: Ids, calendar: Calendar) -> Story:
    """Two people apply to the campaign, of whom both consultants have scored one; a third is still writing."""
    for days, name, said in zip((8, 6), ("applicant4", "applicant5"), SAID, strict=False):
        yield calendar.ago(days, hour=12)
        send(_posting(CYBER), ids[name], said)
    yield calendar.ago(4)
    for consultant, scores in (("consultant", (6, 5, 3)), ("consultant2", (5, 5, 3))):
        with transaction():
            campaign = campaigns.of_posting(_posting(CYBER).id)
            assert campaign is not None
            desk = desks.of_consultant(ids[consultant], campaign.reference)
            row = chosen.one(desk, _application(ids["applicant4"], CYBER).reference)
            keys = [each.criterion.key for each in scoring.criteria(desk, at=clock.now())]
            evidence = dict.fromkeys(keys, "See the second example under this criterion.")
            scoring.save(desk, row, dict(zip(keys, scores, strict=False)), evidence, done=True, at=clock.now())
    yield calendar.ago(1)
    with transaction():
        beginning.begin(queries.job_of_posting(_posting(CYBER)), by=people.by_id(ids["member"]), at=clock.now())


def _elsewhere(ids: Ids, calendar: Calendar) -> Story:
    """What the member keeps of applications on other sites."""
    yield calendar.ago(3, hour=12)
    today = clock.today()
    with transaction():
        for title, employer, state, ahead in (
            ("Infrastructure Architect", "NHS England", "interview", 6),
            ("Senior Systems Engineer", "University of York", "silent", None),
        ):
            next_on = today + timedelta(days=ahead) if ahead else None
            kept = Kept(title, employer, state, today - timedelta(days=20), next_on, "")
            tracking.keep(kept, by=ids["member"], at=clock.now())


def _posting(title: str) -> Posting:
    """Leeds' live vacancy of this title."""
    leeds = of_body(LEEDS)
    return db.session.scalars(
        select(Posting).where(Posting.organisation_id == leeds.id, Posting.title == title, Posting.state == "live")
    ).one()


def _application(person_id: int, title: str) -> JobApplication:
    found = queries.theirs(person_id, _posting(title).id)
    assert found is not None
    return found


def send(posting: Posting, person_id: int, said: tuple[str, str]) -> None:
    """This person applies, and says this of the two essential criteria."""
    at, secret = clock.now(), key.of_portal()
    with transaction():
        person = people.by_id(person_id)
        job = queries.job_of_posting(postings.by_reference(posting.reference))
        application = beginning.begin(job, by=person, at=at)
        answers: dict[str, dict[str, Any]] = {
            "contact": {"name": person.name, "called": "", "phone": "", "postal": ""},
            "right_to_work": {"right": "yes", "right_note": ""},
            "criteria": {**dict(zip(ESSENTIAL, said, strict=True)), "D1": ""},
            "schemes": {"schemes": []},
            "adjustments": {"needs": "no", "about": ""},
            "equality": {"age": "35_44"},
            "declarations": {"related": "no", "related_note": "", "true": ["y"]},
        }
        for section, typed in answers.items():
            writing.save(application, job, section, typed, key=secret, at=at)
        writing.put_post(application, job, None, POSTS, at=at)
        submitting.submit(application, job, by=person_id, key=secret, at=at)


def _leeds(ids: Ids) -> Desk:
    return desks.of_employer(ids["recruiter"], of_body(LEEDS).reference, _posting(PLATFORM).reference)


def _decide(ids: Ids, name: str, event: str, because: str) -> None:
    with transaction():
        row = chosen.one(_leeds(ids), _application(ids[name], PLATFORM).reference, locked=True)
        deciding.decide(_leeds(ids), row, event, because=because, at=clock.now())
