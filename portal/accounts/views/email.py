"""Changing one's e-mail address."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import changing_email, guards, registering
from portal.accounts.forms import NewAddressForm, refuse
from portal.accounts.views.signing_in import too_often
from portal.database.transaction import transaction
from portal.web import words
from portal.web.limiting import client_address

bp = Blueprint("email", __name__, url_prefix="/email")
bp.before_request(guards.prove_first)


@bp.route("", methods=["GET", "POST"])
def change() -> ResponseReturnValue:
    person, form = guards.current_person(), NewAddressForm()
    if not form.validate_on_submit():
        return render_template("accounts/account/email.html", form=form, person=person)
    person_id, email = person.id, form.email.data or ""
    with transaction():
        wait = registering.wait_before(email, address=client_address())
        if not wait:
            changing_email.ask(person_id, email)
    if wait:
        refuse(form.email, f"That was too often. Wait {words.duration(wait)}, then try again.")
        return too_often(render_template("accounts/account/email.html", form=form, person=person), wait)
    flash("Open the link that we sent to the new address. Until then nothing changes.")
    return redirect(url_for("account.home.show"))
