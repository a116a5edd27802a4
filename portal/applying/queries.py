"""Questions about applications made here; who may ask is decided here, afresh each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, literal, select

from portal.applying.answers.whole import COPIED
from portal.applying.models import ApplicationMessage, ApplicationStep, JobApplication
from portal.applying.moving import as_steps, history
from portal.applying.states import DISCARDED, DRAFT, LAPSED, LAST_WORDS, Step, seen
from portal.applying.wanted import Wanted, wanted_of
from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.posting import publishing
from portal.posting import queries as postings
from portal.posting.models import Posting, PostingVersion
from portal.posting.states import LIVE
from portal.vacancies import presenting as public
from portal.vacancies.models import Vacancy

_NONE = "There is no such application."


@dataclass(frozen=True, slots=True)
class Job:
    """What an application is for: the vacancy as it is public, the employer's row of it, and who posts it."""

    posting: Posting
    vacancy: Vacancy
    organisation: Organisation

    def is_open(self, *, at: datetime) -> bool:
        """Whether applications are taken: decided by the clock to the second, whatever the worker has noted."""
        return self.posting.state == LIVE and public.open_at(self.vacancy, at)

    @property
    def ended_early_at(self) -> datetime | None:
        """When the employer closed it or took it back before its closing time; None where it ran its time."""
        ended, closes = self.posting.ended_at, self.vacancy.closes_at
        return ended if ended is not None and (closes is None or ended < closes) else None


Own = tuple[JobApplication, Job]
Draft = tuple[JobApplication, Job, Wanted]
"""An application with what it is for, and while it is written with what is asked for."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A line of a person's list. `state` is where it stands as far as they know, by the clock."""

    reference: str
    title: str
    employer: str
    state: str
    vacancy: str
    closes_at: datetime | None
    ended_early_at: datetime | None
    submitted_at: datetime | None
    updated_at: datetime
    unread: int


def subjects() -> Select[tuple[str]]:
    """How documents name each application that there is (moving.subject_of)."""
    return select(literal("application:") + JobApplication.reference)


def own(person_id: int, reference: str, *, locked: bool = False) -> JobApplication:
    """The person's own application. Raises NotFound. `locked` inside the transaction that changes it."""
    statement = select(JobApplication).where(
        JobApplication.reference == tidy_reference(reference),
        JobApplication.person_id == person_id,
        JobApplication.state != DISCARDED,
    )
    found = db.session.scalar(statement.with_for_update() if locked else statement)
    if found is None:
        raise NotFound(_NONE)
    return found


def theirs(person_id: int, posting_id: int) -> JobApplication | None:
    """What the person began for a vacancy, thrown away or not."""
    return db.session.scalar(
        select(JobApplication).where(JobApplication.person_id == person_id, JobApplication.posting_id == posting_id)
    )


def of_vacancy(person_id: int, vacancy_id: int) -> JobApplication | None:
    """What the person began for a public vacancy, unless they threw it away."""
    return db.session.scalar(
        select(JobApplication)
        .join(Posting, Posting.id == JobApplication.posting_id)
        .where(
            JobApplication.person_id == person_id,
            Posting.vacancy_id == vacancy_id,
            JobApplication.state != DISCARDED,
        )
    )


def copied_sections(application: JobApplication) -> list[str]:
    """The keys of the sections that were taken over from an earlier application when this one was begun."""
    if application.copied_from_id is None:
        return []
    last = db.session.get(JobApplication, application.copied_from_id)
    return [each for each in COPIED if last is not None and last.answers.get(each)]


def job_of(application: JobApplication) -> Job:
    """What it is for."""
    return job_of_posting(db.session.get_one(Posting, application.posting_id))


def job_shown(vacancy_reference: str) -> Job:
    """The job behind a public page that takes applications here. Raises NotFound for every other vacancy."""
    found = db.session.execute(
        select(Posting, Vacancy)
        .join(Vacancy, Vacancy.id == Posting.vacancy_id)
        .where(Vacancy.reference == tidy_reference(vacancy_reference))
    ).one_or_none()
    if found is None or not public.applies_here(found.Vacancy) or found.Vacancy.status not in ("live", "closed"):
        raise NotFound("There is no such vacancy.")
    return job_of_posting(found.Posting)


def job_of_posting(posting: Posting) -> Job:
    """What applications for this vacancy of an employer are for. Raises NotFound before it is public."""
    vacancy = postings.vacancy_of(posting)
    if vacancy is None:
        raise NotFound("There is no such vacancy.")
    return Job(posting, vacancy, postings.organisation_of(posting))


