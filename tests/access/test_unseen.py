"""What a member does to find the next post is seen by nobody: not by their employer, a consultant, the panel or staff.

The member's organisation is A of world.py. Everything that others can open is read before and after; it must be the
same. Staff do read in the record of acts that a feed key was made, since a key is a credential.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database.base import db
from portal.vacancies.models import Vacancy
from tests.access.conftest import browser
from tests.access.walking import asked_of, read
from tests.access.world import World

pytestmark = pytest.mark.slow
OTHERS = ("owner_a", "head_a", "assessor", "conflicted", "consultant", "staff")
CHANGING = re.compile(r'nonce="[^"]*"|name="csrf_token"[^>]*>|(?:request|quote)\s+[0-9a-f]{8,}')
OF_STAFF = ("/staff/audit", "/staff/people")
"""Where staff read who made a feed key, and when somebody was last seen."""


def pages(app: Flask, world: World, actor: str) -> dict[str, str]:
    client, found = browser(app, world, actor), {}
    for each in asked_of(app, world, actor):
        mine = each.address.startswith(("/account", "/sign")) or each.address in ("/healthz", "/readyz")
        if each.method == "GET" and each.opens and not mine:
            found[each.address] = CHANGING.sub("", read(client.get(each.address)))
    return found


def look_for_work(app: Flask, world: World) -> None:
    """What the member of A does: search, read, follow the signpost, say what they look for, make feed addresses."""
    client = browser(app, world, "member_a")
    with app.app_context():
        references = db.session.scalars(select(Vacancy.reference).where(Vacancy.status == "live")).all()
    assert references
    for reference in references:
        client.get(f"/vacancies/{reference}")
        assert client.get(f"/go/{reference}", headers={"User-Agent": "Mozilla/5.0 Firefox/127.0"}).status_code == 302
    client.get("/vacancies?q=engineer&near=Leeds")
    answer = client.post("/account/profile", data={"families": "data", "places": "York", "pay": "45123", "clearance": "DV"})  # fmt: skip
    assert answer.status_code == 302 and "45,123" in client.get("/account").text
    made = client.post("/account/feeds/new")
    assert made.status_code in (200, 302)


@pytest.mark.parametrize("actor", OTHERS)
def test_looking_for_work_changes_nothing_that_others_see(society: Flask, world: World, actor: str) -> None:
    before = pages(society, world, actor)
    assert len(before) > 20
    look_for_work(society, world)
    after = pages(society, world, actor)
    changed = {each for each in before if before[each] != after.get(each)}
    assert {each for each in changed if not (actor == "staff" and each.startswith(OF_STAFF))} == set()
    assert not any("45,123" in text or "45123" in text for text in after.values())
