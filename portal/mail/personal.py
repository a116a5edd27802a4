"""What the outbox and its files hold of a person."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from pathlib import Path

from sqlalchemy import ColumnElement, func, or_, select, update

from portal.database.base import db
from portal.database.holding import A_NUMBER, STATE, Holding, Whom
from portal.mail.models import Message

LEAST_NAME = 4
"""A shorter name is no evidence that a message speaks of the person."""


def _to(whom: Whom) -> ColumnElement[bool]:
    mine = func.lower(Message.recipient).in_(sorted(whom.addresses)) & (Message.recipient != "")
    return or_(mine, Message.person_id == whom.person_id) if whom.person_id else mine


def _mentions(whom: Whom) -> ColumnElement[bool]:
    """Messages to others that name the person: an endorser was told who asks."""
    words = [each for each in (whom.name, *sorted(whom.addresses)) if len(each) >= LEAST_NAME]
    text = func.lower(Message.subject + "\n" + Message.body)
    # Each spelling is looked for as it stands too, since SQLite lowers ASCII only.
    said = [text.contains(each.lower(), autoescape=True) for each in words]
    said += [Message.body.contains(each, autoescape=True) for each in words]
    return or_(*said) if said else Message.id.is_(None)


_TEXT = {"recipient": "", "subject": "", "body": "", "unsubscribe": None, "problem": "", "attached": ""}
_STATES = ("id", "message_id", "unique_key", "kind", "state", "attempts", "queued_at", "due_at", "claimed_until")
_OTHERS = tuple(each for each in _STATES if each not in ("kind", "queued_at"))
_KEPT = {"that something was sent, so that it is not sent again; " + STATE: (*_STATES, "sent_at")}

HOLDINGS = (
    Holding(
        "Messages sent to you",
        Message,
        _to,
        exported=(
            "kind",
            "recipient",
            "subject",
            "body",
            "state",
            "queued_at",
            "due_at",
            "sent_at",
            "attempts",
            "attached",
        ),
        withheld={
            A_NUMBER: ("id", "message_id", "unique_key", "person_id"),
            "how sending went": ("claimed_until", "problem"),
            "a secret address that acts for you": ("unsubscribe",),
        },
        blanked={**_TEXT, "person_id": None},
        kept=_KEPT,
    ),
    Holding(
        "Messages to others that name you",
        Message,
        lambda whom: _mentions(whom) & ~_to(whom),
        exported=("kind", "queued_at"),
        withheld={"another person’s message": (*_OTHERS, "person_id", "sent_at", *_TEXT)},
        blanked={"subject": "", "body": "", "unsubscribe": None, "attached": ""},
        kept={**_KEPT, "whom it went to, which is theirs": ("recipient", "person_id", "problem")},
    ),
)


def settle(whom: Whom) -> None:
    """Nothing that waits is sent any more to or about an erased person."""
    ids = db.session.scalars(select(Message.id).where(or_(_to(whom), _mentions(whom)))).all()
    for each in ids:
        db.session.execute(
            update(Message)
            .where(Message.id == each, Message.state.in_(("waiting", "sending")))
            .values(state="dropped", claimed_until=None)
        )


def addresses_written_to(whom: Whom) -> frozenset[str]:
    """Every address that the person was ever written to under."""
    found = db.session.scalars(select(Message.recipient).where(_to(whom)))
    return whom.addresses | {each.strip().casefold() for each in found if each}


def files(folder: Path) -> Iterator[tuple[Path, EmailMessage]]:
    """Every message that was written as a file."""
    for path in sorted(folder.glob("*.eml")) if folder.is_dir() else ():
        try:
            yield path, message_from_bytes(path.read_bytes(), policy=default)
        except (OSError, MessageError, ValueError):  # gone meanwhile, or nothing of ours
            continue


def recipients_of(message: EmailMessage) -> frozenset[str]:
    """The addresses that a message in a file is for."""
    raw = [str(each) for each in message.get_all("To", [])]
    return frozenset(address.strip().casefold() for _, address in getaddresses(raw) if address)


def names_any(message: EmailMessage, words: frozenset[str]) -> bool:
    """Whether a message in a file speaks of any of these, a name or an address."""
    body = message.get_body(("plain",))
    text = (str(message.get("Subject", "")) + "\n" + (body.get_content() if body else "")).casefold()
    return any(each.casefold() in text for each in words if len(each) >= LEAST_NAME)
