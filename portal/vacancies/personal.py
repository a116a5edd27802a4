"""What this room holds of a person: who of the staff decided. Adverts are what others published."""

from __future__ import annotations

from portal.database.holding import A_NUMBER, STATE, Holding
from portal.vacancies.models import Decision

OF_A_VACANCY = "a decision about a vacancy, not about you"

HOLDINGS = (
    Holding(
        "Decisions about vacancies that you made",
        Decision,
        lambda whom: Decision.decided_by.in_(sorted({whom.name, f"person:{whom.reference}", *whom.addresses} - {""})),
        exported=("subject", "answer", "because", "decided_by", "decided_at"),
        withheld={A_NUMBER: ("id", "vacancy_id")},
        blanked={"decided_by": "staff"},
        kept={OF_A_VACANCY: ("id", "vacancy_id", "subject", "answer", "because"), STATE: ("decided_at",)},
    ),
)
