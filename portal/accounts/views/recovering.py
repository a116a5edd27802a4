"""A new password for who has forgotten theirs."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import changing_password
from portal.accounts.forms import AddressForm, NewPasswordForm, refuse
from portal.accounts.views.signing_in import too_often
from portal.database.transaction import transaction
from portal.web import words
from portal.web.limiting import client_address

bp = Blueprint("recovering", __name__, url_prefix="/recover")


@bp.route("", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("accounts/public/recover.html", form=form)
    email = form.email.data or ""
    with transaction():
        wait = changing_password.wait_before(email, address=client_address())
        if not wait:
            changing_password.send_link(email)
    if wait:
        refuse(form.email, f"That was too often. Wait {words.duration(wait)}, then try again.")
        return too_often(render_template("accounts/public/recover.html", form=form), wait)
    return redirect(url_for("recovering.sent"))


@bp.get("/sent")
def sent() -> ResponseReturnValue:
    return render_template("accounts/public/recover_sent.html")


@bp.route("/<token>", methods=["GET", "POST"])
def new_password(token: str) -> ResponseReturnValue:
    person = changing_password.look(token)
    if person is None:
        return render_template("accounts/public/spent.html", again=url_for("recovering.ask")), 410
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/public/new_password.html", form=form)
    password = form.password.data or ""
    if problem := changing_password.problem_for(password, name=person.name, email=person.email or ""):
        refuse(form.password, problem)
        return render_template("accounts/public/new_password.html", form=form)
    with transaction():
        changing_password.recover(token, password)
    session.clear()
    flash("Your new password is set, and you were signed out everywhere. Sign in with it now.", "success")
    return redirect(url_for("signing_in.sign_in"))
