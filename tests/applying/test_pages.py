"""Applying by pages: from the vacancy to the receipt, kept as typed, and nobody else's."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.applying import queries, talking
from portal.database.base import db
from portal.database.transaction import transaction
from portal.documents import keeping
from portal.documents.models import Document
from portal.foundation import clock
from portal.posting import ending
from tests.applying import making
from tests.conftest import MakePerson, SignIn
from tests.documents.making import pdf
from tests.people import post
from tests.posting import making as postings

PDF = pdf()


@pytest.fixture
def vacancy(app: Flask, make_person: MakePerson) -> str:
    return making.advert(app, *postings.employer(app, make_person))[1]


@pytest.fixture
def robin(make_person: MakePerson) -> int:
    return make_person("robin@example.org", name="Robin Hall")


@pytest.fixture
def client(robin: int, sign_in: SignIn) -> FlaskClient:
    return sign_in(robin)


def fill(client: FlaskClient, base: str, section: str, **changes: object):
    typed = {**making.ANSWERS[section], **changes}
    return post(client, f"{base}/sections/{section}", action="continue", **typed)


def test_an_application_is_made_page_by_page_and_sent(client: FlaskClient, vacancy: str) -> None:
    assert f'href="/vacancies/{vacancy}/apply"' in client.get(f"/vacancies/{vacancy}").text
    base = post(client, f"/vacancies/{vacancy}/apply").location
    page = client.get(f"/vacancies/{vacancy}").text
    assert f'href="{base}">Go on with your application' in page and "Apply here" not in page
    page = client.get(base).text
    assert "1 of 7 sections that are needed are completed." in page and "11:59pm on Sunday 13 December 2026" in page
    assert fill(client, base, "contact").location == f"{base}/sections/right_to_work"
    assert fill(client, base, "right_to_work").location == f"{base}/sections/employment"
    assert (
        post(client, f"{base}/employment/new", action="back", **making.POST).location == f"{base}/sections/employment"
    )
    listed = client.get(f"{base}/sections/employment").text
    assert "Network Officer, Wakefield Council" in listed and "March 2019 to now" in listed
    assert post(client, f"{base}/sections/employment", action="continue").location == f"{base}/sections/criteria"
    assert fill(client, base, "criteria").location == f"{base}/sections/documents"
    documents = f"{base}/sections/documents"
    assert (
        post(client, f"{base}/documents", form_at=documents, action="continue").location == f"{base}/sections/referees"
    )
    assert fill(client, base, "referees").location == f"{base}/sections/schemes"
    assert fill(client, base, "schemes").location == f"{base}/sections/adjustments"
    assert fill(client, base, "adjustments").location == f"{base}/sections/equality"
    assert post(client, f"{base}/sections/equality", age="35_44").location == f"{base}/sections/declarations"
    assert fill(client, base, "declarations").location == base
    assert "7 of 7 sections" in client.get(base).text
    check = client.get(f"{base}/check").text
    assert "I moved us to two new firewalls." in check and "Send the application" in check
    assert "robin@example.org" in check
    assert post(client, f"{base}/check").location == f"{base}/done"
    done = client.get(f"{base}/done").text
    assert "Application sent" in done and "robin@example.org" in done and "11:59pm on Sunday 13 December 2026" in done
    sent = client.get(f"{base}/sent").text
    assert "Essential criterion 2: Knowledge of firewalls" in sent and "Kim Ash" in sent
    assert "We have your application." in client.get(base).text
    assert client.get(f"/vacancies/{vacancy}/apply").location == base
    page = client.get(f"/vacancies/{vacancy}").text
    assert f'href="{base}">Go to your application' in page and "You applied on 24 November 2026." in page
    assert "Apply here" not in page
    answer = client.get(f"{base}/sections/contact", follow_redirects=True).text
    assert "This application was sent. What was sent cannot be changed" in answer


def test_what_does_not_hold_is_said_at_its_field_and_kept(client: FlaskClient, vacancy: str) -> None:
    base = post(client, f"/vacancies/{vacancy}/apply").location
    answer = fill(client, base, "criteria", E1="word " * 251, E2="")
    assert answer.status_code == 200
    assert (
        "Use 250 words or fewer for essential criterion 1. There are 251." in answer.text
        and "Say how you meet essential criterion 2." in answer.text
    )
    assert client.get(f"{base}/sections/criteria").text.count("word word") >= 1
    check = client.get(f"{base}/check").text
    assert "Something is still missing." in check and "Nothing to add yet" not in check


def test_a_gap_is_asked_about_on_the_page_where_it_shows(client: FlaskClient, vacancy: str) -> None:
    base = post(client, f"/vacancies/{vacancy}/apply").location
    assert "There is a problem" in post(client, f"{base}/sections/employment", action="continue").text
    for typed in ({"since": "1 2015", "until": "12 2017", "now": []}, {"since": "6 2018"}):
        post(client, f"{base}/employment/new", action="back", **{**making.POST, **typed})
    page = client.get(f"{base}/sections/employment").text
    assert "What did you do between January 2018 and May 2018?" in page and "any reason will do" in page.lower()
    assert "There is a problem" not in page
    assert "There is a problem" in post(client, f"{base}/sections/employment", action="continue").text
    answer = post(client, f"{base}/sections/employment", action="continue", **{"gap-2018-01": "Travelling"})
    assert answer.status_code == 302
    removed = post(client, f"{base}/employment/0/remove")
    assert removed.location == f"{base}/sections/employment"
    assert "January 2015" not in client.get(f"{base}/sections/employment").text


def test_a_document_is_added_had_back_and_removed(client: FlaskClient, vacancy: str) -> None:
    base = post(client, f"/vacancies/{vacancy}/apply").location
    form = f"{base}/sections/documents"
    sent = post(client, f"{base}/documents", form_at=form, file=(BytesIO(PDF), "cv.pdf"))
    assert sent.location == form
    page = client.get(form).text
    address = page.split('class="govuk-link" href="')[-1].split('"')[0] if "cv.pdf" in page else ""
    links = [each.split('"')[0] for each in page.split('href="')[1:] if "/documents/" in each.split('"')[0]]
    answer = client.get(links[0])
    assert (answer.data, answer.headers["Content-Type"]) == (PDF, "application/pdf"), address
    assert answer.headers["Content-Disposition"].startswith("attachment")
    refused = post(client, f"{base}/documents", form_at=form, file=(BytesIO(b"<html>"), "cv.pdf"))
    assert refused.status_code == 200 and "govuk-error-message" in refused.text
    post(client, f"{links[0]}/remove", form_at=form)
    assert client.get(links[0]).status_code == 404


def test_a_document_of_5_mb_is_taken_and_a_larger_one_is_answered_in_words(client: FlaskClient, vacancy: str) -> None:
    base = post(client, f"/vacancies/{vacancy}/apply").location
    form = f"{base}/sections/documents"
    assert post(client, f"{base}/documents", form_at=form, file=(BytesIO(b"a" * 4_900_000), "cv.txt")).location == form
    answer = post(client, f"{base}/documents", form_at=form, file=(BytesIO(b"a" * 5_200_000), "cv.txt"))
    assert answer.status_code == 413 and 'id="file-error"' in answer.text and "larger than 5 MB" in answer.text
    assert "Your CV and documents" in answer.text and "Back to your application" in answer.text
    assert "TXT, 4.9 MB" in client.get(f"{base}/check").text


def test_a_file_that_was_chosen_is_taken_when_going_on(client: FlaskClient, vacancy: str) -> None:
    base = post(client, f"/vacancies/{vacancy}/apply").location
    form = f"{base}/sections/documents"
    refused = post(client, f"{base}/documents", form_at=form, action="continue", file=(BytesIO(b"<html>"), "cv.pdf"))
    assert refused.status_code == 200 and 'id="file-error"' in refused.text
    answer = post(client, f"{base}/documents", form_at=form, action="continue", file=(BytesIO(PDF), "cv.pdf"))
    assert answer.location == f"{base}/sections/referees" and "cv.pdf" in client.get(form).text


def test_documents_stay_as_long_as_their_application_is_there(
    app: Flask, client: FlaskClient, vacancy: str, tmp_path: Path
) -> None:
    base = post(client, f"/vacancies/{vacancy}/apply").location
    post(client, f"{base}/documents", form_at=f"{base}/sections/documents", file=(BytesIO(PDF), "cv.pdf"))
    with app.app_context():
        at = clock.now() + timedelta(days=31)
        assert db.session.scalars(select(Document).where(keeping.unattached(at))).all() == []
        with transaction():
            db.session.scalars(select(Document)).one().subject = "application:GONE"
        assert len(db.session.scalars(select(Document).where(keeping.unattached(at))).all()) == 1


def test_what_is_anothers_answers_404_documents_too(
    app: Flask, client: FlaskClient, vacancy: str, make_person: MakePerson, sign_in: SignIn
) -> None:
    base = post(client, f"/vacancies/{vacancy}/apply").location
    post(client, f"{base}/documents", form_at=f"{base}/sections/documents", file=(BytesIO(PDF), "cv.pdf"))
    page = client.get(f"{base}/sections/documents").text
    document = next(each.split('"')[0] for each in page.split('href="')[1:] if "/documents/" in each.split('"')[0])
    other = sign_in(make_person("eve@example.org", name="Eve"))
    own = post(other, f"/vacancies/{vacancy}/apply").location
    for address in (base, f"{base}/sections/contact", f"{base}/check", document, document.replace(base, own)):
        assert other.get(address).status_code == 404
    assert app.test_client().get(document).status_code in (302, 404)


def test_the_door_closes_while_the_form_is_open(
    app: Flask, client: FlaskClient, make_person: MakePerson, tmp_path: Path
) -> None:
    employer = postings.employer(app, make_person, email="jo@leeds.gov.uk")
    _, vacancy = making.advert(app, *employer, closing={"closes_on": ["1", "12", "2026"], "closes_time": "5pm"})
    base = post(client, f"/vacancies/{vacancy}/apply").location
    form = client.get(f"{base}/sections/contact").text
    token = form.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    (tmp_path / "clock").write_text("2026-12-01T17:00:00+00:00")
    late = client.post(f"{base}/sections/contact", data={"csrf_token": token, "name": "Late", "action": "save"})
    assert late.location == base
    page = client.get(base).text
    assert "Applications for this vacancy closed at 5:00pm on Tuesday 1 December 2026." in page
    assert "The closing time passed before this application was sent." in page


def test_messages_go_both_ways_and_are_marked_read(app: Flask, client: FlaskClient, vacancy: str, robin: int) -> None:
    reference = making.sent(app, vacancy, robin)
    base = f"/account/job-applications/{reference}"
    assert "Write your message." in post(client, f"{base}/messages", body=" ").text
    post(client, f"{base}/messages", body="When are the interviews?")
    assert "When are the interviews?" in client.get(f"{base}/messages").text
    with app.app_context(), transaction():
        row = making.find(reference)
        talking.write(row, queries.job_of(row), "In January.", by=robin, from_candidate=False, at=clock.now())
    assert "1 new message" in client.get("/account/job-applications").text
    assert "In January." in client.get(f"{base}/messages").text
    assert "1 new message" in client.get("/account/job-applications").text
    post(client, f"{base}/messages", action="read")
    assert "1 new message" not in client.get("/account/job-applications").text


def test_a_draft_is_thrown_away_and_a_sent_one_withdrawn(
    app: Flask, client: FlaskClient, vacancy: str, robin: int
) -> None:
    base = post(client, f"/vacancies/{vacancy}/apply").location
    assert client.get(f"{base}/withdraw").status_code == 404
    assert post(client, f"{base}/discard").location == "/account/job-applications"
    assert client.get(base).status_code == 404
    making.sent(app, vacancy, robin)
    assert client.get(f"{base}/discard").status_code == 404
    post(client, f"{base}/withdraw", because="Another offer")
    assert "You withdrew your application." in client.get(base).text


def test_the_list_also_holds_what_was_applied_for_elsewhere(client: FlaskClient, vacancy: str) -> None:
    form = client.get(f"/account/job-applications/elsewhere/new?vacancy={vacancy}").text
    assert 'value="Network Engineer"' in form and 'value="Leeds City Council"' in form
    address = "/account/job-applications/elsewhere/new"
    wrong = post(client, address, title="", state="applied")
    assert "Enter the job title." in wrong.text
    wrong = post(client, address, title="DBA", state="applied", next_on=["31", "2", "2027"])
    assert "Enter a day, month and year" in wrong.text
    post(client, address, title="DBA", employer="NHS", state="interview", next_on=["3", "2", "2027"])
    page = client.get("/account/job-applications").text
    assert "DBA" in page and "Next: 3 February 2027" in page
    kept = next(
        each.split('"')[0]
        for each in page.split('href="')[1:]
        if "/elsewhere/" in each.split('"')[0] and "new" not in each.split('"')[0]
    )
    post(client, kept, title="DBA", employer="NHS", state="refused")
    assert "Over: made elsewhere" in client.get("/account/job-applications").text
    post(client, f"{kept}/remove", form_at=kept)
    assert client.get(kept).status_code == 404


def test_a_visitor_reads_what_is_asked_and_is_led_to_sign_in(app: Flask, vacancy: str) -> None:
    page = app.test_client().get(f"/vacancies/{vacancy}/apply").text
    assert "Experience of running routed networks" in page
    assert f'href="/sign-in?next=/vacancies/{vacancy}/apply"' in page


@pytest.mark.parametrize("statement", ["disability_confident", "interview_scheme"])
def test_an_advert_that_promises_interviews_to_disabled_people_offers_them(
    app: Flask, make_person: MakePerson, client: FlaskClient, statement: str
) -> None:
    said = {"inclusion": {"statements": [statement]}}
    _, vacancy = making.advert(app, *postings.employer(app, make_person), **said)
    base = post(client, f"/vacancies/{vacancy}/apply").location
    assert "under the Disability Confident scheme" in client.get(f"{base}/sections/schemes").text


@pytest.mark.parametrize(
    ("kind", "because", "says"), [("close", "enough", "closed"), ("withdraw", "other", "withdrew")]
)
def test_whose_vacancy_ended_early_reads_what_happened(
    app: Flask, make_person: MakePerson, client: FlaskClient, kind: ending.Kind, because: str, says: str
) -> None:
    row, owner = postings.employer(app, make_person)
    posting, vacancy = making.advert(app, row, owner)
    base = post(client, f"/vacancies/{vacancy}/apply").location
    with app.app_context(), transaction():
        ending.end(postings.find(posting), kind, because=because, note="", by=owner, at=clock.now())
    page = client.get(base).text
    assert f"was not sent. The employer {says} this vacancy early, at" in page and "closing time passed" not in page
    assert "Closed early, on 24 November 2026" in client.get("/account/job-applications").text


def test_a_draft_names_exactly_what_was_taken_over_and_is_asked(
    app: Flask, make_person: MakePerson, robin: int, client: FlaskClient
) -> None:
    employer = postings.employer(app, make_person)
    making.sent(app, making.advert(app, *employer)[1], robin)
    how = {"way": "here", "here_words": "250", "here_cv": "may"}
    _, another = making.advert(app, *employer, role={"title": "Data Engineer"}, applying=how)
    base = post(client, f"/vacancies/{another}/apply").location
    said = "took over “How to reach you”, “Your right to work” and “What you have done”."
    assert said in client.get(base).text
