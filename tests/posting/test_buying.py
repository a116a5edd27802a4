"""A vacancy is paid for with a credit or by an order; each gives once, and all of it or nothing."""

import re
from datetime import timedelta
from functools import partial
from queue import SimpleQueue

import pytest
from flask import Flask
from sqlalchemy import select

from portal.billing import credits, details, ordering, paying, placing, terms
from portal.billing import queries as orders
from portal.billing.models import Order
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.mail.models import Message
from portal.posting import buying, publishing, queries, tending, writing
from portal.posting.models import Posting, PostingPurchase
from portal.vacancies.models import Vacancy
from tests import people
from tests.billing.making import give_credits
from tests.conftest import MakePerson, SignIn
from tests.employers import acting
from tests.people import post
from tests.posting import making
from tests.races import at_once


@pytest.fixture
def world(app: Flask, make_person: MakePerson) -> tuple[Organisation, int]:
    return making.employer(app, make_person)


def balance(app: Flask, row: Organisation) -> int:
    with app.app_context():
        return credits.balance(row.id, on=clock.today())


def order_of(app: Flask, reference: str) -> Order:
    with app.app_context():
        return db.session.scalars(select(Order).where(Order.reference == making.find(reference).order_reference)).one()


def settle(app: Flask, reference: str, by: int, *, pay: bool = True) -> None:
    """Place the order of a vacancy on account and note the whole money for it, unless told not to `pay`."""
    with app.app_context(), transaction():
        order = orders.for_staff(making.find(reference).order_reference)
        ordering.detail(
            order,
            details.Details(contact="Pat Moor", bill_to="Leeds", bill_address="Civic Hall", bill_email="bills@leeds.gov.uk", po_number="PO1"),
        )  # fmt: skip
        placing.place(order, "account", by=by, at=clock.now())
    if not pay:
        return
    with app.app_context(), transaction():
        order = orders.for_staff(order.reference)
        if order.state != "paid":
            paying.settle(order, order.gross_pence, by_what="bank:1", at=clock.now(), by=None)


