"""Staff settle what does not agree about money."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_person
from portal.billing.provider import ProviderError
from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken
from portal.payments import accepting, discrepancies, viewing
from portal.payments.forms import BecauseForm
from portal.web import words
from portal.web.csv_export import csv_response
from portal.web.listing import Cell, Column, Filter, Shape, plain

bp = Blueprint("discrepancies", __name__, url_prefix="/discrepancies")

LIST = Shape(
    one="discrepancy",
    many="discrepancies",
    columns=(
        Column("reference", "Reference"),
        Column("what", "What does not agree"),
        Column("order", "Order"),
        Column("found", "Found", sorts=True),
        Column("state", "State"),
    ),
    sort="-found",
    search="Reference of it or of the order",
    filters=(
        Filter("state", "State", (("open", "Open"), ("settled", "Settled"))),
        Filter("kind", "What", tuple((key, kind.title) for key, kind in discrepancies.KINDS.items())),
    ),
    empty="Everything agrees.",
)


@bp.get("")
def index() -> ResponseReturnValue:
    asked = LIST.read(request.args)
    found = viewing.matters(asked)
    rows = [
        [
            Cell(row.reference, url_for("staff.discrepancies.show", matter=row.reference)),
            Cell(discrepancies.KINDS[row.kind].title),
            Cell(row.order or ""),
            Cell(words.short_day(row.found_at)),
            Cell("Settled" if row.settled_at else "Open", bad=row.settled_at is None),
        ]
        for row in found.rows
    ]
    if asked.as_csv:
        return csv_response("discrepancies.csv", [each.label for each in LIST.columns], plain(rows))
    listing = LIST.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page)
    return render_template("payments/staff/discrepancies.html", list=listing)


@bp.route("/<matter>", methods=["GET", "POST"])
def show(matter: str) -> ResponseReturnValue:
    form, me = BecauseForm(), current_person().id
    row = discrepancies.by_reference(matter)
    if form.validate_on_submit():
        because = form.because.data or ""
        try:
            if form.act.data == "accept":
                accepting.accept(matter, because=because or "Accepted as it is at the provider.", by=me)
                done = "The payment is noted on the order as it came."
            else:
                with transaction():
                    discrepancies.settle(matter, because=because, by=me)
                done = "This is settled."
        except (RuleBroken, ProviderError) as problem:
            form.because.errors = [str(problem)]
            row = discrepancies.by_reference(matter)
        else:
            flash(done, "success")
            return redirect(url_for("staff.discrepancies.index", state="open"))
    return render_template(
        "payments/staff/discrepancy.html",
        form=form,
        matter=row,
        kind=discrepancies.KINDS[row.kind],
        facts=viewing.facts_of(row),
        order=viewing.order_of(row.order_id),
        can_be_accepted=viewing.can_be_accepted(row),
        settled_by=viewing.names(row.settled_by_id)[row.settled_by_id],
        when=viewing.when,
    )
