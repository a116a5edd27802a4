"""Signing in, in one step or two, and out."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards, landing, second_factors, signing_in
from portal.accounts.forms import CodeForm, SignInForm, refuse
from portal.database.transaction import transaction
from portal.web import words
from portal.web.limiting import client_address

bp = Blueprint("signing_in", __name__)

WRONG = "The e-mail address or the password is not right. Check both and try again."
STEP_KEY, ONWARD_KEY = "second_step", "onward"


def too_often(page: str, wait: int) -> ResponseReturnValue:
    """The page with its sentence, as a refusal that says when to come back."""
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(wait)
    return response


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    onward = guards.safe_next(request.values.get("next"), "")
    if not form.validate_on_submit():
        return _page(form, onward)
    email = form.email.data or ""
    with transaction():
        tried = signing_in.begin_try(email, address=client_address())
    if tried.wait:
        refuse(form.password, f"That was too many tries. Wait {words.duration(tried.wait)}, or set a new password.")
        return too_often(_page(form, onward), tried.wait)
    person = signing_in.check_password(email, form.password.data or "")
    if person is None:
        refuse(form.password, WRONG)
        return _page(form, onward)
    if person.email_confirmed_at is None:
        return redirect(url_for("registering.again", unconfirmed=1))
    person_id = person.id
    with transaction():
        begun = signing_in.begin(person_id, tried, address=client_address(), device=request.user_agent.string)
    if begun.second_step:
        session.clear()
        session[STEP_KEY], session[ONWARD_KEY] = begun.token, onward
        return redirect(url_for("signing_in.code"))
    guards.enter(begun.token)
    return redirect(onward or landing.home_of(person_id))


def _page(form: SignInForm, onward: str) -> str:
    return render_template("accounts/public/sign_in.html", form=form, onward=onward)


@bp.route("/sign-in/code", methods=["GET", "POST"])
def code() -> ResponseReturnValue:
    token = str(session.get(STEP_KEY, ""))
    person_id = signing_in.who_is_at_second_step(token)
    if person_id is None:
        return redirect(url_for("signing_in.sign_in"))
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("accounts/public/code.html", form=form)
    with transaction():
        wait = second_factors.begin_try(person_id)
        right = not wait and second_factors.use_code(person_id, form.code.data or "")
        begun = right and signing_in.finish(token, address=client_address(), device=request.user_agent.string)
    if begun:
        onward = guards.safe_next(session.get(ONWARD_KEY), "") or landing.home_of(person_id)
        guards.enter(begun)
        return redirect(onward)
    if wait:
        refuse(form.code, f"That was too many tries. Wait {words.duration(wait)}, then try again.")
        return too_often(render_template("accounts/public/code.html", form=form), wait)
    refuse(form.code, "This code is not right, or was used before. Wait for the app’s next code, and enter that.")
    return render_template("accounts/public/code.html", form=form)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    found = guards.current_session()
    if found is not None:
        with transaction():
            signing_in.sign_out(found)
    session.clear()
    return redirect("/")
