"""Invoices go out by themselves, say what the order says, and are never changed (faults P-16, P-17, P-19)."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.billing import books
from portal.billing import queries as billing
from portal.billing.models import LedgerEntry, LedgerPosting, Price, VatRate
from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.invoicing import issuing, keeping, numbering, pdf, queries, telling
from portal.invoicing.documents import Kind, VatCode
from portal.invoicing.models import IssuedDocument, IssuedLine
from portal.mail import sending
from tests.billing.conftest import Buyer
from tests.invoicing import making
from tests.races import at_once


def test_an_order_on_account_is_invoiced_at_once_and_due_in_thirty_days(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 3), ("featured", 1))
    [number] = making.numbers(app, order)
    invoice, row = making.document(app, number), making.row(app, order)
    assert (invoice.kind, invoice.number) == (Kind.INVOICE, "INV-000001")
    assert (invoice.issued_on, invoice.tax_point, invoice.due_on) == (
        date(2026, 11, 24),
        date(2026, 11, 24),
        date(2026, 12, 24),
    )
    assert (invoice.net_pence, invoice.vat_pence, invoice.gross_pence) == (
        row.net_pence,
        row.vat_pence,
        row.gross_pence,
    )
    assert (invoice.references.po_number, invoice.references.cost_centre, invoice.references.order) == (
        "PO 1001",
        "ICT 12",
        order,
    )
    assert invoice.buyer.name == "Anyshire Council"
    assert invoice.buyer.address == ("Accounts payable", "1 High Street", "Anytown")
    assert (row.due_on, invoice.paid) == (date(2026, 12, 24), ())


def test_a_card_order_is_invoiced_when_it_is_paid_and_the_invoice_says_so(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner, way="card")
    assert making.numbers(app, order) == []
    making.settle(app, order, what="card:pi_1")
    invoice = making.document(app, making.numbers(app, order)[0])
    assert (invoice.due_on, invoice.owed_pence, invoice.paid_pence) == (None, 0, invoice.gross_pence)
    assert [each.kind for each in making.mails(app)] == ["invoicing/mail/invoice_paid"]


def test_an_order_is_invoiced_once_however_often_it_is_told(app_on_either: Flask) -> None:
    owner = making.person(app_on_either, "owner@anyshire.example")
    order = making.placed(app_on_either, making.organisation(app_on_either, owner=owner), owner)

    def again() -> str:
        with transaction():
            return issuing.invoice(billing.for_staff(order), at=clock.now()).number

    assert set(at_once(app_on_either, again, times=6)) == {"INV-000001"}


def test_many_orders_at_once_get_numbers_without_a_gap(app_on_either: Flask) -> None:
    owner = making.person(app_on_either, "owner@anyshire.example")
    organisation = making.organisation(app_on_either, owner=owner)
    drafts = [making.order(app_on_either, organisation, owner) for _ in range(10)]
    waiting = list(drafts)

    def one() -> None:
        making.place(app_on_either, waiting.pop(), by=owner)

    assert at_once(app_on_either, one, times=10) == [None] * 10
    with app_on_either.app_context():
        found = sorted(db.session.scalars(select(IssuedDocument.number)))
        assert found == [f"INV-{number:06}" for number in range(1, 11)]
        assert numbering.gaps() == []


def test_the_mail_goes_to_the_bill_with_the_pdf_and_the_e_invoice(app: Flask, buyer: Buyer) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    [mail] = making.mails(app)
    assert (mail.recipient, mail.subject) == ("accounts@example.org", "VAT invoice INV-000001 from the Society")
    assert "Total: £360.00" in mail.body and "Pay by 24 December 2026" in mail.body and "PO 1001" in mail.body
    with app.app_context():
        files = telling.files_of("INV-000001")
        assert [each.name for each in files] == ["INV-000001.pdf", "INV-000001.xml"]
        assert files[0].content == pdf.as_pdf(keeping.document_of(queries.for_staff("INV-000001")))
        sending.send_due(app.config["SETTINGS"])
    letters = [each.read_bytes() for each in app.config["SETTINGS"].mail_dir.glob("*.eml")]
    assert any(b"INV-000001.pdf" in each and b"application/pdf" in each for each in letters)


def test_what_was_issued_cannot_be_changed(app: Flask, buyer: Buyer) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    before = making.document(app, "INV-000001")
    with app.app_context():
        for model, column, value in ((IssuedDocument, "buyer_name", "Another"), (IssuedLine, "net_pence", 1)):
            with pytest.raises(RuntimeError, match="is not changed"), transaction():
                setattr(db.session.scalars(select(model)).first(), column, value)
        with pytest.raises(RuntimeError, match="is not changed"), transaction():
            db.session.delete(db.session.scalars(select(IssuedLine)).first())
    assert making.document(app, "INV-000001") == before


def test_later_changes_of_the_seller_and_the_buyer_leave_it_as_it_was(app: Flask, buyer: Buyer) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    before = making.document(app, "INV-000001")
    with app.app_context(), transaction():
        from portal.employers.models import Organisation

        db.session.get_one(Organisation, buyer.organisation_id).name = "Newshire Council"
    app.config["SETTINGS"] = Settings.from_environment(
        {"PORTAL_ENV": "test", "PORTAL_DATA_DIR": str(app.config["SETTINGS"].data_dir), "PORTAL_SOCIETY_NAME": "New"}
    )
    assert making.document(app, "INV-000001") == before


def test_nothing_is_invoiced_or_sold_on_account_before_the_seller_is_set_up(
    app: Flask, buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.billing import ways
    from portal.invoicing import selling

    order = making.placed(app, buyer.organisation_id, buyer.owner, way="card")
    with monkeypatch.context() as unset, app.app_context():
        unset.setattr(selling, "missing", lambda _settings: ["PORTAL_VAT_NUMBER (the VAT number on invoices)"])
        assert "account" not in [each.key for each in ways.offered()]
        assert any("PORTAL_VAT_NUMBER" in each for each in ways.not_set_up())
        making.settle(app, order, what="card:pi_1")
        assert making.row(app, order).state == "paid"
        assert making.numbers(app, order) == []
        with transaction():
            assert issuing.catch_up(at=clock.now()) == 0
    with app.app_context(), transaction():
        assert issuing.catch_up(at=clock.now()) == 1
    with app.app_context(), transaction():
        assert issuing.catch_up(at=clock.now()) == 0
    assert making.numbers(app, order) == ["INV-000001"]


def test_the_rate_is_that_of_the_tax_point(app: Flask, buyer: Buyer, tmp_path) -> None:
    with app.app_context(), transaction():
        db.session.add(VatRate(code="standard", basis_points=2_500, from_date=date(2026, 12, 1)))
    (tmp_path / "clock").write_text("2026-11-30T23:59:30+00:00")
    old = making.placed(app, buyer.organisation_id, buyer.owner)
    (tmp_path / "clock").write_text("2026-12-01T00:00:30+00:00")
    new = making.placed(app, buyer.organisation_id, buyer.owner)
    rates = {}
    for order in (old, new):
        invoice = making.document(app, making.numbers(app, order)[0])
        rates[invoice.tax_point] = {line.vat_basis_points for line in invoice.lines}
    assert rates == {date(2026, 11, 30): {2_000}, date(2026, 12, 1): {2_500}}


def test_who_is_charged_no_vat_reads_why(app: Flask, buyer: Buyer) -> None:
    from portal.billing import terms
    from portal.invoicing import wording

    with app.app_context(), transaction():
        terms.set_by_staff(
            buyer.organisation_id, trusted=False, credit_limit_pence=0, no_vat_because="Outside the UK", by=buyer.clerk
        )
    making.placed(app, buyer.organisation_id, buyer.owner)
    invoice = making.document(app, "INV-000001")
    assert {line.vat_code for line in invoice.lines} == {VatCode.EXEMPT} and invoice.vat_pence == 0
    assert "No VAT is charged: Outside the UK." in wording.notes(invoice)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    basket=st.lists(
        st.tuples(
            st.sampled_from(["advert", "extra_week", "featured", "bundle_5", "full_recruitment"]), st.integers(1, 40)
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda each: each[0],
    ),
    prices=st.lists(st.integers(1, 100_000), min_size=5, max_size=5),
)
def test_invoice_order_ledger_and_lines_agree_to_the_penny(
    app: Flask, member: Buyer, basket: list[tuple[str, int]], prices: list[int]
) -> None:
    with app.app_context(), transaction():
        keys = ("advert", "extra_week", "featured", "bundle_5", "full_recruitment")
        for key, pence in zip(keys, prices, strict=True):
            db.session.execute(Price.__table__.update().where(Price.product_key == key).values(pence=pence))
    order = making.placed(app, member.organisation_id, member.owner, *basket)
    invoice, row = making.document(app, making.numbers(app, order)[0]), making.row(app, order)
    assert invoice.gross_pence == row.gross_pence == sum(line.gross_pence for line in invoice.lines)
    assert invoice.vat_pence == row.vat_pence == sum(each.vat_pence for each in invoice.vat_groups)
    with app.app_context():
        entries = dict(
            db.session.execute(
                select(LedgerEntry.account, func.sum(LedgerEntry.pence))
                .join(LedgerPosting, LedgerPosting.id == LedgerEntry.posting_id)
                .where(LedgerPosting.order_id == row.id)
                .group_by(LedgerEntry.account)
            ).all()
        )
    assert entries.pop(books.DEBTORS) == invoice.gross_pence
    assert entries.pop(books.VAT, 0) == -invoice.vat_pence
    assert sum(entries.values()) == -invoice.net_pence
