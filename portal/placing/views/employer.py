"""A client's placements: who starts when, what it costs, how long the guarantee runs, and saying that somebody left."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.billing import queries as billing
from portal.employers import queries as employers
from portal.foundation import clock
from portal.offering.forms import day_of
from portal.placing import leaving, listing, presenting, queries
from portal.placing.forms import LeaveForm
from portal.web.acting import is_done

bp = Blueprint("placements", __name__, url_prefix="/<reference>/placements")


@bp.get("")
def index(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = employers.for_someone_of(person.id, reference)
    asked = listing.PLACEMENTS.read(request.args)
    found = queries.of_client(person.id, organisation, asked)
    lines, of = listing.shown(found, asked, path=request.path, today=clock.today())
    return render_template("placing/employer/index.html", organisation=organisation, lines=lines, list=of)


@bp.get("/<placement>")
def show(reference: str, placement: str) -> ResponseReturnValue:
    organisation, found = queries.for_client(guards.current_person().id, reference, placement)
    page = presenting.page_of(found, at=clock.now(), for_client=True)
    may_buy = billing.may_buy(guards.current_person().id, organisation.id)
    orders = url_for("employer.orders.index", reference=reference) if may_buy else ""
    return render_template("placing/employer/show.html", page=page, organisation=organisation, orders=orders)


@bp.route("/<placement>/leaver", methods=["GET", "POST"])
def report(reference: str, placement: str) -> ResponseReturnValue:
    """Say that somebody has left, which the guarantee asks for within a week."""
    person, at = guards.current_person(), clock.now()
    _, found = queries.for_client(person.id, reference, placement)
    page = presenting.page_of(found, at=at, for_client=True)
    back = url_for(".show", reference=reference, placement=placement)
    if "report" not in page.may:
        flash("Only of somebody who has started, and whose guarantee runs, can this be reported once.")
        return redirect(back)
    form = LeaveForm()

    def act() -> None:
        _, row = queries.for_client(person.id, reference, placement, locked=True)
        leaving.report(row, left_on=day_of(form.left_on.data), because=form.because.data or "", by=person.id, at=at)

    if form.validate_on_submit() and is_done(form, act):
        flash("Thank you. Your consultant works out what is due, and comes back to you.", "success")
        return redirect(back)
    says = "Under the guarantee you tell us within seven days of the last day. What follows from it, your consultant tells you."
    return render_template(
        "placing/act.html",
        page=page,
        form=form,
        back=back,
        heading="Say that they have left",
        button="Tell the consultant",
        says=says,
        warns=False,
    )
