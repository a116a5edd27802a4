"""What a person looks for, kept for that person alone.

No other room asks for it, no list shows it, and the record of acts says nothing of it: that somebody looks for a post
is nobody's business but theirs. See tests/access/test_unseen.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.database.base import db
from portal.foundation import clock
from portal.membership.models import Profile


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; pay in whole pence a year, everything else as the search names it. Empty does not narrow."""

    families: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    wanted_pence: int | None = None
    clearance: tuple[str, ...] = ()
    workplaces: tuple[str, ...] = ()


NOTHING = Wanted()


def of(person_id: int) -> Wanted:
    """What the person looks for; NOTHING when they have not said."""
    row = db.session.get(Profile, person_id)
    if row is None:
        return NOTHING
    return Wanted(
        families=tuple(row.families),
        levels=tuple(row.levels),
        places=tuple(row.places),
        wanted_pence=row.wanted_pence,
        clearance=tuple(row.clearance),
        workplaces=tuple(row.workplaces),
    )


def keep(person_id: int, wanted: Wanted) -> None:
    """Keep this in place of what was kept before; nothing looked for leaves nothing kept."""
    row = db.session.get(Profile, person_id)
    if wanted == NOTHING:
        if row is not None:
            db.session.delete(row)
        return
    if row is None:
        row = Profile(person_id=person_id)
        db.session.add(row)
    row.families, row.levels, row.places = list(wanted.families), list(wanted.levels), list(wanted.places)
    row.clearance, row.workplaces = list(wanted.clearance), list(wanted.workplaces)
    row.wanted_pence, row.updated_at = wanted.wanted_pence, clock.now()
