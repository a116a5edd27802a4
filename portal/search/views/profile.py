"""What a person looks for: said, searched with, and emptied."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.membership import profiles
from portal.search import wanted
from portal.search.profile_form import ProfileForm, filled_with

bp = Blueprint("profile", __name__, url_prefix="/profile")


@bp.route("", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    person_id = guards.current_person().id
    kept = profiles.of(person_id)
    form = ProfileForm(data=filled_with(kept))
    if form.validate_on_submit():
        with transaction():
            profiles.keep(person_id, form.wanted())
        flash("What you look for is kept." if form.wanted() != profiles.NOTHING else EMPTY, "success")
        return redirect(url_for("account.profile.show"))
    return render_template("search/account/profile.html", form=form, searches=wanted.searches(kept), kept=kept)


@bp.route("/empty", methods=["GET", "POST"])
def empty() -> ResponseReturnValue:
    form, person_id = FlaskForm(), guards.current_person().id
    kept = profiles.of(person_id)
    if kept == profiles.NOTHING:
        return redirect(url_for("account.profile.show"))
    if not form.validate_on_submit():
        return render_template("search/account/profile_empty.html", form=form, told=wanted.in_words(kept))
    with transaction():
        profiles.keep(person_id, profiles.NOTHING)
    flash(EMPTY, "success")
    return redirect(url_for("account.profile.show"))


EMPTY = "We keep nothing of what you look for."
