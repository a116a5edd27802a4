"""The desk’s pages of offers: what there is, and what becomes of one."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue

from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.offering import alongside, drawing, making, presenting, settling
from portal.offering.forms import ActForm, AskForm, DeferForm, ReasonForm, add_form, day_of
from portal.offering.views.acting import act, shown
from portal.selecting import queries, taken
from portal.selecting.desks import Desk
from portal.selecting.views.behind import Room


def index(room: Room) -> ResponseReturnValue:
    """Every offer of the vacancy, and its reserve list."""
    return shown(
        "index",
        room,
        lines=presenting.lines_of(room.desk, at=clock.now()),
        reserve=presenting.reserve_lines(room.desk, at=clock.now()),
        draws=drawing.draws(room.desk),
        drawn=drawing.in_reserve(room.desk, at=clock.now()),
        form=AskForm(),
        applications=alongside.choosing_address(room.desk),
        filled=taken.says(room.desk.job.posting, making.posts_of(room.desk)),
    )


def show(room: Room, application: str) -> ResponseReturnValue:
    row = queries.one(room.desk, application)
    page = presenting.page_of(room.desk, row, at=clock.now())
    return shown(
        "show",
        room,
        page=page,
        form=ActForm(),
        adding=add_form({each.kind for each in page.checks}),
        read=alongside.choosing_address(room.desk, "show", application=row.reference),
        tells=alongside.choosing_address(room.desk, "tell"),
    )


def withdraw(room: Room, application: str) -> ResponseReturnValue:
    form, at = ReasonForm(), clock.now()
    return act(
        room,
        application,
        "withdraw",
        form,
        lambda desk, row: making.withdraw(desk, row, because=form.because.data or "", at=at),
        heading="Withdraw the offer",
        button="Withdraw it",
        says="From this moment it cannot be accepted. An offer that was accepted may be a contract: take advice first.",
        done="The offer is withdrawn. The candidate is not told yet.",
        warns=True,
    )


def defer(room: Room, application: str) -> ResponseReturnValue:
    form, at = DeferForm(), clock.now()

    def verb(desk: Desk, row: Any) -> None:
        day = day_of(form.to.data)
        if day is None:
            form.to.errors = ["Enter a real date, such as 1 3 2027."]
            raise RuleBroken("Enter the new start date.")
        settling.defer(desk, row, to=day, because=form.because.data or "", at=at)

    return act(
        room,
        application,
        "defer",
        form,
        verb,
        heading="Move the start",
        button="Move it",
        says="The start that was agreed before stays in the history.",
        done="The start is moved, and the candidate is told.",
    )


def meet(room: Room, application: str) -> ResponseReturnValue:
    at = clock.now()
    return act(
        room,
        application,
        "meet",
        ActForm(),
        lambda desk, row: settling.meet(desk, row, at=at),
        heading="The conditions are met",
        button="They are met",
        says="Every check is clear. The offer is firm from now on, and the candidate waits to be told.",
        done="The conditions are met. The candidate is not told yet.",
    )


def fail(room: Room, application: str) -> ResponseReturnValue:
    form, at = ReasonForm(), clock.now()
    return act(
        room,
        application,
        "fail",
        form,
        lambda desk, row: settling.fail(desk, row, because=form.because.data or "", at=at),
        heading="The conditions are not met",
        button="End the offer",
        says="The offer ends. It can be reversed with a reason while the campaign is open.",
        done="The offer has ended. The candidate is not told yet.",
        warns=True,
    )


def start(room: Room, application: str) -> ResponseReturnValue:
    at = clock.now()
    return act(
        room,
        application,
        "start",
        ActForm(),
        lambda desk, row: settling.start(desk, row, at=at),
        heading="They have started",
        button="They have started",
        says="Say so once they were there on their first day.",
        done="It is noted that they have started.",
    )


def miss_start(room: Room, application: str) -> ResponseReturnValue:
    form, at = ReasonForm(), clock.now()
    return act(
        room,
        application,
        "miss_start",
        form,
        lambda desk, row: settling.miss_start(desk, row, because=form.because.data or "", at=at),
        heading="They did not start",
        button="They did not start",
        says="The offer ends. Move the start instead where another day is agreed.",
        done="It is noted that they did not start. The candidate is not told yet.",
        warns=True,
    )
