"""Choosing: scores alone and then together, decisions with reasons, telling as an act of its own, and who sees what."""

import pytest
from flask import Flask

from portal.applying import leaving
from portal.applying.models import ApplicationStep
from portal.applying.queries import job_of
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.mail.models import Message
from portal.recruitment import queries as campaigns
from portal.selecting import deciding, desks, finishing, presenting, queries, ranking, scoring, telling
from portal.selecting.models import Sift, Unhiding
from tests import people
from tests.applying import making as applications
from tests.employers import acting
from tests.races import at_once
from tests.selecting import making
from tests.selecting.making import Scene

GOOD, WEAK = (6, 5, 3), (3, 5, 3)


@pytest.fixture
def scene(app_on_either: Flask) -> Scene:
    return making.scene(app_on_either)


def decide(
    app: Flask,
    scene: Scene,
    person: int,
    reference: str,
    event: str,
    because: str = "Evidence.",
    *,
    unscored: bool = True,
) -> None:
    with app.app_context(), transaction():
        desk = making.desk(scene, person)
        deciding.decide(
            desk, queries.one(desk, reference, locked=True), event, because=because, at=clock.now(), unscored=unscored
        )


def refused(app: Flask, scene: Scene, person: int, reference: str, event: str, because: str = "Evidence.") -> str:
    with pytest.raises(RuleBroken) as problem:
        decide(app, scene, person, reference, event, because)
    return str(problem.value)


def tell(app: Flask, scene: Scene, reference: str, *, looked_at: str = "") -> int:
    with app.app_context(), transaction():
        desk = making.desk(scene, scene.consultant)
        expected = {reference: looked_at or queries.one(desk, reference).state}
        return telling.tell(desk, [reference], telling.TEMPLATES, expected=expected, at=clock.now())


def test_a_panel_sees_nobody_before_the_longlist_and_the_client_sees_nobody_by_its_vacancy(
    app_on_either: Flask, scene: Scene
) -> None:
    with app_on_either.app_context():
        panel = making.desk(scene, scene.member)
        assert queries.every(panel) == []
        for refused_desk in (
            lambda: queries.one(panel, scene.sent[0]),
            lambda: desks.of_employer(scene.owner, scene.client, scene.posting),
            lambda: desks.of_panel(scene.owner, scene.campaign),
        ):
            with pytest.raises(NotFound):
                refused_desk()
    decide(app_on_either, scene, scene.consultant, scene.sent[0], "longlist")
    with app_on_either.app_context():
        assert [each.reference for each in queries.every(making.desk(scene, scene.member))] == [scene.sent[0]]


def test_another_consultant_has_no_desk_and_nobody_sees_a_draft(app_on_either: Flask, scene: Scene) -> None:
    other = people.make(app_on_either, "eve@society.example", name="Eve", given=("consultant",))
    draft = applications.filled(app_on_either, scene.vacancy, people.make(app_on_either, "late@example.org"))
    with app_on_either.app_context():
        with pytest.raises(NotFound):
            desks.of_consultant(other, scene.campaign)
        with pytest.raises(NotFound):
            queries.one(making.desk(scene, scene.consultant), draft)


def test_names_are_hidden_until_the_shortlist_in_every_part(app_on_either: Flask, scene: Scene) -> None:
    with app_on_either.app_context():
        desk = making.desk(scene, scene.consultant)
        page = presenting.page_of(desk, queries.one(desk, scene.sent[0]), at=clock.now())
        said = str([(part.title, part.answers) for part in page.parts])
        assert page.name == "" and page.hidden and page.files == ()
        assert "Robin" not in said and "Hall" not in said and "ran routed networks" in said
        assert {"contact", "referees", "declarations"}.isdisjoint({part.key for part in page.parts})
    decide(app_on_either, scene, scene.consultant, scene.sent[0], "longlist")
    decide(app_on_either, scene, scene.chair, scene.sent[0], "shortlist")
    with app_on_either.app_context():
        desk = making.desk(scene, scene.member)
        page = presenting.page_of(desk, queries.one(desk, scene.sent[0]), at=clock.now())
        assert page.name == "Robin Hall" and "referees" in {part.key for part in page.parts}


