"""Employers pay as public bodies do: by card, on account with an approver and a bank transfer, and by joining first."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pypdf import PdfReader

from portal.foundation import clock
from tests.journeys import employers
from tests.journeys.conftest import Site
from tests.journeys.employers import Employer
from tests.journeys.test_posting import fill

Open = Callable[..., Page]
either_way = pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
BODIES = {
    "card": {True: "derby-city-council", False: "plymouth-city-council"},
    "account": {True: "nottingham-city-council", False: "stoke-on-trent-city-council"},
    "fee": {True: "southampton-city-council", False: "portsmouth-city-council"},
}


def as_one(site: Site, open_page: Open, email: str, path: str, *, javascript: bool) -> Page:
    page = open_page("/healthz", javascript=javascript)
    site.sign_in(email, page)
    page.goto(path)
    return page


def write_vacancy(page: Page, employer: Employer, title: str) -> None:
    """From the list of vacancies to the checks, section by section."""
    page.goto(f"{employer.home}/vacancies")
    page.get_by_role("button", name="Write a vacancy").click()
    page.get_by_label("Job title").fill(title)
    page.get_by_role("button", name="Begin").click()
    page.goto(page.url.partition("/sections/")[0])
    mine, typed = page.url, employers.answers(employer, title)
    page.get_by_role("button", name="Go on with the next section").click()
    while "/sections/" in page.url:
        here = page.url
        fill(page, typed[here.rpartition("/")[2]])
        page.get_by_role("button", name="Save and continue").click()
        assert page.url != here, page.locator(".govuk-error-summary").all_inner_texts()
    page.goto(f"{mine}/checks")
    page.get_by_role("button", name="Publish it").click()


def order_it(page: Page, *, featured: bool) -> None:
    """Choose publication by an order, now."""
    page.get_by_label("Now", exact=True).check()
    if page.get_by_label("By an order").count():
        page.get_by_label("By an order").check()
    if featured:
        page.get_by_label(re.compile("featured", re.IGNORECASE)).check()
    page.get_by_role("button", name="Go on").click()


def place(page: Page, way: str, **details: str) -> None:
    """From the basket to the placed order, with these details."""
    page.get_by_role("link", name="Enter the details").click()
    for label, words in details.items():
        page.locator(f"[name={label}]").fill(words)
    page.get_by_role("button", name="Save and check the order").click()
    page.get_by_label(way, exact=True).check()
    page.get_by_role("button", name="Place the order").click()


def pay_by_test_card(page: Page) -> None:
    page.get_by_role("button", name="by card").click()
    page.get_by_role("button", name="Pay").click()
    page.get_by_label("card number").fill("4242 4242 4242 4242")
    page.get_by_role("button", name="Pay").click()


def found_in_search(open_page: Open, title: str) -> None:
    visitor = open_page(f"/vacancies?q={quote_plus(title)}", javascript=False)
    visitor.get_by_role("link", name=title).first.click()
    expect(visitor.locator("h1")).to_contain_text(title)


@either_way
def test_a_recruiter_of_no_member_posts_and_pays_by_card(site: Site, open_page: Open, javascript: bool) -> None:
    employer = employers.employer(site, BODIES["card"][javascript], "recruiter")
    title = f"Telephony Engineer for {employer.name}"
    page = as_one(site, open_page, employer.people["recruiter"], employer.home, javascript=javascript)
    write_vacancy(page, employer, title)
    order_it(page, featured=False)
    expect(page.get_by_text("As a member organisation you would save").first).to_be_visible()
    place(page, "Card", bill_address="1 High Street\nAnytown")
    order = page.url
    pay_by_test_card(page)
    page.goto(order)
    expect(page.get_by_text("£360 received").first).to_be_visible()

    employers.let_the_worker_work(site)
    found_in_search(open_page, title)
    page.locator("main").get_by_role("link", name="VAT invoice").click()
    expect(page.locator("h1")).to_contain_text("VAT invoice INV-")
    expect(page.locator("main")).to_contain_text("Paid")


def statement(number: str, pence: int, payer: str) -> FilePayload:
    """A bank's file with one payment in, and one out."""
    day = f"{clock.today():%d/%m/%Y}"
    rows = (
        "Date,Description,Paid out,Paid in",
        f"{day},HOSTING MONTHLY,41.80,",
        f"{day},{payer.upper()} {number} BACS,,{pence // 100}.{pence % 100:02}",
    )
    return {"name": "november.csv", "mimeType": "text/csv", "buffer": "\r\n".join(rows).encode()}


def match_the_receipt(site: Site, open_page: Open, number: str, pence: int, payer: str, *, javascript: bool) -> Page:
    """Staff take the bank's statement in, and say that the receipt pays what it names."""
    staff = as_one(site, open_page, "staff@example.org", "/staff/receipts", javascript=javascript)
    staff.get_by_role("button", name="Take a bank statement in").click()
    staff.get_by_label("Bank statement").set_input_files(files=[statement(number, pence, payer)])
    staff.get_by_role("button", name="Look at it").click()
    expect(staff.locator("main")).to_contain_text("1 new payment")
    staff.get_by_role("button", name="Take it in").click()
    staff.locator("tr", has_text=number).get_by_role("link").first.click()
    staff.get_by_role("button", name=f"It pays {number}").first.click()
    expect(staff.get_by_text(f"The receipt pays {number}.")).to_be_visible()
    return staff


