"""The desk’s pages and buttons of the checks of an accepted offer."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.foundation import clock
from portal.offering import asking_referees, check_lines, checking, presenting
from portal.offering import queries as offers
from portal.offering.forms import ActForm, add_form, check_form, day_of
from portal.offering.views.acting import Verb, does, shown
from portal.selecting import queries
from portal.selecting.views.behind import Room


def check(room: Room, application: str, check: str) -> ResponseReturnValue:
    """How far one check is, who sees to it, and by when."""
    row, at = queries.one(room.desk, application), clock.now()
    offer = offers.standing(row)
    page = presenting.page_of(room.desk, row, at=at)
    if offer is None or "check" not in page.may:
        flash("Checks are open once the offer is accepted, and until its conditions are met or not.")
        return redirect(room.to("show", application=application))
    found = offers.check_of(offer, check)
    form = check_form(found, [(str(each.id), each.name) for each in checking.owners_of(room.desk)])
    if form.validate_on_submit() and does(
        room,
        application,
        form,
        lambda desk, locked: checking.set_state(
            desk,
            locked,
            check,
            state=form.state.data or "",
            due=day_of(form.due.data),
            owner_id=form.owner_id,
            note=form.note.data or "",
            at=at,
        ),
    ):
        flash("It is kept.", "success")
        return redirect(room.to("show", application=application) + "#checks")
    heading = check_lines.check_name(check)
    return shown("act", room.anew(), page=page, form=form, heading=heading, button="Keep it", says="", warns=False)


def _button(room: Room, application: str, verb: Verb, done: str) -> ResponseReturnValue:
    """A button of the list of checks."""
    queries.one(room.desk, application)
    form = ActForm()
    if form.validate_on_submit():
        if does(room, application, form, verb):
            flash(done, "success")
        else:
            flash(str(form.form_errors[-1]), "problem")
    return redirect(room.to("show", application=application) + "#checks")


def ask_consent(room: Room, application: str, check: str) -> ResponseReturnValue:
    at = clock.now()
    return _button(
        room,
        application,
        lambda desk, row: asking_referees.ask_consent(desk, row, check, at=at),
        "The candidate is asked. You see their yes here.",
    )


def ask_referee(room: Room, application: str, check: str) -> ResponseReturnValue:
    at = clock.now()
    return _button(
        room,
        application,
        lambda desk, row: asking_referees.ask(desk, row, check, at=at),
        "The referee is written to, and answers on a page. You see it here, and get a mail.",
    )


def ask_again(room: Room, application: str, check: str) -> ResponseReturnValue:
    at = clock.now()
    return _button(
        room,
        application,
        lambda desk, row: asking_referees.ask_again(desk, row, check, at=at),
        "The referee is sent a new link. The one of before counts no longer.",
    )


def drop(room: Room, application: str, check: str) -> ResponseReturnValue:
    return _button(room, application, lambda desk, row: checking.drop(desk, row, check), "The check is taken off.")


def add(room: Room, application: str) -> ResponseReturnValue:
    at, form = clock.now(), add_form(set())
    kind = str(form.kind.data or "")
    return _button(
        room, application, lambda desk, row: checking.add(desk, row, kind, at=at), "The check is on the list."
    )
