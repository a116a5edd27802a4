"""Fees, tiers, and what an approved application becomes."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.membership import admitting, fees, queries, seeding, tiers
from portal.membership.fees import Fee
from portal.membership.models import Application, Due, FeeRow, TierRow
from tests.conftest import MakePerson


def apply(person_id: int, klass: str = "individual", **more: object) -> Application:
    application = Application(
        reference=f"APP{klass[:3]}{person_id}",
        klass=klass,
        person_id=person_id,
        state="approved",
        answers=more.pop("answers", {}),
        created_at=clock.now(),
        **more,
    )
    db.session.add(application)
    db.session.flush()
    return application


def test_a_new_installation_has_fees_and_tiers_and_setup_changes_none_of_the_staffs(app: Flask) -> None:
    with app.app_context(), transaction():
        before = len(db.session.scalars(select(FeeRow)).all())
        assert before >= 9
        db.session.scalars(select(TierRow).where(TierRow.name == "small")).one().discount_percent = 11
    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
    with app.app_context():
        assert len(db.session.scalars(select(FeeRow)).all()) == before
        assert tiers.tier_of(1, on=date(2026, 11, 24)).discount_percent == 11


@pytest.mark.parametrize(
    ("staff", "name"),
    [
        (1, "small"),
        (249, "small"),
        (250, "medium"),
        (999, "medium"),
        (1000, "large"),
        (4999, "large"),
        (5000, "very large"),
    ],
)
def test_the_tier_follows_from_the_number_of_staff(app: Flask, staff: int, name: str) -> None:
    with app.app_context():
        assert tiers.tier_of(staff, on=date(2026, 11, 24)).name == name


def test_a_fee_is_the_newest_that_has_begun_and_charged_by_the_months_left(app: Flask) -> None:
    with app.app_context(), transaction():
        db.session.add(FeeRow(klass="individual", tier="", pence=12_000, from_date=date(2027, 1, 1)))
        assert fees.fee_for("individual", on=date(2026, 12, 31)) == Fee(9_600, 1, 800)
        assert fees.fee_for("individual", on=date(2027, 1, 1)) == Fee(12_000, 12, 12_000)
        assert fees.fee_for("organisation", "medium", on=date(2026, 11, 24)) == Fee(96_000, 2, 16_000)


def test_a_fee_that_was_never_set_is_said_to_be_missing(app: Flask) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match="No fee is set for Organisation, tiny"):
        fees.fee_for("organisation", "tiny", on=date(2026, 11, 24))


def test_admitting_makes_a_membership_that_stands_once_its_months_are_paid(app: Flask, make_person: MakePerson) -> None:
    person = make_person()
    today = date(2026, 11, 24)
    with app.app_context(), transaction():
        membership = admitting.admit(apply(person), on=today, by=None)
        due = db.session.scalars(select(Due).where(Due.membership_id == membership.id)).one()
        assert (due.year, due.months, due.pence, due.paid_on) == (2026, 2, 1_600, None)
        assert queries.standing_of(person, on=today).state == "unpaid"
        due.paid_on = today
        db.session.flush()
        assert queries.standing_of(person, on=today).state == "current"


def test_a_year_that_costs_nothing_is_paid_from_the_start(app: Flask, make_person: MakePerson) -> None:
    person = make_person()
    with app.app_context(), transaction():
        admitting.admit(apply(person, "early_career"), on=date(2026, 11, 24), by=None)
        assert queries.standing_of(person, on=date(2026, 11, 24)).state == "current"


def test_an_organisation_pays_by_its_size(app: Flask, make_person: MakePerson) -> None:
    from portal.employers.models import Organisation

    person = make_person()
    with app.app_context(), transaction():
        organisation = Organisation(
            reference="ORG23456",
            name="Anyshire Council",
            name_key="anyshire",
            sector="local_government",
            created_at=clock.now(),
            confirmed_at=clock.now(),
            updated_at=clock.now(),
        )
        db.session.add(organisation)
        db.session.flush()
        application = apply(person, "organisation", organisation_id=organisation.id, staff_count=1_200)
        membership = admitting.admit(application, on=date(2026, 11, 24), by=None)
        due = db.session.scalars(select(Due).where(Due.membership_id == membership.id)).one()
        assert (membership.person_id, due.tier, due.pence) == (None, "large", 30_000)
        assert queries.organisation_standing(organisation.id, on=date(2026, 11, 24)).state == "unpaid"
        assert queries.standing_of(person, on=date(2026, 11, 24)).state == "none"


def test_a_provider_is_admitted_until_the_declared_end(app: Flask, make_person: MakePerson) -> None:
    person = make_person()
    with app.app_context(), transaction():
        application = apply(person, "provider", answers={admitting.DECLARED_END: "2026-12-31"})
        admitting.admit(application, on=date(2026, 11, 24), by=None)
        db.session.scalars(select(Due)).one().paid_on = date(2026, 11, 24)
        db.session.flush()
        assert queries.standing_of(person, on=date(2026, 12, 31)).state == "current"
        assert queries.standing_of(person, on=date(2027, 1, 1)).state == "lapsed"


def test_an_application_admits_once(app_on_either: Flask) -> None:
    from tests import people

    person = people.make(app_on_either, "robin@example.org")
    with app_on_either.app_context(), transaction():
        application = apply(person)
        admitting.admit(application, on=date(2026, 11, 24), by=None)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            admitting.admit(application, on=date(2026, 11, 24), by=None)


def test_seeding_twice_adds_nothing(app: Flask) -> None:
    with app.app_context(), transaction():
        before = len(db.session.scalars(select(FeeRow)).all())
        seeding.seed()
        assert len(db.session.scalars(select(FeeRow)).all()) == before
