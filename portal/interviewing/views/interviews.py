"""One candidate’s interview until it is held: its page, its time, and cancelling it."""

from __future__ import annotations

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue

from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.interviewing import files, inviting, presenting, queries
from portal.interviewing.forms import ActForm, PlaceForm, ReasonForm
from portal.interviewing.queries import Held
from portal.interviewing.views.answering import acted, is_done_with, shown
from portal.selecting.desks import Desk
from portal.selecting.views.behind import Room


def show(room: Room, interview: str) -> ResponseReturnValue:
    """One candidate's interview."""
    page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=clock.now())
    return shown("interview", room, page=page, form=ActForm())


def one_calendar(room: Room, interview: str) -> ResponseReturnValue:
    """One interview as a calendar file."""
    held = queries.interview_of(room.desk, interview)
    content = files.of_desk(room.desk, held, pages=room.to("index"))
    return Response(content, mimetype="text/calendar", headers=files.HEADERS)


def place(room: Room, interview: str) -> ResponseReturnValue:
    """Give the candidate a time, or move them to another."""
    at, form = clock.now(), PlaceForm()
    held = queries.interview_of(room.desk, interview)
    page = presenting.page_of(room.desk, held, at=at)
    if not (page.may_place or page.may_move):
        raise NotFound("This interview cannot be given a time.")
    form.slot.choices = presenting.slots_to_place(held, at=at)
    if form.validate_on_submit():

        def act(desk: Desk, locked: Held) -> None:
            inviting.place(desk, locked, form.slot.data or "", because=form.because.data or "", at=at)

        if not form.slot.data:
            form.slot.errors = ["Choose a time."]
        elif is_done_with(room, interview, form, act):
            flash("The candidate is told of the time.", "success")
            return redirect(room.to("show", interview=interview))
        room = room.anew()
        held = queries.interview_of(room.desk, interview)
        page = presenting.page_of(room.desk, held, at=at)
        form.slot.choices = presenting.slots_to_place(held, at=at)
    form.seen.data = page.seen
    return shown("place", room, page=page, form=form)


def cancel(room: Room, interview: str) -> ResponseReturnValue:
    """Cancel it with a reason that the candidate is told."""
    form = ReasonForm()
    page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=clock.now())
    if not page.may_cancel:
        raise NotFound("This interview cannot be cancelled.")
    if form.validate_on_submit():

        def act(desk: Desk, held: Held) -> None:
            inviting.cancel(desk, held, because=form.because.data or "", at=clock.now())

        if not (form.because.data or "").strip():
            form.because.errors = ["Say why it is cancelled. The candidate reads it."]
        elif is_done_with(room, interview, form, act):
            flash("The interview is cancelled, and the candidate is told.", "success")
            return redirect(room.to("show", interview=interview))
        room = room.anew()
        page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=clock.now())
    form.seen.data = page.seen
    return shown("cancel", room, page=page, form=form)


def again(room: Room, interview: str) -> ResponseReturnValue:
    """Ask the candidate to choose once more."""

    def act(desk: Desk) -> None:
        inviting.invite_again(desk, queries.interview_of(desk, interview, locked=True), at=clock.now())

    return acted(room, act, "The candidate is asked to choose a time.", room.to("show", interview=interview))
