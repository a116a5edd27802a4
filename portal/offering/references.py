"""A referee's answer, by the link in their mail: the link is the authority, and it answers once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts import links
from portal.accounts import queries as people
from portal.applying.models import JobApplication
from portal.applying.moving import subject_of
from portal.applying.queries import Job, job_of
from portal.applying.states import ACCEPTED
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.foundation.text import printable
from portal.offering import queries, telling
from portal.offering.asking_referees import LASTS, PURPOSE
from portal.offering.check_kinds import ASKED, RECEIVED, REFERENCES
from portal.offering.models import Offer, OfferCheck, RefereeRequest
from portal.offering.referees import referee_of
from portal.offering.reference_answers import LONGEST, Said
from portal.recruitment import queries as campaigns

ANSWERED = (
    "You have answered already. Thank you: there is nothing more to do. If something in your answer is wrong, write to "
    "the person named in our mail."
)
TOO_OLD = (
    "This link is too old, was replaced by a newer one, or was not copied whole. Open the newest mail that we sent you. If "
    "that does not help, write to the person named in it, who can send you a new link."
)
NOT_WANTED = "This reference is no longer needed, so there is nothing to do. Thank you."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, as its page says it. `on_behalf` is whether the society asks for the employer, or the employer itself."""

    referee: str
    candidate: str
    relation: str
    title: str
    employer: str
    asker: str
    on_behalf: bool
    until: datetime


@dataclass(frozen=True, slots=True)
class _Found:
    request: RefereeRequest
    check: OfferCheck
    application: JobApplication
    job: Job


def by_token(token: str) -> Asked:
    """What the link asks. Raises RuleBroken when it no longer counts, and says why and what to do."""
    found = _find(token)
    referee = referee_of(found.application, REFERENCES[found.check.kind])
    asker = found.request.asked_by_id or 0
    return Asked(
        referee=referee["name"],
        candidate=queries.name_of(found.application),
        relation=referee["relation"],
        title=found.job.vacancy.title,
        employer=found.job.vacancy.employer_name,
        asker=people.names_of({asker}).get(asker, ""),
        on_behalf=campaigns.of_posting(found.job.posting.id) is not None,
        until=found.request.asked_at + LASTS,
    )


def give(token: str, said: Said, *, at: datetime) -> None:
    """Keep the reference and use the link up. The check has it then; whether it is clear, those say who asked for it."""
    found = _find(token, locked=True)
    links.use(PURPOSE, token)
    request = found.request
    request.capacity, request.since, request.until = said.capacity, said.since, said.until
    request.again, request.text, request.may_show = said.again, said.text, said.may_show
    found.check.state = RECEIVED
    _answered(found, "given", at=at)


def decline(token: str, because: str, *, at: datetime) -> None:
    """Say that one gives no reference, and use the link up. The check stays open: nothing follows for the candidate by itself."""
    words = "\n".join(printable(each).rstrip() for each in because.splitlines()).strip()
    if len(words) > LONGEST:
        raise RuleBroken(f"What you write must be {LONGEST:,} characters or fewer. It has {len(words):,}.")
    found = _find(token, locked=True)
    links.use(PURPOSE, token)
    found.request.text = words
    _answered(found, "none", at=at)


def said_by(request: RefereeRequest) -> Said | None:
    """The reference that was given; none before, where none is given, and once its words were deleted."""
    if request.answer != "given" or request.since is None or not request.text:
        return None
    return Said(request.capacity, request.since, request.until, request.again, request.text, request.may_show)


def _answered(found: _Found, answer: str, *, at: datetime) -> None:
    found.request.answer, found.request.answered_at = answer, at
    found.check.changed_at, found.check.changed_by_id = at, None
    record(
        "offering.reference_answered",
        subject=subject_of(found.application),
        facts={"check": found.check.kind, "answer": answer},
    )
    db.session.flush()
    whom = found.check.owner_id or found.request.asked_by_id
    telling.reference_came(found.application, found.job, whom, given=answer == "given")


def _find(token: str, *, locked: bool = False) -> _Found:
    link = links.look(PURPOSE, token)
    if link is None:
        raise RuleBroken(ANSWERED if links.was_used(PURPOSE, token) else TOO_OLD)
    request = db.session.get_one(RefereeRequest, int(link.subject.removeprefix("reference:")))
    # The application first, as whoever withdraws or ends the offer holds it: of the two one waits for the other.
    wanted = (
        select(JobApplication)
        .join(Offer, Offer.application_id == JobApplication.id)
        .join(OfferCheck, OfferCheck.offer_id == Offer.id)
        .where(OfferCheck.id == request.check_id)
        .execution_options(populate_existing=True)
    )
    application = db.session.scalars(wanted.with_for_update(of=JobApplication) if locked else wanted).one()
    offer = queries.standing(application)
    check = db.session.get_one(OfferCheck, request.check_id, populate_existing=True)
    stands = offer is not None and offer.id == check.offer_id and application.state == ACCEPTED
    named = referee_of(application, REFERENCES[check.kind])["name"]  # empty once the candidate was erased
    if not stands or not named or check.state != ASKED:
        raise RuleBroken(NOT_WANTED)
    return _Found(request, check, application, job_of(application))
