"""Ends of memberships: with their organisation, by wish, by another that follows, with the account; and taken back."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from portal.accounts.facts import PersonClosed
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.foundation.errors import RuleBroken
from portal.mail.models import Message
from portal.membership import daily, ending, queries
from tests import people
from tests.conftest import MakePerson
from tests.membership import making
from tests.membership.conftest import GoTo
from tests.races import at_once

NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def council(app: Flask, make_person: MakePerson) -> int:
    return making.organisation(app, owner=make_person("owner@example.org"))


@pytest.fixture
def whole(app: Flask, make_person: MakePerson, council: int) -> str:
    """The council's own membership, paid for 2026."""
    return making.membership(app, make_person("head@example.org"), "organisation", organisation_id=council, staff=1_200)


@pytest.fixture
def seat(app: Flask, make_person: MakePerson, council: int, whole: str) -> str:
    """A corporate seat of the council, paid for 2026."""
    return making.membership(app, make_person("seat@example.org"), "corporate_seat", organisation_id=council)


def end(app: Flask, reference: str, day: date, because: str = "Moved abroad.") -> None:
    with app.app_context(), transaction():
        ending.end(queries.by_reference(reference), first_day_without=day, because=because, by=None)


def take_back(app: Flask, reference: str) -> None:
    with app.app_context(), transaction():
        ending.take_back(queries.by_reference(reference), by=None)


def last_letter(app: Flask) -> str:
    with app.app_context():
        body: str = db.session.query(Message).order_by(Message.id.desc()).first().body
        return body


def test_a_membership_ends_with_the_day_before(app: Flask, make_person: MakePerson) -> None:
    reference = making.membership(app, make_person())
    end(app, reference, NEW_YEAR)
    assert making.standing(app, reference, date(2026, 12, 31)).state == "current"
    assert making.standing(app, reference, NEW_YEAR).state == "lapsed"
    assert making.letters(app)[-1] == ("ended", "robin@example.org")
    assert "Its last day is 31 December 2026" in last_letter(app) and "Moved abroad." in last_letter(app)
    assert making.acts(app, reference)[-1] == "membership.ended"


@pytest.mark.parametrize(
    ("day", "words"), [(NEW_YEAR, "ends on that day or sooner"), (date(2026, 11, 23), "not before 24 November 2026")]
)
def test_an_end_that_changes_nothing_or_precedes_the_beginning_is_refused(
    app: Flask, make_person: MakePerson, day: date, words: str
) -> None:
    reference = making.membership(app, make_person())
    end(app, reference, NEW_YEAR)
    before = making.everything(app)
    with pytest.raises(RuleBroken, match=words):
        end(app, reference, day)
    assert making.everything(app) == before


def test_an_end_may_be_brought_forward(app: Flask, make_person: MakePerson) -> None:
    reference = making.membership(app, make_person())
    end(app, reference, NEW_YEAR)
    end(app, reference, date(2026, 12, 1))
    assert making.row(app, reference).ended_on == date(2026, 12, 1)


def test_of_many_who_end_it_at_once_one_does(app_on_either: Flask) -> None:
    app = app_on_either
    reference = making.membership(app, people.make(app, "robin@example.org"))
    outcomes = at_once(app, lambda: end(app, reference, NEW_YEAR))
    assert outcomes.count(None) == 1
    assert making.acts(app, reference).count("membership.ended") == 1
    assert [kind for kind, _ in making.letters(app)].count("ended") == 1


def test_an_organisation_takes_its_seats_with_it_and_tells_them(app: Flask, whole: str, seat: str) -> None:
    end(app, whole, NEW_YEAR)
    row = making.row(app, seat)
    assert (row.ended_on, row.ended_because) == (NEW_YEAR, ending.ORGANISATION_LEFT)
    assert making.letters(app)[-2:] == [("ended", "owner@example.org"), ("seat_ends", "seat@example.org")]
    assert "31 December 2026" in last_letter(app) and "go on as an individual member" in last_letter(app)
    assert making.acts(app, seat)[-1] == "membership.ended"


def test_seats_of_another_organisation_and_seats_that_ended_before_stay_as_they_are(
    app: Flask, make_person: MakePerson, whole: str, council: int
) -> None:
    other = making.organisation(app, "Othershire Council")
    making.membership(app, make_person("o@example.org"), "organisation", organisation_id=other, staff=10)
    theirs = making.membership(app, make_person("t@example.org"), "corporate_seat", organisation_id=other)
    left = making.membership(app, make_person("l@example.org"), "corporate_seat", organisation_id=council)
    end(app, left, date(2026, 12, 1))
    end(app, whole, NEW_YEAR)
    assert making.row(app, theirs).ended_on is None
    assert making.row(app, left).ended_on == date(2026, 12, 1)
    take_back(app, whole)
    assert making.row(app, left).ended_on == date(2026, 12, 1)


def test_taking_an_organisations_end_back_gives_its_seats_back_and_tells_them(
    app: Flask, whole: str, seat: str, go_to: GoTo
) -> None:
    end(app, whole, NEW_YEAR)
    take_back(app, whole)
    for each in (whole, seat):
        assert (making.row(app, each).ended_on, making.row(app, each).ended_because) == (None, "")
        assert making.acts(app, each)[-1] == "membership.end_taken_back"
    assert making.letters(app)[-1] == ("seat_goes_on", "seat@example.org")
    go_to(date(2026, 11, 25))
    end(app, whole, NEW_YEAR)
    assert making.letters(app)[-1] == ("seat_ends", "seat@example.org")


