"""The roll for staff: finding, standing on any day, recording, letting off, ending; and what is refused."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Seat
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.membership import daily, queries, roll, showing, standing_in_queries
from portal.membership.models import Due, Membership
from tests import people
from tests.conftest import MakePerson, SignIn
from tests.membership import making
from tests.membership.conftest import GoTo
from tests.membership.test_holding import text_of
from tests.people import csrf_of

ROLL = "/staff/memberships"


@pytest.fixture
def clerk(make_person: MakePerson) -> int:
    return make_person("clerk@example.org", roles=("staff",), name="Clerk Mayfield")


@pytest.fixture
def client(sign_in: SignIn, clerk: int) -> FlaskClient:
    return sign_in(clerk)


@pytest.fixture
def member(app: Flask, make_person: MakePerson) -> str:
    """Robin Hall's membership since March 2026, paid."""
    return making.membership(app, make_person(), on=date(2026, 3, 1))


@pytest.fixture
def newcomer(app: Flask, make_person: MakePerson) -> str:
    """Nell Byron's membership, whose first fee is not paid."""
    return making.membership(app, make_person("nell@example.org", name="Nell Byron"), paid=False)


@pytest.fixture
def council(app: Flask, make_person: MakePerson) -> int:
    return making.organisation(app, owner=make_person("owner@example.org", name="Olga Owner"))


@pytest.fixture
def whole(app: Flask, make_person: MakePerson, council: int) -> str:
    head = make_person("head@example.org", name="Henry Head")
    return making.membership(app, head, "organisation", organisation_id=council, staff=1_200, paid=False)


def page_of(app: Flask, reference: str, act: str, year: int = 2026) -> str:
    """The address of an act upon a membership, or upon its fee of a year."""
    if act in ("pay", "let-off", "take-back"):
        return f"{ROLL}/{reference}/dues/{making.due_of(app, reference, year).reference}/{act}"
    return f"{ROLL}/{reference}/{act}"


def send(client: FlaskClient, address: str, **fields: object):
    return client.post(address, data={"csrf_token": csrf_of(client, address), **fields})


def day(value: date) -> list[str]:
    return [str(value.day), str(value.month), str(value.year)]


PAYMENT = {"paid_on": day(date(2026, 11, 20)), "reference": "BACS 77"}


