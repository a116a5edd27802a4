"""Questions and the planned days as a vacancy's page shows them, and as the consultant does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.applying.queries import Job
from portal.foundation import clock
from portal.questions import queries
from portal.recruitment import planning
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign
from portal.vacancies.models import Vacancy
from portal.web import words
from portal.web.reader import current_reader
from portal.web.seams import Part


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer."""

    question: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """What the vacancy's page shows: `says` until when questions are taken; `follows` is None for a visitor."""

    address: str
    answered: Sequence[Answered]
    is_open: bool
    says: str
    follows: bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """A question in the consultant's list."""

    text: str
    address: str
    state: str
    waits: bool
    at: datetime


STATES = {queries.WAITING: "Waits for an answer", queries.ANSWERED: "Answered", queries.DECLINED: "Not answered"}


def parts_of(vacancy: Vacancy) -> list[Part]:
    """What stands on the page of a vacancy that a campaign fills: its planned days, and its questions."""
    campaign = campaigns.of_vacancy(vacancy.id)
    if campaign is None:
        return []
    days = _days_of(campaign)
    found = [Part("questions/public/_days.html", days)] if days else []
    return [*found, Part("questions/public/_questions.html", block_of(campaign, vacancy.reference))]


def days_of(job: Job) -> list[tuple[str, str]]:
    """The same days for whoever applied: a seam that their page asks (applying.joined)."""
    campaign = campaigns.of_posting(job.posting.id)
    return _days_of(campaign) if campaign is not None else []


def _days_of(campaign: Campaign) -> list[tuple[str, str]]:
    return [(label, words.day_in_words(day)) for label, day in planning.planned(campaign)]


def block_of(campaign: Campaign, reference: str) -> Block:
    """The questions of one vacancy for whoever reads."""
    at, reader = clock.now(), current_reader()
    last = queries.until(campaign)
    opened = queries.is_open(campaign, at=at)
    says = ""
    if opened and last:
        says = (
            f"Questions are taken until {words.long_time(last)}. Each is answered here for everybody, without a name."
        )
    elif last:
        says = f"Questions were taken until {words.long_time(last)}." if last <= at else "No more questions are taken."
    return Block(
        address=f"/vacancies/{reference}/questions",
        answered=[
            Answered(each.public, each.answer, each.decided_at or each.asked_at) for each in queries.answered(campaign)
        ],
        is_open=opened,
        says=says,
        follows=queries.follows(reader.person_id, campaign) if reader.person_id else None,
    )


def lines_of(campaign: Campaign) -> list[Line]:
    """The consultant's list of one campaign."""
    page = f"/consultant/campaigns/{campaign.reference}/questions"
    return [
        Line(
            each.public or each.asked,
            f"{page}/{each.reference}",
            STATES[each.state],
            each.state == queries.WAITING,
            each.asked_at,
        )
        for each in queries.of_campaign(campaign)
    ]


def cut_off_of(campaign: Campaign) -> str:
    """Until when questions are taken, as a sentence."""
    last = queries.until(campaign)
    if last is None:
        return "The cut-off follows from the closing time, which is not set yet."
    why = "as you chose" if campaign.questions_until else "two working days before it closes"
    return f"Questions are taken until {words.long_time(last)}, {why}."
