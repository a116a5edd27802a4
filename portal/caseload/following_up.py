"""What a consultant means to come back to on a day: planned, ticked off, and taken up again where that was too soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from flask import url_for
from sqlalchemy import ColumnElement, CursorResult, or_, select, update

from portal.audit.recording import record
from portal.caseload.abouts import About, called_of_many
from portal.caseload.models import FollowUp
from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.foundation.text import one_line
from portal.recruitment.duties import Duty, Load, end_of
from portal.recruitment.models import Campaign
from portal.recruitment.moving import subject_of

FARTHEST = timedelta(days=730)
LONGEST = 500


def plan(campaign: Campaign, about: About, *, text: str, on: date, by: int, at: datetime) -> FollowUp:
    """Come back to it on this day, from which on it stands in the queue."""
    today = at.astimezone(LONDON).date()
    words = one_line(text)
    if not words:
        raise RuleBroken("Write what is to be followed up.")
    if len(words) > LONGEST:
        raise RuleBroken(f"Write at most {LONGEST} characters. This has {len(words)}.")
    if not today <= on <= today + FARTHEST:
        raise RuleBroken("Enter a day from today on, within two years.")
    made = FollowUp(
        reference=new_reference(),
        campaign_id=campaign.id,
        application_id=about.application_id,
        contact_id=about.contact_id,
        due_on=on,
        text=words,
        made_at=at,
        by_id=by,
    )
    db.session.add(made)
    record("caseload.follow_up_planned", by=by, subject=subject_of(campaign))
    db.session.flush()
    return made


def one(campaign: Campaign, reference: str) -> FollowUp:
    """A follow-up of this campaign. Raises NotFound."""
    found = db.session.scalar(
        select(FollowUp).where(FollowUp.campaign_id == campaign.id, FollowUp.reference == tidy_reference(reference))
    )
    if found is None:
        raise NotFound("There is no such follow-up.")
    return found


def tick(campaign: Campaign, reference: str, *, done: bool, by: int, at: datetime) -> FollowUp:
    """Note that it is done, or that it is not after all. Of two who tick it at the same time one does; the other is told."""
    row = one(campaign, reference)
    was = FollowUp.done_at.is_(None) if done else FollowUp.done_at.is_not(None)
    changed = db.session.execute(
        update(FollowUp)
        .where(FollowUp.id == row.id, was)
        .values(done_at=at if done else None, done_by_id=by if done else None)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)
    if not changed.rowcount:
        raise RuleBroken("It was ticked off already." if done else "It waits already.")
    db.session.refresh(row)
    record("caseload.follow_up_done" if done else "caseload.follow_up_open", by=by, subject=subject_of(campaign))
    return row


def of(campaign: Campaign) -> list[FollowUp]:
    """Everything planned for a campaign: what is open first, by its day, then what was done last."""
    rows = db.session.scalars(
        select(FollowUp).where(FollowUp.campaign_id == campaign.id).order_by(FollowUp.due_on, FollowUp.id)
    ).all()
    done = [(each.done_at, each.id, each) for each in rows if each.done_at is not None]
    return [*(each for each in rows if each.done_at is None), *(each for _, _, each in sorted(done)[::-1])]


def duties(load: Load) -> Iterator[Duty]:
    """What has come up to its day, of every campaign that the person runs or ran to its end."""
    today = load.at.astimezone(LONDON).date()
    rows = db.session.execute(
        select(FollowUp, Campaign.reference, Campaign.title, Organisation.name)
        .join(Campaign, Campaign.id == FollowUp.campaign_id)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .where(_run_by(load.person_id), FollowUp.done_at.is_(None), FollowUp.due_on <= today)
    ).all()
    abouts = called_of_many([(each.FollowUp.application_id, each.FollowUp.contact_id) for each in rows])
    for row, reference, title, client in rows:
        about = abouts[row.application_id, row.contact_id]
        yield Duty(
            campaign=reference,
            title=f"{title}, {client}",
            whom=about.called,
            what=f"Follow up: {row.text}",
            since=row.made_at,
            due=end_of(row.due_on),
            act="Done",
            address=url_for("consultant.log.done", campaign=reference, follow_up=row.reference, tick="done"),
            posts=True,
        )


def just_done(person_id: int, which: str) -> tuple[str, str, str] | None:
    """What the person has just ticked off, for the page that offers to undo it: campaign, reference and text. `which` is
    "CAMPAIGN:REFERENCE"; nothing for what is not done, or not theirs."""
    campaign, _, reference = which.partition(":")
    row = db.session.execute(
        select(Campaign.reference, FollowUp.reference, FollowUp.text)
        .join(Campaign, Campaign.id == FollowUp.campaign_id)
        .where(
            Campaign.reference == tidy_reference(campaign),
            FollowUp.reference == tidy_reference(reference),
            FollowUp.done_at.is_not(None),
            FollowUp.done_by_id == person_id,
            _run_by(person_id),
        )
    ).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def _run_by(person_id: int) -> ColumnElement[bool]:
    return or_(Campaign.consultant_id == person_id, Campaign.deputy_id == person_id)
