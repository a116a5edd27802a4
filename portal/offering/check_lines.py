"""The checks of an offer as those who see to them read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.accounts import queries as accounts
from portal.applying.models import JobApplication
from portal.applying.states import ACCEPTED
from portal.offering import checking, queries
from portal.offering.check_kinds import CLEAR, KINDS, NOT_BEGUN, PROBLEM, REFERENCES, STATES
from portal.offering.models import Offer, OfferCheck

CHECK_TAGS = {CLEAR: "govuk-tag--green", PROBLEM: "govuk-tag--red", NOT_BEGUN: "govuk-tag--grey"}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check in the desk's list. `says` is what has to come first, or who answered."""

    kind: str
    name: str
    state: str
    tag: str
    owner: str
    due_on: date
    is_late: bool
    note: str
    says: str
    asks_consent: bool
    asks_referee: bool
    drops: bool


def lines_of(application: JobApplication, offer: Offer, *, today: date) -> list[CheckLine]:
    """All of them, with what can be done about each."""
    rows = queries.checks_of(offer)
    names = accounts.names_of({each.owner_id for each in rows if each.owner_id})
    open_ = application.state == ACCEPTED
    return [_line(application, each, names.get(each.owner_id or 0, "Nobody yet"), open_, today=today) for each in rows]


def _line(application: JobApplication, row: OfferCheck, owner: str, open_: bool, *, today: date) -> CheckLine:
    waits = bool(checking.waits_for_consent(application, row))
    is_reference = row.kind in REFERENCES
    says = ""
    if is_reference:
        referee = checking.referee_of(application, REFERENCES[row.kind])
        says = ", ".join(filter(None, (referee["name"], referee["organisation"], referee["relation"])))
        if waits:
            asked = (
                "The candidate was asked, and has yet to say yes" if row.consent_asked_at else "Ask the candidate first"
            )
            says = f"{says}. {asked}."
    can_ask = open_ and is_reference and row.state == NOT_BEGUN
    return CheckLine(
        kind=row.kind,
        name=KINDS[row.kind].name,
        state=STATES[row.state],
        tag=CHECK_TAGS.get(row.state, "govuk-tag--blue"),
        owner=owner,
        due_on=row.due_on,
        is_late=row.state != CLEAR and row.due_on < today,
        note=row.note,
        says=says,
        asks_consent=can_ask and waits and row.consent_asked_at is None,
        asks_referee=can_ask and not waits,
        drops=open_ and row.state == NOT_BEGUN and not KINDS[row.kind].by_law,
    )


def check_name(kind: str) -> str:
    """What a check is called."""
    return KINDS[kind].name
