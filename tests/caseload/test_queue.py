"""The queue: everything that waits for the consultant, the latest first, and nothing that is somebody else's."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal.applying import talking
from portal.applying.queries import job_of
from portal.caseload import queue
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.mail.models import Message
from portal.questions import asking
from portal.recruitment import cancelling, queries, reminding
from portal.recruitment.duties import Duty
from portal.selecting import deciding
from portal.selecting import queries as choosing
from tests import people
from tests.applying import making as applications
from tests.caseload import making
from tests.recruitment import making as campaigns
from tests.selecting import making as selecting

NOW = datetime.fromisoformat("2026-11-24T09:00:00+00:00")


def duty(what: str, *, since: timedelta = timedelta(), due: timedelta | None = None) -> Duty:
    return Duty("C", "Job", "Whom", what, NOW - since, "Do", f"/{what}", NOW + due if due is not None else None)


def test_what_is_late_comes_first_then_what_is_due_then_what_waits_longest() -> None:
    days = timedelta
    found = queue.ordered(
        [
            duty("new"),
            duty("old", since=days(9)),
            duty("due", due=days(1)),
            duty("late", due=days(-1)),
            duty("latest", due=days(-3)),
        ],
        at=NOW,
    )
    assert [each.what for each in found] == ["latest", "late", "due", "old", "new"]


@pytest.fixture
def cast(app: Flask, make_person):
    return campaigns.cast(app, make_person)


def test_an_empty_queue_says_so_and_leads_on(app: Flask, make_person, sign_in) -> None:
    page = sign_in(make_person("cora@society.example", roles=("consultant",))).get("/consultant").text
    assert "Nothing waits for you." in page and "/consultant/leads" in page


def test_an_enquiry_is_taken_from_the_row_and_leaves_the_queue_of_every_other_consultant(
    app: Flask, cast, make_person, sign_in
) -> None:
    other = campaigns.another(app, make_person, "dan@society.example")
    reference = campaigns.enquiry(app, cast)
    assert making.said(app, cast.consultant) == making.said(app, other) == ["Waits for a consultant to take it"]
    client = sign_in(cast.consultant)
    people.post(client, f"/consultant/campaigns/{reference}/take", form_at="/consultant")
    assert making.said(app, other) == []
    assert [each.campaign for each in making.duties(app, cast.consultant)] == [reference]


def test_an_enquiry_of_ones_own_organisation_is_not_offered(app: Flask, cast) -> None:
    from portal.accounts.roles import give

    with app.app_context(), transaction():
        give(cast.owner, "consultant", by=None)
    campaigns.enquiry(app, cast)
    assert making.said(app, cast.owner) == []


@pytest.mark.parametrize(
    ("until", "says"),
    [
        ("enquiry", "The consultant has yet to say what share of the pay the fee is."),
        ("agreed", "The advert is to be written"),
        ("drafted", "The advert waits since today"),
        ("approved", "The approved advert is to be published"),
    ],
)
def test_each_stage_before_applications_says_what_comes_next(app: Flask, cast, until: str, says: str) -> None:
    campaigns.campaign(app, cast, until=until)
    assert making.said(app, cast.consultant) == [says]


def test_terms_that_wait_for_the_client_have_an_age(app: Flask, cast) -> None:
    from portal.recruitment import agreeing

    reference = campaigns.campaign(app, cast)
    campaigns.act(
        app,
        reference,
        lambda it: agreeing.set_fee(it, percent_parts=1_800, remuneration="Pay", by=cast.consultant, at=clock.now()),
    )
    with clock.as_of(clock.now() + timedelta(days=4)):
        assert making.said(app, cast.consultant) == ["The terms wait for 4 days"]


def test_the_client_is_reminded_once_a_day_and_only_of_what_waits(app: Flask, cast, sign_in) -> None:
    reference = campaigns.campaign(app, cast, until="drafted")
    client = sign_in(cast.consultant)
    page = client.get(f"/consultant/campaigns/{reference}/remind").text
    assert "It goes to: Pat Moor." in page and campaigns.mails(app, "client_reminded") == []
    said = client.post(
        f"/consultant/campaigns/{reference}/remind",
        data={"csrf_token": people.csrf_of(client, f"/consultant/campaigns/{reference}/remind")},
        follow_redirects=True,
    ).text
    assert "The client is reminded of the advert." in said
    assert campaigns.mails(app, "client_reminded") == ["pat@leeds.gov.uk"]
    row = making.duties(app, cast.consultant)[0]
    assert not row.posts and row.act == "Open the campaign" and row.note.startswith("Reminded on")
    with pytest.raises(RuleBroken, match="less than a day ago"):
        campaigns.act(app, reference, lambda it: reminding.remind(it, by=cast.consultant, at=clock.now()))
    assert len(campaigns.mails(app, "client_reminded")) == 1
    with clock.as_of(clock.now() + timedelta(days=1)):
        campaigns.act(app, reference, lambda it: reminding.remind(it, by=cast.consultant, at=clock.now()))
    assert len(campaigns.mails(app, "client_reminded")) == 2
    live = campaigns.campaign(app, cast, until="live")
    with pytest.raises(RuleBroken, match="Nothing waits"):
        campaigns.act(app, live, lambda it: reminding.remind(it, by=cast.consultant, at=clock.now()))


def test_nobody_reminds_the_client_of_somebody_elses_campaign(app: Flask, cast, make_person, sign_in) -> None:
    reference = campaigns.campaign(app, cast, until="drafted")
    campaigns.enquiry(app, cast)  # so that the other one's queue has a form to take the token from
    other = sign_in(campaigns.another(app, make_person, "dan@society.example"))
    token = people.csrf_of(other, "/consultant")
    assert other.post(f"/consultant/campaigns/{reference}/remind", data={"csrf_token": token}).status_code == 404
    assert campaigns.mails(app, "client_reminded") == []


def test_a_vacancy_stands_in_the_queue_two_days_before_it_closes_and_a_question_until_it_is_answered(
    app: Flask, cast, make_person
) -> None:
    reference = campaigns.campaign(app, cast, until="live")
    assert making.said(app, cast.consultant) == []
    campaigns.act(app, reference, lambda it: asking.ask(it, "Why?", by=cast.owner, at=clock.now(), tell=False))
    assert making.said(app, cast.consultant) == ["1 question waits for an answer"]
    with app.app_context():
        closes_at = queries.posting_of(queries.for_staff(reference)).closes_at
    for days, soon in ((3, False), (2, True), (1, True)):
        with clock.as_of(closes_at - timedelta(days=days, minutes=1)):
            assert any(each.startswith("Closes") for each in making.said(app, cast.consultant)) is soon


def test_selection_says_what_waits_for_whom_until_everybody_is_told(app_on_either: Flask) -> None:
    app = app_on_either
    scene = selecting.scene(app)
    first, second = scene.sent
    assert set(making.said(app, scene.consultant)) == {
        "2 applications wait for the longlist",
        "2 applications wait for your scores",
    }
    selecting.score(app, scene, scene.consultant, first, 6, 5, 3)
    assert "1 application waits for your scores" in making.said(app, scene.consultant)
    selecting.score(app, scene, scene.deputy, first, 5, 5, 3)
    assert "1 application has scores that differ and are to be agreed" in making.said(app, scene.deputy)
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        for reference, what in ((first, "longlist"), (second, "leave_off_longlist")):
            application = choosing.one(desk, reference, locked=True)
            deciding.decide(desk, application, what, because="Evidence.", at=clock.now(), unscored=True)
    said = making.said(app, scene.consultant)
    assert sorted(said) == [
        "1 candidate waits for the shortlist since today",
        "1 person waits to be told of a decision",
    ]
    selecting_page = people.sign_in(app, scene.deputy).get("/consultant").text
    assert "Robin Hall" not in selecting_page and "Ada Quill" not in selecting_page, "names are hidden here too"


def test_a_message_waits_until_it_is_read_or_answered_and_the_writer_is_a_number(app: Flask) -> None:
    scene = selecting.scene(app, number=1)
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        row = choosing.one(desk, scene.sent[0])
        talking.write(row, job_of(row), "When is the interview?", by=row.person_id, from_candidate=True, at=clock.now())
    found = [each for each in making.duties(app, scene.consultant) if "message" in each.what]
    assert [(each.whom, each.what) for each in found] == [("Application 1", "1 message without an answer")]
    with app.app_context(), transaction():
        talking.note_read(applications.find(scene.sent[0]), by_candidate=False, at=clock.now())
    assert not any("message" in each for each in making.said(app, scene.consultant))


def test_a_message_still_waits_when_the_campaign_was_cancelled(app: Flask) -> None:
    scene = selecting.scene(app, number=1)
    with app.app_context(), transaction():
        row = choosing.one(selecting.desk(scene, scene.consultant), scene.sent[0])
        talking.write(row, job_of(row), "When is the interview?", by=row.person_id, from_candidate=True, at=clock.now())
        found = queries.for_staff(scene.campaign, locked=True)
        cancelling.cancel(found, because="The post is frozen.", by=scene.owner, at=clock.now())
    assert making.said(app, scene.consultant) == ["1 message without an answer"]


def test_the_queue_asks_no_more_for_more_campaigns(app: Flask, cast) -> None:
    campaigns.campaign(app, cast, until="live")
    with making.counting(app) as few:
        making.said(app, cast.consultant)
    for until in ("enquiry", "agreed", "drafted", "approved", "live"):
        campaigns.campaign(app, cast, until=until)
    with making.counting(app) as many:
        assert len(making.said(app, cast.consultant)) >= 4
    assert len(many) == len(few) <= 30


def test_it_is_narrowed_to_a_campaign_and_counts_what_was_done_today(app: Flask, cast, sign_in) -> None:
    one = campaigns.campaign(app, cast, until="agreed")
    campaigns.campaign(app, cast, until="approved")
    client = sign_in(cast.consultant)
    page = client.get("/consultant").text
    assert "2 things to do" in page and "today." in page
    page = client.get(f"/consultant?campaign={one}").text
    assert "1 thing to do" in page and "to be written" in page and "to be published" not in page
    assert "2 things to do" in client.get("/consultant?campaign=NOSUCH").text


def test_mail_of_the_reminder_says_where_to_go(app: Flask, cast) -> None:
    reference = campaigns.campaign(app, cast, until="drafted")
    campaigns.act(app, reference, lambda it: reminding.remind(it, by=cast.consultant, at=clock.now()))
    with app.app_context():
        body = db.session.query(Message.body).filter_by(kind="recruitment/mail/client_reminded").scalar()
    assert f"/campaigns/{reference}/advert" in body


def test_an_advert_that_cannot_be_published_before_the_order_says_so(app: Flask, cast) -> None:
    campaigns.campaign(app, cast, until="approved", service="fixed")
    assert [each.note for each in making.duties(app, cast.consultant)] == [
        "The client has yet to order the service: ask them first."
    ]
