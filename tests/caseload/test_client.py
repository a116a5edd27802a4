"""The client's view: numbers and days and never a person, comments that both read, and the pack for those who choose."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from pypdf import PdfReader

from portal.caseload import commenting, pack, pack_pdf, progress
from portal.caseload.models import CampaignComment
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.offering import settling
from portal.recruitment import contacts, queries
from portal.selecting import deciding, telling
from portal.selecting import queries as choosing
from tests import people
from tests.caseload import making
from tests.offering import making as offering
from tests.recruitment import making as campaigns
from tests.selecting import making as selecting
from tests.selecting.making import Scene


@pytest.fixture
def scene(app: Flask) -> Scene:
    found = selecting.scene(app)
    with app.app_context(), transaction():
        contacts.put(queries.for_staff(found.campaign), found.owner, by=None, at=clock.now())
    return found


def decide(app: Flask, scene: Scene, person: int, reference: str, *events: str) -> None:
    with app.app_context(), transaction():
        desk = selecting.desk(scene, person)
        for event in events:
            deciding.decide(
                desk, choosing.one(desk, reference, locked=True), event, because="So.", at=clock.now(), unscored=True
            )


def progress_of(app: Flask, scene: Scene) -> progress.Progress:
    with app.app_context():
        return progress.progress_of(queries.for_staff(scene.campaign), at=clock.now())


def theirs(scene: Scene, page: str = "") -> str:
    return f"/employer/{scene.client}/campaigns/{scene.campaign}{page}"


def ours(scene: Scene, page: str = "") -> str:
    return f"/consultant/campaigns/{scene.campaign}{page}"


def test_the_client_reads_numbers_and_what_waits_for_them_and_no_name(app: Flask, scene: Scene) -> None:
    decide(app, scene, scene.consultant, scene.sent[0], "longlist")
    decide(app, scene, scene.consultant, scene.sent[1], "leave_off_longlist")
    found = progress_of(app, scene)
    assert dict(found.stages) == {
        "Applications sent in": 2,
        "Came to the longlist": 1,
        "Came to the shortlist": 0,
        "Invited to an interview": 0,
        "Offered the post": 0,
        "Withdrew": 0,
    }
    assert (found.waits, found.panel) == ([], ["1 candidate waits for your panel’s shortlist."])
    page = people.sign_in(app, scene.owner).get(theirs(scene)).text
    assert "How far it is" in page and found.panel[0] in page
    assert "Robin Hall" not in page and "Application 1" not in page and scene.sent[0] not in page


def test_days_are_kept_missed_late_or_to_come(app: Flask, scene: Scene) -> None:
    today = clock.today()
    with app.app_context(), transaction():
        campaign = queries.for_staff(scene.campaign)
        campaign.longlist_on, campaign.shortlist_on = today, today - timedelta(days=1)
        campaign.interviews_on = today + timedelta(days=5)
    assert [each.state for each in progress_of(app, scene).days] == ["to come", "late", "to come"]
    for each in scene.sent:
        decide(app, scene, scene.consultant, each, "longlist")
        decide(app, scene, scene.chair, each, "shortlist")
    assert [(each.state, each.done) for each in progress_of(app, scene).days] == [
        ("kept", today), ("missed", today), ("to come", None),
    ]  # fmt: skip


def test_everybody_told_is_kept_only_when_nobody_waits_to_be_told(app: Flask, scene: Scene) -> None:
    with app.app_context(), transaction():
        queries.for_staff(scene.campaign).told_by = clock.today()
    for each in scene.sent:
        decide(app, scene, scene.consultant, each, "leave_off_longlist")
    assert [each.state for each in progress_of(app, scene).days] == ["to come"]
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        expected = dict.fromkeys(scene.sent, "not_longlisted")
        telling.tell(desk, scene.sent, telling.TEMPLATES, expected=expected, at=clock.now())
    assert [each.state for each in progress_of(app, scene).days] == ["kept"]


def test_a_promised_day_that_was_kept_stays_kept_while_the_checks_of_who_was_chosen_go_on(
    app: Flask, scene: Scene
) -> None:
    """Whoever waits to hear that their conditions are met has heard the outcome."""
    with app.app_context(), transaction():
        queries.for_staff(scene.campaign).told_by = clock.today()
    decide(app, scene, scene.consultant, scene.sent[1], "leave_off_longlist")
    offering.tell(app, scene, scene.sent[1])
    reference = offering.accepted(app, scene)
    assert [each.state for each in progress_of(app, scene).days] == ["kept"]
    offering.clear_all(app, scene, reference)
    offering.at_desk(app, scene, reference, lambda desk, row: settling.meet(desk, row, at=clock.now()))
    assert [each.state for each in progress_of(app, scene).days] == ["kept"]


def test_approvals_say_what_who_and_when_and_one_that_was_taken_back_is_none(app: Flask, make_person) -> None:
    from portal.recruitment import advertising

    cast = campaigns.cast(app, make_person)
    reference = campaigns.campaign(app, cast, until="approved")

    def approvals() -> list[tuple[str, str]]:
        with app.app_context():
            found = progress.progress_of(queries.for_staff(reference), at=clock.now()).approvals
        return [(each.what.split(",")[0], each.by) for each in found]

    owner = approvals()[0][1]
    assert approvals() == [("The terms", owner), ("The advert", owner)]
    campaigns.act(
        app, reference, lambda it: advertising.take_back(it, because="A word.", by=cast.consultant, at=clock.now())
    )
    assert approvals() == [("The terms", owner)]


def test_both_sides_comment_and_the_other_is_told_without_the_words(app: Flask, scene: Scene) -> None:
    client, consultant = people.sign_in(app, scene.owner), people.sign_in(app, scene.consultant)
    refused = people.post(client, theirs(scene, "/comments"), text=" ")
    assert "Write your comment." in refused.text
    people.post(client, theirs(scene, "/comments"), text="Could we meet on Tuesday?")
    assert campaigns.mails(app, "commented") == ["cora@society.example", "dan@society.example"]
    assert "1 comment without an answer" in making.said(app, scene.consultant)
    assert "Could we meet on Tuesday?" in consultant.get(ours(scene)).text
    assert "Waits for your answer" in consultant.get(ours(scene)).text
    people.post(consultant, ours(scene, "/comments"), text="Yes, at ten.")
    assert "1 comment without an answer" not in making.said(app, scene.consultant)
    page = client.get(theirs(scene)).text
    assert "Yes, at ten." in page and "Cora Field, for the consultant" in page
    assert campaigns.mails(app, "commented")[2:] == ["pat@leeds.gov.uk"]


def test_a_comment_that_needs_no_answer_is_put_aside(app: Flask, scene: Scene) -> None:
    people.post(people.sign_in(app, scene.owner), theirs(scene, "/comments"), text="Thank you.")
    people.post(people.sign_in(app, scene.consultant), ours(scene, "/comments"), action="answered")
    assert "1 comment without an answer" not in making.said(app, scene.consultant)
    with app.app_context():
        assert db.session.query(CampaignComment).count() == 1


def test_only_the_two_sides_read_comments(app: Flask, scene: Scene) -> None:
    other = people.make(app, "eve@society.example", given=("consultant",))
    assert people.sign_in(app, other).get(ours(scene, "/comments")).status_code == 404
    for person in (scene.chair, other):
        assert people.sign_in(app, person).get(theirs(scene, "/comments")).status_code == 404


def test_nobody_writes_a_comment_of_any_length_or_number(app: Flask, scene: Scene) -> None:
    def write(text: str) -> None:
        with app.app_context(), transaction():
            campaign = queries.for_staff(scene.campaign)
            commenting.write(campaign, text, from_client=True, by=scene.owner, at=clock.now())

    with pytest.raises(RuleBroken, match="at most 4,000"):
        write("x" * 4_001)
    for _ in range(commenting.MOST_A_DAY):
        write("Again.")
    with pytest.raises(RuleBroken, match="many comments"):
        write("Again.")


def made(app: Flask, scene: Scene, person: int) -> pack.Pack:
    with app.app_context():
        return pack.pack_of(selecting.desk(scene, person), society="The society", at=clock.now())


def test_there_is_no_pack_before_the_shortlist(app: Flask, scene: Scene) -> None:
    decide(app, scene, scene.consultant, scene.sent[0], "longlist")
    for person in (scene.consultant, scene.chair):
        with pytest.raises(NotFound):
            made(app, scene, person)
    member = people.sign_in(app, scene.member)
    assert "There is no shortlist yet." in member.get(f"/employer/panels/{scene.campaign}/pack").text
    assert member.get(f"/employer/panels/{scene.campaign}/pack/shortlist.pdf").status_code == 404


def test_the_pack_has_the_shortlisted_in_order_of_merit_with_their_answers_and_scores(app: Flask, scene: Scene) -> None:
    first, second = scene.sent
    for each in scene.sent:
        decide(app, scene, scene.consultant, each, "longlist")
    for person in (scene.chair, scene.member):
        selecting.score(app, scene, person, first, 4, 4, 3)
        selecting.score(app, scene, person, second, 6, 5, 3)
    for each in scene.sent:
        decide(app, scene, scene.chair, each, "shortlist")
    found = made(app, scene, scene.member)
    assert [(each.called, each.rank, each.total) for each in found.candidates] == [
        ("Application 2, Ada Quill", 1, 14), ("Application 1, Robin Hall", 2, 11),
    ]  # fmt: skip
    said = str(found.candidates[0])
    assert "ran routed networks" in said and "Evidence for E1" in said
    assert "07700 900 982" not in said and "Kim Ash" not in said, "no way to reach anybody, and no referees"
    assert [each[2] for each in found.criteria] == ["1", "1", "1"] and found.ranked_by == "Shortlist"
    answer = people.sign_in(app, scene.member).get(f"/employer/panels/{scene.campaign}/pack/shortlist.pdf")
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF-") and answer.mimetype == "application/pdf"
    assert (
        people.sign_in(app, scene.owner).get(f"/employer/panels/{scene.campaign}/pack/shortlist.pdf").status_code == 404
    )
    ours_too = people.sign_in(app, scene.consultant).get(ours(scene, "/pack/shortlist.pdf"))
    assert ours_too.status_code == 200


def test_who_is_left_off_or_withdrew_is_not_in_the_pack(app: Flask, scene: Scene) -> None:
    decide(app, scene, scene.consultant, scene.sent[0], "longlist")
    decide(app, scene, scene.chair, scene.sent[0], "shortlist")
    assert [each.called for each in made(app, scene, scene.consultant).candidates] == ["Application 1, Robin Hall"]


def test_the_file_is_the_same_for_the_same_pack_and_takes_every_letter(app: Flask, scene: Scene) -> None:
    decide(app, scene, scene.consultant, scene.sent[0], "longlist")
    decide(app, scene, scene.chair, scene.sent[0], "shortlist")
    found = made(app, scene, scene.consultant)
    assert pack_pdf.as_pdf(found) == pack_pdf.as_pdf(found)


def test_evidence_as_long_as_it_may_be_goes_on_from_page_to_page(app: Flask, scene: Scene) -> None:
    decide(app, scene, scene.consultant, scene.sent[0], "longlist")
    decide(app, scene, scene.chair, scene.sent[0], "shortlist")
    found = made(app, scene, scene.consultant)
    given = [f"6, Cora Field: {'They ran a network of ninety sites. ' * 57}The end {number}." for number in (1, 2, 3)]
    scores = [("Longlist", [pack.Given("Experience of networks", "6", given)])]
    content = pack_pdf.as_pdf(replace(found, candidates=[replace(found.candidates[0], scores=scores)]))
    read = " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages).split())
    assert all(f"The end {number}" in read for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>One</p><ul><li>Two</li><li>Three &amp; four</li></ul>", ["One", "• Two", "• Three & four"]),
        ("<h2>A</h2>\n<p>B<br>C</p>", ["# A", "B", "C"]),
        ("<ul><li><p>D</p></li><li></li></ul>", ["• D"]),
        ("", []),
    ],
)
def test_an_adverts_page_in_paragraphs(markup: str, words: list[str]) -> None:
    assert ["# " * each.is_heading + each.words for each in pack.paragraphs(markup)] == words
