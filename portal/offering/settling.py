"""What becomes of an accepted offer: its start is moved, its conditions are met or not, and the person starts or does not."""

from __future__ import annotations

from datetime import date, datetime

from portal.applying import moving
from portal.applying.models import ApplicationStep, JobApplication
from portal.database.base import db
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.offering import queries, telling
from portal.offering.check_kinds import KINDS, PROBLEM
from portal.offering.models import WITHDRAWN, Offer, StartChange
from portal.offering.terms import LATEST_START
from portal.selecting.desks import Desk
from portal.web.words import day_in_words

LONGEST = 2_000


def defer(desk: Desk, application: JobApplication, *, to: date, because: str, at: datetime) -> None:
    """Move the start, as it was agreed with the candidate, who is told at once. What it was before stays in the history."""
    today = at.astimezone(LONDON).date()
    offer, reason = _accepted(desk, application), _reason(because, "Say why the start is moved.")
    if to <= today or to > today + LATEST_START:
        raise RuleBroken("Enter a start date after today, and within 18 months.")
    if to == offer.now_starts_on:
        raise RuleBroken("That is the start that stands.")
    before, offer.now_starts_on = offer.now_starts_on, to
    step = moving.move(application, "defer", by=desk.person_id, at=at, reason=reason)
    _told(step, f"Your start is moved to {day_in_words(to)}.", at=at)
    db.session.add(StartChange(offer_id=offer.id, before=before, after=to, because=reason, at=at, by_id=desk.person_id))
    db.session.flush()
    telling.start_moved(application, desk.job, offer)


def meet(desk: Desk, application: JobApplication, *, at: datetime) -> None:
    """All checks are clear, so the conditions are met: one act. The candidate is told of it like of any decision."""
    offer = _accepted(desk, application)
    open_ = [KINDS[each.kind].name.lower() for each in queries.unclear(offer)]
    if open_:
        raise RuleBroken(f"Not clear yet: {', '.join(open_)}.")
    moving.move(application, "meet_conditions", by=desk.person_id, at=at, reason="Every check is clear.")


def fail(desk: Desk, application: JobApplication, *, because: str, at: datetime) -> None:
    """A check shows a problem that ends the offer."""
    offer, reason = _accepted(desk, application), _reason(because, "Say which condition is not met, and how.")
    if not any(each.state == PROBLEM for each in queries.checks_of(offer)):
        raise RuleBroken("Mark the check first in which the problem is.")
    moving.move(application, "fail_conditions", by=desk.person_id, at=at, reason=reason)


def start(desk: Desk, application: JobApplication, *, at: datetime) -> None:
    """They have started, on the day that was agreed or later noted."""
    offer = _accepted(desk, application)
    if at.astimezone(LONDON).date() < offer.now_starts_on:
        raise RuleBroken(f"The start is agreed for {day_in_words(offer.now_starts_on)}. Move it if they start sooner.")
    step = moving.move(application, "start", by=desk.person_id, at=at)
    _told(step, "You have started. We wish you well.", at=at)
    db.session.flush()


def miss_start(desk: Desk, application: JobApplication, *, because: str, at: datetime) -> None:
    """The day has come and they did not. The offer ends with it, and the candidate is told like of any decision."""
    offer, reason = _accepted(desk, application), _reason(because, "Say what you know of why they did not start.")
    if at.astimezone(LONDON).date() < offer.now_starts_on:
        raise RuleBroken(
            f"The start is agreed for {day_in_words(offer.now_starts_on)}. Withdraw the offer if it ends sooner."
        )
    moving.move(application, "miss_start", by=desk.person_id, at=at, reason=reason)
    offer.state, offer.ended_at, offer.because = WITHDRAWN, at, reason
    db.session.flush()


def _accepted(desk: Desk, application: JobApplication) -> Offer:
    if desk.kind == "panel":
        raise RuleBroken("Offers are seen to by whoever runs the recruitment.")
    found = queries.standing(application)
    if found is None or found.state != "accepted":
        raise RuleBroken("This offer is not accepted.")
    return found


def _reason(because: str, missing: str) -> str:
    reason = because.strip()
    if not reason:
        raise RuleBroken(missing)
    if len(reason) > LONGEST:
        raise RuleBroken(f"The reason must be {LONGEST:,} characters or fewer.")
    return reason


def _told(step: ApplicationStep, words: str, *, at: datetime) -> None:
    step.told_at, step.told_words = at, words
