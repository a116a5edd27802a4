"""Asking who is who."""

import pytest
from flask import Flask

from portal.accounts import queries
from portal.accounts.models import Person
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound
from tests.conftest import MakePerson


def test_people_are_found_by_number_reference_and_address(app: Flask, make_person: MakePerson) -> None:
    number = make_person("robin@example.org")
    with app.app_context():
        robin = queries.by_id(number)
        assert queries.by_reference(f" {robin.reference[:4]}-{robin.reference[4:].lower()}") is robin
        assert queries.by_email(" Robin@Example.ORG ") is robin
        assert queries.by_email("kim@example.org") is None
        with pytest.raises(NotFound):
            queries.by_id(number + 1)
        with pytest.raises(NotFound):
            queries.by_reference("")


def test_an_erased_person_has_no_name_left(app: Flask, make_person: MakePerson) -> None:
    robin, kim = make_person(), make_person("kim@example.org", name="Kim Lee")
    with app.app_context():
        with transaction():
            db.session.get_one(Person, robin).erased_at = clock.now()
        assert queries.names_of([robin, kim, 999]) == {robin: queries.SOMEBODY, kim: "Kim Lee"}
        assert queries.names_of([]) == {}
