"""The queue in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.caseload.queue import Queue
from portal.foundation.clock import LONDON
from portal.recruitment.duties import Duty
from portal.web import words
from portal.web.listing import Option

MOST = 100
"""Rows on the page; who has more chooses a campaign."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue; `due` is empty where nothing says when it should be done."""

    duty: Duty
    since: str
    due: str
    late: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What the page says. `left_out` is how many rows are not on it."""

    rows: Sequence[Row]
    total: int
    late: int
    left_out: int
    done_today: str
    choices: Sequence[Option]
    chosen: str


def queue_page(queue: Queue, *, campaign: str, at: datetime) -> QueuePage:
    """The queue, of one campaign where it is chosen; what is chosen and not there chooses nothing."""
    titles = dict(sorted({each.campaign: each.title for each in queue.duties}.items(), key=lambda each: each[1]))
    chosen = campaign if campaign in titles else ""
    found = [each for each in queue.duties if not chosen or each.campaign == chosen]
    rows = [_row(each, at=at) for each in found[:MOST]]
    return QueuePage(
        rows,
        len(found),
        sum(1 for each in found if each.is_late(at=at)),
        len(found) - len(rows),
        f"You did {words.counted(queue.done_today, 'thing')} today." if queue.done_today else "",
        [Option(reference, title, reference == chosen) for reference, title in titles.items()],
        chosen,
    )


def _row(duty: Duty, *, at: datetime) -> Row:
    late = duty.is_late(at=at)
    return Row(duty, words.brief_day(duty.since), _due(duty.due, at=at) if duty.due else "", late)


def _due(due: datetime, *, at: datetime) -> str:
    days = (due.astimezone(LONDON).date() - at.astimezone(LONDON).date()).days
    if days == 0:
        return f"Today, {words.time_of_day(due)}"
    return "Tomorrow" if days == 1 else words.brief_day(due)
