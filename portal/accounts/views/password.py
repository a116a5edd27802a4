"""Changing one's password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import changing_password, guards, signing_in
from portal.accounts.forms import ChangePasswordForm, refuse
from portal.accounts.views.signing_in import too_often
from portal.database.transaction import transaction
from portal.web import words
from portal.web.limiting import client_address

bp = Blueprint("password", __name__, url_prefix="/password")


@bp.route("", methods=["GET", "POST"])
def change() -> ResponseReturnValue:
    found, form = guards.current_session(), ChangePasswordForm()
    assert found is not None
    if not form.validate_on_submit():
        return _page(form)
    person_id, name, email, session_id = found.person.id, found.person.name, found.person.email or "", found.id
    if problem := changing_password.problem_for(form.password.data or "", name=name, email=email):
        refuse(form.password, problem)
        return _page(form)
    with transaction():
        tried = signing_in.begin_try(email, address=client_address())
    if tried.wait:
        refuse(form.current, f"That was too many tries. Wait {words.duration(tried.wait)}, then try again.")
        return too_often(_page(form), tried.wait)
    if not signing_in.is_password_of(person_id, form.current.data or ""):
        refuse(form.current, "This is not your current password.")
        return _page(form)
    if form.password.data == form.current.data:
        refuse(form.password, "This is your password already. Choose another.")
        return _page(form)
    with transaction():
        signing_in.uncount(tried)
        token = changing_password.change(person_id, form.password.data or "", session_id=session_id)
    guards.keep(token)
    flash("Your password is changed. You were signed out everywhere else.", "success")
    return redirect(url_for("account.home.show"))


def _page(form: ChangePasswordForm) -> str:
    return render_template("accounts/account/password.html", form=form)
