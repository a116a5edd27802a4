"""What a member of the panel sees: the queue, a case, and what was decided; never a case they must stand aside from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database.base import db
from portal.employers.models import Organisation
from portal.membership import cases, standing_aside
from portal.membership.cases import Cast, Endorsed, Row
from portal.membership.deciding import panel_for
from portal.membership.models import Application, Endorsement, Vote
from portal.membership.states import APPEAL, APPROVED, DECLINED, WITH_PANEL

PAGE = 50
MOST_PAGES = 1_000
"""Further back nobody pages; an address may ask for any number."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case in the queue: how many days it has waited there, and whether one has voted in this round."""

    row: Row
    days: int
    has_voted: bool
    endorsement: str


@dataclass(frozen=True, slots=True)
class Case:
    """The papers of a case as this member of the panel may see them."""

    row: Row
    answers: list[cases.Answer]
    endorsement: Endorsed | None
    has_voted: bool
    may_vote: bool
    why_not: str
    votes: list[Cast]
    appeal_reason: str
    told_before: str
    needed: int
    employer_unconfirmed: bool


def queue(person_id: int, *, now: datetime, klass: str = "", mine: str = "to_vote") -> list[Waiting]:
    """What the panel considers, the longest waiting first. `mine`: to_vote, voted or all."""
    wanted = select(Application).where(Application.state == WITH_PANEL)
    if klass:
        wanted = wanted.where(Application.klass == klass)
    found = standing_aside.sees(person_id, db.session.scalars(wanted.order_by(Application.panel_since, Application.id)))
    voted = _voted(person_id)
    if mine != "all":
        found = [each for each in found if ((each.id, each.round) in voted) == (mine == "voted")]
    asked = _answers([each.id for each in found])
    return [
        Waiting(
            row,
            cases.days_since(each.panel_since, now),
            (each.id, each.round) in voted,
            {"endorsed": "Endorsed", "declined": "Not endorsed", "none": "Without endorsement"}.get(
                asked.get(each.id, ""), ""
            ),
        )
        for each, row in zip(found, cases.rows(found), strict=True)
    ]


def decided(person_id: int, *, page: int) -> tuple[list[Row], int, bool]:
    """A page of what the panel has decided, the newest first: its rows, its number, and whether there are older ones.

    Which cases one must stand aside from is found out for as many as the page needs, not for those of all years.
    """
    wanted = (
        select(Application)
        .where(Application.state.in_((APPROVED, DECLINED)))
        .order_by(Application.decided_at.desc(), Application.id.desc())
    )
    page = min(page, MOST_PAGES)
    seen: list[Application] = []
    asked = 0
    while len(seen) <= page * PAGE and (
        some := db.session.scalars(wanted.offset(asked).limit(min(max(2, page), 20) * PAGE)).all()
    ):
        seen += standing_aside.sees(person_id, some)
        asked += len(some)
    page = min(page, max(1, -(-len(seen) // PAGE)))
    return cases.rows(seen[(page - 1) * PAGE : page * PAGE]), page, len(seen) > page * PAGE


def case(application: Application, person_id: int, *, needed: int) -> Case:
    """The papers. Votes of the present round show only after one's own, or once the case is decided."""
    has_voted = (application.id, application.round) in _voted(person_id)
    is_open = application.state == WITH_PANEL
    may_vote = is_open and not has_voted and person_id in panel_for(application, needed=needed).may_vote
    why_not = ""
    if is_open and not has_voted and not may_vote:
        why_not = "You voted in the first round. Enough others can decide this appeal, so it is theirs to vote on."
    shown = cases.votes(application) if has_voted or not is_open else []
    return Case(
        cases.row(application),
        cases.answers(application),
        cases.endorsement(application),
        has_voted,
        may_vote,
        why_not,
        shown,
        application.appeal_reason,
        application.decision_reason if application.round == APPEAL and is_open else "",
        needed,
        _unconfirmed(application),
    )


def _voted(person_id: int) -> set[tuple[int, int]]:
    found = db.session.execute(select(Vote.application_id, Vote.round).where(Vote.assessor_id == person_id))
    return {(application_id, round_) for application_id, round_ in found}


def _answers(application_ids: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(application_ids), 500):
        some = application_ids[start : start + 500]
        wanted = select(Endorsement.application_id, Endorsement.answer).where(Endorsement.application_id.in_(some))
        found |= {application_id: answer for application_id, answer in db.session.execute(wanted)}
    return found


def _unconfirmed(application: Application) -> bool:
    if application.organisation_id is None:
        return False
    return db.session.get_one(Organisation, application.organisation_id).confirmed_at is None
