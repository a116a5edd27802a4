"""Opening an account and confirming its address."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import changing_password, guards, registering, signing_in
from portal.accounts.forms import AddressForm, ConfirmForm, PasswordForm, RegisterForm, refuse
from portal.accounts.secrets import new_token
from portal.accounts.views.signing_in import too_often
from portal.database.transaction import transaction
from portal.web import words
from portal.web.limiting import client_address

bp = Blueprint("registering", __name__, url_prefix="/register")

BROWSER_KEY = "registered_here"
ONWARD_KEY = "onward_when_registered"
"""Where they came from stays in the browser, for it may be an address that is a secret."""


@bp.route("", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    form = RegisterForm(changing_password.problem_for)
    onward = guards.safe_next(request.values.get("next"), "")
    if not form.validate_on_submit():
        return render_template("accounts/public/register.html", form=form, onward=onward)
    email = form.email.data or ""
    with transaction():
        wait = registering.wait_before(email, address=client_address())
    if wait:
        refuse(form.email, f"That was too often. Wait {words.duration(wait)}, then try again.")
        return too_often(render_template("accounts/public/register.html", form=form, onward=onward), wait)
    browser = new_token()
    with transaction():
        registering.register(email, name=form.name.data or "", password=form.password.data or "", browser=browser)
    session[BROWSER_KEY], session[ONWARD_KEY] = browser, onward
    return redirect(url_for("registering.sent"))


@bp.get("/sent")
def sent() -> ResponseReturnValue:
    return render_template("accounts/public/sent.html")


@bp.route("/again", methods=["GET", "POST"])
def again() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        return _again_page(form)
    email = form.email.data or ""
    with transaction():
        wait = registering.wait_before(email, address=client_address())
        if not wait:
            registering.send_again(email)
    if wait:
        refuse(form.email, f"That was too often. Wait {words.duration(wait)}, then try again.")
        return too_often(_again_page(form), wait)
    return redirect(url_for("registering.sent"))


def _again_page(form: AddressForm) -> str:
    return render_template("accounts/public/again.html", form=form, unconfirmed="unconfirmed" in request.args)


@bp.route("/confirm/<token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    person = registering.look(token)
    if person is None:
        return render_template("accounts/public/spent.html", again=url_for("registering.again")), 410
    here = not registering.needs_password(token, browser=str(session.get(BROWSER_KEY, "")))
    form = ConfirmForm() if here else PasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/public/confirm.html", form=form, person=person)
    if not here:
        with transaction():
            tried = signing_in.begin_try(person.email or "", address=client_address())
        if tried.wait:
            refuse(form.password, f"That was too many tries. Wait {words.duration(tried.wait)}, then try again.")
            return too_often(render_template("accounts/public/confirm.html", form=form, person=person), tried.wait)
        if not signing_in.is_password_of(person.id, form.password.data or ""):
            refuse(form.password, "This is not the password that you chose when you registered.")
            return render_template("accounts/public/confirm.html", form=form, person=person)
    else:
        tried = signing_in.Try(())
    onward = guards.safe_next(session.get(ONWARD_KEY), "/account")
    with transaction():
        begun = signing_in.begin(
            registering.confirm(token).id, tried, address=client_address(), device=request.user_agent.string
        )
    guards.enter(begun.token)
    flash("Your e-mail address is confirmed, and you are signed in.", "success")
    return redirect(onward)