def test_a_payment_is_recorded_with_its_day_and_reference(
    app: Flask, client: FlaskClient, newcomer: str, clerk: int
) -> None:
    address = page_of(app, newcomer, "pay")
    assert "£16 for 2 months of 2026" in text_of(client, address)
    answer = send(client, address, **PAYMENT)
    assert answer.headers["Location"] == f"{ROLL}/{newcomer}"
    due = making.due_of(app, newcomer, 2026)
    assert (due.paid_on, due.payment_reference, due.recorded_by_id) == (date(2026, 11, 20), "BACS 77", clerk)
    words = text_of(client, f"{ROLL}/{newcomer}")
    assert "The payment is recorded" in words and "In force It is in force until 31 December 2026." in words
    assert "Paid on 20 November 2026 Under BACS 77" in words
    assert "Clerk Mayfield recorded a payment" in words
    assert making.letters(app) == [("settled", "nell@example.org")]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"paid_on": day(date(2026, 11, 25)), "reference": "B"}, "today or earlier"),
        ({"paid_on": ["30", "2", "2026"], "reference": "B"}, "Enter a real date"),
        ({"paid_on": ["", "", ""], "reference": "B"}, "Enter the day on which it was paid"),
        ({"paid_on": day(date(2026, 11, 20)), "reference": " "}, "Enter the reference of the payment"),
        ({"paid_on": day(date(2026, 11, 20)), "reference": "B" * 81}, "at most 80 characters"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_and_changes_nothing(
    app: Flask, client: FlaskClient, newcomer: str, fields: dict[str, object], words: str
) -> None:
    before = making.everything(app)
    assert words in send(client, page_of(app, newcomer, "pay"), **fields).text
    assert making.everything(app) == before


def test_a_fee_is_let_off_with_a_reason_and_taken_back(app: Flask, client: FlaskClient, newcomer: str) -> None:
    address = page_of(app, newcomer, "let-off")
    assert "Enter the reason" in send(client, address, because="").text
    send(client, address, because="Parental leave")
    assert making.due_of(app, newcomer, 2026).waived_because == "Parental leave"
    assert making.standing(app, newcomer).state == "current"
    assert "Parental leave" in text_of(client, f"{ROLL}/{newcomer}")
    send(client, page_of(app, newcomer, "take-back"))
    assert making.due_of(app, newcomer, 2026).paid_on is None
    assert making.standing(app, newcomer).state == "unpaid"
    assert [kind for kind, _ in making.letters(app)] == ["settled", "settling_taken_back"]
    assert making.acts(app, newcomer)[1:] == ["membership.waived", "membership.settling_taken_back"]


def test_a_page_about_a_sum_that_is_settled_or_open_already_leads_back(
    app: Flask, client: FlaskClient, member: str, newcomer: str
) -> None:
    before = making.everything(app)
    for reference, act in ((member, "pay"), (member, "let-off"), (newcomer, "take-back")):
        answer = client.get(page_of(app, reference, act))
        assert answer.headers["Location"] == f"{ROLL}/{reference}"
    assert "Nothing was changed" in text_of(client, f"{ROLL}/{newcomer}")
    assert making.everything(app) == before


def test_a_sum_of_another_membership_answers_404_and_nothing_changes(
    app: Flask, client: FlaskClient, member: str, newcomer: str
) -> None:
    theirs = making.due_of(app, newcomer, 2026).reference
    token, before = csrf_of(client, page_of(app, newcomer, "pay")), making.everything(app)
    for act in ("pay", "let-off", "take-back"):
        address = f"{ROLL}/{member}/dues/{theirs}/{act}"
        assert client.get(address).status_code == 404
        assert client.post(address, data={"csrf_token": token, **PAYMENT, "because": "x"}).status_code == 404
    assert making.everything(app) == before


def test_an_organisation_is_charged_by_another_tier(app: Flask, client: FlaskClient, whole: str) -> None:
    address = page_of(app, whole, "tier")
    assert "Large From 1,000 staff. £300 for the 2 months left of 2026" in text_of(client, address)
    send(client, address, tier="medium")
    due = making.due_of(app, whole, 2026)
    assert (due.tier, due.pence) == ("medium", 16_000)
    assert "charged by another tier" in text_of(client, f"{ROLL}/{whole}")


@pytest.mark.parametrize("tier", ["large", "tiny", ""])
def test_a_tier_that_is_none_or_the_same_changes_nothing(
    app: Flask, client: FlaskClient, whole: str, tier: str
) -> None:
    before = making.everything(app)
    assert "There is a problem" in send(client, page_of(app, whole, "tier"), tier=tier).text
    assert making.everything(app) == before


def test_an_end_is_recorded_with_its_reason_and_taken_back(app: Flask, client: FlaskClient, member: str) -> None:
    send(client, page_of(app, member, "end"), last_day=day(date(2026, 11, 30)), because="Has died.")
    row = making.row(app, member)
    assert (row.ended_on, row.ended_because) == (date(2026, 12, 1), "Has died.")
    assert "Last day 30 November 2026 Why it ends Has died." in text_of(client, f"{ROLL}/{member}")
    assert making.letters(app)[-1] == ("ended", "robin@example.org")
    assert "It ends with 30 November 2026. Has died." in text_of(client, page_of(app, member, "keep"))
    send(client, page_of(app, member, "keep"))
    assert making.row(app, member).ended_on is None
    assert making.acts(app, member)[-2:] == ["membership.ended", "membership.end_taken_back"]


@pytest.mark.parametrize(
    ("last_day", "words"),
    [
        (day(date(2026, 2, 27)), "not before 1 March 2026"),
        (day(date(2032, 1, 1)), "in 2031 or earlier"),
        (["31", "12", "9999"], "in 2031 or earlier"),
        (["x", "", ""], "Enter a real date"),
    ],
)
def test_an_end_on_a_day_that_cannot_be_is_refused(
    app: Flask, client: FlaskClient, member: str, last_day: list[str], words: str
) -> None:
    before = making.everything(app)
    assert words in send(client, page_of(app, member, "end"), last_day=last_day, because="Left.").text
    assert making.everything(app) == before


def test_staff_make_the_fee_for_coming_back_due(
    app: Flask, sign_in: SignIn, clerk: int, member: str, go_to: GoTo
) -> None:
    go_to(date(2027, 8, 2))
    client = sign_in(clerk)
    send(client, page_of(app, member, "come-back"))
    assert making.owed(app, member)[1:] == [(2027, 5, 4_000, None)]
    assert client.get(page_of(app, member, "come-back")).headers["Location"] == f"{ROLL}/{member}"


@pytest.mark.parametrize("act", ["pay", "let-off", "end", "tier"])
def test_nobody_tends_their_own_membership_or_their_organisations(
    app: Flask, sign_in: SignIn, clerk: int, make_person: MakePerson, council: int, whole: str, act: str
) -> None:
    mine = making.membership(app, clerk, paid=False)
    with app.app_context(), transaction():
        now = clock.now()
        db.session.add(Seat(organisation_id=council, person_id=clerk, role="recruiter", given_at=now, confirmed_at=now))
    client = sign_in(clerk)
    other = making.membership(app, make_person("x@example.org"), paid=False)
    token = csrf_of(client, page_of(app, other, "pay"))
    before = making.everything(app)
    for reference in (whole,) if act == "tier" else (mine, whole):
        page = text_of(client, f"{ROLL}/{reference}")
        assert "A colleague changes it." in page and "Record a payment" not in page and "End the membership" not in page
        address = page_of(app, reference, act)
        assert client.get(address).headers["Location"] == f"{ROLL}/{reference}"
        sent = {**PAYMENT, "because": "x", "last_day": day(date(2026, 12, 31)), "tier": "small"}
        client.post(address, data={"csrf_token": token, **sent})
        assert making.everything(app) == before


@pytest.mark.parametrize("act", ["pay", "let-off", "take-back", "tier", "end", "keep", "come-back"])
def test_only_staff_come_in_and_only_with_the_pages_token(
    app: Flask, client: FlaskClient, sign_in: SignIn, make_person: MakePerson, newcomer: str, act: str
) -> None:
    stranger = sign_in(make_person("s@example.org", roles=("consultant",)))
    before, address = making.everything(app), page_of(app, newcomer, act)
    for path in (ROLL, f"{ROLL}/{newcomer}", address):
        assert stranger.get(path).status_code == 404
    assert stranger.post(address, data={"csrf_token": csrf_of(stranger, "/account/password")}).status_code == 404
    client.post(address, data={**PAYMENT, "because": "x", "last_day": day(date(2026, 12, 31))})
    assert making.everything(app) == before


def test_standing_is_shown_on_any_day_with_its_reasons(client: FlaskClient, member: str) -> None:
    words = text_of(client, f"{ROLL}/{member}?on=28&on=2&on=2027")
    assert "On 28 February 2027: in force, in grace. It began on 1 March 2026." in words
    words = text_of(client, f"{ROLL}/{member}?on=1&on=3&on=2027")
    assert "On 1 March 2027: not in force." in words and "then it lapsed." in words
    assert "On 28 February 2026: not in force. It begins on 1 March 2026." in text_of(
        client, f"{ROLL}/{member}?on=28&on=2&on=2026"
    )


@pytest.mark.parametrize(
    "asked", ["on=30&on=2&on=2027", "on=x", "on=1&on=1&on=0", "on=&on=&on=", "on=31&on=12&on=9999"]
)
def test_a_day_that_is_none_shows_the_page_all_the_same(client: FlaskClient, member: str, asked: str) -> None:
    assert client.get(f"{ROLL}/{member}?{asked}").status_code == 200


def test_the_list_is_searched_by_name_organisation_and_the_reference_that_a_payment_quotes(
    app: Flask, client: FlaskClient, member: str, newcomer: str, whole: str
) -> None:
    quoted = making.due_of(app, newcomer, 2026).reference
    for words, names in (
        ("robin hall", ["Robin Hall"]),
        ("anyshire", ["Anyshire Council"]),
        (f"{quoted[:4]}-{quoted[4:]}".lower(), ["Nell Byron"]),
        (newcomer, ["Nell Byron"]),
        ("nobody", []),
        ("100%", []),
    ):
        page = client.get(ROLL, query_string={"q": words}).text
        assert [name for name in ("Anyshire Council", "Nell Byron", "Robin Hall") if f">{name}<" in page] == names, (
            words
        )


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"class": "organisation"}, ["Anyshire Council"]),
        ({"state": "current"}, ["Robin Hall"]),
        ({"state": "unpaid"}, ["Anyshire Council", "Nell Byron"]),
        ({"owes": "2026", "class": "individual"}, ["Nell Byron"]),
        ({"owes": "1999"}, ["Anyshire Council", "Nell Byron", "Robin Hall"]),
        ({"sort": "-holder"}, ["Robin Hall", "Nell Byron", "Anyshire Council"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(
    client: FlaskClient, member: str, newcomer: str, whole: str, query: dict[str, str], names: list[str]
) -> None:
    page = client.get(ROLL, query_string=query).text
    found = [
        (page.index(f">{name}<"), name)
        for name in ("Anyshire Council", "Nell Byron", "Robin Hall")
        if f">{name}<" in page
    ]
    assert [name for _, name in sorted(found)] == names


def test_the_list_is_downloaded_without_formulas_and_the_download_is_recorded(
    app: Flask, client: FlaskClient, make_person: MakePerson, newcomer: str
) -> None:
    making.membership(app, make_person("evil@example.org", name="=cmd|' /C calc'!A0"), paid=False)
    answer = client.get(f"{ROLL}?format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    due = making.due_of(app, newcomer, 2026).reference
    assert rows[-1] == {
        "Reference": newcomer,
        "Holder": "Nell Byron",
        "Organisation": "",
        "Class": "Individual",
        "State": "First fee not paid",
        "In force until": "",
        "Owes": "16.00",
        "Owed under": due,
        "Began": "2026-11-24",
        "Ended": "",
    }
    assert rows[0]["Holder"].startswith("'=cmd")
    with app.app_context():
        assert making.everything(app)[3][-1][2] == "membership.list_downloaded"


def test_a_page_of_the_list_asks_a_fixed_number_of_questions(
    app: Flask, client: FlaskClient, make_person: MakePerson, council: int
) -> None:
    def asked() -> int:
        count = 0

        def note(*_: object) -> None:
            nonlocal count
            count += 1

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            assert client.get(ROLL).status_code == 200
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return count

    making.membership(app, make_person("0@example.org"), "corporate_seat", organisation_id=council)
    few = asked()
    for number in range(1, 12):
        klass = "corporate_seat" if number % 2 else "individual"
        making.membership(app, make_person(f"{number}@example.org"), klass, organisation_id=council)
    assert asked() == few


DAYS = (date(2026, 11, 24), date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 29), date(2028, 3, 1))


def test_a_state_in_the_list_is_the_state_that_standing_works_out(app_on_either: Flask) -> None:
    """Every mixture of beginnings, ends and settled years, with and without an organisation in each of its states."""
    app = app_on_either
    person = people.make(app, "all@example.org")
    whole_years = [(), (2026,), (2027,), (2026, 2027), (2026, 2027, 2028)]
    with app.app_context(), transaction():
        for settled in (None, *whole_years):
            behind = None
            if settled is not None:
                behind = making.bare_organisation(f"Council {settled}")
                _mixture("organisation", None, behind, date(2026, 1, 5), None, settled)
            for ended in (None, date(2027, 1, 1), date(2027, 6, 1)):
                for own in whole_years:
                    for klass in ("corporate_seat", "individual"):
                        _mixture(klass, person, behind, date(2026, 1, 5), ended, own)
        _mixture("individual", person, None, date(2027, 5, 1), None, ())
    with app.app_context():
        rows = list(db.session.scalars(select(Membership)))
        for on in DAYS:
            standings = queries.standings(rows, on=on)
            expected = {row.reference: showing.state_of(row, standings[row.id], on=on) for row in rows}
            found = {
                reference: state
                for state in showing.STATES
                for reference in db.session.scalars(
                    select(Membership.reference).where(standing_in_queries.in_state(state, on=on))
                )
            }
            assert found == expected, on


def _mixture(
    klass: str, person: int | None, organisation: int | None, began: date, ended: date | None, settled: tuple[int, ...]
) -> None:
    row = Membership(
        reference=new_reference(),
        klass=klass,
        person_id=person,
        organisation_id=organisation,
        began_on=began,
        ended_on=ended,
    )
    db.session.add(row)
    db.session.flush()
    for year in (2026, 2027, 2028):
        db.session.add(
            Due(
                reference=new_reference(),
                membership_id=row.id,
                year=year,
                months=12,
                pence=100,
                offered_on=date(year - 1, 11, 1),
                paid_on=date(year, 1, 1) - timedelta(days=20) if year in settled else None,
            )
        )
    db.session.flush()


def test_who_owes_a_year_leaves_out_those_who_end_before_it(
    app: Flask, sign_in: SignIn, clerk: int, member: str, go_to: GoTo
) -> None:
    go_to(date(2026, 11, 1))
    with app.app_context():
        daily.run()
    client = sign_in(clerk)
    assert "1 membership found" in text_of(client, f"{ROLL}?owes=2027")
    send(client, page_of(app, member, "end"), last_day=day(date(2026, 12, 31)), because="Left.")
    assert "0 memberships found" in text_of(client, f"{ROLL}?owes=2027")
    with app.app_context():
        found = roll.listed(
            words="", chosen={}, sort="holder", descending=False, page=1, per_page=50, on=date(2026, 11, 1)
        )
        assert [line.owed for line in found.lines] == [0]
