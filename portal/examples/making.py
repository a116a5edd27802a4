"""Making the example people and what they belong to, once, by the rules that everybody else is under."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select

from portal.accounts import roles
from portal.accounts.models import Person
from portal.accounts.passwords import hash_password
from portal.accounts.registering import add_person
from portal.accounts.secrets import seal
from portal.accounts.signing_in import email_key
from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.employers.models import Organisation, Seat
from portal.employers.organisations import of_body
from portal.examples import (
    appointing,
    belonging,
    candidates,
    caseload,
    cases,
    interviews,
    introductions,
    purchases,
    recruiting,
    trading,
)
from portal.examples.cast import PASSWORD, SECOND_FACTOR, Part, everybody
from portal.examples.production import refuse_in_production
from portal.examples.stories import Calendar, tell
from portal.foundation import clock
from portal.payments import discrepancies

STAFF_OF = {
    "leeds-city-council": 14_200,
    "bristol-city-council": 6_100,
    "sheffield-city-council": 8_000,
    "leeds-teaching-hospitals-nhs-trust": 21_000,
    "derby-city-council": 2_400,
}
"""How many people work for some of the bodies, which sets their tier."""


def make_once(settings: Settings) -> int | None:
    """Make everything, unless this database has it already (None); says how many people."""
    refuse_in_production(settings)
    parts = everybody()
    with reading():
        if db.session.scalar(select(Person.id).where(Person.email_key == email_key(parts[0].email))) is not None:
            return None
    with transaction():
        ids = _people(parts, secret_key=settings.secret_key, at=clock.now())
        _organisations(ids)
    with purchases.by_test_card_alone(), _discrepancies_unsaid():
        calendar = Calendar(clock.now())
        tell(
            [
                *belonging.stories(ids, on=clock.today()),
                *trading.stories(ids, calendar),
                *recruiting.stories(ids, calendar),
                *candidates.stories(ids, calendar),
                *caseload.stories(ids, calendar),
                *introductions.stories(ids, calendar),
                *interviews.stories(ids, calendar),
                *appointing.stories(ids, calendar),
            ]
        )
    with transaction():
        cases.open_cases(ids, votes_needed=settings.panel_votes)
    return len(ids)


@contextmanager
def _discrepancies_unsaid() -> Iterator[None]:
    """What the examples pay twice on purpose is no news for the log."""
    log = logging.getLogger(discrepancies.__name__)
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def _people(parts: list[Part], *, secret_key: str, at: datetime) -> dict[str, int]:
    """The accounts, by the part of their address before the @."""
    hashed = hash_password(PASSWORD)
    ids = {}
    for part in parts:
        person = add_person(part.email, name=part.name, at=at, confirmed=True)
        person.password_hash, person.password_changed_at = hashed, at
        if part.roles:
            person.totp_secret, person.totp_confirmed_at = seal(secret_key, SECOND_FACTOR), at
        for role in part.roles:
            roles.give(person.id, role, by=None)  # type: ignore[arg-type]
        ids[part.email.partition("@")[0]] = person.id
    return ids


def _organisations(ids: dict[str, int]) -> None:
    for key, count in STAFF_OF.items():
        organisation = of_body(key)
        organisation.staff_count, organisation.staff_counted_on = count, clock.today()
    leeds, bristol = of_body("leeds-city-council"), of_body("bristol-city-council")
    _seat(leeds, ids["owner"], "owner", by=None)
    _seat(leeds, ids["recruiter"], "recruiter", by=ids["owner"])
    _seat(leeds, ids["approver"], "approver", by=ids["owner"])
    _seat(leeds, ids["head"], "head_of_profession", by=ids["owner"])
    _seat(bristol, ids["bristol"], "owner", by=None)


def _seat(organisation: Organisation, person_id: int, role: str, *, by: int | None) -> None:
    now = clock.now()
    db.session.add(
        Seat(
            organisation_id=organisation.id,
            person_id=person_id,
            role=role,
            given_at=now,
            given_by_id=by,
            confirmed_at=now,
        )
    )
    db.session.flush()
