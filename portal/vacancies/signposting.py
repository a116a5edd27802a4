"""The signpost: who may follow it, and counting by day without personal data."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from portal.database.base import db
from portal.vacancies.models import SignpostDay, Vacancy

_BOT = re.compile(
    r"bot\b|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|go-http|headless|scan", re.IGNORECASE
)


def may_follow(vacancy: Vacancy, *, audience: Literal["members", "everyone"], is_member: bool) -> bool:
    """Whether a reader may see the full text and the signpost: a member in standing, or anybody where the setting
    says so and where the employer posted the vacancy here."""
    return is_member or audience == "everyone" or vacancy.origin == "posted"


def is_bot(user_agent: str, *, method: str, purpose: str = "") -> bool:
    """Whether a request is a machine's: by its name, a HEAD, or a browser fetching ahead."""
    return method == "HEAD" or not user_agent or bool(_BOT.search(user_agent)) or "prefetch" in purpose.lower()


def record(vacancy: Vacancy, *, day: date, bot: bool) -> None:
    """Count one following of the signpost on a London day."""
    row = db.session.get(SignpostDay, (vacancy.id, day)) or SignpostDay(
        vacancy_id=vacancy.id, day=day, people=0, bots=0
    )
    db.session.add(row)
    row.people, row.bots = row.people + (not bot), row.bots + bot
