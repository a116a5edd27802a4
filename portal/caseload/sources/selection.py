"""What there is to do while candidates are chosen: deciding, and telling what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy import func, select

from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.states import CANDIDATE, CLOCK, INTERVIEW, LONGLISTED, MOVES, SHORTLISTED, SUBMITTED, must_be_told
from portal.caseload.sources.lines import choosing_now, duty, reminder
from portal.database.base import db
from portal.interviewing import after
from portal.recruitment.duties import Duty, Load, end_of
from portal.selecting import queries as choosing
from portal.web import words

_PANEL = "The client’s panel"
_KNOWN_AT_ONCE = {each.event for each in MOVES} - {each.event for each in MOVES if each.who not in (CANDIDATE, CLOCK)}


def with_the_panel(load: Load) -> Iterator[Duty]:
    """Candidates for whom the client's panel has to decide."""
    choosing = list(choosing_now(load))
    invited = [each.posting.id for each in choosing if each.posting and load.waits(each, INTERVIEW)]
    interviewed = after.waiting(invited, at=load.at)
    for each in choosing:
        if found := load.waits(each, LONGLISTED):
            waits = words.counted(found.number, "candidate waits", "candidates wait")
            due = end_of(each.campaign.shortlist_on)
            yield reminder(load, each, f"{waits} for the shortlist", found.since, whom=_PANEL, due=due)
        if since := interviewed.get(each.posting.id if each.posting else 0):
            waits = words.counted(len(since), "candidate waits", "candidates wait")
            says, due = f"{waits} for what the interviews come to", end_of(each.campaign.told_by)
            yield reminder(load, each, says, min(since), whom=_PANEL, due=due)


def for_the_longlist(load: Load) -> Iterator[Duty]:
    """Applications of closed vacancies about whose longlist nothing is decided, and those to be invited."""
    for each in choosing_now(load):
        if found := load.waits(each, SUBMITTED):
            waits = words.counted(found.number, "application waits", "applications wait")
            address = url_for("consultant.desk.merit", campaign=each.campaign.reference, round="longlist")
            since = max(found.since, each.posting.closes_at or found.since) if each.posting else found.since
            yield duty(
                each,
                "Applicants",
                f"{waits} for the longlist",
                since,
                "Make the longlist",
                address,
                due=end_of(each.campaign.longlist_on),
            )
        if found := load.waits(each, SHORTLISTED):
            waits = words.counted(found.number, "person", "people")
            yield duty(
                each,
                "The shortlist",
                f"{waits} to be invited to an interview",
                found.since,
                "Invite them",
                url_for("consultant.desk.index", campaign=each.campaign.reference, state=SHORTLISTED),
                due=end_of(each.campaign.interviews_on),
            )


def to_be_told(load: Load) -> Iterator[Duty]:
    """Decisions of which candidates do not know, also when the campaign is over. Only those whose newest step is untold are looked at closely."""
    by_posting = load.by_any_posting
    newest = (
        select(func.max(ApplicationStep.id))
        .join(JobApplication, JobApplication.id == ApplicationStep.application_id)
        .where(JobApplication.posting_id.in_(by_posting))
        .group_by(ApplicationStep.application_id)
    )
    decided = db.session.execute(
        select(ApplicationStep.application_id, ApplicationStep.at, JobApplication.posting_id)
        .join(JobApplication, JobApplication.id == ApplicationStep.application_id)
        .where(
            ApplicationStep.id.in_(newest),
            ApplicationStep.told_at.is_(None),
            ApplicationStep.event.not_in(_KNOWN_AT_ONCE),
        )
    ).all()
    histories = choosing.histories_of_many([application for application, _, _ in decided])
    untold: dict[int, list[datetime]] = {}
    for application, at, posting in decided:
        if must_be_told(histories.get(application, [])):
            untold.setdefault(posting, []).append(at)
    for posting, since in untold.items():
        each = by_posting[posting]
        yield duty(
            each,
            "Candidates",
            f"{words.counted(len(since), 'person waits', 'people wait')} to be told of a decision",
            min(since),
            "Look at the messages",
            url_for("consultant.desk.tell", campaign=each.campaign.reference),
            due=end_of(each.campaign.told_by),
        )
