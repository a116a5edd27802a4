"""The outbox as staff see it."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.mail.models import Message
from portal.mail.queries import without_secrets
from tests.accounts.mailbox import link, mails
from tests.conftest import MakePerson, SignIn
from tests.people import csrf_of


@pytest.fixture
def put(app: Flask):
    """A message in this state, to a recipient of this name; its id."""

    def add(state: str, name: str = "ada") -> int:
        with app.app_context(), transaction():
            message = Message(
                message_id=f"<{name}@x>",
                kind="accounts/mail/note",
                recipient=f"{name}@example.org",
                subject="News <b>",
                body="All is <b>well</b>.",
                state=state,
                queued_at=clock.now(),
                due_at=clock.now(),
            )
            db.session.add(message)
            db.session.flush()
            return message.id

    return add


def test_staff_find_what_was_refused_and_send_it_again(
    app: Flask, put, make_person: MakePerson, sign_in: SignIn
) -> None:
    client = sign_in(make_person(roles=("staff",)))
    refused, sent = put("refused"), put("sent", "grace")
    page = client.get("/staff/mail?state=refused&q=ADA").text
    assert f"/staff/mail/{refused}" in page and f"/staff/mail/{sent}" not in page
    assert "All is &lt;b&gt;well&lt;/b&gt;." in client.get(f"/staff/mail/{refused}").text
    token = csrf_of(client, f"/staff/mail/{refused}")
    answer = client.post(f"/staff/mail/{refused}/send", data={"csrf_token": token}, follow_redirects=True)
    assert "will be sent at once" in answer.text
    with app.app_context():
        assert db.session.get_one(Message, refused).state == "waiting"
        assert db.session.query(AuditEntry).filter_by(action="mail.sent_again").one().subject == f"mail:{refused}"


def test_what_was_sent_is_neither_dropped_nor_sent_again(
    app: Flask, put, make_person: MakePerson, sign_in: SignIn
) -> None:
    client = sign_in(make_person(roles=("staff",)))
    refused, sent = put("refused"), put("sent", "grace")
    token = csrf_of(client, f"/staff/mail/{refused}")
    for act in ("send", "drop"):
        answer = client.post(f"/staff/mail/{sent}/{act}", data={"csrf_token": token}, follow_redirects=True)
        assert "Please note" in answer.text
    with app.app_context():
        assert db.session.get_one(Message, sent).state == "sent"


def test_nobody_else_sees_the_outbox(put, make_person: MakePerson, sign_in: SignIn) -> None:
    message_id = put("sent")
    for client in (sign_in(make_person("a@example.org")), sign_in(make_person("b@example.org", roles=("assessor",)))):
        assert {client.get(f"/staff/mail{rest}").status_code for rest in ("", f"/{message_id}", "/previews")} == {404}


def test_the_outbox_is_downloaded_or_said_to_be_empty(put, make_person: MakePerson, sign_in: SignIn) -> None:
    client = sign_in(make_person(roles=("staff",)))
    assert "Nothing has been written to anybody yet." in client.get("/staff/mail").text
    put("sent")
    assert "ada@example.org" in client.get("/staff/mail?format=csv").text


def test_staff_read_a_message_without_what_gives_power_in_its_links(
    app: Flask, make_person: MakePerson, sign_in: SignIn
) -> None:
    """Else whoever helps could set a person's password with the link that the person asked for."""
    make_person("robin@example.org")
    client = app.test_client()
    client.post("/recover", data={"csrf_token": csrf_of(client, "/recover"), "email": "robin@example.org"})
    message = mails(app, "recover")[0]
    token = link(message).rpartition("/")[2]
    page = sign_in(make_person("sam@example.org", roles=("staff",))).get(f"/staff/mail/{message.id}").text
    assert token not in page and token[:12] not in page
    assert "(secret, shown to its recipient only)" in page and message.body.split("://")[1].split("/")[0] in page


def test_only_tokens_are_hidden() -> None:
    long_host = "https://jobs.the-society-of-digital-people.example.org/vacancies/8RKGRR5Q"
    assert without_secrets(f"See {long_host} or write.") == f"See {long_host} or write."
    assert without_secrets("https://x.example/stop?key=" + "a.b-" * 9 + " now") == (
        "https://x.example/stop?key=(secret, shown to its recipient only) now"
    )
