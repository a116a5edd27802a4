"""Questions that pages ask about vacancies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, or_, select
from sqlalchemy.orm import selectinload

from portal.database.base import db
from portal.employers.advertised import Advertised
from portal.employers.register import load_register
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.vacancies.exporting import as_record
from portal.vacancies.models import Advert, Source, Vacancy, VacancyVersion

SHOWN = ("live", "closed", "merged")
MEMBERS_ONLY = ("address", "status_because")


def shown(reference: str) -> Vacancy:
    """The vacancy if the public may know of it; raises NotFound for held and counted ones too."""
    vacancy = db.session.scalar(
        select(Vacancy).where(Vacancy.reference == tidy_reference(reference), Vacancy.status.in_(SHOWN))
    )
    if vacancy is None:
        raise NotFound(f"There is no vacancy {reference}.")
    return vacancy


def by_id(vacancy_id: int | None) -> Vacancy | None:
    """The vacancy of this id, or None."""
    return db.session.get(Vacancy, vacancy_id) if vacancy_id else None


def in_order(references: tuple[str, ...]) -> list[Vacancy]:
    """Live vacancies of these references, in their order."""
    found = {
        v.reference: v
        for v in db.session.scalars(select(Vacancy).where(Vacancy.reference.in_(references), Vacancy.status == "live"))
    }
    return [found[reference] for reference in references if reference in found]


def record_for(vacancy: Vacancy, *, whole: bool) -> dict[str, Any]:
    """The export's record as a reader may see it; `whole` is with the full text and where it is advertised."""
    if whole:
        record = {name: value for name, value in as_record(vacancy).items() if name != "status_because"}
        return record | {"description": vacancy.description}
    record = {name: value for name, value in as_record(vacancy).items() if name not in MEMBERS_ONLY}
    record["sources"] = [
        {name: value for name, value in source.items() if name != "address"} for source in record["sources"]
    ]
    return record


def records_for(references: Sequence[str], *, whole: bool) -> list[dict[str, Any]]:
    """Records of these vacancies as a reader may see them, in their order, with their sources loaded at once.

    Vacancies posted here are whole for everybody.
    """
    found = {
        vacancy.reference: vacancy
        for vacancy in db.session.scalars(
            select(Vacancy)
            .where(Vacancy.reference.in_(references), Vacancy.status.in_(SHOWN))
            .options(selectinload(Vacancy.adverts).joinedload(Advert.source))
        )
    }
    rows = [found[reference] for reference in references if reference in found]
    return [record_for(row, whole=whole or row.origin == "posted") for row in rows]


def whole_texts(references: Sequence[str], *, posted_only: bool) -> dict[str, str]:
    """The full texts of these vacancies as clean HTML, by reference; only of those posted here where asked."""
    query = select(Vacancy.reference, Vacancy.description).where(
        Vacancy.reference.in_(references), Vacancy.status.in_(SHOWN)
    )
    rows = db.session.execute(query.where(Vacancy.origin == "posted") if posted_only else query)
    return {reference: text for reference, text in rows}


def history(vacancy_id: int) -> list[VacancyVersion]:
    """What changed in a vacancy, the newest first."""
    return list(
        db.session.scalars(
            select(VacancyVersion).where(VacancyVersion.vacancy_id == vacancy_id).order_by(VacancyVersion.id.desc())
        )
    )


MOST_NAMES = 20_000
_names_known: WeakKeyDictionary[Engine, dict[str, str]] = WeakKeyDictionary()


def employer_names(keys: set[str]) -> dict[str, str]:
    """The names behind employers' keys: the register's, else as a vacancy of theirs spells it.

    A key is made from its name, so what was found once stays true and is remembered for each database.
    """
    bodies = load_register().bodies
    names = {key: bodies[key].name for key in keys if key in bodies}
    known = _names_known.setdefault(db.engine, {})
    if unknown := keys - names.keys() - known.keys():
        if len(known) > MOST_NAMES:
            known.clear()
        rows = db.session.execute(
            select(Vacancy.employer_key, func.min(Vacancy.employer_name))
            .where(Vacancy.employer_key.in_(unknown))
            .group_by(Vacancy.employer_key)
        )
        known |= {key: name for key, name in rows}
    return names | {key: known[key] for key in keys if key in known}


def live_references() -> list[tuple[str, datetime]]:
    """Reference and last change of every live vacancy, the newest first."""
    return [
        (row.reference, row.updated_at)
        for row in db.session.execute(
            select(Vacancy.reference, Vacancy.updated_at).where(Vacancy.status == "live").order_by(Vacancy.id.desc())
        )
    ]


def live_under(keys: Sequence[str]) -> dict[str, list[Advertised]]:
    """The live vacancies known as those of each of these bodies."""
    found: dict[str, list[Advertised]] = {}
    rows = db.session.execute(
        select(Vacancy.organisation_key, Vacancy.reference, Vacancy.title, Vacancy.closes_at).where(
            Vacancy.status == "live",
            Vacancy.organisation_key.in_(keys),
            or_(Vacancy.closes_at.is_(None), Vacancy.closes_at > clock.now()),
        )
    )
    for key, reference, title, closes_at in rows:
        found.setdefault(str(key), []).append(Advertised(title, f"/vacancies/{reference}", closes_at))
    return found


def live_by_sector() -> dict[str, int]:
    """How many live vacancies each sector has."""
    rows = db.session.execute(
        select(Vacancy.sector, func.count()).where(Vacancy.status == "live").group_by(Vacancy.sector)
    )
    return {sector: number for sector, number in rows}


def organisations_seen(*, since: datetime) -> dict[str, datetime]:
    """Keys of the bodies of which any advert, ICT or not, was seen since then, with when the newest was."""
    rows = db.session.execute(
        select(Vacancy.organisation_key, func.max(Vacancy.last_seen))
        .where(Vacancy.organisation_key.is_not(None), Vacancy.last_seen >= since)
        .group_by(Vacancy.organisation_key)
    )
    return {key: at for key, at in rows if key is not None}


def live_by_source() -> dict[int, int]:
    """How many live vacancies each source lists."""
    rows = db.session.execute(
        select(Source.id, func.count(func.distinct(Vacancy.id)))
        .join(Advert, Advert.source_id == Source.id)
        .join(Vacancy, Vacancy.id == Advert.vacancy_id)
        .where(Vacancy.status == "live")
        .group_by(Source.id)
    )
    return {source: number for source, number in rows}
