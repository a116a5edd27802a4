"""Calendar files to download: an interview for its candidate, one or all of them for those who arrange and hold them."""

from __future__ import annotations

from portal.foundation.errors import NotFound
from portal.interviewing import calendars, queries, schedule, telling
from portal.interviewing.queries import Held
from portal.interviewing.states import BOOKED, HELD
from portal.selecting import queries as chosen
from portal.selecting.desks import Desk

HEADERS = {"Content-Disposition": f'attachment; filename="{telling.FILE}"', "Cache-Control": "no-store"}


def own(held: Held) -> bytes:
    """The candidate's file. Raises NotFound while there is no time."""
    _require_time(held)
    return calendars.file_of(
        [telling.entry_of(held, for_candidate=True)], method=calendars.PUBLISH, organiser=telling.organiser()
    )


def of_desk(desk: Desk, held: Held, *, pages: str) -> bytes:
    """The file of one interview for this desk. Raises NotFound while there is no time."""
    _require_time(held)
    return calendars.file_of(
        [telling.entry_of(held, for_candidate=False, pages=pages)],
        method=calendars.PUBLISH,
        organiser=telling.organiser(),
    )


def all_of(desk: Desk, *, pages: str) -> bytes:
    """Every interview that has a time and that this desk sees; a member of the panel gets those that they hold."""
    rounds = schedule.rounds_of(desk.job.posting.id)
    if desk.kind == "panel":
        rounds = [each for each in rounds if desk.person_id in {it.person_id for it in schedule.interviewers_of(each)}]
    seen = {each.id for each in chosen.every(desk)}
    entries = [
        telling.entry_of(each, for_candidate=False, pages=pages)
        for each in queries.held_of([it.id for it in rounds])
        if each.interview.state in (BOOKED, *HELD)
        and each.application.id in seen
        and chosen.stands_aside(desk.person_id, each.application) is None
    ]
    return calendars.file_of(entries, method=calendars.PUBLISH, organiser=telling.organiser())


def _require_time(held: Held) -> None:
    if held.interview.state not in (BOOKED, *HELD) or held.interview.starts_at is None:
        raise NotFound("This interview has no time.")
