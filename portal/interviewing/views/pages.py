"""The pages of those who arrange and hold interviews. Each is given its room (selecting.views.behind), whichever door it
was entered by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.interviewing import (
    arranging,
    concluding,
    files,
    inviting,
    presenting,
    queries,
    reading,
    round_pages,
    schedule,
    timetables,
    waiting,
)
from portal.interviewing.forms import (
    ActForm,
    FeedbackForm,
    OutcomeForm,
    PlaceForm,
    ReasonForm,
    TellForm,
    TimesForm,
    round_form,
)
from portal.interviewing.queries import Held
from portal.selecting.desks import Desk
from portal.selecting.views.behind import Room, View
from portal.web.acting import is_done
from portal.web.words import counted


def _shown(template: str, room: Room, **facts: Any) -> str:
    return render_template(
        f"interviewing/desk/{template}.html",
        room=room,
        desk=room.desk,
        title=room.desk.job.vacancy.title,
        employer=room.desk.job.vacancy.employer_name,
        **facts,
    )


def index(room: Room) -> ResponseReturnValue:
    at = clock.now()
    rounds = [round_pages.round_page(room.desk, each, at=at) for each in schedule.rounds_of(room.desk.job.posting.id)]
    may_arrange = room.desk.kind != "panel" and not room.desk.is_over
    to_do = waiting.to_do(room.desk, at=at) if may_arrange else []
    return _shown("index", room, rounds=rounds, to_do=to_do, may_arrange=may_arrange)


def timetable(room: Room) -> ResponseReturnValue:
    """Every interview that has a time, to be printed; a member of the panel sees those that they hold."""
    return _shown("timetable", room, days=timetables.timetable(room.desk, at=clock.now(), mine=True))


def calendar(room: Room) -> ResponseReturnValue:
    """The timetable as a calendar file."""
    return Response(files.all_of(room.desk, pages=room.to("index")), mimetype="text/calendar", headers=files.HEADERS)


def show_round(room: Room, interview_round: str) -> ResponseReturnValue:
    """A round with its times, who has them, and who waits for one."""
    row = schedule.round_of(room.desk, interview_round)
    page = round_pages.round_page(room.desk, row, at=clock.now())
    return _shown("round", room, page=page, form=ActForm())


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
    return _shown("round_form", room, heading="New round of interviews", back=room.to("index"), form=form)


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
    return _shown("round_form", room, heading="Change the round", back=back, form=form)


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
    return _shown("remove_round", room, page=page, form=form)


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
    return _shown("add_times", room, page=round_pages.round_page(room.desk, row, at=at), form=form)


def remove_time(room: Room, interview_round: str, slot: str) -> ResponseReturnValue:
    def act(desk: Desk) -> None:
        arranging.remove_slot(desk, schedule.round_of(desk, interview_round), slot, at=clock.now())

    return _acted(room, act, "The time is removed.", room.to("show_round", interview_round=interview_round))


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
    return _shown(
        "invite",
        room,
        page=round_pages.round_page(room.desk, row, at=at),
        candidates=round_pages.invitees(room.desk, told),
        untold=round_pages.invitees(room.desk, waiting),
        picked=picked if request.method == "POST" else [each.reference for each in told],
        form=form,
    )


def show(room: Room, interview: str) -> ResponseReturnValue:
    """One candidate's interview."""
    page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=clock.now())
    return _shown("interview", room, page=page, form=ActForm())


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
        elif _is_done_with(room, interview, form, act):
            flash("The candidate is told of the time.", "success")
            return redirect(room.to("show", interview=interview))
        room = room.anew()
        held = queries.interview_of(room.desk, interview)
        page = presenting.page_of(room.desk, held, at=at)
        form.slot.choices = presenting.slots_to_place(held, at=at)
    form.seen.data = page.seen
    return _shown("place", room, page=page, form=form)


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
        elif _is_done_with(room, interview, form, act):
            flash("The interview is cancelled, and the candidate is told.", "success")
            return redirect(room.to("show", interview=interview))
        room = room.anew()
        page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=clock.now())
    form.seen.data = page.seen
    return _shown("cancel", room, page=page, form=form)


def again(room: Room, interview: str) -> ResponseReturnValue:
    """Ask the candidate to choose once more."""

    def act(desk: Desk) -> None:
        inviting.invite_again(desk, queries.interview_of(desk, interview, locked=True), at=clock.now())

    return _acted(room, act, "The candidate is asked to choose a time.", room.to("show", interview=interview))


def outcome(room: Room, interview: str) -> ResponseReturnValue:
    """Whether the candidate came."""
    form = OutcomeForm()
    page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=clock.now())
    if not page.may_conclude:
        raise NotFound("There is nothing to say of this interview yet.")
    if form.validate_on_submit():

        def act(desk: Desk, held: Held) -> None:
            concluding.conclude(desk, held, form.event.data or "", note=form.note.data or "", at=clock.now())

        if not form.event.data:
            form.event.errors = ["Say whether the candidate came."]
        elif form.event.data == concluding.MISS and not (form.note.data or "").strip():
            form.note.errors = ["Say what you know: whether they wrote or called, and whether you tried to reach them."]
        elif _is_done_with(room, interview, form, act):
            flash("It is noted. The candidate is not told by it.", "success")
            return redirect(room.to("show", interview=interview))
        room = room.anew()
        page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=clock.now())
    form.seen.data = page.seen
    return _shown("outcome", room, page=page, form=form)


