"""What staff know of organisations, laid over the register: adverts, search and coverage follow it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import confirming, editing, merging, organisations, overlaying, register, ways
from portal.employers.matching import find_employer
from portal.employers.models import Organisation, OrganisationName
from portal.feeds import covering, pipeline, registering
from portal.feeds.health import Judgement
from portal.feeds.items import FeedDocument, FeedItem
from portal.foundation import clock
from portal.vacancies import changes
from portal.vacancies.models import Source, Vacancy
from portal.work import worker
from tests.employers.acting import BRADFORD, LEEDS, added, organisation, seat
from tests.people import make

FEED = "https://jobs.example.org/feed"
WORDS = "<p>You will run our Linux servers and our network. Salary: £40,000 a year. Location: Leeds.</p>"


@pytest.fixture(autouse=True)
def register_as_shipped() -> Iterator[None]:
    yield
    register.lay_over(())


@pytest.fixture
def staff(make_person) -> int:
    return make_person("staff@example.org", roles=("staff",))


def take_in(app: Flask, *employers: str, address: str = "https://jobs.example.org/{}") -> None:
    """One advert of each employer, listed for the first time or again."""
    items = tuple(
        FeedItem(
            key=employer,
            title=f"Network Engineer {number}",
            employer=employer,
            address=address.format(number),
            description=WORDS,
            locations=("Leeds",),
        )
        for number, employer in enumerate(employers)
    )
    with app.app_context():
        with transaction():
            source = db.session.scalar(select(Source).where(Source.address == FEED)) or registering.register(
                name="Jobs", address=FEED, kind="rss", organisation=None, at=clock.now()
            )
            source_id = source.id
        pipeline.take_in(
            source_id,
            FeedDocument(kind="rss", items=items, publisher="Jobs"),
            base=FEED,
            at=clock.now(),
            judge=lambda _: Judgement("healthy", None, None, False, 2),
            last_good_at=None,
        )


def known(app: Flask) -> dict[str, str | None]:
    """The key of the organisation under which each employer's vacancy is known."""
    with app.app_context():
        rows = db.session.execute(select(Vacancy.employer_name, Vacancy.organisation_key))
        return {name: key for name, key in rows}


def work(app: Flask) -> None:
    """Run what is on the ledger."""
    with app.app_context():
        worker().run(burst=True)


def later(tmp_path: Path, hours: int) -> None:
    (tmp_path / "clock").write_text((clock.now() + timedelta(hours=hours)).isoformat())


def test_an_alias_that_staff_add_draws_later_adverts(app, staff) -> None:
    row = organisation(app)
    take_in(app, "Fenland Digital Hub")
    assert known(app) == {"Fenland Digital Hub": None}
    with app.test_request_context(), transaction():
        ways.add(row.id, "name", "Fenland Digital Hub", by=staff, staff=True)
    take_in(app, "Fenland Digital Hub", "Fenland Digital Hub (Leeds)")
    assert known(app)["Fenland Digital Hub (Leeds)"] == LEEDS.key


def test_adverts_that_are_known_already_are_read_again(app, staff) -> None:
    row = organisation(app)
    take_in(app, "Fenland Digital Hub", "Somebody Else")
    with app.test_request_context(), transaction():
        ways.add(row.id, "name", "Fenland Digital Hub", by=staff, staff=True)
    with app.app_context(), transaction():
        changes.forget_changes(changes.waiting_changes(100)[0])
    work(app)
    assert known(app) == {"Fenland Digital Hub": LEEDS.key, "Somebody Else": None}
    with app.app_context():
        way = db.session.scalar(select(OrganisationName.id).where(OrganisationName.name == "Fenland Digital Hub"))
        vacancy = db.session.scalars(select(Vacancy).where(Vacancy.organisation_key == LEEDS.key)).one()
        assert (vacancy.sector, vacancy.public_sector, vacancy.organisation) == ("local_government", "yes", LEEDS.name)
        assert vacancy.evidence["employer"] == ["name: Fenland Digital Hub"]
        with transaction():
            ways.take_off(row.id, "name", way or 0, by=staff, staff=True)
    work(app)
    assert known(app) == {"Fenland Digital Hub": None, "Somebody Else": None}


def test_a_name_that_waits_for_staff_draws_nothing(app, make_person, staff) -> None:
    row, kim = organisation(app), make_person("kim@leeds.gov.uk")
    seat(app, row, kim, "owner")
    with app.test_request_context(), transaction():
        ways.add(row.id, "name", "Fenland Digital Hub", by=kim)
    take_in(app, "Fenland Digital Hub")
    work(app)
    assert known(app) == {"Fenland Digital Hub": None}
    with app.test_request_context():
        way = db.session.scalar(select(OrganisationName.id).where(OrganisationName.standing == "waiting"))
        with transaction():
            ways.confirm(row.id, "name", way or 0, by=staff)
    work(app)
    assert known(app) == {"Fenland Digital Hub": LEEDS.key}


def test_a_domain_that_staff_add_tells_whose_an_advert_is(app, staff) -> None:
    row = added(app, "The Fen Agency", sector="alb", confirmed_by=staff)
    take_in(app, "Digital Team", address="https://careers.fen.example.org/{}")
    assert known(app) == {"Digital Team": None}
    with app.test_request_context(), transaction():
        ways.add(row.id, "domain", "fen.example.org", by=staff, staff=True)
    work(app)
    assert list(known(app).values()) == [f"added:{row.reference.lower()}"]


