"""Telling the people of memberships something once: many at a time, with what was told before left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.mail.posting import post
from portal.membership.recipients import Recipient, told_before

TEMPLATES = "membership/mail"


@dataclass(frozen=True, slots=True)
class News:
    """What to tell whom: `template` of templates/membership/mail, `about` a reference; the two with the person are
    told once."""

    template: str
    about: str
    recipient: Recipient
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"membership.{self.template}:{self.about}:{self.recipient.person_id}"


def tell(news: Sequence[News]) -> int:
    """Put what was not told before in the outbox, in the caller's transaction; how many messages that were."""
    told = told_before([each.key for each in news])
    sent = 0
    for each in news:
        if each.key in told:
            continue
        message = post(
            f"{TEMPLATES}/{each.template}.txt",
            to=each.recipient.email,
            person_id=each.recipient.person_id,
            unique_key=each.key,
            name=each.recipient.name,
            page=each.recipient.page,
            **each.facts,
        )
        sent += message is not None
    return sent
