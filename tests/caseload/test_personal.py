"""What consultants keep about somebody is given to them with their data, goes with them, and goes when its time has passed."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.caseload import abouts, following_up, keeping
from portal.caseload.models import FollowUp, LogEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.privacy import exporting, finding, retaining
from portal.recruitment import contacts, queries
from tests.privacy.conftest import lead_a_life
from tests.privacy.test_erasing import erase
from tests.selecting import making as selecting
from tests.selecting.making import Scene

ABOUT_THEM = ("Is on leave until Monday.", "Ask for the certificate.")


@pytest.fixture
def scene(app: Flask) -> Scene:
    found = selecting.scene(app)
    with app.app_context(), transaction():
        campaign = queries.for_staff(found.campaign)
        contacts.put(campaign, found.owner, by=None, at=clock.now())
        owner = contacts.of(campaign)[0].reference
        at, by = clock.now(), found.consultant
        candidate = abouts.of_key(campaign, f"application:{found.sent[0]}")
        client = abouts.of_key(campaign, f"contact:{owner}")
        keeping.note(campaign, candidate, ABOUT_THEM[0], by=by, at=at)
        following_up.plan(campaign, candidate, text=ABOUT_THEM[1], on=clock.today(), by=by, at=at)
        keeping.note(campaign, client, "Prefers to be called.", by=by, at=at)
    return found


def given(app: Flask, email: str) -> str:
    with app.app_context():
        return exporting.as_text(finding.whom(email))


def kept(app: Flask) -> list[str]:
    with app.app_context():
        return [each.text for model in (LogEntry, FollowUp) for each in db.session.query(model)]


def test_a_candidate_and_a_client_are_given_what_was_noted_about_them_and_nobody_else_is(
    app: Flask, scene: Scene
) -> None:
    candidate, client, consultant = (
        given(app, each) for each in ("candidate0@example.org", "pat@leeds.gov.uk", "cora@society.example")
    )
    assert all(words in candidate for words in ABOUT_THEM) and "Prefers to be called." not in candidate
    assert "Prefers to be called." in client and ABOUT_THEM[0] not in client
    assert ABOUT_THEM[0] not in consultant and "Prefers to be called." not in consultant


def test_what_was_noted_about_somebody_is_erased_with_them_and_the_rest_stays(app: Flask, scene: Scene) -> None:
    erase(app, "candidate0@example.org")
    assert kept(app) == ["Prefers to be called."]


def test_it_goes_with_the_application_a_year_after_the_last_thing_that_happened(app: Flask, scene: Scene) -> None:
    with app.app_context(), transaction():
        retaining.apply(at=clock.now() + timedelta(days=366))
    assert kept(app) == ["Prefers to be called."]


def test_every_word_of_a_whole_life_is_exported_and_erased(app: Flask) -> None:
    life = lead_a_life(app, "mallow")
    ours = {
        column: word for column, word in life.planted.items() if column.split(".")[0] in ("log_entries", "follow_ups")
    }
    assert set(ours) == {"log_entries.whom", "log_entries.text", "follow_ups.text"}
    said = given(app, life.email)
    assert all(word in said for word in ours.values())
    erase(app, life.email)
    assert not [word for word in ours.values() if word in " ".join(kept(app))]
