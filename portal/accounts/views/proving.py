"""Proving anew who one is, before an act that a copied cookie must not be enough for."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts import guards, second_factors, sessions, signing_in
from portal.accounts.forms import ProofForm, refuse
from portal.accounts.views.signing_in import too_often
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.web import words
from portal.web.limiting import client_address

bp = Blueprint("proving", __name__, url_prefix="/prove")


@bp.route("", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    found, onward = guards.current_session(), guards.safe_next(request.values.get("next"), "/account")
    assert found is not None
    form, with_code = ProofForm(), found.person.totp_confirmed_at is not None
    if not form.validate_on_submit():
        return _page(form, onward, with_code)
    person_id, session_id = found.person.id, found.id
    with transaction():
        tried = signing_in.begin_try(found.person.email or "", address=client_address())
    if tried.wait:
        refuse(form.password, f"That was too many tries. Wait {words.duration(tried.wait)}, then try again.")
        return too_often(_page(form, onward, with_code), tried.wait)
    if not signing_in.is_password_of(person_id, form.password.data or ""):
        refuse(form.password, "This is not your password.")
        return _page(form, onward, with_code)
    with transaction():
        wait = second_factors.begin_try(person_id) if with_code else 0
        right = not with_code or (not wait and second_factors.use_code(person_id, form.code.data or ""))
        if right:
            signing_in.uncount(tried)
            token = sessions.prove(session_id, at=clock.now())
    if right:
        guards.keep(token)
        return redirect(onward)
    if wait:
        refuse(form.code, f"That was too many tries. Wait {words.duration(wait)}, then try again.")
        return too_often(_page(form, onward, with_code), wait)
    refuse(form.code, "This code is not right, or was used before. Wait for the app’s next code, and enter that.")
    return _page(form, onward, with_code)


def _page(form: ProofForm, onward: str, with_code: bool) -> str:
    return render_template("accounts/account/prove.html", form=form, onward=onward, with_code=with_code)
