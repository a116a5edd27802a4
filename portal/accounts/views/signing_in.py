"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from portal.accounts import guards, sessions
from portal.accounts.forms import SignInForm
from portal.accounts.signing_in import check_password
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.web.limiting import client_address

bp = Blueprint("signing_in", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    onward = guards.safe_next(request.values.get("next"), "/account")
    if form.validate_on_submit():
        person = check_password(form.email.data or "", form.password.data or "")
        if person is None:
            form.password.errors = ["The e-mail address or the password is not right. Check both and try again."]
        else:
            with transaction():
                token = sessions.begin(
                    person, at=clock.now(), address=client_address(), device=request.user_agent.string
                )
            session.clear()
            session.permanent = True
            session[guards.COOKIE_KEY] = token
            return redirect(onward)
    return render_template("accounts/public/sign_in.html", form=form, onward=onward)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    found = guards.current_session()
    if found is not None:
        with transaction():
            sessions.end(found.id, person_id=found.person.id)
    session.clear()
    return redirect("/")
