"""Settling what is due: recorded once, let off, taken back; refusals change nothing."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.membership import paying, queries
from portal.membership.models import Due
from tests import people
from tests.conftest import MakePerson
from tests.membership import making
from tests.membership.conftest import GoTo
from tests.races import at_once

TODAY = date(2026, 11, 24)


@pytest.fixture
def unpaid(app: Flask, make_person: MakePerson) -> str:
    """A membership that was admitted today and owes its first fee."""
    return making.membership(app, make_person(), paid=False)


def the_due(reference: str, year: int = 2026) -> Due:
    due = queries.due_for(queries.by_reference(reference), year)
    assert due is not None
    return due


def test_a_payment_brings_the_membership_into_force_and_is_told(
    app: Flask, unpaid: str, make_person: MakePerson
) -> None:
    staff = make_person("staff@example.org")
    with app.app_context(), transaction():
        paying.pay(the_due(unpaid), on=date(2026, 11, 20), reference="BACS 77", by=staff)
    due = making.due_of(app, unpaid, 2026)
    assert (due.paid_on, due.payment_reference, due.recorded_by_id) == (date(2026, 11, 20), "BACS 77", staff)
    assert making.standing(app, unpaid).state == "current"
    assert making.letters(app) == [("settled", "robin@example.org")]
    assert making.acts(app, unpaid) == ["membership.admitted", "membership.paid"]


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 11, 25), "today or earlier"), (date(2024, 12, 31), "in 2025 or later")]
)
def test_a_payment_on_a_day_that_cannot_be_is_refused(app: Flask, unpaid: str, day: date, words: str) -> None:
    before = making.everything(app)
    with app.app_context(), pytest.raises(RuleBroken, match=words), transaction():
        paying.pay(the_due(unpaid), on=day, reference="BACS", by=None)
    assert making.everything(app) == before


def test_of_many_who_record_one_payment_one_does(app_on_either: Flask) -> None:
    app = app_on_either
    reference = making.membership(app, people.make(app, "robin@example.org"), paid=False)

    def record() -> str:
        with transaction():
            paying.pay(the_due(reference), on=clock.today(), reference="BACS", by=None)
        return "recorded"

    outcomes = at_once(app, record)
    assert outcomes.count("recorded") == 1
    refused = [each for each in outcomes if isinstance(each, RuleBroken)]
    assert len(refused) == 7 and all("settled already" in str(each) for each in refused)
    assert making.acts(app, reference).count("membership.paid") == 1
    assert making.letters(app) == [("settled", "robin@example.org")]


def test_what_is_paid_is_not_let_off(app: Flask, unpaid: str) -> None:
    making.pay(app, unpaid, 2026)
    before = making.everything(app)
    with app.app_context(), pytest.raises(RuleBroken, match="The fee for 2026, £16, is settled already"), transaction():
        paying.waive(the_due(unpaid), because="Parental leave", on=TODAY, by=1)
    assert making.everything(app) == before


def test_a_fee_let_off_counts_as_settled_and_the_letter_says_so(
    app: Flask, unpaid: str, make_person: MakePerson
) -> None:
    staff = make_person("staff@example.org")
    with app.app_context(), transaction():
        paying.waive(the_due(unpaid), because="Parental leave", on=TODAY, by=staff)
    assert making.standing(app, unpaid).reasons[1] == "The fee for 2026 was let off on 24 November 2026."
    assert making.letters(app) == [("settled", "robin@example.org")]


def test_a_payment_taken_back_is_owed_again_and_may_be_recorded_anew(
    app: Flask, unpaid: str, make_person: MakePerson, go_to: GoTo
) -> None:
    staff = make_person("staff@example.org")
    making.pay(app, unpaid, 2026)
    with app.app_context(), transaction():
        paying.take_back(the_due(unpaid), by=staff)
    due = making.due_of(app, unpaid, 2026)
    assert (due.paid_on, due.payment_reference, due.waived_because, due.recorded_by_id) == (None, "", "", None)
    assert making.standing(app, unpaid).state == "unpaid"
    go_to(date(2026, 11, 30))
    making.pay(app, unpaid, 2026)
    assert making.acts(app, unpaid)[1:] == [
        "membership.paid",
        "membership.settling_taken_back",
        "membership.paid",
    ]
    assert [kind for kind, _ in making.letters(app)] == ["settled", "settling_taken_back", "settled"]


@pytest.mark.parametrize(
    ("klass", "words"), [("individual", "not recorded as settled"), ("early_career", "costs nothing")]
)
def test_there_must_be_something_to_take_back(app: Flask, make_person: MakePerson, klass: str, words: str) -> None:
    reference = making.membership(app, make_person(), klass, paid=False)
    before = making.everything(app)
    with app.app_context(), pytest.raises(RuleBroken, match=words), transaction():
        paying.take_back(the_due(reference), by=1)
    assert making.everything(app) == before


def test_the_owners_of_an_organisation_are_told_of_its_payment(app: Flask, make_person: MakePerson) -> None:
    owner = make_person("owner@example.org")
    council = making.organisation(app, owner=owner)
    making.membership(app, make_person(), "organisation", organisation_id=council, staff=1_200)
    assert making.letters(app) == [("settled", "owner@example.org")]
