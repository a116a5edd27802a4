"""The pages of those who belong: what is due and why, coming back, ending, going on alone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.membership import daily, ending, queries
from portal.membership.models import Application
from tests.conftest import MakePerson, SignIn
from tests.membership import making
from tests.membership.conftest import GoTo
from tests.people import csrf_of

PAGE = "/account/membership"


def text_of(client: FlaskClient, address: str = PAGE) -> str:
    """The words of a page's main part, on one line."""
    main = re.search(r"<main.*?</main>", client.get(address).text, re.DOTALL)
    assert main
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split())


def press(client: FlaskClient, address: str, *, token_at: str = PAGE, **fields: str):
    """Send the button of a page, with the token that stands in it."""
    return client.post(address, data={"csrf_token": csrf_of(client, token_at), **fields})


def run(app: Flask) -> None:
    with app.app_context():
        daily.run()


@pytest.fixture
def person(make_person: MakePerson) -> int:
    return make_person()


@pytest.fixture
def member(app: Flask, person: int) -> str:
    return making.membership(app, person, on=date(2026, 3, 1))


@pytest.fixture
def client(sign_in: SignIn, person: int) -> FlaskClient:
    return sign_in(person)


@pytest.fixture
def owner(make_person: MakePerson) -> int:
    return make_person("owner@example.org")


@pytest.fixture
def council(app: Flask, owner: int) -> int:
    return making.organisation(app, owner=owner)


@pytest.fixture
def whole(app: Flask, make_person: MakePerson, council: int) -> str:
    return making.membership(app, make_person("head@example.org"), "organisation", organisation_id=council, staff=1_200)


@pytest.fixture
def seat(app: Flask, person: int, council: int, whole: str) -> str:
    return making.membership(app, person, "corporate_seat", organisation_id=council)


@pytest.fixture
def office(app: Flask, council: int) -> str:
    """The address of the council's membership."""
    with app.app_context():
        return f"/employer/{db.session.get_one(Organisation, council).reference}/membership"


def test_a_membership_in_force_is_shown_with_its_end_its_reasons_and_its_years(
    client: FlaskClient, member: str
) -> None:
    words = text_of(client)
    assert "Individual In force It is in force until 31 December 2026." in words
    assert "Why it is so today It began on 1 March 2026. The fee for 2026, £80, was paid on 1 March 2026." in words
    assert "2026 10 months £80 Paid on 1 March 2026" in words
    assert "is due" not in words and "Come back" not in words


def test_a_first_fee_is_shown_with_months_reference_and_how_to_pay(
    app: Flask, client: FlaskClient, person: int
) -> None:
    reference = making.membership(app, person, paid=False)
    words = text_of(client)
    assert "First fee not paid The panel has approved it. It begins when its first fee is paid." in words
    assert (
        f"£16 is due for 2 months of 2026, without VAT. Reference: {making.due_of(app, reference, 2026).reference}"
        in words
    )
    assert "Pay the fee for 2026" in words and "By card, or on account with an invoice." in words


def test_a_renewal_can_be_paid_from_november_and_in_grace(
    app: Flask, person: int, sign_in: SignIn, member: str, go_to: GoTo
) -> None:
    go_to(date(2026, 10, 31))
    assert "The renewal is offered from 1 November 2026." in text_of(sign_in(person))
    go_to(date(2026, 11, 1))
    run(app)
    words = text_of(sign_in(person))
    assert "until 31 December 2026. The renewal for 2027 can be paid now." in words
    assert "£96 is due for the whole year 2027" in words
    go_to(date(2027, 2, 28))
    words = text_of(sign_in(person))
    assert "In grace It stays in force until 28 February 2027" in words and "£96 is due" in words


def test_one_who_lapsed_comes_back_and_keeps_the_vacancy(
    app: Flask, person: int, sign_in: SignIn, member: str, go_to: GoTo
) -> None:
    go_to(date(2026, 11, 1))
    run(app)
    go_to(date(2027, 8, 2))
    client = sign_in(person)
    words = text_of(client, f"{PAGE}?from=K7MT2XQ9")
    assert "Lapsed It was in force until 28 February 2027, and has lapsed since." in words
    assert "You can come back now. It costs £40 for the 5 months left of 2027." in words
    assert "is due" not in words and "Back to the vacancy you were on" in words
    action = re.search(r'action="([^"]+come-back[^"]*)"', client.get(f"{PAGE}?from=K7MT2XQ9").text)
    assert action
    answer = press(client, action[1].replace("&amp;", "&"))
    assert answer.headers["Location"] == f"{PAGE}?from=K7MT2XQ9"
    words = text_of(client, answer.headers["Location"])
    assert "Welcome back. Your membership is in force again once its fee is paid." in words
    assert "£40 is due for 5 months of 2027" in words and "You can come back now" not in words
    assert making.owed(app, member)[1:] == [(2027, 5, 4_000, None)]


