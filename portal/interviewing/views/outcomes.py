"""After an interview: whether the candidate came, and feedback."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.interviewing import concluding, presenting, queries
from portal.interviewing.forms import FeedbackForm, OutcomeForm, TellForm
from portal.interviewing.queries import Held
from portal.interviewing.views.answering import acted, is_done_with, shown
from portal.selecting.desks import Desk
from portal.selecting.views.behind import Room


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
        elif is_done_with(room, interview, form, act):
            flash("It is noted. The candidate is not told by it.", "success")
            return redirect(room.to("show", interview=interview))
        room = room.anew()
        page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=clock.now())
    form.seen.data = page.seen
    return shown("outcome", room, page=page, form=form)


def correct(room: Room, interview: str) -> ResponseReturnValue:
    """Take back what was noted of whether the candidate came."""

    def act(desk: Desk) -> None:
        held = queries.interview_of(desk, interview, locked=True)
        concluding.conclude(desk, held, concluding.CORRECT, note="", at=clock.now())

    return acted(room, act, "It is taken back.", room.to("show", interview=interview))


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

        if is_done_with(room, interview, form, act):
            flash("The feedback is kept. The candidate does not see it yet.", "success")
            onward = "show" if room.desk.kind == "panel" else "tell_feedback"
            return redirect(room.to(onward, interview=interview))
        room = room.anew()
        page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=clock.now())
        form.opened.data = concluding.mark_of(page.feedback)
    return shown("feedback", room, page=page, form=form, other=page.feedback if form.form_errors else "")


def tell_feedback(room: Room, interview: str) -> ResponseReturnValue:
    """The feedback as the candidate will read it; then it is told."""
    form, at = TellForm(), clock.now()
    page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=at)
    if not page.feedback or page.feedback_told_at:
        raise NotFound("There is no feedback to tell.")
    if form.validate_on_submit():

        def act(desk: Desk, held: Held) -> None:
            concluding.tell_feedback(desk, held, looked_at=form.looked_at.data or "", at=at)

        if is_done_with(room, interview, form, act):
            flash("The candidate is told that there is feedback, and reads it on their page.", "success")
            return redirect(room.to("show", interview=interview))
        room = room.anew()
        page = presenting.page_of(room.desk, queries.interview_of(room.desk, interview), at=at)
    form.looked_at.data = page.feedback
    return shown("tell_feedback", room, page=page, form=form)
