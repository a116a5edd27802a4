"""/account/found: what a member says to be found by, their consent, messages to them, and who was told of them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.introducing import answering, consent, presenting, queries, saying
from portal.introducing.forms import ActForm, MessageForm, SaidForm, filled_with
from portal.membership import queries as memberships
from portal.web.acting import is_done

bp = Blueprint("found", __name__, url_prefix="/found")
AGREED = "Consultants can find you from now on."
WITHDRAWN = "You are in no search from now on."


@bp.get("")
def show() -> ResponseReturnValue:
    person = guards.current_person()
    said = saying.of(person.id)
    return render_template(
        "introducing/account/show.html",
        form=ActForm(seen=consent.FOUND_VERSION),
        said=presenting.said_in_pairs(said) if said else (),
        consent=saying.standing(person.id),
        not_known=saying.not_known(person.id),
        words_to_agree=consent.FOUND,
        in_standing=memberships.standing_of(person.id, on=clock.today()).in_force,
        messages=presenting.own_lines(person.id),
        introductions=presenting.own_introductions(person.id),
    )


@bp.route("/say", methods=["GET", "POST"])
def say() -> ResponseReturnValue:
    person = guards.current_person()
    form = SaidForm(data=filled_with(saying.of(person.id)))
    if form.validate_on_submit() and is_done(form, lambda: saying.keep(person.id, form.said(), at=clock.now())):
        flash("What you said is kept.", "success")
        return redirect(url_for(".show"))
    return render_template("introducing/account/say.html", form=form)


@bp.post("/agree")
def agree() -> ResponseReturnValue:
    person, form = guards.current_person(), ActForm()
    if form.validate_on_submit():
        done = is_done(form, lambda: saying.agree(person.id, version=form.seen.data or "", at=clock.now()))
        flash(AGREED if done else " ".join(form.form_errors), "success" if done else "problem")
    return redirect(url_for(".show"))


@bp.post("/withdraw")
def withdraw() -> ResponseReturnValue:
    person, form = guards.current_person(), ActForm()
    if form.validate_on_submit() and is_done(form, lambda: saying.withdraw(person.id, at=clock.now())):
        flash(WITHDRAWN, "success")
    return redirect(url_for(".show"))


@bp.route("/empty", methods=["GET", "POST"])
def empty() -> ResponseReturnValue:
    person, form = guards.current_person(), ActForm()
    if saying.of(person.id) is None:
        return redirect(url_for(".show"))
    if form.validate_on_submit() and is_done(form, lambda: saying.empty(person.id, at=clock.now())):
        flash("We keep nothing of what you said, and you are in no search.", "success")
        return redirect(url_for(".show"))
    return render_template("introducing/account/empty.html", form=form)


@bp.route("/messages/<approach>", methods=["GET", "POST"])
def message(approach: str) -> ResponseReturnValue:
    """One message of a consultant; writing back asks for more."""
    person, form = guards.current_person(), MessageForm()
    found = queries.own(person.id, approach)

    def act() -> None:
        locked = queries.own(person.id, approach, locked=True)
        answering.ask(locked, form.body.data or "", at=clock.now())

    if form.validate_on_submit():
        if is_done(form, act):
            flash("Your message is sent, without your name unless you were introduced.", "success")
            return redirect(url_for(".message", approach=approach))
        form.body.errors, form.form_errors = list(form.form_errors), []
        found = queries.own(person.id, approach)
    return render_template(
        "introducing/account/message.html", page=presenting.for_member(found, at=clock.now()), form=form
    )


@bp.post("/messages/<approach>/refuse/<any(no,never):refusal>")
def refuse(approach: str, refusal: str) -> ResponseReturnValue:
    person, form = guards.current_person(), ActForm()
    queries.own(person.id, approach)

    def act() -> None:
        locked = queries.own(person.id, approach, locked=True)
        answering.refuse(locked, never_again=refusal == "never", at=clock.now())

    if form.validate_on_submit():
        done = is_done(form, act)
        said = (
            "You said no." if refusal == "no" else "You said no, and this employer’s recruitments never find you again."
        )
        flash(said if done else " ".join(form.form_errors), "success" if done else "problem")
    return redirect(url_for(".message", approach=approach))


@bp.route("/messages/<approach>/introduce", methods=["GET", "POST"])
def introduce(approach: str) -> ResponseReturnValue:
    person, form = guards.current_person(), ActForm()
    found = queries.own(person.id, approach)
    if not presenting.for_member(found, at=clock.now()).may_introduce:
        raise NotFound("There is nobody to be introduced to.")

    def act() -> None:
        locked = queries.own(person.id, approach, locked=True)
        seen = {"version": form.seen.data or "", "words": form.words.data or ""}
        answering.introduce(locked, **seen, at=clock.now())

    if form.validate_on_submit():
        if is_done(form, act):
            flash("You are introduced. To be considered, send your application.", "success")
            return redirect(url_for(".message", approach=approach))
        found = queries.own(person.id, approach)
    version, words, title = presenting.to_agree(found)
    form.seen.data, form.words.data = version, words
    return render_template(
        "introducing/account/introduce.html", form=form, words_to_agree=words, title=title, approach=approach
    )


@bp.route("/introductions/<introduction>/take-back", methods=["GET", "POST"])
def take_back(introduction: str) -> ResponseReturnValue:
    person, form = guards.current_person(), ActForm()
    found = queries.own_introduction(person.id, introduction)

    def act() -> None:
        answering.take_back(queries.own_introduction(person.id, introduction, locked=True), at=clock.now())

    if form.validate_on_submit() and is_done(form, act):
        flash("The introduction is taken back: the consultants see your name no longer.", "success")
        return redirect(url_for(".show"))
    return render_template("introducing/account/take_back.html", form=form, at=found.at)
