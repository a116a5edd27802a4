"""Staff find who did what; people find what concerns them; nothing typed can forge an entry (O-04, G-12)."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from portal.audit import queries, sentences
from portal.audit.models import AuditEntry
from portal.audit.queries import Wanted
from portal.audit.recording import record
from portal.database.base import db
from portal.database.transaction import transaction
from tests.conftest import MakePerson, SignIn


@pytest.fixture
def at(app: Flask, tmp_path: Path):
    """Moves the clock."""

    def move(moment: str) -> None:
        (tmp_path / "clock").write_text(moment)

    return move


@pytest.fixture
def people(make_person: MakePerson) -> dict[str, int]:
    return {
        "sam": make_person("sam@example.org", roles=("staff",), name="Sam Staff"),
        "robin": make_person("robin@example.org", name="Robin Hall"),
        "kim": make_person("kim@example.org", name="Kim Other"),
    }


@pytest.fixture
def recorded(app: Flask, at, people: dict[str, int]) -> Iterator[dict[str, int]]:
    with app.app_context():
        for moment, action, by, about, subject, facts in (
            ("2026-10-24T22:59:59+00:00", "membership.applied", "robin", "robin", "application:RTNGHWXY", {}),
            ("2026-10-24T23:00:00+00:00", "membership.applied", "kim", "kim", "application:KMGHWXYZ", {}),
            (
                "2026-10-25T23:59:59+00:00",
                "employers.role_given",
                "sam",
                "robin",
                "organisation:BCDFGHJK",
                {"role": "owner"},
            ),
            ("2026-10-26T00:00:00+00:00", "membership.voted", "sam", "robin", "application:RTNGHWXY", {"agrees": True}),
        ):
            at(moment)
            with transaction():
                record(action, by=people[by], about=people[about], subject=subject, facts=facts)
        yield people


def found(**wanted: object) -> list[str]:
    rows = queries.search(Wanted(**wanted), newest_first=False).rows  # type: ignore[arg-type]
    return [
        f"{row[0].action} {row[0].subject.partition(':')[2][:2]}"
        for row in rows
        if not row[0].action.startswith("accounts.")
    ]


@pytest.mark.parametrize(
    ("wanted", "entries"),
    [
        ({"action": "membership.applied"}, ["membership.applied RT", "membership.applied KM"]),
        ({"action": "membership."}, ["membership.applied RT", "membership.applied KM", "membership.voted RT"]),
        ({"action": "member_hip."}, []),
        ({"subject": "application:RTNGHWXY"}, ["membership.applied RT", "membership.voted RT"]),
        ({"subject": "organisation:"}, ["employers.role_given BC"]),
        ({"subject": "%"}, []),
        ({"actor": "command", "subject": "application:"}, []),
        ({"person_ids": []}, []),
        ({"first_day": date(2026, 10, 25), "last_day": date(2026, 10, 25)}, ["membership.applied KM", "employers.role_given BC"]),
        ({"last_day": date(2026, 10, 24)}, ["membership.applied RT"]),
        ({"first_day": date(2026, 10, 26), "action": "membership."}, ["membership.voted RT"]),
    ],
)  # fmt: skip
def test_the_record_is_searched_by_action_actor_thing_and_day(recorded: dict[str, int], wanted, entries) -> None:
    assert found(**wanted) == entries


def test_the_record_is_searched_by_person_who_acted_or_whom_it_concerned(recorded: dict[str, int]) -> None:
    assert found(person_ids=[recorded["kim"]]) == ["membership.applied KM"]
    assert found(person_ids=[recorded["robin"]]) == [
        "membership.applied RT",
        "employers.role_given BC",
        "membership.voted RT",
    ]


def test_staff_read_the_record_in_words_page_it_and_take_it_away(
    app: Flask, recorded: dict[str, int], sign_in: SignIn
) -> None:
    client = sign_in(recorded["sam"])
    page = client.get("/staff/audit?action=employers.role_given").text
    assert "1 entry found" in page and "Sam Staff" in page and "Robin Hall" in page
    assert "gave the organisation’s role owner" in page
    narrowed = client.get("/staff/audit?subject=application:RTNGHWXY&from=2026-10-26&to=2026-10-26").text
    assert "<strong>1 entry</strong>" in narrowed and "voted on an application" in narrowed
    assert "Nothing fits" in client.get("/staff/audit?subject=nothing:").text
    assert "Enter a day such as 2026-11-24." in client.get("/staff/audit?from=yesterday").text
    sent = client.get("/staff/audit?format=csv&action=membership.&sort=at")
    rows = list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig"))))
    assert rows[0][:3] == ["When", "Who", "Did what"] and len(rows) == 4
    assert rows[1][:4] == ["2026-10-24T22:59:59Z", "Robin Hall", "sent an application", "application:RTNGHWXY"]


def test_a_long_record_is_paged_and_taken_away_whole(app: Flask, people: dict[str, int], sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        for number in range(1_200):
            record("vacancies.decided", by=people["sam"], subject=f"vacancy:{number:08}")
    client = sign_in(people["sam"])
    assert "vacancy:00000000" in client.get("/staff/audit?action=vacancies.decided&page=24").text
    rows = client.get("/staff/audit?format=csv&action=vacancies.decided").data.decode("utf-8-sig").splitlines()
    assert len(rows) == 1_201 and len(set(rows)) == 1_201


def test_whoever_is_not_staff_finds_no_record(app: Flask, people: dict[str, int], sign_in: SignIn) -> None:
    assert sign_in(people["robin"]).get("/staff/audit").status_code == 404


def test_people_see_what_concerns_them_in_plain_words_and_nothing_of_others(
    app: Flask, recorded: dict[str, int], sign_in: SignIn
) -> None:
    page = sign_in(recorded["robin"]).get("/account/activity").text
    assert "You sent an application" in page
    assert "You were given the role owner in an organisation" in page and "by somebody else" in page
    assert "voted" not in page, "what the panel does is told when it has decided"
    assert "Sam Staff" not in page and "Kim" not in page and "KMGHWXYZ" not in page


def test_a_person_to_whom_nothing_happened_is_told_so(app: Flask, make_person: MakePerson, sign_in: SignIn) -> None:
    assert "Nothing has happened yet" in sign_in(make_person("new@example.org")).get("/account/activity").text


def test_no_line_break_in_a_field_makes_a_second_entry_and_every_instant_is_utc_and_in_order(
    app_on_either: Flask,
) -> None:
    forged = "vacancy:X\n2026-01-01T00:00:00Z staff erased everything"
    with app_on_either.app_context():
        for number in range(5):
            with transaction():
                record(
                    "vacancies.decided",
                    actor="command",
                    subject=forged,
                    facts={"because": f"a\r\nb {number}", "odd": "\x00\x1b[31m\u2028"},
                )
        entries = db.session.query(AuditEntry).order_by(AuditEntry.id).all()
        assert len(entries) == 5
        for entry in entries:
            assert entry.subject == "vacancy:X 2026-01-01T00:00:00Z staff erased everything"
            assert entry.facts["because"].startswith("a b ") and not any(
                character < " " for character in entry.facts["odd"]
            )
            assert entry.at.tzinfo == UTC and entry.at == datetime(2026, 11, 24, 9, tzinfo=UTC)
        listed = [row[0].facts["because"] for row in queries.search(Wanted(action="vacancies.decided")).rows]
        assert listed == [f"a b {number}" for number in reversed(range(5))]


@pytest.mark.parametrize(
    ("address", "words"),
    [("203.0.113.77", "203.0.113.…"), ("2001:db8:1:2::9", "2001:db8:1:…"), (None, ""), ("", "")],
)
def test_a_place_is_told_roughly(address: str | None, words: str) -> None:
    assert sentences.roughly(address) == words


def test_an_action_that_nobody_put_into_words_is_readable() -> None:
    assert sentences.sentence("membership.cat_fed", {}) == "membership: cat fed"
