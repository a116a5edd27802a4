"""Deciding: one act for one application or for many, each with who, when and why. Nobody is told by it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from portal.applying.models import JobApplication
from portal.applying.moving import move, subject_of
from portal.applying.states import NAMES, follow
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.recruitment import moving
from portal.recruitment.campaign_states import CLOSED
from portal.selecting import grounds, possible, queries, ranking
from portal.selecting.desks import Desk
from portal.selecting.models import Interest, Unhiding
from portal.web.words import counted

LONGEST = 2_000
MOST_NAMED = 5
WORDS = {
    "longlist": "Put on the longlist",
    "leave_off_longlist": "Leave off the longlist",
    "shortlist": "Put on the shortlist",
    "leave_off_shortlist": "Leave off the shortlist",
    "invite": "Invite to an interview",
    "appoint": "Appoint them",
    "take_back_choice": "Take back that they are to be appointed",
    "hold_in_reserve": "Put on the reserve list",
    "refuse": "Not successful at interview",
    "reverse": "Reverse the decision",
}
AGAINST = ("leave_off_longlist", "leave_off_shortlist", "refuse")


def decide(
    desk: Desk, application: JobApplication, event: str, *, because: str, at: datetime, unscored: bool = False
) -> None:
    """Decide about one. Raises RuleBroken, and changes nothing, where the desk may not, or where a rule stands against it.

    `unscored` says that it is meant to be decided although the campaign has criteria and no scores count yet.
    """
    reason = because.strip()
    if event not in WORDS:
        raise RuleBroken("Choose what is decided.")
    can = possible.of(desk, application)
    if event not in can.events:
        follow(application.state, event)
        if desk.waits_for_closing:
            raise RuleBroken("Decisions begin once the vacancy has closed, so that everybody is considered alike.")
        raise RuleBroken(can.refusals.get(event, "That is not yours to decide."))
    if not reason:
        raise RuleBroken("Say why. It is kept with the decision.")
    if len(reason) > LONGEST:
        raise RuleBroken(f"The reason must be {LONGEST:,} characters or fewer.")
    if queries.stands_aside(desk.person_id, application) is not None:
        raise RuleBroken("You have said that you know this candidate, so you take no part in choosing them.")
    if event in AGAINST[:2] and ranking.claims_scheme(application):
        _refuse_against_guarantee(desk, application, at=at)
    if event in grounds.JUDGED and grounds.unsettled(desk, [application], at=at):
        if not unscored:
            raise RuleBroken(
                f"No scores count yet for the {grounds.JUDGED[event]}. Score it and agree first, or tick "
                "“Decide without agreed scores” and say why."
            )
        reason = f"{grounds.WITHOUT}: {reason}"
    move(application, event, by=desk.person_id, at=at, reason=reason)
    if desk.campaign is not None and desk.campaign.state == CLOSED:
        moving.move(desk.campaign, "begin_selection", by=desk.person_id, at=at)


def problem_with(desk: Desk, rows: Sequence[JobApplication], event: str) -> str:
    """Why this cannot be decided about all of these, naming those that stand elsewhere; empty where it can."""
    if not rows:
        return "Choose at least one application."
    if event not in WORDS:
        return "Choose what is decided."
    can = possible.of_many(desk, rows)
    cannot = [each for each in rows if event not in can[each.id].events]
    if not cannot:
        return ""
    named = ", ".join(f"application {each.number} ({NAMES[each.state]})" for each in cannot[:MOST_NAMED])
    more = f", and {counted(len(cannot) - MOST_NAMED, 'other')}" if len(cannot) > MOST_NAMED else ""
    return f"“{WORDS[event]}” cannot be decided about {named}{more}. Choose those of one stage."


def decide_many(
    desk: Desk, references: Collection[str], event: str, *, because: str, at: datetime, unscored: bool = False
) -> int:
    """Decide the same about many, all or none; how many there were. Raises RuleBroken, naming whom it stands at."""
    found = queries.some(desk, references, locked=True)
    if not found:
        raise RuleBroken("Choose at least one application.")
    for application in found:
        try:
            decide(desk, application, event, because=because, at=at, unscored=unscored)
        except RuleBroken as problem:
            raise RuleBroken(f"Application {application.number}: {problem} Nothing was decided.") from problem
    return len(found)


def _refuse_against_guarantee(desk: Desk, application: JobApplication, *, at: datetime) -> None:
    """Whether somebody meets every essential criterion shows only once their scores count."""
    meets = ranking.meets_essentials(desk, application, at=at)
    if meets is None:
        raise RuleBroken(
            f"Application {application.number} asks for an interview scheme, so it is scored before it can be left off."
        )
    if meets:
        raise RuleBroken(
            f"Application {application.number} meets every essential criterion and asks for an interview scheme, "
            "so it cannot be left off."
        )


def unhide(desk: Desk, application: JobApplication, *, because: str, at: datetime) -> None:
    """Let this person see whose it is before the shortlist. It is written down with why, and cannot be undone."""
    if queries.names_shown(desk, application):
        raise RuleBroken("The name is not hidden from you.")
    if not because.strip():
        raise RuleBroken("Say why you need to see the name.")
    db.session.add(
        Unhiding(application_id=application.id, by_id=desk.person_id, because=because.strip()[:LONGEST], at=at)
    )
    record("selecting.name_unhidden", by=desk.person_id, subject=subject_of(application))
    db.session.flush()


def stand_aside(desk: Desk, application: JobApplication, *, note: str, at: datetime) -> None:
    """Say that one knows the candidate: from then on one neither scores nor decides about them. What one scored is kept,
    and counts no more."""
    if queries.stands_aside(desk.person_id, application) is not None:
        raise RuleBroken("You have said so already.")
    row = db.session.query(Interest).filter_by(application_id=application.id, person_id=desk.person_id).one_or_none()
    if row is None:
        row = Interest(application_id=application.id, person_id=desk.person_id)
        db.session.add(row)
    row.note, row.at, row.ended_at = note.strip()[:LONGEST], at, None
    for sift in queries.sifts_of([application.id], desk.round_of(application) or "shortlist").get(application.id, []):
        if sift.scorer_id == desk.person_id:
            sift.done_at = None
    record("selecting.stood_aside", by=desk.person_id, subject=subject_of(application))
    db.session.flush()
