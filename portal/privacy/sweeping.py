"""Looking for what is left of a person where nobody thought of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import JSON, String, Text, cast, func, or_, select

from portal.database.base import Base, db
from portal.database.holding import Whom
from portal.mail.personal import LEAST_NAME


@dataclass(frozen=True, slots=True)
class Left:
    """In how many rows of a column a name or an address still stands."""

    column: str
    rows: int


def left_of(whom: Whom) -> list[Left]:
    """Every text column in which the person's name or address still occurs. It may be a namesake's, or published."""
    words = {each for each in (whom.name, *whom.addresses) if len(each) >= LEAST_NAME}
    words |= {json.dumps(each)[1:-1] for each in words}
    if not words:
        return []
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, String | Text | JSON):
                continue
            text = func.lower(cast(column, Text))
            said = [text.contains(each.lower(), autoescape=True) for each in words]
            said += [cast(column, Text).contains(each, autoescape=True) for each in words]
            rows = db.session.scalar(select(func.count()).select_from(table).where(or_(*said))) or 0
            if rows:
                found.append(Left(f"{table.name}.{column.name}", rows))
    return found