@pytest.mark.parametrize("forged", ["//evil.example", "K7MT2XQ9/../../x", "<b>", "AAAAAAAA", "k7mt-2xq"])
def test_what_is_no_reference_is_no_way_back(client: FlaskClient, member: str, forged: str) -> None:
    page = client.get(PAGE, query_string={"from": forged}).text
    assert "vacancy you were on" not in page and "evil" not in page


def test_ending_asks_says_what_it_means_and_may_be_taken_back(app: Flask, client: FlaskClient, member: str) -> None:
    address = f"{PAGE}/{member}/end"
    asked = text_of(client, address)
    assert "what you have paid is not paid back" in asked and "31 December 2026, the last day that is settled" in asked
    assert making.row(app, member).ended_on is None
    assert "Choose the last day" in press(client, address, token_at=address).text
    assert making.row(app, member).ended_on is None
    press(client, address, token_at=address, last_day="2026-12-31")
    row = making.row(app, member)
    assert (row.ended_on, row.ended_because) == (date(2027, 1, 1), ending.WISHED)
    assert making.letters(app)[-1] == ("ended", "robin@example.org")
    assert "It ends with 31 December 2026." in text_of(client)
    press(client, f"{PAGE}/{member}/keep")
    assert making.row(app, member).ended_on is None
    assert making.acts(app, member)[-2:] == ["membership.ended", "membership.end_taken_back"]


def test_no_other_day_than_those_offered_is_taken(app: Flask, client: FlaskClient, member: str) -> None:
    address = f"{PAGE}/{member}/end"
    before = making.everything(app)
    for day in ("2026-06-01", "2027-12-31", "soon", ""):
        press(client, address, token_at=address, last_day=day)
    assert making.everything(app) == before


def test_an_end_that_staff_set_is_not_the_members_to_take_back(app: Flask, client: FlaskClient, member: str) -> None:
    with app.app_context(), transaction():
        ending.end(queries.by_reference(member), first_day_without=date(2027, 1, 1), because="Left.", by=None)
    before = making.everything(app)
    assert "Keep it after all" not in text_of(client)
    press(client, f"{PAGE}/{member}/keep", token_at="/account/password")
    assert making.everything(app) == before
    assert "no end that you set" in text_of(client)


def test_an_ended_membership_is_an_earlier_one_and_owes_nothing(
    app: Flask, client: FlaskClient, person: int, go_to: GoTo
) -> None:
    reference = making.membership(app, person, paid=False)
    address = f"{PAGE}/{reference}/end"
    press(client, address, token_at=address, last_day="2026-11-24")
    go_to(date(2026, 11, 25))
    words = text_of(client)
    assert "Earlier memberships Individual It ended with 24 November 2026. Its holder wished it." in words
    assert "is due" not in words and "End this membership" not in words
    assert client.get(address).headers["Location"] == PAGE


def test_anothers_membership_answers_404_and_nothing_changes(
    app: Flask, make_person: MakePerson, client: FlaskClient, member: str
) -> None:
    theirs = making.membership(app, make_person("b@example.org"), on=date(2026, 3, 1))
    before, token = making.everything(app), csrf_of(client, f"{PAGE}/{member}/end")
    for page in ("come-back", "end", "keep", "go-on"):
        sent = {"csrf_token": token, "last_day": "2026-11-24"}
        assert client.post(f"{PAGE}/{theirs}/{page}", data=sent).status_code == 404
    assert client.get(f"{PAGE}/{theirs}/end").status_code == 404
    assert making.everything(app) == before


def test_without_the_token_of_the_page_nothing_is_done(app: Flask, client: FlaskClient, member: str) -> None:
    before = making.everything(app)
    for page in ("come-back", "end", "keep", "go-on"):
        client.post(f"{PAGE}/{member}/{page}", data={"last_day": "2026-11-24"})
    assert making.everything(app) == before


