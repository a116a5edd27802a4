"""The page of a campaign's comments, which the consultant and the client have alike."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.caseload import commenting
from portal.caseload.forms import CommentForm
from portal.foundation import clock
from portal.recruitment import queries
from portal.recruitment.models import Campaign
from portal.web.acting import is_done


def show(find: Callable[[bool], Campaign], home: str, *, from_client: bool, other: str) -> ResponseReturnValue:
    """Read and write. `find` gives the campaign to this side, locked or not; `home` is this side's page of it."""
    person_id, form, found = guards.current_person().id, CommentForm(), find(False)
    settles = request.form.get("action") == "answered" and not from_client
    form.settles = settles
    if form.validate_on_submit():

        def act() -> None:
            locked = find(True)
            if settles:
                commenting.note_answered(locked, at=clock.now())
            else:
                text = form["text"].data or ""
                commenting.write(locked, text, from_client=from_client, by=person_id, at=clock.now())

        if is_done(form, act):
            flash(
                "Nothing waits for an answer any more." if settles else f"It is written, and {other} is told.",
                "success",
            )
            return redirect(request.path)
        found = find(False)
    return render_template(
        "caseload/comments.html",
        campaign=found,
        client=queries.organisation_of(found).name,
        comments=commenting.of(found),
        waits=not from_client and commenting.waits(found),
        home=home,
        other=other,
        form=form,
    )
