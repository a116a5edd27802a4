"""What this room holds of a person, signed in or under their e-mail address."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, update

from portal.database.base import db
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.reports.models import Report


def _of(whom: Whom) -> ColumnElement[bool]:
    mine = and_(Report.email_key.in_(sorted(whom.addresses)), Report.email_key != "")
    return or_(mine, Report.person_id == whom.person_id) if whom.person_id else mine


_STATE = ("reference", "matter", "state", "received_at", "due_on", "answered_at")

HOLDINGS = (
    Holding(
        "Reports and complaints that you sent",
        Report,
        _of,
        exported=(*_STATE, "name", "email", "text", "answer"),
        withheld={
            A_NUMBER: ("id", "person_id", "vacancy_id"),
            WHO_ACTED: ("answered_by_id",),
            "your address once more, in the form in which addresses are compared": ("email_key",),
        },
        blanked={"text": "", "name": "", "email": "", "email_key": "", "answer": "", "person_id": None},
        kept={LINKS: ("id", "vacancy_id", "answered_by_id"), STATE: _STATE},
    ),
    Holding(
        "Reports that you answered for the society",
        Report,
        of(Report.answered_by_id),
        exported=("matter", "answered_at"),
        withheld={
            A_NUMBER: ("id", "reference", "person_id", "vacancy_id", "answered_by_id"),
            "what another person told the society, and was told": (
                "name",
                "email",
                "email_key",
                "text",
                "answer",
                "state",
                "received_at",
                "due_on",
            ),
        },
        kept={
            LINKS: ("id", "vacancy_id", "person_id", "answered_by_id"),
            "another person’s report": (*_STATE, "name", "email", "email_key", "text", "answer"),
        },
    ),
)


def settle(whom: Whom) -> None:
    """Nobody is left to be answered."""
    db.session.execute(update(Report).where(_of(whom), Report.state == "open").values(state="closed"))
