"""Scoring and agreeing on pages: what is missing is said beside its field, and what was typed stays."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.database.base import db
from portal.database.transaction import transaction
from portal.recruitment.models import Campaign, PanelMember
from portal.selecting.models import Moderation, Sift
from tests import people
from tests.applying import making as applications
from tests.employers import acting
from tests.people import post
from tests.selecting import making

GIVEN = {"score_E1": "5", "evidence_E1": "Two years of it.", "score_E2": "4", "evidence_E2": "", "score_D1": ""}


def test_scores_are_handed_in_whole_and_kept_as_they_are(app: Flask) -> None:
    scene = making.scene(app, number=1)
    client = people.sign_in(app, scene.consultant)
    address = f"/consultant/campaigns/{scene.campaign}/applications/{scene.sent[0]}/score"
    page = post(client, address, **GIVEN, evidence_D1="", action="done").text
    for said in (
        "Choose a score for D1.",
        "Say what your score rests on for E2.",
        "Say what your score rests on for D1.",
    ):
        assert page.count(said) == 2, said  # beside the field, and above
    assert "for E1." not in page and "Two years of it." in page
    with app.app_context():
        assert db.session.query(Sift).all() == []
    assert post(client, address, **GIVEN, evidence_D1="", action="save").status_code == 302
    with app.app_context():
        (kept,) = db.session.query(Sift)
        assert (kept.scores, kept.done_at) == ({"E1": 5, "E2": 4}, None)


def test_what_counts_lies_between_what_was_given_and_is_explained(app: Flask) -> None:
    scene = making.scene(app, number=1)
    making.score(app, scene, scene.consultant, scene.sent[0], 6, 5, 3)
    making.score(app, scene, scene.deputy, scene.sent[0], 4, 5, 3)
    client = people.sign_in(app, scene.consultant)
    address = f"/consultant/campaigns/{scene.campaign}/applications/{scene.sent[0]}/moderate"
    asked = client.get(address).text.partition('name="score_E1"')[2].partition("</select>")[0]
    assert [f'value="{score}"' in asked for score in range(8)] == [4 <= score <= 6 for score in range(8)]
    page = post(client, address, score_E1="", score_E2="5", score_D1="3", because="").text
    assert page.count("Choose the score that counts for E1.") == 2
    assert page.count("Say how you came to the scores that count.") == 2
    with app.app_context():
        assert db.session.query(Moderation).all() == []
    answer = post(client, address, score_E1="5", score_E2="5", score_D1="3", because="We read it again.")
    assert answer.status_code == 302
    with app.app_context():
        assert [each.scores["E1"] for each in db.session.query(Moderation)] == [5]


@pytest.mark.parametrize(
    ("reader", "note", "said"),
    [
        ("consultant", "Pru Panel is my sister.", "says that they know somebody:</strong> <span class=\"site-answer\">Pru Panel is my sister."),
        ("deputy", "Dan Moss of yours is my brother.", "This candidate names you:"),
        ("consultant", "Jo Hall, my aunt.", "Jo [hidden], my aunt."),
    ],
)  # fmt: skip
def test_whom_a_candidate_knows_is_said_before_anybody_scores_while_the_name_stays_hidden(
    app: Flask, reader: str, note: str, said: str
) -> None:
    scene = making.scene(app, number=0)
    reference = making.applied(app, scene.vacancy, 0, declarations={"related": "yes", "related_note": note})
    client = people.sign_in(app, getattr(scene, reader))
    address = f"/consultant/campaigns/{scene.campaign}/applications/{reference}"
    for page in (client.get(address).text, client.get(f"{address}/score").text):
        assert said in page and f'href="{address}/aside"' in page
        assert "Robin" not in page and "Hall" not in page
    assert "Knows somebody" in client.get(f"/consultant/campaigns/{scene.campaign}/applications/board").text
    assert post(client, f"{address}/aside", because="Family").status_code == 302
    assert "If that is you" not in client.get(address).text


def test_an_employer_without_a_consultant_can_stand_aside_as_well(app: Flask) -> None:
    owner = people.make(app, "pat@leeds.gov.uk", name="Pat Moor")
    row = acting.organisation(app)
    acting.seat(app, row, owner, "owner")
    posting, vacancy = applications.advert(app, row, owner)
    note = {"related": "yes", "related_note": "Pat Moor is my uncle."}
    reference = making.applied(app, vacancy, 0, declarations=note)
    client = people.sign_in(app, owner)
    address = f"/employer/{row.reference}/vacancies/{posting}/applications/{reference}"
    page = client.get(address).text
    assert "This candidate names you:" in page and "I know this candidate" in page
    post(client, f"{address}/aside", because="My nephew")
    assert "You neither score nor decide." in client.get(address).text


def test_whoever_thinks_of_applying_reads_who_will_read_it(app: Flask) -> None:
    scene = making.scene(app, number=0)
    page = people.sign_in(app, people.make(app, "robin@example.org")).get(f"/vacancies/{scene.vacancy}/apply").text
    assert "Our consultant reads your application, and makes the longlist." in page
    assert "sees nobody who is not on the longlist." in page and "documents are hidden from both" in page
    with app.app_context(), transaction():
        db.session.query(Campaign).one().names_hidden = False
    assert (
        "hidden"
        not in app.test_client()
        .get(f"/vacancies/{scene.vacancy}/apply")
        .text.partition("Who reads it")[2]
        .partition("<form")[0]
        .partition("You need")[0]
    )
    with app.app_context(), transaction():
        db.session.query(PanelMember).delete()
        db.session.query(Campaign).one().posting_id = None
    page = app.test_client().get(f"/vacancies/{scene.vacancy}/apply").text
    assert "reads your application." in page and "consultant" not in page


def test_those_who_choose_read_headings_about_the_candidate_and_not_to_them(app: Flask) -> None:
    scene = making.scene(app, number=1)
    client = people.sign_in(app, scene.consultant)
    page = client.get(f"/consultant/campaigns/{scene.campaign}/applications/{scene.sent[0]}").text
    assert ">Right to work</h2>" in page and ">Work, study and other times</h2>" in page
    assert "Your right to work" not in page and "What you have done" not in page