def test_a_refused_name_of_the_register_is_the_bodys_no_longer(app, staff) -> None:
    body = next(each for each in register.shipped().values() if each.aliases == ("Banc Datblygu Cymru",))
    row = organisation(app, body.key)
    with app.test_request_context():
        way = db.session.scalars(select(OrganisationName).where(OrganisationName.organisation_id == row.id)).first()
        assert way is not None
        name = way.name
        assert find_employer(employer=name).organisation_key == body.key
        with transaction():
            ways.take_off(row.id, "name", way.id, by=staff, staff=True)
        assert overlaying.refresh()
        assert not overlaying.refresh()
        assert find_employer(employer=name).organisation_key is None


def test_a_new_organisation_is_known_and_covered_once_staff_have_confirmed_it(app, staff) -> None:
    row = added(app, "The Fen Trust for Rivers", sector="alb")
    take_in(app, "The Fen Trust for Rivers")
    with app.app_context():
        before = next(each for each in covering.sectors(clock.now()) if each.sector == "alb")
    with app.test_request_context(), transaction():
        confirming.confirm(row.id, by=staff)
    work(app)
    key = f"added:{row.reference.lower()}"
    assert known(app) == {"The Fen Trust for Rivers": key}
    with app.app_context():
        after = next(each for each in covering.sectors(clock.now()) if each.sector == "alb")
        assert (after.bodies - before.bodies, after.covered - before.covered) == (1, 1)
        vacancy = db.session.scalars(select(Vacancy)).one()
        assert (vacancy.public_sector, vacancy.sector, vacancy.status) == ("yes", "alb", "live")
    with app.test_request_context(), transaction():
        confirming.remove(row.id, because="It closed.", by=staff)
    work(app)
    assert known(app) == {"The Fen Trust for Rivers": None}
    with app.app_context():
        assert next(each for each in covering.sectors(clock.now()) if each.sector == "alb") == before


def test_a_sector_that_staff_set_right_is_that_of_its_vacancies(app, staff) -> None:
    row = organisation(app)
    take_in(app, LEEDS.name)
    with app.test_request_context(), transaction():
        editing.change(row.id, {"sector": "alb", "name": "Leeds Digital Authority"}, by=staff, staff=True)
    work(app)
    with app.app_context():
        vacancy = db.session.scalars(select(Vacancy)).one()
        assert (vacancy.organisation_key, vacancy.sector) == (LEEDS.key, "alb")
        assert vacancy.organisation == "Leeds Digital Authority"


def test_vacancies_follow_a_merge_at_once_closed_ones_too_and_later_readings_agree(app, staff, tmp_path) -> None:
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    take_in(app, BRADFORD.name, f"{BRADFORD.name} (Digital)", LEEDS.name, "Somebody Else")
    with app.app_context(), transaction():
        closed = db.session.scalars(select(Vacancy).where(Vacancy.organisation_key == BRADFORD.key)).first()
        assert closed is not None
        closed.status, closed.closed_at = "closed", clock.now()
        changes.forget_changes(changes.waiting_changes(100)[0])
    with app.test_request_context(), transaction():
        merging.merge(bradford.id, leeds.id, by=staff)
    moved = {BRADFORD.name: LEEDS.key, f"{BRADFORD.name} (Digital)": LEEDS.key}
    assert known(app) == {**moved, LEEDS.name: LEEDS.key, "Somebody Else": None}
    with app.app_context():
        assert changes.changes_waiting() == 2
        rows = db.session.scalars(select(Vacancy).where(Vacancy.employer_name.in_(moved))).all()
        assert {(each.organisation, each.employer_key) for each in rows} == {(LEEDS.name, LEEDS.key)}
    later(tmp_path, 2)
    take_in(app, BRADFORD.name, f"{BRADFORD.name} (IT)", LEEDS.name, "Somebody Else")
    work(app)
    assert known(app)[f"{BRADFORD.name} (IT)"] == LEEDS.key
    with app.app_context():
        assert find_employer(employer=BRADFORD.name).organisation_key == LEEDS.key
        assert organisations.chosen(f"body:{BRADFORD.key}").id == leeds.id
        bodies = covering.bodies_of(LEEDS.sector, now=clock.now(), covered=None, page=1)
        every = [each.key for page in range(1, bodies.pages + 1) for each in covering.bodies_of(LEEDS.sector, now=clock.now(), covered=None, page=page).bodies]  # fmt: skip
        assert LEEDS.key in every and BRADFORD.key not in every


def test_a_change_that_was_committed_late_is_not_missed(app_on_either: Flask) -> None:
    """Its time of change may lie before one that was seen already."""
    app = app_on_either
    make(app, "staff@example.org", given=("staff",))
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    with app.app_context():
        with transaction():
            db.session.get_one(Organisation, leeds.id).updated_at = clock.now() + timedelta(seconds=5)
        overlaying.refresh()
        with transaction():
            row = db.session.get_one(Organisation, bradford.id)
            row.sector, row.updated_at = "alb", clock.now() + timedelta(seconds=3)
        assert overlaying.refresh()
        assert find_employer(employer=BRADFORD.name).sector == "alb"
