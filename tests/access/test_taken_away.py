"""What was taken away is gone at the next request, though the session is still open (A-07)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete

from portal.access import ACCESS
from portal.accounts import roles
from portal.accounts.models import PersonRole
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Seat
from tests.access.conftest import Watch, browser, rows
from tests.access.walking import asked_of_rule
from tests.access.world import World, kind_of

pytestmark = pytest.mark.slow
OF_AN_ORGANISATION = {"organisation", "seat", "invitation"}


def only_the_row(role: str, person_id: int) -> None:
    db.session.execute(delete(PersonRole).where(PersonRole.person_id == person_id))


def as_staff_do(role: str, person_id: int) -> None:
    assert roles.take(person_id, role, by=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["staff", "assessor", "consultant"])
@pytest.mark.parametrize("take", [only_the_row, as_staff_do])
def test_a_role_that_was_taken_opens_nothing_at_the_next_request(
    society: Flask, world: World, watch: Watch, role: str, take: Callable[[str, int], None]
) -> None:
    client, wrong = browser(society, world, role), []
    with society.app_context(), transaction():
        take(role, world.people[role])
    before = rows(society)
    for rule in society.url_map.iter_rules():
        if role not in ACCESS[rule.endpoint].who:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for each in asked_of_rule(rule, world, role, method)[:1]:
                answer = client.open(each.address, method=method)
                if not (answer.status_code == 404 or answer.headers.get("Location", "").startswith("/sign-in")):
                    wrong.append(f"{each} answered {answer.status_code}")
    assert wrong == []
    assert rows(society) == before


def test_a_seat_that_was_taken_opens_nothing_at_the_next_request(society: Flask, world: World) -> None:
    client, wrong = browser(society, world, "owner_a"), []
    with society.app_context(), transaction():
        db.session.execute(delete(Seat).where(Seat.person_id == world.people["owner_a"]))
    before = rows(society)
    for rule in society.url_map.iter_rules():
        kinds = {kind_of(rule.rule, name) for name in rule.arguments}
        if not rule.rule.startswith("/employer/") or not kinds & OF_AN_ORGANISATION:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for each in asked_of_rule(rule, world, "owner_a", method):
                if all(sample.side == "A" for sample in each.samples):
                    answer = client.open(each.address, method=method)
                    if answer.status_code != 404:
                        wrong.append(f"{each} answered {answer.status_code}")
    assert wrong == []
    assert rows(society) == before
