"""Calendar files: right on both sides of both changes of the clocks, escaped, replaced and cancelled by UID and SEQUENCE."""

import email
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from portal.database.transaction import transaction
from portal.foundation import clock
from portal.interviewing import arranging, calendars, files, inviting, queries, schedule, telling
from portal.interviewing.calendars import Entry, Person
from portal.mail import sending
from portal.selecting import deciding
from portal.selecting import queries as chosen
from tests.interviewing import making
from tests.selecting import making as selecting
from tests.selecting.making import Scene

ENTRY = Entry(
    uid="interview-K7MT2XQ9@portal.example",
    sequence=3,
    changed_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
    starts_at=datetime(2026, 12, 15, 10, tzinfo=UTC),
    ends_at=datetime(2026, 12, 15, 10, 45, tzinfo=UTC),
    summary="First interview: Network Engineer, Leeds City Council",
    location="Room 2, Civic Hall",
    description="In person\n\nBring a drawing; ask for Kim, at the desk.",
    url="https://portal.example/account/job-applications/P7KX2RQ9/interviews/K7MT2XQ9",
)
PORTAL = Person("The Society", "portal@society.example")


def changed(**facts: object) -> Entry:
    return replace(ENTRY, **facts)


def parsed(content: bytes) -> tuple[Calendar, list[Event]]:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    return calendar, list(calendar.walk("VEVENT"))  # type: ignore[arg-type]


def one(content: bytes) -> Event:
    (event,) = parsed(content)[1]
    return event


@pytest.mark.parametrize(
    ("starts", "in_london", "in_file"),
    [
        (datetime(2027, 3, 26, 10, tzinfo=UTC), "10:00am", "20270326T100000Z"),
        (datetime(2027, 3, 29, 9, tzinfo=UTC), "10:00am", "20270329T090000Z"),
        (datetime(2026, 10, 23, 9, tzinfo=UTC), "10:00am", "20261023T090000Z"),
        (datetime(2026, 10, 26, 10, tzinfo=UTC), "10:00am", "20261026T100000Z"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "1:30am", "20261025T003000Z"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "1:30am", "20261025T013000Z"),
    ],
)
def test_times_are_the_same_instant_on_both_sides_of_both_changes(
    starts: datetime, in_london: str, in_file: str
) -> None:
    local = starts.astimezone(clock.LONDON)
    entry = changed(starts_at=local, ends_at=local.astimezone(UTC) + timedelta(minutes=45))
    content = calendars.file_of([entry], method=calendars.PUBLISH, organiser=PORTAL)
    assert f"DTSTART:{in_file}".encode() in content
    event = one(content)
    assert event.decoded("dtstart") == starts and event.decoded("dtend") - starts == timedelta(minutes=45)
    assert f"{local.hour % 12 or 12}:{local:%M}am" == in_london


def test_text_is_escaped_and_read_back_as_it_was() -> None:
    summary = "Interview: O’Brien, Łukasz; \\backslash\nsecond line"
    entry = changed(summary=summary, location="Room 1, top; left", description="a,b;c\\d\ne\r\nf: 😀 ŵ")
    event = one(calendars.file_of([entry], method=calendars.REQUEST, organiser=PORTAL))
    assert str(event["summary"]) == summary
    assert str(event["location"]) == "Room 1, top; left"
    assert str(event["description"]).replace("\r", "") == "a,b;c\\d\ne\nf: 😀 ŵ"


def test_a_name_cannot_begin_another_line_or_parameter() -> None:
    awkward = Person('Kim "K", Ash;\r\nATTENDEE:mailto:x@example.org', "kim@example.org")
    content = calendars.file_of([ENTRY], method=calendars.REQUEST, organiser=PORTAL, attendee=awkward)
    event = one(content)
    assert content.count(b"\r\nATTENDEE") == 1
    assert str(event["attendee"]) == "mailto:kim@example.org"
    assert event["attendee"].params["CN"] == "Kim ’K’, Ash; ATTENDEE:mailto:x@example.org"


@given(
    summary=st.text(max_size=300),
    description=st.text(max_size=600),
    location=st.text(max_size=200),
    name=st.text(max_size=80),
    starts=st.integers(0, 10 * 365 * 24 * 60).map(
        lambda each: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=each)
    ),
    minutes=st.integers(5, 480),
    sequence=st.integers(0, 10_000),
)
def test_every_file_parses_and_holds_one_event_with_its_times(
    summary: str, description: str, location: str, name: str, starts: datetime, minutes: int, sequence: int
) -> None:
    entry = changed(
        summary=telling.plain(summary),
        description=telling.plain(description),
        location=telling.plain(location),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        sequence=sequence,
    )
    person = Person(telling.plain(name), "robin@example.org")
    content = calendars.file_of([entry], method=calendars.REQUEST, organiser=PORTAL, attendee=person)
    calendar, events = parsed(content)
    assert len(events) == 1 and str(calendar["method"]) == "REQUEST"
    event = events[0]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (entry.starts_at, entry.ends_at)
    assert (int(event["sequence"]), str(event["uid"])) == (sequence, ENTRY.uid)
    assert str(event["summary"]) == entry.summary and str(event["description"]) == entry.description
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.fixture
def scene(app: Flask) -> Scene:
    return making.scene(app)