def credit_a_line(staff: Page, number: str, line: str, pounds: str) -> None:
    staff.goto(f"/staff/invoices/{number}")
    staff.get_by_role("button", name="Credit it").click()
    staff.get_by_label("The amounts entered below").check()
    staff.get_by_label(f"Credit of {line}").fill(pounds)
    staff.get_by_label("Why?").fill("It was not featured in the weekly mail.")
    staff.get_by_role("button", name="Issue the credit note").click()


def look_at_pdf(page: Page, address: str, name: str) -> str:
    """The words of a document's PDF, as its buyer gets it. With SHOTS=folder its first page is kept as a picture."""
    answer = page.request.get(f"{address}/pdf")
    assert answer.status == 200 and answer.headers["content-type"] == "application/pdf"
    content = answer.body()
    if (folder := os.environ.get("SHOTS")) and (draw := shutil.which("pdftoppm")):
        picture = Path(folder) / f"pdf-{name}"
        subprocess.run([draw, "-png", "-r", "80", "-singlefile", "-", str(picture)], input=content, check=True)
    return " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages).split())


@either_way
def test_a_member_posts_on_account_an_approver_agrees_and_a_line_is_credited(
    site: Site, open_page: Open, javascript: bool
) -> None:
    employer = employers.employer(site, BODIES["account"][javascript], "owner", "recruiter", "approver")
    employers.join(site, employer, "owner", paid=True)
    employers.approve_above(site, employer, 10_000, "owner")
    title = f"Storage Engineer for {employer.name}"
    page = as_one(
        site,
        open_page,
        employer.people["recruiter"],
        employers.draft(site, employer, "recruiter", title) + "/publish",
        javascript=javascript,
    )
    order_it(page, featured=True)
    place(
        page,
        "On account",
        po_number="NCC-4711",
        bill_address="Loxley House\nStation Street",
        bill_email="ap@council.example",
    )
    order = page.url
    expect(page.locator("main")).to_contain_text("Awaiting approval")

    approver = as_one(site, open_page, employer.people["approver"], "/employer/approvals", javascript=javascript)
    approver.locator("main").get_by_role("link", name=f"Order {order.rpartition('/')[2]}").click()
    expect(approver.locator("main")).to_contain_text("NCC-4711")
    approver.get_by_role("button", name="Approve and place it for £403.20").click()
    expect(approver.locator("main")).to_contain_text("On account, to be paid")

    page.goto(order)
    page.locator("main").get_by_role("link", name="VAT invoice").click()
    invoice, number = page.url, page.url.rpartition("/")[2]
    expect(page.locator("main")).to_contain_text("£403.20")
    words = look_at_pdf(page, invoice, number)
    for each in (number, "NCC-4711", employer.name, f"Advert: {title}", "20% for a large member", "£403.20"):
        assert each in words, each

    staff = match_the_receipt(site, open_page, number, 40_320, employer.name, javascript=javascript)
    employers.let_the_worker_work(site)
    found_in_search(open_page, title)

    credit_a_line(staff, number, f"Featured: {title}", "96.00")
    page.goto(order)
    expect(page.locator("main")).to_contain_text("Paid")
    page.locator("main").get_by_role("link", name="credit note").click()
    note = page.url.rpartition("/")[2]
    expect(page.locator("main")).to_contain_text("It was not featured in the weekly mail.")
    expect(page.locator("main")).to_contain_text("£115.20")
    words = look_at_pdf(page, page.url, note)
    for each in (note, number, "£115.20", "It was not featured in the weekly mail."):
        assert each in words, each


@either_way
def test_an_organisations_fee_is_paid_as_an_order_and_the_next_order_is_discounted(
    site: Site, open_page: Open, javascript: bool
) -> None:
    employer = employers.employer(site, BODIES["fee"][javascript], "owner")
    employers.join(site, employer, "owner", paid=False)
    page = as_one(site, open_page, employer.people["owner"], f"{employer.home}/membership", javascript=javascript)
    page.get_by_role("button", name="Pay the fee").first.click()
    place(page, "Card", contact="Robin Hall", bill_address="1 High Street\nAnytown")
    pay_by_test_card(page)
    page.goto(f"{employer.home}/membership")
    expect(page.locator("main")).to_contain_text("In force")

    page.goto(f"{employer.home}/orders")
    page.get_by_role("button", name="Buy something").click()
    page.locator("[name=quantity-advert]").fill("1")
    page.get_by_role("button", name="Put into the basket").click()
    expect(page.locator("main")).to_contain_text("20% for a large member: £60 less")
    expect(page.locator("main")).to_contain_text("£288")
