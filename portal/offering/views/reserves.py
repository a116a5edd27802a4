"""The desk’s pages of the reserve list: how long a place stands, and asking somebody on another list."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.foundation import clock
from portal.offering import drawing, reserving
from portal.offering import queries as offers
from portal.offering.forms import AskForm, EndForm, day_of, parts_of
from portal.offering.views.acting import act
from portal.selecting import queries
from portal.selecting.views.behind import Room
from portal.web.acting import is_done


def reserve(room: Room, application: str) -> ResponseReturnValue:
    """Another last day for a place on the reserve list."""
    at = clock.now()
    place = offers.place_of(queries.one(room.desk, application))
    form = EndForm(data={"on": parts_of(place.expires_on if place else None)})
    return act(
        room,
        application,
        "reserve",
        form,
        lambda desk, row: reserving.set_end(desk, row, on=day_of(form.on.data), at=at),
        heading="How long the place stands",
        button="Keep it",
        says="On the day after it, the place ends, and the candidate is told.",
        done="It is kept.",
    )


def ask(room: Room, reserved: str) -> ResponseReturnValue:
    """Ask somebody on another reserve list of the organisation."""
    form, at = AskForm(), clock.now()
    drawing.whom(room.desk, reserved, at=at)
    if form.validate_on_submit() and is_done(
        form, lambda: drawing.ask(room.find(), reserved, form.message.data or "", at=at)
    ):
        flash("They are asked. You see their answer here.", "success")
    elif form.form_errors:
        flash(str(form.form_errors[-1]), "problem")
    return redirect(room.to("index") + "#draw")
