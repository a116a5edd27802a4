"""How long documents are kept: as long as what they belong to, and 30 days where that is nothing.

A room that has files handed in says here which of its things there are. It lets go of a thing's files itself
(removing.remove_all) when the thing goes; this is for what was forgotten, and for what was never attached.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select, and_, or_, select

from portal.database.base import db
from portal.documents import removing
from portal.documents.models import Document

DAYS_UNATTACHED = 30

Things = Callable[[], Select[tuple[str]]]
"""Asks for the subject ("application:AB12CD34") of every thing that there is of a kind."""


def know_things(app: Flask, things: Mapping[str, Things]) -> None:
    """From now on a document whose subject begins with one of these kinds is kept as long as the thing is there.

    Documents of a kind that nobody told of are kept.
    """
    app.extensions["things_with_documents"] = dict(things)


def unattached(at: datetime) -> ColumnElement[bool]:
    """Documents that belong to nothing and have done so for their 30 days."""
    things: Mapping[str, Things] = current_app.extensions.get("things_with_documents", {})
    gone = [
        and_(Document.subject.startswith(f"{kind}:"), Document.subject.not_in(ask())) for kind, ask in things.items()
    ]
    return and_(Document.uploaded_at <= at - timedelta(days=DAYS_UNATTACHED), or_(Document.subject == "", *gone))


def let_go_of_unattached(at: datetime) -> int:
    """Let go of them; how many there were."""
    return removing.let_go(db.session.scalars(select(Document).where(unattached(at))))
