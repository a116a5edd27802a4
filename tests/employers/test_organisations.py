"""Organisations: made from the register when first needed, added new, suggested, and who acts for them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import organisations, queries
from portal.employers.models import Organisation, OrganisationDomain, OrganisationName, Seat
from portal.employers.register import load_register
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken

LEEDS = next(body for body in load_register().bodies.values() if "leeds.gov.uk" in body.domains)


def make(key: str = LEEDS.key) -> Organisation:
    with transaction():
        return organisations.of_body(key)


def seat(organisation: Organisation, person_id: int, role: str = "owner", *, confirmed: bool = True) -> None:
    with transaction():
        at = clock.now()
        db.session.add(
            Seat(
                organisation_id=organisation.id,
                person_id=person_id,
                role=role,
                given_at=at,
                confirmed_at=at if confirmed else None,
            )
        )


def test_a_body_becomes_a_row_once_with_its_names_and_domains(app: Flask) -> None:
    with app.app_context():
        made, again = make(), make()
        assert made.id == again.id
        assert (made.name, made.sector, made.qualifies, made.confirmed_at) == (
            LEEDS.name,
            "local_government",
            True,
            clock.now(),
        )
        domains = db.session.scalars(select(OrganisationDomain)).all()
        assert [(each.domain, each.standing) for each in domains] == [("leeds.gov.uk", "confirmed")]
        names = db.session.scalars(select(OrganisationName.name)).all()
        assert set(names) <= set(LEEDS.aliases)


def test_a_body_asked_for_at_once_by_many_is_one_row(app_on_either: Flask) -> None:
    def ask(_: int) -> int:
        with app_on_either.app_context():
            return make().id

    with ThreadPoolExecutor(6) as pool:
        ids = set(pool.map(ask, range(6)))
    assert len(ids) == 1
    with app_on_either.app_context():
        assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1
        assert db.session.scalar(select(func.count()).select_from(OrganisationDomain)) == 1


@pytest.mark.parametrize(("public", "sector", "qualifying"), [(False, "third_sector", True), (False, "private", False)])
def test_charities_qualify_and_suppliers_do_not(app: Flask, public: bool, sector: str, qualifying: bool) -> None:
    key = next(b.key for b in load_register().entries.values() if (b.public, b.sector) == (public, sector))
    with app.app_context():
        assert make(key).qualifies is qualifying


def test_a_body_that_has_ended_gives_way_to_its_successor(app: Flask) -> None:
    register = load_register()
    ended, heir = next(
        (body, register.successor_of(body))
        for body in register.bodies.values()
        if body.end and register.successor_of(body) and not register.successor_of(body).end
    )
    with app.app_context():
        assert make(ended.key).key == heir.key


def test_nobody_makes_an_organisation_of_a_key_that_is_none(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(NotFound):
            make("no-such-body")
        with pytest.raises(NotFound), transaction():
            organisations.chosen("K7MT2XQ9")


@pytest.mark.parametrize("typed", ["leeds city", "Leeds City Council", "city of leeds counc", "LEEDS  CITY  COUN"])
def test_typing_the_beginnings_of_words_finds_the_council(app: Flask, typed: str) -> None:
    with app.app_context():
        assert LEEDS.key in [each.key for each in organisations.suggest(typed)]


def test_the_name_itself_comes_first_and_a_misspelling_still_finds_it(app: Flask) -> None:
    with app.app_context():
        assert organisations.suggest(LEEDS.name)[0].key == LEEDS.key
        assert LEEDS.key in [each.key for each in organisations.suggest("Leads City Council")]
        assert organisations.suggest("  ") == []
        assert organisations.suggest("%") == []


def test_a_suggestion_names_the_row_once_there_is_one(app: Flask) -> None:
    with app.app_context():
        before = organisations.suggest(LEEDS.name)[0]
        row = make()
        after = organisations.suggest(LEEDS.name)[0]
        assert (before.reference, after.reference) == (None, row.reference)
        with transaction():
            assert organisations.chosen(before.choice).id == organisations.chosen(after.choice).id == row.id


def test_a_new_organisation_waits_for_staff_and_is_not_yet_shown_to_others(app: Flask, make_person) -> None:
    robin = make_person()
    with app.app_context():
        with transaction():
            made = organisations.add_new("Friends of the Fen Trust", sector="third_sector", by=robin)
        with transaction():
            twice = organisations.add_new("Friends of the  Fen Trust", sector="third_sector", by=robin)
        assert (made.confirmed_at, made.key, made.qualifies, twice.id) == (None, None, True, made.id)
        assert organisations.suggest("Friends of the Fen") == []


def test_a_known_organisation_is_not_added_anew(app: Flask, make_person) -> None:
    robin = make_person()
    with app.app_context():
        with pytest.raises(RuleBroken, match="in our list already"), transaction():
            organisations.add_new(LEEDS.name, sector="local_government", by=robin)
        assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_who_acts_for_an_organisation_and_who_does_not(app: Flask, make_person) -> None:
    robin, kim = make_person(), make_person("kim@example.org")
    with app.app_context():
        leeds = make()
        seat(leeds, robin, "owner")
        seat(leeds, kim, "head_of_profession", confirmed=False)
        assert queries.organisations_of(robin) == [(leeds, frozenset({"owner"}))]
        assert queries.organisations_of(kim) == []
        assert queries.heads_of_profession(leeds.id) == []
        assert queries.for_owner(robin, leeds.reference.lower()) == leeds
        with pytest.raises(NotFound):
            queries.for_owner(kim, leeds.reference)


def test_parent_children_and_merged_are_related(app: Flask) -> None:
    with app.app_context():
        keys = [body.key for body in load_register().bodies.values() if not body.end][:4]
        parent, own, child, former = [make(key) for key in keys]
        with transaction():
            rows = {each.id: each for each in db.session.scalars(select(Organisation))}
            rows[own.id].parent_id = parent.id
            rows[child.id].parent_id = own.id
            rows[former.id].merged_into_id = parent.id
        assert queries.related_ids(own.id) == {parent.id, own.id, child.id, former.id}
        assert queries.by_reference(former.reference).id == parent.id
