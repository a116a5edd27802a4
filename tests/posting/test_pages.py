"""An employer writes a vacancy by pages: kept as typed, checked, previewed, changed, ended; by role."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.posting import publishing, writing
from tests.conftest import MakePerson, SignIn
from tests.employers import acting
from tests.people import post
from tests.posting import making


@pytest.fixture
def world(app: Flask, make_person: MakePerson) -> tuple[Organisation, int]:
    return making.employer(app, make_person)


@pytest.fixture
def owner(world: tuple[Organisation, int], sign_in: SignIn) -> FlaskClient:
    return sign_in(world[1])


def begin(client: FlaskClient, row: Organisation, title: str = "Network Engineer") -> str:
    """Begin a draft by its page; the address of its page."""
    answer = post(client, f"/employer/{row.reference}/vacancies/new", title=title)
    assert answer.status_code == 302, answer.text
    return answer.location.rpartition("/sections/")[0]


def fill(client: FlaskClient, base: str, section: str, action: str = "continue", **changes: object):
    typed = {**making.ANSWERS[section], **changes}
    return post(client, f"{base}/sections/{section}", action=action, **typed)


def test_a_vacancy_is_written_page_by_page_from_its_title_to_its_checks(owner: FlaskClient, world) -> None:
    base = begin(owner, world[0])
    assert (
        "0 of 9 sections that are needed are completed." in owner.get(base).text
        or "1 of 9 sections that are needed are completed." in owner.get(base).text
    )
    order = list(making.ANSWERS)
    for section, following in zip(order, [*order[1:9], "", "", "", ""], strict=False):
        answer = fill(owner, base, section)
        assert answer.status_code == 302
        assert answer.location == (f"{base}/sections/{following}" if following else base), section
    page = owner.get(base).text
    assert "9 of 9 sections that are needed are completed." in page and "Check and publish" in page
    checks = owner.get(f"{base}/checks").text
    assert "Still to be done" not in checks and "To think about" in checks


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(owner: FlaskClient, world) -> None:
    base = begin(owner, world[0])
    answer = fill(owner, base, "closing", closes_on=["31", "11", "2026"], closes_time="midnight", interviews="Soon")
    assert answer.status_code == 200
    assert "Enter a real day as day, month and year, such as 27 3 2027." in answer.text
    assert "People read midnight as either end of the day." in answer.text and "<title>Error: " in answer.text
    again = owner.get(f"{base}/sections/closing").text
    for typed in ('value="31"', 'value="11"', 'value="midnight"', 'value="Soon"'):
        assert typed in answer.text and typed in again


def test_half_a_section_can_be_kept_and_come_back_to(owner: FlaskClient, world) -> None:
    base = begin(owner, world[0])
    assert fill(owner, base, "pay", action="save", minimum="lots", how="").location == base
    page = owner.get(base).text
    assert "In progress" in page and "Pay and grade: saved." in page
    assert 'value="lots"' in owner.get(f"{base}/sections/pay").text


def test_points_show_their_pounds_beside_the_field_without_a_script(owner: FlaskClient, world) -> None:
    base = begin(owner, world[0])
    answer = fill(owner, base, "pay", action="look")
    assert "SCP 29-32 is <strong>£" in answer.text and "by the NJC pay points in force from" in answer.text
    assert (
        "We have no published scale" in fill(owner, base, "pay", action="look", scheme="local_grade", grade="PO3").text
    )


def test_a_title_suggests_its_role_and_what_others_call_it(owner: FlaskClient, world, app: Flask) -> None:
    making.published(app, *world, role={"title": "Senior Network Engineer"})
    base = begin(owner, world[0])
    page = owner.get(f"{base}/sections/role").text
    assert "By its title this is: <strong>" in page and "Senior Network Engineer (1)" in page


def test_the_text_is_previewed_without_a_script_and_harmless(owner: FlaskClient, world) -> None:
    base = begin(owner, world[0])
    answer = fill(
        owner, base, "description", action="look", text="## What\n\n**Bold** [x](javascript:alert(1))\n\n- one"
    )
    assert "<h3>What</h3>" in answer.text and "<strong>Bold</strong>" in answer.text and "<li>one</li>" in answer.text
    assert 'href="javascript' not in answer.text


def test_two_colleagues_do_not_overwrite_each_other_unseen(
    app: Flask, owner: FlaskClient, world, make_person, sign_in
) -> None:
    row, _ = world
    colleague = make_person("kim@leeds.gov.uk", name="Kim Lee")
    acting.seat(app, row, colleague, "recruiter")
    other, base = sign_in(colleague), begin(owner, row)
    opened = owner.get(f"{base}/sections/criteria").text
    mark = opened.partition('name="opened"')[2].partition('value="')[2].partition('"')[0]
    assert fill(other, base, "criteria", essential="Theirs").status_code == 302
    answer = fill(owner, base, "criteria", essential="Mine", opened=mark)
    assert "A colleague has changed this section while you had it open." in answer.text and "Mine" in answer.text
    with app.app_context():
        assert making.find(base.rpartition("/")[2]).answers["criteria"]["essential"] == "Theirs"


def test_the_preview_is_the_public_page_and_seen_by_nobody_else(app: Flask, owner: FlaskClient, world) -> None:
    row, person = world
    reference = making.posting(app, row, person)
    preview = owner.get(f"/employer/{row.reference}/vacancies/{reference}/preview").text
    making.bought(app, reference)
    with app.app_context(), transaction():
        public = publishing.publish(making.find(reference), by=person, at=clock.now()).reference
    page = app.test_client().get(f"/vacancies/{public}").text

    def content(text: str) -> str:
        body = (
            text.partition('<div class="govuk-grid-row">')[2].partition("<footer")[0].partition("Where it was seen")[0]
        )
        return body.replace(public, "PREVIEW").replace(
            "/go/PREVIEW?via=direct", "https://jobs.leeds.gov.uk/vacancies/4711"
        )

    assert "This is a preview." in preview and 'content="noindex"' in preview
    assert content(preview) == content(page)


@pytest.mark.parametrize(
    ("role", "sees", "writes"),
    [("owner", 200, 200), ("recruiter", 200, 200), ("approver", 200, 404), ("head_of_profession", 404, 404)],
)
def test_drafts_of_colleagues_are_seen_and_written_by_role(
    app: Flask, world, make_person, sign_in, role: str, sees: int, writes: int
) -> None:
    row, person = world
    base = f"/employer/{row.reference}/vacancies/{making.posting(app, row, person)}"
    colleague = make_person("kim@leeds.gov.uk", name="Kim Lee")
    acting.seat(app, row, colleague, role)
    client = sign_in(colleague)
    assert {
        client.get(address).status_code for address in (base, f"{base}/checks", f"{base}/preview", f"{base}/numbers")
    } == {sees}
    assert {
        client.get(address).status_code for address in (f"{base}/sections/pay", f"{base}/copy", f"{base}/discard")
    } == {writes}
    if sees == 200:
        assert ("/sections/" in client.get(base).text) is (writes == 200)


def test_another_organisation_and_visitors_find_nothing(app: Flask, world, make_person, sign_in) -> None:
    row, person = world
    reference = making.posting(app, row, person)
    stranger = make_person("kim@bradford.gov.uk", name="Kim Lee")
    other = acting.organisation(app, acting.BRADFORD.key)
    acting.seat(app, other, stranger, "owner")
    client = sign_in(stranger)
    for address in (
        f"/employer/{row.reference}/vacancies/{reference}",
        f"/employer/{other.reference}/vacancies/{reference}",
    ):
        assert client.get(address).status_code == 404
    assert app.test_client().get(f"/employer/{row.reference}/vacancies").status_code == 302


def test_changes_of_a_live_vacancy_wait_until_they_are_published(app: Flask, owner: FlaskClient, world) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    base = f"/employer/{row.reference}/vacancies/{reference}"
    assert fill(owner, base, "closing", closes_on=["18", "12", "2026"]).location == base
    assert "11:59pm on Sunday 13 December 2026" in app.test_client().get(f"/vacancies/{public}").text
    page = owner.get(f"{base}/changes").text
    assert "Changed and not public yet: Closing date and time." in page and "11:59pm on Friday 18 December 2026" in page
    assert post(owner, f"{base}/changes").location == base
    assert "11:59pm on Friday 18 December 2026" in app.test_client().get(f"/vacancies/{public}").text
    assert owner.get(f"{base}/changes").location == base


def test_changes_can_be_dropped(app: Flask, owner: FlaskClient, world) -> None:
    row, person = world
    reference, _ = making.published(app, row, person)
    base = f"/employer/{row.reference}/vacancies/{reference}"
    fill(owner, base, "role", title="Something Else")
    assert post(owner, f"{base}/changes/drop", form_at=f"{base}/changes").location == base
    assert "Something Else" not in owner.get(base).text


def test_a_vacancy_is_withdrawn_with_a_reason_and_opened_again(app: Flask, owner: FlaskClient, world) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    base = f"/employer/{row.reference}/vacancies/{reference}"
    answer = post(owner, f"{base}/withdraw", because="", note="Budget")
    assert "Choose why the vacancy ends." in answer.text and "Budget" in answer.text
    assert post(owner, f"{base}/withdraw", because="funding", note="Budget").location == base
    page = owner.get(base).text
    assert "Withdrawn" in page and "Budget" in page
    assert "Budget" not in app.test_client().get(f"/vacancies/{public}").text
    assert post(owner, f"{base}/reopen").location == base
    assert "This vacancy is closed." not in app.test_client().get(f"/vacancies/{public}").text


def test_what_is_over_by_the_clock_is_told_so_before_the_worker_has_noted_it(
    app: Flask, world, sign_in: SignIn, tmp_path: Path
) -> None:
    row, person = world
    reference, _ = making.published(app, row, person)
    (tmp_path / "clock").write_text("2026-12-14T00:00:30+00:00")
    with app.app_context():
        assert making.find(reference).state == "live"
    page = sign_in(person).get(f"/employer/{row.reference}/vacancies/{reference}").text
    assert '<strong class="govuk-tag govuk-tag--blue">Closed</strong>' in page


def test_a_draft_is_thrown_away_after_asking(app: Flask, owner: FlaskClient, world) -> None:
    row, person = world
    reference = making.posting(app, row, person)
    base = f"/employer/{row.reference}/vacancies/{reference}"
    assert "This cannot be undone." in owner.get(f"{base}/discard").text
    assert post(owner, f"{base}/discard").location == f"/employer/{row.reference}/vacancies"
    assert owner.get(base).status_code == 404


def test_a_copy_asks_for_its_closing_date_alone(app: Flask, owner: FlaskClient, world) -> None:
    row, person = world
    reference, _ = making.published(app, row, person)
    made = post(owner, f"/employer/{row.reference}/vacancies/{reference}/copy", kind="again").location
    assert "8 of 9 sections that are needed are completed." in owner.get(made).text
    assert f"{made}/sections/closing" in owner.get(made).text


def test_the_list_finds_sorts_and_downloads(app: Flask, owner: FlaskClient, world) -> None:
    row, person = world
    making.published(app, row, person)
    making.posting(app, row, person, role={"title": "Data Architect"})
    address = f"/employer/{row.reference}/vacancies"
    assert "2 vacancies" in owner.get(address).text
    assert "1 vacancy found" in owner.get(f"{address}?state=live").text
    found = owner.get(f"{address}?q=architect").text
    assert "Data Architect" in found and "Network Engineer" not in found
    assert "Data Architect" in owner.get(f"{address}?format=csv").text


def test_the_numbers_are_drawn_and_tabled(app: Flask, owner: FlaskClient, world) -> None:
    row, person = world
    reference, public = making.published(app, row, person)
    address = f"/employer/{row.reference}/vacancies/{reference}/numbers"
    assert "Nobody has looked at it yet." in owner.get(address).text
    visitor, browser = app.test_client(), {"User-Agent": "Mozilla/5.0"}
    for _ in range(3):
        visitor.get(f"/vacancies/{public}", headers=browser)
    visitor.get(f"/go/{public}?via=direct", headers=browser)
    page = owner.get(address).text
    assert "<svg" in page and "24 November: 3 views, 1 to apply" in page and "Direct, mail and feeds" in page
    assert owner.get(f"{address}?format=csv").text.splitlines()[1] == '"2026-11-24","3","1"'


def test_what_waits_for_its_order_cannot_be_written_until_it_is_taken_back(
    app: Flask, owner: FlaskClient, world
) -> None:
    row, person = world
    reference = making.posting(app, row, person)
    base = f"/employer/{row.reference}/vacancies/{reference}"
    with app.app_context(), transaction():
        from portal.posting.moving import move

        move(making.find(reference), "hand_over", by=person, at=clock.now())
    assert owner.get(f"{base}/sections/pay").location == base
    assert post(owner, f"{base}/take-back", form_at=base).location == base
    assert owner.get(f"{base}/sections/pay").status_code == 200
    with app.app_context():
        assert writing.may_be_written(making.find(reference))


def test_what_has_closed_is_not_called_live_on_the_page_of_its_employer(
    app: Flask, world, sign_in: SignIn, tmp_path: Path
) -> None:
    _, public = making.published(app, *world)
    home, link = f"/employer/{world[0].reference}", f'href="/vacancies/{public}"'
    assert link in sign_in(world[1]).get(home).text
    (tmp_path / "clock").write_text("2026-12-14T00:30:00+00:00")
    assert link not in sign_in(world[1]).get(home).text
