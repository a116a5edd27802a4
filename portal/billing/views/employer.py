"""An organisation's orders: choosing, details, checking and placing, approving, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts import guards
from portal.billing import approving, catalogue, credits, dues, ordering, placing, presenting, queries, ways
from portal.billing.details import missing_for, needs_address
from portal.billing.forms import (
    ActForm,
    DetailsForm,
    OnAccountForm,
    PlaceForm,
    ReasonForm,
    details_of,
    quantity_of,
    seen_pence,
)
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.web.acting import is_done
from portal.web.furnishing import wants_json

bp = Blueprint("orders", __name__, url_prefix="/<reference>/orders")
NOT_WHOLE = "Enter a whole number, such as 2."


@bp.get("")
def index(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.organisation_for(person.id, reference)
    today = clock.today()
    return render_template(
        "billing/employer/index.html",
        organisation=organisation,
        rows=presenting.rows(queries.orders_of(organisation.id), on=today),
        credits=credits.balance(organisation.id, on=today),
        may_buy=queries.may_buy(person.id, organisation.id),
    )


@bp.route("/choose", methods=["GET", "POST"])
def choose(reference: str) -> ResponseReturnValue:
    person_id = guards.current_person().id
    queries.organisation_for_buyer(person_id, reference)
    form, today = ActForm(), clock.today()
    keys = [each.product.key for each in catalogue.on_sale(on=today, kinds=catalogue.BASKET_KINDS)]
    written = {key: request.form.get(f"quantity-{key}", "") for key in keys}

    def fill() -> None:
        numbers = {key: quantity_of(value) for key, value in written.items()}
        if None in numbers.values():
            raise RuleBroken(NOT_WHOLE)
        if not any(numbers.values()):
            raise RuleBroken("Enter how many you want of at least one thing.")
        organisation = queries.organisation_for_buyer(person_id, reference)
        order = ordering.basket_of(organisation.id, person_id) or ordering.begin(
            organisation_id=organisation.id, by=person_id, at=clock.now()
        )
        for key, number in numbers.items():
            if number:
                ordering.add_line(order, key, number, on=today)

    if form.validate_on_submit() and is_done(form, fill):
        basket = ordering.basket_of(queries.organisation_for_buyer(person_id, reference).id, person_id)
        return _to(reference, basket.reference) if basket else redirect(url_for(".index", reference=reference))
    return render_template(
        "billing/employer/choose.html",
        organisation=queries.organisation_for_buyer(person_id, reference),
        form=form,
        sold=[
            {
                "key": each.product.key,
                "name": each.product.name,
                "description": each.product.description,
                "price": pounds(each.pence),
                "written": written[each.product.key],
            }
            for each in catalogue.on_sale(on=today, kinds=catalogue.BASKET_KINDS)
        ],
    )


@bp.get("/<order>")
def show(reference: str, order: str) -> ResponseReturnValue | Response:
    person = guards.current_person()
    organisation = queries.organisation_for(person.id, reference)
    found = queries.of_organisation_for(person.id, organisation.id, order)
    if wants_json():
        return jsonify(presenting.as_json(found, on=clock.today()))
    return _page(person.id, organisation, found, ActForm())


@bp.post("/dues/<due>")
def pay_due(reference: str, due: str) -> ResponseReturnValue:
    """The order that asks for this fee of the organisation, made now where there is none."""
    person = guards.current_person()
    organisation = queries.organisation_for_buyer(person.id, reference)
    dues.due_of_organisation(organisation.id, due)
    if not ActForm().validate_on_submit():
        return redirect(url_for("employer.orders.index", reference=reference))
    try:
        with transaction():
            row = dues.due_of_organisation(organisation.id, due)
            made = dues.order_for(row, by=person.id, at=clock.now()).reference
    except RuleBroken as broken:
        flash(str(broken), "problem")
        return redirect(url_for("employer.orders.index", reference=reference))
    return _to(reference, made)


@bp.post("/<order>/quantities")
def quantities(reference: str, order: str) -> ResponseReturnValue:
    """The numbers of the basket as they were written, or (button "remove") one line taken out."""

    def change(found: Any) -> None:
        removed = request.form.get("remove", "")
        if removed:
            ordering.remove_line(found, quantity_of(removed) or 0, on=clock.today())
            return
        for line in queries.lines_of(found.id):
            written = request.form.get(f"quantity-{line.id}")
            if written is not None and not line.subject:
                number = quantity_of(written)
                if number is None:
                    raise RuleBroken(NOT_WHOLE)
                ordering.set_quantity(found, line.id, number, on=clock.today())

    return _act(reference, order, change, "The basket is changed.")


@bp.route("/<order>/details", methods=["GET", "POST"])
def details(reference: str, order: str) -> ResponseReturnValue:
    own = _Own(reference, order)
    found = own.order()
    if found.state != "draft":
        return own.page()
    form = DetailsForm(obj=found)
    if form.validate_on_submit() and is_done(form, lambda: ordering.detail(own.order(), details_of(form))):
        return redirect(url_for("employer.orders.check", reference=reference, order=order))
    return render_template("billing/employer/details.html", organisation=own.organisation(), reference=order, form=form)


@bp.route("/<order>/check", methods=["GET", "POST"])
def check(reference: str, order: str) -> ResponseReturnValue:
    own = _Own(reference, order)
    if own.order().state != "draft":
        return own.page()
    form = PlaceForm()
    form.way.choices = [(each.key, each.name) for each in ways.offered()]

    def place() -> None:
        placing.place(
            own.order(),
            form.way.data or "",
            by=own.buyer_id,
            at=clock.now(),
            seen_pence=seen_pence(form),
            po_again=bool(form.again.data),
        )

    if form.validate_on_submit() and is_done(form, place):
        waits = own.order().state == "awaiting_approval"
        flash("The order is sent for approval." if waits else "The order is placed.", "success")
        return own.page()
    found = own.order()
    shown = presenting.shown(found, on=clock.today())
    form.seen.data = str(shown.pence)
    return render_template(
        "billing/employer/check.html",
        organisation=own.organisation(),
        order=shown,
        form=form,
        used_before=[each.reference for each in placing.used_before(found)],
        missing=missing_for(found, ways.ACCOUNT),
        address_missing=needs_address(found) and not found.bill_address,
    )


@bp.route("/<order>/account", methods=["GET", "POST"])
def put_on_account(reference: str, order: str) -> ResponseReturnValue:
    """For who had meant to pay by card, and pays an invoice instead."""
    own = _Own(reference, order)
    found = own.order()
    if not placing.may_go_on_account(found):
        return own.page()
    form = OnAccountForm(obj=found)

    def change() -> None:
        again = bool(form.again.data)
        placing.change_way(
            own.order(), ways.ACCOUNT, by=own.buyer_id, at=clock.now(), given=details_of(form), po_again=again
        )

    if form.validate_on_submit() and is_done(form, change):
        flash("The order is on account. Its invoice is on its way to you.", "success")
        return own.page()
    return own.render("billing/employer/account.html", form)


@bp.post("/<order>/quote")
def quote(reference: str, order: str) -> ResponseReturnValue:
    person_id = guards.current_person().id
    return _act(
        reference,
        order,
        lambda found: ordering.quote(found, by=person_id, at=clock.now()),
        "Today’s list prices are held for 30 days.",
    )


@bp.post("/<order>/call-back")
def call_back(reference: str, order: str) -> ResponseReturnValue:
    person_id = guards.current_person().id
    return _act(
        reference,
        order,
        lambda found: approving.call_back(found, by=person_id, at=clock.now()),
        "The order is a basket again.",
    )


@bp.route("/<order>/cancel", methods=["GET", "POST"])
def cancel(reference: str, order: str) -> ResponseReturnValue:
    own, form = _Own(reference, order), ReasonForm()
    own.order()

    def give_up() -> None:
        placing.cancel(own.order(), because=form.because.data or "", by=own.buyer_id, at=clock.now())

    if form.validate_on_submit() and is_done(form, give_up):
        flash("The order is cancelled.", "success")
        return own.page()
    return own.render("billing/employer/cancel.html", form)


@bp.route("/<order>/approve", methods=["GET", "POST"])
def approve(reference: str, order: str) -> ResponseReturnValue:
    person_id = guards.current_person().id

    def read() -> Any:
        return queries.of_organisation_for(person_id, queries.organisation_for(person_id, reference).id, order)

    found, form = read(), ReasonForm()
    if found.state != "awaiting_approval" or not queries.may_approve(person_id, found):
        return _to(reference, order)
    sends_back = request.form.get("answer") == "send_back"

    def answer() -> None:
        if sends_back:
            approving.send_back(read(), because=form.because.data or "", by=person_id, at=clock.now())
        else:
            approving.approve(read(), by=person_id, at=clock.now(), seen_pence=seen_pence(form))

    if form.validate_on_submit() and is_done(form, answer):
        flash("The order is sent back." if sends_back else "The order is approved and placed.", "success")
        return _to(reference, order)
    shown = presenting.shown(read(), on=clock.today())
    form.seen.data = str(shown.pence)
    organisation = queries.organisation_for(person_id, reference)
    return render_template("billing/employer/approve.html", organisation=organisation, order=shown, form=form)


class _Own:
    """An order that the person who asks may buy with, read afresh each time: roles and orders change between.

    Raises NotFound where it is none of theirs.
    """

    def __init__(self, reference: str, order: str) -> None:
        self.buyer_id = guards.current_person().id
        self._reference, self._order = reference, order

    def organisation(self) -> Any:
        return queries.organisation_for_buyer(self.buyer_id, self._reference)

    def order(self) -> Any:
        return queries.of_organisation_for(self.buyer_id, self.organisation().id, self._order)

    def page(self) -> ResponseReturnValue:
        """On to the order's own page."""
        return _to(self._reference, self._order)

    def render(self, template: str, form: FlaskForm) -> str:
        """A page about the order with one form."""
        shown = presenting.shown(self.order(), on=clock.today())
        return render_template(template, organisation=self.organisation(), order=shown, form=form)


