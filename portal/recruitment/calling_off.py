"""The candidates of a campaign that is cancelled: who is told, whose offer stands against it, and who has the post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.applying import moving, telling
from portal.applying import queries as applications
from portal.applying.models import JobApplication
from portal.applying.moving import as_steps
from portal.applying.states import (
    ACCEPTED,
    CALL_OFF,
    CONDITIONS_MET,
    IN_PROGRESS,
    OFFERED,
    STARTED,
    UNSENT,
    may,
    must_be_told,
    was_called_off,
)
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.recruitment import joined, queries
from portal.recruitment.models import Campaign
from portal.web.words import counted

LONGEST = 4_000
DEFAULT = (
    "We have to tell you that the recruitment for [job] was cancelled, so your application is not taken any further. "
    "This says nothing about your application. Any interview that was fixed for it does not take place. "
    "Thank you for the time and the work that you put into it. If you have a question, write to us on this page."
)
HAS_THE_POST = (ACCEPTED, CONDITIONS_MET, STARTED)


@dataclass(frozen=True, slots=True)
class Candidates:
    """`to_tell` wait for a decision, or do not know theirs; `offered` have an open offer, `unknowing` do not know that
    their offer has ended; `taken` have accepted the post."""

    to_tell: Sequence[JobApplication]
    offered: int
    unknowing: int
    taken: Sequence[JobApplication]

    @property
    def obstacles(self) -> list[str]:
        """What is to be done first, in sentences: nobody loses an offer by the way."""
        found = []
        if self.offered:
            found.append(
                f"{counted(self.offered, 'offer is', 'offers are')} open. "
                "Withdraw it, and tell the candidate, before you cancel: somebody may rely on it."
            )
        if self.unknowing:
            found.append(
                f"{counted(self.unknowing, 'person has', 'people have')} not been told that their offer has ended. "
                "Tell them before you cancel."
            )
        return found

    @property
    def names_with_the_post(self) -> list[str]:
        return [name_of(each) for each in self.taken]


def name_of(application: JobApplication) -> str:
    """Whose it is. Nobody is offered a post whose name is still hidden."""
    name = str((application.answers.get("contact") or {}).get("name") or "")
    return name or f"Application {application.number}"


def candidates(campaign: Campaign, *, locked: bool = False) -> Candidates:
    """Where its candidates stand now."""
    statement = (
        select(JobApplication)
        .where(JobApplication.posting_id == campaign.posting_id, JobApplication.state.not_in(UNSENT))
        .order_by(JobApplication.id)
    )
    if locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    rows = list(db.session.scalars(statement))
    steps = {key: as_steps(each) for key, each in applications.steps_of_many([each.id for each in rows]).items()}
    untold = {each.id for each in rows if must_be_told(steps.get(each.id, []))}
    told = {key for key, each in steps.items() if was_called_off(each)}
    waiting = [each for each in rows if may(each.state, CALL_OFF) and each.id not in told]
    taken = [each for each in rows if each.state in HAS_THE_POST]
    return Candidates(
        [each for each in waiting if each.state in IN_PROGRESS or each.id in untold],
        sum(1 for each in rows if each.state == OFFERED),
        len(untold - {each.id for each in (*waiting, *taken)} - {each.id for each in rows if each.state == OFFERED}),
        taken,
    )


def default_words(campaign: Campaign) -> str:
    """The text that candidates are told with, until somebody writes another."""
    return next(iter(joined.CANCELLED_TEXTS.ask(campaign)), DEFAULT)


def tell(campaign: Campaign, found: Candidates, words: str, *, by: int | None, at: datetime) -> None:
    """Tell those who are to be told, each with a mail that leads to the words. Raises RuleBroken without words."""
    posting = queries.posting_of(campaign)
    text = words.strip()
    if not found.to_tell or posting is None:
        return
    if not text:
        raise RuleBroken("Write what the candidates are told.")
    if len(text) > LONGEST:
        raise RuleBroken(f"The text to candidates must be {LONGEST:,} characters or fewer.")
    vacancy = applications.job_of_posting(posting).vacancy
    for each in found.to_tell:
        step = moving.move(each, CALL_OFF, by=by, at=at)
        step.told_at, step.told_words = at, telling.worded(text, each, title=vacancy.title)
        telling.called_off(each, title=vacancy.title, employer=vacancy.employer_name)
