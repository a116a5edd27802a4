"""Staff look after sources: see how they fare, pause, edit, accept a shorter list, add one with a look beforehand."""

import re

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.feeds.models import Polling
from portal.jobs.models import Job
from portal.vacancies.models import Source, Vacancy
from tests import people

ITEM = "<item><title>{n} Network Engineer</title><link>https://jobs.example.org/{n}</link><guid>{n}</guid><description>Employer: Leeds City Council&lt;br&gt;Location: Leeds&lt;br&gt;You run our firewalls, servers, switches and networks.</description></item>"
NAMES = ("Senior", "Lead", "Junior", "Principal", "Wireless", "Voice", "Cloud", "Core", "Campus", "Data centre")


def feed(number: int) -> str:
    items = "".join(ITEM.format(n=name) for name in NAMES[:number])
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Anytown jobs</title><link>https://jobs.example.org/</link>{items}</channel></rss>'  # fmt: skip


@pytest.fixture
def staff(make_person, sign_in):
    return sign_in(make_person("sam@example.org", roles=("staff",), name="Sam Staff"))


def press(staff, source_id: int, act: str) -> str:
    sent = people.post(staff, f"/staff/sources/{source_id}/act", form_at=f"/staff/sources/{source_id}", act=act)
    return staff.get(sent.location).text


def send(staff, **fields: str):
    return staff.post("/staff/sources/add", data={"csrf_token": people.csrf_of(staff, "/staff/sources/add"), **fields})


def acts(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("feeds.")).order_by(AuditEntry.id)))  # fmt: skip


def test_a_source_is_listed_with_its_health_and_what_it_brought(polled, hostile, add, look, staff) -> None:
    hostile.answers["/feed"] = feed(3)
    source_id = add()
    look()
    listed = staff.get("/staff/sources?q=127.0&health=healthy&sort=-usual").text
    assert "1 source found" in listed and re.search(r'data-name="Live vacancies"><span[^>]*>3</span>', listed)
    page = staff.get(f"/staff/sources/{source_id}").text
    assert "Senior Network Engineer" in page and "Shown or closed" in page and "Look at it now" in page
    assert "Nothing fits." in staff.get("/staff/sources?health=unwell").text
    assert staff.get("/staff/sources/99999").status_code == 404


def test_a_source_is_looked_at_now_paused_and_resumed(polled, add, staff, state) -> None:
    source_id = add()
    assert "within a minute" in press(staff, source_id, "poll")
    with polled.app_context():
        assert [job.name for job in db.session.scalars(select(Job))] == ["feeds.poll"]
    assert "Resume it" in press(staff, source_id, "pause")
    assert not state(source_id).active
    assert "Resume it; it is looked at then." in press(staff, source_id, "poll")
    press(staff, source_id, "resume")
    assert state(source_id).active
    press(staff, source_id, "explode")
    assert acts(polled) == ["feeds.poll_asked", "feeds.paused", "feeds.resumed"]


def test_a_shorter_list_is_accepted_and_then_closes_what_it_lacks(polled, hostile, add, look, staff, state) -> None:
    from datetime import timedelta

    from tests.feeds.documents import START

    hostile.answers["/feed"] = feed(10)
    source_id = add()
    look(START)
    hostile.answers["/feed"] = feed(2)
    look(START + timedelta(days=1))
    assert state(source_id).health == "suspect"
    with polled.app_context():
        assert len(db.session.scalars(select(Vacancy).where(Vacancy.status == "live")).all()) == 10
    people_now = people.sign_in(polled, people.make(polled, "lee@example.org", given=("staff",)))
    assert "The list held 2 entries last time, 10 are usual" in people_now.get(f"/staff/sources/{source_id}").text
    press(people_now, source_id, "accept")
    look(START + timedelta(days=1, minutes=1))
    with polled.app_context():
        assert len(db.session.scalars(select(Vacancy).where(Vacancy.status == "live")).all()) == 2
    assert state(source_id).health == "healthy" and acts(polled) == ["feeds.list_accepted"]
    assert "shows no list that differs" in press(people_now, source_id, "accept")


def test_an_empty_list_is_never_accepted(polled, hostile, add, look, staff, state) -> None:
    from datetime import timedelta

    from tests.feeds.documents import START

    hostile.answers["/feed"] = feed(3)
    source_id = add()
    look(START)
    hostile.answers["/feed"] = feed(0)
    look(START + timedelta(minutes=5))
    assert state(source_id).health == "suspect"
    assert "An empty list is never taken as the truth" in press(staff, source_id, "accept")
    assert acts(polled) == []


def test_a_source_is_edited_with_its_history_kept(polled, add, staff) -> None:
    source_id = add()
    address = f"/staff/sources/{source_id}/edit"
    people.post(staff, address, name="Leeds jobs", organisation="Leeds City Council", terms="Open", whole_list="y")
    page = staff.get(f"/staff/sources/{source_id}").text
    assert "employer: “Leeds City Council”, before nothing" in page and "Sam Staff" in page
    refused = people.post(
        staff, address, name="Leeds jobs", organisation="Leads Citty Cuncil", terms="", whole_list="y"
    )
    assert "Did you mean" in refused.text
    with polled.app_context():
        source = db.session.get_one(Source, source_id)
        assert (source.name, source.organisation, source.terms) == ("Leeds jobs", "Leeds City Council", "Open")
        assert db.session.get_one(Polling, source_id).closes_by_absence


def test_an_address_is_looked_at_first_and_added_only_then(polled, hostile, staff) -> None:
    hostile.answers["/feed"] = feed(3)
    form = {"address": hostile.address("/feed"), "kind": "auto", "organisation": "", "name": ""}
    seen = send(staff, **form, act="look").text
    assert "It holds 3 entries" in seen and "3 would be shown" in seen and "Add this source" in seen
    with polled.app_context():
        assert db.session.scalars(select(Source)).all() == []
    added = send(staff, **form, act="register")
    assert "Anytown jobs is added" in staff.get(added.location).text
    again = send(staff, **form, act="register").text
    assert "is already there" in again
    assert acts(polled) == ["feeds.added"]


@pytest.mark.parametrize(
    "address", ["", "nonsense", "file:///etc/passwd", "http://169.254.169.254/latest", "http://127.0.0.1:1/"]
)
def test_an_address_that_gives_nothing_says_why_and_nothing_is_added(polled, staff, address: str) -> None:
    refused = send(staff, address=address, kind="auto", organisation="", name="", act="register")
    assert refused.status_code == 200 and "There is a problem" in refused.text
    with polled.app_context():
        assert db.session.scalars(select(Source)).all() == []
