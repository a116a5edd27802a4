"""What applicants are written: short mails that lead to their page, where the words stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.accounts.writing_to import write_to
from portal.applying.models import JobApplication
from portal.applying.queries import Job
from portal.posting import queries as postings
from portal.posting.models import Posting

FORGETTING = "application-forgetting"
"""What the keys of warnings begin with, so that nobody is warned twice of the same (applying.forgetting)."""


def address_of(application: JobApplication) -> str:
    """The applicant's page of it, from the site's root."""
    return f"/account/job-applications/{application.reference}"


def worded(text: str, application: JobApplication, *, title: str) -> str:
    """A text as this candidate reads it: greeted, with [name] and [job] filled in."""
    contact = application.answers.get("contact") or {}
    name = str(contact.get("called") or contact.get("name") or "applicant")
    greeting = "" if text.lower().startswith("dear ") else f"Dear {name},\n\n"
    return greeting + text.replace("[name]", name).replace("[job]", title)


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


def called_off(application: JobApplication, *, title: str, employer: str) -> None:
    """The recruitment was cancelled; the words stand on their page."""
    _post("called_off", application, unique_key=None, title=title, employer=employer)


def forgotten_soon(application: JobApplication, posting: Posting, *, forgotten_at: datetime, at: datetime) -> None:
    """What they wrote is about to be deleted; once for each time that it is."""
    key = f"{FORGETTING}:{application.reference}:{at:%Y%m%d}"
    employer = postings.organisation_of(posting).name
    facts = {"title": posting.title, "employer": employer, "forgotten_at": forgotten_at}
    _post("forgotten_soon", application, unique_key=key, **facts)


def _tell(template: str, application: JobApplication, job: Job, *, unique_key: str | None = None) -> None:
    _post(
        template,
        application,
        unique_key=unique_key,
        title=job.vacancy.title,
        employer=job.vacancy.employer_name,
        closes_at=job.vacancy.closes_at,
    )


def _post(template: str, application: JobApplication, *, unique_key: str | None, **facts: Any) -> None:
    write_to(
        application.person_id,
        f"applying/mail/{template}.txt",
        unique_key=unique_key,
        reference=application.reference,
        address=address_of(application),
        **facts,
    )
