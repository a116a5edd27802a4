"""What sales come to: debtors, statements of account, revenue, VAT, and files for the accounts package."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.employers import queries as employers
from portal.foundation import clock
from portal.foundation.money import pounds_and_pence
from portal.invoicing import book_pages, bookkeeping, statement_of_account
from portal.invoicing.tables import in_hundredths, xlsx_response
from portal.web.csv_export import csv_response

bp = Blueprint("books", __name__)


@bp.get("/debtors")
def debtors() -> ResponseReturnValue:
    found = bookkeeping.debtors(clock.today())
    if request.args.get("format") == "csv":
        return csv_response("debtors", book_pages.DEBTORS_HEADER, book_pages.debtor_cells(found, in_hundredths))
    return render_template("invoicing/staff/debtors.html", it=book_pages.debtors_page(found))


@bp.get("/debtors/<reference>")
def account(reference: str) -> ResponseReturnValue:
    organisation = employers.by_reference(reference)
    found = statement_of_account.of_organisation(organisation.id, on=clock.today())
    if request.args.get("format") == "csv":
        rows = statement_of_account.csv_rows(found)
        return csv_response(f"statement-{organisation.reference}", statement_of_account.CSV_HEADER, rows)
    return render_template(
        "invoicing/staff/account.html",
        organisation=organisation,
        account=found,
        rows=statement_of_account.in_words(found),
        today=clock.today(),
        balance=pounds_and_pence(abs(found.balance_pence)),
        overdue=pounds_and_pence(found.overdue_pence),
        invoices=url_for("staff.invoices.index", q=organisation.name),
    )


@bp.get("/revenue")
def revenue() -> ResponseReturnValue:
    asked = book_pages.read_period(request.args, clock.today())
    form = request.args.get("format", "")
    if form in ("csv", "xlsx"):
        rows = bookkeeping.export_rows(asked.period)
        name = f"sales-{asked.period.since}-to-{asked.period.until}"
        if form == "csv":
            return csv_response(name, bookkeeping.EXPORT_HEADER, rows)
        return xlsx_response(
            name,
            [("Lines", bookkeeping.EXPORT_HEADER, rows), *book_pages.revenue_sheets(bookkeeping.revenue(asked.period))],
        )
    return render_template(
        "invoicing/staff/revenue.html",
        asked=asked,
        it=book_pages.revenue_page(bookkeeping.revenue(asked.period), asked.by),
    )


@bp.get("/vat")
def vat() -> ResponseReturnValue:
    asked = book_pages.read_period(request.args, clock.today(), quarter=True)
    found = bookkeeping.vat_return(asked.period)
    if request.args.get("format") == "csv":
        name = f"vat-{asked.period.since}-to-{asked.period.until}"
        return csv_response(name, book_pages.VAT_HEADER, book_pages.vat_cells(found, in_hundredths))
    return render_template("invoicing/staff/vat.html", asked=asked, it=book_pages.vat_page(found))
