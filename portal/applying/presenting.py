"""An application as its candidate sees it: every word ready, nothing left for a template to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from portal.applying import joined, queries, tracking, writing
from portal.applying.answered import Answer, answers_of, period_in_words, post_in_words
from portal.applying.answers import work
from portal.applying.answers.whole import Section, Whole
from portal.applying.beginning import closed_sentence
from portal.applying.models import ElsewhereApplication, JobApplication
from portal.applying.moving import history, subject_of
from portal.applying.queries import Job, Mine
from portal.applying.states import (
    DRAFT,
    IN_PROGRESS,
    LAPSED,
    NAMES,
    TO_CANDIDATES,
    WITHDRAWN,
    may_withdraw,
)
from portal.applying.wanted import Wanted
from portal.documents import queries as documents
from portal.documents.queries import DocumentRow
from portal.web import words
from portal.web.seams import Way

TAGS = {
    "completed": ("Completed", ""),
    "begun": ("In progress", "govuk-tag--light-blue"),
    "not_started": ("Not started", "govuk-tag--blue"),
    "optional": ("Optional", "govuk-tag--grey"),
}
_TO_CANDIDATES_IN_SHORT: Mapping[str, str] = {
    **NAMES,
    "not_longlisted": "Not taken further",
    "not_shortlisted": "Not taken further",
    "unsuccessful": "Not successful",
    "longlisted": "Being considered",
    "called_off": "Recruitment cancelled",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Some sections of the task list, as GOV.UK's component wants them."""

    title: str
    items: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """The application's page for its candidate. `closes` says until when it can be sent."""

    reference: str
    title: str
    employer: str
    vacancy_address: str
    state: str
    state_name: str
    sentence: str
    is_draft: bool
    was_sent: bool
    may_withdraw: bool
    closes: str
    closes_soon: bool
    groups: Sequence[Group]
    done: int
    wanted: int
    copied: str
    sent_at: datetime | None
    number: int | None
    told: Sequence[tuple[datetime, str]]
    ways: Sequence[Way]


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its answers. `address` is where they are changed, empty once it was sent."""

    key: str
    title: str
    answers: Sequence[Answer]
    problems: Sequence[str]
    address: str


@dataclass(frozen=True, slots=True)
class PostLine:
    """A period of what the candidate did."""

    what: str
    when: str
    address: str
    remove: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list of everything that a person applied for."""

    title: str
    employer: str
    address: str
    state_name: str
    note: str


def address_of(application: JobApplication, page: str = "show", **more: Any) -> str:
    """The address of one of the candidate's pages of it."""
    return url_for(f"account.job_applications.{page}", reference=application.reference, **more)


def writing_address(application: JobApplication, page: str, **more: Any) -> str:
    """The address of one of the pages on which it is written."""
    return url_for(f"account.job_applications_writing.{page}", reference=application.reference, **more)


def following_address(application: JobApplication, wanted: Wanted, section: str, *, key: str) -> str:
    """Where one goes on after a section: the next one to look at, or the application’s own page."""
    found = writing.whole_of(application, wanted, key=key).following(section)
    return writing_address(application, "section", section=found.key) if found else address_of(application)


def page_of(application: JobApplication, job: Job, wanted: Wanted, *, key: str, at: datetime) -> Page:
    """Everything that the page says."""
    steps = queries.steps_of(application)
    state = queries.seen_state(application, job, steps=steps, at=at)
    whole = writing.whole_of(application, wanted, key=key)
    needed = [each for each in whole.sections if not each.optional or each.key in whole.problems]
    return Page(
        reference=application.reference,
        title=job.vacancy.title,
        employer=job.vacancy.employer_name,
        vacancy_address=f"/vacancies/{job.vacancy.reference}",
        state=state,
        state_name=_TO_CANDIDATES_IN_SHORT[state],
        sentence=sentence_of(state, job),
        is_draft=state == DRAFT,
        was_sent=application.submitted_at is not None,
        may_withdraw=application.submitted_at is not None and may_withdraw(steps),
        closes=words.long_time(job.vacancy.closes_at) if job.vacancy.closes_at else "",
        closes_soon=bool(job.vacancy.closes_at and (job.vacancy.closes_at - at).days < 3),
        groups=_groups(whole, application) if state == DRAFT else (),
        done=sum(1 for each in needed if each.key not in whole.problems),
        wanted=len(needed),
        copied=_copied(application, whole) if state == DRAFT else "",
        sent_at=application.submitted_at,
        number=application.number,
        told=told(application),
        ways=joined.WAYS.ask(application) if application.submitted_at is not None else (),
    )