def test_a_name_is_seen_sooner_only_with_a_reason_that_is_kept_and_by_who_asked_alone(
    app_on_either: Flask, scene: Scene
) -> None:
    def unhide(because: str) -> None:
        with transaction():
            desk = making.desk(scene, scene.consultant)
            deciding.unhide(desk, queries.one(desk, scene.sent[0]), because=because, at=clock.now())

    with app_on_either.app_context():
        with pytest.raises(RuleBroken, match="Say why"):
            unhide(" ")
        unhide("To arrange an interpreter")
        desk, deputy = making.desk(scene, scene.consultant), making.desk(scene, scene.deputy)
        assert presenting.name_of(desk, queries.one(desk, scene.sent[0])) == "Robin Hall"
        assert presenting.name_of(desk, queries.one(desk, scene.sent[1])) == ""
        assert presenting.name_of(deputy, queries.one(deputy, scene.sent[0])) == ""
        assert db.session.query(Unhiding.because).scalar() == "To arrange an interpreter"


def test_adjustments_are_read_by_whoever_arranges_the_interview_and_by_no_panel(
    app_on_either: Flask, scene: Scene
) -> None:
    needs = {"needs": "yes", "about": "A room without steps"}
    reference = making.applied(app_on_either, scene.vacancy, 4, adjustments=needs)

    def read(by: int) -> str:
        with app_on_either.app_context():
            desk = making.desk(scene, by)
            page = presenting.page_of(desk, queries.one(desk, reference), at=clock.now())
            assert "steps" not in str(page.parts)
            return page.adjustments

    assert read(scene.consultant) == ""
    decide(app_on_either, scene, scene.consultant, reference, "longlist")
    decide(app_on_either, scene, scene.chair, reference, "shortlist")
    assert read(scene.consultant) == "A room without steps" and read(scene.chair) == ""


def test_scores_are_shown_to_nobody_before_two_have_handed_theirs_in(app_on_either: Flask, scene: Scene) -> None:
    reference = scene.sent[0]

    def standing(by: int) -> scoring.Standing:
        desk = making.desk(scene, by)
        return scoring.standing_of(desk, queries.one(desk, reference), "longlist")

    making.score(app_on_either, scene, scene.consultant, reference, *GOOD)
    with app_on_either.app_context():
        for by in (scene.consultant, scene.deputy):
            assert (list(standing(by).shown), standing(by).finished, standing(by).agreed) == ([], 1, None)
    making.score(app_on_either, scene, scene.deputy, reference, 6, 4, 3)
    with app_on_either.app_context():
        for by in (scene.consultant, scene.deputy):
            assert len(standing(by).shown) == 2 and list(standing(by).differs) == ["E2"]
            assert standing(by).agreed is None


def test_scores_that_agree_count_at_once_and_others_once_they_are_agreed(app_on_either: Flask, scene: Scene) -> None:
    first, second = scene.sent
    for by in (scene.consultant, scene.deputy):
        making.score(app_on_either, scene, by, first, *WEAK)
    making.score(app_on_either, scene, scene.consultant, second, *GOOD)
    making.score(app_on_either, scene, scene.deputy, second, 4, 5, 3)

    def order() -> list[ranking.Place]:
        return ranking.order(making.desk(scene, scene.consultant), "longlist", at=clock.now())

    def agree(e1: int, because: str) -> None:
        with transaction():
            desk = making.desk(scene, scene.consultant)
            counts = {"E1": e1, "E2": 5, "D1": 3}
            scoring.moderate(desk, queries.one(desk, second), counts, because, at=clock.now())

    with app_on_either.app_context():
        assert [(each.application.reference, each.rank) for each in order()] == [(first, 1), (second, 0)]
        assert order()[0].falls_short == ("E1",)
        assert order()[1].waits_for == "Waits for the scores to be agreed"
        with pytest.raises(RuleBroken, match="lies between"):
            agree(7, "We talked.")
        with pytest.raises(RuleBroken, match="Say how"):
            agree(5, "")
        agree(5, "We talked.")
        assert [(each.application.reference, each.total) for each in order()] == [(second, 13), (first, 11)]


