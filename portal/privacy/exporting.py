"""Everything that is held of a person, as one bundle that a machine can read."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import IO, Any

from sqlalchemy import inspect, select

from portal.database.base import Base, db
from portal.database.holding import Holding, Whom
from portal.foundation import clock
from portal.privacy.rooms import FILES_OF, NOTHING_PERSONAL, ROOMS

SPOKEN_NAMES = {
    "organisations": "name",
    "membership_applications": "reference",
    "memberships": "reference",
}
"""What stands in the bundle for the number of a row elsewhere."""


def bundle(whom: Whom) -> dict[str, Any]:
    """All that is held of this person, what is withheld and why, and what an erasure would leave and why."""
    return {
        "made_at": clock.now().isoformat(),
        "reference": whom.reference,
        "held": [_part(room, each, whom) for room, holdings in ROOMS.items() for each in holdings],
        "not_about_you": dict(NOTHING_PERSONAL),
    }


def as_text(whom: Whom) -> str:
    """The bundle as JSON that people can read too."""
    return json.dumps(bundle(whom), ensure_ascii=False, indent=2) + "\n"


def write_archive(whom: Whom, into: IO[bytes]) -> None:
    """Write a ZIP of the bundle and of every file that the person handed in, or that was kept with a note about them."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", as_text(whom))
        for folder, files_of in FILES_OF.items():
            for name, path in files_of(whom):
                archive.write(path, f"{folder}/{name}", compress_type=zipfile.ZIP_STORED)


def _part(room: str, holding: Holding, whom: Whom) -> dict[str, Any]:
    table = holding.model.__table__
    columns = [table.c[name] for name in holding.exported]
    found = select(*columns).where(holding.whose(whom)).order_by(*inspect(holding.model).primary_key)
    rows = db.session.execute(found) if columns else ()
    after = {"deleted": "all of it"} if holding.deleted else _said(holding.kept)
    return {
        "what": holding.what,
        "room": room,
        "table": holding.table,
        "rows": [_spoken(holding.model, dict(row._mapping)) for row in rows],
        "withheld": _said(holding.withheld),
        "kept_after_erasure": {} if holding.deleted else after,
    }


def _said(reasons: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {reason: list(columns) for reason, columns in reasons.items()}


def _spoken(model: type[Base], row: dict[str, Any]) -> dict[str, Any]:
    return {name.removesuffix("_id"): _value(model, name, value) for name, value in row.items()}


def _value(model: type[Base], name: str, value: Any) -> Any:
    for key in model.__table__.c[name].foreign_keys if value is not None else ():
        spoken = SPOKEN_NAMES.get(key.column.table.name)
        if spoken:
            return db.session.scalar(select(key.column.table.c[spoken]).where(key.column == value))
    return value.isoformat() if isinstance(value, datetime | date) else value
