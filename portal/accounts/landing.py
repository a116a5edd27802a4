"""Where somebody comes who signs in without having asked for a page: the one workspace that they work in, if there is one."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from portal.accounts.guards import WORKSPACES
from portal.accounts.roles import roles_of

ACCOUNT, EMPLOYER = "/account", "/employer"
ActsFor = Callable[[int], bool]


def know_employers(app: Flask, acts_for: ActsFor) -> None:
    """From now on ask this whether a person acts for an organisation."""
    app.extensions["acts_for_employers"] = acts_for


def home_of(person_id: int) -> str:
    """Their workspace where they have one alone; the account of whoever has none, or several."""
    roles = roles_of(person_id)
    found = [f"/{role}" for role in WORKSPACES if role in roles]
    acts_for: ActsFor = current_app.extensions["acts_for_employers"]
    if acts_for(person_id):
        found.append(EMPLOYER)
    return found[0] if len(found) == 1 else ACCOUNT
