"""Every campaign for the society's staff, who name the consultant."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.billing import on_behalf
from portal.billing.forms import RaiseForm
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.recruitment import assigning, fee_pages, instalments, listing, presenting, queries
from portal.recruitment.fees import MILESTONES
from portal.recruitment.forms import AssignForm
from portal.web.acting import is_done
from portal.web.csv_export import csv_response
from portal.web.listing import plain

bp = Blueprint("campaigns", __name__, url_prefix="/campaigns")


@bp.get("")
def index() -> ResponseReturnValue:
    asked = listing.ALL.read(request.args)
    found = queries.listed(asked)
    rows = [listing.row_of(*row, persona="staff") for row in found.rows]
    if asked.as_csv:
        return csv_response("campaigns.csv", [column.label for column in listing.ALL.columns], plain(rows))
    return render_template(
        "recruitment/staff/index.html",
        list=listing.ALL.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page),
    )


@bp.route("/<campaign>", methods=["GET", "POST"])
def show(campaign: str) -> ResponseReturnValue:
    """The campaign, with the form that names who runs it."""
    person, at = guards.current_person(), clock.now()
    found = queries.for_staff(campaign)
    form = AssignForm(consultant=str(found.consultant_id or ""), deputy=str(found.deputy_id or ""))
    choices = [(str(each.id), each.name) for each in assigning.consultants()]
    form.consultant.choices, form.deputy.choices = [("", "Choose"), *choices], [("", "Nobody"), *choices]
    if form.validate_on_submit():
        known = {value for value, _ in choices}
        chosen = [form.consultant.data, form.deputy.data]
        consultant, deputy = (int(each) if each in known else None for each in chosen)

        def act() -> None:
            if consultant is None:
                raise RuleBroken("Choose who runs the campaign.")
            locked = queries.for_staff(campaign, locked=True)
            assigning.assign(locked, consultant_id=consultant, deputy_id=deputy, by=person.id, at=at)

        if is_done(form, act):
            flash("It is changed, and they are told.", "success")
            return redirect(url_for(".show", campaign=campaign))
        found = queries.for_staff(campaign)
    page = presenting.page_for_staff(found, at=at)
    return render_template("recruitment/staff/show.html", page=page, fee=fee_pages.fee_of(found), form=form)


@bp.route("/<campaign>/invoice/<milestone>", methods=["GET", "POST"])
def put_on_account(campaign: str, milestone: str) -> ResponseReturnValue:
    """Put the order for an instalment on account with what the client told us; its invoice follows."""
    person, at, back = guards.current_person(), clock.now(), url_for(".show", campaign=campaign)
    if milestone not in MILESTONES:
        raise NotFound("There is no such part of a fee.")
    held = instalments.waiting(queries.for_staff(campaign), milestone)
    if held is None:
        flash("No order waits for this part of the fee.")
        return redirect(back)
    form = RaiseForm(obj=on_behalf.details_of(held))

    def act() -> None:
        order = instalments.waiting(queries.for_staff(campaign, locked=True), milestone)
        if order is None:
            raise RuleBroken("No order waits for this part of the fee any longer.")
        again = bool(form.po_again.data)
        on_behalf.put_on_account(order, form.details(), by=person.id, at=at, po_again=again)

    if form.validate_on_submit() and is_done(form, act):
        flash("The order is placed. Where nobody has to approve it first, its invoice is on its way.", "success")
        return redirect(back)
    return render_template(
        "recruitment/consultant/act.html",
        heading="Put it on account",
        caption=queries.for_staff(campaign).title,
        back=back,
        form=form,
        button="Put it on account",
        says=("With what the client told you. The client could do the same from the order’s own page.",),
    )
