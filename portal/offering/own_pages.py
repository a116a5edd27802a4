"""An offer as its candidate may know it: every word ready, nothing left for a template to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.applying.models import JobApplication
from portal.applying.queries import Job, steps_of
from portal.applying.states import ACCEPTED, CONDITIONS_MET, OFFERED, STARTED, may_answer_offer, seen
from portal.applying.states import TO_CANDIDATES as KNOWN
from portal.foundation.clock import LONDON
from portal.offering import queries, referees
from portal.offering.check_kinds import ASKED, KINDS, NOT_BEGUN, REFERENCES, TO_CANDIDATES
from portal.offering.models import Offer, OfferCheck
from portal.offering.terms import conditions_of
from portal.offering.wording import facts_of
from portal.web import words

SEEN_WITH_OFFER = (OFFERED, ACCEPTED, CONDITIONS_MET, STARTED, "declined", "offer_withdrawn", "conditions_not_met")


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """A check as its candidate sees it. `consents` is the key with which they say yes to a referee being contacted."""

    name: str
    wants: str
    state: str
    consents: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """An offer for its candidate: exactly the terms, and what is wanted of them."""

    reference: str
    title: str
    employer: str
    sentence: str
    number: int
    facts: Sequence[tuple[str, str]]
    conditions: Sequence[str]
    answers: bool
    answer_says: str
    checks: Sequence[OwnCheck]
    starts: Sequence[tuple[date, date]]


def own_page(application: JobApplication, job: Job, *, at: datetime) -> OwnPage | None:
    """The offer as its candidate may know it; none before they were told of it."""
    steps = steps_of(application)
    offer, known = queries.newest(application), seen(steps)
    if offer is None or known not in SEEN_WITH_OFFER:
        return None
    today, answers = at.astimezone(LONDON).date(), may_answer_offer(steps)
    checks = queries.checks_of(offer) if known == ACCEPTED == application.state else []
    return OwnPage(
        reference=application.reference,
        title=job.vacancy.title,
        employer=job.vacancy.employer_name,
        sentence=KNOWN[known],
        number=offer.number,
        facts=facts_of(offer, for_candidate=True),
        conditions=conditions_of(offer.conditions),
        answers=answers,
        answer_says=day_says(offer, today=today) if answers else "",
        checks=[_check(application, each) for each in checks],
        starts=[(each.before, each.after) for each in queries.starts_of(offer)],
    )


def day_says(offer: Offer, *, today: date) -> str:
    """By when an answer is wanted, or was."""
    if offer.answer_by < today:
        return f"An answer was wanted by {words.day_in_words(offer.answer_by)}. You can still give it."
    return f"Please answer by {words.day_in_words(offer.answer_by)}."


def _check(application: JobApplication, row: OfferCheck) -> OwnCheck:
    kind = KINDS[row.kind]
    wants, consents = kind.wants if row.state in (NOT_BEGUN, ASKED) else "", ""
    if row.kind in REFERENCES and row.state in (NOT_BEGUN, ASKED):
        name = referees.referee_of(application, REFERENCES[row.kind])["name"]
        wants = f"We write to {name}."
        if referees.waits_for_consent(application, row):
            wants = f"You asked to be told before we contact {name}."
            consents = row.kind if row.consent_asked_at else ""
    return OwnCheck(kind.name, wants, TO_CANDIDATES[row.state], consents)
