"""Whom a membership's letters reach: the person, or the owners of the organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from portal.accounts.models import Person
from portal.database.base import db
from portal.employers.models import Organisation, Seat
from portal.mail.models import Message
from portal.membership import addresses
from portal.membership.classes import ORGANISATION
from portal.membership.models import Membership

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to write to; `page` is where they see the membership, below the site's address."""

    person_id: int
    email: str
    name: str
    page: str = addresses.OWN


def of(memberships: Sequence[Membership]) -> dict[int, list[Recipient]]:
    """For each of these memberships, by its id, who is written to: nobody where the account is closed or erased.

    In two questions for any few hundred.
    """
    owned = {row.organisation_id for row in memberships if row.klass == ORGANISATION}
    owners: defaultdict[int, list[int]] = defaultdict(list)
    pages: dict[int, str] = {}
    seats = (
        select(Seat.organisation_id, Seat.person_id, Organisation.reference)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.organisation_id.in_(owned), Seat.role == "owner")
    )
    for organisation_id, person_id, reference in db.session.execute(seats):
        owners[organisation_id].append(person_id)
        pages[organisation_id] = addresses.of_organisation(reference)
    wanted = {row.person_id for row in memberships if row.person_id} | {
        each for some in owners.values() for each in some
    }
    people = {
        person.id: Recipient(person.id, person.email, person.name)
        for person in db.session.scalars(select(Person).where(Person.id.in_(wanted)))
        if person.is_usable and person.email
    }
    found = {}
    for row in memberships:
        number = row.organisation_id or 0
        if row.person_id:
            found[row.id] = [people[row.person_id]] if row.person_id in people else []
        else:
            found[row.id] = [replace(people[each], page=pages[number]) for each in owners[number] if each in people]
    return found


def told_before(keys: Sequence[str]) -> frozenset[str]:
    """Which of these keys (mail's `unique_key`) were told already."""
    found: set[str | None] = set()
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        found |= set(db.session.scalars(select(Message.unique_key).where(Message.unique_key.in_(some))))
    return frozenset(key for key in found if key)
