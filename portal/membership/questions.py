"""What each class asks of its applicant, and what of that is still open. Pure: an application is read, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

from portal.membership.classes import ORGANISATION


class Answered(Protocol):
    """As much of an application as the questions look at."""

    @property
    def klass(self) -> str: ...
    @property
    def organisation_id(self) -> int | None: ...
    @property
    def supplier(self) -> str: ...
    @property
    def job_title(self) -> str: ...
    @property
    def statement(self) -> str: ...
    @property
    def staff_count(self) -> int | None: ...
    @property
    def answers(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Question:
    """`field` is the form's and, where it is not a column of an application, the key of its answer."""

    field: str
    label: str
    missing: str


EMPLOYER = Question("organisation", "Employer", "Choose the organisation you work for.")
SERVED = Question("organisation", "Body you serve", "Choose the public body that you serve the whole time.")
JOB_TITLE = Question("job_title", "Job title", "Enter your job title.")
STATEMENT = Question("statement", "Reasons for joining", "Say in a few sentences why you want to join.")
SUPPLIER = Question("supplier", "Your employer, the supplier", "Enter the name of the supplier that employs you.")
WHOLE_TIME = Question(
    "whole_time", "Whole-time service", "Confirm that you spend your whole working time serving this body."
)
SERVING_UNTIL = Question("serving_until", "Serving until", "")
SCHEME = Question("scheme", "Course or scheme", "Enter the name of your course, apprenticeship or graduate scheme.")
SCHEME_AT = Question("scheme_at", "Where", "Enter where you study or train.")
SCHEME_ENDS = Question("scheme_ends", "It ends on", "Enter the day on which your course or scheme ends.")
COMPANY = Question("company", "Company", "Enter the name of your company.")
INTEREST = Question("interest", "Interest in the public sector", "Say what your company has to do with public bodies.")
STAFF_COUNT = Question("staff_count", "Number of staff", "Enter how many people your organisation employs.")
JOINING = Question("statement", "What you hope for", "Say in a few sentences what your organisation hopes to gain.")

QUESTIONS: Mapping[str, tuple[Question, ...]] = MappingProxyType(
    {
        "individual": (EMPLOYER, JOB_TITLE, STATEMENT),
        "corporate_seat": (EMPLOYER, JOB_TITLE, STATEMENT),
        "provider": (SERVED, SUPPLIER, JOB_TITLE, WHOLE_TIME, SERVING_UNTIL, STATEMENT),
        "early_career": (SCHEME, SCHEME_AT, SCHEME_ENDS, STATEMENT),
        "partner": (COMPANY, JOB_TITLE, INTEREST, STATEMENT),
        ORGANISATION: (STAFF_COUNT, JOINING),
    }
)
COLUMNS = ("supplier", "job_title", "statement", "staff_count")
"""The fields that are columns of an application; all other answers lie in `answers`, days as ISO dates."""
DAYS = ("scheme_ends", "serving_until")


def asks_for_organisation(klass: str) -> bool:
    """Whether the applicant of this class searches for an organisation."""
    return any(question.field == "organisation" for question in QUESTIONS[klass])


def organisation_label(klass: str) -> str:
    """What the chosen organisation is to an applicant of this class."""
    return SERVED.label if klass == "provider" else EMPLOYER.label


def answer_to(application: Answered, question: Question) -> Any:
    """What was answered; None or empty while nothing was."""
    if question.field == "organisation":
        return application.organisation_id
    if question.field in COLUMNS:
        return getattr(application, question.field)
    return application.answers.get(question.field)


def answered(application: Answered) -> dict[str, Any]:
    """What was answered so far, as a form wants it."""
    found = {}
    for question in QUESTIONS[application.klass]:
        answer = answer_to(application, question)
        is_day = question.field in DAYS and isinstance(answer, str)
        found[question.field] = date.fromisoformat(answer) if is_day else answer
    return found


def unanswered(application: Answered) -> list[Question]:
    """The questions that must be answered before this application can be sent in."""
    asked = QUESTIONS[application.klass]
    return [question for question in asked if question.missing and not answer_to(application, question)]


def in_words(application: Answered, question: Question, *, organisation: str) -> str:
    """An answer as people read it; empty while there is none."""
    answer = answer_to(application, question)
    if question.field == "organisation":
        return organisation
    if question.field in DAYS:
        return f"{date.fromisoformat(answer):%-d %B %Y}" if answer else ""
    if question.field == "staff_count":
        return f"{answer:,}" if answer else ""
    if question.field == "whole_time":
        return "I spend my whole working time serving this body" if answer else ""
    return str(answer or "")
