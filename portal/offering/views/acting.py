"""What the desk’s pages of offers have in common: how they are shown, and how an act of theirs is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.foundation import clock
from portal.offering import presenting
from portal.selecting import queries
from portal.selecting.desks import Desk
from portal.selecting.views.behind import Room
from portal.web.acting import is_done

Verb = Callable[[Desk, Any], object]
"""What is done with an application at a desk."""


def shown(template: str, room: Room, **facts: Any) -> str:
    """A page of the desk, with whose and for which vacancy it is."""
    return render_template(
        f"offering/desk/{template}.html",
        room=room,
        desk=room.desk,
        title=room.desk.job.vacancy.title,
        employer=room.desk.job.vacancy.employer_name,
        **facts,
    )


def does(room: Room, application: str, form: FlaskForm, verb: Verb) -> bool:
    """Whether the act went through, on the application as it is this moment."""

    def done() -> None:
        desk = room.find()
        verb(desk, queries.one(desk, application, locked=True))

    return is_done(form, done)


def act(
    room: Room,
    application: str,
    may: str,
    form: FlaskForm,
    verb: Verb,
    *,
    heading: str,
    button: str,
    says: str,
    done: str,
    warns: bool = False,
) -> ResponseReturnValue:
    """A page for one act that a desk may do now."""
    page = presenting.page_of(room.desk, queries.one(room.desk, application), at=clock.now())
    if may not in page.may:
        flash("That cannot be done now. Here is where it stands.")
        return redirect(room.to("show", application=application))
    if form.validate_on_submit() and does(room, application, form, verb):
        flash(done, "success")
        return redirect(room.to("show", application=application))
    return shown("act", room.anew(), page=page, form=form, heading=heading, button=button, says=says, warns=warns)
