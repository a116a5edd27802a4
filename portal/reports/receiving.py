"""Taking reports in and answering them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from portal.accounts import limits
from portal.accounts.signing_in import email_key
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.mail.posting import post
from portal.reports.matters import MATTERS
from portal.reports.models import Report
from portal.web.words import day_in_words

FROM_ONE_ADDRESS = 5
TO_ONE_MAILBOX = 3
A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)


def may_send(address: str) -> bool:
    """Whether this network address may send another report just now; counts the try."""
    return limits.allow("report", address, most=FROM_ONE_ADDRESS, within=AN_HOUR)


def receive(
    matter: str,
    text: str,
    *,
    name: str = "",
    email: str = "",
    vacancy_id: int | None = None,
    person_id: int | None = None,
) -> Report:
    """Keep a report and, where an e-mail address is given, acknowledge it with the day by which we answer.

    The mail quotes nothing of what was written, so that nobody can have us send their words to others.
    """
    now = clock.now()
    report = Report(
        reference=new_reference(),
        matter=matter,
        vacancy_id=vacancy_id,
        person_id=person_id,
        name=name.strip()[:200],
        email=email.strip(),
        email_key=email_key(email),
        text=text.strip(),
        received_at=now,
        due_on=MATTERS[matter].due(clock.today()),
        state="open",
    )
    db.session.add(report)
    db.session.flush()
    record("reports.received", by=person_id, actor="system", subject=f"report:{report.reference}", about=person_id, facts={"matter": matter})  # fmt: skip
    if report.email and limits.allow("report_mail", report.email_key, most=TO_ONE_MAILBOX, within=A_DAY):
        post(
            "reports/mail/acknowledged.txt",
            to=report.email,
            person_id=person_id,
            unique_key=f"report:{report.reference}:acknowledged",
            reference=report.reference,
            complaint=MATTERS[matter].complaint,
            due=day_in_words(report.due_on),
        )
    return report


def answer(reference: str, text: str, *, by: int) -> Report:
    """Answer a report by mail; raises RuleBroken when it was answered or closed already, or nobody can be answered."""
    report = _open(reference, "answered", by=by, answer=text.strip())
    if not report.email:
        raise RuleBroken("No e-mail address was given, so nobody can be answered. Close the report instead.")
    post(
        "reports/mail/answered.txt",
        to=report.email,
        person_id=report.person_id,
        unique_key=f"report:{report.reference}:answered",
        reference=report.reference,
        complaint=MATTERS[report.matter].complaint,
        answer=report.answer,
    )
    return report


def close(reference: str, note: str, *, by: int) -> Report:
    """Close a report without an answer; `note` says why, for the next person. A complaint is always answered."""
    report = _open(reference, "closed", by=by, answer=note.strip())
    if MATTERS[report.matter].complaint:
        raise RuleBroken("A complaint is always answered. Write an answer, even a short one.")
    return report


def reopen(reference: str, *, by: int) -> Report:
    """Open a report again that was closed; what was answered stays answered."""
    report = by_reference(reference)
    done = db.session.execute(
        update(Report)
        .where(Report.id == report.id, Report.state == "closed")
        .values(state="open", answered_at=None, answered_by_id=None)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken("Only a report that was closed without an answer can be opened again.")
    record("reports.reopened", by=by, subject=f"report:{report.reference}", about=report.person_id)
    db.session.refresh(report)
    return report


def by_reference(reference: str) -> Report:
    """The report of this reference. Raises NotFound."""
    report = db.session.scalar(select(Report).where(Report.reference == tidy_reference(reference)))
    if report is None:
        raise NotFound("There is no such report.")
    return report


def _open(reference: str, state: str, *, by: int, answer: str) -> Report:
    report = by_reference(reference)
    done = db.session.execute(
        update(Report)
        .where(Report.id == report.id, Report.state == "open")
        .values(state=state, answer=answer, answered_at=clock.now(), answered_by_id=by)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken("Somebody else has answered or closed this report already. Nothing was changed.")
    record(f"reports.{state}", by=by, subject=f"report:{report.reference}", about=report.person_id)
    db.session.refresh(report)
    return report
