"""Public questions about a vacancy: asked without a name, answered once for everybody, told to who wants to know."""

from datetime import UTC, datetime

import pytest

from portal.applying import queries as applications
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.mail.models import Message
from portal.questions import answering, asking, cutoff, presenting, queries
from portal.questions.models import Question, QuestionFollower
from portal.recruitment import planning
from portal.recruitment import queries as campaigns
from tests import people
from tests.recruitment import making


@pytest.fixture
def cast(app, make_person):
    return making.cast(app, make_person)


@pytest.fixture
def live(app, cast) -> str:
    return making.campaign(app, cast, until="live")


@pytest.fixture
def vacancy(app, live) -> str:
    with app.app_context():
        return queries.vacancy_reference(campaigns.for_staff(live))


@pytest.fixture
def asker(make_person) -> int:
    return make_person("jo@example.org", name="Jo Quill")


def ask(app, reference: str, by: int, text: str = "Is it full time?", *, tell: bool = False) -> str:
    with app.app_context(), transaction():
        campaign = campaigns.for_staff(reference)
        return asking.ask(campaign, text, by=by, at=clock.now(), tell=tell).reference


def answer(app, reference: str, question: str, cast, *, public: str = "Is it full time?", words: str = "Yes.") -> None:
    with app.app_context(), transaction():
        campaign = campaigns.for_staff(reference)
        about = queries.one(campaign, question, locked=True)
        answering.answer(campaign, about, public=public, words=words, by=cast.consultant, at=clock.now())


def mails(app, kind: str) -> list[Message]:
    with app.app_context():
        return list(db.session.query(Message).filter_by(kind=f"questions/mail/{kind}").order_by(Message.id))


@pytest.mark.parametrize(
    ("closes_at", "nation", "expected"),
    [
        (datetime(2026, 12, 13, 23, 59, tzinfo=UTC), "england", datetime(2026, 12, 10, 23, 59, tzinfo=UTC)),
        (datetime(2026, 12, 29, 12, 0, tzinfo=UTC), "england", datetime(2026, 12, 23, 23, 59, tzinfo=UTC)),
        (datetime(2026, 12, 2, 12, 0, tzinfo=UTC), "scotland", datetime(2026, 11, 27, 23, 59, tzinfo=UTC)),
        (datetime(2026, 12, 2, 12, 0, tzinfo=UTC), "england", datetime(2026, 11, 30, 23, 59, tzinfo=UTC)),
        (datetime(2027, 3, 29, 22, 59, tzinfo=UTC), "england", datetime(2027, 3, 24, 23, 59, tzinfo=UTC)),
    ],
)
def test_questions_end_two_working_days_before_it_closes(closes_at, nation, expected) -> None:
    assert cutoff.usual(closes_at, nation=nation) == expected


def test_nothing_is_public_before_it_is_answered_and_nobody_learns_who_asked(
    app, cast, live, vacancy, asker, sign_in
) -> None:
    address = f"/vacancies/{vacancy}"
    people.post(sign_in(asker), f"{address}/questions/ask", text="Can I work from Skye?", tell="y")
    visitor = app.test_client()
    assert "Skye" not in visitor.get(address).text
    with app.app_context():
        question = db.session.query(Question).one()
    consultant = sign_in(cast.consultant)
    page = f"/consultant/campaigns/{live}/questions/{question.reference}"
    shown = consultant.get(page).text
    assert "Can I work from Skye?" in shown and "Jo Quill" not in shown and "jo@example.org" not in shown
    people.post(
        consultant, page, act="answer", public="Can it be done from anywhere in the UK?", words="Yes, from anywhere."
    )
    read = visitor.get(address).text
    assert "anywhere in the UK" in read and "Yes, from anywhere." in read
    assert "Skye" not in read and "Jo Quill" not in read


def test_the_asker_and_all_who_want_to_know_are_told_once_each(app, cast, live, asker, make_person) -> None:
    reader = make_person("reader@example.org")
    with app.app_context(), transaction():
        for _ in range(2):
            asking.follow(campaigns.for_staff(live), person_id=reader, at=clock.now())
    question = ask(app, live, asker, tell=True)
    answer(app, live, question, cast)
    told = mails(app, "answered")
    assert sorted(each.recipient for each in told) == ["jo@example.org", "reader@example.org"]
    assert all(each.unsubscribe and "Yes." in each.body for each in told)
    assert [each.recipient for each in mails(app, "asked")] == ["cora@society.example"]


