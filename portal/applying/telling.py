"""What applicants are written: short mails that lead to their page, where the words stand."""

from __future__ import annotations

from portal.accounts.models import Person
from portal.applying.models import JobApplication
from portal.applying.queries import Job
from portal.database.base import db
from portal.mail.posting import post


def address_of(application: JobApplication) -> str:
    """The applicant's page of it, from the site's root."""
    return f"/account/job-applications/{application.reference}"


def received(application: JobApplication, job: Job) -> None:
    """It was sent, with what happens next."""
    _tell("received", application, job, unique_key=f"application-received:{application.id}")


def withdrawn(application: JobApplication, job: Job) -> None:
    """They withdrew it."""
    _tell("withdrawn", application, job)


def closing_soon(application: JobApplication, job: Job) -> None:
    """Their draft was not sent, and the closing time is near."""
    _tell("closing_soon", application, job)


def closed_early(application: JobApplication, job: Job) -> None:
    """The vacancy of their draft ended before its time."""
    _tell("closed_early", application, job)


def message_waits(application: JobApplication, job: Job) -> None:
    """Somebody wrote to them: the mail says that, and not what."""
    _tell("message_waits", application, job)


def _tell(template: str, application: JobApplication, job: Job, *, unique_key: str | None = None) -> None:
    person = db.session.get(Person, application.person_id) if application.person_id else None
    if person is None or not person.is_usable or not person.email:
        return
    post(
        f"applying/mail/{template}.txt",
        to=person.email,
        person_id=person.id,
        unique_key=unique_key,
        name=person.name,
        title=job.vacancy.title,
        employer=job.vacancy.employer_name,
        reference=application.reference,
        address=address_of(application),
        closes_at=job.vacancy.closes_at,
    )