@pytest.mark.parametrize(
    ("scores", "evidence", "said"),
    [
        ({"E1": 8, "E2": 4, "D1": 4}, "x", "Choose a score from 0 to 7."),
        ({"E1": 4, "E2": 4}, "x", "Score every criterion"),
        ({"E1": 4, "E2": 4, "D1": 4}, " ", "Say for every criterion"),
        ({"E1": 4, "E2": 4, "D1": 4}, "x" * 2_001, "2,000 characters or fewer"),
    ],
)
def test_scores_that_do_not_hold_are_refused_and_nothing_is_kept(
    app: Flask, scores: dict[str, int], evidence: str, said: str
) -> None:
    scene = making.scene(app, number=1)
    with app.app_context():
        with pytest.raises(RuleBroken, match=said), transaction():
            desk = making.desk(scene, scene.consultant)
            given = dict.fromkeys(("E1", "E2", "D1"), evidence)
            scoring.save(desk, queries.one(desk, scene.sent[0]), scores, given, done=True, at=clock.now())
        assert db.session.query(Sift).all() == []


def test_scores_that_were_handed_in_are_not_changed(app: Flask) -> None:
    scene = making.scene(app, number=1)
    making.score(app, scene, scene.consultant, scene.sent[0], *GOOD)
    with pytest.raises(RuleBroken, match="handed your scores in"):
        making.score(app, scene, scene.consultant, scene.sent[0], *WEAK)
    with app.app_context():
        assert db.session.query(Sift).one().scores == {"E1": 6, "E2": 5, "D1": 3}


def test_a_decision_keeps_who_when_and_why_and_tells_nobody(app_on_either: Flask, scene: Scene) -> None:
    reference = scene.sent[0]
    assert "Say why." in refused(app_on_either, scene, scene.consultant, reference, "longlist", " ")
    decide(app_on_either, scene, scene.consultant, reference, "longlist", "Strong on both.")
    with app_on_either.app_context():
        step = db.session.query(ApplicationStep).filter_by(event="longlist").one()
        assert (step.by_id, step.reason, step.at) == (
            scene.consultant,
            "Decided without agreed scores: Strong on both.",
            clock.now(),
        )
        assert step.told_at is None
        assert db.session.query(Message).filter_by(kind="selecting/mail/news").all() == []


def test_each_decides_what_is_theirs(app: Flask) -> None:
    scene = making.scene(app, number=1)
    reference = scene.sent[0]
    decide(app, scene, scene.consultant, reference, "longlist")
    assert refused(app, scene, scene.consultant, reference, "shortlist") == "That is not yours to decide."
    assert refused(app, scene, scene.member, reference, "shortlist") == "That is not yours to decide."
    decide(app, scene, scene.chair, reference, "shortlist")
    assert refused(app, scene, scene.chair, reference, "invite") == "That is not yours to decide."
    decide(app, scene, scene.consultant, reference, "invite")
    assert making.state_of(app, reference) == "interview"


def test_a_refusal_is_reversed_with_a_reason_while_the_campaign_is_open(app: Flask) -> None:
    scene = making.scene(app, number=1)
    reference = scene.sent[0]
    decide(app, scene, scene.consultant, reference, "leave_off_longlist")
    decide(app, scene, scene.consultant, reference, "reverse", "We overlooked the second page.")
    assert making.state_of(app, reference) == "submitted"
    decide(app, scene, scene.consultant, reference, "leave_off_longlist")
    with app.app_context(), transaction():
        campaigns.for_staff(scene.campaign).state = "cancelled"
    assert refused(app, scene, scene.consultant, reference, "reverse") == "That is not yours to decide."
    assert making.state_of(app, reference) == "not_longlisted"


def test_many_are_decided_together_or_not_at_all(app_on_either: Flask, scene: Scene) -> None:
    first, second = scene.sent
    decide(app_on_either, scene, scene.consultant, first, "longlist")
    with (
        app_on_either.app_context(),
        pytest.raises(RuleBroken, match=r"Application 1: .* Nothing was decided"),
        transaction(),
    ):
        desk = making.desk(scene, scene.consultant)
        deciding.decide_many(desk, scene.sent, "longlist", because="Top two.", at=clock.now(), unscored=True)
    assert making.state_of(app_on_either, second) == "submitted"


