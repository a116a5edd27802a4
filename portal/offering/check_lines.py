"""The checks of an offer as those who see to them read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.accounts import queries as accounts
from portal.applying.models import JobApplication
from portal.applying.states import ACCEPTED
from portal.offering import queries, referees, references
from portal.offering.asking_referees import LASTS
from portal.offering.check_kinds import ASKED, CLEAR, KINDS, NOT_BEGUN, PROBLEM, REFERENCES, STATES
from portal.offering.models import Offer, OfferCheck, RefereeRequest
from portal.offering.reference_answers import in_pairs
from portal.web import words

CHECK_TAGS = {CLEAR: "govuk-tag--green", PROBLEM: "govuk-tag--red", NOT_BEGUN: "govuk-tag--grey"}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check in the desk's list. `says` is who the referee is and what has to come first, or came; `said` their reference."""

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
    asks_again: bool
    drops: bool
    said: Sequence[tuple[str, str]]


def lines_of(application: JobApplication, offer: Offer, *, today: date) -> list[CheckLine]:
    """All of them, with what can be done about each."""
    rows, requests = queries.checks_of(offer), queries.requests_of(offer)
    names = accounts.names_of({each.owner_id for each in rows if each.owner_id})
    open_ = application.state == ACCEPTED
    return [
        _line(application, each, requests.get(each.id), names.get(each.owner_id or 0, "Nobody yet"), open_, today=today)
        for each in rows
    ]


def _line(
    application: JobApplication,
    row: OfferCheck,
    request: RefereeRequest | None,
    owner: str,
    open_: bool,
    *,
    today: date,
) -> CheckLine:
    waits = bool(referees.waits_for_consent(application, row))
    is_reference = row.kind in REFERENCES
    can_ask = open_ and is_reference and row.state == NOT_BEGUN and (request is None or not request.answer)
    said = references.said_by(request) if request is not None else None
    return CheckLine(
        kind=row.kind,
        name=KINDS[row.kind].name,
        state=STATES[row.state],
        tag=CHECK_TAGS.get(row.state, "govuk-tag--blue"),
        owner=owner,
        due_on=row.due_on,
        is_late=row.state != CLEAR and row.due_on < today,
        note=row.note,
        says=_says(application, row, request, waits=waits) if is_reference else "",
        asks_consent=can_ask and waits and row.consent_asked_at is None,
        asks_referee=can_ask and not waits,
        asks_again=open_ and row.state == ASKED and request is not None and not request.answer,
        drops=open_ and row.state == NOT_BEGUN and request is None and not KINDS[row.kind].by_law,
        said=in_pairs(said) if said is not None else (),
    )


def _says(application: JobApplication, row: OfferCheck, request: RefereeRequest | None, *, waits: bool) -> str:
    """Who the referee is; and what comes first, or how far it is with them."""
    referee = referees.referee_of(application, REFERENCES[row.kind])
    who = ", ".join(filter(None, (referee["name"], referee["organisation"], referee["relation"])))
    if waits:
        asked = "The candidate was asked, and has yet to say yes" if row.consent_asked_at else "Ask the candidate first"
        return f"{who}. {asked}."
    return " ".join(filter(None, (f"{who}." if who else "", *_how_far(row, request))))


def _how_far(row: OfferCheck, request: RefereeRequest | None) -> Iterator[str]:
    if request is None:
        return
    if request.answered_at is not None:
        on = words.short_day(request.answered_at)
        yield f"Answered on {on}." if request.answer == "given" else f"Said on {on} that they give no reference."
        if request.answer == "none" and request.text:
            yield f"Their words: {request.text}"
    elif row.state == ASKED:
        times = f", and reminded {'once' if request.reminded == 1 else 'twice'}" if request.reminded else ""
        yield f"Asked on {words.short_day(request.asked_at)}{times}. Their link ends on {words.short_day(request.asked_at + LASTS)}."


def check_name(kind: str) -> str:
    """What a check is called."""
    return KINDS[kind].name
