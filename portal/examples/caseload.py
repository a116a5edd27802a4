"""A consultant's day: a campaign of Leeds in the middle of its selection, with notes, calls, comments and follow-ups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from portal.accounts import queries as people
from portal.applying import queries as applications
from portal.applying import talking
from portal.applying.models import JobApplication
from portal.caseload import abouts, commenting, following_up, keeping, month, wording
from portal.caseload.month import Target
from portal.database.base import db
from portal.database.transaction import transaction
from portal.examples import candidates, recruiting
from portal.examples.recruiting import LEEDS
from portal.examples.stories import Calendar, Story
from portal.foundation import clock
from portal.posting import tending as postings
from portal.posting.models import Posting
from portal.recruitment import advertising, assigning, contacts, panels, planning, queries, tending
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import PERCENTAGE
from portal.selecting import deciding, desks, scoring
from portal.selecting import queries as choosing

Ids = Mapping[str, int]
TITLE = "Principal Software Developer"
APPLICANTS = ("applicant2", "applicant3", "applicant4", "applicant5", "applicant6", "applicant7")
SCORES = {
    "applicant2": ((6, 6, 4), (6, 6, 4)),
    "applicant3": ((5, 5, 3), (5, 5, 3)),
    "applicant4": ((4, 5, 2), (4, 5, 2)),
    "applicant5": ((2, 3, 3), (2, 3, 3)),
    "applicant6": ((5, 4, 3), (3, 4, 3)),
}
"""What the consultant and the deputy gave each; they differ about one, and one waits for both."""

TEXTS = (
    ("not_longlisted", "Close, and not this time", "Thank you for applying, [name]. For [job] we had many strong applications, and yours was among those that we talked about longest. We would be glad to see you apply again.", False),
    ("interview", "Interview by video", "We would like to meet you by video. You get the link and the names of the panel two days before. Tell us if anything would help you.", False),
    ("message", "Asking for a day that suits", "Dear [name], which days of the week after next suit you for an interview for [job]?", True),
)  # fmt: skip
"""What a text is for, its name and words, and whether it is the consultant’s own."""


def stories(ids: Ids, calendar: Calendar) -> list[Story]:
    """One campaign, from the enquiry into its selection."""
    return [_in_selection(ids, calendar)]


def _in_selection(ids: Ids, calendar: Calendar) -> Story:
    consultant, deputy = ids["consultant"], ids["consultant2"]
    yield calendar.ago(41)
    told = "Two posts have been open since the spring, and contractors cost twice as much."
    reference = recruiting.enquiry(LEEDS, TITLE, PERCENTAGE, by=ids["owner"], wanted="Before Easter", details=told)
    yield calendar.ago(40)
    _do(reference, lambda it: assigning.take(it, by=consultant, at=clock.now()))
    _do(reference, lambda it: recruiting.fee(it, consultant))
    _do(
        reference,
        lambda it: assigning.assign(it, consultant_id=consultant, deputy_id=deputy, by=consultant, at=clock.now()),
    )
    yield calendar.ago(39)
    _do(reference, lambda it: recruiting.agree(it, ids["owner"]))
    recruiting.advert(reference, LEEDS, "developer", days=30, ids=ids)
    _do(reference, lambda it: _prepare(it, ids))
    yield calendar.ago(37)
    _do(reference, lambda it: recruiting.approve(it, ids["owner"]))
    _do(reference, lambda it: advertising.go_live(it, by=consultant, at=clock.now()))
    for number, name in enumerate(APPLICANTS):
        yield calendar.ago(20 - number)
        candidates.send(_posting(reference), ids[name], candidates.SAID[number % 3])
    yield calendar.ago(8)
    at = clock.now()
    postings.close_passed(at=at)
    tending.close_passed(at=at)
    for name, (first, second) in SCORES.items():
        _score(reference, ids, consultant, name, first)
        _score(reference, ids, deputy, name, second)
    yield calendar.ago(6)
    for name in ("applicant2", "applicant3", "applicant4"):
        _decide(reference, ids, consultant, name, "longlist", "Meets every essential criterion with good evidence.")
    _decide(
        reference, ids, consultant, "applicant5", "leave_off_longlist", "Too little evidence of the first criterion."
    )
    yield calendar.ago(4)
    _decide(reference, ids, ids["head"], "applicant2", "shortlist", "The strongest evidence of all.")
    _do(reference, lambda it: _keep(it, ids))
    yield calendar.ago(3)
    words = "Two of the panel are away on the 9th. Could the interviews begin a day later?"
    _do(reference, lambda it: commenting.write(it, words, from_client=True, by=ids["owner"], at=clock.now()))
    with transaction():
        for use, name, body, owner_id in TEXTS:
            owner = consultant if owner_id else None
            wording.add(name=name, use=use, body=body, owner_id=owner, by=consultant, at=clock.now())
        targets = {consultant: Target(2, 18_000_00), deputy: Target(1, 9_000_00)}
        month.aim(month.first_of(calendar.made_at.date()), targets, by=ids["staff"], at=clock.now())
    yield calendar.ago(1)
    with transaction():
        row = _application(reference, ids["applicant3"])
        said = "I am away on Friday. Does it matter for the shortlist?"
        talking.write(row, applications.job_of(row), said, by=ids["applicant3"], from_candidate=True, at=clock.now())


def _prepare(campaign: Campaign, ids: Ids) -> None:
    """Contacts, a panel that has joined, and the dates that applicants count on."""
    at, by = clock.now(), ids["consultant"]
    contacts.add(campaign, people.by_id(ids["recruiter"]).reference, by=by, at=at)
    head = people.by_id(ids["head"])
    member = panels.invite(campaign, name=head.name, email=head.email or "", is_chair=True, by=by, at=at)
    panels.take_up(head.id, member.reference, at=at)
    closes_at = planning.closes_at_of(campaign, at=at)
    assert closes_at is not None
    closes_on = closes_at.date()
    days = {
        "longlist_on": closes_on + timedelta(days=4),
        "shortlist_on": closes_on + timedelta(days=8),
        "interviews_on": closes_on + timedelta(days=15),
        "told_by": closes_on + timedelta(days=22),
    }
    planning.plan(campaign, days, by=by, at=at)


def _keep(campaign: Campaign, ids: Ids) -> None:
    """A note about a candidate, a call with the client, and two things to come back to."""
    at, by, today = clock.now(), ids["consultant"], clock.today()
    with_them = db.session.get_one(Posting, campaign.posting_id)
    row = applications.theirs(ids["applicant2"], with_them.id)
    assert row is not None
    candidate = abouts.of_key(campaign, f"application:{row.reference}")
    keeping.note(campaign, candidate, "Three months’ notice. Prefers mornings for the interview.", by=by, at=at)
    contact = abouts.of_key(campaign, f"contact:{contacts.of(campaign)[0].reference}")
    said = "They want the panel’s questions a week before. Sent what we used last time."
    keeping.call(campaign, contact, direction="out", whom="", on=today, text=said, by=by, at=at)
    days = ((contact, 2, "Ask for the panel’s questions"), (candidate, 4, "Say when the interviews are"))
    for about, ahead, text in days:
        following_up.plan(campaign, about, text=text, on=today + timedelta(days=ahead), by=by, at=at)


def _score(reference: str, ids: Ids, person_id: int, name: str, scores: tuple[int, ...]) -> None:
    with transaction():
        desk = desks.of_consultant(person_id, reference)
        row = choosing.one(desk, _application(reference, ids[name]).reference)
        keys = [each.criterion.key for each in scoring.criteria(desk, at=clock.now())]
        evidence = dict.fromkeys(keys, "See the second example under this criterion.")
        scoring.save(desk, row, dict(zip(keys, scores, strict=False)), evidence, done=True, at=clock.now())


def _decide(reference: str, ids: Ids, person_id: int, name: str, event: str, because: str) -> None:
    with transaction():
        chairs = event == "shortlist"
        desk = desks.of_panel(person_id, reference) if chairs else desks.of_consultant(person_id, reference)
        row = choosing.one(desk, _application(reference, ids[name]).reference, locked=True)
        deciding.decide(desk, row, event, because=because, at=clock.now(), unscored=True)


def _posting(reference: str) -> Posting:
    found = queries.posting_of(queries.for_staff(reference))
    assert found is not None
    return found


def _application(reference: str, person_id: int) -> JobApplication:
    found = applications.theirs(person_id, _posting(reference).id)
    assert found is not None
    return found


_do = recruiting.do
