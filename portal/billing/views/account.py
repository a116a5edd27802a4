"""A person's own orders: what their membership asks for, placed, paid and looked back on."""

from __future__ import annotations

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_person
from portal.billing import dues, ordering, placing, presenting, queries, ways
from portal.billing.details import Details
from portal.billing.forms import ActForm, OwnBillForm, OwnOrderForm, seen_pence
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.web.acting import is_done
from portal.web.furnishing import wants_json

bp = Blueprint("orders", __name__, url_prefix="/orders")


@bp.get("")
def index() -> ResponseReturnValue:
    rows = presenting.rows(queries.orders_of_person(current_person().id), on=clock.today())
    return render_template("billing/account/index.html", rows=rows)


@bp.post("/dues/<due>")
def pay_due(due: str) -> ResponseReturnValue:
    """The order that asks for this fee, made now where there is none."""
    person_id = current_person().id
    if not ActForm().validate_on_submit():
        return redirect(url_for("account.applications.index"))
    try:
        with transaction():
            order = dues.order_for(dues.due_of_person(person_id, due), by=person_id, at=clock.now())
            reference = order.reference
    except RuleBroken as broken:
        flash(str(broken), "problem")
        return redirect(url_for("account.applications.index"))
    return redirect(url_for("account.orders.show", order=reference))


@bp.get("/<order>")
def show(order: str) -> ResponseReturnValue | Response:
    found = queries.own_of_person(current_person().id, order)
    today = clock.today()
    if wants_json():
        return jsonify(presenting.as_json(found, on=today))
    return render_template(
        "billing/account/show.html",
        order=presenting.shown(found, on=today),
        form=ActForm(),
        may_go_on_account=placing.may_go_on_account(found),
    )


@bp.route("/<order>/check", methods=["GET", "POST"])
def check(order: str) -> ResponseReturnValue:
    person_id = current_person().id
    found = queries.own_of_person(person_id, order)
    if found.state != "draft":
        return redirect(url_for("account.orders.show", order=order))
    form = OwnOrderForm(obj=found)
    form.way.choices = [(each.key, each.name) for each in ways.offered()]

    def place() -> None:
        mine = queries.own_of_person(person_id, order)
        ordering.detail(mine, _entered(form, contact=mine.contact))
        placing.place(mine, form.way.data or "", by=person_id, at=clock.now(), seen_pence=seen_pence(form))

    if form.validate_on_submit() and is_done(form, place):
        flash("The order is placed.", "success")
        return redirect(url_for("account.orders.show", order=order))
    shown = presenting.shown(queries.own_of_person(person_id, order), on=clock.today())
    form.seen.data = str(shown.pence)
    return render_template("billing/account/check.html", order=shown, form=form)


@bp.route("/<order>/account", methods=["GET", "POST"])
def put_on_account(order: str) -> ResponseReturnValue:
    """For who had meant to pay by card, and pays an invoice instead; the order stays the same."""
    person_id = current_person().id
    found = queries.own_of_person(person_id, order)
    if not placing.may_go_on_account(found):
        return redirect(url_for("account.orders.show", order=order))
    form = OwnBillForm(obj=found)

    def change() -> None:
        mine = queries.own_of_person(person_id, order)
        entered = _entered(form, contact=mine.contact)
        placing.change_way(mine, ways.ACCOUNT, by=person_id, at=clock.now(), given=entered)

    if form.validate_on_submit() and is_done(form, change):
        flash("The order is on account. Its invoice is on its way to you.", "success")
        return redirect(url_for("account.orders.show", order=order))
    shown = presenting.shown(queries.own_of_person(person_id, order), on=clock.today())
    return render_template("billing/account/account.html", order=shown, form=form)


@bp.post("/<order>/cancel")
def cancel(order: str) -> ResponseReturnValue:
    person_id = current_person().id
    queries.own_of_person(person_id, order)
    form = ActForm()
    if form.validate_on_submit():
        try:
            with transaction():
                found = queries.own_of_person(person_id, order)
                placing.cancel(found, because="", by=person_id, at=clock.now())
            flash("The order is cancelled. What your membership owes can be paid from its page.", "success")
        except RuleBroken as broken:
            flash(str(broken), "problem")
    return redirect(url_for("account.orders.show", order=order))


def _entered(form: OwnBillForm, *, contact: str) -> Details:
    return Details(
        contact=contact,
        bill_to=form.bill_to.data or "",
        bill_address=form.bill_address.data or "",
        bill_email=form.bill_email.data or "",
    )
