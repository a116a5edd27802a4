"""Staff take in another number of staff of a member organisation, and so another tier."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.employers.forms import number_of
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.membership import offering, queries, roll, sizes, tending
from portal.membership.application_forms import ConfirmForm
from portal.membership.holding_forms import NOT_A_NUMBER, SizeForm, ToldForm
from portal.membership.roll import Entry
from portal.web.acting import is_done

bp = Blueprint("membership_size", __name__, url_prefix="/memberships/<reference>/size")


@bp.route("", methods=["GET", "POST"])
def ask(reference: str) -> ResponseReturnValue:
    """How many staff there are now."""
    entry, on = _entry(reference), clock.today()
    try:
        sizes.current_tier(queries.by_reference(reference), on=on)
    except RuleBroken as problem:
        flash(str(problem))
        return _back(reference)
    if entry.own:
        flash(roll.OWN)
        return _back(reference)
    form = SizeForm()
    if form.validate_on_submit():
        return redirect(url_for(".check", reference=reference, staff=number_of(form.staff_count.data)))
    return render_template(
        "membership/staff/size.html", form=form, entry=entry, card=entry.card, tiers=offering.tiers(on=on)
    )


@bp.route("/check", methods=["GET", "POST"])
def check(reference: str) -> ResponseReturnValue:
    """What that number means, and the yes to it."""
    on, by = clock.today(), guards.current_person().id
    told = ToldForm(request.args)
    if not told.validate():
        flash(NOT_A_NUMBER)
        return redirect(url_for(".ask", reference=reference))
    staff, form = told.staff.data, ConfirmForm()
    if form.validate_on_submit() and is_done(form, lambda: tending.tell_size(reference, staff=staff, on=on, by=by)):
        flash("The number of staff is taken in.", "success")
        return _back(reference)
    entry = _entry(reference)
    try:
        change = sizes.change(queries.by_reference(reference), staff=staff, on=on)
    except RuleBroken as problem:
        flash(str(problem))
        return _back(reference)
    if entry.own:
        flash(roll.OWN)
        return _back(reference)
    return render_template("membership/staff/size_check.html", form=form, entry=entry, card=entry.card, change=change)


def _entry(reference: str) -> Entry:
    return roll.entry(guards.current_person().id, reference, on=clock.today())


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("staff.memberships.show", reference=reference))
