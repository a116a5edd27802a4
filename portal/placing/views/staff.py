"""Every placement for the society's staff, the invoices to raise, and the credits that were given."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.billing import on_behalf
from portal.billing.forms import RaiseForm
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.placing import listing, money, ordering, presenting, queries, raising
from portal.placing.raising import ToRaise
from portal.recruitment.fees import MILESTONES, OF_SEARCH
from portal.web.acting import is_done

bp = Blueprint("placements", __name__, url_prefix="/placements")


@bp.get("")
def index() -> ResponseReturnValue:
    asked = listing.PLACEMENTS.read(request.args)
    lines, of = listing.shown(queries.every(asked), asked, path=request.path, today=clock.today())
    return render_template(
        "placing/staff/index.html",
        lines=lines,
        list=of,
        raised=presenting.raise_lines(raising.to_raise(), _raised_at),
        credits=raising.every_credit(),
    )


def _raised_at(part: ToRaise) -> str:
    """Where a part of a fee is put on account."""
    if part.placement:
        return url_for(".show", placement=part.placement)
    return url_for("staff.campaigns.show", campaign=part.campaign)


@bp.get("/<placement>")
def show(placement: str) -> ResponseReturnValue:
    page = presenting.page_of(queries.for_staff(placement), at=clock.now())
    return render_template("placing/staff/show.html", page=page)


@bp.route("/<placement>/invoice/<milestone>", methods=["GET", "POST"])
def put_on_account(placement: str, milestone: str) -> ResponseReturnValue:
    """Put the order for a part of the fee on account with what the client told us; its invoice follows."""
    person, at = guards.current_person(), clock.now()
    found = queries.for_staff(placement)
    if milestone not in MILESTONES:
        raise NotFound("There is no such part of a fee.")
    back = url_for(".show", placement=placement)
    there = next((each for each in money.instalments_of(found) if each.milestone == milestone), None)
    line = money.line_of(found, there) if there is not None and milestone not in OF_SEARCH else None
    if line is None or not money.may_be_invoiced(line[0]):
        flash("No order waits for this part of the fee.")
        return redirect(back)
    held = on_behalf.details_of(line[0])
    form = RaiseForm(obj=held)

    def act() -> None:
        row, details = queries.for_staff(placement, locked=True), form.details()
        ordering.put_on_account(row, milestone, details, by=person.id, at=at, po_again=bool(form.po_again.data))

    if form.validate_on_submit() and is_done(form, act):
        flash("The order is placed. Where nobody has to approve it first, its invoice is on its way.", "success")
        return redirect(back)
    return render_template(
        "placing/act.html",
        page=presenting.page_of(queries.for_staff(placement), at=at),
        form=form,
        back=back,
        heading="Put it on account",
        button="Put it on account",
        says="With what the client told you. The client could do the same from the order’s own page.",
        warns=False,
    )
