"""The pages on which an organisation, or staff for it, tell of another number of staff."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.billing import queries as orders
from portal.database.base import db
from portal.employers.models import Organisation
from portal.membership.models import TierRise
from tests.conftest import MakePerson, SignIn
from tests.membership import making
from tests.membership.test_holding import press, text_of


@pytest.fixture
def owner(make_person: MakePerson) -> int:
    return make_person("owner@example.org")


@pytest.fixture
def council(app: Flask, owner: int) -> int:
    return making.organisation(app, owner=owner, staff=600)


@pytest.fixture
def whole(app: Flask, owner: int, council: int) -> str:
    """A medium organisation's membership, paid for 2026; it is 24 November."""
    return making.membership(app, owner, "organisation", organisation_id=council, staff=600, on=date(2026, 3, 1))


@pytest.fixture
def page(app: Flask, council: int, whole: str) -> str:
    """The address of the organisation's membership."""
    with app.app_context():
        return f"/employer/{db.session.get_one(Organisation, council).reference}/membership"


@pytest.fixture
def client(sign_in: SignIn, owner: int) -> FlaskClient:
    return sign_in(owner)


def rises(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        return [(each.before, each.after, each.pence) for each in db.session.query(TierRise).order_by(TierRise.id)]


def staff_count(app: Flask, council: int) -> int | None:
    with app.app_context():
        return db.session.get_one(Organisation, council).staff_count


def test_an_owner_sees_what_growing_costs_confirms_it_and_comes_to_its_order(
    app: Flask, client: FlaskClient, page: str
) -> None:
    assert "Tell us of another number of staff" in text_of(client, page)
    asked = press(client, f"{page}/size", token_at=f"{page}/size", staff_count="1,500")
    assert asked.location.endswith("/membership/size/check?staff=1500")
    check = text_of(client, asked.location)
    assert "medium now, large once it is paid" in check
    assert "15% now, 20% once it is paid" in check
    assert "£960 and £1,800: £840 more" in check
    assert "Months left of 2026 2, this month included" in check
    assert "To pay now, without VAT £140" in check
    assert rises(app) == []
    press(client, asked.location, token_at=asked.location)
    press(client, asked.location, token_at=asked.location)
    assert rises(app) == [("medium", "large", 14_000)]
    shown = text_of(client, page)
    assert "£140 is due for growing from medium to large: 2 months of 2026, without VAT" in shown
    assert "Tier Medium" in shown
    with app.app_context():
        rise = db.session.query(TierRise).one().reference
        (order,) = [each.reference for each in orders.with_subject(f"rise:{rise}")]
    pay = f"{page.removesuffix('/membership')}/orders/rises/{rise}"
    assert press(client, pay, token_at=page).location.endswith(f"/orders/{order}")
    assert "An order asks for this already" in text_of(client, asked.location)


def test_a_smaller_number_pays_nothing_back_and_counts_from_january(
    app: Flask, client: FlaskClient, page: str, council: int
) -> None:
    address = f"{page}/size/check?staff=100"
    check = text_of(client, address)
    assert "Nothing is paid back." in check
    assert "medium until 31 December 2026, small from 1 January 2027" in check
    press(client, address, token_at=address)
    assert rises(app) == []
    assert staff_count(app, council) == 100
    assert "Tier Medium" in text_of(client, page)


def test_the_same_tier_takes_the_number_in(app: Flask, client: FlaskClient, page: str, council: int) -> None:
    address = f"{page}/size/check?staff=700"
    assert "700 staff is the tier medium, as now" in text_of(client, address)
    press(client, address, token_at=address)
    assert staff_count(app, council) == 700


@pytest.mark.parametrize(
    ("written", "said"),
    [("", "Enter how many staff there are"), ("many", "Enter the number of staff in figures")],
)
def test_a_number_that_is_none_is_asked_for_again(
    app: Flask, client: FlaskClient, page: str, council: int, written: str, said: str
) -> None:
    answer = press(client, f"{page}/size", token_at=f"{page}/size", staff_count=written)
    assert answer.status_code == 200
    assert said in answer.text
    assert staff_count(app, council) == 600


@pytest.mark.parametrize("query", ["", "?staff=x", "?staff=0", "?staff=2000001"])
def test_an_address_without_a_number_leads_back_to_the_question(client: FlaskClient, page: str, query: str) -> None:
    assert client.get(f"{page}/size/check{query}").location.endswith("/membership/size")
    assert "Enter a number of staff between 1 and 2,000,000." in client.get(f"{page}/size").text


def test_whoever_does_not_own_the_organisation_finds_nothing(
    sign_in: SignIn, make_person: MakePerson, page: str, app: Flask
) -> None:
    stranger = sign_in(make_person("other@example.org"))
    assert stranger.get(f"{page}/size").status_code == 404
    assert stranger.get(f"{page}/size/check?staff=1500").status_code == 404
    assert rises(app) == []


def test_a_year_that_is_not_paid_sends_the_owner_back_with_the_reason(
    app: Flask, client: FlaskClient, council: int, owner: int
) -> None:
    making.membership(app, owner, "organisation", organisation_id=council, staff=600, paid=False)
    with app.app_context():
        page = f"/employer/{db.session.get_one(Organisation, council).reference}/membership"
    assert "Tell us of another number" not in text_of(client, page)
    answer = client.get(f"{page}/size", follow_redirects=True).text
    assert "The fee for 2026 is not settled" in answer


def test_staff_take_another_number_in_for_an_organisation(
    app: Flask, sign_in: SignIn, make_person: MakePerson, whole: str
) -> None:
    clerk = sign_in(make_person("clerk@example.org", roles=("staff",)))
    roll = f"/staff/memberships/{whole}"
    assert "Take in another number of staff" in text_of(clerk, roll)
    asked = press(clerk, f"{roll}/size", token_at=f"{roll}/size", staff_count="6000")
    assert "£960 and £3,000: £2,040 more" in text_of(clerk, asked.location)
    press(clerk, asked.location, token_at=asked.location)
    assert rises(app) == [("medium", "very large", 34_000)]
    assert "£340 is due for growing from medium to very large" in text_of(clerk, roll)
    assert "membership.rise_asked" in making.acts(app, whole)


def test_staff_take_no_number_in_for_an_organisation_they_act_for(
    app: Flask, sign_in: SignIn, make_person: MakePerson
) -> None:
    clerk = make_person("clerk@example.org", roles=("staff",))
    own = making.organisation(app, "Ownshire Council", staff=600, owner=clerk)
    held = making.membership(app, clerk, "organisation", organisation_id=own, staff=600)
    address = f"/staff/memberships/{held}/size/check?staff=6000"
    client = sign_in(clerk)
    token_at = "/account/membership"
    press(client, address, token_at=token_at)
    assert rises(app) == []
    assert "Ask a colleague to change it." in client.get(address, follow_redirects=True).text


def test_nobody_takes_a_number_in_for_a_persons_membership(
    app: Flask, sign_in: SignIn, make_person: MakePerson
) -> None:
    held = making.membership(app, make_person("robin@example.org"))
    clerk = sign_in(make_person("clerk@example.org", roles=("staff",)))
    answer = clerk.get(f"/staff/memberships/{held}/size", follow_redirects=True).text
    assert "Only an organisation’s membership has a tier." in answer