def test_of_those_who_decide_at_once_one_decides(app_on_either: Flask, scene: Scene) -> None:
    def longlist() -> None:
        with transaction():
            desk = making.desk(scene, scene.consultant)
            row = queries.one(desk, scene.sent[0])
            deciding.decide(desk, row, "longlist", because="Yes.", at=clock.now(), unscored=True)

    assert at_once(app_on_either, longlist, times=4).count(None) == 1
    with app_on_either.app_context():
        assert db.session.query(ApplicationStep).filter_by(event="longlist").count() == 1


def test_whoever_meets_every_essential_criterion_and_asks_for_a_scheme_cannot_be_left_off(app: Flask) -> None:
    scene = making.scene(app, number=1)
    reference = making.applied(app, scene.vacancy, 3, schemes={"schemes": ["at_risk"]})
    for by in (scene.consultant, scene.deputy):
        making.score(app, scene, by, reference, 4, 4, 0)
        making.score(app, scene, by, scene.sent[0], 7, 7, 7)
    with app.app_context():
        order = ranking.order(making.desk(scene, scene.consultant), "longlist", at=clock.now())
        assert [each.guaranteed for each in order] == [False, True]
    said = refused(app, scene, scene.consultant, reference, "leave_off_longlist")
    assert "asks for an interview scheme, so it cannot be left off" in said
    assert making.state_of(app, reference) == "submitted"


def test_who_asks_for_a_scheme_is_scored_before_being_left_off(app: Flask) -> None:
    scene = making.scene(app, number=1)
    asks = making.applied(app, scene.vacancy, 3, schemes={"schemes": ["at_risk"]})
    making.score(app, scene, scene.consultant, asks, 1, 1, 1)
    said = refused(app, scene, scene.consultant, asks, "leave_off_longlist")
    assert "asks for an interview scheme, so it is scored before it can be left off" in said
    assert making.state_of(app, asks) == "submitted"
    making.score(app, scene, scene.deputy, asks, 1, 1, 1)
    decide(app, scene, scene.consultant, asks, "leave_off_longlist")
    decide(app, scene, scene.consultant, scene.sent[0], "leave_off_longlist")


def test_who_knows_a_candidate_neither_scores_nor_decides(app: Flask) -> None:
    scene = making.scene(app, number=1)
    reference = scene.sent[0]
    decide(app, scene, scene.consultant, reference, "longlist")
    with app.app_context(), transaction():
        desk = making.desk(scene, scene.chair)
        deciding.stand_aside(desk, queries.one(desk, reference), note="My cousin", at=clock.now())
    assert "take no part" in refused(app, scene, scene.chair, reference, "shortlist")
    with pytest.raises(RuleBroken, match="take no part"):
        making.score(app, scene, scene.chair, reference, *GOOD)
    assert making.state_of(app, reference) == "longlisted"


def test_whoever_was_refused_waits_to_be_told_and_is_told_once(app_on_either: Flask, scene: Scene) -> None:
    reference = scene.sent[0]
    decide(app_on_either, scene, scene.consultant, reference, "leave_off_longlist")
    with app_on_either.app_context():
        assert telling.waiting(making.desk(scene, scene.consultant)) == 1
        (letter,) = telling.letters(making.desk(scene, scene.consultant), [reference], telling.TEMPLATES)
        assert letter.body.startswith("Dear Robin Hall,\n\nThank you for applying.")
    assert tell(app_on_either, scene, reference) == 1
    with app_on_either.app_context():
        assert telling.waiting(making.desk(scene, scene.consultant)) == 0
        (mail,) = db.session.query(Message).filter_by(kind="selecting/mail/news").all()
        assert mail.recipient == "candidate0@example.org" and "not taken further" not in mail.body
    with pytest.raises(RuleBroken, match="Choose at least one"):
        tell(app_on_either, scene, reference)


