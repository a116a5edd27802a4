"""Staff give money back to cards: ask, approve what a colleague asked for, and see what became of it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_person
from portal.billing import impartial, queries
from portal.billing.provider import ProviderError
from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.payments import giving_back, refunding, viewing
from portal.payments.forms import BecauseForm, RefundForm
from portal.payments.states import APPROVED, ASKED, REFUND_NAMES
from portal.web import words
from portal.web.csv_export import csv_response
from portal.web.listing import Cell, Column, Filter, Shape, plain

bp = Blueprint("refunds", __name__, url_prefix="/refunds")

LIST = Shape(
    one="refund",
    many="refunds",
    columns=(
        Column("reference", "Reference"),
        Column("order", "Order"),
        Column("amount", "Amount", sorts=True, numeric=True),
        Column("state", "State"),
        Column("asked", "Asked for", sorts=True),
        Column("by", "By"),
    ),
    sort="-asked",
    search="Reference of the refund or the order",
    filters=(Filter("state", "State", tuple(REFUND_NAMES.items())),),
    empty="No money has been given back to a card.",
)
STAYS = "The payment service did not answer. We look after it: the refund is made as soon as it does."


@bp.get("")
def index() -> ResponseReturnValue:
    asked = LIST.read(request.args)
    found = viewing.refunds(asked)
    names = viewing.names(*(row.asked_by_id for row in found.rows))
    rows = [
        [
            Cell(row.reference, url_for("staff.refunds.show", refund=row.reference)),
            Cell(row.order),
            Cell(pounds(row.pence)),
            Cell(REFUND_NAMES[row.state], bad=row.state == "refused"),
            Cell(words.short_day(row.asked_at)),
            Cell(names[row.asked_by_id] or "Made at the provider"),
        ]
        for row in found.rows
    ]
    if asked.as_csv:
        return csv_response("refunds.csv", [each.label for each in LIST.columns], plain(rows))
    listing = LIST.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page)
    return render_template("payments/staff/refunds.html", list=listing)


@bp.route("/ask/<order>", methods=["GET", "POST"])
def ask(order: str) -> ResponseReturnValue:
    row = queries.for_staff(order)
    form = RefundForm()
    if form.validate_on_submit():
        try:
            with transaction():
                refund = refunding.ask(
                    queries.for_staff(order), form.pence, because=form.because.data, by=current_person().id
                )
                reference, state = refund.reference, refund.state
        except RuleBroken as broken:
            form.amount.errors = [str(broken)]
            row = queries.for_staff(order)
        else:
            if state == APPROVED:
                _send(reference)
            else:
                flash("A colleague has to approve this refund before it is made.", "success")
            return redirect(url_for("staff.refunds.show", refund=reference))
    return render_template(
        "payments/staff/ask.html",
        form=form,
        order=row,
        is_own=impartial.is_own(row, current_person().id),
        left=pounds(refunding.left_of(row)) if refunding.left_of(row) else "",
        alone=pounds(refunding.alone_up_to()),
    )


@bp.route("/<refund>", methods=["GET", "POST"])
def show(refund: str) -> ResponseReturnValue:
    form, me = BecauseForm(), current_person().id
    row = refunding.by_reference(refund)
    if form.validate_on_submit():
        try:
            with transaction():
                if form.act.data == "approve":
                    refunding.approve(refund, by=me)
                else:
                    refunding.decline(refund, because=form.because.data or "", by=me)
        except RuleBroken as broken:
            form.because.errors = [str(broken)]
            row = refunding.by_reference(refund)
        else:
            if form.act.data == "approve":
                _send(refund)
            else:
                flash("The refund is not made, and whoever asked can see why.", "success")
            return redirect(url_for("staff.refunds.show", refund=refund))
    names = viewing.names(row.asked_by_id, row.decided_by_id)
    order = queries.by_id(row.order_id)
    return render_template(
        "payments/staff/refund.html",
        form=form,
        refund=row,
        order=order,
        amount=pounds(row.pence),
        state=REFUND_NAMES[row.state],
        asked_by=names[row.asked_by_id] or "the provider’s own pages",
        decided_by=names[row.decided_by_id],
        waits=row.state == ASKED,
        own=row.asked_by_id == me,
        partial=impartial.is_own(order, me),
        when=viewing.when,
    )


def _send(reference: str) -> None:
    try:
        state = giving_back.send(reference)
    except ProviderError:
        flash(STAYS)
        return
    if state == "done":
        flash("The money is on its way back to the card.", "success")
    elif state == "refused":
        flash("The payment service refused this refund. See below why.", "problem")
    else:
        flash(STAYS)
