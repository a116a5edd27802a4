"""Fetching one application by what the asker may know of it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from portal.database.base import db, writing
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.membership.models import Application


def application(reference: str, *where: ColumnElement[bool]) -> Application:
    """The application of this reference, read afresh; in a writing transaction nobody else changes it meanwhile.

    Raises NotFound where it does not exist or the conditions do not hold.
    """
    wanted = select(Application).where(Application.reference == tidy_reference(reference), *where)
    if writing.get():
        wanted = wanted.with_for_update()
    found = db.session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("There is no such application.")
    return found
