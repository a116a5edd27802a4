from dataclasses import dataclass

import pytest
from flask import Flask

from tests import people
from tests.billing import making


@dataclass
class Buyer:
    """An organisation of 1,200 staff with an owner; a member or not."""

    organisation_id: int
    owner: int
    clerk: int = 0
    """Somebody on the staff, without a seat in it."""


@pytest.fixture
def buyer(app: Flask) -> Buyer:
    owner = making.person(app, "owner@anyshire.example")
    return Buyer(making.organisation(app, owner=owner), owner, people.make(app, "clerk@society.example"))


@pytest.fixture
def member(app: Flask) -> Buyer:
    owner = making.person(app, "owner@memberland.example")
    clerk = people.make(app, "clerk@memberland.example")
    return Buyer(making.member(app, owner=owner, name="Memberland Council"), owner, clerk)
