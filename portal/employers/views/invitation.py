"""The link in an invitation: GET shows, POST accepts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.employers import inviting
from portal.employers.forms import ActForm
from portal.foundation.errors import RuleBroken

bp = Blueprint("invitation", __name__)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
def show(token: str) -> ResponseReturnValue:
    person = guards.person_if_any()
    form = ActForm()
    if person is not None and form.validate_on_submit():
        try:
            with transaction():
                organisation = inviting.accept(token, person.id)
        except RuleBroken as broken:
            return render_template(
                "employers/public/invitation.html",
                invited=inviting.Invited(problem=str(broken)),
                form=form,
                token=token,
            )
        flash(f"You now act for {organisation.name}.", "success")
        return redirect(url_for("employer.organisations.show", reference=organisation.reference))
    return render_template(
        "employers/public/invitation.html", invited=inviting.look(token, person), form=form, token=token, person=person
    )