def sent(app: Flask) -> list[EmailMessage]:
    """Every mail that has left, the oldest first, and the folder emptied."""
    settings = app.config["SETTINGS"]
    with app.app_context():
        sending.send_due(settings, most=200)
    found = []
    for path in sorted(settings.mail_dir.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        found.append(message)
        path.unlink()
    return found


def files_to(mails: list[EmailMessage], address: str) -> list[tuple[str, Event]]:
    """The calendar files that went to this address: method and event."""
    found = []
    for mail in mails:
        for part in mail.iter_attachments():
            if address in str(mail["To"]):
                assert part.get_content_type() == "text/calendar" and part.get_filename() == "interview.ics"
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                calendar, (event,) = parsed(content)
                assert part.get_param("method") == str(calendar["method"])
                found.append((str(calendar["method"]), event))
    return found


def test_mails_carry_one_event_that_changes_and_is_cancelled_under_one_uid(app: Flask, scene: Scene) -> None:
    round_, (first, second, _) = making.round_with(app, scene)
    mine, _ = making.invited(app, scene, round_)
    history = []
    assert files_to(sent(app), "candidate0@example.org") == []
    for act in (
        lambda: making.choose(app, scene.sent[0], mine, first),
        lambda: making.choose(app, scene.sent[0], mine, second),
        lambda: making.place(app, scene, mine, first, "The chair is ill."),
        lambda: _cancel(app, scene, mine),
    ):
        act()
        mails = sent(app)
        for reader in ("candidate0@example.org", "cora@society.example", "dan@society.example", "chair@leeds.gov.uk", "panel@leeds.gov.uk"):  # fmt: skip
            assert len(files_to(mails, reader)) == 1, reader
        history += files_to(mails, "candidate0@example.org")
    assert [method for method, _ in history] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [event.decoded("dtstart").hour for _, event in history] == [10, 11, 10, 10]
    assert [str(event["status"]) for _, event in history] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    assert len({str(event["uid"]) for _, event in history}) == 1
    numbers = [int(event["sequence"]) for _, event in history]
    assert numbers == sorted(set(numbers))


def _cancel(app: Flask, scene: Scene, interview: str) -> None:
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        held = queries.interview_of(desk, interview, locked=True)
        inviting.cancel(desk, held, because="No room.", at=clock.now())


def test_a_candidates_file_names_nobody_else_and_the_desks_names_the_candidate(app: Flask, scene: Scene) -> None:
    round_, (first, *_) = making.round_with(app, scene, who="Chris Chair and Pru Panel")
    mine, _ = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)
    mails = sent(app)
    ((_, own),) = files_to(mails, "candidate0@example.org")
    for other in ("Chair", "Pru", "Cora", "chair@", "panel@", "cora@"):
        assert other not in own.to_ical().decode()
    assert "Robin Hall" not in str(own["summary"]) and str(own["attendee"]) == "mailto:candidate0@example.org"
    ((_, panels),) = files_to(mails, "panel@leeds.gov.uk")
    assert "Application 1, Robin Hall" in str(panels["summary"])
    assert "candidate0@" not in panels.to_ical().decode() and "chair@" not in panels.to_ical().decode()
    for mail in mails:
        if "candidate0" not in str(mail["To"]):
            body = mail.get_body()
            assert body is not None and "Robin Hall" not in body.get_content()


def test_what_is_downloaded_is_the_same_event(app: Flask, scene: Scene) -> None:
    round_, (first, second, _) = making.round_with(app, scene)
    mine, other = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)
    making.choose(app, scene.sent[1], other, second)
    ((_, mailed),) = files_to(sent(app), "candidate0@example.org")
    with app.app_context():
        held = queries.own(making.candidate(scene.sent[0]), scene.sent[0], mine)
        calendar, (event,) = parsed(files.own(held))
        assert str(calendar["method"]) == "PUBLISH"
        assert (event["uid"], event["sequence"]) == (mailed["uid"], mailed["sequence"])
        desk = selecting.desk(scene, scene.member)
        _, events = parsed(files.all_of(desk, pages="/x"))
        assert [each.decoded("dtstart").hour for each in events] == [10, 11]


def test_a_round_whose_link_comes_later_sends_a_higher_number_to_whoever_has_a_time(app: Flask, scene: Scene) -> None:
    facts = {**making.FACTS, "way": "video", "address": ""}
    round_, (first, *_) = making.round_with(app, scene, way="video", address="")
    mine, _ = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)
    ((_, before),) = files_to(sent(app), "candidate0@example.org")
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        row = schedule.round_of(desk, round_, locked=True)
        link = {**facts, "link": "https://meet.example.org/abc"}
        assert arranging.change_round(desk, row, link, at=clock.now()) == 1
    ((method, after),) = files_to(sent(app), "candidate0@example.org")
    assert method == "REQUEST" and int(after["sequence"]) > int(before["sequence"])
    assert "https://meet.example.org/abc" in str(after["location"])
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        row = schedule.round_of(desk, round_, locked=True)
        assert arranging.change_round(desk, row, {**link, "notice": 48}, at=clock.now()) == 0
    assert sent(app) == []


def test_who_knows_the_candidate_hears_nothing_of_their_interview(app: Flask, scene: Scene) -> None:
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.member)
        deciding.stand_aside(desk, chosen.one(desk, scene.sent[0]), note="A neighbour.", at=clock.now())
    round_, (first, *_) = making.round_with(app, scene)
    mine, _ = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)
    assert files_to(sent(app), "panel@leeds.gov.uk") == []
    with app.app_context():
        assert parsed(files.all_of(selecting.desk(scene, scene.member), pages="/x"))[1] == []
