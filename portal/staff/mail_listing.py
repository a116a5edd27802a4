"""The outbox as a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal.database.slicing import page_of
from portal.mail import queries
from portal.mail.models import Message
from portal.mail.previewing import name_of
from portal.web import words
from portal.web.listing import Cell, Column, Filter, Listing, Shape

SHAPE = Shape(
    one="message",
    many="messages",
    columns=(
        Column("subject", "Message"),
        Column("recipient", "To"),
        Column("state", "State"),
        Column("queued", "Written", sorts=True),
        Column("attempts", "Tries", numeric=True),
    ),
    sort="-queued",
    search="Address or subject",
    filters=(Filter("state", "State", tuple(queries.STATES.items())),),
    empty="Nothing has been written to anybody yet.",
)


def of(query: Mapping[str, str], *, path: str, address: Callable[[int], str]) -> Listing:
    """What this address asks for; `address` gives the page of one message."""
    asked = SHAPE.read(query)
    order = Message.id.desc() if asked.descending else Message.id.asc()
    found = page_of(
        queries.listed(words=asked.words, state=asked.chosen["state"]),
        order=(order,),
        page=asked.page,
        per_page=asked.per_page,
    )
    rows = [
        (
            Cell(message.subject or "(wiped)", address(message.id), note=name_of(message.kind)),
            Cell(message.recipient or "(wiped)"),
            Cell(queries.STATES[message.state], note=message.problem, bad=message.state in queries.NEEDS_SOMEBODY),
            Cell(words.long_time(message.queued_at)),
            Cell(str(message.attempts)),
        )
        for (message,) in found.rows
    ]
    return SHAPE.shown(asked, path=path, rows=rows, total=found.total, page=found.page)
