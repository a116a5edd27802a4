"""The list of a vacancy's applications for those who choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from portal.applying.models import JobApplication
from portal.applying.states import NAMES, UNSENT
from portal.selecting import queries
from portal.selecting.desks import Desk
from portal.selecting.presenting import called, names_of_many
from portal.web import words
from portal.web.listing import Cell, Column, Filter, Shape

APPLICATIONS = Shape(
    one="application",
    many="applications",
    columns=(
        Column("number", "Application", sorts=True),
        Column("state", "State"),
        Column("sent", "Sent", sorts=True),
        Column("changed", "Last changed", sorts=True),
    ),
    sort="number",
    search="Number or reference",
    filters=(Filter("state", "State", tuple((each, NAMES[each]) for each in NAMES if each not in UNSENT)),),
    empty="Nobody has applied yet. Drafts are not shown: they are their writers’ own.",
    csv=False,
)


def rows_of(desk: Desk, found: Sequence[JobApplication], to: Callable[[str], str]) -> list[list[Cell]]:
    """The list's rows; `to` gives the address of an application's page."""
    names = names_of_many(desk, found)
    unread = queries.unread_of_many([each.id for each in found]) if desk.kind != "panel" else {}
    return [
        [
            Cell(
                called(each),
                to(each.reference),
                note=", ".join(
                    filter(
                        None,
                        (
                            names[each.id],
                            words.counted(unread[each.id], "new message") if each.id in unread else "",
                        ),
                    )
                ),
            ),
            Cell(NAMES[each.state]),
            Cell(words.brief_day(each.submitted_at) if each.submitted_at else "–"),
            Cell(words.brief_day(each.updated_at)),
        ]
        for each in found
    ]
