"""The pages of interviews behind their doors: candidate, consultant, panel and an employer without a consultant."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.applying.moving import move
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.interviewing.models import InterviewRound, InterviewSlot
from portal.recruitment.models import Campaign
from tests import people
from tests.applying import making as applications
from tests.caseload.making import counting
from tests.employers import acting
from tests.interviewing import making
from tests.interviewing.test_concluding import AFTER, conclude, refuse, tell_outcome
from tests.people import post
from tests.selecting import making as selecting
from tests.selecting.making import Scene

ROUND = {
    "name": "First interview",
    "way": "in_person",
    "address": "Civic Hall, Leeds",
    "minutes": "45",
    "notice": "24",
    "who": "Chris Chair, Head of Infrastructure",
    "prepare": "Bring a drawing.",
    "choose_by": ["11", "12", "2026"],
}
TIMES = {"day": ["15", "12", "2026"], "starts": "10am", "until": "12pm", "pause": "15", "room": "Room 2"}


@pytest.fixture
def scene(app: Flask) -> Scene:
    return making.scene(app)


def base(scene: Scene) -> str:
    return f"/consultant/campaigns/{scene.campaign}/interviews"


def pages_of(scene: Scene) -> str:
    return f"/employer/panels/{scene.campaign}/interviews"


def mine(scene: Scene, interview: str, number: int = 0) -> str:
    return f"/account/job-applications/{scene.sent[number]}/interviews/{interview}"


def candidate(app: Flask, scene: Scene, number: int = 0) -> FlaskClient:
    with app.app_context():
        person = making.candidate(scene.sent[number])
    return people.sign_in(app, person)


def fill(client: FlaskClient, where: str, fields: dict[str, object]):
    """Send the form there, whatever its fields are called."""
    return client.post(where, data={"csrf_token": people.csrf_of(client, where), **fields})


def test_a_consultant_makes_a_round_adds_times_and_invites(app: Flask, scene: Scene) -> None:
    client = people.sign_in(app, scene.consultant)
    assert f'href="{base(scene)}"' in client.get(f"/consultant/campaigns/{scene.campaign}/applications").text
    assert f'href="{base(scene)}"' in client.get(f"/consultant/campaigns/{scene.campaign}").text
    assert "There is no round yet" in client.get(base(scene)).text
    onward = fill(client, f"{base(scene)}/rounds/new", ROUND).location
    assert onward.endswith("/times")
    round_ = onward.removesuffix("/times")
    assert "There are no times yet" in client.get(round_).text
    assert post(client, onward, **TIMES).location == round_
    page = client.get(round_, follow_redirects=True).text
    assert (
        "10:00am to 10:45am" in page
        and "11:00am to 11:45am" in page
        and "Room 2" in page
        and "2 times are added" in page
    )
    assert "Not said: Chris Chair, Pru Panel" in page
    invite = client.get(f"{round_}/invite").text
    assert "Application 1, Robin Hall" in invite and "2 free times" in invite
    assert post(client, f"{round_}/invite", application=list(scene.sent)).location == round_
    page = client.get(round_).text
    assert page.count("Has not chosen a time") == 2
    assert "2 candidates wait for one, 2 times are free" in client.get(base(scene)).text


def test_problems_stand_beside_their_fields_and_nothing_is_kept(app: Flask, scene: Scene) -> None:
    client = people.sign_in(app, scene.consultant)
    page = fill(client, f"{base(scene)}/rounds/new", {**ROUND, "name": "", "minutes": "soon"}).text
    assert 'id="name-error"' in page and 'id="minutes-error"' in page and "There is a problem" in page
    round_, _ = making.round_with(app, scene, 1)
    page = post(client, f"{base(scene)}/rounds/{round_}/times", **{**TIMES, "day": ["28", "3", "2027"], "starts": "1:15am", "until": ""}).text  # fmt: skip
    assert "The next time that there is is 2:00am" in page
    page = post(client, f"{base(scene)}/rounds/{round_}/times", **TIMES).text
    assert "overlaps the interview at 10:00am" in page and 'value="Room 2"' in page
    with app.app_context():
        assert (db.session.query(InterviewRound).count(), db.session.query(InterviewSlot).count()) == (1, 1)


def test_weekends_and_bank_holidays_are_marked(app: Flask, scene: Scene) -> None:
    client = people.sign_in(app, scene.consultant)
    round_, _ = making.round_with(app, scene, 0)
    for day in (["25", "12", "2026"], ["9", "1", "2027"]):
        assert post(client, f"{base(scene)}/rounds/{round_}/times", **{**TIMES, "day": day}).status_code == 302
    page = client.get(f"{base(scene)}/rounds/{round_}").text
    assert "Christmas Day" in page and ">Saturday</strong>" in page


def test_a_candidate_chooses_on_their_application_changes_and_downloads(app: Flask, scene: Scene) -> None:
    round_, (first, second, _) = making.round_with(app, scene)
    client = candidate(app, scene)
    assert "Your interview" not in client.get(f"/account/job-applications/{scene.sent[0]}").text
    ours, _ = making.invited(app, scene, round_)
    page = client.get(f"/account/job-applications/{scene.sent[0]}").text
    assert "Your interview" in page and f'href="{mine(scene, ours)}">Choose a time' in page
    assert "You can choose until" in page
    assert "You can choose until" in client.get("/account/job-applications").text
    address = mine(scene, ours)
    page = client.get(address).text
    assert "Tuesday 15 December 2026, 10:00am to 10:45am" in page and "11:59pm on Friday 11 December 2026" in page
    assert client.get(f"{address}/interview.ics").status_code == 404
    assert "Choose a time." in post(client, address).text
    assert post(client, address, slot=first).location == address
    page = client.get(address, follow_redirects=True).text
    assert "10:00am to 10:45am on Tuesday 15 December 2026" in page and "Civic Hall, Calverley Street" in page
    assert "You can change it until 10:00am on Monday 14 December 2026" in page
    answer = client.get(f"{address}/interview.ics")
    assert answer.mimetype == "text/calendar" and b"DTSTART:20261215T100000Z" in answer.data
    assert 'filename="interview.ics"' in answer.headers["Content-Disposition"]
    other = candidate(app, scene, 1)
    with app.app_context():
        theirs = making.find(scene.sent[1])
        assert theirs.id
    assert post(client, address, slot=second).location == address
    assert other.get(address).status_code == 404


def test_a_time_that_somebody_has_taken_meanwhile_is_said_on_the_page(app: Flask, scene: Scene) -> None:
    round_, (first, *_) = making.round_with(app, scene)
    ours, theirs = making.invited(app, scene, round_)
    client = candidate(app, scene)
    token = people.csrf_of(client, mine(scene, ours))
    making.choose(app, scene.sent[1], theirs, first)
    page = client.post(mine(scene, ours), data={"csrf_token": token, "slot": first}).text
    assert "Somebody has just taken this time" in page and first not in page
    assert making.state_of(app, ours) == ("invited", None)


def test_none_suits_and_declining_by_pages(app: Flask, scene: Scene) -> None:
    round_, (first, *_) = making.round_with(app, scene)
    ours, theirs = making.invited(app, scene, round_)
    client, address = candidate(app, scene), mine(scene, ours)
    page = post(client, f"{address}/none-suits", words=" ").text
    assert 'id="words-error"' in page
    assert post(client, f"{address}/none-suits", words="Only <b>Fridays</b>").location == address
    staff = people.sign_in(app, scene.consultant)
    shown = staff.get(f"{base(scene)}/held/{ours}").text
    assert "Only &lt;b&gt;Fridays&lt;/b&gt;" in shown and "None of the times suits" in shown
    assert "Only &lt;b&gt;Fridays" in staff.get("/consultant/interviews").text
    panel = people.sign_in(app, scene.member)
    assert "Fridays" not in panel.get(f"{pages_of(scene)}/held/{ours}").text
    assert 'id="stays-error"' in post(client, f"{address}/decline").text
    assert post(client, f"{address}/decline", stays="leave").location == f"/account/job-applications/{scene.sent[0]}"
    assert "You withdrew your application." in client.get(f"/account/job-applications/{scene.sent[0]}").text
    second = candidate(app, scene, 1)
    assert post(second, mine(scene, theirs, 1), slot=first).status_code == 302
    post(second, f"{mine(scene, theirs, 1)}/decline", stays="stay", words="A funeral.")
    assert "You are invited to an interview." in second.get(f"/account/job-applications/{scene.sent[1]}").text
    assert "A funeral." in staff.get(f"{base(scene)}/held/{theirs}").text


def test_a_consultant_places_moves_cancels_and_asks_again_by_pages(app: Flask, scene: Scene) -> None:
    round_, (first, second, third) = making.round_with(app, scene)
    ours, theirs = making.invited(app, scene, round_)
    client, held = people.sign_in(app, scene.consultant), f"{base(scene)}/held/{ours}"
    assert "Choose a time." in post(client, f"{held}/time").text
    assert post(client, f"{held}/time", slot=first).location == held
    assert "Say why the time is moved" in post(client, f"{held}/time", slot=second).text
    assert post(client, f"{held}/time", slot=second, because="The chair is ill.").location == held
    assert "The chair is ill." in candidate(app, scene).get(mine(scene, ours)).text
    post(client, f"{base(scene)}/rounds/{round_}/times/{third}/remove", form_at=f"{base(scene)}/rounds/{round_}")
    answer = client.post(f"{base(scene)}/rounds/{round_}/times/{second}/remove", data={"csrf_token": people.csrf_of(client, f"{base(scene)}/rounds/{round_}")}, follow_redirects=True).text  # fmt: skip
    assert "A candidate has this time" in answer
    assert 'id="because-error"' in post(client, f"{held}/cancel", because="").text
    assert post(client, f"{held}/cancel", because="No room.").location == held
    page = candidate(app, scene).get(mine(scene, ours)).text
    assert "No room." in page and "Cancelled" in page
    assert post(client, f"{held}/again", form_at=f"{base(scene)}/rounds/{round_}").location == held
    assert making.state_of(app, ours) == ("invited", None)
    timetable = client.get(f"{base(scene)}/timetable").text
    assert "No interview has a time yet" in timetable
    making.choose(app, scene.sent[1], theirs, first)
    timetable = client.get(f"{base(scene)}/timetable").text
    assert "Tuesday 15 December 2026" in timetable and "Application 2, Ada Quill" in timetable
    assert client.get(f"{base(scene)}/interviews.ics").data.count(b"BEGIN:VEVENT") == 1


def test_a_panel_says_when_it_can_come_and_sees_no_adjustments(app: Flask) -> None:
    made = selecting.scene(app, number=1)
    needs = {"needs": "yes", "about": "A room without steps"}
    special = selecting.applied(app, made.vacancy, 4, adjustments=needs)
    scene = Scene(**{**{name: getattr(made, name) for name in made.__slots__}, "sent": (special,)})
    making.at_interview(app, scene, special)
    round_, (first, second, _) = making.round_with(app, scene)
    (ours,) = making.invited(app, scene, round_)
    making.choose(app, special, ours, first)
    panel, consultant = people.sign_in(app, scene.member), people.sign_in(app, scene.consultant)
    home = panel.get(f"/employer/panels/{scene.campaign}").text
    assert f'href="{pages_of(scene)}"' in home
    assert post(panel, f"{pages_of(scene)}/when-i-can", shown=[first, second], cannot=[second]).location == pages_of(
        scene
    )
    shown = consultant.get(f"{base(scene)}/rounds/{round_}").text
    assert "Cannot: Pru Panel" in shown and "Can: Pru Panel" in shown and "Not said: Chris Chair" in shown
    assert (
        "Adjustments asked for" in shown and "A room without steps" in consultant.get(f"{base(scene)}/held/{ours}").text
    )
    assert "(cannot come: Pru Panel)" in consultant.get(f"{base(scene)}/held/{ours}/time").text
    for page in ("", f"/rounds/{round_}", f"/held/{ours}", "/timetable", "/interviews.ics"):
        text = panel.get(f"{pages_of(scene)}{page}").text
        assert "steps" not in text and "djustments" not in text
    assert "Score the interview" in panel.get(f"{pages_of(scene)}/held/{ours}").text
    for page in (f"/held/{ours}/time", f"/held/{ours}/cancel", f"/held/{ours}/came", "/rounds/new"):
        assert panel.get(f"{pages_of(scene)}{page}").status_code == 404


def test_after_the_interview_by_pages_until_the_candidate_reads_feedback(app: Flask, scene: Scene) -> None:
    round_, (first, *_) = making.round_with(app, scene)
    ours, _ = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], ours, first)
    client, held = people.sign_in(app, scene.consultant), f"{base(scene)}/held/{ours}"
    assert client.get(f"{held}/came").status_code == 404
    conclude(app, scene, ours, "attend", at=AFTER)
    chair = people.sign_in(app, scene.chair)
    theirs = f"{pages_of(scene)}/held/{ours}"
    assert people.sign_in(app, scene.member).get(f"{theirs}/feedback").status_code == 404
    assert post(chair, f"{theirs}/feedback", words="Clear on firewalls.").location == theirs
    assert "Tell the candidate the outcome first" in client.get(f"{held}/feedback/tell").text
    refuse(app, scene, scene.sent[0])
    tell_outcome(app, scene, scene.sent[0])
    assert "Written, and not told yet." in client.get("/consultant/interviews").text
    application = f"/account/job-applications/{scene.sent[0]}"
    assert "Clear on firewalls" not in candidate(app, scene).get(application).text
    assert post(client, f"{held}/feedback/tell", looked_at="Clear on firewalls.").location == held
    assert "Clear on firewalls." in candidate(app, scene).get(application).text
    assert "Nobody waits for feedback" in client.get("/consultant/interviews").text


def test_an_employer_without_a_consultant_arranges_interviews_of_their_own(app: Flask) -> None:
    owner = people.make(app, "pat@leeds.gov.uk", name="Pat Moor")
    row = acting.organisation(app)
    acting.seat(app, row, owner, "owner")
    posting, vacancy = applications.advert(app, row, owner)
    reference = selecting.applied(app, vacancy, 0)
    with app.app_context(), transaction():
        application = making.find(reference)
        for event in ("longlist", "shortlist", "invite"):
            step = move(application, event, by=owner, at=clock.now(), reason="Evidence.")
        step.told_at, step.told_words = clock.now(), "Come."
    client = people.sign_in(app, owner)
    here = f"/employer/{row.reference}/vacancies/{posting}/interviews"
    assert f'href="{here}"' in client.get(f"/employer/{row.reference}/vacancies/{posting}/applications").text
    onward = fill(client, f"{here}/rounds/new", {**ROUND, "way": "telephone"}).location
    round_ = onward.removesuffix("/times")
    post(client, onward, **TIMES)
    assert post(client, f"{round_}/invite", application=[reference]).location == round_
    page = client.get(round_).text
    interview = re.search(r"/held/(\w+)", page)
    assert interview
    with app.app_context():
        person = making.candidate(reference)
    theirs = people.sign_in(app, person)
    address = f"/account/job-applications/{reference}/interviews/{interview[1]}"
    slot = re.search(r'name="slot"[^>]*value="(\w+)"', theirs.get(address).text)
    assert slot
    assert post(theirs, address, slot=slot[1]).location == address
    assert "We call you on the number in your application." in theirs.get(address).text
    assert "Application 1, Robin Hall" in client.get(f"{here}/timetable").text
    assert client.get(f"{here}/held/{interview[1]}").status_code == 200
    assert people.sign_in(app, person).get(here).status_code == 404


def test_nobody_else_finds_the_pages(app: Flask, scene: Scene) -> None:
    round_, _ = making.round_with(app, scene)
    ours, _ = making.invited(app, scene, round_)
    stranger = people.make(app, "eve@society.example", name="Eve", given=("consultant",))
    client = people.sign_in(app, stranger)
    for address in (base(scene), f"{base(scene)}/held/{ours}", pages_of(scene), mine(scene, ours), f"{mine(scene, ours)}/interview.ics"):  # fmt: skip
        assert client.get(address).status_code == 404
    assert "There are no interviews today" in client.get("/consultant/interviews").text
    owner = people.sign_in(app, scene.owner)
    assert owner.get(f"/employer/{scene.client}/vacancies/{scene.posting}/interviews").status_code == 404


def test_nobody_undoes_what_they_have_not_seen(app: Flask, scene: Scene) -> None:
    round_, (first, second, third) = making.round_with(app, scene)
    ours, _ = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], ours, first)
    client, held = people.sign_in(app, scene.consultant), f"{base(scene)}/held/{ours}"
    theirs, address = candidate(app, scene), mine(scene, ours)
    seen = seen_on(theirs, address)
    assert seen_on(client, f"{held}/cancel") == seen
    making.place(app, scene, ours, second, "The chair is ill.")
    for page, fields in ((address, {"slot": third}), (f"{address}/decline", {"stays": "leave"})):
        answer = post(theirs, page, seen=seen, **fields).text
        assert "changed since you opened the page" in answer and f'value="{seen}"' not in answer
    assert "changed since you opened the page" in post(client, f"{held}/cancel", seen=seen, because="Full.").text
    assert making.state_of(app, ours) == ("booked", making.FIRST + timedelta(hours=1))
    assert selecting.state_of(app, scene.sent[0]) == "interview"
    assert post(theirs, address, seen=seen_on(theirs, address), slot=third).location == address


def test_candidates_can_be_put_into_a_round_without_a_mail_and_given_their_times(app: Flask, scene: Scene) -> None:
    round_, (first, *_) = making.round_with(app, scene)
    client = people.sign_in(app, scene.consultant)
    address = f"{base(scene)}/rounds/{round_}"
    assert post(client, f"{address}/invite", application=list(scene.sent), action="quietly").location == address
    assert making.kinds(app) == []
    held = re.search(rf'href="({base(scene)}/held/\w+)"', client.get(address).text)
    assert held
    assert post(client, f"{held[1]}/time", slot=first).location == held[1]
    assert "fixed" in making.kinds(app)


def test_the_first_page_says_what_waits_for_whoever_arranges_it(app: Flask, scene: Scene) -> None:
    round_, (first, *_) = making.round_with(app, scene)
    ours, theirs = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], ours, first)
    client = people.sign_in(app, scene.consultant)
    assert ">What waits</th>" not in client.get(base(scene)).text
    post(candidate(app, scene, 1), f"{mine(scene, theirs, 1)}/none-suits", words="Only Fridays.")
    page = client.get(base(scene)).text
    assert ">What waits</th>" in page and "No time suits: give them one" in page and "Only Fridays." in page
    conclude(app, scene, ours, "attend")
    refuse(app, scene, scene.sent[0])
    assert "Write feedback" in client.get(base(scene)).text
    assert ">What waits</th>" not in people.sign_in(app, scene.chair).get(pages_of(scene)).text


def seen_on(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="seen"[^>]*value="(\d+)"', client.get(address).text)
    assert found
    return found[1]


def test_two_who_write_feedback_or_change_a_round_at_once_lose_nothing(app: Flask, scene: Scene) -> None:
    round_, (first, *_) = making.round_with(app, scene)
    ours, _ = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], ours, first)
    conclude(app, scene, ours, "attend")
    client, chair = people.sign_in(app, scene.consultant), people.sign_in(app, scene.chair)
    page = f"{base(scene)}/held/{ours}/feedback"
    opened = re.search(r'name="opened"[^>]*value="(\w+)"', client.get(page).text)
    assert opened
    post(chair, f"{pages_of(scene)}/held/{ours}/feedback", words="The chair’s words.")
    answer = post(client, page, words="The consultant’s words.", opened=opened[1]).text
    assert "A colleague has changed the feedback" in answer
    assert "The chair’s words." in answer and "The consultant’s words." in answer
    change = f"{base(scene)}/rounds/{round_}/change"
    mark = re.search(r'name="opened"[^>]*value="(\w+)"', client.get(change).text)
    assert mark
    typed = {**ROUND, "interviewers": []}
    assert fill(client, change, {**typed, "prepare": "Nothing.", "opened": mark[1]}).status_code == 302
    answer = fill(client, change, {**typed, "prepare": "A talk.", "opened": mark[1]}).text
    assert "A colleague has changed this round" in answer and "A talk." in answer
    with app.app_context():
        assert db.session.query(InterviewRound.prepare).scalar() == "Nothing."


@pytest.mark.parametrize("hidden", [True, False], ids=["names hidden", "names shown"])
@pytest.mark.parametrize("who", ["consultant", "member"])
def test_thirty_interviews_are_shown_with_as_many_questions_as_three(
    app: Flask, scene: Scene, who: str, hidden: bool
) -> None:
    round_, _ = making.round_with(app, scene)
    with app.app_context(), transaction():
        db.session.query(Campaign).update({"names_hidden": hidden})
    making.crowd(app, scene, round_, 3, first=10)
    client = people.sign_in(app, scene.consultant if who == "consultant" else scene.member)
    start = base(scene) if who == "consultant" else pages_of(scene)
    pages = ["", "/timetable", "/interviews.ics", f"/rounds/{round_}"]
    pages.append(f"/rounds/{round_}/invite" if who == "consultant" else "/when-i-can")
    few = {page: asked_for(app, client, f"{start}{page}") for page in pages}
    making.crowd(app, scene, round_, 27, first=20)
    assert {page: asked_for(app, client, f"{start}{page}") for page in pages} == few
    assert max(few.values()) <= 40
    shown = client.get(f"{start}/rounds/{round_}").text
    assert shown.count("Application ") >= 20 and "Person 20" in shown


def asked_for(app: Flask, client: FlaskClient, address: str) -> int:
    """How many questions this page asks of the database."""
    client.get(address)
    with counting(app) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
