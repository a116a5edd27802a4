"""Deciding from the order of merit, about many at once, and ending the campaign; whoever must not decide, or asks for a name."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applying.states import NAMES
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.selecting import (
    deciding,
    finishing,
    grounds,
    possible,
    presenting,
    queries,
    ranking,
)
from portal.selecting.declared import declares
from portal.selecting.desks import ROUND_NAMES, ROUNDS
from portal.selecting.forms import (
    ActForm,
    DecideManyForm,
    ReasonForm,
)
from portal.selecting.views.behind import Room, rounds_of, shown
from portal.web.acting import is_done


def merit(room: Room, round: str) -> ResponseReturnValue:
    """The order of merit of a round, with the decisions that can be made from it for many at once."""
    if round not in dict(rounds_of(room)):
        raise NotFound("There is no such order.")
    places = ranking.order(room.desk, round, at=clock.now())
    names = presenting.names_of_many(room.desk, [each.application for each in places])
    can = possible.of_many(room.desk, [each.application for each in places])
    events = list(dict.fromkeys(event for each in can.values() for event in each.events))
    return shown(
        "merit",
        room,
        round=round,
        round_name=ROUND_NAMES[round],
        places=[(each, presenting.called(each.application), names[each.application.id]) for each in places],
        events=[(each, deciding.WORDS[each]) for each in events if each != "reverse"],
        chosen=request.args.getlist("application"),
        state_name=NAMES[next(state for state, name in ROUNDS.items() if name == round)],
        form=ActForm(),
    )


def decide_many(room: Room) -> ResponseReturnValue:
    """The same decision about many: first who and what, then, on the page that comes back, why."""
    chosen, at = request.values.getlist("application"), clock.now()
    event = request.values.get("event", "")
    form = DecideManyForm()
    rows = queries.some(room.desk, chosen)
    back = request.values.get("round", "")
    onward, again = _way_back(room, back), _way_back(room, back, application=[each.reference for each in rows])
    # The page with the reason says what stands against it, and keeps what was written.
    if "because" not in request.form and (problem := deciding.problem_with(room.desk, rows, event)):
        flash(problem)
        return redirect(again)
    if "because" in request.form and form.validate_on_submit():

        def act() -> None:
            because, unscored = form.because.data or "", bool(form.unscored.data)
            deciding.decide_many(room.find(), chosen, event, because=because, unscored=unscored, at=at)

        if is_done(form, act):
            flash("It is decided. Nobody is told yet.", "success")
            return redirect(onward)
        room = room.anew()
        rows = queries.some(room.desk, chosen)
    names = presenting.names_of_many(room.desk, rows)
    missing = grounds.unsettled(room.desk, rows, at=at) if event in grounds.JUDGED else set()
    return shown(
        "decide_many",
        room,
        rows=[
            (each.reference, presenting.called(each), names[each.id], each.id in missing, declares(each))
            for each in rows
        ],
        unsettled=bool(missing),
        event=event,
        event_name=deciding.WORDS[event],
        round=back,
        back=onward,
        form=form,
    )


def _way_back(room: Room, page: str, **chosen: list[str]) -> str:
    """To the page from which it was decided; `chosen` stays chosen there."""
    if page in ROUND_NAMES:
        return room.to("merit", round=page, **chosen)
    return room.to("board", **chosen) if page == "board" else room.to("index")


def unhide(room: Room, application: str) -> ResponseReturnValue:
    """Ask to see whose it is before the shortlist."""
    row = queries.one(room.desk, application)
    if queries.names_shown(room.desk, row):
        return redirect(room.to("show", application=application))
    form = ReasonForm()
    if form.validate_on_submit():

        def act() -> None:
            desk = room.find()
            deciding.unhide(desk, queries.one(desk, application), because=form.because.data or "", at=clock.now())

        if is_done(form, act):
            return redirect(room.to("show", application=application))
        room = room.anew()
        row = queries.one(room.desk, application)
    return shown("unhide", room, called=presenting.called(row), reference=row.reference, form=form)


def aside(room: Room, application: str) -> ResponseReturnValue:
    """Say that one knows the candidate."""
    row, form = queries.one(room.desk, application), ReasonForm()
    if form.validate_on_submit():

        def act() -> None:
            desk = room.find()
            deciding.stand_aside(
                desk, queries.one(desk, application, locked=True), note=form.because.data or "", at=clock.now()
            )

        if is_done(form, act):
            flash("It is noted. You take no part in choosing this candidate.", "success")
            return redirect(room.to("index"))
        room = room.anew()
        row = queries.one(room.desk, application)
    return shown("aside", room, called=presenting.called(row), reference=row.reference, form=form)


def finish(room: Room) -> ResponseReturnValue:
    """End the campaign, once everything is decided and everybody was told."""
    if not finishing.may_end(room.desk):
        raise NotFound("This campaign cannot be ended now.")
    form = ReasonForm()
    if form.validate_on_submit() and is_done(
        form,
        lambda: finishing.end(room.find(), because=form.because.data or "", at=clock.now()),
    ):
        flash("The campaign has ended.", "success")
        return redirect(room.to("index"))
    room = room.anew()
    return shown(
        "finish", room, obstacles=finishing.obstacles(room.desk), ending=finishing.ending(room.desk), form=form
    )
