"""Asking to act for an organisation."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.employers import claiming, organisations
from portal.employers.forms import ActForm, AskForm, NewForm
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line

bp = Blueprint("claims", __name__, url_prefix="/claim")


@bp.get("")
def search() -> ResponseReturnValue:
    words = one_line(request.args.get("q", ""), limit=100)
    return render_template(
        "employers/employer/search.html", typed=words, found=organisations.suggest(words, limit=20) if words else []
    )


@bp.route("/ask", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    choice = request.values.get("organisation", "")
    offered = organisations.offered(choice, guards.current_person().id)
    form = AskForm()
    if form.validate_on_submit():
        try:
            with transaction():
                organisation = organisations.chosen(choice)
                asked = claiming.claim(organisation.id, guards.current_person().id, words=form.words.data or "")
        except RuleBroken as broken:
            form.words.errors = [str(broken)]
        else:
            if asked.state == "approved":
                flash(f"You now act for {organisation.name} as its owner.", "success")
                return redirect(url_for("employer.organisations.show", reference=organisation.reference))
            flash(f"We have noted your wish to act for {organisation.name}, and will write to you.", "success")
            return redirect(url_for("employer.organisations.index"))
    return render_template("employers/employer/ask.html", form=form, choice=choice, offered=offered)


@bp.route("/new", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    form = NewForm(name=one_line(request.args.get("name", ""), limit=300))
    person = guards.current_person()
    if form.validate_on_submit():
        try:
            with transaction():
                added = organisations.add_new(
                    form.name.data or "", sector=form.sector.data, nation=form.nation.data or None, by=person.id
                )
                claiming.claim(added.id, person.id, words=form.words.data or "")
        except RuleBroken as broken:
            form.name.errors = [str(broken)]
        else:
            flash(f"We have noted {added.name}. Our staff will look at it and write to you.", "success")
            return redirect(url_for("employer.organisations.index"))
    return render_template("employers/employer/new.html", form=form)


@bp.post("/<claim>/withdraw")
def withdraw(claim: str) -> ResponseReturnValue:
    if ActForm().validate_on_submit():
        try:
            with transaction():
                claiming.withdraw(claim, by=guards.current_person().id)
        except RuleBroken as broken:
            flash(str(broken))
        else:
            flash("You have withdrawn your claim.", "success")
    return redirect(url_for("employer.organisations.index"))