def days_of(job: Job) -> list[tuple[str, str]]:
    """When the vacancy closes, and the days that are planned after it."""
    closes_at = job.vacancy.closes_at
    return [*([("Closing time", words.long_time(closes_at))] if closes_at else []), *joined.DAYS.ask(job)]


def _copied(application: JobApplication, whole: Whole) -> str:
    """The sections of this vacancy that an earlier application filled in, by their titles."""
    keys = queries.copied_sections(application)
    return words.listed([f"“{each.title}”" for each in whole.sections if each.key in keys], most=len(keys) or 1)


def sentence_of(state: str, job: Job) -> str:
    """Where it stands, as its candidate reads it: what was not sent in time may have been closed before that time."""
    if state != LAPSED or job.ended_early_at is None:
        return TO_CANDIDATES[state]
    return f"This application was not sent. {closed_sentence(job)}"


def told(application: JobApplication) -> list[tuple[datetime, str]]:
    """What the candidate was told in so many words, the newest first."""
    found = [(each.told_at, each.told_words) for each in history(application) if each.told_at and each.told_words]
    return found[::-1]


def _groups(whole: Whole, application: JobApplication) -> list[Group]:
    titles = dict.fromkeys(each.group for each in whole.sections)
    return [
        Group(title, [_item(each, whole, application) for each in whole.sections if each.group == title])
        for title in titles
    ]


def _item(section: Section, whole: Whole, application: JobApplication) -> dict[str, Any]:
    text, tag = TAGS[whole.status(section)]
    return {
        "title": {"text": section.title},
        "status": {"tag": {"text": text, "classes": tag}} if tag else {"text": text},
        "href": writing_address(application, "section", section=section.key),
    }


def parts_of(
    application: JobApplication, whole: Whole, wanted: Wanted, *, linked: bool, for_candidate: bool = True
) -> list[Part]:
    """Everything that it says, section by section, as the candidate checks and keeps it, or as those who choose read it;
    documents and equality answers are not among it."""
    return [
        Part(
            section.key,
            section.title if for_candidate else section.about,
            answers_of(section.key, whole.reads[section.key].values, wanted),
            list(whole.problems.get(section.key, {}).values()),
            writing_address(application, "section", section=section.key) if linked else "",
        )
        for section in whole.sections
        if section.key not in ("equality", "documents")
    ]


def documents_of(application: JobApplication) -> list[DocumentRow]:
    """What was handed in with it."""
    return documents.of(subject_of(application))


def posts_listed(application: JobApplication, wanted: Wanted) -> list[PostLine]:
    """The periods of what the candidate did, in the order in which they were added, each with its pages."""
    found = []
    for place, typed in enumerate(work.posts_of(application.answers.get("employment") or {})):
        values = work.post(typed, wanted).values
        found.append(
            PostLine(
                post_in_words(values).split("\n")[0],
                period_in_words(values),
                writing_address(application, "post", place=place),
                writing_address(application, "remove_post", place=place),
            )
        )
    return found


def line_of(mine: Mine, *, until: str = "") -> Line:
    """An application made here, as a line; `until` is by when something is wanted of the candidate."""
    return Line(
        mine.title,
        mine.employer,
        url_for("account.job_applications.show", reference=mine.reference),
        _TO_CANDIDATES_IN_SHORT[mine.state],
        f"{until} {_note(mine)}".strip() if mine.unread else until or _note(mine),
    )


def _note(mine: Mine) -> str:
    if mine.unread:
        return words.counted(mine.unread, "new message")
    if mine.state == LAPSED and mine.ended_early_at:
        return f"Closed early, on {words.short_day(mine.ended_early_at)}"
    if mine.state in (DRAFT, LAPSED) and mine.closes_at:
        return f"{'Closes' if mine.state == DRAFT else 'Closed'} at {words.long_time(mine.closes_at)}"
    return f"Sent on {words.short_day(mine.submitted_at)}" if mine.submitted_at else ""


def is_over(mine: Mine) -> bool:
    """Whether nothing more can come of it."""
    return mine.state not in (DRAFT, *IN_PROGRESS, "reserve") or mine.state == WITHDRAWN


def elsewhere_line(row: ElsewhereApplication) -> Line:
    """An application made elsewhere, as a line."""
    day = row.next_on or row.applied_on
    note = (
        (f"Next: {words.day_in_words(day)}" if row.next_on else f"Applied on {words.day_in_words(day)}") if day else ""
    )
    address = url_for("account.elsewhere.show", kept=row.reference)
    return Line(row.title, row.employer, address, tracking.STATES[row.state], note)
