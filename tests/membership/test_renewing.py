"""The year's round: renewals from 1 November, grace, lapse, and the way back."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal import work
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.jobs import queueing
from portal.mail.models import Message
from portal.membership import daily, ending, queries, renewing
from portal.membership.models import Due, FeeRow
from tests import people
from tests.conftest import MakePerson
from tests.membership import making
from tests.membership.conftest import GoTo
from tests.races import at_once

JOINED = date(2026, 11, 24)


@pytest.fixture
def member(app: Flask, make_person: MakePerson) -> str:
    """A member since March 2026 who has paid for 2026."""
    return making.membership(app, make_person(), on=date(2026, 3, 1))


def run(app: Flask) -> str:
    with app.app_context():
        return daily.run()


def come_back(app: Flask, reference: str) -> None:
    with app.app_context(), transaction():
        renewing.come_back(queries.by_reference(reference), on=clock.today(), by=None)


def retier(app: Flask, reference: str, tier: str) -> None:
    with app.app_context(), transaction():
        renewing.retier(queries.by_reference(reference), tier=tier, on=clock.today(), by=1)


@pytest.mark.parametrize(
    ("day", "offered"),
    [(date(2026, 10, 31), (2026,)), (date(2026, 11, 1), (2026, 2027)), (date(2027, 1, 1), (2027,))],
)
def test_next_year_is_on_offer_from_the_first_of_november(day: date, offered: tuple[int, ...]) -> None:
    assert renewing.years_on_offer(day) == offered


def test_a_renewal_is_offered_on_the_first_of_november_for_the_whole_year(app: Flask, member: str, go_to: GoTo) -> None:
    go_to(date(2026, 10, 31))
    run(app)
    assert [each.year for each in making.dues(app, member)] == [2026]
    go_to(date(2026, 11, 1))
    assert run(app) == "1 renewal offered, 0 reminders sent, 0 memberships followed by another"
    assert making.owed(app, member)[1:] == [(2027, 12, 9_600, None)]
    assert making.letters(app)[-1] == ("renewal_offered", "robin@example.org")
    assert making.standing(app, member).state == "current"


def test_the_fee_of_a_renewal_is_that_of_the_year_it_is_for(app: Flask, member: str, go_to: GoTo) -> None:
    with app.app_context(), transaction():
        db.session.add(FeeRow(klass="individual", tier="", pence=12_000, from_date=date(2027, 1, 1)))
    go_to(date(2026, 11, 1))
    run(app)
    assert making.due_of(app, member, 2027).pence == 12_000


def test_a_daily_run_may_be_repeated_and_offers_and_sends_nothing_twice(app: Flask, member: str, go_to: GoTo) -> None:
    for day in (date(2026, 11, 1), date(2026, 12, 15), date(2027, 1, 15), date(2027, 2, 14), date(2027, 3, 1)):
        go_to(day)
        run(app)
        before = making.everything(app)
        assert run(app) == "0 renewals offered, 0 reminders sent, 0 memberships followed by another"
        assert making.everything(app) == before


def test_of_two_daily_runs_at_once_one_works(app_on_either: Flask, go_to: GoTo) -> None:
    app = app_on_either
    for number in range(5):
        making.membership(app, people.make(app, f"m{number}@example.org"), on=date(2026, 3, 1))
    go_to(date(2026, 11, 1))
    at_once(app, daily.run, times=4)
    run(app)
    with app.app_context():
        assert db.session.query(Due).filter(Due.year == 2027).count() == 5
    assert len([kind for kind, _ in making.letters(app) if kind == "renewal_offered"]) == 5


def test_who_comes_back_while_renewals_are_offered_owes_once(app_on_either: Flask, go_to: GoTo) -> None:
    app = app_on_either
    reference = making.membership(app, people.make(app, "m@example.org"), on=date(2026, 3, 1))
    go_to(date(2027, 6, 1))
    ways = iter((daily.run, lambda: come_back(app, reference)) * 4)
    outcomes = at_once(app, lambda: next(ways)(), times=6)
    assert [type(each).__name__ for each in outcomes if isinstance(each, Exception)].count("IntegrityError") == 0
    assert making.owed(app, reference)[1:] == [(2027, 7, 5_600, None)]


def test_the_tellings_of_an_unpaid_renewal_come_in_their_order(app: Flask, member: str, go_to: GoTo) -> None:
    for month, days in ((11, range(1, 31)), (12, range(1, 32))):
        for day in days:
            go_to(date(2026, month, day))
            run(app)
    for month, days in ((1, range(1, 32)), (2, range(1, 29)), (3, range(1, 32))):
        for day in days:
            go_to(date(2027, month, day))
            run(app)
    kinds = [kind for kind, _ in making.letters(app) if kind != "settled"]
    assert kinds == ["renewal_offered", *["renewal_reminder"] * 3, "lapsed"]


def test_paying_stops_the_reminders(app: Flask, member: str, go_to: GoTo) -> None:
    go_to(date(2026, 11, 1))
    run(app)
    making.pay(app, member, 2027)
    for day in (date(2026, 12, 15), date(2027, 2, 14), date(2027, 3, 1)):
        go_to(day)
        run(app)
    assert [kind for kind, _ in making.letters(app)] == ["settled", "renewal_offered", "settled"]
    assert making.standing(app, member).until == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("last", "lapsed"), [(date(2027, 2, 28), date(2027, 3, 1)), (date(2028, 2, 29), date(2028, 3, 1))]
)
def test_grace_lasts_to_the_end_of_february_and_the_lapse_is_told_on_the_first_of_march(
    app: Flask, make_person: MakePerson, go_to: GoTo, last: date, lapsed: date
) -> None:
    go_to(date(last.year - 1, 6, 1))
    reference = making.membership(app, make_person())
    go_to(date(last.year - 1, 11, 1))
    run(app)
    go_to(last)
    run(app)
    assert making.standing(app, reference).state == "grace"
    assert "lapsed" not in {kind for kind, _ in making.letters(app)}
    go_to(lapsed)
    run(app)
    assert making.standing(app, reference).state == "lapsed"
    assert making.letters(app)[-1] == ("lapsed", "robin@example.org")


def test_a_run_that_is_months_late_offers_the_months_left_and_tells_of_the_lapse_alone(
    app: Flask, member: str, go_to: GoTo
) -> None:
    go_to(date(2027, 5, 10))
    run(app)
    assert making.owed(app, member)[1:] == [(2027, 8, 6_400, None)]
    assert [kind for kind, _ in making.letters(app)] == ["settled", "lapsed"]
    go_to(date(2027, 5, 24))
    run(app)
    assert making.letters(app)[-1][0] == "return_fee"
    making.pay(app, member, 2027)
    assert making.standing(app, member).state == "current"


def test_a_run_in_december_after_a_year_without_any_offers_no_year_that_hangs_on_an_unpaid_one(
    app: Flask, member: str, go_to: GoTo
) -> None:
    go_to(date(2027, 12, 5))
    run(app)
    assert [each[:3] for each in making.owed(app, member)[1:]] == [(2027, 1, 800)]


def test_who_joins_in_november_is_offered_next_year_once_the_first_fee_is_settled(
    app: Flask, make_person: MakePerson, go_to: GoTo
) -> None:
    reference = making.membership(app, make_person(), on=JOINED, paid=False)
    run(app)
    assert [each.year for each in making.dues(app, reference)] == [2026]
    making.pay(app, reference, 2026)
    run(app)
    assert [(each.year, each.months) for each in making.dues(app, reference)] == [(2026, 2), (2027, 12)]


def test_a_first_fee_is_reminded_of_after_two_and_four_weeks(app: Flask, make_person: MakePerson, go_to: GoTo) -> None:
    making.membership(app, make_person(), on=JOINED, paid=False)
    for day in (date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 21), date(2026, 12, 22), date(2027, 3, 1)):
        go_to(day)
        run(app)
    assert [kind for kind, _ in making.letters(app)] == ["first_fee", "first_fee"]


def test_a_class_that_costs_nothing_goes_on_by_itself(app: Flask, make_person: MakePerson, go_to: GoTo) -> None:
    reference = making.membership(app, make_person(), "early_career", on=date(2026, 3, 1))
    go_to(date(2026, 11, 1))
    run(app)
    assert making.letters(app) == [("renewed_free", "robin@example.org")]
    assert making.standing(app, reference, date(2027, 6, 1)).state == "current"


def test_a_year_without_a_fee_is_not_offered_and_the_others_are(
    app: Flask, make_person: MakePerson, go_to: GoTo, caplog: pytest.LogCaptureFixture
) -> None:
    unpriced = making.membership(app, make_person(), "partner", on=date(2026, 3, 1))
    priced = making.membership(app, make_person("b@example.org"), on=date(2026, 3, 1))
    with app.app_context(), transaction():
        db.session.query(FeeRow).filter(FeeRow.klass == "partner").delete()
    go_to(date(2026, 11, 1))
    run(app)
    assert [each.year for each in making.dues(app, unpriced)] == [2026]
    assert [each.year for each in making.dues(app, priced)] == [2026, 2027]
    assert "membership.not_offered" in [each.message for each in caplog.records]


def test_an_organisation_is_offered_the_fee_of_its_size_and_its_owners_are_told(
    app: Flask, make_person: MakePerson, go_to: GoTo
) -> None:
    owner, applicant = make_person("owner@example.org"), make_person()
    council = making.organisation(app, staff=1_200, owner=owner)
    reference = making.membership(
        app, applicant, "organisation", on=date(2026, 3, 1), organisation_id=council, staff=1_200
    )
    with app.app_context(), transaction():
        db.session.get_one(Organisation, council).staff_count = 6_000
    go_to(date(2026, 11, 1))
    run(app)
    due = making.due_of(app, reference, 2027)
    assert (due.tier, due.pence) == ("very large", 300_000)
    assert making.letters(app)[-1] == ("renewal_offered", "owner@example.org")


def test_what_ends_with_the_year_is_neither_offered_nor_reminded_of(app: Flask, member: str, go_to: GoTo) -> None:
    go_to(date(2026, 11, 1))
    run(app)
    with app.app_context(), transaction():
        ending.end(queries.by_reference(member), first_day_without=date(2027, 1, 1), because="", by=None)
    go_to(date(2026, 12, 15))
    run(app)
    assert [kind for kind, _ in making.letters(app)] == ["settled", "renewal_offered", "ended"]


def test_one_who_lapsed_comes_back_for_the_months_left(app: Flask, member: str, go_to: GoTo) -> None:
    go_to(date(2026, 11, 1))
    run(app)
    go_to(date(2027, 8, 20))
    run(app)
    come_back(app, member)
    assert making.owed(app, member)[1:] == [(2027, 5, 4_000, None)]
    assert making.standing(app, member).state == "lapsed"
    assert making.acts(app, member)[-1] == "membership.came_back"
    making.pay(app, member, 2027)
    assert making.standing(app, member).state == "current"
    assert making.standing(app, member, date(2027, 8, 19)).state == "lapsed"


def test_coming_back_twice_owes_what_was_said_first(app: Flask, member: str, go_to: GoTo) -> None:
    go_to(date(2027, 8, 20))
    come_back(app, member)
    before = making.everything(app)
    go_to(date(2027, 10, 1))
    come_back(app, member)
    assert making.everything(app) == before


def test_who_came_back_is_reminded_as_one_who_came_back(app: Flask, member: str, go_to: GoTo) -> None:
    go_to(date(2029, 4, 1))
    come_back(app, member)
    for day in (date(2029, 4, 14), date(2029, 4, 15), date(2029, 4, 29), date(2029, 6, 1)):
        go_to(day)
        run(app)
    assert [kind for kind, _ in making.letters(app)] == ["settled", "return_fee", "return_fee"]


def test_a_membership_in_force_has_nothing_to_come_back_to(app: Flask, member: str, go_to: GoTo) -> None:
    go_to(date(2027, 1, 10))
    before = making.everything(app)
    with pytest.raises(RuleBroken, match="in force"):
        come_back(app, member)
    assert making.everything(app) == before


def test_a_membership_that_ended_does_not_come_back(app: Flask, member: str, go_to: GoTo) -> None:
    with app.app_context(), transaction():
        ending.end(queries.by_reference(member), first_day_without=JOINED, because="", by=None)
    before = making.everything(app)
    with pytest.raises(RuleBroken, match="Apply anew"):
        come_back(app, member)
    assert making.everything(app) == before


def test_the_tier_changes_what_is_owed_and_not_what_is_paid(app: Flask, make_person: MakePerson, go_to: GoTo) -> None:
    council = making.organisation(app, staff=1_200)
    reference = making.membership(
        app, make_person(), "organisation", on=date(2026, 7, 1), organisation_id=council, staff=1_200
    )
    go_to(date(2026, 11, 1))
    run(app)
    retier(app, reference, "medium")
    assert [(each.year, each.tier, each.pence) for each in making.dues(app, reference)] == [
        (2026, "large", 90_000),
        (2027, "medium", 96_000),
    ]
    assert making.acts(app, reference)[-1] == "membership.tier_changed"


def test_the_tier_of_part_of_a_year_keeps_its_months(app: Flask, make_person: MakePerson) -> None:
    council = making.organisation(app, staff=1_200)
    reference = making.membership(
        app, make_person(), "organisation", on=date(2026, 7, 1), organisation_id=council, staff=1_200, paid=False
    )
    retier(app, reference, "small")
    assert making.owed(app, reference) == [(2026, 6, 24_000, None)]


@pytest.mark.parametrize(
    ("paid", "tier", "words"),
    [
        (True, "small", "Nothing is owed"),
        (False, "large", "by the tier large already"),
        (False, "tiny", "No fee is set"),
    ],
)
def test_a_tier_that_changes_nothing_is_refused(
    app: Flask, make_person: MakePerson, paid: bool, tier: str, words: str
) -> None:
    council = making.organisation(app, staff=1_200)
    reference = making.membership(
        app, make_person(), "organisation", on=date(2026, 7, 1), organisation_id=council, staff=1_200, paid=paid
    )
    before = making.everything(app)
    with pytest.raises(RuleBroken, match=words):
        retier(app, reference, tier)
    assert making.everything(app) == before


def test_a_person_has_no_tier(app: Flask, member: str) -> None:
    with pytest.raises(RuleBroken, match="Only an organisation"):
        retier(app, member, "small")


def test_the_worker_tends_memberships_daily() -> None:
    assert [each.every for each in work.SCHEDULE if each.name == "membership.daily"] == [86_400]


def test_the_job_of_the_worker_offers_renewals(app: Flask, member: str, go_to: GoTo) -> None:
    go_to(date(2026, 11, 1))
    with app.app_context():
        with transaction():
            queueing.enqueue("membership.daily", at=clock.now(), unique_key="membership.daily:1")
        assert work.worker().run(burst=True) >= 1
    assert [each.year for each in making.dues(app, member)] == [2026, 2027]


def test_a_letter_leads_to_the_page_of_its_membership(
    app: Flask, member: str, make_person: MakePerson, go_to: GoTo
) -> None:
    owner = make_person("owner@example.org")
    council = making.organisation(app, owner=owner)
    making.membership(app, owner, "organisation", on=date(2026, 3, 1), organisation_id=council, staff=1_200)
    go_to(date(2026, 11, 1))
    run(app)
    with app.app_context():
        reference = db.session.get_one(Organisation, council).reference
        offers = db.session.scalars(select(Message).where(Message.kind.endswith("/renewal_offered")))
        pages = {each.recipient == "owner@example.org": each.body for each in offers}
    assert f"/employer/{reference}/membership\n" in pages[True] and "/account/membership" not in pages[True]
    assert "/account/membership\n" in pages[False] and "/employer" not in pages[False]
