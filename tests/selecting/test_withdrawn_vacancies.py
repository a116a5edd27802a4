"""An employer without a consultant who withdraws a vacancy is reminded of whoever applied for it."""

from flask import Flask

from tests import people
from tests.applying import making as applications
from tests.employers import acting


def test_withdrawing_a_vacancy_leads_to_those_who_applied(app: Flask, sign_in) -> None:
    owner = people.make(app, "pat@leeds.gov.uk", name="Pat Moor")
    row = acting.organisation(app)
    acting.seat(app, row, owner, "owner")
    posting, vacancy = applications.advert(app, row, owner)
    candidate = people.make(app, "robin@example.org", name="Robin Hall")
    applications.sent(app, vacancy, candidate, contact={"name": "Robin Hall"})
    browser, at = sign_in(owner), f"/employer/{row.reference}/vacancies/{posting}"
    page = browser.get(f"{at}/withdraw").text
    assert "Nobody who applied is told by this." in page and "Applications: 1 was sent" in page
    people.post(browser, f"{at}/withdraw", because="funding")
    assert "It is withdrawn. Whoever applied still waits to hear from you." in browser.get(at).text
