"""The lists of placements: what an address asks of them, and a page of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portal.database.slicing import Found
from portal.placing.presenting import Line, line_of
from portal.web.listing import Asked, Column, Listing, Shape

PLACEMENTS = Shape(
    one="placement",
    many="placements",
    columns=(
        Column("who", "Who"),
        Column("state", "State"),
        Column("start", "Start"),
        Column("fee", "Fee without VAT", numeric=True),
    ),
    sort="newest",
    csv=False,
)


def shown(found: Found, asked: Asked, *, path: str, today: date) -> tuple[Sequence[Line], Listing]:
    """The lines of a page, and the list that it is a page of."""
    lines = [line_of(each, today=today) for each in found.rows]
    return lines, PLACEMENTS.shown(asked, path=path, rows=[()] * len(lines), total=found.total, page=found.page)
