"""Links in mails about a changed address: to the new one to confirm it, to the old one to undo it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import changing_email, guards
from portal.accounts.forms import ConfirmForm
from portal.database.transaction import transaction

bp = Blueprint("email_links", __name__, url_prefix="/email")


@bp.route("/confirm/<token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    email = changing_email.new_address(token)
    if email is None:
        return render_template("accounts/public/spent.html", again="/account/email"), 410
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("accounts/public/email_confirm.html", form=form, email=email)
    with transaction():
        changing_email.confirm(token)
    flash(f"Your account’s address is now {email}.", "success")
    return redirect("/account" if guards.current_session() else url_for("signing_in.sign_in"))


@bp.route("/undo/<token>", methods=["GET", "POST"])
def undo(token: str) -> ResponseReturnValue:
    email = changing_email.old_address(token)
    if email is None:
        return render_template("accounts/public/spent.html", again=""), 410
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("accounts/public/email_undo.html", form=form, email=email)
    with transaction():
        recover = changing_email.revert(token)
    session.clear()
    flash(f"Your account’s address is {email} again. Set a new password now: the old one counts no longer.", "success")
    return redirect(url_for("recovering.new_password", token=recover))