def test_a_seat_whose_organisation_left_goes_on_as_an_individual_with_what_is_known(
    app: Flask, client: FlaskClient, whole: str, seat: str, council: int, person: int
) -> None:
    with app.app_context(), transaction():
        application = db.session.query(Application).filter(Application.person_id == person).one()
        application.job_title, application.statement = "Network manager", "I run the network."
        ending.end(queries.by_reference(whole), first_day_without=date(2027, 1, 1), because="", by=None)
    assert "You can go on as an individual member" in text_of(client)
    answer = press(client, f"{PAGE}/{seat}/go-on")
    with app.app_context():
        new = db.session.query(Application).filter(Application.klass == "individual").one()
        assert (new.state, new.organisation_id, new.job_title, new.statement) == (
            "draft",
            council,
            "Network manager",
            "I run the network.",
        )
    assert answer.headers["Location"] == f"{PAGE}/applications/{new.reference}/details"
    press(client, f"{PAGE}/{seat}/go-on")
    with app.app_context():
        assert db.session.query(Application).filter(Application.klass == "individual").count() == 1


def test_a_seat_whose_organisation_lapsed_owes_nothing_and_may_go_on_alone(
    app: Flask, person: int, sign_in: SignIn, seat: str, go_to: GoTo
) -> None:
    go_to(date(2026, 11, 30))
    run(app)
    go_to(date(2027, 3, 1))
    client = sign_in(person)
    words = text_of(client)
    assert "It is not in force, because the organisation’s membership is not." in words
    assert "is due" not in words and "Come back" not in words
    assert "Go on as an individual member" in words
    before = making.everything(app)
    press(client, f"{PAGE}/{seat}/come-back")
    assert making.everything(app) == before
    assert "Apply to go on as an individual member instead." in text_of(client)


def test_only_a_seat_goes_on_alone(app: Flask, client: FlaskClient, member: str) -> None:
    assert "individual member, without" not in text_of(client)
    press(client, f"{PAGE}/{member}/go-on", token_at=f"{PAGE}/{member}/end")
    with app.app_context():
        assert db.session.query(Application).filter(Application.state == "draft").count() == 0


def test_an_owner_sees_tier_discount_and_seats_without_names(
    sign_in: SignIn, owner: int, seat: str, office: str
) -> None:
    words = text_of(sign_in(owner), office)
    assert "In force It is in force until 31 December 2026." in words
    assert "Tier Large Discount on recruitment 20%" in words
    assert "1 corporate seat is held, 1 of them in force." in words
    assert "Robin" not in words and "robin@example.org" not in words


def test_an_owner_ends_the_membership_with_its_seats_and_keeps_it_after_all(
    app: Flask, sign_in: SignIn, owner: int, whole: str, seat: str, office: str
) -> None:
    client = sign_in(owner)
    asked = text_of(client, f"{office}/end")
    assert "1 corporate seat is held, 1 of them in force. They end on the same day." in asked
    press(client, f"{office}/end", token_at=f"{office}/end", last_day="2026-12-31")
    assert [making.row(app, each).ended_on for each in (whole, seat)] == [date(2027, 1, 1)] * 2
    assert ("seat_ends", "robin@example.org") in making.letters(app)
    press(client, f"{office}/keep", token_at=office)
    assert [making.row(app, each).ended_on for each in (whole, seat)] == [None, None]


def test_a_lapsed_organisation_comes_back_at_the_fee_of_its_size(
    app: Flask, sign_in: SignIn, owner: int, whole: str, office: str, go_to: GoTo
) -> None:
    go_to(date(2027, 10, 1))
    client = sign_in(owner)
    words = text_of(client, office)
    assert "can come back now. It costs £450 for the 3 months left of 2027." in words
    press(client, f"{office}/come-back", token_at=office)
    assert making.owed(app, whole)[1:] == [(2027, 3, 45_000, None)]
    assert "£450 is due for 3 months of 2027, by the tier large, without VAT." in text_of(client, office)


def test_whoever_does_not_own_the_organisation_changes_nothing(
    app: Flask, client: FlaskClient, whole: str, seat: str, office: str
) -> None:
    before, token = making.everything(app), csrf_of(client, f"{PAGE}/{seat}/end")
    for page in ("come-back", "end", "keep"):
        sent = {"csrf_token": token, "last_day": "2026-11-24"}
        assert client.post(f"{office}/{page}", data=sent).status_code == 404
    assert client.get(office).status_code == 404 and client.get(f"{office}/end").status_code == 404
    assert making.everything(app) == before


def test_an_organisation_without_membership_has_nothing_to_end(sign_in: SignIn, owner: int, office: str) -> None:
    client = sign_in(owner)
    assert client.get(f"{office}/end").headers["Location"] == office
    token = csrf_of(client, "/account/password")
    assert client.post(f"{office}/keep", data={"csrf_token": token}).status_code == 404
