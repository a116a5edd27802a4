"""Where one is signed in, and ending it there."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards, sessions
from portal.audit.recording import record
from portal.database.transaction import transaction
from portal.foundation.errors import NotFound
from portal.web.devices import named

bp = Blueprint("sessions", __name__, url_prefix="/sessions")


@bp.get("")
def index() -> ResponseReturnValue:
    found = guards.current_session()
    assert found is not None
    rows = [(each, named(each.device), each.id == found.id) for each in sessions.listed(found.person.id)]
    return render_template("accounts/account/sessions.html", rows=rows)


@bp.post("/<int:number>/end")
def end(number: int) -> ResponseReturnValue:
    person_id = guards.current_person().id
    with transaction():
        if not sessions.end(number, person_id=person_id):
            raise NotFound("There is no such session of yours.")
        record("accounts.session_ended", by=person_id, about=person_id)
    flash("That session is ended.", "success")
    return redirect(url_for("account.sessions.index"))


@bp.post("/end-others")
def end_others() -> ResponseReturnValue:
    found = guards.current_session()
    assert found is not None
    person_id, session_id = found.person.id, found.id
    with transaction():
        sessions.end_all(person_id, but=session_id)
        record("accounts.sessions_ended", by=person_id, about=person_id)
    flash("You are signed out everywhere else.", "success")
    return redirect(url_for("account.sessions.index"))
