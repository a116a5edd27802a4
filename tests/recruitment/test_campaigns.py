"""A campaign from the enquiry to its end: who may do what, and what stands against it."""

import pytest
from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.posting import publishing, writing
from portal.posting import queries as postings
from portal.posting.models import Posting
from portal.recruitment import (
    advertising,
    agreeing,
    assigning,
    campaign_states,
    cancelling,
    planning,
    queries,
    tending,
    weighing,
)
from portal.recruitment.models import CampaignStep
from portal.vacancies.models import Vacancy
from tests.races import at_once
from tests.recruitment import making


@pytest.fixture
def cast(app, make_person):
    return making.cast(app, make_person)


def steps(app, reference: str) -> list[CampaignStep]:
    with app.app_context():
        found = select(CampaignStep).where(CampaignStep.campaign_id == queries.for_staff(reference).id)
        return list(db.session.scalars(found.order_by(CampaignStep.id)))


def vacancy_of(app, reference: str) -> Vacancy:
    with app.app_context():
        posting = queries.posting_of(queries.for_staff(reference))
        return postings.vacancy_of(posting)


def test_an_enquiry_waits_for_a_consultant_and_its_sender_is_told(app, cast) -> None:
    reference = making.enquiry(app, cast)
    with app.app_context():
        assert [each.reference for each, _ in queries.unassigned()] == [reference]
        assert queries.for_client(cast.owner, cast.client.reference, reference)[1].state == "enquiry"
    assert making.mails(app, "enquiry_received") == ["pat@leeds.gov.uk"]


def test_a_consultant_takes_it_and_others_do_not_see_it(app, cast, make_person) -> None:
    other = making.another(app, make_person, "dan@society.example")
    reference = making.campaign(app, cast)
    with app.app_context():
        assert queries.for_consultant(cast.consultant, reference).consultant_id == cast.consultant
        with pytest.raises(NotFound):
            queries.for_consultant(other, reference)
        with pytest.raises(NotFound):
            queries.waiting(reference)
    assert making.mails(app, "consultant_named") == ["pat@leeds.gov.uk"]


def test_of_many_who_take_it_at_once_one_gets_it(app_on_either) -> None:
    from tests import people

    app = app_on_either
    make = lambda email, *, roles=(), name="Robin Hall": people.make(app, email, given=roles, name=name)  # noqa: E731
    found = making.cast(app, make)
    others = [people.make(app, f"c{number}@society.example", given=("consultant",)) for number in range(6)]
    reference, left = making.enquiry(app, found), list(others)

    def take() -> int:
        mine = left.pop()
        with transaction():
            assigning.take(queries.waiting(reference, locked=True), by=mine, at=clock.now())
        return mine

    outcomes = at_once(app, take, times=6)
    took = [each for each in outcomes if isinstance(each, int)]
    assert len(took) == 1
    assert making.ask(app, reference, lambda it: it.consultant_id) == took[0]
    assert [each.event for each in steps(app, reference)] == ["begin", "assign"]


def test_nobody_runs_the_campaign_of_their_own_organisation(app, cast, make_person) -> None:
    from tests.employers import acting

    inside = making.another(app, make_person, "dan@leeds.gov.uk")
    acting.seat(app, cast.client, inside, "recruiter")
    reference = making.enquiry(app, cast)
    with pytest.raises(RuleBroken, match="somebody else has to run"):
        making.act(app, reference, lambda it: assigning.take(it, by=inside, at=clock.now()))
    assert making.ask(app, reference, lambda it: it.consultant_id) is None


def test_the_terms_that_were_read_are_the_terms_that_are_agreed(app, cast) -> None:
    reference = making.campaign(app, cast)

    def agree(it) -> None:
        agreeing.agree(it, seen="another", by=cast.owner, at=clock.now())

    with pytest.raises(RuleBroken, match="what share of the pay"):
        making.act(app, reference, agree)
    making.act(
        app,
        reference,
        lambda it: agreeing.set_fee(
            it,
            percent_parts=1_750,
            remuneration="Basic salary and the on-call allowance",
            by=cast.consultant,
            at=clock.now(),
        ),
    )
    with pytest.raises(RuleBroken, match="Read them once more"):
        making.act(app, reference, agree)
    assert making.state_of(app, reference) == "enquiry"


