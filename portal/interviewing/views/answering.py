"""What the pages of a room share: how one is shown, and how something is done on one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.interviewing import queries
from portal.interviewing.forms import ActForm
from portal.interviewing.queries import Held
from portal.selecting.desks import Desk
from portal.selecting.views.behind import Room
from portal.web.acting import is_done


def shown(template: str, room: Room, **facts: Any) -> str:
    """A page of this desk, with the vacancy that it is about."""
    return render_template(
        f"interviewing/desk/{template}.html",
        room=room,
        desk=room.desk,
        title=room.desk.job.vacancy.title,
        employer=room.desk.job.vacancy.employer_name,
        **facts,
    )


def acted(room: Room, act: Callable[[Desk], None], done: str, onward: str) -> ResponseReturnValue:
    """A button that needs no page of its own: what stands against it is said on the page that comes next."""
    form = ActForm()
    if form.validate_on_submit():
        if is_done(form, lambda: act(room.find())):
            flash(done, "success")
        else:
            flash(" ".join(form.form_errors), "problem")
    return redirect(onward)


def is_done_with(room: Room, interview: str, form: FlaskForm, act: Callable[[Desk, Held], None]) -> bool:
    """Do it with the interview as it is now; refused where it has changed since the page was opened."""

    def whole() -> None:
        desk = room.find()
        held = queries.interview_of(desk, interview, locked=True)
        if "seen" in form:
            queries.require_unchanged(held, form["seen"].data or "")
        act(desk, held)

    return is_done(form, whole)
