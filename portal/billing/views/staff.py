"""Staff look at orders, and say how far an organisation is trusted."""

from __future__ import annotations

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_person
from portal.billing import calling_off, impartial, looking, presenting, queries, states, terms, trusting, ways
from portal.billing.forms import ReasonForm, TrustForm
from portal.employers import queries as employers
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pence_of, pounds
from portal.web import words
from portal.web.acting import is_done
from portal.web.csv_export import csv_response
from portal.web.furnishing import wants_json
from portal.web.listing import Cell, Column, Filter, Shape, plain

bp = Blueprint("orders", __name__, url_prefix="/orders")
trust = Blueprint("trust", __name__, url_prefix="/organisations/<reference>/trust")

LIST = Shape(
    one="order",
    many="orders",
    columns=(
        Column("reference", "Order"),
        Column("buyer", "Buyer"),
        Column("state", "State"),
        Column("way", "Paid by"),
        Column("po", "Purchase order"),
        Column("day", "Since", sorts=True),
        Column("gross", "With VAT", sorts=True, numeric=True),
    ),
    sort="-day",
    search="Order, buyer or purchase order",
    filters=(
        Filter("state", "State", tuple(states.NAMES.items()), blank="All but baskets"),
        Filter("way", "Paid by", tuple(ways.NAMES.items())),
    ),
    empty="Nobody has placed an order yet.",
)


@bp.get("")
def index() -> ResponseReturnValue:
    asked = LIST.read(request.args)
    found = looking.orders(asked)
    rows = [
        [
            Cell(row.reference, url_for("staff.orders.show", order=row.reference)),
            Cell(row.buyer or "Someone who has left"),
            Cell(states.NAMES[row.state]),
            Cell(ways.name_of(row.way) or "–"),
            Cell(row.po_number or "–"),
            Cell(words.short_day(row.day)),
            Cell(pounds(row.gross_pence)),
        ]
        for row in found.rows
    ]
    if asked.as_csv:
        return csv_response("orders.csv", [each.label for each in LIST.columns], plain(rows))
    listing = LIST.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page)
    return render_template("billing/staff/orders.html", list=listing, not_set_up=ways.not_set_up())


@bp.get("/<order>")
def show(order: str) -> ResponseReturnValue | Response:
    found = queries.for_staff(order)
    today = clock.today()
    if wants_json():
        return jsonify(presenting.as_json(found, on=today))
    buyer, address = looking.buyer_of(found)
    return render_template(
        "billing/staff/order.html",
        order=presenting.shown(found, on=today),
        buyer=buyer,
        buyer_address=address,
        by_card=looking.is_paid_by_card(found) and not impartial.is_own(found, current_person().id),
        may_cancel=not calling_off.obstacle(found) and not impartial.is_own(found, current_person().id),
        is_own=impartial.is_own(found, current_person().id),
    )


@bp.route("/<order>/cancel", methods=["GET", "POST"])
def cancel(order: str) -> ResponseReturnValue:
    queries.for_staff(order)
    form = ReasonForm()

    def call_off() -> None:
        row = queries.for_staff(order)
        calling_off.cancel(row, because=form.because.data or "", by=current_person().id, at=clock.now())

    if form.validate_on_submit() and is_done(form, call_off):
        flash("The order is cancelled, and its buyer is told why.", "success")
        return redirect(url_for("staff.orders.show", order=order))
    found = queries.for_staff(order)
    return render_template(
        "billing/staff/cancel.html",
        order=presenting.shown(found, on=clock.today()),
        buyer=looking.buyer_of(found)[0],
        form=form,
        obstacle=calling_off.obstacle(found),
        has_documents=found.state in states.SOLD,
        by_card=looking.is_paid_by_card(found),
    )


@trust.route("", methods=["GET", "POST"])
def edit(reference: str) -> ResponseReturnValue:
    row = employers.by_reference(reference)
    known = terms.terms_of(row.id)
    form = TrustForm(
        trusted=known.trusted,
        limit=pounds(known.credit_limit_pence) if known.credit_limit_pence else "",
        no_vat_because=known.no_vat_because,
    )

    def save() -> None:
        written = (form.limit.data or "").strip()
        limit = pence_of(written) if written else 0
        if limit is None:
            raise RuleBroken("Enter the limit in pounds, such as 5,000.")
        terms.set_by_staff(
            employers.by_reference(reference).id,
            trusted=bool(form.trusted.data),
            credit_limit_pence=limit,
            no_vat_because=form.no_vat_because.data or "",
            by=current_person().id,
        )

    if form.validate_on_submit() and is_done(form, save):
        flash("How far the organisation is trusted is saved.", "success")
        return redirect(url_for("staff.trust.edit", reference=reference))
    row = employers.by_reference(reference)
    return render_template(
        "billing/staff/trust.html",
        organisation=row,
        form=form,
        owed=pounds(trusting.owed(row.id)),
        overdue=trusting.is_overdue(row.id, on=clock.today()),
        is_own=impartial.holds_seat(row.id, current_person().id),
    )