def test_agreed_terms_keep_their_words_their_day_and_who_agreed(app, cast) -> None:
    reference = making.campaign(app, cast, until="agreed")
    with app.app_context():
        it = queries.for_staff(reference)
        assert (it.state, it.terms_agreed_by_id, it.terms_agreed_at) == ("agreed", cast.owner, clock.now())
        text = it.terms_text
        for words in ("Leeds City Council", "18 per cent", "Basic salary", "75 per cent of the fee", "first month"):
            assert words in text
        assert agreeing.text_for(it, at=clock.now()) == text
    with pytest.raises(RuleBroken, match="can no longer be changed"):
        making.act(
            app,
            reference,
            lambda it: agreeing.set_fee(it, percent_parts=1, remuneration="x", by=cast.consultant, at=clock.now()),
        )


def test_the_advert_is_published_without_a_price_once_the_client_approved_it(app, cast) -> None:
    reference = making.campaign(app, cast, until="live")
    with app.app_context():
        it = queries.for_staff(reference)
        posting = queries.posting_of(it)
        assert (it.state, posting.state, posting.order_reference) == ("live", "live", "")
        assert [each.subject for each in postings.bought(posting)] == [f"campaign:{reference}"]
        assert postings.vacancy_of(posting).status == "live"
    assert making.mails(app, "advert_live") == ["pat@leeds.gov.uk"]
    assert campaign_states.replay(
        [each.event for each in steps(app, reference) if each.event in campaign_states.EVENTS]
    ) == ("live")


def test_an_advert_without_criteria_is_not_sent(app, cast) -> None:
    from tests.posting import making as vacancies

    reference = making.campaign(app, cast, until="agreed")
    bare = vacancies.posting(app, cast.client, cast.owner, criteria={})
    making.act(app, reference, lambda it: advertising.choose(it, bare, by=cast.consultant, at=clock.now()))
    with pytest.raises(RuleBroken, match="at least one essential criterion"):
        making.act(app, reference, lambda it: advertising.send(it, by=cast.consultant, at=clock.now()))
    assert making.state_of(app, reference) == "agreed"


def test_an_advert_that_was_changed_after_its_approval_is_not_published(app, cast) -> None:
    reference = making.campaign(app, cast, until="approved")

    def change(it) -> None:
        posting = queries.posting_of(it)
        writing.save(posting, "description", {"text": "Quite another job."}, by=cast.owner, at=clock.now())

    making.act(app, reference, change)
    with pytest.raises(RuleBroken, match="changed after the client approved"):
        making.act(app, reference, lambda it: advertising.go_live(it, by=cast.consultant, at=clock.now()))
    assert making.state_of(app, reference) == "approved"
    making.act(
        app, reference, lambda it: advertising.take_back(it, because="The text.", by=cast.consultant, at=clock.now())
    )
    assert making.state_of(app, reference) == "agreed"


def test_a_service_for_a_fixed_fee_is_ordered_before_it_is_live(app, cast) -> None:
    reference = making.campaign(app, cast, until="approved", service="fixed")
    with pytest.raises(RuleBroken, match="not ordered yet"):
        making.act(app, reference, lambda it: advertising.go_live(it, by=cast.consultant, at=clock.now()))
    assert making.state_of(app, reference) == "approved"
    with app.app_context():
        assert queries.posting_of(queries.for_staff(reference)).state == "draft"


def test_weights_are_fixed_when_it_goes_live(app, cast) -> None:
    reference = making.campaign(app, cast, until="approved")
    weigh = lambda it: weighing.set_weights(it, {"essential_1": 5}, by=cast.consultant, at=clock.now())  # noqa: E731
    making.act(app, reference, weigh)
    making.act(app, reference, lambda it: advertising.go_live(it, by=cast.consultant, at=clock.now()))
    found = making.ask(app, reference, lambda it: weighing.criteria_of(it, at=clock.now()))
    assert [(each.key, each.words, each.weight) for each in found] == [
        ("essential_1", "Experience of running routed networks", 5),
        ("essential_2", "Knowledge of firewalls", 1),
        ("desirable_1", "A driving licence", 1),
    ]
    with pytest.raises(RuleBroken, match="fixed when the campaign went live"):
        making.act(app, reference, weigh)


