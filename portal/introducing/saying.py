"""What a member says of themselves to be found by, and agreeing to be found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import delete, select

from portal.database.base import db
from portal.employers.matching import find_employer
from portal.employers.models import Organisation, OrganisationName
from portal.employers.organisations import name_key
from portal.foundation.errors import RuleBroken
from portal.introducing import consent
from portal.introducing.models import FoundConsent, FoundProfile, KeptFrom
from portal.vacancies.locating import locate

OWN: Literal["own"] = "own"
NAMED: Literal["named"] = "named"
ANSWERED: Literal["answered"] = "answered"
MILES = (5, 10, 25, 50, 100)
USUAL_MILES = 25


@dataclass(frozen=True, slots=True)
class Said:
    """What is said; empty does not narrow. Places by the names that people write, pay in whole pounds a year.

    `own_employers` and `kept_from` are names, as they were written.
    """

    families: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    miles: int = USUAL_MILES
    workplaces: tuple[str, ...] = ()
    least_pounds: int | None = None
    clearance: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    free_from: date | None = None
    own_employers: tuple[str, ...] = ()
    kept_from: tuple[str, ...] = ()
    shown_to_own: bool = False


def of(person_id: int) -> Said | None:
    """What the person has said; None when they said nothing yet."""
    row = db.session.get(FoundProfile, person_id)
    if row is None:
        return None
    kept = db.session.scalars(select(KeptFrom).where(KeptFrom.person_id == person_id).order_by(KeptFrom.id)).all()
    return Said(
        families=tuple(row.families),
        levels=tuple(row.levels),
        places=tuple(each["name"] for each in row.places),
        miles=row.miles,
        workplaces=tuple(row.workplaces),
        least_pounds=row.least_pounds,
        clearance=tuple(row.clearance),
        patterns=tuple(row.patterns),
        free_from=row.free_from,
        own_employers=tuple(each.name for each in kept if each.why == OWN),
        kept_from=tuple(each.name for each in kept if each.why != OWN),
        shown_to_own=row.shown_to_own,
    )


def keep(person_id: int, said: Said, *, at: datetime) -> None:
    """Keep this in place of what was said before. It lets nobody find them: agreeing does."""
    row = db.session.get(FoundProfile, person_id)
    if row is None:
        row = FoundProfile(person_id=person_id, updated_at=at)
        db.session.add(row)
    row.families, row.levels, row.workplaces = list(said.families), list(said.levels), list(said.workplaces)
    row.places = [_spot(each) for each in said.places]
    row.miles, row.least_pounds, row.free_from = said.miles, said.least_pounds, said.free_from
    row.clearance, row.patterns = list(said.clearance), list(said.patterns)
    row.shown_to_own, row.updated_at = said.shown_to_own, at
    _keep_employers(person_id, said)
    db.session.flush()


def empty(person_id: int, *, at: datetime) -> None:
    """Keep nothing of it, and be found no longer."""
    withdraw(person_id, at=at)
    for model in (KeptFrom, FoundProfile):
        db.session.execute(delete(model).where(model.person_id == person_id))
    db.session.flush()


def agree(person_id: int, *, version: str, at: datetime) -> FoundConsent:
    """Let consultants find this person from now on; who was asked again agrees anew. Raises RuleBroken where the words are
    not those that were read."""
    if version != consent.FOUND_VERSION:
        raise RuleBroken("The words have changed since you opened this page. Read them again, then agree.")
    if db.session.get(FoundProfile, person_id) is None:
        raise RuleBroken("Say first what you are to be found by.")
    found = standing(person_id, locked=True)
    if found is not None:
        if found.asked_at is None:
            return found
        found.withdrawn_at = at
        db.session.flush()
    row = FoundConsent(person_id=person_id, given_at=at, version=version, words="\n".join(consent.FOUND))
    db.session.add(row)
    db.session.flush()
    return row


def withdraw(person_id: int, *, at: datetime) -> bool:
    """Be in no search from now on; whether they were found until now."""
    found = standing(person_id, locked=True)
    if found is None:
        return False
    found.withdrawn_at = at
    db.session.flush()
    return True


def standing(person_id: int, *, locked: bool = False) -> FoundConsent | None:
    """The consent that stands today."""
    statement = select(FoundConsent).where(FoundConsent.person_id == person_id, FoundConsent.withdrawn_at.is_(None))
    if locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(statement)


def keep_from(person_id: int, organisation_id: int, name: str) -> None:
    """Let this organisation's campaigns never find them again."""
    known = db.session.scalar(
        select(KeptFrom.id).where(KeptFrom.person_id == person_id, KeptFrom.organisation_id == organisation_id)
    )
    if known is None:
        db.session.add(_employer(person_id, ANSWERED, name, organisation_id=organisation_id))
        db.session.flush()


def not_known(person_id: int) -> list[str]:
    """Employers that they named and that neither the register nor the table knows: those are compared by their names alone."""
    known = select(Organisation.name_key).union_all(
        select(OrganisationName.name_key).where(OrganisationName.standing != "refused")
    )
    return list(
        db.session.scalars(
            select(KeptFrom.name)
            .where(
                KeptFrom.person_id == person_id,
                KeptFrom.organisation_id.is_(None),
                KeptFrom.organisation_key.is_(None),
                KeptFrom.name_key.not_in(known),
            )
            .order_by(KeptFrom.id)
        )
    )


def _keep_employers(person_id: int, said: Said) -> None:
    """Those that stand as they are stay, so that what was answered keeps the organisation it was answered of."""
    rows = db.session.scalars(select(KeptFrom).where(KeptFrom.person_id == person_id)).all()
    for why, names in ((OWN, said.own_employers), (NAMED, said.kept_from)):
        have = {each.name for each in rows if (each.why == OWN) == (why == OWN)}
        db.session.add_all(_employer(person_id, why, each) for each in names if each not in have)
    for each in rows:
        if each.name not in (said.own_employers if each.why == OWN else said.kept_from):
            db.session.delete(each)


def _employer(person_id: int, why: str, name: str, *, organisation_id: int | None = None) -> KeptFrom:
    known = find_employer(employer=name).organisation_key if organisation_id is None else None
    return KeptFrom(
        person_id=person_id,
        why=why,
        name=name[:300],
        name_key=name_key(name),
        organisation_key=known,
        organisation_id=organisation_id,
    )


def _spot(name: str) -> dict[str, object]:
    found = locate(name)
    if found is None or found.lat is None or found.lon is None:
        raise RuleBroken(f"We do not know the place “{name}”. Enter a town or a postcode.")
    return {"name": name, "lat": found.lat, "lon": found.lon}


def distinct(lines: Sequence[str]) -> tuple[str, ...]:
    """Each line once, in order, without empty ones."""
    return tuple(dict.fromkeys(each for each in lines if each))