def test_a_credit_publishes_at_once_and_is_spent_once(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    give_credits(app, row.id, 2)
    reference = making.posting(app, row, person)
    with app.app_context(), transaction():
        buying.by_credit(making.find(reference), publish_at=None, by=person, at=clock.now())
    with pytest.raises(RuleBroken, match="already"), app.app_context(), transaction():
        buying.by_credit(making.find(reference), publish_at=None, by=person, at=clock.now())
    assert balance(app, row) == 1
    with app.app_context():
        assert making.find(reference).state == "live"
        assert [(each.kind, each.weeks, each.subject) for each in queries.bought(making.find(reference))] == [
            ("advert", 4, "credit:1")
        ]


def test_a_credit_is_kept_when_the_vacancy_cannot_be_published(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    give_credits(app, row.id, 1)
    for changes in ({"pay": {}}, {"closing": {"closes_on": ["3", "1", "2027"]}}):
        reference = making.posting(app, row, person, **changes)
        with pytest.raises(RuleBroken), app.app_context(), transaction():
            buying.by_credit(making.find(reference), publish_at=None, by=person, at=clock.now())
        assert balance(app, row) == 1
        with app.app_context():
            assert (
                making.find(reference).state,
                db.session.scalar(select(Vacancy)),
                db.session.scalar(select(PostingPurchase)),
            ) == ("draft", None, None)


def test_without_a_credit_nothing_is_published(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    reference = making.posting(app, row, person)
    with pytest.raises(RuleBroken, match="no credit left"), app.app_context(), transaction():
        buying.by_credit(making.find(reference), publish_at=None, by=person, at=clock.now())


def test_six_who_spend_the_last_two_credits_at_once_publish_two(app_on_either: Flask) -> None:
    app = app_on_either
    row, person = making.employer(app, partial(people.make, app))
    give_credits(app, row.id, 2)
    waiting = SimpleQueue[str]()
    for letter in "ABCDEF":
        waiting.put(making.posting(app, row, person, role={"title": f"Engineer {letter}x"}))

    def publish() -> None:
        with transaction():
            posting = queries.by_reference(waiting.get_nowait(), locked=True)
            buying.by_credit(posting, publish_at=None, by=person, at=clock.now())

    ends = at_once(app, publish, times=6)
    assert [type(end) for end in ends].count(RuleBroken) == 4, ends
    assert balance(app, row) == 0
    with app.app_context():
        assert db.session.query(Vacancy).count() == db.session.query(PostingPurchase).count() == 2


def test_an_order_publishes_when_it_is_settled_and_gives_once(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    reference = making.posting(app, row, person, closing={"closes_on": ["3", "1", "2027"]})
    with app.app_context(), transaction():
        organisation = queries.organisation_of(making.find(reference))
        order = buying.by_order(
            making.find(reference), organisation, featured=True, publish_at=None, by=person, at=clock.now()
        )
        assert [(line.product_key, line.quantity, line.subject) for line in orders.lines_of(order.id)] == [
            ("advert", 1, f"posting:{reference}"), ("extra_week", 2, f"posting:{reference}"), ("featured", 1, f"posting:{reference}"),
        ]  # fmt: skip
        assert making.find(reference).state == "ready"
    settle(app, reference, person)
    with app.app_context():
        assert making.find(reference).state == "scheduled"
        assert tending.publish_due(at=clock.now()) == (1, 0)
        posting = making.find(reference)
        vacancy = queries.vacancy_of(posting)
        assert vacancy is not None
        assert (posting.state, posting.weeks, posting.order_reference, vacancy.status) == ("live", 6, "", "live")
        assert vacancy.featured_until == posting.shown_until
        assert (
            "is published"
            in db.session.scalars(select(Message.subject).where(Message.kind == "posting/mail/published")).one()
        )
        order = db.session.scalars(select(Order)).one()
        with transaction():
            buying.give(buying.OrderFulfilled(order.id))
        assert (making.find(reference).weeks, db.session.query(Vacancy).count()) == (6, 1)


def test_an_order_for_a_day_to_come_waits_for_it(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    reference, day = making.posting(app, row, person), clock.now() + timedelta(days=6)
    with app.app_context(), transaction():
        organisation = queries.organisation_of(making.find(reference))
        buying.by_order(making.find(reference), organisation, featured=False, publish_at=day, by=person, at=clock.now())
    settle(app, reference, person)
    with app.app_context():
        assert tending.publish_due(at=clock.now()) == (0, 0)
        assert making.find(reference).publish_at == day
        assert tending.publish_due(at=day) == (1, 0)


def test_money_that_comes_after_the_closing_time_is_not_lost(
    app: Flask, world: tuple[Organisation, int], tmp_path
) -> None:
    row, person = world
    reference = making.posting(app, row, person)
    with app.app_context(), transaction():
        organisation = queries.organisation_of(making.find(reference))
        buying.by_order(
            making.find(reference), organisation, featured=False, publish_at=None, by=person, at=clock.now()
        )
    (tmp_path / "clock").write_text("2027-01-20T09:00:00+00:00")
    settle(app, reference, person)
    with app.app_context():
        assert tending.publish_due(at=clock.now()) == (0, 1)
        posting = making.find(reference)
        assert (posting.state, publishing.is_bought(posting)) == ("draft", True)
        with transaction():
            posting = making.find(reference)
            writing.save(
                posting,
                "closing",
                {**making.ANSWERS["closing"], "closes_on": ["10", "2", "2027"]},
                by=person,
                at=clock.now(),
            )
            buying.publish(posting, publish_at=None, by=person, at=clock.now())
        assert making.find(reference).state == "live"


def test_a_cancelled_order_makes_a_draft_again(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    reference = making.posting(app, row, person)
    with app.app_context(), transaction():
        organisation = queries.organisation_of(making.find(reference))
        order = buying.by_order(
            making.find(reference), organisation, featured=False, publish_at=None, by=person, at=clock.now()
        )
        placing.cancel(order, because="Not now", by=person, at=clock.now())
    with app.app_context():
        assert (making.find(reference).state, making.find(reference).order_reference) == ("draft", "")


def published_by_order(app: Flask, row: Organisation, person: int, *, featured: bool = False) -> str:
    """A live vacancy whose advert an order paid for, on account; its reference."""
    reference = making.posting(app, row, person)
    with app.app_context(), transaction():
        organisation = queries.organisation_of(making.find(reference))
        buying.by_order(
            making.find(reference), organisation, featured=featured, publish_at=None, by=person, at=clock.now()
        )
    settle(app, reference, person)
    with app.app_context():
        assert tending.publish_due(at=clock.now()) == (1, 0)
    return reference


def test_an_order_refunded_whole_withdraws_its_vacancy_and_tells_why(
    app: Flask, world: tuple[Organisation, int], sign_in: SignIn
) -> None:
    row, person = world
    reference = published_by_order(app, row, person, featured=True)
    with app.app_context():
        order = db.session.scalars(select(Order)).one()
        with transaction():
            paying.give_back(order, order.gross_pence - 1, "bank:R1", at=clock.now())
        posting = making.find(reference)
        assert (posting.state, posting.weeks, publishing.is_bought(posting)) == ("live", 4, True)
        with transaction():
            paying.give_back(orders.for_staff(order.reference), 1, "bank:R2", at=clock.now())
        db.session.expire_all()
        posting = making.find(reference)
        vacancy = queries.vacancy_of(posting)
        assert vacancy is not None
        assert (posting.state, posting.weeks, publishing.is_bought(posting)) == ("withdrawn", 0, False)
        assert (vacancy.status != "live", vacancy.featured_until, posting.ended_because) == (True, None, "unpaid")
        mail = db.session.scalars(select(Message).where(Message.kind == "posting/mail/sent_back")).one()
        assert "is no longer shown" in mail.subject
        because = f"The money for order {order.reference} was given back."
    base = f"/employer/{row.reference}/vacancies/{reference}"
    client = sign_in(person)
    assert because in client.get(base).text
    assert "Copy it, and pay for the copy" in post(client, f"{base}/reopen").text
    with app.app_context():
        assert making.find(reference).state == "withdrawn"


def test_a_credit_keeps_a_vacancy_whose_featured_listing_is_refunded(
    app: Flask, world: tuple[Organisation, int]
) -> None:
    row, person = world
    reference, _ = making.published(app, row, person)
    with app.app_context(), transaction():
        buying.upgrade(making.find(reference), weeks=0, featured=True, by=person, at=clock.now())
    settle(app, reference, person)
    with app.app_context():
        posting = making.find(reference)
        assert publishing.is_featured(posting)
        order = db.session.scalars(select(Order)).one()
        with transaction():
            paying.give_back(order, order.gross_pence, "bank:R1", at=clock.now())
        posting = making.find(reference)
        vacancy = queries.vacancy_of(posting)
        assert vacancy is not None
        assert (posting.state, publishing.is_featured(posting), vacancy.featured_until) == ("live", False, None)


def test_an_order_cancelled_after_it_was_served_withdraws_its_vacancy_once(
    app: Flask, world: tuple[Organisation, int]
) -> None:
    row, person = world
    reference = published_by_order(app, row, person)
    with app.app_context():
        order = db.session.scalars(select(Order)).one()
        with transaction():
            buying.let_go(buying.OrderCancelled(order.id))
        assert making.find(reference).state == "withdrawn"
        with transaction():
            buying.let_go(buying.OrderCancelled(order.id))
        assert db.session.query(Message).filter_by(kind="posting/mail/sent_back").count() == 1


def test_the_page_says_who_can_approve_the_order_it_waits_for(
    app: Flask, world: tuple[Organisation, int], make_person: MakePerson, sign_in: SignIn
) -> None:
    row, person = world
    acting.seat(app, row, make_person("ann@leeds.gov.uk", name="Ann Lee"), "approver")
    acting.seat(app, row, make_person("rob@leeds.gov.uk", name="Rob Hay"), "recruiter")
    reference = making.posting(app, row, person)
    with app.app_context(), transaction():
        terms.set_by_owner(row.id, limit_pence=100, approve_text=False, po_pattern="", by=person)
        organisation = queries.organisation_of(making.find(reference))
        order = buying.by_order(
            making.find(reference), organisation, featured=False, publish_at=None, by=person, at=clock.now()
        ).reference
    client, base = sign_in(person), f"/employer/{row.reference}/vacancies/{reference}"
    assert f"Order {order}" in client.get(base).text and "is not placed yet" in client.get(base).text
    settle(app, reference, person, pay=False)
    page = client.get(base).text
    assert "waits for approval: Ann Lee can give it." in page and f"/orders/{order}" in page
    assert "Rob Hay" not in page
    with app.app_context():
        assert making.find(reference).state == "ready"


def test_taking_back_gives_up_an_order_that_nobody_placed(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    reference = making.posting(app, row, person)
    with app.app_context(), transaction():
        organisation = queries.organisation_of(making.find(reference))
        buying.by_order(
            making.find(reference), organisation, featured=False, publish_at=None, by=person, at=clock.now()
        )
        buying.take_back(making.find(reference), by=person, at=clock.now())
    with app.app_context():
        assert db.session.scalars(select(Order.state)).one() == "cancelled"
        assert making.find(reference).state == "draft"


def test_a_credit_spent_on_a_draft_that_is_thrown_away_comes_back(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    give_credits(app, row.id, 1)
    reference = making.posting(app, row, person)
    with app.app_context(), transaction():
        buying.by_credit(making.find(reference), publish_at=clock.now() + timedelta(days=2), by=person, at=clock.now())
    assert balance(app, row) == 0
    with app.app_context(), transaction():
        buying.take_back(making.find(reference), by=person, at=clock.now())
        buying.discard(making.find(reference), by=person, at=clock.now())
    assert balance(app, row) == 1


def test_further_weeks_publish_the_later_closing_time_once_they_are_settled(
    app: Flask, world: tuple[Organisation, int], sign_in: SignIn
) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    base = f"/employer/{row.reference}/vacancies/{reference}"
    answer = post(sign_in(person), f"{base}/extend", closes_on=["10", "1", "2027"], closes_time="5pm")
    assert answer.location == f"/employer/{row.reference}/orders/{order_of(app, reference).reference}"
    assert "13 December 2026" in app.test_client().get(f"/vacancies/{public}").text
    settle(app, reference, person)
    with app.app_context():
        assert tending.publish_due(at=clock.now()) == (1, 0)
        assert tending.publish_due(at=clock.now()) == (0, 0)
        assert making.find(reference).weeks == 7
    page = app.test_client().get(f"/vacancies/{public}").text
    assert "5:00pm on Sunday 10 January 2027" in page and "Changed since it was posted" in page


def test_moving_the_closing_time_within_its_weeks_costs_nothing(
    app: Flask, world: tuple[Organisation, int], sign_in: SignIn
) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    base = f"/employer/{row.reference}/vacancies/{reference}"
    client = sign_in(person)
    assert post(client, f"{base}/extend", closes_on=["22", "12", "2026"], closes_time="11:59pm").location == base
    assert "11:59pm on Tuesday 22 December 2026" in app.test_client().get(f"/vacancies/{public}").text
    wrong = post(client, f"{base}/extend", closes_on=["1", "1", "2020"], closes_time="midnight")
    assert "People read midnight" in wrong.text and 'value="2020"' in wrong.text
    with app.app_context():
        assert db.session.scalar(select(Order)) is None


def test_a_featured_listing_is_marked_and_moves_nobody(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    others = [
        making.published(
            app,
            row,
            person,
            role={"title": f"Network Engineer {word}"},
            applying={"link": f"https://jobs.leeds.gov.uk/{word}"},
        )[1]
        for word in ("Schools", "Libraries")
    ]
    making.in_step(app)
    visitor = app.test_client()

    def order() -> list[str]:
        return re.findall(
            r'site-row__title"><a class="govuk-link" href="/vacancies/(\w+)"', visitor.get("/vacancies?q=network").text
        )

    before = order()
    assert set(before) == set(others)
    with app.app_context(), transaction():
        posting = db.session.scalars(
            select(Posting).join(Vacancy, Vacancy.id == Posting.vacancy_id).where(Vacancy.reference == before[-1])
        ).one()
        publishing.note_purchase(posting, kind="featured", weeks=0, subject="line:9", by=person, at=clock.now())
    making.in_step(app)
    assert order() == before
    assert visitor.get("/vacancies?q=network").text.count("site-tag--featured") == 1
    assert "Featured by their employers" in visitor.get("/").text


def test_the_page_offers_a_credit_or_an_order_and_a_day(
    app: Flask, world: tuple[Organisation, int], sign_in: SignIn
) -> None:
    row, person = world
    give_credits(app, row.id, 1)
    reference = making.posting(app, row, person)
    client, base = sign_in(person), f"/employer/{row.reference}/vacancies/{reference}"
    page = client.get(f"{base}/publish").text
    assert "With one of your 1 credit" in page and "It moves nobody’s place" in page
    wrong = post(client, f"{base}/publish", when="later", day=["28", "3", "2027"], time="1:30", way="")
    assert "there is no 1:30am on 28 March 2027" in wrong.text and "Choose how it is paid for." in wrong.text
    assert (
        "A featured listing is paid for by an order."
        in post(client, f"{base}/publish", when="now", way="credit", featured=["y"]).text
    )
    assert post(client, f"{base}/publish", when="now", way="credit").location == base
    assert "It is published, and enters search within a minute." in client.get(base).text
    assert balance(app, row) == 0


def test_an_incomplete_vacancy_is_led_to_its_checks(
    app: Flask, world: tuple[Organisation, int], sign_in: SignIn
) -> None:
    row, person = world
    reference = making.posting(app, row, person, pay={})
    base = f"/employer/{row.reference}/vacancies/{reference}"
    assert sign_in(person).get(f"{base}/publish").location == f"{base}/checks"


def test_staff_see_every_vacancy_of_employers(
    app: Flask, world: tuple[Organisation, int], make_person: MakePerson, sign_in: SignIn
) -> None:
    row, person = world
    making.posting(app, row, person, role={"title": "Data Architect"})
    reference, _ = making.published(app, row, person)
    client = sign_in(make_person("staff@society.example", roles=("staff",)))
    found = client.get("/staff/postings").text
    assert "Data Architect" in found and "Network Engineer" in found and "Leeds City Council" in found
    page = client.get(f"/staff/postings/{reference}").text
    assert "Advert (4 weeks), with a credit, 24 November 2026" in page and "Posted" in page