def _act(reference: str, order: str, act: Callable[[Any], None], done: str) -> ResponseReturnValue:
    """A button of the order's page: done, or its refusal shown there."""
    own, form = _Own(reference, order), ActForm()
    own.order()
    if not form.validate_on_submit():
        return own.page()
    if not is_done(form, lambda: act(own.order())):
        return _page(own.buyer_id, own.organisation(), own.order(), form)
    flash(done, "success")
    return own.page()


def _page(person_id: int, organisation: Any, found: Any, form: FlaskForm) -> ResponseReturnValue:
    shown = presenting.shown(found, on=clock.today())
    may_buy = queries.may_buy(person_id, organisation.id)
    return render_template(
        "billing/employer/show.html",
        organisation=organisation,
        order=shown,
        form=form,
        may_buy=may_buy,
        may_approve=shown.is_awaiting and queries.may_approve(person_id, found),
        may_cancel=may_buy and not shown.is_agreed and (shown.is_draft or shown.is_awaiting or shown.is_placed),
        may_go_on_account=may_buy and placing.may_go_on_account(found),
        missing=missing_for(found, ways.ACCOUNT),
    )


def _to(reference: str, order: str) -> ResponseReturnValue:
    return redirect(url_for("employer.orders.show", reference=reference, order=order))
