"""Texts for messages to candidates: a consultant's own and the society's, with every version that there was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from portal.accounts import queries as people
from portal.applying.states import CALL_OFF, NAMES
from portal.audit.recording import record
from portal.caseload.models import MessageText, MessageTextVersion
from portal.database.base import db
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.foundation.text import one_line, printable
from portal.recruitment.models import Campaign
from portal.selecting import telling
from portal.selecting.desks import Desk
from portal.selecting.wordings import MESSAGE, Wording

LONGEST = telling.LONGEST
MOST = 200
"""Texts of one person, and of the society: nobody finds one among more."""
USES: Mapping[str, str] = {
    MESSAGE: "A message",
    **{state: f"Told: {NAMES[state][0].lower()}{NAMES[state][1:]}" for state in telling.TEMPLATES},
    CALL_OFF: "Told: the recruitment was cancelled",
}
"""What a text can be for."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text in a list: what it is for, whose it is, and what it says now."""

    reference: str
    name: str
    use: str
    shared: bool
    retired: bool
    body: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """What it said, from when on and by whom."""

    number: int
    body: str
    at: datetime
    by: str


def offered(desk: Desk, use: str) -> Sequence[Wording]:
    """What a consultant can begin from; an employer without a consultant has none of ours."""
    if desk.kind != "consultant":
        return ()
    rows = _newest(_theirs(desk.person_id), MessageText.retired_at.is_(None), MessageText.used_for == use)
    return [
        Wording(text.reference, f"{text.name} ({'shared' if text.owner_id is None else 'yours'})", version.body)
        for text, version in rows
    ]


def for_cancelling(campaign: Campaign) -> Sequence[str]:
    """The shared texts for who is told that a recruitment was cancelled: a client cancels too, and has none of their own."""
    rows = _newest(_theirs(None), MessageText.retired_at.is_(None), MessageText.used_for == CALL_OFF)
    return [version.body for _, version in rows]


def of(person_id: int | None) -> list[Row]:
    """The texts of the society, and this consultant's own; what is no longer used last."""
    rows = _newest(_theirs(person_id))
    return [
        Row(
            text.reference,
            text.name,
            USES.get(text.used_for, text.used_for),
            text.owner_id is None,
            text.retired_at is not None,
            version.body,
            version.at,
        )
        for text, version in sorted(rows, key=lambda each: each[0].retired_at is not None)
    ]


def one(person_id: int | None, reference: str, *, locked: bool = False) -> MessageText:
    """A text of the society, or of this consultant. Raises NotFound."""
    statement = select(MessageText).where(_theirs(person_id), MessageText.reference == tidy_reference(reference))
    found = db.session.scalar(statement.with_for_update() if locked else statement)
    if found is None:
        raise NotFound("There is no such text.")
    return found


def versions(text: MessageText) -> list[Version]:
    """Everything that it said, the newest first."""
    rows = db.session.scalars(
        select(MessageTextVersion)
        .where(MessageTextVersion.text_id == text.id)
        .order_by(MessageTextVersion.number.desc())
    ).all()
    names = people.names_of({each.by_id for each in rows if each.by_id})
    return [Version(each.number, each.body, each.at, names.get(each.by_id or 0, people.SOMEBODY)) for each in rows]


def add(*, name: str, use: str, body: str, owner_id: int | None, by: int, at: datetime) -> MessageText:
    """A new text; without an owner it is everybody's."""
    number = db.session.scalar(select(func.count()).where(_owned_by(owner_id), MessageText.retired_at.is_(None))) or 0
    if number >= MOST:
        raise RuleBroken(f"There are {MOST} texts already. Put some aside that nobody uses.")
    text = MessageText(reference=new_reference(), owner_id=owner_id, used_for=_use(use), name=_name(name))
    body = _sound(body)
    db.session.add(text)
    db.session.flush()
    _version(text, 1, body, by=by, at=at)
    record("caseload.text_changed", by=by, subject=f"text:{text.reference}")
    return text


def change(text: MessageText, *, name: str, use: str, body: str, seen: int, by: int, at: datetime) -> None:
    """Keep it as it reads now. `seen` is the version that was open; `text` is to be held. Raises RuleBroken where somebody
    has changed it since, so that nobody's words are lost."""
    newest = versions(text)[0]
    if newest.number != seen:
        raise RuleBroken(f"{newest.by} has changed this text while you had it open. Open it again, then change it.")
    words = _sound(body)
    text.name, text.used_for = _name(name), _use(use)
    if words != newest.body:
        _version(text, newest.number + 1, words, by=by, at=at)
    record("caseload.text_changed", by=by, subject=f"text:{text.reference}")
    db.session.flush()


def put_aside(text: MessageText, *, by: int, at: datetime, aside: bool) -> None:
    """Offer it no longer, or again."""
    text.retired_at = at if aside else None
    record("caseload.text_put_aside" if aside else "caseload.text_taken_up", by=by, subject=f"text:{text.reference}")


def _version(text: MessageText, number: int, body: str, *, by: int, at: datetime) -> None:
    db.session.add(MessageTextVersion(text_id=text.id, number=number, body=body, at=at, by_id=by))
    db.session.flush()


def _newest(*conditions: ColumnElement[bool]) -> list[tuple[MessageText, MessageTextVersion]]:
    newest = (
        select(MessageTextVersion.text_id, func.max(MessageTextVersion.number).label("number"))
        .group_by(MessageTextVersion.text_id)
        .subquery()
    )
    rows = db.session.execute(
        select(MessageText, MessageTextVersion)
        .join(newest, newest.c.text_id == MessageText.id)
        .join(
            MessageTextVersion,
            (MessageTextVersion.text_id == MessageText.id) & (MessageTextVersion.number == newest.c.number),
        )
        .where(*conditions)
        .order_by(MessageText.used_for, func.lower(MessageText.name), MessageText.id)
    )
    return [(text, version) for text, version in rows]


def _theirs(person_id: int | None) -> ColumnElement[bool]:
    shared = MessageText.owner_id.is_(None)
    return shared if person_id is None else or_(shared, MessageText.owner_id == person_id)


def _owned_by(owner_id: int | None) -> ColumnElement[bool]:
    return MessageText.owner_id.is_(None) if owner_id is None else MessageText.owner_id == owner_id


def _name(raw: str) -> str:
    name = one_line(raw, limit=100)
    if not name:
        raise RuleBroken("Give it a name by which you find it.")
    return name


def _use(raw: str) -> str:
    if raw not in USES:
        raise RuleBroken("Choose what it is for.")
    return raw


def _sound(raw: str) -> str:
    words = "\n".join(printable(each).rstrip() for each in raw.splitlines()).strip()
    if not words:
        raise RuleBroken("Write the text.")
    if len(words) > LONGEST:
        raise RuleBroken(f"A text has at most {LONGEST:,} characters. This one has {len(words):,}.")
    return words
