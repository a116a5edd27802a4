"""Whom the panel chooses is offered the post; anybody else only with a reason that is kept, and the candidate hears nothing."""

import pytest
from flask import Flask

from portal.applying import key, moving, presenting
from portal.applying import queries as applications
from portal.applying.states import is_chosen, must_be_told, seen
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.offering import choosing
from portal.offering import making as offers
from portal.selecting import deciding, desks
from portal.selecting import queries as chosen
from tests.conftest import SignIn
from tests.offering import making
from tests.offering.making import TERMS
from tests.people import post
from tests.recruitment.test_states import _history
from tests.selecting import making as scenes
from tests.selecting.making import Scene


@pytest.fixture
def scene(app: Flask) -> Scene:
    return scenes.scene(app, number=3)


def decide(app: Flask, scene: Scene, person: int, reference: str, event: str) -> None:
    with app.app_context(), transaction():
        desk = scenes.desk(scene, person)
        row = chosen.one(desk, reference, locked=True)
        deciding.decide(desk, row, event, because="The strongest interview.", at=clock.now(), unscored=True)


def offer(app: Flask, scene: Scene, reference: str, because: str = "") -> None:
    making.at_desk(
        app,
        scene,
        reference,
        lambda desk, row: offers.offer(desk, row, TERMS, again=False, because=because, at=clock.now()),
    )


def last_reason(app: Flask, reference: str) -> str:
    with app.app_context():
        return moving.history(making.find(reference))[-1].reason


def test_only_whom_the_panel_chose_is_offered_the_post_without_a_reason(app: Flask, scene: Scene) -> None:
    first = making.interviewed(app, scene)
    with pytest.raises(RuleBroken, match="The panel has not chosen them"):
        offer(app, scene, first)
    assert (making.state_of(app, first), making.rows_of(app, first)) == ("interview", [])
    for person in (scene.consultant, scene.member):
        with pytest.raises(RuleBroken, match="not yours to decide"):
            decide(app, scene, person, first, "appoint")
    decide(app, scene, scene.chair, first, "appoint")
    offer(app, scene, first)
    assert making.state_of(app, first) == "offered"
    assert last_reason(app, first) == "Offered: Network Engineer, grade 9."


def test_an_offer_without_the_panel_keeps_why(app: Flask, scene: Scene) -> None:
    first = making.interviewed(app, scene)
    offer(app, scene, first, "The head of digital confirmed it by telephone.")
    assert last_reason(app, first) == (
        "Offered: Network Engineer, grade 9. The panel has not chosen them for the post. "
        "The client agreed to this without its panel: The head of digital confirmed it by telephone."
    )


def test_a_choice_is_taken_back_with_a_reason_until_the_post_is_offered(app: Flask, scene: Scene) -> None:
    first = making.interviewed(app, scene)
    decide(app, scene, scene.chair, first, "appoint")
    for event in ("appoint", "refuse", "hold_in_reserve"):
        with pytest.raises(RuleBroken, match="chosen for the post"):
            decide(app, scene, scene.chair, first, event)
    decide(app, scene, scene.chair, first, "take_back_choice")
    with pytest.raises(RuleBroken, match="nothing to take back"):
        decide(app, scene, scene.chair, first, "take_back_choice")
    with pytest.raises(RuleBroken, match="has not chosen them"):
        offer(app, scene, first)
    decide(app, scene, scene.chair, first, "appoint")
    offer(app, scene, first)
    with pytest.raises(RuleBroken, match="no offer was made"):
        decide(app, scene, scene.chair, first, "take_back_choice")


def test_nobody_is_chosen_before_they_know_of_an_interview(app: Flask, scene: Scene) -> None:
    reference = scene.sent[0]
    with app.app_context(), transaction():
        for event in making.PATH:
            moving.move(making.find(reference), event, by=scene.consultant, at=clock.now(), reason="Evidence.")
    with pytest.raises(RuleBroken, match="not been told of an interview"):
        decide(app, scene, scene.chair, reference, "appoint")
    with app.app_context():
        assert moving.history(making.find(reference))[-1].event == "invite"


def test_a_candidate_learns_nothing_of_being_chosen(app: Flask, scene: Scene) -> None:
    first = making.interviewed(app, scene)

    def known() -> tuple[str, str, object]:
        with app.test_request_context():
            row = making.find(first)
            job, at = applications.job_of(row), clock.now()
            wanted = applications.wanted_for(job, version=row.version, at=at)
            page = presenting.page_of(row, job, wanted, key=key.of_portal(), at=at)
            return page.state, page.sentence, page.told

    before = known()
    decide(app, scene, scene.chair, first, "appoint")
    assert known() == before
    with app.app_context():
        steps = moving.as_steps(moving.history(making.find(first)))
        assert seen(steps) == "interview" and not must_be_told(steps)


