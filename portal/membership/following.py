"""What applications and memberships do when an organisation becomes part of another or goes, or a person closes the account."""

from __future__ import annotations

from sqlalchemy import or_, select, update

from portal.accounts.facts import PersonClosed
from portal.database.base import db
from portal.employers.facts import EmployerRemoved, EmployersMerged
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.membership import ending, queries
from portal.membership.classes import ORGANISATION
from portal.membership.models import Application, Membership
from portal.membership.moving import move
from portal.membership.refusing import HELD
from portal.membership.standing import best_of, standing_on
from portal.membership.states import DRAFT, OPEN

IN_ONE = "Its organisation became part of another that is a member too."


def follow_merge(fact: EmployersMerged) -> None:
    """Point at what the organisation became part of. Afterwards it belongs once, and applies once or not at all."""
    whole = select(Application).where(Application.klass == ORGANISATION, Application.state.in_(OPEN))
    both = whole.where(Application.organisation_id.in_((fact.from_id, fact.into_id))).order_by(Application.id)
    for newer in db.session.scalars(both).all()[1:]:
        move(newer, "withdraw", by=None, at=clock.now())
    for table in (Application, Membership):
        db.session.execute(
            update(table)
            .where(table.organisation_id == fact.from_id)
            .values(organisation_id=fact.into_id)
            .execution_options(synchronize_session=False)
        )
    db.session.flush()
    db.session.expire_all()
    _belong_once(fact.into_id)


def _belong_once(organisation_id: int) -> None:
    """Of two memberships that are held, the one that opens more and lasts longer stays: one body owes one fee."""
    today = clock.today()
    held = [
        (standing_on(queries.held(row, queries.dues_of([row.id]).get(row.id, ())), today), row)
        for row in queries.of_organisation(organisation_id)
    ]
    held = [(standing, row) for standing, row in reversed(held) if standing.state in HELD]
    if not held:
        return
    best = best_of(standing for standing, _ in held)
    kept = next(row for standing, row in held if standing is best)
    for _, row in held:
        if row.id != kept.id:
            ending.end(row, first_day_without=today, because=IN_ONE, by=None)
    still_open = select(Application).where(
        Application.klass == ORGANISATION,
        Application.state.in_(OPEN),
        Application.organisation_id == organisation_id,
    )
    for application in db.session.scalars(still_open).all():
        move(application, "withdraw", by=None, at=clock.now())


def let_go(fact: EmployerRemoved) -> None:
    """Drafts forget a removed organisation. Raises RuleBroken where members or applicants belong through it."""
    named = Application.organisation_id == fact.organisation_id
    sent_in = select(Application.id).where(named, Application.state.in_(OPEN), Application.state != DRAFT)
    if db.session.scalar(sent_in.limit(1)) is not None:
        raise RuleBroken(f"Somebody has applied to join through it. {MERGE_INSTEAD}")
    today = clock.today()
    lasts = or_(Membership.ended_on.is_(None), Membership.ended_on > today)
    belongs = select(Membership.id).where(Membership.organisation_id == fact.organisation_id, lasts)
    if db.session.scalar(belongs.limit(1)) is not None:
        raise RuleBroken(f"A membership that has not ended belongs to it. {MERGE_INSTEAD}")
    drafts = select(Application).where(named, Application.state == DRAFT)
    for draft in db.session.scalars(drafts).all():
        if draft.klass == ORGANISATION:
            move(draft, "withdraw", by=None, at=clock.now())
        else:
            draft.organisation_id = None


MERGE_INSTEAD = "Merge it into the organisation that it is, so that this follows."


def leave(fact: PersonClosed) -> None:
    """Nobody is asked to endorse or to vote for somebody who has left, and nothing falls due for them any more."""
    wanted = select(Application).where(Application.person_id == fact.person_id, Application.state.in_(OPEN))
    for application in db.session.scalars(wanted).all():
        move(application, "withdraw", by=None, at=clock.now())
    ending.end_of_closed(fact.person_id, on=clock.today())
