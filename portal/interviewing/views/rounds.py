"""A round with its times, and inviting candidates to it."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.interviewing import arranging, inviting, reading, round_pages, schedule
from portal.interviewing.forms import ActForm, TimesForm, round_form
from portal.interviewing.views.answering import acted, shown
from portal.selecting.desks import Desk
from portal.selecting.views.behind import Room
from portal.web.acting import is_done
from portal.web.words import counted


def show_round(room: Room, interview_round: str) -> ResponseReturnValue:
    """A round with its times, who has them, and who waits for one."""
    row = schedule.round_of(room.desk, interview_round)
    page = round_pages.round_page(room.desk, row, at=clock.now())
    return shown("round", room, page=page, form=ActForm())


def new_round(room: Room) -> ResponseReturnValue:
    arranging.require_shown(room.desk)
    at, form = clock.now(), round_form(round_pages.members_to_choose(room.desk))
    if form.validate_on_submit():
        read = reading.round_of(form.typed(), now=at)
        form.show(read.problems)
        made: list[str] = []
        if not read.problems and is_done(
            form, lambda: made.append(arranging.make_round(room.find(), read.values, at=at).reference)
        ):
            flash("The round is made. Add its times next.", "success")
            return redirect(room.to("add_times", interview_round=made[0]))
        room = room.anew()
    return shown("round_form", room, heading="New round of interviews", back=room.to("index"), form=form)


def edit_round(room: Room, interview_round: str) -> ResponseReturnValue:
    arranging.require_shown(room.desk)
    at, row = clock.now(), schedule.round_of(room.desk, interview_round)
    form = round_form(round_pages.members_to_choose(room.desk), round_pages.typed_of(row))
    if form.validate_on_submit():
        read = reading.round_of(form.typed(), now=at)
        form.show(read.problems)
        told: list[int] = []

        def act() -> None:
            desk = room.find()
            locked = schedule.round_of(desk, interview_round, locked=True)
            opened = form.opened.data or ""
            told.append(arranging.change_round(desk, locked, read.values, opened=opened, at=at))

        if not read.problems and is_done(form, act):
            more = f" {counted(told[0], 'candidate is', 'candidates are')} told of it." if told[0] else ""
            flash(f"The round is changed.{more}", "success")
            return redirect(room.to("show_round", interview_round=interview_round))
        room = room.anew()
        row = schedule.round_of(room.desk, interview_round)
    form.opened.data = arranging.mark_of(row)
    back = room.to("show_round", interview_round=interview_round)
    return shown("round_form", room, heading="Change the round", back=back, form=form)


def remove_round(room: Room, interview_round: str) -> ResponseReturnValue:
    """Take a round away after a confirmation."""
    form = ActForm()
    page = round_pages.round_page(room.desk, schedule.round_of(room.desk, interview_round), at=clock.now())
    if not page.may_remove:
        raise NotFound("This round cannot be removed.")
    if form.validate_on_submit():

        def act() -> None:
            desk = room.find()
            arranging.remove_round(desk, schedule.round_of(desk, interview_round, locked=True), at=clock.now())

        if is_done(form, act):
            flash("The round is removed.", "success")
            return redirect(room.to("index"))
        room = room.anew()
    return shown("remove_round", room, page=page, form=form)


def add_times(room: Room, interview_round: str) -> ResponseReturnValue:
    """One time, or many in a row."""
    arranging.require_shown(room.desk)
    at, row, form = clock.now(), schedule.round_of(room.desk, interview_round), TimesForm(pause="15")
    if form.validate_on_submit():
        read = reading.times_of(form.typed(), minutes=row.minutes, now=at)
        form.show(read.problems)

        def act() -> None:
            desk = room.find()
            arranging.add_slots(
                desk,
                schedule.round_of(desk, interview_round),
                read.values["spans"],
                room=read.values["room"],
                beside=read.values["beside"],
                at=at,
            )

        if not read.problems and is_done(form, act):
            flash(f"{counted(len(read.values['spans']), 'time is', 'times are')} added.", "success")
            return redirect(room.to("show_round", interview_round=interview_round))
        room = room.anew()
        row = schedule.round_of(room.desk, interview_round)
    return shown("add_times", room, page=round_pages.round_page(room.desk, row, at=at), form=form)


def remove_time(room: Room, interview_round: str, slot: str) -> ResponseReturnValue:
    def act(desk: Desk) -> None:
        arranging.remove_slot(desk, schedule.round_of(desk, interview_round), slot, at=clock.now())

    return acted(room, act, "The time is removed.", room.to("show_round", interview_round=interview_round))


def invite(room: Room, interview_round: str) -> ResponseReturnValue:
    """Whom to ask to choose a time: those who know that they are invited to an interview."""
    arranging.require_shown(room.desk)
    at, form = clock.now(), ActForm()
    row = schedule.round_of(room.desk, interview_round)
    picked, by_mail = request.form.getlist("application"), request.form.get("action") != "quietly"
    if form.validate_on_submit():
        sent: list[int] = []

        def act() -> None:
            desk = room.find()
            locked = schedule.round_of(desk, interview_round, locked=True)
            sent.append(inviting.invite(desk, locked, picked, by_mail=by_mail, at=at))

        if is_done(form, act):
            done = "asked to choose a time." if by_mail else "in the round. Give them their times next."
            flash(f"{counted(sent[0], 'candidate is', 'candidates are')} {done}", "success")
            return redirect(room.to("show_round", interview_round=interview_round))
        room = room.anew()
        row = schedule.round_of(room.desk, interview_round)
    told, waiting = inviting.to_invite(room.desk, row)
    return shown(
        "invite",
        room,
        page=round_pages.round_page(room.desk, row, at=at),
        candidates=round_pages.invitees(room.desk, told),
        untold=round_pages.invitees(room.desk, waiting),
        picked=picked if request.method == "POST" else [each.reference for each in told],
        form=form,
    )
