"""The panel votes, and its votes decide. See docs/decisions/panel.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts import queries as people
from portal.accounts.models import Person, PersonRole
from portal.audit.recording import record
from portal.database.base import db
from portal.employers.queries import USABLE
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.membership import finding, standing_aside, telling
from portal.membership.admitting import admit
from portal.membership.applying import appeal_until
from portal.membership.models import Application, Due, Vote
from portal.membership.moving import move
from portal.membership.queries import dues_of
from portal.membership.states import APPROVED, DECLINED, FIRST, WITH_PANEL


class WordsMissing(RuleBroken):
    """A vote against needs words for the applicant."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Who may vote on a case now. `voters` need not stand aside; in round 2 they are fresh unless too few are."""

    voters: frozenset[int]
    fresh: frozenset[int]
    needed: int

    @property
    def may_vote(self) -> frozenset[int]:
        return self.fresh if enough(len(self.fresh), needed=self.needed) else self.voters


def enough(voters: int, *, needed: int) -> bool:
    """Whether so many voters always come to an answer: one fewer than twice the votes needed can stand equal."""
    return voters >= 2 * needed - 1


def panel_for(application: Application, *, needed: int) -> Panel:
    """The members of the panel who need not stand aside from this case, and those of them who are new to it."""
    ties = standing_aside.ties_of([application.person_id])[application.person_id]
    voters = frozenset(
        person for person in _members() if not standing_aside.Panellist(person).must_stand_aside(application, ties)
    )
    if application.round == FIRST:
        return Panel(voters, voters, needed)
    before = set(
        db.session.scalars(select(Vote.assessor_id).where(Vote.application_id == application.id, Vote.round == FIRST))
    )
    return Panel(voters, voters - before, needed)


def case_for(person_id: int, reference: str) -> Application:
    """A case that the panel considers or has decided, kept from changing. Raises NotFound where one must stand aside."""
    found = finding.application(reference, Application.state.in_((WITH_PANEL, APPROVED, DECLINED)))
    if not standing_aside.sees(person_id, [found]):
        raise NotFound("There is no such application.")
    return found


def vote(
    application: Application, *, by: int, agrees: bool, reason: str, to_applicant: str, needed: int, at: datetime
) -> str:
    """Keep a vote, and decide once enough agree or disagree; gives the state after it. Votes are never changed.

    The application is the one that `case_for` has fetched in this transaction, so that of two last votes the second meets a decided case.
    """
    if application.state != WITH_PANEL:
        raise RuleBroken("The panel has decided this application.")
    if not reason.strip():
        raise RuleBroken("Give the reason for your vote. The panel and staff read it.")
    if not agrees and not to_applicant.strip():
        raise WordsMissing("Write what the applicant is told if the panel says no.")
    cast = _cast(application)
    if any(each.assessor_id == by for each in cast):
        raise RuleBroken("You have voted on this application, and votes are never changed.")
    if by not in panel_for(application, needed=needed).may_vote:
        raise RuleBroken("You voted in the first round, and enough others can decide this appeal.")
    db.session.add(
        Vote(
            application_id=application.id,
            round=application.round,
            assessor_id=by,
            agrees=agrees,
            reason=reason.strip(),
            to_applicant="" if agrees else to_applicant.strip(),
            at=at,
        )
    )
    db.session.flush()
    # Not `about` the applicant: their own page of the record must not tell who voted.
    record(
        "membership.voted",
        by=by,
        subject=f"application:{application.reference}",
        facts={"round": application.round},
    )
    _decide(application, _cast(application), needed=needed, at=at)
    return application.state


def _decide(application: Application, cast: list[Vote], *, needed: int, at: datetime) -> None:
    agreeing = sum(each.agrees for each in cast)
    applicant = people.by_id(application.person_id)
    if agreeing >= needed:
        move(application, "approve", by=None, at=at)
        application.decided_at, application.decision_reason = at, ""
        membership = admit(application, on=clock.today(), by=None)
        telling.of_approval(application, applicant, owed_pence=sum(due.pence for due in _owed(membership.id)))
    elif len(cast) - agreeing >= needed:
        move(application, "decline", by=None, at=at)
        application.decided_at = at
        application.decision_reason = "\n\n".join(dict.fromkeys(each.to_applicant for each in cast if not each.agrees))
        telling.of_refusal(application, applicant, appeal_until=appeal_until(application))


def _owed(membership_id: int) -> list[Due]:
    return [due for due in dues_of([membership_id]).get(membership_id, []) if due.paid_on is None]


def _cast(application: Application) -> list[Vote]:
    return list(
        db.session.scalars(
            select(Vote).where(Vote.application_id == application.id, Vote.round == application.round).order_by(Vote.id)
        )
    )


def _members() -> list[int]:
    return list(
        db.session.scalars(
            select(PersonRole.person_id)
            .join(Person, Person.id == PersonRole.person_id)
            .where(PersonRole.role == "assessor", *USABLE)
        )
    )
