"""The mails of an application. Each tells one thing once; none says who endorsed or voted."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.accounts.models import Person
from portal.employers import queries as organisations
from portal.mail.posting import post
from portal.membership import addresses
from portal.membership.classes import ORGANISATION, name_of
from portal.membership.models import Application


def address_of(application: Application) -> str:
    """The page of an application for whoever made it, below the site's address."""
    if application.klass == ORGANISATION and application.organisation_id is not None:
        return addresses.of_organisation(organisations.by_id(application.organisation_id).reference)
    return f"{addresses.OWN}/applications/{application.reference}"


def of_receipt(application: Application, applicant: Person) -> None:
    """That it arrived, what it will cost and what happens next."""
    _post("received", application, applicant, waits_for_endorser=application.state == "awaiting_endorsement")


def of_appeal(application: Application, applicant: Person) -> None:
    """That the appeal arrived."""
    _post("appeal_received", application, applicant)


def of_approval(application: Application, applicant: Person, *, owed_pence: int) -> None:
    """The good news, and what is due."""
    _post("approved", application, applicant, owed_pence=owed_pence)


def of_refusal(application: Application, applicant: Person, *, appeal_until: date | None) -> None:
    """The answer, what the panel says about it, and the way to appeal."""
    _post("declined", application, applicant, appeal_until=appeal_until, words_told=application.decision_reason)


def to_endorser(
    application: Application, endorser: Person, *, applicant: Person, organisation: str, token: str, reminder: int
) -> None:
    """The single-use link, at first (`reminder` 0) and again."""
    if endorser.email is None:
        return
    post(
        "membership/mail/endorse.txt",
        to=endorser.email,
        person_id=endorser.id,
        unique_key=f"endorse:{application.reference}:{endorser.id}:{reminder}",
        applicant=applicant.name,
        klass=name_of(application.klass),
        job_title=application.job_title,
        organisation=organisation,
        token=token,
        reminder=reminder,
    )


def _post(template: str, application: Application, applicant: Person, **facts: Any) -> None:
    if applicant.email is None:
        return
    post(
        f"membership/mail/{template}.txt",
        to=applicant.email,
        person_id=applicant.id,
        unique_key=f"application-{template}:{application.reference}:{application.round}",
        name=applicant.name,
        klass=name_of(application.klass),
        reference=application.reference,
        fee_pence=application.fee_pence,
        fee_months=application.fee_months,
        address=address_of(application),
        **facts,
    )
