"""An organisation's owner tells of another number of staff, and so of another tier."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.employers import queries as employers
from portal.employers.forms import number_of
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.membership import leaving, offering, rising, showing, sizes
from portal.membership.application_forms import ConfirmForm
from portal.membership.holding_forms import NOT_A_NUMBER, SizeForm, ToldForm
from portal.web.acting import is_done

bp = Blueprint("organisation_size", __name__, url_prefix="/<reference>/membership/size")


@bp.route("", methods=["GET", "POST"])
def ask(reference: str) -> ResponseReturnValue:
    """How many staff there are now."""
    person, on = guards.current_person(), clock.today()
    organisation = employers.for_owner(person.id, reference)
    try:
        held = leaving.of_organisation(person.id, reference, on=on)
        sizes.current_tier(held, on=on)
    except (NotFound, RuleBroken) as problem:
        flash(str(problem))
        return _to_membership(reference)
    form = SizeForm(data={"staff_count": organisation.staff_count})
    if form.validate_on_submit():
        return redirect(url_for(".check", reference=reference, staff=number_of(form.staff_count.data)))
    return render_template(
        "membership/employer/size.html",
        form=form,
        organisation=organisation,
        card=showing.card(held, on=on),
        tiers=offering.tiers(on=on),
    )


@bp.route("/check", methods=["GET", "POST"])
def check(reference: str) -> ResponseReturnValue:
    """What that number means, and the yes to it."""
    person, on = guards.current_person(), clock.today()
    organisation = employers.for_owner(person.id, reference)
    told = ToldForm(request.args)
    if not told.validate():
        flash(NOT_A_NUMBER)
        return redirect(url_for(".ask", reference=reference))
    staff, form = told.staff.data, ConfirmForm()
    made: list[str] = []

    def tell() -> None:
        membership = leaving.of_organisation(person.id, reference, on=on)
        rise = rising.tell_size(membership, staff=staff, on=on, by=person.id)
        made.append(rise.reference if rise is not None and rise.is_open else "")

    if form.validate_on_submit() and is_done(form, tell):
        if made[-1]:
            flash("The order is made. The higher tier counts as soon as it is paid.", "success")
        else:
            flash("The number of staff is taken in.", "success")
        return _to_membership(reference)
    try:
        change = sizes.change(leaving.of_organisation(person.id, reference, on=on), staff=staff, on=on)
    except (NotFound, RuleBroken) as problem:
        flash(str(problem))
        return _to_membership(reference)
    return render_template("membership/employer/size_check.html", form=form, organisation=organisation, change=change)


def _to_membership(reference: str) -> ResponseReturnValue:
    return redirect(url_for("employer.organisation_membership.show", reference=reference))