def wanted_for(job: Job, *, version: int = 0, at: datetime) -> Wanted:
    """What the vacancy asks of its applicants: as it is public now, or as it was in one of its versions."""
    known = postings.versions(job.posting)
    chosen = next((each for each in known if each.number == version), known[-1] if known else None)
    answers = chosen.answers if chosen else job.posting.answers
    return wanted_of(publishing.read(job.organisation, answers, at=at), today=clock.today())


def newest_version(posting: Posting) -> int:
    """The number of what is public of it now."""
    return (
        db.session.scalar(
            select(PostingVersion.number)
            .where(PostingVersion.posting_id == posting.id)
            .order_by(PostingVersion.number.desc())
            .limit(1)
        )
        or 0
    )


def steps_of(application: JobApplication) -> list[Step]:
    """Its history for the rules of what its candidate knows."""
    return as_steps(history(application))


def seen_state(application: JobApplication, job: Job, *, steps: Sequence[Step], at: datetime) -> str:
    """Where it stands as its candidate may know it. A draft whose vacancy has closed was not sent in time, whether the
    worker has noted it or not, and one whose vacancy is open again can be gone on with."""
    state = seen(steps)
    if state in (DRAFT, LAPSED):
        return DRAFT if job.is_open(at=at) else LAPSED
    return state


def of_person(person_id: int, *, at: datetime) -> list[Mine]:
    """Every application that the person made here, the one that moved last first."""
    rows = db.session.execute(
        select(JobApplication, Posting, Vacancy, Organisation)
        .join(Posting, Posting.id == JobApplication.posting_id)
        .join(Vacancy, Vacancy.id == Posting.vacancy_id)
        .join(Organisation, Organisation.id == Posting.organisation_id)
        .where(JobApplication.person_id == person_id, JobApplication.state != DISCARDED)
        .order_by(JobApplication.updated_at.desc(), JobApplication.id.desc())
    ).all()
    ids = [row.JobApplication.id for row in rows]
    steps, unread = steps_of_many(ids), _unread_of(ids)
    jobs = {row.JobApplication.id: Job(row.Posting, row.Vacancy, row.Organisation) for row in rows}
    return [
        Mine(
            reference=row.JobApplication.reference,
            title=row.Vacancy.title,
            employer=row.Vacancy.employer_name,
            state=seen_state(
                row.JobApplication,
                jobs[row.JobApplication.id],
                steps=as_steps(steps.get(row.JobApplication.id, [])),
                at=at,
            ),
            vacancy=row.Vacancy.reference,
            closes_at=row.Vacancy.closes_at,
            ended_early_at=jobs[row.JobApplication.id].ended_early_at,
            submitted_at=row.JobApplication.submitted_at,
            updated_at=row.JobApplication.updated_at,
            unread=unread.get(row.JobApplication.id, 0),
        )
        for row in rows
    ]


def steps_of_many(ids: Sequence[int]) -> Mapping[int, list[ApplicationStep]]:
    """The histories of many applications in one question."""
    found: dict[int, list[ApplicationStep]] = {}
    for step in db.session.scalars(
        select(ApplicationStep).where(ApplicationStep.application_id.in_(ids)).order_by(ApplicationStep.id)
    ):
        found.setdefault(step.application_id, []).append(step)
    return found


def last_word() -> ScalarSelect[int | None]:
    """In a question about applications, the id of the step that is the panel's last word after the interview."""
    return (
        select(func.max(ApplicationStep.id))
        .where(ApplicationStep.application_id == JobApplication.id, ApplicationStep.event.in_(LAST_WORDS))
        .correlate(JobApplication)
        .scalar_subquery()
    )


def is_chosen_in_queries() -> ColumnElement[bool]:
    """The rule of `states.is_chosen` as a condition of a question about applications."""
    return exists().where(ApplicationStep.id == last_word(), ApplicationStep.event == "appoint")


def _unread_of(ids: Sequence[int]) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for each in db.session.scalars(
        select(ApplicationMessage.application_id).where(
            ApplicationMessage.application_id.in_(ids),
            ApplicationMessage.from_candidate.is_(False),
            ApplicationMessage.read_at.is_(None),
        )
    ):
        found[each] = found.get(each, 0) + 1
    return found


def last_sent(person_id: int) -> JobApplication | None:
    """The application that the person sent last, of which a new one takes over what stays the same."""
    return db.session.scalar(
        select(JobApplication)
        .where(JobApplication.person_id == person_id, JobApplication.submitted_at.is_not(None))
        .order_by(JobApplication.submitted_at.desc(), JobApplication.id.desc())
        .limit(1)
    )
