"""What happened to one's account, and with which browser."""

from flask import Flask
from sqlalchemy import select

from portal.accounts import tending
from portal.accounts.models import Person
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from tests.conftest import MakePerson, SignIn
from tests.people import PASSWORD, post

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0 Canary/7"


def test_signing_in_and_out_is_told_with_the_browser_in_the_same_words_everywhere(
    app: Flask, make_person: MakePerson
) -> None:
    make_person("robin@example.org")
    for _ in range(2):
        client = app.test_client()
        client.environ_base["HTTP_USER_AGENT"] = FIREFOX
        post(client, "/sign-in", email="robin@example.org", password=PASSWORD)
    post(app.test_client(), "/sign-in", email="robin@example.org", password=PASSWORD)
    assert client.get("/account/sessions").text.count("Firefox on a Linux computer") == 3  # one has a button to end it
    activity = client.get("/account/activity").text
    assert activity.count("You signed in") == 3 and activity.count("Firefox on a Linux computer") == 2
    post(client, "/sign-out", form_at="/account")
    with app.app_context():
        acts = db.session.execute(select(AuditEntry.action, AuditEntry.facts).order_by(AuditEntry.id)).all()
    assert [(action.split(".")[1], facts.get("device")) for action, facts in acts] == [
        ("signed_in", "Firefox on a Linux computer"),
        ("signed_in", "Firefox on a Linux computer"),
        ("signed_in", "Unknown browser"),
        ("signed_out", None),
    ]


def test_what_staff_do_to_others_is_told_to_those_and_not_as_what_happened_to_the_staff(
    app: Flask, make_person: MakePerson, sign_in: SignIn
) -> None:
    staff, robin = make_person("sam@example.org", roles=("staff",)), make_person("robin@example.org")
    with app.app_context(), transaction():
        tending.disable(reference_of(robin), because="asked", by=staff)
    with app.app_context(), transaction():
        tending.enable(reference_of(robin), because="asked", by=staff)
    assert "disabled" not in sign_in(staff).get("/account/activity").text
    told = sign_in(robin).get("/account/activity").text
    assert "staff disabled your account" in told and "staff enabled your account again" in told


def reference_of(person_id: int) -> str:
    return db.session.get_one(Person, person_id).reference