def test_nobody_is_told_what_is_no_longer_so(app_on_either: Flask, scene: Scene) -> None:
    reference = scene.sent[0]
    for event in ("leave_off_longlist", "reverse", "longlist"):
        decide(app_on_either, scene, scene.consultant, reference, event)
    with pytest.raises(RuleBroken, match="Nobody was told"):
        tell(app_on_either, scene, reference, looked_at="not_longlisted")
    with app_on_either.app_context():
        assert db.session.query(Message).filter_by(kind="selecting/mail/news").all() == []
        assert {each.told_at for each in db.session.query(ApplicationStep)} == {None}


def test_an_employer_without_a_consultant_chooses_alone(app: Flask) -> None:
    owner = people.make(app, "pat@leeds.gov.uk", name="Pat Moor")
    row = acting.organisation(app)
    acting.seat(app, row, owner, "owner")
    posting, vacancy = applications.advert(app, row, owner)
    reference = making.applied(app, vacancy, 0)
    stranger = people.make(app, "eve@example.org", name="Eve")
    with app.app_context():
        for event in ("longlist", "shortlist", "invite"):
            with transaction():
                desk = desks.of_employer(owner, row.reference, posting)
                deciding.decide(
                    desk, queries.one(desk, reference), event, because="Good.", at=clock.now(), unscored=True
                )
        desk = desks.of_employer(owner, row.reference, posting)
        assert presenting.name_of(desk, queries.one(desk, reference)) == "Robin Hall"
        with pytest.raises(NotFound):
            desks.of_employer(stranger, row.reference, posting)


def test_nothing_is_decided_before_the_vacancy_has_closed_and_the_first_decision_begins_selection(app: Flask) -> None:
    scene = making.scene(app, number=1)
    reference = scene.sent[0]
    for state in ("live", "closed"):
        with app.app_context(), transaction():
            campaigns.for_staff(scene.campaign).state = state
        if state == "live":
            assert "once the vacancy has closed" in refused(app, scene, scene.consultant, reference, "longlist")
            assert making.state_of(app, reference) == "submitted"
    decide(app, scene, scene.consultant, reference, "longlist")
    with app.app_context():
        assert campaigns.for_staff(scene.campaign).state == "selection"


def test_a_campaign_cannot_end_while_somebody_is_undecided_or_untold(app_on_either: Flask, scene: Scene) -> None:
    def end(because: str = "Nobody met the essential criteria.") -> None:
        with app_on_either.app_context(), transaction():
            finishing.end(making.desk(scene, scene.consultant), because=because, at=clock.now())

    with pytest.raises(RuleBroken, match="2 applications are still to be decided"):
        end()
    for reference in scene.sent:
        decide(app_on_either, scene, scene.consultant, reference, "leave_off_longlist")
    with pytest.raises(RuleBroken, match="2 people wait to be told"):
        end()
    for reference in scene.sent:
        tell(app_on_either, scene, reference)
    with pytest.raises(RuleBroken, match="Say why"):
        end(" ")
    with app_on_either.app_context():
        assert campaigns.for_staff(scene.campaign).state == "selection"
    end()
    with app_on_either.app_context():
        ended = campaigns.for_staff(scene.campaign)
        assert (ended.state, ended.ended_because) == ("unfilled", "Nobody met the essential criteria.")


def test_who_withdraws_before_the_shortlist_stays_without_a_name(app: Flask) -> None:
    scene = making.scene(app, number=1)
    with app.app_context():
        with transaction():
            row = applications.find(scene.sent[0])
            leaving.withdraw(row, job_of(row), because="", by=row.person_id or 0, at=clock.now())
        desk = making.desk(scene, scene.consultant)
        assert presenting.name_of(desk, queries.one(desk, scene.sent[0])) == ""


def test_a_message_is_looked_at_without_the_name_that_its_reader_is_greeted_by(app: Flask) -> None:
    scene = making.scene(app, number=1)
    decide(app, scene, scene.consultant, scene.sent[0], "leave_off_longlist")
    with app.app_context():
        (letter,) = telling.letters(making.desk(scene, scene.consultant), scene.sent, telling.TEMPLATES)
        assert letter.body.startswith("Dear Robin Hall,") and letter.preview.startswith("Dear [hidden],")
