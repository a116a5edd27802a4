"""The schedule of a vacancy’s interviews: its rounds with who holds them, and their times with whose they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.database.base import db
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot, SlotAnswer
from portal.interviewing.queries import for_change
from portal.recruitment import panels
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign, PanelMember
from portal.selecting.desks import Desk

_NO_ROUND, _NO_SLOT = "There is no such round.", "There is no such time."


def rounds_of(posting_id: int, *, locked: bool = False) -> list[InterviewRound]:
    """The rounds of a vacancy in their order."""
    statement = (
        select(InterviewRound)
        .where(InterviewRound.posting_id == posting_id, InterviewRound.removed_at.is_(None))
        .order_by(InterviewRound.number)
    )
    return list(db.session.scalars(for_change(statement) if locked else statement))


def round_of(desk: Desk, reference: str, *, locked: bool = False) -> InterviewRound:
    """A round of the desk's vacancy. Raises NotFound."""
    for each in rounds_of(desk.job.posting.id, locked=locked):
        if each.reference == tidy_reference(reference):
            return each
    raise NotFound(_NO_ROUND)


def interviewers_of(round_: InterviewRound) -> list[PanelMember]:
    """The members of the client's panel who hold this round; nobody where no campaign fills the vacancy."""
    campaign = campaigns.of_posting(round_.posting_id)
    return [each for each in _joined(campaign) if _holds(each, round_)]


def rounds_held_by(desk: Desk) -> list[InterviewRound]:
    """The rounds of the desk's vacancy that its person holds as a member of the panel."""
    mine = [each for each in _joined(desk.campaign) if each.person_id == desk.person_id]
    return [each for each in rounds_of(desk.job.posting.id) if any(_holds(member, each) for member in mine)]


def _joined(campaign: Campaign | None) -> list[PanelMember]:
    return [each for each in panels.of(campaign) if each.person_id and each.taken_up_at] if campaign else []


def _holds(member: PanelMember, round_: InterviewRound) -> bool:
    return not round_.interviewers or member.reference in round_.interviewers


def names_of_interviewers(round_: InterviewRound) -> dict[int, str]:
    """The same by name: the one of their account, which they chose themselves."""
    ids = [each.person_id for each in interviewers_of(round_) if each.person_id]
    names = accounts.names_of(set(ids))
    return {each: names.get(each, accounts.SOMEBODY) for each in ids}


def slots_of(round_ids: Collection[int]) -> list[InterviewSlot]:
    """The times of these rounds, the earliest first."""
    return list(
        db.session.scalars(
            select(InterviewSlot)
            .where(InterviewSlot.round_id.in_(round_ids), InterviewSlot.removed_at.is_(None))
            .order_by(InterviewSlot.starts_at, InterviewSlot.room, InterviewSlot.id)
        )
    )


def slot_of(round_: InterviewRound, reference: str, *, locked: bool = False) -> InterviewSlot:
    """A time of this round. Raises NotFound. Held until the transaction ends where it is `locked`."""
    statement = select(InterviewSlot).where(
        InterviewSlot.round_id == round_.id,
        InterviewSlot.reference == tidy_reference(reference),
        InterviewSlot.removed_at.is_(None),
    )
    found = db.session.scalar(for_change(statement) if locked else statement)
    if found is None:
        raise NotFound(_NO_SLOT)
    return found


def taken_in(slot_ids: Collection[int]) -> Mapping[int, Interview]:
    """Whose these times are."""
    rows = db.session.scalars(select(Interview).where(Interview.slot_id.in_(slot_ids)))
    return {each.slot_id: each for each in rows if each.slot_id is not None}


def free_slots(round_: InterviewRound, *, after: datetime) -> list[InterviewSlot]:
    """Times of the round that nobody has and that begin later."""
    slots = [each for each in slots_of([round_.id]) if each.starts_at > after]
    taken = taken_in([each.id for each in slots])
    return [each for each in slots if each.id not in taken]


def slots_to_choose(round_: InterviewRound, *, after: datetime) -> list[InterviewSlot]:
    """The same without those at which nobody who holds the round can come: candidates are not offered them."""
    free = free_slots(round_, after=after)
    nobody = without_interviewer(round_, [each.id for each in free])
    return [each for each in free if each.id not in nobody]


def without_interviewer(round_: InterviewRound, slot_ids: Collection[int]) -> set[int]:
    """Of these times those of which everybody who holds the round has said that they cannot come."""
    holders = {each.person_id for each in interviewers_of(round_)}
    if not holders:
        return set()
    answers = answers_of(slot_ids)
    return {slot for slot, said in answers.items() if holders <= {each.person_id for each in said if not each.can}}


def answers_of(slot_ids: Collection[int]) -> Mapping[int, list[SlotAnswer]]:
    """What the panel said of these times."""
    found: dict[int, list[SlotAnswer]] = {}
    for each in db.session.scalars(select(SlotAnswer).where(SlotAnswer.slot_id.in_(slot_ids)).order_by(SlotAnswer.id)):
        found.setdefault(each.slot_id, []).append(each)
    return found
