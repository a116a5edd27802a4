"""Why somebody cannot apply in a class, in a sentence that says what fits instead; None where they can."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation.errors import RuleBroken
from portal.membership.classes import name_of
from portal.membership.models import Membership
from portal.membership.queries import organisation_standing, standings

HELD = ("current", "grace", "unpaid")


def refuse(sentence: str | None) -> None:
    """Raise RuleBroken with this sentence, if there is one."""
    if sentence is not None:
        raise RuleBroken(sentence)


def for_person(klass: str, person_id: int, *, on: date) -> str | None:
    """Who belongs in a class does not apply for it again."""
    rows = list(
        db.session.scalars(select(Membership).where(Membership.person_id == person_id, Membership.klass == klass))
    )
    if any(each.state in HELD for each in standings(rows, on=on).values()):
        return (
            f"You are a member in the class {name_of(klass)} already. Your membership page shows it, and what it owes."
        )
    return None


def for_organisation(organisation: Organisation, *, on: date) -> str | None:
    """Only a qualifying body joins as a whole, and once."""
    if not organisation.qualifies:
        return (
            f"{organisation.name} is not known as a public body or third-sector organisation, and only these can join "
            "as an organisation. People of private companies can apply as partners. If this is wrong, tell us."
        )
    if organisation_standing(organisation.id, on=on).state in HELD:
        return f"{organisation.name} is a member already."
    return None


def for_employer(klass: str, organisation: Organisation, *, on: date) -> str | None:
    """Whether somebody who works for (or serves) this organisation fits the class."""
    if klass == "corporate_seat" and organisation_standing(organisation.id, on=on).state not in ("current", "grace"):
        return (
            f"{organisation.name} is not a member organisation now, so it has no corporate seats. "
            "Ask whoever leads its IT to let it join, or apply as an individual member."
        )
    if klass == "individual" and not organisation.qualifies:
        return (
            f"{organisation.name} is not a public body or third-sector organisation. If you spend your whole time "
            "serving one public body, apply as a provider; otherwise apply as a partner."
        )
    if klass == "provider" and not organisation.qualifies:
        return (
            f"{organisation.name} is not a public body or third-sector organisation. Choose the body that you serve; "
            "if you serve several, apply as a partner."
        )
    return None


def for_ended_scheme(ends: object, *, on: date) -> str | None:
    """The early career class is for those who are still on their course or scheme."""
    if isinstance(ends, str) and date.fromisoformat(ends) < on:
        return (
            "Your course or scheme has ended, so the class Early career no longer fits. Apply as an individual member."
        )
    return None
