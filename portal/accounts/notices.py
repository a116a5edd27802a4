"""Mails that tell people what happened to their own account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app

from portal.accounts.models import Person
from portal.config import Settings
from portal.foundation import clock
from portal.mail.posting import post


def tell(person: Person, template: str, *, once_in: timedelta | None = None, **facts: Any) -> None:
    """Send the person a mail in the caller's transaction; with `once_in` not again within so long."""
    if person.email is None:
        return
    slot = int(clock.now().timestamp() // once_in.total_seconds()) if once_in else 0
    post(
        f"accounts/mail/{template}.txt",
        to=person.email,
        person_id=person.id,
        unique_key=f"accounts:{template}:{person.id}:{slot}" if once_in else None,
        name=person.name,
        **facts,
    )


def address_of(path: str) -> str:
    """The whole address of a page of ours, for a mail: from the settings, never from the request."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url + path
