"""A consultant's month: what is aimed at, and what has come of it so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, distinct, func, select

from portal.accounts.models import Person
from portal.applying.models import ApplicationStep, JobApplication
from portal.audit.models import AuditEntry
from portal.audit.recording import record
from portal.caseload.models import ConsultantTarget
from portal.database.base import db
from portal.foundation.clock import LONDON, london_instant
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.placing import counting
from portal.posting.models import Posting
from portal.recruitment import assigning
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign, CampaignStep
from portal.web import words

MOST_PLACEMENTS, MOST_PENCE = 1_000, 1_000_000_00
EARLIEST = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at."""

    placements: int
    fees_pence: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the month: what it counts, how much, and what was aimed at, as words; empty where nothing was."""

    name: str
    so_far: str
    target: str = ""


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def after(month: date) -> date:
    """The month after this one."""
    return first_of(month + timedelta(days=32))


def before(month: date) -> date:
    """The month before this one."""
    return first_of(month - timedelta(days=1))


def month_of(raw: str, *, today: date) -> date:
    """The month that an address names, as 2026-11; the present one for what is none."""
    try:
        found = date.fromisoformat(f"{raw}-01")
    except ValueError:
        return first_of(today)
    return found if EARLIEST <= found <= date(today.year + 2, 12, 1) else first_of(today)


def targets_of(month: date) -> Mapping[int, Target]:
    """What is aimed at in a month, by consultant."""
    rows = db.session.scalars(select(ConsultantTarget).where(ConsultantTarget.month == month))
    return {each.consultant_id: Target(each.placements, each.fees_pence) for each in rows}


def aim(month: date, targets: Mapping[int, Target], *, by: int, at: datetime) -> int:
    """Set the targets of these consultants for a month; how many are different now. Raises RuleBroken for whoever is none."""
    known = {each.id for each in assigning.consultants()}
    # Two of the staff at once would both find no row and both add one, so they come one after the other.
    db.session.execute(select(Person.id).where(Person.id.in_(targets)).order_by(Person.id).with_for_update())
    held = {
        each.consultant_id: each
        for each in db.session.scalars(
            select(ConsultantTarget).where(ConsultantTarget.month == month).with_for_update()
        )
    }
    changed = 0
    for consultant_id, target in sorted(targets.items()):
        if consultant_id not in known:
            raise RuleBroken("Somebody of the list is no consultant any more. Open the page again.")
        if not (0 <= target.placements <= MOST_PLACEMENTS and 0 <= target.fees_pence <= MOST_PENCE):
            raise RuleBroken(f"Enter at most {MOST_PLACEMENTS:,} placements and {pounds(MOST_PENCE)}.")
        row = held.get(consultant_id)
        if row is not None and (row.placements, row.fees_pence) == (target.placements, target.fees_pence):
            continue
        if row is None and target == Target(0, 0):
            continue
        if row is None:
            row = ConsultantTarget(consultant_id=consultant_id, month=month)
            db.session.add(row)
        row.placements, row.fees_pence, row.set_at, row.set_by_id = target.placements, target.fees_pence, at, by
        record("caseload.target_set", by=by, subject=f"month:{month:%Y-%m}", about=consultant_id)
        changed += 1
    db.session.flush()
    return changed


def so_far(person_id: int, *, at: datetime) -> Sequence[Figure]:
    """The month to date of this consultant, of the campaigns that are theirs."""
    month = first_of(at.astimezone(LONDON).date())
    begins = london_instant(month, time(0))
    own = select(Campaign.id).where(Campaign.consultant_id == person_id)
    postings = select(Campaign.posting_id).where(Campaign.consultant_id == person_id)

    def within(column: Any) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column.between(begins, at)
        return found

    taken = select(func.count(distinct(AuditEntry.subject))).where(
        AuditEntry.action == "campaign.assigned", AuditEntry.about_id == person_id, within(AuditEntry.at)
    )
    live = select(func.count(distinct(CampaignStep.campaign_id))).where(
        CampaignStep.campaign_id.in_(own), CampaignStep.event == "go_live", within(CampaignStep.at)
    )
    # Nobody applies to what is over, and nothing moves it any more: without those that were before, years of applications
    # are not read to count a month's.
    open_since = postings.where(Campaign.state.not_in(OVER) | (Campaign.updated_at >= begins))
    sent = select(func.count()).where(JobApplication.posting_id.in_(open_since), within(JobApplication.submitted_at))
    told = db.session.execute(
        select(JobApplication.id, ApplicationStep.told_at, Posting.closes_at)
        .join(JobApplication, JobApplication.id == ApplicationStep.application_id)
        .join(Posting, Posting.id == JobApplication.posting_id)
        .where(JobApplication.posting_id.in_(postings), within(ApplicationStep.told_at))
    ).all()
    days = [
        (told_at - closes_at).total_seconds() / 86_400
        for _, told_at, closes_at in told
        if told_at is not None and closes_at is not None and told_at >= closes_at
    ]
    return [
        Figure("Campaigns taken", str(db.session.scalar(taken) or 0)),
        Figure("Adverts that went live", str(db.session.scalar(live) or 0)),
        Figure("Applications sent in", str(db.session.scalar(sent) or 0)),
        Figure("People told of a decision", str(len({application for application, _, _ in told}))),
        Figure(
            "From closing to telling, half of them within", words.counted(round(median(days)), "day") if days else "–"
        ),
        *_results(person_id, month, begins, at),
    ]


def _results(person_id: int, month: date, begins: datetime, at: datetime) -> list[Figure]:
    """Placements and fees beside their targets; nothing where they are neither counted nor aimed at."""
    found, target = counting.results(person_id, since=begins, until=at), targets_of(month).get(person_id)
    return [
        Figure("Placements", str(found.placements), str(target.placements) if target else ""),
        Figure("Fees", pounds(found.fees_pence), pounds(target.fees_pence) if target else ""),
    ]
