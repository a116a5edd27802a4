"""Whether a body is a member organisation today, in which tier, and what that takes off our services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.membership.models import Membership
from portal.membership.queries import organisation_standings
from portal.membership.tiers import fitting, in_force

IN_STANDING = ("current", "grace")


@dataclass(frozen=True, slots=True)
class Belonging:
    """`state` is the standing's (none, current, grace, lapsed, unpaid); the tier follows from the number of staff."""

    state: str = "none"
    tier: str = ""
    discount_percent: int = 0

    @property
    def is_member(self) -> bool:
        return self.state in IN_STANDING


def belongings(keys: Sequence[str]) -> dict[str, Belonging]:
    """How the bodies of these keys stand, in a fixed number of questions."""
    rows = {key: employers.live(row) for key, row in employers.rows_of_keys(keys).items()}
    of_rows = of_organisations(list(rows.values()))
    return {key: of_rows[rows[key].id] if key in rows else Belonging() for key in keys}


def of_organisations(rows: Sequence[Organisation]) -> dict[int, Belonging]:
    """The same for organisations, by id."""
    today = clock.today()
    standings = organisation_standings([row.id for row in rows], on=today)
    tiers = in_force(on=today)
    found = {}
    for row in rows:
        state = standings[row.id].state if row.id in standings else "none"
        tier = fitting(tiers, row.staff_count)
        discount = tier.discount_percent if tier and state in IN_STANDING else 0
        found[row.id] = Belonging(state, tier.name if tier else "", discount)
    return found


def member_keys() -> list[str]:
    """The register's keys of every organisation in standing today."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.key)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.klass == "organisation", Organisation.key.is_not(None))
        .distinct()
    ).all()
    standings = organisation_standings([row.id for row in rows], on=clock.today())
    return [row.key for row in rows if row.id in standings and standings[row.id].state in IN_STANDING]
