"""An employer's vacancy becomes public, changes, ends and opens again, and the rest of the site knows it like any other."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.mail.models import Message
from portal.posting import ending, publishing, queries, tending, writing
from portal.posting.models import Posting, PostingStep, PostingVersion
from portal.posting.states import replay
from portal.vacancies import deciding
from portal.vacancies.closing import close_passed
from portal.vacancies.models import LikelyPair, Vacancy, VisitDay
from tests import people
from tests.conftest import MakeApp, MakePerson
from tests.posting import making

CLOSES = datetime(2026, 12, 13, 23, 59, tzinfo=UTC)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Leeds jobs</title><link>https://jobs.leeds.gov.uk/</link>
<item><title>Network Engineer</title><link>https://jobs.leeds.gov.uk/vacancies/4711</link><guid>4711</guid>
<description>Employer: Leeds City Council&lt;br&gt;Location: Leeds&lt;br&gt;Closing date: 13 December 2026&lt;br&gt;You run the council's networks: firewalls, switches and wireless.</description></item>
</channel></rss>"""


def told(app: Flask, reference: str) -> Vacancy:
    with app.app_context():
        return db.session.scalars(select(Vacancy).where(Vacancy.reference == reference)).one()


def bring_in(app: Flask, folder: Path, feed: str = FEED) -> None:
    path = folder / "leeds.xml"
    path.write_text(feed)
    run = app.test_cli_runner().invoke(args=["feeds", "import", str(path), "--source", "Leeds jobs", "--json"])
    assert run.exit_code == 0, run.output


@pytest.fixture
def world(app: Flask, make_person: MakePerson) -> tuple[Organisation, int]:
    return making.employer(app, make_person)


