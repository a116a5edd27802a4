"""What campaigns do when orders, organisations and people change."""

import pytest

from portal.accounts import closing
from portal.billing import ordering
from portal.billing.facts import OrderCancelled, OrderFulfilled
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.facts import EmployerRemoved, EmployersMerged
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.recruitment import agreeing, assigning, beginning, following
from portal.recruitment.models import Campaign, CampaignContact
from tests.employers import acting
from tests.recruitment import making


@pytest.fixture
def cast(app, make_person):
    return making.cast(app, make_person)


def order(app, cast, *lines: tuple[str, int]) -> int:
    with app.app_context(), transaction():
        made = ordering.begin(organisation_id=cast.client.id, by=cast.owner, at=clock.now())
        for key, quantity in lines:
            ordering.add_line(made, key, quantity, on=clock.today())
        made.placed_by_id = cast.owner
        return made.id


def told(app, fact: object) -> None:
    react = {OrderFulfilled: following.give, OrderCancelled: following.let_go}[type(fact)]
    with app.app_context(), transaction():
        react(fact)


def campaigns(app) -> list[Campaign]:
    with app.app_context():
        return list(db.session.query(Campaign).order_by(Campaign.id))


def test_a_settled_order_begins_a_campaign_for_each_service_and_only_once(app, cast) -> None:
    bought = order(app, cast, ("full_recruitment", 2), ("assisted_shortlisting", 1), ("advert", 1))
    for _ in range(3):
        told(app, OrderFulfilled(bought))
    found = campaigns(app)
    assert [each.service for each in found] == ["fixed", "fixed", "assisted"]
    assert {each.state for each in found} == {"enquiry"}
    assert len({each.bought_as for each in found}) == 3
    with app.app_context():
        assert [each.person_id for each in db.session.query(CampaignContact)] == [cast.owner] * 3
    assert len(making.mails(app, "enquiry_received")) == 3


def test_what_was_bought_is_named_before_its_terms_are_agreed(app, cast) -> None:
    told(app, OrderFulfilled(order(app, cast, ("full_recruitment", 1))))
    (found,) = campaigns(app)
    making.act(app, found.reference, lambda it: assigning.take(it, by=cast.consultant, at=clock.now()))
    assert "Say first which job" in str(making.ask(app, found.reference, agreeing.missing))
    facts = {"title": "Head of Digital", "posts": 2, "wanted": "", "details": ""}
    making.act(app, found.reference, lambda it: beginning.describe(it, **facts, by=cast.owner, at=clock.now()))
    assert making.ask(app, found.reference, lambda it: (agreeing.missing(it), it.title, it.posts)) == (
        "",
        "Head of Digital",
        2,
    )


def test_a_cancelled_order_cancels_its_campaigns(app, cast) -> None:
    bought = order(app, cast, ("full_recruitment", 1))
    told(app, OrderFulfilled(bought))
    told(app, OrderCancelled(bought))
    told(app, OrderCancelled(bought))
    (found,) = campaigns(app)
    assert (found.state, "was cancelled" in found.ended_because) == ("cancelled", True)


def test_campaigns_go_with_an_organisation_that_becomes_part_of_another(app, cast) -> None:
    making.enquiry(app, cast)
    into = acting.organisation(app, acting.BRADFORD.key)
    with app.app_context(), transaction():
        following.follow_merge(EmployersMerged(cast.client.id, into.id))
    assert [each.organisation_id for each in campaigns(app)] == [into.id]


def test_an_organisation_with_a_campaign_that_runs_is_not_removed(app, cast) -> None:
    reference = making.enquiry(app, cast)
    with pytest.raises(RuleBroken, match=reference), app.app_context(), transaction():
        following.refuse_removal(EmployerRemoved(cast.client.id))


def test_the_deputy_takes_over_from_a_consultant_who_leaves_and_then_the_queue(app, cast, make_person) -> None:
    deputy = making.another(app, make_person, "dan@society.example")
    reference = making.campaign(app, cast, until="live")
    making.act(
        app,
        reference,
        lambda it: assigning.assign(
            it, consultant_id=cast.consultant, deputy_id=deputy, by=cast.consultant, at=clock.now()
        ),
    )
    for person, now in ((cast.consultant, deputy), (deputy, None)):
        with app.app_context(), transaction():
            assigning.let_go(person, at=clock.now())
        assert making.ask(app, reference, lambda it: (it.consultant_id, it.deputy_id)) == (now, None)


def test_closing_the_account_of_a_consultant_frees_their_campaigns(app, cast) -> None:
    reference = making.campaign(app, cast)
    with app.app_context(), transaction():
        closing.close(cast.consultant)
    assert making.ask(app, reference, lambda it: it.consultant_id) is None
