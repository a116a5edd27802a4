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
    rounds = schedule.rounds_held_by(desk) if desk.kind == "panel" else schedule.rounds_of(desk.job.posting.id)
    held = queries.seen_by(desk, queries.held_of([each.id for each in rounds]))
    aside = chosen.stood_aside_of_many(desk.person_id, [each.application.id for each in held])
    entries = [
        telling.entry_of(each, for_candidate=False, pages=pages)
        for each in held
        if each.interview.state in (BOOKED, *HELD) and each.application.id not in aside
    ]
    return calendars.file_of(entries, method=calendars.PUBLISH, organiser=telling.organiser())


def _require_time(held: Held) -> None:
    if held.interview.state not in (BOOKED, *HELD) or held.interview.starts_at is None:
        raise NotFound("This interview has no time.")