def test_the_link_of_a_mail_stops_its_receivers_mails_in_one_click(app, cast, live, asker, make_person) -> None:
    reader = make_person("reader@example.org")
    with app.app_context(), transaction():
        asking.follow(campaigns.for_staff(live), person_id=reader, at=clock.now())
    answer(app, live, ask(app, live, asker, tell=True), cast)
    link = next(each for each in mails(app, "answered") if each.recipient == "reader@example.org").unsubscribe
    path = "/questions/stop/" + link.rpartition("/")[2]
    mail_program = app.test_client()
    forged = path[:-1] + ("0" if path[-1] != "0" else "1")
    assert mail_program.post(forged).status_code == 200
    assert "Stop these mails" in mail_program.get(path).text
    with app.app_context():
        assert db.session.query(QuestionFollower).count() == 2
    assert mail_program.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with app.app_context():
        assert [each.person_id for each in db.session.query(QuestionFollower)] == [asker]
    assert "no longer" in mail_program.get(path).text


def test_a_question_that_is_declined_never_becomes_public_and_its_asker_is_told_why(
    app, cast, live, vacancy, asker
) -> None:
    question = ask(app, live, asker, "Is the manager nice?")
    with app.app_context(), transaction():
        campaign = campaigns.for_staff(live)
        about = queries.one(campaign, question, locked=True)
        answering.decline(campaign, about, because="It is about a person.", by=cast.consultant, at=clock.now())
    assert "manager nice" not in app.test_client().get(f"/vacancies/{vacancy}").text
    assert ["It is about a person." in each.body for each in mails(app, "declined")] == [True]
    with pytest.raises(RuleBroken, match="already"):
        answer(app, live, question, cast)


def test_no_question_is_taken_after_the_cut_off(app, cast, live, vacancy, asker, tmp_path, sign_in) -> None:
    (tmp_path / "clock").write_text("2026-12-11T00:00:00+00:00")
    with pytest.raises(RuleBroken, match="11:59pm on Thursday 10 December 2026"):
        ask(app, live, asker)
    with app.app_context():
        assert db.session.query(Question).count() == 0
    page = sign_in(asker).get(f"/vacancies/{vacancy}").text
    assert "Questions were taken until" in page and "Ask a question" not in page


def test_a_consultant_moves_the_cut_off(app, cast, live, sign_in) -> None:
    page = f"/consultant/campaigns/{live}/questions"
    refused = people.post(sign_in(cast.consultant), page, day=["20", "12", "2026"], time="5pm")
    assert "Choose a time before the vacancy closes." in refused.text
    people.post(sign_in(cast.consultant), page, day=["12", "12", "2026"], time="5pm")
    assert making.ask(app, live, queries.until) == datetime(2026, 12, 12, 17, 0, tzinfo=UTC)
    people.post(sign_in(cast.consultant), page, day=["", "", ""], time="5pm")
    assert making.ask(app, live, queries.until) == datetime(2026, 12, 10, 23, 59, tzinfo=UTC)


def test_one_person_has_three_questions_waiting_at_most(app, live, asker) -> None:
    for number in range(3):
        ask(app, live, asker, f"Question {number}?")
    with pytest.raises(RuleBroken, match="3 of your questions wait"):
        ask(app, live, asker, "One more?")
    with app.app_context():
        assert db.session.query(Question).count() == 3


def test_a_visitor_signs_in_to_ask_and_another_consultant_answers_nothing(
    app, cast, live, vacancy, asker, make_person, sign_in
) -> None:
    visitor = app.test_client()
    assert visitor.get(f"/vacancies/{vacancy}/questions/ask").location.startswith("/sign-in")
    question = ask(app, live, asker)
    other = sign_in(making.another(app, make_person, "dan@society.example"))
    assert other.get(f"/consultant/campaigns/{live}/questions/{question}").status_code == 404
    assert "Is it full time?" not in other.get("/consultant/questions").text
    assert "Is it full time?" in sign_in(cast.consultant).get("/consultant/questions").text


def test_the_planned_days_are_printed_on_the_vacancy(app, cast, live, vacancy) -> None:
    from datetime import date

    assert "Longlist made by" not in app.test_client().get(f"/vacancies/{vacancy}").text
    days = {"longlist_on": date(2026, 12, 18), "told_by": date(2027, 1, 8)}
    making.act(app, live, lambda it: planning.plan(it, days, by=cast.consultant, at=clock.now()))
    page = app.test_client().get(f"/vacancies/{vacancy}").text
    assert "Longlist made by" in page and "18 December 2026" in page and "8 January 2027" in page
    with app.app_context():
        posting = campaigns.posting_of(campaigns.for_staff(live))
        assert ("Longlist made by", "18 December 2026") in presenting.days_of(applications.job_of_posting(posting))


def test_whoever_is_signed_in_asks_to_be_told_and_stops_it_on_the_page(app, live, vacancy, asker, sign_in) -> None:
    browser, address = sign_in(asker), f"/vacancies/{vacancy}"
    assert "Tell me about answers" in browser.get(address).text
    people.post(browser, f"{address}/questions/follow", form_at=address)
    assert "You are told by mail of every answer." in browser.get(address).text
    assert "Stop telling me about answers" in browser.get(address).text
    people.post(browser, f"{address}/questions/unfollow", form_at=address)
    with app.app_context():
        assert db.session.query(QuestionFollower).count() == 0
