"""A colleague's word on the text of a vacancy before it is public, where the organisation wants that; nobody gives it on
what they wrote or asked for themselves.

What is agreed is a text: everything that a vacancy says but its closing time. It stays agreed while it stays the same,
whatever else becomes of the vacancy, and so is what was public before the organisation began to ask.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, select

from portal.billing.terms import terms_of
from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.models import Organisation
from portal.employers.seats import APPROVING
from portal.foundation.errors import RuleBroken
from portal.posting import agreement, hands, publishing, queries, telling
from portal.posting.models import Posting
from portal.posting.moving import move
from portal.posting.states import DISCARDED

_ASKED_BY = queries.last_to_ask(Posting.id).correlate(Posting).scalar_subquery()


def ask(posting: Posting, organisation: Organisation, *, by: int, at: datetime) -> None:
    """Send the text to those who may agree to it; until one has answered, or it is called back, it stays as it is.

    Raises RuleBroken where it is not complete, or there is nobody to ask.
    """
    if not terms_of(organisation.id).approve_text:
        raise RuleBroken("Your organisation asks for no approval of a vacancy’s text. Publish it.")
    if posting.approval_asked_at is not None:
        raise RuleBroken("It waits for approval already.")
    if agreement.is_agreed(posting):
        raise RuleBroken("This text is approved already. Publish it.")
    if missing := publishing.incomplete(posting, organisation, at=at):
        raise RuleBroken(missing[0])
    asked = [each for each in approvers(posting) if each != by]
    if not asked:
        raise RuleBroken(
            "Your organisation wants a colleague to approve the text, and nobody but you can. An owner can invite an "
            "approver under People, or ask for no approval under Buying."
        )
    move(posting, "ask", by=by, at=at)
    posting.approval_asked_at, posting.updated_at = at, at
    db.session.flush()
    telling.ask_for_approval(posting, asked, by=by)


def approve(posting: Posting, *, seen: str, by: int, at: datetime) -> None:
    """Agree to the text that the approver `seen` (its mark)."""
    _refuse_own(posting, by)
    if posting.approval_asked_at is not None and seen != agreement.mark_of_text(posting.answers):
        raise RuleBroken("The text was changed while you had it open. Look at it once more, then decide.")
    _answer(posting, "approve", by=by, at=at, note="")
    posting.approved_mark = agreement.mark_of_text(posting.answers)
    hands.wash(posting)
    telling.text_approved(posting, to=queries.asked_for_approval_by(posting))


def send_back(posting: Posting, *, because: str, by: int, at: datetime) -> None:
    """Give the text back to whoever asked, with what should be changed."""
    _refuse_own(posting, by)
    if not because.strip():
        raise RuleBroken("Say what should be changed, so that your colleague can act on it.")
    _answer(posting, "send_back", by=by, at=at, note=because)
    telling.text_sent_back(posting, to=queries.asked_for_approval_by(posting), because=because.strip())


def call_back(posting: Posting, *, by: int, at: datetime) -> None:
    """Take the text back to change it, before anybody has answered."""
    _answer(posting, "call_back", by=by, at=at, note="")


def may_approve(person_id: int, posting: Posting) -> bool:
    """Whether this person may answer: an owner or approver who neither began it, nor asked, nor wrote in its text since it
    was agreed to last."""
    if person_id in _own(posting):
        return False
    return bool(employers.roles_in(person_id, posting.organisation_id) & APPROVING)


def approvers(posting: Posting) -> list[int]:
    """Who may answer, with accounts in use."""
    own = _own(posting)
    return [each for each in employers.holders(posting.organisation_id, APPROVING) if each not in own]


def waiting_for(person_id: int) -> list[tuple[Posting, Organisation, int | None]]:
    """The vacancies whose text this person may approve, with who asked, the longest waiting first."""
    statement = _waiting_for(person_id).order_by(Posting.approval_asked_at, Posting.id)
    return [(posting, organisation, asker) for posting, organisation, asker in db.session.execute(statement)]


def number_waiting_for(person_id: int) -> int:
    """How many those are, for the menu."""
    found = _waiting_for(person_id).with_only_columns(Posting.id).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def _waiting_for(person_id: int) -> Select[Posting, Organisation, int | None]:
    return (
        select(Posting, Organisation, _ASKED_BY)
        .join(Organisation, Organisation.id == Posting.organisation_id)
        .where(
            Posting.approval_asked_at.is_not(None),
            Posting.state != DISCARDED,
            Posting.organisation_id.in_(employers.where_holding(person_id, APPROVING)),
            Posting.author_id.is_distinct_from(person_id),
            ~hands.is_of(person_id),
            _ASKED_BY.is_distinct_from(person_id),
        )
    )


def _own(posting: Posting) -> list[int]:
    """Whose text it is. Who asked counts while it waits."""
    asked_by = queries.asked_for_approval_by(posting) if posting.approval_asked_at is not None else None
    return [each for each in (posting.author_id, asked_by, *hands.of(posting)) if each]


def _refuse_own(posting: Posting, by: int) -> None:
    if not may_approve(by, posting):
        raise RuleBroken(
            "A text is approved by an owner or an approver of the organisation who did not write it or ask for it. "
            "Ask one of your colleagues."
        )


def _answer(posting: Posting, event: str, *, by: int, at: datetime, note: str) -> None:
    if posting.approval_asked_at is None:
        raise RuleBroken("This text no longer waits for approval.")
    move(posting, event, by=by, at=at, note=note)
    posting.approval_asked_at, posting.updated_at = None, at
    db.session.flush()
