"""A link that acts once."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts import links
from portal.accounts.models import SingleUseLink
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken
from tests import people
from tests.conftest import STOPPED, MakePerson
from tests.races import at_once

HOUR = timedelta(hours=1)


def made(person_id: int, purpose: str = "recover", subject: str = "") -> str:
    with transaction():
        return links.make(purpose, person_id=person_id, subject=subject, facts={"a": 1}, lasts=HOUR)


def test_a_link_acts_once_and_says_what_it_is_for(app: Flask, make_person: MakePerson) -> None:
    person_id = make_person()
    with app.app_context():
        token = made(person_id)
        assert links.look("recover", token) == links.Link(person_id, "", {"a": 1})
        with transaction():
            assert links.use("recover", token).facts == {"a": 1}
        assert links.look("recover", token) is None
        with transaction(), pytest.raises(RuleBroken, match="Ask for a new one"):
            links.use("recover", token)


def test_only_the_newest_counts_and_only_for_its_purpose_person_and_subject(
    app: Flask, make_person: MakePerson
) -> None:
    robin, kim = make_person(), make_person("kim@example.org")
    with app.app_context():
        old, others = made(robin), [made(kim), made(robin, "confirm"), made(robin, subject="x")]
        new = made(robin)
        assert links.look("recover", old) is None
        assert links.look("confirm", new) is None
        assert links.look("recover", new)
        assert [bool(links.look(p, t)) for p, t in zip(("recover", "confirm", "recover"), others, strict=True)] == [
            True,
            True,
            True,
        ]


def test_a_link_ends_when_its_time_is_over(app: Flask, make_person: MakePerson, tmp_path: Path) -> None:
    person_id = make_person()
    with app.app_context():
        token = made(person_id)
        for after, counts in ((HOUR - timedelta(seconds=1), True), (HOUR, False)):
            (tmp_path / "clock").write_text((datetime.fromisoformat(STOPPED) + after).isoformat())
            assert (links.look("recover", token) is not None) is counts


def test_the_database_keeps_no_token(app: Flask, make_person: MakePerson) -> None:
    person_id = make_person()
    with app.app_context():
        token = made(person_id)
        row = db.session.scalars(select(SingleUseLink)).one()
        assert token not in repr({key: value for key, value in vars(row).items() if key != "_sa_instance_state"})


def test_of_many_at_once_one_uses_the_link(app_on_either: Flask) -> None:
    person_id = people.make(app_on_either, "robin@example.org")
    with app_on_either.app_context():
        token = made(person_id)

    def use() -> links.Link:
        with transaction():
            return links.use("recover", token)

    outcomes = at_once(app_on_either, use)
    assert [type(each) for each in outcomes].count(links.Link) == 1
    assert [type(each) for each in outcomes].count(RuleBroken) == 7
