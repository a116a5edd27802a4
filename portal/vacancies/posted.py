"""Vacancies that their employers post here: made, changed, ended and opened again in the same way as any other, so that
search, feeds, history, duplicates and closing know them."""

from __future__ import annotations

from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from portal.database.base import db
from portal.foundation.identifiers import new_reference
from portal.foundation.markup import plain_text
from portal.foundation.text import one_line
from portal.vacancies import changes, duplicates
from portal.vacancies.applying import apply_reading, settle
from portal.vacancies.deciding import decide_pair
from portal.vacancies.drafts import Reading
from portal.vacancies.identity import marks_of
from portal.vacancies.models import Vacancy
from portal.vacancies.storing import decisions_of

POSTED = "posted"
NO_SOURCE = 0
MOST_OF_A_TEXT = 600
"""Characters of what was taken out of a text, and of what was put in, that its history keeps."""


def drawn(reading: Reading, *, reference: str, at: datetime) -> Vacancy:
    """The vacancy as it would be, belonging to no session: for a preview."""
    vacancy = Vacancy(
        reference=reference,
        origin=POSTED,
        status="held",
        first_seen=at,
        last_seen=at,
        updated_at=at,
        ended_because="",
        public_sector="unclear",
    )
    apply_reading(vacancy, reading, at=at)
    return vacancy


def publish(reading: Reading, *, earlier_id: int | None = None, at: datetime) -> Vacancy:
    """Make the vacancy of what an employer posts. A signposted copy of it becomes part of it; likely ones go to staff.

    `earlier_id` is the vacancy that is advertised again, where the employer says so.
    """
    vacancy = drawn(reading, reference=new_reference(), at=at)
    found = duplicates.look_for(
        vacancy,
        address_mark=marks_of(key="", address=vacancy.address, title=vacancy.title).address,
        source_id=NO_SOURCE,
        present=(),
        at=at,
    )
    vacancy.earlier_id = earlier_id or found.earlier_id
    db.session.add(vacancy)
    db.session.flush()
    duplicates.list_likely(vacancy, found, at=at)
    if found.same is not None and found.same.origin != POSTED:
        db.session.flush()
        decide_pair(vacancy, found.same, same=True, at=at)
    changes.note_change(vacancy, at=at)
    return vacancy


def revise(vacancy: Vacancy, reading: Reading, *, at: datetime) -> dict[str, tuple[Any, Any]]:
    """Make the vacancy say what its employer says now; gives back what is different, as its page will tell it."""
    text, places = vacancy.description, _places(vacancy)
    posted_at = vacancy.posted_at
    changed: dict[str, tuple[Any, Any]] = dict(apply_reading(vacancy, reading, decisions=decisions_of(vacancy), at=at))
    vacancy.posted_at = posted_at
    if text != vacancy.description:
        changed["text"] = different_lines(text, vacancy.description)
    if places != _places(vacancy):
        changed["where"] = (places, _places(vacancy))
    changes.remember(vacancy, changed, at=at)
    changes.note_change(vacancy, at=at)
    return changed


def end(vacancy: Vacancy, *, because: str, at: datetime) -> None:
    """Take the vacancy out of search at once; `because` is told to everybody."""
    before = vacancy.status
    vacancy.ended_because = one_line(because, limit=300)
    _settle_anew(vacancy, before, told=vacancy.ended_because, at=at)


def reopen(vacancy: Vacancy, reading: Reading, *, at: datetime) -> None:
    """Open an ended or closed vacancy again with what its employer says now."""
    before = vacancy.status
    vacancy.ended_because = ""
    revise(vacancy, reading, at=at)
    _settle_anew(vacancy, before, told="Open again", at=at)


def feature(vacancy: Vacancy, *, until: datetime, at: datetime) -> None:
    """Mark the vacancy in lists until then."""
    vacancy.featured_until = max(filter(None, (vacancy.featured_until, until)))
    vacancy.updated_at = at


def unfeature(vacancy: Vacancy, *, at: datetime) -> None:
    """Take the mark away again."""
    vacancy.featured_until = None
    vacancy.updated_at = at


def _settle_anew(vacancy: Vacancy, before: str, *, told: str, at: datetime) -> None:
    settle(vacancy, decisions=decisions_of(vacancy), at=at)
    vacancy.updated_at = at
    changes.remember(vacancy, {"advert": (_standing(before), told), "status": (before, vacancy.status)}, at=at)
    changes.note_change(vacancy, at=at)


def _standing(status: str) -> str:
    return "Open" if status == "live" else "Not open"


def _places(vacancy: Vacancy) -> str:
    return ", ".join(dict.fromkeys(str(place["name"]) for place in vacancy.places or ()))


def different_lines(before: str, after: str) -> tuple[str, str]:
    """The lines of a text that went, and those that came; enough of them to see what a reader should know."""
    old, new = plain_text(before).split("\n"), plain_text(after).split("\n")
    went, came = [], []
    for kind, start, end, into, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            went += old[start:end]
            came += new[into:until]
    return one_line(" / ".join(went), limit=MOST_OF_A_TEXT), one_line(" / ".join(came), limit=MOST_OF_A_TEXT)
