"""What candidates are told, and what is written to and by them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applying import talking
from portal.applying.states import NAMES
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.selecting import (
    presenting,
    queries,
    telling,
    wordings,
)
from portal.selecting.forms import (
    MessageForm,
    TellForm,
)
from portal.selecting.views.behind import Room, shown
from portal.web.acting import is_done


def tell(room: Room) -> ResponseReturnValue:
    """Whom to tell and what; then each message as it will be read; then it is told."""
    form, rows = TellForm(), telling.untold(room.desk)
    chosen = (
        request.form.getlist("application")
        if request.method == "POST"
        else [each.application.reference for each in rows if each.must]
    )
    texts = {state: request.form.get(f"text_{state}", telling.TEMPLATES[state]) for state in telling.states_of(rows)}
    letters: list[telling.Letter] = []
    if form.validate_on_submit() and (state := _filling(request.form.get("action", ""), texts)):
        body = wordings.chosen(room.desk, state, request.form.get(f"wording_{state}", ""))
        texts[state] = body if body is not None else texts[state]
    elif form.validate_on_submit():
        try:
            letters = telling.letters(room.desk, chosen, texts)
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
        if letters and request.form.get("action") == "tell":

            def act() -> None:
                telling.tell(room.find(), chosen, texts, expected=_expected(form.expected.data or ""), at=clock.now())

            if is_done(form, act):
                number = len(letters)
                flash("One person is told." if number == 1 else f"{number} people are told.", "success")
                return redirect(room.to("index"))
            room, letters = room.anew(), []
            rows = telling.untold(room.desk)
    names = presenting.names_of_many(room.desk, [each.application for each in rows])
    form.expected.data = json.dumps({each.application.reference: each.application.state for each in letters})
    return shown(
        "preview" if letters else "tell",
        room,
        rows=[
            (
                each,
                presenting.called(each.application),
                names[each.application.id],
                NAMES[each.state],
            )
            for each in rows
        ],
        states=[(state, NAMES[state]) for state in telling.states_of(rows)],
        texts=texts,
        offered={state: wordings.offered(room.desk, state) for state in texts},
        chosen=chosen,
        letters=[(each, presenting.called(each.application)) for each in letters],
        form=form,
    )


def _filling(action: str, texts: Mapping[str, str]) -> str:
    """The state whose text is to be taken from those on offer; empty where something else is asked for."""
    state = action.removeprefix("fill:")
    return state if state != action and state in texts else ""


def _expected(raw: str) -> Mapping[str, str]:
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def messages(room: Room, application: str) -> ResponseReturnValue:
    """What the candidate and this desk write to each other."""
    row, at = queries.one(room.desk, application), clock.now()
    form = MessageForm()
    if form.validate_on_submit() and request.form.get("action") == "fill":
        body = wordings.chosen(room.desk, wordings.MESSAGE, request.form.get("wording", ""))
        if body is not None:
            form.body.data = wordings.filled(room.desk, row, body)
    elif form.validate_on_submit():

        def act() -> None:
            desk = room.find()
            locked = queries.one(desk, application, locked=True)
            talking.note_read(locked, by_candidate=False, at=at)
            if request.form.get("action") == "read":
                return
            talking.write(locked, desk.job, form.body.data or "", by=desk.person_id, from_candidate=False, at=at)

        if is_done(form, act):
            flash("Marked as read." if request.form.get("action") == "read" else "Your message is sent.", "success")
            return redirect(room.to("messages", application=application))
        room = room.anew()
        row = queries.one(room.desk, application)
        form.body.errors, form.form_errors = list(form.form_errors), []
    written = talking.messages(row)
    return shown(
        "messages",
        room,
        page=presenting.page_of(room.desk, row, at=at),
        messages=written,
        offered=wordings.offered(room.desk, wordings.MESSAGE),
        unread=talking.unread(written, by_candidate=False),
        form=form,
    )