def test_a_published_vacancy_says_what_its_employer_wrote(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    vacancy = told(app, public)
    assert (vacancy.origin, vacancy.status, vacancy.title) == ("posted", "live", "Network Engineer")
    assert (vacancy.organisation_key, vacancy.public_sector, vacancy.sector) == (row.key, "yes", "local_government")
    assert (vacancy.ict_decision, vacancy.closes_at, vacancy.posted_at) == ("yes", CLOSES, clock.now())
    assert (vacancy.pay_minimum, vacancy.annual_maximum, vacancy.grade_text) == (3_862_600, 4_270_800, "SCP 29-32")
    with app.app_context():
        posting = making.find(reference)
        assert (posting.state, posting.vacancy_id, posting.closes_at) == ("live", vacancy.id, CLOSES)
        assert posting.shown_until == datetime(2026, 12, 22, 23, 59, tzinfo=UTC)
        assert [version.number for version in queries.versions(posting)] == [1]


def test_a_published_vacancy_is_found_followed_and_read_whole_by_anybody(make_app: MakeApp) -> None:
    app = make_app(SIGNPOST_AUDIENCE="members")
    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
    row, person = making.employer(app, partial(people.make, app))
    _, public = making.published(app, row, person)
    making.in_step(app)
    visitor = app.test_client()
    page = visitor.get(f"/vacancies/{public}").text
    assert "Experience of running routed networks" in page and '"@type": "JobPosting"' in page.replace('":"', '": "')
    assert "Apply at jobs.leeds.gov.uk" in page and "Posted here by the employer." in page
    assert f"/vacancies/{public}" in visitor.get("/vacancies?q=firewalls").text
    assert public in visitor.get("/sitemap.xml").text
    assert "firewalls" in visitor.get("/vacancies.rss").text
    followed = visitor.get(f"/go/{public}?via=engine", headers={"User-Agent": "Mozilla/5.0"})
    assert (followed.status_code, followed.location) == (302, "https://jobs.leeds.gov.uk/vacancies/4711")


def test_nothing_is_published_that_is_incomplete_unpaid_or_too_long(
    app: Flask, world: tuple[Organisation, int]
) -> None:
    row, person = world
    incomplete = making.posting(app, row, person, pay={})
    unpaid = making.posting(app, row, person)
    long = making.posting(app, row, person, closing={"closes_on": ["3", "1", "2027"]})
    making.bought(app, incomplete)
    making.bought(app, long)
    for reference, sentence in (
        (incomplete, "Pay and grade: Choose how the pay is stated."),
        (unpaid, "Nothing has been paid for this vacancy yet."),
        (long, "The closing date lies 2 weeks beyond what has been bought"),
    ):
        with pytest.raises(RuleBroken, match=sentence), app.app_context(), transaction():
            publishing.publish(making.find(reference), by=person, at=clock.now())
        with app.app_context():
            assert (making.find(reference).state, db.session.scalar(select(Vacancy))) == ("draft", None)
    making.bought(app, long, weeks=2, kind="extra_week", subject="line:7")
    with app.app_context(), transaction():
        assert publishing.publish(making.find(long), by=person, at=clock.now()).status == "live"


def test_an_organisation_that_staff_have_not_confirmed_publishes_nothing(app: Flask, make_person: MakePerson) -> None:
    row, person = making.employer(app, make_person)
    reference = making.posting(app, row, person)
    making.bought(app, reference)
    with app.app_context(), transaction():
        db.session.get_one(Organisation, row.id).confirmed_at = None
    with (
        pytest.raises(RuleBroken, match="Our staff have yet to confirm Leeds City Council"),
        app.app_context(),
        transaction(),
    ):
        publishing.publish(making.find(reference), by=person, at=clock.now())


def test_changes_are_public_once_they_are_published_and_the_page_tells_of_them(
    app: Flask, world: tuple[Organisation, int]
) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    with app.app_context(), transaction():
        posting = making.find(reference)
        writing.save(
            posting,
            "closing",
            {**making.ANSWERS["closing"], "closes_on": ["18", "12", "2026"]},
            by=person,
            at=clock.now(),
        )
        writing.save(
            posting,
            "criteria",
            {"essential": "Experience of running routed networks", "desirable": ""},
            by=person,
            at=clock.now(),
        )
        assert publishing.changes_waiting(posting) == ["Closing date and time", "What you look for"]
    assert told(app, public).closes_at == CLOSES
    with app.app_context(), transaction():
        publishing.republish(making.find(reference), by=person, at=clock.now())
    page = app.test_client().get(f"/vacancies/{public}").text
    assert "Changed since it was posted" in page and "11:59pm on Friday 18 December 2026" in page
    assert "Knowledge of firewalls" in page, "what was taken out is told"
    with app.app_context():
        posting = making.find(reference)
        assert (posting.closes_at, publishing.changes_waiting(posting)) == (
            datetime(2026, 12, 18, 23, 59, tzinfo=UTC),
            [],
        )
        assert queries.history(posting)[0].words == "Changed: Closing date and time, What you look for"


def test_a_withdrawn_vacancy_leaves_search_at_once_and_opens_again_at_the_same_address(
    app: Flask, world: tuple[Organisation, int]
) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    making.in_step(app)
    with app.app_context(), transaction():
        ending.end(
            making.find(reference), "withdraw", because="funding", note="Budget of June", by=person, at=clock.now()
        )
    visitor = app.test_client()
    page = visitor.get(f"/vacancies/{public}").text
    assert "The employer withdrew it: the post is no longer funded." in page and "Budget of June" not in page
    assert 'content="noindex"' in page and "JobPosting" not in page
    assert public not in visitor.get("/vacancies").text
    assert visitor.get(f"/go/{public}").location.endswith(f"/vacancies/{public}")
    with app.app_context(), transaction():
        deciding.decide(
            deciding.by_reference(public), subject="ict", answer="yes", because="It is", by="staff", at=clock.now()
        )
    assert told(app, public).status == "closed", "a decision of staff does not open what its employer withdrew"
    with app.app_context(), transaction():
        publishing.reopen(making.find(reference), by=person, at=clock.now())
    assert (told(app, public).status, told(app, public).ended_because) == ("live", "")
    making.in_step(app)
    assert public in visitor.get("/vacancies").text


def test_staff_who_find_a_posted_job_not_to_be_ict_take_it_out_whatever_its_employer_does(
    app: Flask, world: tuple[Organisation, int]
) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    with app.app_context(), transaction():
        deciding.decide(
            deciding.by_reference(public), subject="ict", answer="no", because="A cook", by="staff", at=clock.now()
        )
    with app.app_context(), transaction():
        posting = making.find(reference)
        writing.save(posting, "criteria", {"essential": "Other", "desirable": ""}, by=person, at=clock.now())
        publishing.republish(posting, by=person, at=clock.now())
    assert told(app, public).status == "counted"
    assert app.test_client().get(f"/vacancies/{public}").status_code == 404


def test_it_closes_in_the_minute_of_its_closing_time(
    app: Flask, world: tuple[Organisation, int], tmp_path: Path
) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    for instant, is_open in (("2026-12-13T23:58:59+00:00", True), ("2026-12-13T23:59:00+00:00", False)):
        (tmp_path / "clock").write_text(instant)
        assert ("This vacancy is closed." not in app.test_client().get(f"/vacancies/{public}").text) is is_open
        with app.app_context(), transaction():
            close_passed(at=clock.now())
        with app.app_context():
            tending.close_passed(at=clock.now())
            assert (making.find(reference).state == "live") is is_open
    with app.app_context(), pytest.raises(RuleBroken, match="has passed"), transaction():
        publishing.reopen(making.find(reference), by=person, at=clock.now())


def test_a_signposted_copy_becomes_part_of_the_posted_vacancy(
    app: Flask, world: tuple[Organisation, int], tmp_path: Path
) -> None:
    row, person = world
    bring_in(app, tmp_path)
    with app.app_context():
        copy = db.session.scalars(select(Vacancy)).one().reference
    _, public = making.published(app, row, person)
    assert (told(app, copy).status, told(app, copy).merged_into_id) == ("merged", told(app, public).id)
    assert app.test_client().get(f"/vacancies/{copy}").location.endswith(f"/vacancies/{public}")
    assert "Leeds jobs" in app.test_client().get(f"/vacancies/{public}").text


def test_staff_can_part_a_copy_that_was_taken_for_the_same_job(
    app: Flask, world: tuple[Organisation, int], tmp_path: Path
) -> None:
    row, person = world
    bring_in(app, tmp_path)
    making.published(app, row, person)
    with app.app_context(), transaction():
        deciding.reopen_pair(db.session.scalars(select(LikelyPair)).one(), at=clock.now())
    with app.app_context():
        assert {row.origin: row.status for row in db.session.scalars(select(Vacancy))} == {
            "signposted": "live",
            "posted": "live",
        }


def test_a_copy_that_comes_later_changes_nothing_and_its_going_closes_nothing(
    app: Flask, world: tuple[Organisation, int], tmp_path: Path
) -> None:
    row, person = world
    _, public = making.published(app, row, person)
    before = told(app, public)
    bring_in(app, tmp_path)
    other = FEED.replace("Network Engineer", "Data Engineer").replace("4711", "4712").replace("firewalls", "pipelines")
    (tmp_path / "clock").write_text("2026-11-25T09:00:00+00:00")
    bring_in(app, tmp_path, other)
    after = told(app, public)
    assert (after.status, after.title, after.description, after.address) == (
        "live",
        before.title,
        before.description,
        before.address,
    )
    with app.app_context():
        assert {row.title: row.origin for row in db.session.scalars(select(Vacancy))} == {
            "Network Engineer": "posted", "Data Engineer": "signposted",
        }  # fmt: skip


def test_a_withdrawn_vacancy_is_not_opened_by_a_copy_that_is_still_listed(
    app: Flask, world: tuple[Organisation, int], tmp_path: Path
) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    bring_in(app, tmp_path)
    with app.app_context(), transaction():
        ending.end(making.find(reference), "withdraw", because="mistake", note="", by=person, at=clock.now())
    bring_in(app, tmp_path, FEED.replace("firewalls", "firewalls and much more"))
    assert told(app, public).status == "closed"


def test_what_waits_for_its_day_is_published_then_and_once(
    app: Flask, world: tuple[Organisation, int], tmp_path: Path
) -> None:
    row, person = world
    reference = making.posting(app, row, person)
    making.bought(app, reference)
    day = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    with app.app_context(), transaction():
        publishing.schedule(making.find(reference), publish_at=day, by=person, at=clock.now())
    with app.app_context():
        assert tending.publish_due(at=clock.now()) == (0, 0)
    (tmp_path / "clock").write_text(day.isoformat())
    with app.app_context():
        assert tending.publish_due(at=clock.now()) == (1, 0)
        assert tending.publish_due(at=clock.now()) == (0, 0)
        posting = making.find(reference)
        assert (posting.state, posting.published_at) == ("live", day)
        assert posting.shown_until == datetime(2026, 12, 29, 23, 59, tzinfo=UTC)
        assert db.session.query(Vacancy).count() == 1


def test_what_can_no_longer_be_published_on_its_day_is_a_draft_again_and_its_author_is_told(
    app: Flask, world: tuple[Organisation, int], tmp_path: Path
) -> None:
    row, person = world
    reference = making.posting(app, row, person)
    making.bought(app, reference)
    with app.app_context(), transaction():
        publishing.schedule(
            making.find(reference), publish_at=datetime(2026, 12, 1, 9, 0, tzinfo=UTC), by=person, at=clock.now()
        )
    (tmp_path / "clock").write_text("2026-12-20T09:00:00+00:00")
    with app.app_context():
        assert tending.publish_due(at=clock.now()) == (0, 1)
        posting = making.find(reference)
        assert (posting.state, posting.weeks) == ("draft", 4)
        assert "has passed. Enter a day and time to come." in db.session.scalars(select(Message.body)).one()


def test_a_copy_keeps_all_but_the_closing_date_and_advertising_again_leads_back(
    app: Flask, world: tuple[Organisation, int]
) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    with app.app_context(), transaction():
        ending.end(making.find(reference), "close", because="enough", note="", by=person, at=clock.now())
        again = writing.copy(
            making.find(reference),
            queries.organisation_of(making.find(reference)),
            again=True,
            by=person,
            at=clock.now(),
        ).reference
        made = making.find(again)
        assert set(made.answers) == set(making.ANSWERS) - {"closing"}
        writing.save(made, "closing", making.ANSWERS["closing"], by=person, at=clock.now())
    making.bought(app, again)
    with app.app_context(), transaction():
        second = publishing.publish(making.find(again), by=person, at=clock.now()).reference
    page = app.test_client().get(f"/vacancies/{second}").text
    assert "Advertised before" in page and f"/vacancies/{public}" in page


def test_two_who_publish_at_once_publish_one(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    reference, _ = making.published(app, row, person)
    with pytest.raises(RuleBroken, match="published, or over, already"), app.app_context(), transaction():
        publishing.publish(making.find(reference), by=person, at=clock.now())
    with app.app_context():
        assert (db.session.query(Vacancy).count(), db.session.query(PostingVersion).count()) == (1, 1)


def test_the_history_replays_to_the_state(app: Flask, world: tuple[Organisation, int]) -> None:
    row, person = world
    reference, _ = making.published(app, row, person)
    with app.app_context(), transaction():
        ending.end(making.find(reference), "close", because="filled_here", note="", by=person, at=clock.now())
    with app.app_context():
        steps = db.session.scalars(select(PostingStep.event).order_by(PostingStep.id)).all()
        assert replay(steps) == db.session.scalars(select(Posting.state)).one() == "closed"


def test_a_colleague_who_saved_the_same_section_meanwhile_is_not_overwritten_unseen(
    app: Flask, world: tuple[Organisation, int]
) -> None:
    row, person = world
    reference = making.posting(app, row, person)
    with app.app_context(), transaction():
        posting = making.find(reference)
        opened = writing.mark_of(posting, "criteria")
        writing.save(
            posting, "criteria", {"essential": "Theirs", "desirable": ""}, by=person, at=clock.now(), opened=opened
        )
        with pytest.raises(writing.ChangedMeanwhile):
            writing.save(
                posting, "criteria", {"essential": "Mine", "desirable": ""}, by=person, at=clock.now(), opened=opened
            )
        assert posting.answers["criteria"]["essential"] == "Theirs"


def test_views_and_signposts_of_people_are_counted_by_day_and_place_and_bots_apart(
    app: Flask, world: tuple[Organisation, int]
) -> None:
    row, person = world
    _, public = making.published(app, row, person)
    visitor, browser = app.test_client(), {"User-Agent": "Mozilla/5.0 (X11)"}
    visitor.get(f"/vacancies/{public}", headers=browser)
    visitor.get(f"/vacancies/{public}", headers={**browser, "Referer": "http://127.0.0.1:8000/vacancies?q=x"})
    visitor.get(f"/vacancies/{public}", headers={**browser, "Referer": "https://www.google.co.uk/"})
    visitor.get(f"/vacancies/{public}", headers={"User-Agent": "Googlebot/2.1"})
    visitor.get(f"/go/{public}?via=engine", headers=browser)
    visitor.get(f"/go/{public}?via=<script>", headers=browser)
    with app.app_context():
        counted = {(each.what, each.source): (each.people, each.bots) for each in db.session.scalars(select(VisitDay))}
    assert counted == {
        ("seen", "direct"): (1, 1), ("seen", "search"): (1, 0), ("seen", "engine"): (1, 0),
        ("followed", "engine"): (1, 0), ("followed", "direct"): (1, 0),
    }  # fmt: skip