def test_what_is_told_is_never_the_panels_choice(app: Flask, scene: Scene) -> None:
    """Who was refused, told so, and is considered again, may be chosen before they hear that they are considered again."""
    first = making.interviewed(app, scene)
    decide(app, scene, scene.chair, first, "refuse")
    making.tell(app, scene, first)
    for event in ("reverse", "appoint"):
        decide(app, scene, scene.chair, first, event)
    making.tell(app, scene, first)
    with app.app_context():
        told = [each.event for each in moving.history(making.find(first)) if each.told_at]
    assert told == ["invite", "refuse", "reverse"]


def test_the_reserve_list_is_offered_in_its_order(app: Flask, scene: Scene) -> None:
    weaker, stronger, unscored = (making.interviewed(app, scene, place) for place in range(3))
    for person in (scene.chair, scene.member):
        scenes.score(app, scene, person, weaker, 4, 4, 4)
        scenes.score(app, scene, person, stronger, 6, 6, 4)
    for reference in (unscored, weaker, stronger):
        decide(app, scene, scene.chair, reference, "hold_in_reserve")
    with app.app_context():
        order = choosing.reserve_in_order(scenes.desk(scene, scene.consultant), at=clock.now())
        assert [row.reference for row, _ in order] == [stronger, weaker, unscored]
    with pytest.raises(RuleBroken, match="Somebody else comes first on the reserve list"):
        offer(app, scene, weaker)
    assert making.state_of(app, weaker) == "reserve"
    offer(app, scene, stronger)
    assert making.state_of(app, stronger) == "offered"


def test_an_employer_without_a_consultant_decides_to_appoint_or_says_why_not(app: Flask, scene: Scene) -> None:
    first, second = making.interviewed(app, scene, 0), making.interviewed(app, scene, 1)
    with app.app_context(), transaction():
        scenes.desk(scene, scene.consultant).campaign.posting_id = None  # type: ignore[union-attr]

    def act(reference: str, event: str, because: str = "") -> None:
        with app.app_context(), transaction():
            desk = desks.of_employer(scene.owner, scene.client, scene.posting)
            row = chosen.one(desk, reference, locked=True)
            if event == "offer":
                offers.offer(desk, row, TERMS, again=True, because=because, at=clock.now())
            else:
                deciding.decide(desk, row, event, because="The best.", at=clock.now(), unscored=True)

    with pytest.raises(RuleBroken, match="I offer it without that decision"):
        act(first, "offer")
    act(first, "appoint")
    act(first, "offer")
    act(second, "offer", "Two posts came free.")
    assert last_reason(app, second).endswith("I offer it without that decision: Two posts came free.")


def test_a_salary_outside_the_advertised_pay_is_warned_of_and_not_refused(
    app: Flask, scene: Scene, sign_in: SignIn
) -> None:
    reference = making.interviewed(app, scene)
    making.choose(app, scene, reference)
    with app.app_context():
        job = applications.job_of(making.find(reference))
        assert job.vacancy.pay_period == "year" and job.vacancy.pay_maximum is not None
        above = job.vacancy.pay_maximum + 100_00
    consultant, at = sign_in(scene.consultant), f"/consultant/campaigns/{scene.campaign}/offers/{reference}"
    typed = {
        "post": TERMS.post,
        "salary": str(above // 100),
        "hours": TERMS.hours,
        "starts_on": ["1", "2", "2027"],
        "kind": "firm",
        "answer_by": ["8", "12", "2026"],
    }
    unsound = post(consultant, f"{at}/make", **{**typed, "hours": ""}).text
    assert "is above what was advertised: £" in unsound
    assert post(consultant, f"{at}/make", **typed).status_code == 302
    assert "is above what was advertised: £" in consultant.get(at).text
    assert post(consultant, f"{at}/change", **{**typed, "salary": str(above // 100 - 100)}).status_code == 302
    assert "what was advertised" not in consultant.get(at).text.partition("Earlier terms")[0].partition("</h1>")[2]


def test_the_newest_word_of_a_panel_counts() -> None:
    sent = (("begin", False), ("submit", False), ("longlist", False), ("shortlist", False), ("invite", True))
    assert not is_chosen(_history(*sent))
    assert is_chosen(_history(*sent, ("appoint", False)))
    assert not is_chosen(_history(*sent, ("appoint", False), ("take_back_choice", False)))
    offered = (*sent, ("appoint", False), ("offer", True), ("withdraw_offer", True), ("reverse", False))
    assert is_chosen(_history(*offered)), "an offer that was withdrawn is not the panel's word"
    assert not is_chosen(_history(*sent, ("appoint", False), ("take_back_choice", False), ("refuse", True)))
