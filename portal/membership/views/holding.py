"""What people do with their own memberships: come back, end, think better of it, go on alone."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.membership import applying, leaving, queries, renewing, showing
from portal.membership.application_forms import ConfirmForm
from portal.membership.holding_forms import LeaveForm
from portal.membership.reading import FROM, vacancy_left

bp = Blueprint("memberships", __name__, url_prefix="/membership")


@bp.post("/<reference>/come-back")
def come_back(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    queries.own(person.id, reference)
    if ConfirmForm().validate_on_submit():
        try:
            with transaction():
                due = renewing.come_back(queries.own(person.id, reference), on=clock.today(), by=person.id)
                is_settled = due.paid_on is not None
            flash(
                "Welcome back. Your membership is in force."
                if is_settled
                else "Welcome back. Your membership is in force again once its fee is paid.",
                "success",
            )
        except RuleBroken as problem:
            flash(str(problem))
    return _back()


@bp.route("/<reference>/end", methods=["GET", "POST"])
def end(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    card = showing.card(queries.own(person.id, reference), on=clock.today())
    if not card.choices:
        flash("There is nothing to end here: this membership has ended, or ends today.")
        return _back()
    form = LeaveForm().offer(card.choices)
    if form.validate_on_submit():
        last_day = date.fromisoformat(form.last_day.data)
        try:
            with transaction():
                leaving.leave(queries.own(person.id, reference), last_day=last_day, on=clock.today(), by=person.id)
            flash("Your membership ends as you chose. We have sent you a mail about it.", "success")
        except RuleBroken as problem:
            flash(str(problem))
        return _back()
    return render_template("membership/account/end.html", form=form, card=card)


@bp.post("/<reference>/keep")
def keep(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    queries.own(person.id, reference)
    if ConfirmForm().validate_on_submit():
        try:
            with transaction():
                leaving.stay(queries.own(person.id, reference), on=clock.today(), by=person.id)
            flash("Your membership goes on.", "success")
        except RuleBroken as problem:
            flash(str(problem))
    return _back()


@bp.post("/<reference>/go-on")
def go_on(reference: str) -> ResponseReturnValue:
    """From a corporate seat to an application as an individual, begun with what is known."""
    person = guards.current_person()
    queries.own(person.id, reference)
    if ConfirmForm().validate_on_submit():
        try:
            with transaction():
                seat = queries.own(person.id, reference)
                application = applying.go_on_as_individual(seat, by=person.id, at=clock.now())
                begun, is_draft = application.reference, application.state == "draft"
        except RuleBroken as problem:
            flash(str(problem))
        else:
            page = "details" if is_draft else "show"
            return redirect(url_for(f"account.applications.{page}", reference=begun))
    return _back()


def _back() -> ResponseReturnValue:
    vacancy = vacancy_left(request.values)
    return redirect(url_for("account.applications.index") + (f"?{FROM}={vacancy}" if vacancy else ""))
