"""Scoring alone, and agreeing where scores differ."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.selecting import (
    presenting,
    queries,
    scoring,
)
from portal.selecting.forms import (
    moderation_form,
    score_form,
)
from portal.selecting.views.behind import Room, shown
from portal.web.acting import is_done


def score(room: Room, application: str) -> ResponseReturnValue:
    """One's own scores; nobody else sees them before two are in."""
    at = clock.now()
    row = queries.one(room.desk, application)
    round_ = room.desk.round_of(row)
    if not round_:
        raise NotFound("This application is not scored at present.")
    criteria = scoring.criteria(room.desk, at=at)
    mine = scoring.standing_of(room.desk, row, round_).mine
    if mine is not None and mine.done_at is not None:
        flash("You have handed your scores in.")
        return redirect(room.to("show", application=application))
    form = score_form(criteria, mine)
    if form.validate_on_submit():
        done = request.form.get("action") == "done"

        def act() -> None:
            desk = room.find()
            locked = queries.one(desk, application, locked=True)
            keys = [each.criterion.key for each in criteria]
            evidence = {key: form[f"evidence_{key}"].data or "" for key in keys}
            scoring.save(desk, locked, _scores(form, keys), evidence, done=done, at=at)

        if is_done(form, act):
            flash(
                "Your scores are handed in." if done else "Your scores are kept. Nobody else sees them yet.", "success"
            )
            return redirect(room.to("show", application=application))
        room = room.anew()
        row = queries.one(room.desk, application)
    page = presenting.page_of(room.desk, row, at=at)
    return shown("score", room, page=page, criteria=criteria, form=form)


def moderate(room: Room, application: str) -> ResponseReturnValue:
    """What differs, side by side, and the scores that count."""
    at = clock.now()
    row = queries.one(room.desk, application)
    round_ = room.desk.round_of(row)
    standing = scoring.standing_of(room.desk, row, round_) if round_ else None
    if standing is None or not standing.shown:
        flash(
            "Scores are agreed once everybody who scores has handed theirs in."
            if round_
            else "It is decided, so its scores are not agreed any more. What was given stands on this page."
        )
        return redirect(room.to("show", application=application))
    form = moderation_form(presenting.score_lines(room.desk, standing, at=at))
    if form.validate_on_submit():

        def act() -> None:
            desk = room.find()
            keys = [each.criterion.key for each in scoring.criteria(desk, at=at)]
            locked = queries.one(desk, application, locked=True)
            scoring.moderate(desk, locked, _scores(form, keys), form["because"].data or "", at=at)

        if is_done(form, act):
            flash("The scores that count are kept.", "success")
            return redirect(room.to("show", application=application))
        room = room.anew()
        row = queries.one(room.desk, application)
        standing = scoring.standing_of(room.desk, row, round_)
    return shown(
        "moderate",
        room,
        page=presenting.page_of(room.desk, row, at=at),
        lines=presenting.score_lines(room.desk, standing, at=at),
        form=form,
    )


def _scores(form: FlaskForm, keys: list[str]) -> dict[str, int]:
    typed = {key: str(form[f"score_{key}"].data or "") for key in keys}
    return {key: int(value) for key, value in typed.items() if value.isascii() and value.isdecimal() and len(value) < 3}
