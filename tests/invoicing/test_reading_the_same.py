"""One price and one invoice, line by line, in every form in which somebody may read them (issue 4, section 6)."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.foundation.money import pounds, pounds_and_pence
from portal.invoicing.documents import Document
from tests import people
from tests.billing.conftest import Buyer
from tests.billing.making import reference_of
from tests.invoicing import making

BASKET = (("advert", 3), ("featured", 2), ("extra_week", 1))


@pytest.fixture
def owner(app: Flask, member: Buyer) -> FlaskClient:
    return people.sign_in(app, member.owner)


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return people.sign_in(app, people.make(app, "staff@example.org", given=("staff",)))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def pdf_words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def figures(document: Document) -> list[str]:
    """Every amount that a reader of the document must find: of each line and of the whole."""
    found = [pounds_and_pence(line.net_pence) for line in document.lines]
    return [*found, *map(pounds_and_pence, (document.net_pence, document.vat_pence, document.gross_pence))]


def pence(amount: object) -> int:
    return round(float(str(amount)) * 100)


def test_an_invoice_reads_the_same_in_every_form(
    app: Flask, member: Buyer, owner: FlaskClient, staff: FlaskClient
) -> None:
    making.placed(app, member.organisation_id, member.owner, *BASKET)
    document = making.document(app, "INV-000001")
    at = f"/employer/{reference_of(app, member.organisation_id)}/invoices/INV-000001"
    [mail] = making.mails(app)
    for form, text in (
        ("page", words(owner.get(at).text)),
        ("page of staff", words(staff.get("/staff/invoices/INV-000001").text)),
        ("pdf", pdf_words(owner.get(f"{at}/pdf").data)),
    ):
        assert [each for each in figures(document) if each not in text] == [], form
        assert [line.description for line in document.lines if line.description not in text] == [], form
    assert [each for each in figures(document)[-3:] if each not in mail.body] == []
    totals = (document.net_pence, document.vat_pence, document.gross_pence)
    by_line = [(line.net_pence, line.vat_pence) for line in document.lines]
    assert _json(owner, at) == (totals, by_line)
    assert _e_invoice(owner.get(f"{at}/xml").data) == (totals, [net for net, _ in by_line])
    assert _csv(staff) == _xlsx(staff) == by_line


def _json(client: FlaskClient, at: str) -> tuple[tuple[int, ...], list[tuple[int, int]]]:
    told = client.get(at, headers={"Accept": "application/json"}).get_json()
    lines = [(line["net_pence"], line["vat_pence"]) for line in told["lines"]]
    return (told["net_pence"], told["vat_pence"], told["gross_pence"]), lines


def _e_invoice(xml: bytes) -> tuple[tuple[int, ...], list[int]]:
    root = etree.fromstring(xml)
    paths = (
        ".//{*}LegalMonetaryTotal/{*}TaxExclusiveAmount",
        "./{*}TaxTotal/{*}TaxAmount",
        ".//{*}LegalMonetaryTotal/{*}TaxInclusiveAmount",
    )
    totals = tuple(pence(root.find(path).text) for path in paths)
    return totals, [pence(each.text) for each in root.findall(".//{*}InvoiceLine/{*}LineExtensionAmount")]


def _csv(client: FlaskClient) -> list[tuple[int, int]]:
    found = csv.DictReader(io.StringIO(client.get("/staff/revenue?format=csv").text.lstrip("\ufeff")))
    return [(pence(row["Net"]), pence(row["VAT"])) for row in found]


def _xlsx(client: FlaskClient) -> list[tuple[int, int]]:
    book = load_workbook(io.BytesIO(client.get("/staff/revenue?format=xlsx").data), data_only=True)
    header, *found = book["Lines"].iter_rows(values_only=True)
    net, vat = header.index("Net"), header.index("VAT")
    return [(pence(row[net]), pence(row[vat])) for row in found]


def test_a_price_reads_the_same_from_the_list_to_the_invoice(app: Flask, buyer: Buyer, tmp_path: Path) -> None:
    client = people.sign_in(app, buyer.owner)
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    at = f"/employer/{reference_of(app, buyer.organisation_id)}/orders/{reference}"
    draft = making.row(app, reference)
    price, whole = pounds(30_000), pounds(36_000)
    assert (draft.net_pence, draft.gross_pence) == (30_000, 36_000)
    assert price in words(app.test_client().get("/prices").text)
    people.post(client, f"{at}/quote", form_at=at)
    page, quote = words(client.get(at).text), pdf_words(client.get(f"{at}/quote.pdf").data)
    told = client.get(at, headers={"Accept": "application/json"}).get_json()
    assert [each for each in (price, whole) if each not in page or each not in quote] == []
    assert (told["net_pence"], told["gross_pence"]) == (30_000, 36_000)
    making.place(app, reference, by=buyer.owner)
    invoice = making.document(app, "INV-000001")
    assert (invoice.net_pence, invoice.gross_pence) == (30_000, 36_000)
