"""Writing a vacancy: begun, saved a section at a time, copied, taken back and thrown away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference
from portal.foundation.text import one_line
from portal.posting import hands
from portal.posting.agreement import UNAGREED
from portal.posting.answers.job import body_named
from portal.posting.answers.whole import BY_KEY
from portal.posting.models import Posting
from portal.posting.moving import begin as begin_moving
from portal.posting.moving import move
from portal.posting.states import READY, SCHEDULED, WRITABLE

LONGEST = 40_000
"""Characters of one field that are kept, so that nothing typed is lost that could ever be put right."""
MOST_BOXES = 40


class ChangedMeanwhile(RuleBroken):
    """Somebody else saved the same section while it was open."""


def begin(organisation: Organisation, *, title: str, by: int, at: datetime) -> Posting:
    """Start a draft with its job title."""
    posting = Posting(
        reference=new_reference(),
        organisation_id=organisation.id,
        author_id=by,
        title=one_line(title, limit=300),
        on_behalf_of="",
        answers={},
        revision=0,
        again=False,
        weeks=0,
        approved_mark="",
        order_reference="",
        wishes={},
        ended_because="",
        ended_note="",
        created_at=at,
        updated_at=at,
        updated_by_id=by,
    )
    begin_moving(posting, by=by, at=at)
    return posting


def may_be_written(posting: Posting) -> bool:
    """Whether its working copy can be changed now; what waits to be published or approved is taken back first."""
    return posting.state in WRITABLE and posting.approval_asked_at is None


def save(
    posting: Posting, section: str, typed: Mapping[str, Any], *, by: int, at: datetime, opened: str | None = None
) -> None:
    """Keep what was typed in a section, whether it holds or not.

    `opened` is the mark of the section as it was when the form was opened (`mark_of`). Raises ChangedMeanwhile when
    somebody else saved other words since then.
    """
    if section not in BY_KEY:
        raise RuleBroken("There is no such section.")
    if posting.approval_asked_at is not None:
        raise RuleBroken("This text waits for a colleague’s approval. Call it back, then change it.")
    if not may_be_written(posting):
        raise RuleBroken("This vacancy waits to be published. Take it back, then change it.")
    kept = {name: _bounded(value) for name, value in typed.items()}
    standing = dict(posting.answers.get(section) or {})
    if opened is not None and opened != mark_of(posting, section) and kept != standing:
        raise ChangedMeanwhile("A colleague has changed this section while you had it open.")
    if kept == standing:
        return
    posting.answers = {**posting.answers, section: kept}
    posting.revision += 1
    posting.updated_at, posting.updated_by_id = at, by
    if section != UNAGREED:
        hands.lay(posting, by=by, at=at)
    if section == "role":
        posting.title = one_line(str(kept.get("title", "")), limit=300)
    if section == "employer":
        body = body_named(str(kept.get("serves", "")))
        posting.on_behalf_of = body.name if body else ""


def mark_of(posting: Posting, section: str) -> str:
    """A short mark of what a section holds, to be given back when it is saved."""
    held = json.dumps(posting.answers.get(section) or {}, sort_keys=True)
    return hashlib.sha256(held.encode()).hexdigest()[:16]


def _bounded(value: Any) -> str | list[str]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return str(value if value is not None else "")[:LONGEST]
    return [str(each)[:LONGEST] for each in value[:MOST_BOXES]]


def copy(posting: Posting, organisation: Organisation, *, again: bool, by: int, at: datetime) -> Posting:
    """A new draft with the same answers but the closing date. `again` advertises the same job once more."""
    made = begin(organisation, title=posting.title, by=by, at=at)
    made.answers = {key: dict(value) for key, value in posting.answers.items() if key != "closing"}
    made.on_behalf_of = posting.on_behalf_of
    made.copied_from_id, made.again = posting.id, again and posting.vacancy_id is not None
    return made


def take_back(posting: Posting, *, by: int | None, at: datetime, note: str = "") -> None:
    """Make a draft again of what waits for its order or its day."""
    move(posting, "take_back", by=by, at=at, note=note)
    posting.publish_at = None
    posting.updated_at = at


def discard(posting: Posting, *, by: int, at: datetime) -> None:
    """Throw a draft away with all that was written in it. What was paid for it stays noted."""
    if posting.order_reference:
        raise RuleBroken("An order for this vacancy is open. Cancel the order first.")
    move(posting, "discard", by=by, at=at)
    posting.answers, posting.title, posting.on_behalf_of = {}, "", ""
    hands.wash(posting)
    posting.approval_asked_at = None
    posting.updated_at = at
    db.session.flush()


def waits(posting: Posting) -> bool:
    """Whether it is written and waits for its order or its day."""
    return posting.state in (READY, SCHEDULED)
