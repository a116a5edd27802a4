"""Setting up, renewing and switching off the second factor."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards, second_factors
from portal.accounts.forms import ConfirmForm, FirstCodeForm, refuse
from portal.accounts.views.signing_in import ONWARD_KEY, too_often
from portal.database.transaction import transaction
from portal.foundation.errors import NotFound
from portal.web import words

bp = Blueprint("second_factor", __name__, url_prefix="/second-factor")


@bp.get("")
def show() -> ResponseReturnValue:
    found = guards.current_session()
    assert found is not None
    onward = guards.safe_next(request.args.get("next"), "")
    if onward:
        session[ONWARD_KEY] = onward
    return render_template(
        "accounts/account/second_factor.html",
        person=found.person,
        needed=bool(found.roles),
        left=second_factors.recovery_codes_left(found.person.id),
    )


@bp.post("/start")
def start() -> ResponseReturnValue:
    if away := guards.prove_first():
        return away
    person_id = guards.current_person().id
    with transaction():
        second_factors.start(person_id)
    return redirect(url_for("account.second_factor.set_up"))


@bp.route("/set-up", methods=["GET", "POST"])
def set_up() -> ResponseReturnValue:
    if away := guards.prove_first():
        return away
    found, form = guards.current_session(), FirstCodeForm()
    assert found is not None
    secret = second_factors.secret_being_set_up(found.person)
    if secret is None:
        return redirect(url_for("account.second_factor.show"))
    if not form.validate_on_submit():
        return _set_up_page(form, secret)
    person_id, session_id = found.person.id, found.id
    with transaction():
        wait = second_factors.begin_try(person_id)
        done = None if wait else second_factors.turn_on(person_id, form.code.data or "", session_id=session_id)
    if wait:
        refuse(form.code, f"That was too many tries. Wait {words.duration(wait)}, then try again.")
        return too_often(_set_up_page(form, secret), wait)
    if done is None:
        refuse(form.code, "This code does not fit. Check that your phone’s clock is right, and enter the next code.")
        return _set_up_page(form, secret)
    token, codes = done
    guards.keep(token)
    return _codes_page(codes, onward=guards.safe_next(session.pop(ONWARD_KEY, None), "/account"))


def _set_up_page(form: FirstCodeForm, secret: str) -> str:
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render_template("accounts/account/set_up.html", form=form, secret=groups)


@bp.get("/picture.svg")
def picture() -> ResponseReturnValue:
    """The secret as a QR code, while it is being set up."""
    person = guards.current_person()
    secret = second_factors.secret_being_set_up(person)
    if secret is None or not guards.proved_lately():
        raise NotFound("There is nothing to set up.")
    drawn = io.BytesIO()
    segno.make(second_factors.provisioning_address(person, secret)).save(drawn, kind="svg", scale=5, light="#fff")
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@bp.post("/codes")
def codes() -> ResponseReturnValue:
    if away := guards.prove_first():
        return away
    person = guards.current_person()
    if person.totp_confirmed_at is None:
        return redirect(url_for("account.second_factor.show"))
    person_id = person.id
    with transaction():
        fresh = second_factors.make_recovery_codes(person_id)
    return _codes_page(fresh, onward="/account")


def _codes_page(fresh: list[str], *, onward: str) -> str:
    return render_template("accounts/account/recovery_codes.html", codes=fresh, onward=onward)


@bp.route("/off", methods=["GET", "POST"])
def off() -> ResponseReturnValue:
    if away := guards.prove_first():
        return away
    form, person_id = ConfirmForm(), guards.current_person().id
    if not form.validate_on_submit():
        return render_template("accounts/account/second_factor_off.html", form=form)
    with transaction():
        second_factors.turn_off(person_id)
    flash("Your second factor is off.", "success")
    return redirect(url_for("account.second_factor.show"))
