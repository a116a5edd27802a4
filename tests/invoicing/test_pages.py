"""The pages of documents, receipts and the books: whose they are, what they show, and that all forms of one agree."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from pypdf import PdfReader

from portal.billing.models import OrderLine
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.money import pounds_and_pence
from tests import people
from tests.billing.conftest import Buyer
from tests.invoicing import making
from tests.invoicing.test_statements import LLOYDS
from tests.people import post, sign_in

FIRST = "INV-000001"


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return people.sign_in(app, people.make(app, "staff@example.org", given=("staff",), name="Sam Staff"))


@pytest.fixture
def owner(app: Flask, buyer: Buyer) -> FlaskClient:
    return people.sign_in(app, buyer.owner)


def organisation(app: Flask, buyer: Buyer) -> str:
    from tests.billing.making import reference_of

    return reference_of(app, buyer.organisation_id)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_page_pdf_json_xml_mail_and_export_read_the_same(
    app: Flask, buyer: Buyer, owner: FlaskClient, staff: FlaskClient
) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 3), ("featured", 2))
    document = making.document(app, FIRST)
    at = f"/employer/{organisation(app, buyer)}/invoices/{FIRST}"
    figures = [pounds_and_pence(each) for each in (document.net_pence, document.vat_pence, document.gross_pence)]
    page = words(owner.get(at).text)
    pdf = " ".join(PdfReader(io.BytesIO(owner.get(f"{at}/pdf").data)).pages[0].extract_text().split())
    assert [each for each in figures if each not in page or each not in pdf] == []
    told = owner.get(at, headers={"Accept": "application/json"}).get_json()
    assert (told["net_pence"], told["vat_pence"], told["gross_pence"], told["status"], told["reference"]) == (
        document.net_pence,
        document.vat_pence,
        document.gross_pence,
        "owed",
        FIRST,
    )
    payable = etree.fromstring(owner.get(f"{at}/xml").data).find(".//{*}LegalMonetaryTotal/{*}PayableAmount")
    assert int(payable.text.replace(".", "")) == document.gross_pence
    [mail] = making.mails(app)
    assert [each for each in figures if each not in mail.body] == []
    rows = staff.get("/staff/invoices?format=csv").text.splitlines()
    assert f'"{document.net_pence / 100:.2f}","{document.vat_pence / 100:.2f}"' in rows[1]
    lines = staff.get("/staff/revenue?format=csv").text.splitlines()
    assert len(lines) == 1 + len(document.lines)


def test_only_who_buys_or_approves_sees_the_documents(app: Flask, buyer: Buyer) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    base = f"/employer/{organisation(app, buyer)}"
    others = {
        role: making.person(app, f"{role or 'nobody'}@example.org")
        for role in ("recruiter", "approver", "head_of_profession", "")
    }
    from tests.billing.making import seat

    for role, person_id in others.items():
        if role:
            seat(app, buyer.organisation_id, person_id, role)
    for role, person_id in others.items():
        client = people.sign_in(app, person_id)
        seen = 200 if role in ("recruiter", "approver") else 404
        for path in ("invoices", f"invoices/{FIRST}", f"invoices/{FIRST}/pdf", f"invoices/{FIRST}/xml", "statement"):
            assert client.get(f"{base}/{path}").status_code == seen, (role, path)
    assert people.sign_in(app, buyer.owner).get(f"/account/invoices/{FIRST}").status_code == 404


def test_an_invoice_of_another_organisation_is_not_found_under_ones_own(
    app: Flask, buyer: Buyer, owner: FlaskClient
) -> None:
    other = making.person(app, "other@example.org")
    elsewhere = making.organisation(app, owner=other, name="Otherton Council")
    making.placed(app, elsewhere, other)
    for path in (FIRST, f"{FIRST}/pdf", f"{FIRST}/xml"):
        assert owner.get(f"/employer/{organisation(app, buyer)}/invoices/{path}").status_code == 404
    assert "Otherton" not in owner.get(f"/employer/{organisation(app, buyer)}/invoices").text


def test_the_statement_of_account_ends_with_what_is_owed(app: Flask, buyer: Buyer, tmp_path) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    making.placed(app, buyer.organisation_id, buyer.owner, ("featured", 1))
    making.allocate(app, making.receipt(app, 10_000, by=buyer.clerk), FIRST, 10_000, by=buyer.clerk)
    making.credit(app, FIRST, 5_000, by=buyer.clerk)
    making.on(tmp_path, "2026-12-25")
    second = making.document(app, "INV-000002").gross_pence
    owner = people.sign_in(app, buyer.owner)
    page = words(owner.get(f"/employer/{organisation(app, buyer)}/statement").text)
    owed = 36_000 - 10_000 - 6_000 + second
    assert f"Owed {pounds_and_pence(owed)}" in page and f"Of it overdue {pounds_and_pence(owed)}" in page
    assert "Payment received" in page and "Credit note CN-000001" in page
    assert "−£60.00" in page and "−£100.00" in page
    rows = owner.get(f"/employer/{organisation(app, buyer)}/statement?format=csv").text.splitlines()
    assert rows[-1].endswith(f'"{owed / 100:.2f}"') and len(rows) == 5


def test_staff_credit_a_line_from_the_page(app: Flask, buyer: Buyer, staff: FlaskClient) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 1), ("featured", 1))
    at = f"/staff/invoices/{FIRST}/credit"
    with app.app_context():
        advert = db.session.query(OrderLine.id).filter_by(product_key="advert").scalar()
    refused = people.post(staff, at, what="some", reason="Wrong", **{f"line-{advert}": "300.01"})
    assert refused.status_code == 200 and "Enter an amount without VAT from £0 to £300.00" in refused.text
    nothing = people.post(staff, at, what="some", reason="Wrong")
    assert "Enter an amount beside at least one line" in nothing.text
    assert making.numbers(app, making.document(app, FIRST).references.order) == [FIRST]
    done = people.post(staff, at, what="some", reason="Shown a week late", **{f"line-{advert}": "100.00"})
    assert done.status_code == 302
    note = making.document(app, "CN-000001")
    assert (note.net_pence, note.vat_pence, note.because) == (10_000, 2_000, "Shown a week late")
    page = words(staff.get(f"/staff/invoices/{FIRST}").text)
    assert "Credit note CN-000001" in page and "Credited since £120.00" in page and "Sam Staff" in page


def test_staff_take_a_returned_invoice_through_to_the_new_one(app: Flask, buyer: Buyer, staff: FlaskClient) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    at = f"/staff/invoices/{FIRST}"
    people.post(staff, f"{at}/return", reason="Purchase order unknown")
    assert "Returned as invalid" in staff.get(at).text
    done = people.post(
        staff,
        f"{at}/anew",
        po_number="PO 3003",
        cost_centre="",
        contact="Robin Hall",
        bill_to="Accounts",
        bill_address="1 High Street",
        bill_email="accounts@example.org",
    )
    assert done.headers["Location"].endswith("/staff/invoices/INV-000002")
    assert making.document(app, "INV-000002").references.po_number == "PO 3003"
    assert "Replaced" in staff.get(at).text
    again = people.post(staff, f"{at}/send", form_at=at)
    assert again.status_code == 302


def test_staff_take_a_statement_in_and_accept_what_is_proposed(app: Flask, buyer: Buyer, staff: FlaskClient) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    text = LLOYDS.replace("INV-000042", FIRST).replace("472.00", "360.00")
    sent = people.post(staff, "/staff/receipts/statements", file=(io.BytesIO(text.encode()), "november.csv"))
    preview = sent.headers["Location"]
    page = words(staff.get(preview).text)
    assert "1 new payment of £360.00 in all; 1 row of money out is left out" in page
    selects = re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', staff.get(preview).text, re.S)
    chosen = {name: re.search(r'value="(\d+)" selected', options) for name, options in selects}
    fields = {name: found[1] for name, found in chosen.items() if found}
    assert {"date", "paid_in", "paid_out", "words"} <= set(fields)
    taken = people.post(staff, preview, act="take", **fields)
    assert taken.status_code == 302
    listed = staff.get("/staff/receipts?state=open").text
    receipt = re.search(r'href="(/staff/receipts/[A-Z0-9]{8})"', listed)[1]
    page = staff.get(receipt).text
    assert FIRST in page and "Its number is named, the amount is the same" in page
    done = people.post(staff, f"{receipt}/accept", form_at=receipt, part=f"{FIRST}:36000")
    assert done.status_code == 302
    assert "Paid" in words(staff.get(f"/staff/invoices/{FIRST}").text)
    assert "1 receipt" not in staff.get("/staff/receipts?state=open").text
    again = people.post(staff, "/staff/receipts/statements", file=(io.BytesIO(text.encode()), "november.csv"))
    assert "taken in before" in staff.get(again.headers["Location"]).text


def test_a_statement_of_an_unknown_form_is_mapped_by_hand(app: Flask, buyer: Buyer, staff: FlaskClient) -> None:
    text = "Wann;Was;Soll;Haben\n24/11/2026;Somebody;;12.00\n25/11/2026;Other;3.00;\n"
    sent = people.post(staff, "/staff/receipts/statements", file=(io.BytesIO(text.encode()), "s.csv"))
    preview = sent.headers["Location"]
    looked = people.post(
        staff, preview, act="look", date="0", words="1", paid_out="2", paid_in="3", amount="", payer="", more_words=""
    )
    assert "1 new payment of £12.00 in all" in words(looked.text)
    assert "No receipt has been taken in yet" in staff.get("/staff/receipts").text


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\0\0"])
def test_a_file_that_is_no_statement_is_refused_with_the_remedy(app: Flask, staff: FlaskClient, content: bytes) -> None:
    answer = people.post(staff, "/staff/receipts/statements", file=(io.BytesIO(content), "s.csv"))
    assert answer.status_code == 200 and "Export the statement from your bank as CSV" in answer.text


def test_amounts_that_are_none_are_refused_beside_the_field(app: Flask, buyer: Buyer, staff: FlaskClient) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    receipt = f"/staff/receipts/{making.receipt(app, 36_000, by=buyer.clerk)}"
    for number, amount, said in (
        (FIRST, "lots", "Enter amount in pounds and pence"),
        (FIRST, "360.01", "Enter an amount from £0.01 to £360.00"),
        (FIRST, "-5", "Enter an amount from £0.01"),
        ("INV-999999", "5", "Enter the number of an invoice, like INV-000042"),
        ("", "5", "Enter the number of the invoice"),
    ):
        answer = people.post(staff, f"{receipt}/allocate", form_at=receipt, number=number, amount=amount)
        assert answer.status_code == 200 and said in answer.text, said
    people.post(staff, f"{receipt}/accept", form_at=receipt, part=f"{FIRST}:1e3")
    assert "£360.00" in words(staff.get(receipt).text).split("To be allocated", 1)[1][:20]


def test_the_books_add_up(app: Flask, buyer: Buyer, tmp_path) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 2))
    making.credit(app, FIRST, 10_000, by=buyer.clerk)
    making.on(tmp_path, "2026-12-30")
    staff = people.sign_in(app, people.make(app, "other@example.org", given=("staff",)))
    making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 1))
    page = words(staff.get("/staff/revenue?since=2026-01-01&until=2026-12-31").text)
    assert "November 2026 £500.00 £100.00 £600.00" in page and "December 2026 £300.00 £60.00 £360.00" in page
    assert "All £800.00 £160.00 £960.00" in page
    for by in ("name", "sector"):
        assert "£800.00" in staff.get(f"/staff/revenue?since=2026-01-01&until=2026-12-31&by={by}").text
    vat = words(staff.get("/staff/vat?since=2026-10-01&until=2026-12-31").text)
    assert "Box 1: VAT due on sales £160.00" in vat and "Box 6: total value of sales, without VAT £800.00" in vat
    assert "20% £900.00 £180.00 £100.00 £20.00 £800.00 £160.00" in vat
    debtors = words(staff.get("/staff/debtors").text)
    assert "Owed to us £960.00" in debtors and "Of it late £600.00" in debtors
    nothing = staff.get("/staff/revenue?since=2025-01-01&until=2025-12-31").text
    assert "Nothing was invoiced in this time" in nothing


def test_the_workbook_holds_words_as_words_and_amounts_as_numbers(app: Flask, buyer: Buyer, staff: FlaskClient) -> None:
    from dataclasses import replace

    evil = replace(making.DETAILS, bill_to="=HYPERLINK(1)", cost_centre="@SUM(A1)")
    order = making.order(app, buyer.organisation_id, buyer.owner, details=evil)
    making.place(app, order, by=buyer.owner)
    answer = staff.get("/staff/revenue?format=xlsx")
    assert answer.mimetype.endswith("spreadsheetml.sheet") and "attachment" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
        strings = book.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == 4 and "@SUM(A1)" in strings
    assert all("<f>" not in each for each in sheets)
    assert any(re.search(r"<v>300(\.0+)?</v>", each) for each in sheets)
    csv = staff.get("/staff/revenue?format=csv").text
    assert '"\'@SUM(A1)"' in csv


@pytest.mark.parametrize("query", ["since=2026-12-01&until=2026-01-01", "since=x&until=y", "since=2026-01-01"])
def test_a_time_that_is_none_is_said(app: Flask, staff: FlaskClient, query: str) -> None:
    answer = staff.get(f"/staff/revenue?{query}")
    assert answer.status_code == 200 and "Enter a first and a last day" in answer.text


def test_who_acts_for_the_buyer_is_told_that_a_colleague_credits(app: Flask, buyer: Buyer) -> None:
    from tests.billing.making import seat

    making.placed(app, buyer.organisation_id, buyer.owner)
    own = people.make(app, "own@example.org", given=("staff",), name="Own Staff")
    seat(app, buyer.organisation_id, own, "recruiter")
    client = sign_in(app, own)
    page = client.get(f"/staff/invoices/{FIRST}").text
    assert "a colleague on the staff credits it" in page and f"{FIRST}/credit" not in page
    form = client.get(f"/staff/invoices/{FIRST}/credit").text
    assert "Ask a colleague on the staff" in form and "Issue the credit note" not in form


def test_a_quote_comes_as_pdf_and_is_no_invoice(app: Flask, buyer: Buyer, owner: FlaskClient) -> None:
    order = making.order(app, buyer.organisation_id, buyer.owner)
    page = f"/employer/{organisation(app, buyer)}/orders/{order}"
    assert owner.get(f"{page}/quote.pdf").location == page
    assert "to get a quote" in owner.get(page).text
    post(owner, f"{page}/quote", form_at=page)
    for each in (page, f"{page}/check"):
        assert f"{page}/quote.pdf" in owner.get(each).text and "valid until 24 December 2026" in owner.get(each).text
    text = pdf_text(owner, f"{page}/quote.pdf")
    assert "This is not a VAT invoice." in text and "£360.00" in text
    assert "These prices hold until the end of 24 December 2026" in " ".join(text.split())
    assert making.numbers(app, order) == []


def test_a_quote_that_ended_says_so_and_is_renewed_at_the_prices_of_the_day(
    app: Flask, buyer: Buyer, tmp_path: Path
) -> None:
    from portal.billing import dated

    order = making.order(app, buyer.organisation_id, buyer.owner)
    page = f"/employer/{organisation(app, buyer)}/orders/{order}"
    owner = sign_in(app, buyer.owner)
    post(owner, f"{page}/quote", form_at=page)
    with app.app_context(), transaction():
        dated.set_from(dated.setting("advert"), 35_000, from_date=date(2026, 12, 1), by=buyer.clerk, on=clock.today())
    making.on(tmp_path, "2026-12-24")
    owner = sign_in(app, buyer.owner)
    assert "£360.00" in pdf_text(owner, f"{page}/quote.pdf")
    making.on(tmp_path, "2026-12-25")
    owner = sign_in(app, buyer.owner)
    shown = owner.get(page).text
    assert "The quote ended on 24 December 2026" in shown and "quote.pdf" not in shown and "£420" in shown
    assert owner.get(f"{page}/quote.pdf").location == page
    assert "The quote ended on 24 December 2026. Hold today’s list prices" in owner.get(page).text
    post(owner, f"{page}/quote", form_at=page)
    assert "valid until 24 January 2027" in owner.get(page).text
    assert "£420.00" in pdf_text(owner, f"{page}/quote.pdf")


def pdf_text(client: FlaskClient, address: str) -> str:
    return str(PdfReader(io.BytesIO(client.get(address).data)).pages[0].extract_text())