def test_there_must_be_an_end_to_take_back(app: Flask, whole: str) -> None:
    before = making.everything(app)
    with pytest.raises(RuleBroken, match="has no end"):
        take_back(app, whole)
    assert making.everything(app) == before


def test_a_provider_whose_end_is_taken_back_ends_as_declared(app: Flask, make_person: MakePerson) -> None:
    reference = making.membership(app, make_person(), "provider", answers={"serving_until": "2026-12-31"})
    end(app, reference, date(2026, 12, 1))
    take_back(app, reference)
    assert making.row(app, reference).ended_on == NEW_YEAR
    take_back(app, reference)
    assert making.row(app, reference).ended_on is None


def test_a_provider_is_told_once_a_month_before_the_declared_end(
    app: Flask, make_person: MakePerson, go_to: GoTo
) -> None:
    making.membership(app, make_person(), "provider", answers={"serving_until": "2027-01-15"})
    for day in (date(2026, 12, 16), date(2026, 12, 17), date(2026, 12, 18), date(2027, 1, 15), date(2027, 1, 20)):
        go_to(day)
        with app.app_context():
            daily.run()
        told = [kind for kind, _ in making.letters(app)].count("provider_ends")
        assert told == (0 if day < date(2026, 12, 17) else 1), day


def test_a_membership_ends_when_one_that_follows_it_is_paid(app: Flask, whole: str, seat: str) -> None:
    person = making.row(app, seat).person_id
    assert person is not None
    new = making.membership(app, person, "individual", paid=False)
    with app.app_context():
        daily.run()
    assert making.row(app, seat).ended_on is None
    making.pay(app, new, 2026)
    with app.app_context():
        daily.run()
    assert (making.row(app, seat).ended_on, making.row(app, seat).ended_because) == (
        date(2026, 11, 24),
        ending.MOVED,
    )
    assert making.row(app, new).ended_on is None
    assert "ended" not in {kind for kind, _ in making.letters(app)}


def test_of_two_memberships_of_merged_organisations_the_newer_goes_on_and_the_seats_stay(
    app: Flask, make_person: MakePerson, council: int, whole: str, seat: str
) -> None:
    second = making.membership(
        app, make_person("second@example.org"), "organisation", organisation_id=council, staff=1_200
    )
    with app.app_context():
        daily.run()
    assert making.row(app, whole).ended_because == ending.MOVED
    assert [making.row(app, each).ended_on for each in (second, seat)] == [None, None]


def test_a_seat_stands_only_with_its_organisation(app: Flask, whole: str, seat: str, go_to: GoTo) -> None:
    go_to(date(2026, 11, 25))
    with app.app_context():
        daily.run()
    making.pay(app, seat, 2027)
    go_to(date(2027, 3, 1))
    with app.app_context():
        daily.run()
    assert making.standing(app, seat).state == "lapsed"
    assert ("seat_lapsed", "seat@example.org") in making.letters(app)
    assert ("lapsed", "owner@example.org") in making.letters(app)
    making.pay(app, whole, 2027)
    assert making.standing(app, seat).state == "current"


def test_a_seat_is_warned_a_fortnight_before_and_told_once_after_the_lapse_of_its_organisation(
    app: Flask, whole: str, seat: str, go_to: GoTo
) -> None:
    kinds: list[str] = []
    for day in (date(2027, 2, 13), date(2027, 2, 14), date(2027, 2, 28), date(2027, 3, 1), date(2027, 9, 1)):
        go_to(day)
        with app.app_context():
            daily.run()
        kinds = [kind for kind, to in making.letters(app) if to == "seat@example.org" and kind.startswith("seat_")]
        assert kinds == [
            *(["seat_at_risk"] if day >= date(2027, 2, 14) else []),
            *(["seat_lapsed"] if day >= date(2027, 3, 1) else []),
        ], day


def test_nobody_pays_for_a_seat_whose_organisation_has_lapsed(app: Flask, whole: str, seat: str, go_to: GoTo) -> None:
    for day in (date(2027, 3, 1), date(2027, 11, 1), date(2027, 12, 15), date(2028, 3, 1)):
        go_to(day)
        with app.app_context():
            daily.run()
    assert [each.year for each in making.dues(app, seat)] == [2026]
    assert {kind for kind, to in making.letters(app) if to == "seat@example.org"} == {"settled", "seat_lapsed"}


def test_a_seat_that_lapsed_by_itself_is_not_told_of_its_organisation(
    app: Flask, whole: str, seat: str, go_to: GoTo
) -> None:
    for year in (2027, 2028):
        go_to(date(year, 2, 1))
        with app.app_context():
            daily.run()
        if year == 2027:
            making.pay(app, whole, 2027)
    go_to(date(2028, 3, 1))
    with app.app_context():
        daily.run()
    assert "seat_lapsed" not in {kind for kind, to in making.letters(app) if to == "seat@example.org"}


def test_closing_the_account_ends_its_memberships_without_a_letter(
    app: Flask, make_person: MakePerson, go_to: GoTo
) -> None:
    person = make_person()
    reference, other = making.membership(app, person), making.membership(app, make_person("b@example.org"))
    with app.app_context(), transaction():
        announce(PersonClosed(person))
    row = making.row(app, reference)
    assert (row.ended_on, row.ended_because) == (clock.today(), ending.CLOSED)
    assert making.row(app, other).ended_on is None
    go_to(date(2026, 12, 1))
    with app.app_context():
        daily.run()
    assert [kind for kind, to in making.letters(app) if to == "robin@example.org"] == ["settled"]