def correct(room: Room, interview: str) -> ResponseReturnValue:
    """Take back what was noted of whether the candidate came."""

    def act(desk: Desk) -> None:
        held = queries.interview_of(desk, interview, locked=True)
        concluding.conclude(desk, held, concluding.CORRECT, note="", at=clock.now())

    return _acted(room, act, "It is taken back.", room.to("show", interview=interview))


def feedback(room: Room, interview: str) -> ResponseReturnValue:
    """Write feedback; the candidate sees nothing of it before it is told."""
    held = queries.interview_of(room.desk, interview)
    page = presenting.page_of(room.desk, held, at=clock.now())
    if not page.may_write_feedback:
        raise NotFound("There is no feedback to write.")
    form = FeedbackForm(words=page.feedback, opened=concluding.mark_of(page.feedback))
    if form.validate_on_submit():

        def act(desk: Desk, locked: Held) -> None:
            opened = form.opened.data or ""
            concluding.write_feedback(desk, locked, form.words.data or "", opened=opened, at=clock.now())

        if _is_done_with(room, interview, form, act):
            flash("The feedback is kept. The candidate does not see it yet.", "success")
            onward = "show" if room.desk.kind == "panel" else "tell_feedback"
            return redirect(room.to(onward, interview=interview))
        room = room.anew()
        page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=clock.now())
        form.opened.data = concluding.mark_of(page.feedback)
    return _shown("feedback", room, page=page, form=form, other=page.feedback if form.form_errors else "")


def tell_feedback(room: Room, interview: str) -> ResponseReturnValue:
    """The feedback as the candidate will read it; then it is told."""
    form, at = TellForm(), clock.now()
    page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=at)
    if not page.feedback or page.feedback_told_at:
        raise NotFound("There is no feedback to tell.")
    if form.validate_on_submit():

        def act(desk: Desk, held: Held) -> None:
            concluding.tell_feedback(desk, held, looked_at=form.looked_at.data or "", at=at)

        if _is_done_with(room, interview, form, act):
            flash("The candidate is told that there is feedback, and reads it on their page.", "success")
            return redirect(room.to("show", interview=interview))
        room = room.anew()
        page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=at)
    form.looked_at.data = page.feedback
    return _shown("tell_feedback", room, page=page, form=form)


def own_times(room: Room) -> ResponseReturnValue:
    """A member of the panel says at which times they cannot come."""
    form, at = ActForm(), clock.now()
    times = timetables.times_to_answer(room.desk, at=at)
    if form.validate_on_submit():
        shown, cannot = request.form.getlist("shown"), request.form.getlist("cannot")
        if is_done(form, lambda: arranging.answer_times(room.find(), shown, cannot, at=at)):
            flash("Thank you. Whoever arranges the interviews sees it.", "success")
            return redirect(room.to("index"))
        room = room.anew()
    return _shown("own_times", room, days=times, form=form)


def _acted(room: Room, act: Callable[[Desk], None], done: str, onward: str) -> ResponseReturnValue:
    """A button that needs no page of its own: what stands against it is said on the page that comes next."""
    form = ActForm()
    if form.validate_on_submit():
        if is_done(form, lambda: act(room.find())):
            flash(done, "success")
        else:
            flash(" ".join(form.form_errors), "problem")
    return redirect(onward)


def _is_done_with(room: Room, interview: str, form: FlaskForm, act: Callable[[Desk, Held], None]) -> bool:
    def whole() -> None:
        desk = room.find()
        held = queries.interview_of(desk, interview, locked=True)
        if "seen" in form:
            queries.require_unchanged(held, form["seen"].data or "")
        act(desk, held)

    return is_done(form, whole)


_ROUND, _HELD = "/rounds/<interview_round>", "/held/<interview>"
PAGES: Mapping[str, tuple[str, View]] = {
    "index": ("", index),
    "timetable": ("/timetable", timetable),
    "calendar": ("/interviews.ics", calendar),
    "new_round GET+POST": ("/rounds/new", new_round),
    "show_round": (_ROUND, show_round),
    "edit_round GET+POST": (f"{_ROUND}/change", edit_round),
    "remove_round GET+POST": (f"{_ROUND}/remove", remove_round),
    "add_times GET+POST": (f"{_ROUND}/times", add_times),
    "remove_time POST": (f"{_ROUND}/times/<slot>/remove", remove_time),
    "invite GET+POST": (f"{_ROUND}/invite", invite),
    "show": (_HELD, show),
    "one_calendar": (f"{_HELD}/interview.ics", one_calendar),
    "place GET+POST": (f"{_HELD}/time", place),
    "cancel GET+POST": (f"{_HELD}/cancel", cancel),
    "again POST": (f"{_HELD}/again", again),
    "outcome GET+POST": (f"{_HELD}/came", outcome),
    "correct POST": (f"{_HELD}/correct", correct),
    "feedback GET+POST": (f"{_HELD}/feedback", feedback),
    "tell_feedback GET+POST": (f"{_HELD}/feedback/tell", tell_feedback),
}
OF_THE_PANEL = ("index", "timetable", "calendar", "show_round", "show", "one_calendar", "feedback GET+POST")
"""What a member of the panel has alike; the chair writes feedback."""
PANEL_PAGES: Mapping[str, tuple[str, View]] = {
    **{key: PAGES[key] for key in OF_THE_PANEL},
    "own_times GET+POST": ("/when-i-can", own_times),
}
