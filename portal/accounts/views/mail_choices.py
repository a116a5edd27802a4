"""Which optional mails one wants."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import choosing_mail, guards
from portal.accounts.forms import MailChoicesForm
from portal.database.transaction import transaction

bp = Blueprint("emails", __name__, url_prefix="/emails")


@bp.route("", methods=["GET", "POST"])
def choose() -> ResponseReturnValue:
    person = guards.current_person()
    form = MailChoicesForm(kinds=[kind for kind in choosing_mail.KINDS if choosing_mail.wants(person, kind)])
    if not form.validate_on_submit():
        return render_template("accounts/account/emails.html", form=form, kinds=choosing_mail.KINDS)
    person_id = person.id
    with transaction():
        choosing_mail.choose(person_id, {kind: True for kind in form.kinds.data or ()})
    flash("Your choices are kept.", "success")
    return redirect(url_for("account.emails.choose"))