def test_days_are_planned_in_their_order(app, cast) -> None:
    from datetime import date

    reference = making.campaign(app, cast, until="live")

    def plan(**days):
        return lambda it: planning.plan(it, days, by=cast.consultant, at=clock.now())

    with pytest.raises(RuleBroken, match="from 13 December 2026 on, when the advert closes"):
        making.act(app, reference, plan(longlist_on=date(2026, 12, 12)))
    with pytest.raises(RuleBroken, match="Interviews from: enter a day from 18 December"):
        making.act(app, reference, plan(longlist_on=date(2026, 12, 18), interviews_on=date(2026, 12, 17)))
    making.act(app, reference, plan(longlist_on=date(2026, 12, 18), told_by=date(2027, 1, 8)))
    assert making.ask(app, reference, planning.planned) == [
        ("Longlist made by", date(2026, 12, 18)),
        ("Everybody told by", date(2027, 1, 8)),
    ]


def test_names_stay_hidden_once_people_can_apply(app, cast) -> None:
    reference = making.campaign(app, cast, until="live")
    with pytest.raises(RuleBroken, match="Applicants were told"):
        making.act(app, reference, lambda it: planning.hide_names(it, False, by=cast.consultant, at=clock.now()))
    assert making.ask(app, reference, lambda it: it.names_hidden) is True


def test_it_closes_with_its_advert(app, cast, tmp_path) -> None:
    reference = making.campaign(app, cast, until="live")
    with app.app_context():
        assert tending.close_passed(at=clock.now()) == 0
    (tmp_path / "clock").write_text("2026-12-13T23:59:00+00:00")
    with app.app_context():
        assert tending.close_passed(at=clock.now()) == 1
        assert tending.close_passed(at=clock.now()) == 0
    assert making.state_of(app, reference) == "closed"


def test_it_is_closed_early_and_opened_again_with_the_weeks_that_takes(app, cast) -> None:
    reference = making.campaign(app, cast, until="live")
    making.act(
        app,
        reference,
        lambda it: advertising.close(it, because="enough", note="", by=cast.consultant, at=clock.now()),
    )
    assert (making.state_of(app, reference), vacancy_of(app, reference).status) == ("closed", "closed")
    closing = {"closes_on": ["24", "1", "2027"], "closes_time": "11:59pm"}
    making.act(app, reference, lambda it: advertising.reopen(it, closing=closing, by=cast.consultant, at=clock.now()))
    assert (making.state_of(app, reference), vacancy_of(app, reference).status) == ("live", "live")
    with app.app_context():
        posting = queries.posting_of(queries.for_staff(reference))
        assert publishing.is_paid_for(posting)
        assert [each.subject for each in postings.bought(posting)] == [
            f"campaign:{reference}",
            f"campaign:{reference}:2",
        ]


def test_cancelling_takes_the_advert_out_of_search_and_tells_the_other_side(app, cast) -> None:
    reference = making.campaign(app, cast, until="live")
    making.act(
        app,
        reference,
        lambda it: cancelling.cancel(it, because="The post is frozen.", by=cast.owner, at=clock.now()),
    )
    assert (making.state_of(app, reference), vacancy_of(app, reference).status) == ("cancelled", "closed")
    assert making.mails(app, "cancelled") == ["cora@society.example"]
    with pytest.raises(RuleBroken, match="over already"):
        making.act(app, reference, lambda it: cancelling.cancel(it, because="Again.", by=cast.owner, at=clock.now()))


def test_a_vacancy_is_filled_by_one_campaign_alone(app, cast) -> None:
    first = making.campaign(app, cast, until="live")
    second = making.campaign(app, cast, until="agreed")
    with app.app_context():
        taken = db.session.get(Posting, queries.for_staff(first).posting_id).reference
    with pytest.raises(RuleBroken, match="no other campaign fills"):
        making.act(app, second, lambda it: advertising.choose(it, taken, by=cast.consultant, at=clock.now()))
    assert making.ask(app, second, lambda it: it.posting_id) is None
