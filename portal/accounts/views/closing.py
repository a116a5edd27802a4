"""Closing one's account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session
from flask.typing import ResponseReturnValue

from portal.accounts import closing, guards
from portal.accounts.forms import CloseForm
from portal.database.transaction import transaction

bp = Blueprint("closing", __name__, url_prefix="/close")
bp.before_request(guards.prove_first)


@bp.route("", methods=["GET", "POST"])
def close() -> ResponseReturnValue:
    form = CloseForm()
    if not form.validate_on_submit():
        return render_template("accounts/account/close.html", form=form)
    person_id = guards.current_person().id
    with transaction():
        closing.close(person_id)
    session.clear()
    flash("Your account is closed. We have sent you a last mail about it.", "success")
    return redirect("/sign-in")
