"""Forgetting a person: at once, completely, and again after a backup was restored.

The order makes an interruption harmless. The erasure is written down; the files go while their names are still known;
the rows change in one transaction; then the database's own files are rewritten, and the erasure is marked as done.
Killed anywhere, the list still says what was begun, and `complete` takes it up again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from portal.accounts.facts import PersonErased
from portal.accounts.models import Person
from portal.audit.recording import record
from portal.config import Settings
from portal.database.base import db
from portal.database.holding import NOW, Holding, Whom
from portal.database.transaction import reading, transaction
from portal.employers.models import Invitation
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.mail import personal as mail
from portal.mail.models import Message
from portal.offering.models import RefereeRequest
from portal.privacy import compacting, erasures, finding, sweeping
from portal.privacy.erasures import Erasure
from portal.privacy.rooms import DELETE_FILES, SETTLING, holdings


@dataclass(frozen=True, slots=True)
class Part:
    """What an erasure does to one kind of what is held: how many rows, and what stays in them for which reason."""

    what: str
    rows: int
    deleted: bool
    kept: tuple[str, ...]


def plan(whom: Whom) -> list[Part]:
    """What an erasure of this person would touch, changing nothing."""
    parts = []
    for each in holdings():
        rows = db.session.scalar(select(func.count()).select_from(each.model).where(each.whose(whom))) or 0
        if rows:
            parts.append(Part(each.what, rows, each.deleted, () if each.deleted else tuple(each.kept)))
    return parts


def carry_out(whom: Whom, settings: Settings, *, by: int | None) -> tuple[list[Part], list[sweeping.Left], bool]:
    """Erase from beginning to end: what went, where the name still stands, and whether the files are clean.

    Called outside of a transaction by a command or a job; a page calls `begin` and leaves the rest to the worker.
    """
    parts, erasure = begin(whom, settings, by=by)
    clean = finish(erasure, settings)
    with reading():
        left = sweeping.left_of(whom)
    return parts, left, clean


def begin(whom: Whom, settings: Settings, *, by: int | None) -> tuple[list[Part], Erasure]:
    """Erase what people can see: from here on the account is gone. Opens its own transaction."""
    at = clock.now()
    with reading():
        parts = plan(whom)
        written_to = mail.addresses_written_to(whom)
    hashes = tuple(sorted(erasures.hashed(settings, each) for each in written_to))
    erasure = Erasure(whom.reference, hashes, at, done=False)
    erasures.write_down(settings, erasure)
    _delete_mail(settings, frozenset(hashes), words=frozenset({whom.name, *written_to} - {""}))
    with reading():
        for delete_files in DELETE_FILES:
            delete_files(whom)
    with transaction():
        _erase_rows(whom, by=by, at=at)
    return parts, erasure


def finish(erasure: Erasure, settings: Settings) -> bool:
    """Take the last traces out of files; True when nothing is left to do. Safe to repeat."""
    _delete_mail(settings, frozenset(erasure.addresses), words=frozenset())
    clean = compacting.compact()
    if clean:
        erasures.write_down(settings, replace(erasure, done=True))
    return clean


def complete(settings: Settings) -> tuple[int, int]:
    """Complete what was interrupted and forget anew whom a restored backup knows again: (erased again, unfinished)."""
    again = unfinished = 0
    for erasure in erasures.listed(settings):
        found = _known_again(erasure, settings)
        for whom in found:
            begin(whom, settings, by=None)
            again += 1
        if (found or not erasure.done) and not finish(erasure, settings):
            unfinished += 1
    return again, unfinished


def _known_again(erasure: Erasure, settings: Settings) -> Sequence[Whom]:
    """Who of an erasure is in the database: by the reference, or, without an account, by an older row's address."""
    with reading():
        if erasure.reference:
            person = db.session.scalar(
                select(Person).where(Person.reference == erasure.reference, Person.erased_at.is_(None))
            )
            return [finding.whom_of(person)] if person else []
        hashes = frozenset(erasure.addresses)
        strangers = [Whom(0, "", "", frozenset({each})) for each in _addresses_without_account(before=erasure.at)]
        return [each for each in strangers if erasures.any_of(settings, each.addresses, hashes)]


def _addresses_without_account(*, before: datetime) -> set[str]:
    """Addresses that we know from before that time of people who have no account."""
    known = {
        *db.session.scalars(select(Invitation.email_key).where(Invitation.invited_at <= before)),
        *db.session.scalars(select(RefereeRequest.email_key).where(RefereeRequest.asked_at <= before)),
        *(each.casefold() for each in db.session.scalars(select(Message.recipient).where(Message.queued_at <= before))),
    }
    return known - {"", *db.session.scalars(select(Person.email_key).where(Person.email_key.is_not(None)))}


def _erase_rows(whom: Whom, *, by: int | None, at: datetime) -> None:
    for settle in SETTLING:
        settle(whom)
    touched = sum(_let_go(each, whom, at=at) for each in holdings())
    if whom.person_id:
        record(
            "privacy.person_erased",
            by=by if by != whom.person_id else None,
            actor=None if by else "command",
            subject=f"person:{whom.reference}",
            about=whom.person_id,
            facts={"rows": touched, "own_wish": by == whom.person_id},
        )
        announce(PersonErased(whom.person_id))
    db.session.expire_all()


def _let_go(holding: Holding, whom: Whom, *, at: datetime) -> int:
    mine = holding.whose(whom)
    statement: Any
    if holding.deleted:
        statement = delete(holding.model).where(mine)
    elif holding.blanked:
        values = {name: at if value is NOW else value for name, value in holding.blanked.items()}
        statement = update(holding.model).where(mine).values(**values)
    else:
        return 0
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]


def _delete_mail(settings: Settings, hashes: frozenset[str], *, words: frozenset[str]) -> None:
    for path, message in mail.files(settings.data_dir / "mail"):
        mine = erasures.any_of(settings, mail.recipients_of(message), hashes)
        if mine or (words and mail.names_any(message, words)):
            path.unlink(missing_ok=True)
