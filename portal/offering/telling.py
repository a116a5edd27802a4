"""What candidates, those who run a recruitment and referees are written about an offer: short, and never the terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.accounts.models import Person
from portal.accounts.writing_to import write_to
from portal.applying.models import JobApplication
from portal.applying.queries import Job, job_of_posting
from portal.applying.telling import address_of
from portal.database.base import db
from portal.employers import queries as employers
from portal.mail.posting import post
from portal.offering.models import Offer, ReservePlace
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign


def terms_changed(application: JobApplication, job: Job) -> None:
    """To the candidate: the terms of their offer are others now."""
    _tell("terms_changed", application, job)


def accepted(application: JobApplication, job: Job) -> None:
    """To the candidate: their acceptance is here, and what comes next."""
    _tell("accepted", application, job)


def answer_wanted(application: JobApplication, job: Job, offer: Offer) -> None:
    """To the candidate, once: the day to answer by is near."""
    _tell("answer_wanted", application, job, unique_key=f"offer-answer-wanted:{offer.id}", answer_by=offer.answer_by)


def start_moved(application: JobApplication, job: Job, offer: Offer) -> None:
    """To the candidate: their start is another day."""
    _tell("start_moved", application, job, starts_on=offer.now_starts_on)


def consent_asked(application: JobApplication, job: Job) -> None:
    """To the candidate: a referee is about to be contacted, and their yes is waited for."""
    _tell("consent_asked", application, job)


def reserve_ended(application: JobApplication, job: Job, place: ReservePlace) -> None:
    """To the candidate: the reserve list has ended."""
    _tell("reserve_ended", application, job, unique_key=f"reserve-ended:{place.id}")


def drawn_on(application: JobApplication, job: Job) -> None:
    """To somebody in reserve: a later recruitment asks them. `job` is what they are asked about."""
    _tell("drawn_on", application, job)


def drawing_answered(campaign: Campaign, *, yes: bool) -> None:
    """To the consultant: what somebody in reserve answered."""
    posting = campaigns.posting_of(campaign)
    if posting is None:
        return
    address = f"/consultant/campaigns/{campaign.reference}/offers"
    for person_id in sorted({each for each in (campaign.consultant_id, campaign.deputy_id) if each}):
        _post("drawing_answered", person_id, job_of_posting(posting), address=address, yes=yes)


def answered(application: JobApplication, job: Job, offer: Offer, *, accepted: bool) -> None:
    """To those who run the recruitment: what the candidate answered."""
    campaign = campaigns.of_posting(job.posting.id)
    if campaign is not None:
        ids = {campaign.consultant_id, campaign.deputy_id}
    else:
        ids = {offer.made_by_id} if offer.made_by_id else set(employers.owners(job.organisation.id))
    address = _desk_address(application, job)
    for person_id in sorted(each for each in ids if each):
        _post("answered", person_id, job, address=address, accepted=accepted)


def reference_came(application: JobApplication, job: Job, person_id: int | None, *, given: bool) -> None:
    """To whoever sees to the check: the referee has answered. Not what."""
    if person_id is not None:
        address = f"{_desk_address(application, job)}#checks"
        _post("reference_came", person_id, job, address=address, given=given)


def _desk_address(application: JobApplication, job: Job) -> str:
    """The page of an offer of whoever runs the recruitment."""
    campaign = campaigns.of_posting(job.posting.id)
    if campaign is not None:
        return f"/consultant/campaigns/{campaign.reference}/offers/{application.reference}"
    vacancy = f"/employer/{job.organisation.reference}/vacancies/{job.posting.reference}"
    return f"{vacancy}/offers/{application.reference}"


def reference_asked(
    application: JobApplication,
    job: Job,
    referee: Mapping[str, str],
    *,
    asker_id: int | None,
    token: str,
    until: datetime,
    reminder: bool,
    unique_key: str,
) -> None:
    """To a referee, who has no account: who asks for a reference of whom, and the link to the page where they answer."""
    contact = application.answers.get("contact") or {}
    asker = db.session.get(Person, asker_id) if asker_id else None
    post(
        "offering/mail/reference_asked.txt",
        to=referee["mail"],
        unique_key=unique_key,
        name=referee["name"],
        candidate=str(contact.get("name", "")),
        title=job.vacancy.title,
        employer=job.vacancy.employer_name,
        relation=referee["relation"],
        asker=asker.name if asker is not None and asker.email else "",
        answer_to=asker.email or "" if asker is not None else "",
        token=token,
        until=until,
        reminder=reminder,
    )


def _tell(template: str, application: JobApplication, job: Job, *, unique_key: str | None = None, **facts: Any) -> None:
    _post(template, application.person_id, job, unique_key=unique_key, address=address_of(application), **facts)


def _post(template: str, person_id: int | None, job: Job, *, unique_key: str | None = None, **facts: Any) -> None:
    write_to(
        person_id,
        f"offering/mail/{template}.txt",
        unique_key=unique_key,
        title=job.vacancy.title,
        employer=job.vacancy.employer_name,
        **facts,
    )
