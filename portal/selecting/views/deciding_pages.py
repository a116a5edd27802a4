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
    presenting,
    queries,
    ranking,
)
from portal.selecting.declared import declares
from portal.selecting.desks import ROUND_NAMES, ROUNDS
from portal.selecting.forms import (
    ActForm,
    ReasonForm,
)
from portal.selecting.views.behind import Room, rounds_of, shown
from portal.web.acting import is_done


def merit(room: Room, round: str) -> ResponseReturnValue:
    """The order of merit of a round, with the decisions that can be made from it for many at once."""
    if round not in dict(rounds_of(room)):
        raise NotFound("There is no such order.")
    places = ranking.order(room.desk, round, at=clock.now())
    events = list(dict.fromkeys(event for each in places for event in room.desk.decides(each.application)))
    return shown(
        "merit",
        room,
        round=round,
        round_name=ROUND_NAMES[round],
        places=[
            (each, presenting.called(each.application), presenting.name_of(room.desk, each.application))
            for each in places
        ],
        events=[(each, deciding.WORDS[each]) for each in events if each != "reverse"],
        state_name=NAMES[next(state for state, name in ROUNDS.items() if name == round)],
        form=ActForm(),
    )


def decide_many(room: Room) -> ResponseReturnValue:
    """The same decision about many: first who and what, then, on the page that comes back, why."""
    chosen, at = request.values.getlist("application"), clock.now()
    event = request.values.get("event", "")
    form = ReasonForm()
    rows = queries.some(room.desk, chosen)
    back = request.values.get("round", "")
    onward = room.to("merit", round=back) if back in ROUND_NAMES else room.to("board" if back == "board" else "index")
    if not rows or event not in deciding.WORDS:
        flash("Choose at least one application and what is decided.")
        return redirect(onward)
    if "because" in request.form and form.validate_on_submit():

        def act() -> None:
            deciding.decide_many(room.find(), chosen, event, because=form.because.data or "", at=at)

        if is_done(form, act):
            flash("It is decided. Nobody is told yet.", "success")
            return redirect(onward)
        room = room.anew()
        rows = queries.some(room.desk, chosen)
    return shown(
        "decide_many",
        room,
        rows=[
            (each.reference, presenting.called(each), presenting.name_of(room.desk, each), declares(each))
            for each in rows
        ],
        event=event,
        event_name=deciding.WORDS[event],
        round=back,
        back=onward,
        form=form,
    )


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
