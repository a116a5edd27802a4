"""The checks of a vacancy, with what other adverts on this site call the same job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from portal.classification.classifying import decide_ict
from portal.classification.enriching import name_role
from portal.classification.findings import RoleFinding
from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation.markup import plain_text
from portal.posting import publishing
from portal.posting.checks import Advert, Advice, checks_of
from portal.posting.models import Posting
from portal.vacancies.models import Vacancy

LIKE_ADVERTS = 6


def suggested_role(title: str, organisation: Organisation) -> RoleFinding:
    """The role that a title names, and its level; empty where it names none."""
    ict = decide_ict(title=title, description="", employer=organisation.name, category="", salary="")
    return name_role(title=title, ict=ict, sector=organisation.sector)


def similar_titles(role: RoleFinding) -> list[tuple[str, int]]:
    """What adverts on this site, live or closed, call this role, the commonest first, with how many."""
    if role.name is None:
        return []
    title = func.min(Vacancy.title)
    rows = db.session.execute(
        select(title, func.count())
        .where(Vacancy.role_name == role.name, Vacancy.status.in_(("live", "closed")), Vacancy.title_key != "")
        .group_by(Vacancy.title_key)
        .order_by(func.count().desc(), title)
        .limit(LIKE_ADVERTS)
    )
    return [(str(name), int(number)) for name, number in rows]


def advice_on(posting: Posting, organisation: Organisation, *, at: datetime) -> list[Advice]:
    """What to think about before it is published."""
    whole = publishing.read(organisation, posting.answers, at=at)
    vacancy = publishing.drawn(organisation, posting.answers, at=at)
    role = suggested_role(vacancy.title, organisation)
    text = plain_text(vacancy.description)
    return checks_of(
        Advert(
            title=vacancy.title,
            text=text,
            pay_stated=bool(vacancy.pay_stated) and not vacancy.pay_derived,
            pay_derived=vacancy.pay_derived,
            closes_at=vacancy.closes_at,
            opens_on=publishing.first_day(posting, at=at),
            nation=next((place["nation"] for place in vacancy.places if place.get("nation")), organisation.nation),
            essential=whole.value("criteria", "essential"),
            desirable=whole.value("criteria", "desirable"),
            role=role.name,
            similar_titles=_titles(role),
            reads_as_ict=decide_ict(
                title=vacancy.title, description=text, employer="", category="", salary=""
            ).decision,
            has_contact=bool(whole.value("contacts", "contact_shown")),
            flexible=bool({"part_time", "job_share", "flexible", "compressed", "term_time"} & set(vacancy.pattern)),
        )
    )


def _titles(role: RoleFinding) -> Sequence[str]:
    return [title for title, _ in similar_titles(role)]
