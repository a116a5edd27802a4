"""A consultant's month: targets that staff set, and what has come of it from facts that there are."""

from datetime import date, timedelta

import pytest
from flask import Flask

from portal.caseload import month
from portal.caseload.models import ConsultantTarget
from portal.caseload.month import Target
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.selecting import deciding, telling
from portal.selecting import queries as choosing
from tests import people
from tests.recruitment import making as campaigns
from tests.selecting import making as selecting


def figures(app: Flask, person: int) -> dict[str, tuple[str, str]]:
    with app.app_context():
        return {each.name: (each.so_far, each.target) for each in month.so_far(person, at=clock.now())}


def aim(app: Flask, targets: dict[int, Target], *, by: int) -> int:
    with app.app_context(), transaction():
        return month.aim(month.first_of(clock.today()), targets, by=by, at=clock.now())


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("2026-10", date(2026, 10, 1)), ("", date(2026, 11, 1)), ("2026-13", date(2026, 11, 1)), ("0001-01", date(2026, 11, 1)), ("9999-12", date(2026, 11, 1))],
)  # fmt: skip
def test_which_month_an_address_names(raw: str, expected: date) -> None:
    assert month.month_of(raw, today=date(2026, 11, 24)) == expected


def test_months_follow_each_other_over_the_year() -> None:
    assert month.after(date(2026, 12, 1)) == date(2027, 1, 1) and month.before(date(2026, 1, 1)) == date(2025, 12, 1)


def test_what_happened_this_month_is_counted_and_nothing_of_other_months_or_consultants(
    app: Flask, make_person
) -> None:
    cast = campaigns.cast(app, make_person)
    other = campaigns.another(app, make_person, "dan@society.example")
    campaigns.campaign(app, cast, until="live")
    found = figures(app, cast.consultant)
    assert (found["Campaigns taken"], found["Adverts that went live"]) == (("1", ""), ("1", ""))
    assert {value for value, _ in figures(app, other).values()} == {"0", "–", "£0"}
    with clock.as_of(clock.now() + timedelta(days=40)):
        assert {value for value, _ in figures(app, cast.consultant).values()} == {"0", "–", "£0"}


def test_days_from_closing_to_telling_are_the_median(app: Flask) -> None:
    scene = selecting.scene(app)
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        desk.job.posting.closes_at = clock.now() - timedelta(days=6)
        for each in scene.sent:
            row = choosing.one(desk, each, locked=True)
            deciding.decide(desk, row, "leave_off_longlist", because="So.", at=clock.now(), unscored=True)
        expected = dict.fromkeys(scene.sent, "not_longlisted")
        telling.tell(desk, scene.sent, telling.TEMPLATES, expected=expected, at=clock.now())
    found = figures(app, scene.consultant)
    assert found["Applications sent in"] == ("2", "") and found["People told of a decision"] == ("2", "")
    assert found["From closing to telling, half of them within"] == ("6 days", "")


def test_placements_and_fees_stand_beside_their_targets(app: Flask, make_person) -> None:
    cast = campaigns.cast(app, make_person)
    assert figures(app, cast.consultant)["Placements"] == ("0", "")
    assert aim(app, {cast.consultant: Target(2, 1_250_000)}, by=cast.owner) == 1
    found = figures(app, cast.consultant)
    assert (found["Placements"], found["Fees"]) == (("0", "2"), ("£0", "£12,500"))


def test_targets_are_set_again_and_only_for_consultants(app: Flask, make_person) -> None:
    cast = campaigns.cast(app, make_person)
    assert aim(app, {cast.consultant: Target(0, 0)}, by=cast.owner) == 0
    aim(app, {cast.consultant: Target(2, 100)}, by=cast.owner)
    assert aim(app, {cast.consultant: Target(2, 100)}, by=cast.owner) == 0
    assert aim(app, {cast.consultant: Target(3, 100)}, by=cast.owner) == 1
    for targets, why in (({cast.owner: Target(1, 1)}, "no consultant"), ({cast.consultant: Target(-1, 1)}, "at most")):
        with pytest.raises(RuleBroken, match=why):
            aim(app, targets, by=cast.owner)
    with app.app_context():
        rows = [(each.placements, each.fees_pence) for each in db.session.query(ConsultantTarget)]
    assert rows == [(3, 100)]


def test_staff_set_them_on_a_page_and_the_consultant_reads_them(app: Flask, make_person, sign_in) -> None:
    cast = campaigns.cast(app, make_person)
    staff = sign_in(make_person("sam@society.example", roles=("staff",)))
    names = (f"placements_{cast.consultant}", f"fees_{cast.consultant}")
    refused = people.post(staff, "/staff/targets", **{names[0]: "two", names[1]: "lots"}).text
    assert "Enter a whole number" in refused and "Enter pounds" in refused
    people.post(staff, "/staff/targets", **{names[0]: "2", names[1]: "12,500"})
    page = sign_in(cast.consultant).get("/consultant").text
    assert "Your month so far" in page and "£12,500" in page
    assert "12,500" not in staff.get("/staff/targets?month=2026-01").text
    assert sign_in(cast.consultant).get("/staff/targets").status_code == 404
