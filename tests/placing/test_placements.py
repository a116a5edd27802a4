"""Placements: made with the acceptance, ordered part by part and once, guaranteed, and given back to the penny."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from portal.applying import leaving as applying_leaving
from portal.applying import queries as applications
from portal.applying.facts import ApplicationMoved
from portal.billing import placing as placing_orders
from portal.billing import queries as orders
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.clock import as_of
from portal.foundation.errors import NotFound, RuleBroken
from portal.mail.models import Message
from portal.offering import settling
from portal.placing import agenda, confirming, following, leaving, money, ordering, queries, raising, splitting, tending
from portal.placing.models import Placement, PlacementCredit
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign
from portal.selecting import deciding
from portal.web.listing import Asked
from tests import people
from tests.billing.making import settle
from tests.offering import making as offers
from tests.placing import making
from tests.races import at_once
from tests.selecting.making import Scene

FEE = 873_000
"""18 per cent of £48,500."""


def day(written: str) -> datetime:
    return datetime.fromisoformat(f"{written}T10:00+00:00")


@pytest.fixture
def scene(app_on_either: Flask) -> Scene:
    return making.scene(app_on_either)


@pytest.fixture
def one(app: Flask) -> Scene:
    """On SQLite alone."""
    return making.scene(app)


def kinds(app: Flask) -> list[str]:
    with app.app_context():
        found = [each.kind for each in db.session.query(Message).order_by(Message.id)]
        return [each.removeprefix("placing/mail/") for each in found if each.startswith("placing/")]


def test_an_acceptance_makes_a_placement_with_the_agreed_fee_and_a_copy_of_the_guarantee(
    app_on_either: Flask, scene: Scene
) -> None:
    app = app_on_either
    placement = making.reference_of(app, offers.accepted(app, scene))
    with app.app_context():
        row = queries.for_staff(placement)
        assert (row.state, row.basis, row.figure, row.fee_pence) == ("pending", "percentage", 1_800, FEE)
        assert (row.starts_on, row.salary_pence) == (date(2027, 2, 1), 4_850_000)
        assert row.schedule == [[1, 75], [2, 50], [3, 25]]
        assert row.remuneration.startswith("The basic salary of the first year")
    assert making.parts(app, placement) == {"offer_accepted": FEE}
    assert making.orders_of(app, placement) == [], "nothing is ordered before the fee was looked over"
    making.agree(app, scene, placement)
    assert making.orders_of(app, placement) == [("offer_accepted", FEE, "draft")]
    assert kinds(app) == ["fee_due"]


def test_the_pay_that_counts_and_the_plan_are_settled_until_a_part_is_ordered(app: Flask, one: Scene) -> None:
    placement = making.reference_of(app, offers.accepted(app, one))
    for pence, plan, says in (
        (4_849_999, "halves", "salary at least"),
        (5_000_000, "never", "Choose when"),
        (48_500_001, "halves", "more than ten times"),
    ):
        with pytest.raises(RuleBroken, match=says):
            making.agree(app, one, placement, plan, pence)
    assert making.parts(app, placement) == {"offer_accepted": FEE}
    making.agree(app, one, placement, "halves", 5_000_001)
    assert making.parts(app, placement) == {"offer_accepted": 450_000, "started": 450_000}
    assert making.orders_of(app, placement) == [("offer_accepted", 450_000, "draft")]
    with pytest.raises(RuleBroken, match="ordered already"):
        making.agree(app, one, placement, "start")


def test_a_part_is_ordered_once_however_many_workers_there_are(app_on_either: Flask, scene: Scene) -> None:
    app = app_on_either
    placement = making.reference_of(app, offers.accepted(app, scene))
    with app.app_context(), transaction():
        queries.for_staff(placement).fee_agreed_at = clock.now()
    at = clock.now()
    done = at_once(app, lambda: ordering.order_forgotten(at=at), times=4)
    assert sorted(each for each in done if isinstance(each, int)) == [0, 0, 0, 1], done
    assert making.orders_of(app, placement) == [("offer_accepted", FEE, "draft")]
    with app.app_context():
        assert len(orders.with_subject(f"placement:{placement}:offer_accepted")) == 1


def test_the_second_half_is_ordered_on_the_day_they_start(app: Flask, one: Scene) -> None:
    application = offers.met(app, one)
    placement = making.reference_of(app, application)
    making.agree(app, one, placement, "halves")
    assert making.state_of(app, placement) == "confirmed"
    making.invoice(app, placement)
    with as_of(making.ON_THE_DAY):
        offers.at_desk(app, one, application, lambda desk, row: settling.start(desk, row, at=clock.now()))
        assert making.state_of(app, placement) == "started"
        assert making.orders_of(app, placement) == [
            ("offer_accepted", 436_500, "paid"),
            ("started", 436_500, "draft"),
        ]
        with app.app_context():
            found = raising.to_raise(one.consultant)
            assert [(each.milestone, each.pence, bool(each.order)) for each in found] == [("started", 436_500, True)]
            assert raising.to_raise(one.member) == []
        making.invoice(app, placement, "started")
    with app.app_context():
        assert raising.to_raise() == []
    assert making.balanced(app)


def test_an_order_that_was_given_up_is_made_again_and_no_other(app: Flask, one: Scene) -> None:
    placement = making.accepted(app, one)
    again = lambda row: ordering.order_again(row, by=one.consultant, at=clock.now())  # noqa: E731
    with pytest.raises(RuleBroken, match="Everything that is due is ordered"):
        making.do(app, placement, again)
    with app.app_context(), transaction():
        first = orders.with_subject(f"placement:{placement}:offer_accepted")[0]
        placing_orders.cancel(first, because="Wrong cost centre.", by=None, at=clock.now())
    making.do(app, placement, again)
    with app.app_context():
        found = orders.with_subject(f"placement:{placement}:offer_accepted")
        assert [each.state for each in found] == ["draft", "cancelled"]


@pytest.mark.parametrize("paid", [False, True])
def test_who_does_not_start_costs_nothing(app: Flask, one: Scene, paid: bool) -> None:
    application = offers.accepted(app, one)
    placement = making.reference_of(app, application)
    making.agree(app, one, placement)
    making.invoice(app, placement, paid=paid)
    with app.app_context(), transaction():
        row = applications.own(offers.find(application).person_id or 0, application, locked=True)
        applying_leaving.withdraw(row, applications.job_of(row), because="", by=row.person_id or 0, at=clock.now())
    assert making.state_of(app, placement) == "did_not_start"
    assert making.credited_net(app) == FEE
    with app.app_context():
        row = orders.with_subject(f"placement:{placement}:offer_accepted")[0]
        assert (row.charged_pence, row.owed_pence) == (0, -row.gross_pence if paid else 0)
        assert raising.to_raise() == []
    assert making.balanced(app)


def test_who_does_not_come_on_the_day_costs_nothing(app: Flask, one: Scene) -> None:
    application = offers.met(app, one)
    placement = making.reference_of(app, application)
    making.agree(app, one, placement, "halves")
    making.invoice(app, placement)
    with as_of(making.ON_THE_DAY):
        offers.at_desk(
            app, one, application, lambda desk, row: settling.miss_start(desk, row, because="No call.", at=clock.now())
        )
    assert making.state_of(app, placement) == "did_not_start" and making.credited_net(app) == FEE // 2
    with app.app_context():
        assert queries.history(queries.for_staff(placement))[0].note == "The day came, and they did not start."
        assert agenda.starts_soon(one.consultant, at=making.ON_THE_DAY) == []
    assert making.balanced(app)


def test_conditions_that_fail_and_are_reversed_make_a_placement_anew(app: Flask, one: Scene) -> None:
    application = offers.accepted(app, one)
    first = making.reference_of(app, application)
    offers.at_desk(
        app, one, application, lambda desk, row: offers.set_check(desk, row, "identity", "problem", "Expired.")
    )
    offers.at_desk(
        app, one, application, lambda desk, row: settling.fail(desk, row, because="Expired.", at=clock.now())
    )
    assert making.state_of(app, first) == "did_not_start"
    offers.at_desk(
        app,
        one,
        application,
        lambda desk, row: deciding.decide(desk, row, "reverse", because="A new one.", at=clock.now()),
    )
    second = making.reference_of(app, application)
    assert second != first and making.state_of(app, second) == "pending"


def test_the_start_that_is_moved_moves_the_placement(app: Flask, one: Scene) -> None:
    application = offers.accepted(app, one)
    placement = making.reference_of(app, application)
    offers.at_desk(
        app,
        one,
        application,
        lambda desk, row: settling.defer(desk, row, to=date(2027, 3, 1), because="Notice.", at=clock.now()),
    )
    with app.app_context():
        assert queries.for_staff(placement).starts_on == date(2027, 3, 1)


def test_nobody_starts_while_a_check_is_open_again(app: Flask, one: Scene) -> None:
    application = offers.met(app, one)
    placement = making.reference_of(app, application)
    reopen = lambda row: confirming.reopen(row, because="The certificate is a copy.", by=one.consultant, at=clock.now())  # noqa: E731
    making.do(app, placement, reopen)
    with as_of(making.ON_THE_DAY):
        start = lambda desk, row: settling.start(desk, row, at=clock.now())  # noqa: E731
        with pytest.raises(RuleBroken, match="Confirm the placement first"):
            offers.at_desk(app, one, application, start)
        assert (offers.state_of(app, application), making.state_of(app, placement)) == ("conditions_met", "pending")
        making.do(app, placement, lambda row: confirming.confirm(row, by=one.consultant, at=clock.now()))
        offers.at_desk(app, one, application, start)
    assert making.state_of(app, placement) == "started"


@pytest.mark.parametrize(
    ("left_on", "pence"),
    [("2027-02-01", 654_750), ("2027-02-28", 654_750), ("2027-03-01", 436_500), ("2027-04-30", 218_250)],
)
def test_a_leaving_date_gives_its_share_of_the_fee_in_one_credit_note(
    app: Flask, one: Scene, left_on: str, pence: int
) -> None:
    placement = making.started(app, one)
    making.left(app, one, placement, day(left_on))
    with as_of(day(left_on)):
        assert len(making.credit(app, one, placement, pence)) == 1
    assert (making.state_of(app, placement), making.credited_net(app)) == ("credited", pence)
    with app.app_context():
        row = queries.for_staff(placement)
        assert (row.remedy_pence, [each.pence for each in db.session.query(PlacementCredit)]) == (pence, [pence])
        order = orders.with_subject(f"placement:{placement}:offer_accepted")[0]
        assert order.credited_pence == pence + round(pence / 5), "with its VAT"
        assert order.owed_pence == -order.credited_pence, "what was paid and is given back is owed to the client"
    assert making.balanced(app)
    assert kinds(app)[-1] == "credited"


def test_a_credit_over_two_invoices_is_taken_from_the_later_first(app: Flask, one: Scene) -> None:
    placement = making.started(app, one, "halves")
    making.left(app, one, placement, day("2027-02-20"))
    with as_of(day("2027-02-21")):
        assert len(making.credit(app, one, placement, 654_750)) == 2
    with app.app_context():
        assert [each.pence for each in db.session.query(PlacementCredit)] == [436_500, 218_250]
    assert making.credited_net(app) == 654_750 and making.balanced(app)


def test_what_is_not_due_is_not_credited_and_nothing_changes(app: Flask, one: Scene) -> None:
    placement = making.started(app, one)
    with pytest.raises(RuleBroken, match="no leaving date"):
        making.credit(app, one, placement, FEE)
    making.left(app, one, placement, day("2027-02-20"))
    with as_of(day("2027-02-21")):
        for seen, ticked, says in (
            (654_750, making.ALL[:2], "A condition of the guarantee is not met: the post was not made redundant"),
            (654_749, making.ALL, "£6,547.50 is due now"),
        ):
            with pytest.raises(RuleBroken, match=says):
                making.credit(app, one, placement, seen, ticked)
    assert (making.state_of(app, placement), making.credited_net(app)) == ("left", 0)


def test_of_two_who_credit_at_once_one_does(app_on_either: Flask, scene: Scene) -> None:
    app = app_on_either
    placement = making.started(app, scene)
    making.left(app, scene, placement, day("2027-02-20"))
    done = at_once(app, lambda: making.credit(app, scene, placement, 654_750), times=3)
    assert sum(isinstance(each, list) for each in done) == 1, done
    assert all(isinstance(each, list | RuleBroken) for each in done), done
    assert making.credited_net(app) == 654_750 and making.balanced(app)


def test_an_unpaid_fee_gives_nothing_back(app: Flask, one: Scene) -> None:
    application = offers.met(app, one)
    placement = making.reference_of(app, application)
    making.agree(app, one, placement)
    making.invoice(app, placement, paid=False)
    with as_of(making.ON_THE_DAY):
        offers.at_desk(app, one, application, lambda desk, row: settling.start(desk, row, at=clock.now()))
    making.left(app, one, placement, day("2027-02-20"))
    with app.app_context():
        row = queries.for_staff(placement)
        assert leaving.facts_of(row) == leaving.Facts(told_in_time=False, fee_paid=False)
        assert leaving.remedy_of(row, making.ALL).pence == 0
    with as_of(day("2027-02-21")):
        making.do(
            app,
            placement,
            lambda row: leaving.settle(row, because="The invoice was not paid.", by=one.consultant, at=clock.now()),
        )
    assert making.state_of(app, placement) == "settled"


def test_a_leaving_date_that_was_a_mistake_is_corrected(app: Flask, one: Scene) -> None:
    placement = making.started(app, one)
    for left_on, says in ((date(2027, 1, 31), "They started on 1 February 2027"), (date(2027, 3, 1), "that has come")):
        with as_of(day("2027-02-20")), pytest.raises(RuleBroken, match=says):
            making.do(
                app,
                placement,
                lambda row, left_on=left_on: leaving.leave(
                    row, left_on=left_on, because="Gone.", by=one.consultant, at=clock.now()
                ),
            )
    making.left(app, one, placement, day("2027-02-20"))
    making.do(
        app, placement, lambda row: leaving.correct(row, because="It was leave.", by=one.consultant, at=clock.now())
    )
    with app.app_context():
        row = queries.for_staff(placement)
        assert (row.state, row.left_on, row.left_because) == ("started", None, "")


def test_a_client_reports_a_leaver_and_the_consultant_is_told(app: Flask, one: Scene) -> None:
    placement = making.started(app, one)
    with as_of(day("2027-02-22")):
        with app.app_context():
            assert queries.for_client(one.owner, one.client, placement)[1].reference == placement
            with pytest.raises(NotFound):
                queries.for_client(one.member, one.client, placement)
        report = lambda row: leaving.report(row, left_on=date(2027, 2, 20), because="", by=one.owner, at=clock.now())  # noqa: E731
        making.do(app, placement, report)
    assert kinds(app)[-2:] == ["leaver_reported"] * 2
    making.left(app, one, placement, day("2027-02-20"))
    with app.app_context():
        assert leaving.facts_of(queries.for_staff(placement)) == leaving.Facts(told_in_time=True, fee_paid=True)


def test_a_replacement_is_a_campaign_without_a_fee_and_begun_once(app: Flask, one: Scene) -> None:
    placement = making.started(app, one)
    making.left(app, one, placement, day("2027-02-20"))
    replace = lambda row: leaving.replace(row, because="As they asked.", by=one.consultant, at=clock.now())  # noqa: E731
    with pytest.raises(RuleBroken, match="Say why somebody else"):
        making.do(app, placement, lambda row: leaving.replace(row, because=" ", by=one.consultant, at=clock.now()))
    assert making.state_of(app, placement) == "left"
    made = making.do(app, placement, replace)
    with pytest.raises(RuleBroken, match="no leaving date"):
        making.do(app, placement, replace)
    assert making.state_of(app, placement) == "replaced" and making.credited_net(app) == 0
    with app.app_context():
        row = campaigns.for_staff(made)
        assert (row.bought_as, row.state, row.consultant_id) == (f"replacement:{placement}", "enquiry", one.consultant)
        assert queries.for_staff(placement).replacement_id == row.id
        with pytest.raises(IntegrityError), transaction():
            db.session.add(
                Campaign(
                    reference="TWICE222",
                    organisation_id=row.organisation_id,
                    service="fixed",
                    bought_as=row.bought_as,
                    begun_at=clock.now(),
                    updated_at=clock.now(),
                )
            )
            db.session.flush()


def test_a_placement_of_a_replacement_costs_nothing_and_promises_nothing(app: Flask, one: Scene) -> None:
    with app.app_context(), transaction():
        campaign = campaigns.for_staff(one.campaign)
        campaign.service, campaign.bought_as = "fixed", "replacement:AAAA2222"
    placement = making.reference_of(app, offers.accepted(app, one))
    with app.app_context():
        row = queries.for_staff(placement)
        assert (row.fee_pence, row.schedule, raising.to_raise()) == (0, [], [])


def test_assisted_shortlisting_has_no_placement(app: Flask, one: Scene) -> None:
    with app.app_context(), transaction():
        campaigns.for_staff(one.campaign).service = "assisted"
    offers.accepted(app, one)
    with app.app_context():
        assert db.session.query(Placement).count() == 0


def test_shares_are_a_whole_and_their_sums_come_to_the_fee(app: Flask, one: Scene) -> None:
    placement = making.accepted(app, one)
    split = lambda shares: making.do(  # noqa: E731
        app, placement, lambda row: splitting.split(row, shares, by=one.consultant, at=clock.now())
    )
    for shares, says in (
        ({one.consultant: 5_000}, "come to 100 per cent"),
        ({one.consultant: 5_000, one.owner: 5_000}, "society’s consultants"),
        ({one.consultant: 12_000, one.deputy: -2_000}, "from 0 to 100"),
    ):
        with pytest.raises(RuleBroken, match=says):
            split(shares)
    split({one.consultant: 6_667, one.deputy: 3_333})
    with app.app_context():
        sums = splitting.sums_of(queries.for_staff(placement))
    assert [(name, parts) for name, parts, _ in sums] == [("Cora Field", 6_667), ("Dan Moss", 3_333)]
    assert sum(pence for _, _, pence in sums) == FEE


def test_each_side_is_reminded_of_each_thing_once(app: Flask, one: Scene) -> None:
    placement = making.started(app, one)
    sent: list[str] = []
    for on in ("2027-02-25", "2027-03-01", "2027-03-29", "2027-04-16", "2027-04-26", "2027-04-26"):
        before = len(kinds(app))
        with app.app_context():
            tending.remind(at=day(on))
        sent.append(" ".join(sorted(set(kinds(app)[before:]))))
    assert sent == ["", "look_in", "look_in", "guarantee_ending", "look_in", ""]
    with app.app_context():
        assert tending.complete(at=day("2027-05-07")) == 0, "the client has seven days to tell"
        assert [tending.complete(at=day("2027-05-08")), tending.complete(at=day("2027-05-08"))] == [1, 0]
    assert making.state_of(app, placement) == "completed"


def test_a_start_is_reminded_of_a_week_before(app: Flask, one: Scene) -> None:
    making.accepted(app, one)
    with app.app_context():
        assert tending.remind(at=making.ON_THE_DAY - timedelta(days=8)) == 0
        week = making.ON_THE_DAY - timedelta(days=7)
        assert [tending.remind(at=week), tending.remind(at=week)] == [1, 0]
        assert [each.name for each in agenda.starts_soon(one.consultant, at=week)] == ["Robin Hall"]
        assert agenda.guarantees_ending(one.consultant, at=week) == []


def test_other_consultants_have_no_placement(app: Flask, one: Scene) -> None:
    placement = making.accepted(app, one)
    other = people.make(app, "eve@society.example", name="Eve", given=("consultant",))
    with app.app_context():
        assert queries.of_consultant(other, Asked()).total == 0
        with pytest.raises(NotFound):
            queries.for_consultant(other, placement)
        assert queries.for_consultant(one.deputy, placement).reference == placement


def test_a_fixed_fee_is_the_line_that_paid_for_the_campaign(app: Flask, one: Scene) -> None:
    from portal.billing import ordering as billing_ordering
    from tests.billing.making import DETAILS

    with app.app_context(), transaction():
        campaign = campaigns.for_staff(one.campaign)
        made = billing_ordering.begin(organisation_id=campaign.organisation_id, by=one.owner, at=clock.now())
        billing_ordering.add_line(made, "full_recruitment", 1, on=clock.today(), subject=f"campaign:{one.campaign}")
        billing_ordering.detail(made, DETAILS)
        placing_orders.place(made, "account", by=one.owner, at=clock.now())
        line = orders.lines_of(made.id)[0]
        campaign.service, campaign.posts = "fixed", 2
        campaign.order_reference, campaign.bought_as = made.reference, f"line:{line.id}:1"
        reference, net = made.reference, line.net_pence
    settle(app, reference)
    placement = making.reference_of(app, offers.accepted(app, one))
    with app.app_context():
        row = queries.for_staff(placement)
        assert (row.basis, row.fee_pence) == ("fixed", net // 2)
        assert [pence for _, _, pence in money.paid_of(row)] == [net // 2]
        assert raising.to_raise() == []


@pytest.mark.parametrize(("stage", "ends"), [("accepted", "did_not_start"), ("started", "started")])
def test_an_erased_person_keeps_the_money_right(app: Flask, one: Scene, stage: str, ends: str) -> None:
    """Who is erased before the start does not start, and costs nothing; afterwards the placement goes on without words."""
    placement = making.accepted(app, one) if stage == "accepted" else making.started(app, one)
    result = app.test_cli_runner().invoke(args=["privacy", "erase", "candidate0@example.org"])
    assert result.exit_code == 0, result.output
    assert making.state_of(app, placement) == ends and making.balanced(app)
    with app.app_context():
        assert queries.row_of(queries.for_staff(placement)).name == "Application 1"


def test_a_withdrawal_after_the_start_leaves_the_placement_as_it_is(app: Flask, one: Scene) -> None:
    placement = making.started(app, one)
    with app.app_context(), transaction():
        row = queries.for_staff(placement)
        following.follow(ApplicationMoved(row.application_id, "withdraw", "conditions_met", None))
    assert making.state_of(app, placement) == "started"
