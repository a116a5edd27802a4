"""Making an offer, changing its terms while it is open, making it again, and withdrawing it. Nobody is told by it."""

from __future__ import annotations

from datetime import datetime

from portal.applying import moving
from portal.applying.models import JobApplication
from portal.applying.states import DECLINED as TURNED_DOWN
from portal.applying.states import OFFERED, follow, may, seen
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line, printable
from portal.offering import choosing, queries, telling
from portal.offering.models import CHANGED, OPEN, WITHDRAWN, Offer
from portal.offering.terms import Terms, checked
from portal.selecting import queries as chosen
from portal.selecting import taken
from portal.selecting.desks import Desk

LONGEST = 2_000


def may_offer(desk: Desk, application: JobApplication) -> bool:
    """Whether this desk could offer the post now: before it, nobody can be picked who was refused (applying.states)."""
    if desk.kind == "panel" or desk.is_over or desk.waits_for_closing:
        return False
    return may(application.state, "offer") or may(application.state, "offer_again")


def offer(
    desk: Desk, application: JobApplication, terms: Terms, *, again: bool, at: datetime, because: str = ""
) -> Offer:
    """Offer the post on these terms. Raises RuleBroken, and changes nothing, where the desk may not.

    `again` says that it is meant to be offered although as many have been offered it as there are posts; `because` why it
    is offered to somebody whom the panel did not choose, or before those who come first on the reserve list.
    """
    _refuse(desk, application)
    if not may_offer(desk, application):
        follow(application.state, "offer")
        raise RuleBroken("Nothing can be offered now: the campaign is over, or has not closed yet.")
    tidy = checked(_tidy(terms), today=at.astimezone(LONDON).date())
    offered, posts = queries.number_filling(desk.job.posting.id, but=application.id), posts_of(desk)
    if offered >= posts and not again:
        raise RuleBroken(more_than_posts(offered, posts))
    reason = _reason(desk, application, f"Offered: {tidy.post}.", because.strip(), at=at)
    event = "offer_again" if application.state == TURNED_DOWN else "offer"
    moving.move(application, event, by=desk.person_id, at=at, reason=reason)
    return _add(application, tidy, by=desk.person_id, at=at)


def _reason(desk: Desk, application: JobApplication, said: str, because: str, *, at: datetime) -> str:
    """What is kept with the move, with why the offer does not follow what was decided where it does not."""
    strays = choosing.strays(desk, application, at=at)
    if not strays:
        return said
    if not because:
        raise RuleBroken(f"{strays} Tick “{choosing.TICK[desk.kind]}”, and say why.")
    if len(because) > LONGEST:
        raise RuleBroken(f"The reason must be {LONGEST:,} characters or fewer.")
    return f"{said} {strays} {choosing.TICK[desk.kind]}: {because}"


def posts_of(desk: Desk) -> int:
    """How many posts there are to fill."""
    if desk.campaign is not None:
        return desk.campaign.posts
    return taken.posts_of(desk.job.posting)


def more_than_posts(offered: int, posts: int) -> str:
    """What a second offer for one post asks to be confirmed."""
    have = "Somebody else has" if offered == 1 else f"{offered} others have"
    there = "is one post" if posts == 1 else f"are {posts} posts"
    return f"{have} been offered it, and there {there}. Tick that you mean to offer it once more."


def change(desk: Desk, application: JobApplication, terms: Terms, *, at: datetime) -> Offer:
    """Other terms for an offer that is open. Whoever has been told of it is told that they changed."""
    _refuse(desk, application)
    before = queries.standing(application)
    if before is None or application.state != OFFERED or desk.is_over:
        raise RuleBroken("There is no open offer whose terms could be changed.")
    tidy = checked(_tidy(terms), today=at.astimezone(LONDON).date())
    if tidy == terms_of(before):
        raise RuleBroken("Nothing is different: these are the terms that stand.")
    before.state, before.ended_at = CHANGED, at
    db.session.flush()
    made = _add(application, tidy, by=desk.person_id, at=at)
    record("offering.terms_changed", by=desk.person_id, subject=moving.subject_of(application))
    if seen(moving.as_steps(moving.history(application))) == OFFERED:
        telling.terms_changed(application, desk.job)
    return made


def withdraw(desk: Desk, application: JobApplication, *, because: str, at: datetime) -> None:
    """Withdraw an offer that is open or accepted. Of this and an acceptance at the same time, one happens."""
    _refuse(desk, application)
    reason = because.strip()
    if not reason:
        raise RuleBroken("Say why it is withdrawn. It is kept with the decision.")
    if len(reason) > LONGEST:
        raise RuleBroken(f"The reason must be {LONGEST:,} characters or fewer.")
    moving.move(application, "withdraw_offer", by=desk.person_id, at=at, reason=reason)
    standing = queries.standing(application)
    if standing is not None:
        standing.state, standing.ended_at, standing.because = WITHDRAWN, at, reason
        db.session.flush()


def terms_of(row: Offer) -> Terms:
    """The terms of an offer, as they were entered."""
    return Terms(row.post, row.salary_pence, row.hours, row.starts_on, row.conditions, row.answer_by)


def _refuse(desk: Desk, application: JobApplication) -> None:
    if desk.kind == "panel":
        raise RuleBroken("Offers are made by whoever runs the recruitment.")
    if chosen.stands_aside(desk.person_id, application) is not None:
        raise RuleBroken("You have said that you know this candidate, so you take no part in choosing them.")


def _tidy(terms: Terms) -> Terms:
    conditions = "\n".join(filter(None, (printable(each).strip() for each in terms.conditions.splitlines())))
    return Terms(
        one_line(terms.post, limit=300),
        terms.salary_pence,
        one_line(terms.hours, limit=200),
        terms.starts_on,
        conditions,
        terms.answer_by,
    )


def _add(application: JobApplication, terms: Terms, *, by: int, at: datetime) -> Offer:
    number = max((each.number for each in queries.offers_of(application)), default=0) + 1
    row = Offer(
        application_id=application.id,
        number=number,
        state=OPEN,
        post=terms.post,
        salary_pence=terms.salary_pence,
        hours=terms.hours,
        starts_on=terms.starts_on,
        now_starts_on=terms.starts_on,
        conditions=terms.conditions,
        answer_by=terms.answer_by,
        made_at=at,
        made_by_id=by,
        because="",
    )
    db.session.add(row)
    db.session.flush()
    return row
