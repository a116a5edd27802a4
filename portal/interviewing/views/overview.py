"""Interviews of a vacancy as a whole: its rounds and what waits, the timetable, and when a member of the panel can come."""

from __future__ import annotations

from flask import Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.foundation import clock
from portal.interviewing import arranging, files, round_pages, schedule, timetables, waiting
from portal.interviewing.forms import ActForm
from portal.interviewing.views.answering import shown
from portal.selecting.views.behind import Room
from portal.web.acting import is_done


def index(room: Room) -> ResponseReturnValue:
    at = clock.now()
    rounds = [round_pages.round_page(room.desk, each, at=at) for each in schedule.rounds_of(room.desk.job.posting.id)]
    may_arrange = room.desk.kind != "panel" and not room.desk.is_over
    to_do = waiting.to_do(room.desk, at=at) if may_arrange else []
    return shown("index", room, rounds=rounds, to_do=to_do, may_arrange=may_arrange)


def timetable(room: Room) -> ResponseReturnValue:
    """Every interview that has a time, to be printed; a member of the panel sees those that they hold."""
    return shown("timetable", room, days=timetables.timetable(room.desk, at=clock.now(), mine=True))


def calendar(room: Room) -> ResponseReturnValue:
    """The timetable as a calendar file."""
    return Response(files.all_of(room.desk, pages=room.to("index")), mimetype="text/calendar", headers=files.HEADERS)


def own_times(room: Room) -> ResponseReturnValue:
    """A member of the panel says at which times they cannot come."""
    form, at = ActForm(), clock.now()
    times = timetables.times_to_answer(room.desk, at=at)
    if form.validate_on_submit():
        asked, cannot = request.form.getlist("shown"), request.form.getlist("cannot")
        if is_done(form, lambda: arranging.answer_times(room.find(), asked, cannot, at=at)):
            flash("Thank you. Whoever arranges the interviews sees it.", "success")
            return redirect(room.to("index"))
        room = room.anew()
    return shown("own_times", room, days=times, form=form)
