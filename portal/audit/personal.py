"""What the record of acts holds of a person."""

from __future__ import annotations

from sqlalchemy import and_

from portal.audit.models import AuditEntry
from portal.database.holding import A_NUMBER, LINKS, Holding, of

EVIDENCE = (
    "the record of acts, which nobody can change; it holds references, states and amounts, never names, addresses "
    "or what people wrote (UK GDPR Article 17(3)(b) and (e))"
)
FACTS = ("at", "action", "actor", "subject", "facts", "request_id")

HOLDINGS = (
    Holding(
        "What you did here",
        AuditEntry,
        of(AuditEntry.actor_id),
        exported=(*FACTS, "address"),
        withheld={A_NUMBER: ("id", "actor_id", "about_id")},
        blanked={"address": None},
        kept={EVIDENCE: FACTS, LINKS: ("id", "actor_id", "about_id")},
    ),
    Holding(
        "What others did that concerns you",
        AuditEntry,
        lambda whom: and_(
            AuditEntry.about_id == whom.person_id,
            AuditEntry.actor_id.is_distinct_from(whom.person_id),
        ),
        exported=FACTS,
        withheld={
            A_NUMBER: ("id", "actor_id", "about_id"),
            "where somebody else sat when they did it": ("address",),
        },
        kept={EVIDENCE: FACTS, LINKS: ("id", "actor_id", "about_id"), "it is not yours": ("address",)},
    ),
)
