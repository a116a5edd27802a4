"""Offers: made to whom they may be made, read as they stand, answered once; what follows is noted and told."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from portal.applying import leaving
from portal.applying import queries as applications
from portal.applying.states import must_be_told
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.clock import as_of
from portal.foundation.errors import RuleBroken
from portal.mail.models import Message
from portal.offering import asking_referees, checking, own_pages, queries, reserving, settling, tending
from portal.offering import making as offers
from portal.offering.models import Offer, ReservePlace, StartChange
from portal.recruitment import queries as campaigns
from portal.selecting import deciding, finishing
from portal.selecting import queries as chosen
from tests.offering import making
from tests.offering.making import FIRM, TERMS
from tests.races import at_once
from tests.selecting import making as scenes
from tests.selecting.making import Scene


@pytest.fixture
def scene(app_on_either: Flask) -> Scene:
    return scenes.scene(app_on_either)


@pytest.fixture
def one(app: Flask) -> Scene:
    """On SQLite alone."""
    return scenes.scene(app)


def campaign_state(app: Flask, scene: Scene) -> str:
    with app.app_context():
        return campaigns.for_staff(scene.campaign).state


def kinds(app: Flask) -> list[str]:
    with app.app_context():
        found = [each.kind for each in db.session.query(Message).order_by(Message.id)]
        return [each.removeprefix("offering/mail/") for each in found if each.startswith("offering/")]


def seen_by_candidate(app: Flask, reference: str) -> own_pages.OwnPage | None:
    with app.test_request_context():
        row = making.find(reference)
        return own_pages.own_page(row, applications.job_of(row), at=clock.now())


def test_an_offer_is_read_as_it_was_made_and_accepted_by_its_number(app_on_either: Flask, scene: Scene) -> None:
    app = app_on_either
    reference = making.interviewed(app, scene)
    assert making.offer(app, scene, reference) == 1
    assert (making.state_of(app, reference), campaign_state(app, scene)) == ("offered", "offer")
    assert seen_by_candidate(app, reference) is None, "an offer that was not told is not known"
    with pytest.raises(RuleBroken, match="no open offer"):
        making.accept(app, reference)
    making.tell(app, scene, reference)
    page = seen_by_candidate(app, reference)
    assert page is not None and page.answers and page.number == 1
    assert dict(page.facts)["Salary"] == "£48,500 a year"
    assert page.conditions == ["Proof of your right to work", "Two references"]
    with pytest.raises(RuleBroken, match="Tick that you have read"):
        making.accept(app, reference, sure=False)
    assert making.state_of(app, reference) == "offered"
    making.accept(app, reference)
    assert (making.state_of(app, reference), making.rows_of(app, reference)) == ("accepted", [(1, "accepted")])
    assert making.checks_of(app, reference) == dict.fromkeys(
        ("identity", "right_to_work", "reference_first", "reference_second", "clearance_DBS_basic"), "not_begun"
    )
    assert kinds(app) == ["accepted", "answered", "answered"]


@pytest.mark.parametrize("event", ["", "leave_off_longlist"])
def test_nobody_is_offered_who_was_not_interviewed(app: Flask, one: Scene, event: str) -> None:
    if event:
        with app.app_context(), transaction():
            desk = scenes.desk(one, one.consultant)
            row = chosen.one(desk, one.sent[0], locked=True)
            deciding.decide(desk, row, event, because="Weak.", at=clock.now(), unscored=True)
    before = making.state_of(app, one.sent[0])
    with pytest.raises(RuleBroken, match="after an interview"):
        making.offer(app, one, one.sent[0])
    assert (making.state_of(app, one.sent[0]), making.rows_of(app, one.sent[0])) == (before, [])


def test_a_panel_offers_nothing(app: Flask, one: Scene) -> None:
    reference = making.interviewed(app, one)
    with app.app_context(), pytest.raises(RuleBroken, match="whoever runs"), transaction():
        desk = scenes.desk(one, one.chair)
        offers.offer(desk, chosen.one(desk, reference), TERMS, again=False, at=clock.now())
    assert making.rows_of(app, reference) == []


def test_terms_that_changed_meanwhile_are_not_accepted(app: Flask, one: Scene) -> None:
    reference = making.interviewed(app, one)
    making.offer(app, one, reference)
    making.tell(app, one, reference)
    better = replace(TERMS, salary_pence=5_000_000)
    making.at_desk(app, one, reference, lambda desk, row: offers.change(desk, row, better, at=clock.now()))
    with pytest.raises(RuleBroken, match="have changed while you had them open"):
        making.accept(app, reference, read=1)
    assert making.rows_of(app, reference) == [(1, "changed"), (2, "open")]
    assert kinds(app) == ["terms_changed"]
    making.accept(app, reference, read=2)
    assert making.rows_of(app, reference) == [(1, "changed"), (2, "accepted")]
    with pytest.raises(RuleBroken, match="no open offer"):
        making.at_desk(app, one, reference, lambda desk, row: offers.change(desk, row, TERMS, at=clock.now()))


def test_the_same_terms_are_no_change(app: Flask, one: Scene) -> None:
    reference = making.interviewed(app, one)
    making.offer(app, one, reference)
    with pytest.raises(RuleBroken, match="Nothing is different"):
        making.at_desk(app, one, reference, lambda desk, row: offers.change(desk, row, TERMS, at=clock.now()))
    assert making.rows_of(app, reference) == [(1, "open")]


def test_a_second_offer_for_one_post_is_meant(app: Flask, one: Scene) -> None:
    first, second = making.interviewed(app, one, 0), making.interviewed(app, one, 1)
    making.offer(app, one, first)
    with pytest.raises(RuleBroken, match="Somebody else has been offered it, and there is one post"):
        making.offer(app, one, second)
    assert making.rows_of(app, second) == []
    making.offer(app, one, second, again=True)
    assert making.state_of(app, second) == "offered"


def test_who_declined_can_be_offered_again(app: Flask, one: Scene) -> None:
    reference = making.interviewed(app, one)
    making.offer(app, one, reference)
    making.tell(app, one, reference)
    making.decline(app, reference, "Too far from home.")
    assert (making.state_of(app, reference), campaign_state(app, one)) == ("declined", "selection")
    making.offer(app, one, reference, replace(TERMS, hours="30 hours a week"))
    assert making.rows_of(app, reference) == [(1, "declined"), (2, "open")]
    assert campaign_state(app, one) == "offer"


def test_whoever_withdraws_leaves_no_open_offer_behind(app: Flask, one: Scene) -> None:
    reference = making.interviewed(app, one)
    making.offer(app, one, reference)
    with app.app_context(), transaction():
        row = applications.own(making.find(reference).person_id or 0, reference, locked=True)
        leaving.withdraw(row, applications.job_of(row), because="", by=row.person_id or 0, at=clock.now())
    assert (making.state_of(app, reference), making.rows_of(app, reference)) == ("withdrawn", [(1, "declined")])
    with pytest.raises(RuleBroken):
        making.accept(app, reference)
    assert making.rows_of(app, reference) == [(1, "declined")]


def test_an_offer_is_withdrawn_with_a_reason_and_its_candidate_waits_to_be_told(app: Flask, one: Scene) -> None:
    reference = making.accepted(app, one)
    with pytest.raises(RuleBroken, match="Say why"):
        making.at_desk(app, one, reference, lambda desk, row: offers.withdraw(desk, row, because=" ", at=clock.now()))
    assert making.state_of(app, reference) == "accepted"
    because = "The post is no longer funded."
    making.at_desk(app, one, reference, lambda desk, row: offers.withdraw(desk, row, because=because, at=clock.now()))
    assert making.rows_of(app, reference) == [(1, "withdrawn")]
    with app.app_context():
        assert must_be_told(applications.steps_of(making.find(reference)))
    assert campaign_state(app, one) == "selection"


def test_a_firm_offer_ends_when_they_do_not_start_and_not_before_the_day(app: Flask, one: Scene) -> None:
    reference = making.met(app, one)
    miss = lambda desk, row, because="They took another job.": settling.miss_start(  # noqa: E731
        desk, row, because=because, at=clock.now()
    )
    with pytest.raises(RuleBroken, match="The start is agreed for 1 February 2027"):
        making.at_desk(app, one, reference, miss)
    with as_of(datetime.fromisoformat("2027-02-01T00:00+00:00")):
        with pytest.raises(RuleBroken, match="Say what you know"):
            making.at_desk(app, one, reference, lambda desk, row: miss(desk, row, " "))
        making.at_desk(app, one, reference, miss)
        with pytest.raises(RuleBroken, match="not accepted"):
            making.at_desk(app, one, reference, miss)
    assert (making.state_of(app, reference), making.rows_of(app, reference)) == ("offer_withdrawn", [(1, "withdrawn")])
    assert campaign_state(app, one) == "selection", "no offer stands, so somebody else can be chosen"
    with app.app_context():
        assert must_be_told(applications.steps_of(making.find(reference)))
    making.tell(app, one, reference)
    assert making.interviewed(app, one, 1) and making.offer(app, one, one.sent[1]) == 1


def test_a_firm_offer_can_be_withdrawn_before_the_start(app: Flask, one: Scene) -> None:
    reference = making.met(app, one)
    because = "The post is no longer funded."
    making.at_desk(app, one, reference, lambda desk, row: offers.withdraw(desk, row, because=because, at=clock.now()))
    assert (making.state_of(app, reference), making.rows_of(app, reference)) == ("offer_withdrawn", [(1, "withdrawn")])


def test_of_an_acceptance_and_a_withdrawal_at_once_one_happens(app_on_either: Flask, scene: Scene) -> None:
    app = app_on_either
    reference = making.interviewed(app, scene)
    making.offer(app, scene, reference)
    making.tell(app, scene, reference)
    sides = iter((True, False))

    def act() -> str:
        if next(sides):
            making.accept(app, reference)
            return "accepted"
        making.at_desk(
            app, scene, reference, lambda desk, row: offers.withdraw(desk, row, because="No money.", at=clock.now())
        )
        return "withdrawn"

    done = at_once(app, act, times=2)
    happened = [each for each in done if isinstance(each, str)]
    assert all(isinstance(each, str | RuleBroken) for each in done), done
    state = making.state_of(app, reference)
    # A withdrawal may come after an acceptance: then both happened, one after the other.
    assert (sorted(happened), state) in (
        (["accepted"], "accepted"),
        (["withdrawn"], "offer_withdrawn"),
        (["accepted", "withdrawn"], "offer_withdrawn"),
    )
    standing = {"accepted": "accepted", "offer_withdrawn": "withdrawn"}[state]
    assert making.rows_of(app, reference) == [(1, standing)]


def test_two_who_offer_at_once_make_one_offer(app_on_either: Flask, scene: Scene) -> None:
    app = app_on_either
    reference = making.interviewed(app, scene)
    done = at_once(app, lambda: making.offer(app, scene, reference), times=4)
    assert [each for each in done if each == 1] == [1]
    assert all(isinstance(each, RuleBroken) for each in done if each != 1), done
    assert making.rows_of(app, reference) == [(1, "open")]


def test_the_start_is_moved_with_its_history_and_told(app: Flask, one: Scene) -> None:
    reference = making.accepted(app, one)
    for day, because in ((date(2027, 3, 1), "Three months’ notice."), (date(2027, 2, 15), "Notice was shortened.")):
        making.at_desk(
            app,
            one,
            reference,
            lambda desk, row, day=day, because=because: settling.defer(
                desk, row, to=day, because=because, at=clock.now()
            ),
        )
    with app.app_context():
        assert [(each.before, each.after) for each in db.session.query(StartChange)] == [
            (date(2027, 2, 1), date(2027, 3, 1)),
            (date(2027, 3, 1), date(2027, 2, 15)),
        ]
        row = db.session.query(Offer).one()
        assert (row.starts_on, row.now_starts_on) == (date(2027, 2, 1), date(2027, 2, 15))
    assert kinds(app).count("start_moved") == 2
    with pytest.raises(RuleBroken, match="start that stands"):
        making.at_desk(
            app,
            one,
            reference,
            lambda desk, row: settling.defer(desk, row, to=date(2027, 2, 15), because="Same.", at=clock.now()),
        )


def test_conditions_are_met_when_every_check_is_clear_and_not_before(app: Flask, one: Scene) -> None:
    reference = making.accepted(app, one)
    meet = lambda desk, row: settling.meet(desk, row, at=clock.now())  # noqa: E731
    with pytest.raises(RuleBroken, match="Not clear yet: identity, right to work"):
        making.at_desk(app, one, reference, meet)
    making.clear_all(app, one, reference)
    making.at_desk(app, one, reference, meet)
    assert making.state_of(app, reference) == "conditions_met"
    with pytest.raises(RuleBroken, match="Checks are open once"):
        making.clear_all(app, one, reference)


def test_a_problem_ends_the_offer_with_a_reason_and_can_be_reversed(app: Flask, one: Scene) -> None:
    reference = making.accepted(app, one)
    fail = lambda desk, row: settling.fail(desk, row, because="No right to work.", at=clock.now())  # noqa: E731
    with pytest.raises(RuleBroken, match="Mark the check first"):
        making.at_desk(app, one, reference, fail)
    with pytest.raises(RuleBroken, match="Say what the problem is"):
        making.at_desk(app, one, reference, lambda desk, row: making.set_check(desk, row, "right_to_work", "problem"))
    making.at_desk(
        app, one, reference, lambda desk, row: making.set_check(desk, row, "right_to_work", "problem", "Visa ended.")
    )
    making.at_desk(app, one, reference, fail)
    assert (making.state_of(app, reference), campaign_state(app, one)) == ("conditions_not_met", "selection")
    making.at_desk(
        app,
        one,
        reference,
        lambda desk, row: deciding.decide(desk, row, "reverse", because="A new visa came.", at=clock.now()),
    )
    assert (making.state_of(app, reference), campaign_state(app, one)) == ("accepted", "offer")
    making.clear_all(app, one, reference)
    making.at_desk(app, one, reference, lambda desk, row: settling.meet(desk, row, at=clock.now()))


def test_nobody_starts_before_their_day(app: Flask, one: Scene) -> None:
    reference = making.met(app, one, FIRM)
    start = lambda desk, row: settling.start(desk, row, at=clock.now())  # noqa: E731
    with pytest.raises(RuleBroken, match="agreed for 1 February 2027"):
        making.at_desk(app, one, reference, start)
    with as_of(datetime.fromisoformat("2027-02-01T09:00+00:00")):
        making.at_desk(app, one, reference, start)
    assert making.state_of(app, reference) == "started"


def test_a_referee_is_written_to_only_after_the_candidates_yes(app: Flask, one: Scene) -> None:
    reference = making.accepted(app, one)
    kind = "reference_first"
    ask = lambda desk, row: asking_referees.ask(desk, row, kind, at=clock.now())  # noqa: E731
    with pytest.raises(RuleBroken, match="wants to be told"):
        making.at_desk(app, one, reference, ask)
    with pytest.raises(RuleBroken, match="wants to be told"):
        making.at_desk(app, one, reference, lambda desk, row: making.set_check(desk, row, kind, "asked"))
    assert "reference_asked" not in kinds(app)
    making.at_desk(app, one, reference, lambda desk, row: asking_referees.ask_consent(desk, row, kind, at=clock.now()))
    with pytest.raises(RuleBroken, match="wants to be told"):
        making.at_desk(app, one, reference, ask)
    with app.app_context(), transaction():
        row = making.find(reference)
        asking_referees.consent(row, kind, by=row.person_id or 0, at=clock.now())
    assert making.at_desk(app, one, reference, ask) == "kim.ash@wakefield.gov.uk"
    assert kinds(app)[-1] == "reference_asked"
    with pytest.raises(RuleBroken, match="asked for already"):
        making.at_desk(app, one, reference, ask)
    with app.app_context():
        assert db.session.query(Message).filter_by(recipient="kim.ash@wakefield.gov.uk").count() == 1


def test_checks_are_added_and_taken_off_but_not_those_of_the_law(app: Flask, one: Scene) -> None:
    reference = making.accepted(app, one)
    making.at_desk(app, one, reference, lambda desk, row: checking.add(desk, row, "health", at=clock.now()))
    assert making.checks_of(app, reference)["health"] == "not_begun"
    making.at_desk(app, one, reference, lambda desk, row: checking.drop(desk, row, "health"))
    assert "health" not in making.checks_of(app, reference)
    with pytest.raises(RuleBroken, match="by law"):
        making.at_desk(app, one, reference, lambda desk, row: checking.drop(desk, row, "identity"))
    with pytest.raises(RuleBroken, match="Choose a check"):
        making.at_desk(app, one, reference, lambda desk, row: checking.add(desk, row, "identity", at=clock.now()))


def test_an_offer_is_reminded_of_once_and_never_lapses(app: Flask, one: Scene) -> None:
    reference = making.interviewed(app, one)
    making.offer(app, one, reference)
    near = datetime.fromisoformat("2026-12-06T08:00+00:00")
    with app.app_context():
        assert tending.remind(at=near) == 0, "who was not told is not reminded"
    making.tell(app, one, reference)
    with app.app_context():
        assert tending.remind(at=near - timedelta(days=1)) == 0
        assert [tending.remind(at=near), tending.remind(at=near)] == [1, 0]
        late = near + timedelta(days=30)
        assert tending.remind(at=late) == 0
        (found,) = queries.open_offers(one.consultant)
        assert (found.name, (late - found.made_at).days) == ("Robin Hall", 41)
        assert found.answer_by < late.date()
        assert queries.open_offers(one.member) == []
    with as_of(late):
        making.accept(app, reference)
    assert making.state_of(app, reference) == "accepted"


def test_a_place_on_the_reserve_list_ends_by_itself_and_is_told(app: Flask, one: Scene) -> None:
    reference = making.interviewed(app, one)
    with app.app_context(), transaction():
        desk = scenes.desk(one, one.chair)
        row = chosen.one(desk, reference, locked=True)
        deciding.decide(desk, row, "hold_in_reserve", because="Close second.", at=clock.now(), unscored=True)
    with app.app_context():
        assert db.session.query(ReservePlace).one().expires_on == date(2027, 5, 24)
        last_day = datetime.fromisoformat("2027-05-24T22:30+00:00")
        assert tending.expire(at=last_day) == 0, "the last day is not over in London"
    with app.app_context(), transaction():
        row = making.find(reference)
        reserving.say(row, may_ask=True, by=row.person_id or 0, at=clock.now())
    after = last_day + timedelta(hours=1)
    with app.app_context(), as_of(after):
        assert [tending.expire(at=after), tending.expire(at=after)] == [1, 0]
    assert making.state_of(app, reference) == "unsuccessful"
    assert kinds(app) == ["reserve_ended"]
    with pytest.raises(RuleBroken, match="after an interview"):
        making.offer(app, one, reference)


def test_who_is_in_reserve_can_be_offered_the_post(app: Flask, one: Scene) -> None:
    reference = making.interviewed(app, one)
    with app.app_context(), transaction():
        desk = scenes.desk(one, one.chair)
        row = chosen.one(desk, reference, locked=True)
        deciding.decide(desk, row, "hold_in_reserve", because="Close second.", at=clock.now(), unscored=True)
    making.at_desk(
        app,
        one,
        reference,
        lambda desk, row: reserving.set_end(desk, row, on=date(2027, 1, 31), at=clock.now()),
    )
    making.offer(app, one, reference)
    assert making.state_of(app, reference) == "offered"
    with app.app_context():
        place = db.session.query(ReservePlace).one()
        assert (place.expires_on, place.ended_at) == (date(2027, 1, 31), clock.now())


def _end(app: Flask, scene: Scene, because: str = "") -> None:
    with app.app_context(), transaction():
        finishing.end(scenes.desk(scene, scene.consultant), because=because, at=clock.now())


def test_a_campaign_ends_as_filled_once_everybody_is_decided_and_told(app: Flask, one: Scene) -> None:
    reference = making.interviewed(app, one)
    making.offer(app, one, reference)
    with pytest.raises(
        RuleBroken, match=r"1 application is still to be decided.*1 offer is still to be answered.*told"
    ):
        _end(app, one)
    making.tell(app, one, reference)
    making.accept(app, reference)
    with app.app_context(), transaction():
        desk = scenes.desk(one, one.consultant)
        row = chosen.one(desk, one.sent[1], locked=True)
        deciding.decide(desk, row, "leave_off_longlist", because="Weak.", at=clock.now(), unscored=True)
    with pytest.raises(RuleBroken, match=r"^1 person waits to be told of a decision\.$"):
        _end(app, one)
    making.tell(app, one, one.sent[1])
    _end(app, one)
    assert campaign_state(app, one) == "filled"
    making.clear_all(app, one, reference)
    making.at_desk(app, one, reference, lambda desk, row: settling.meet(desk, row, at=clock.now()))
    assert making.state_of(app, reference) == "conditions_met"


def test_a_campaign_of_two_posts_ends_as_part_filled_with_a_reason(app: Flask, one: Scene) -> None:
    with app.app_context(), transaction():
        campaigns.for_staff(one.campaign).posts = 2
    making.accepted(app, one)
    with app.app_context(), transaction():
        row = making.find(one.sent[1])
        leaving.withdraw(row, applications.job_of(row), because="", by=row.person_id or 0, at=clock.now())
    with pytest.raises(RuleBroken, match="other posts stay open"):
        _end(app, one)
    _end(app, one, "The second post is not funded yet.")
    assert campaign_state(app, one) == "part_filled"


def test_somebody_who_withdraws_after_accepting_leaves_the_campaign_in_selection(app: Flask, one: Scene) -> None:
    reference = making.accepted(app, one)
    with app.app_context(), transaction():
        row = applications.own(making.find(reference).person_id or 0, reference, locked=True)
        leaving.withdraw(row, applications.job_of(row), because="", by=row.person_id or 0, at=clock.now())
    assert campaign_state(app, one) == "selection"
    with pytest.raises(RuleBroken, match="Checks are open once"):
        making.clear_all(app, one, reference)
