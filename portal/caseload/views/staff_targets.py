"""/staff/targets: what each consultant aims at in a month."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts import guards
from portal.caseload import month as months
from portal.caseload.forms import targets_form
from portal.caseload.month import Target
from portal.foundation import clock
from portal.foundation.money import pence_of
from portal.recruitment import assigning
from portal.web.acting import is_done

bp = Blueprint("targets", __name__, url_prefix="/targets")


@bp.route("", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    month = months.month_of(request.args.get("month", ""), today=clock.today())
    people = [(each.id, each.name) for each in assigning.consultants()]
    form = targets_form(people, months.targets_of(month))
    if form.validate_on_submit():
        typed = _typed(form, [number for number, _ in people])
        by = guards.current_person().id
        if typed is not None and is_done(form, lambda: months.aim(month, typed, by=by, at=clock.now())):
            flash("The targets are kept. Each consultant sees their own.", "success")
            return redirect(url_for(".show", month=f"{month:%Y-%m}"))
    return render_template(
        "caseload/staff/targets.html",
        month=month,
        earlier=url_for(".show", month=f"{months.before(month):%Y-%m}"),
        later=url_for(".show", month=f"{months.after(month):%Y-%m}"),
        people=people,
        form=form,
    )


def _typed(form: FlaskForm, people: list[int]) -> Mapping[int, Target] | None:
    """What was typed; where something is no number it is said at its field, and there is nothing."""
    found, sound = {}, True
    for number in people:
        placements, fees = form[f"placements_{number}"], form[f"fees_{number}"]
        typed = str(placements.data or "").strip() or "0"
        pence = pence_of(str(fees.data or "").strip() or "0")
        if not (typed.isascii() and typed.isdigit() and len(typed) < 5):
            placements.errors, sound = ["Enter a whole number, such as 2, or nothing."], False
        if pence is None:
            fees.errors, sound = ["Enter pounds, such as 12,000, or nothing."], False
        if sound:
            found[number] = Target(int(typed), pence or 0)
    return found if sound else None
