"""Draining the outbox: claim one, carry it, write down what became of it; each in a transaction of its own.

A message is claimed before it is carried, so a sender that dies in between leaves it "sending"; once its claim has
run out it becomes "unknown", because the server may have it. Nothing but a person sends an unknown message again.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation import clock
from portal.mail import attaching
from portal.mail.carrying import Carrier, Outcome, carrier
from portal.mail.composing import Uncarriable, compose
from portal.mail.models import Message

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
"""Longer than the slowest talk with a server: six steps of ten seconds."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=3)
SERVER_WAIT = timedelta(minutes=1)
SUPPRESSED_FOR = timedelta(days=30)
"""An address that a server refused for good gets no optional mail for so long. What a person asked for is still tried."""


def anything_due() -> bool:
    """Whether `send_due` has something to do; a read, so that an idle worker writes nothing."""
    now = clock.now()
    with reading():
        return db.session.scalar(select(Message.id).where(_due(now) | _lost(now)).limit(1)) is not None


def send_due(settings: Settings, *, most: int = 50) -> Counter[str]:
    """Send what is due, at most so many; how many came to which end.

    Stops at the first message for which there was no server to talk to, and puts all that is due off by a minute.
    """
    ends: Counter[str] = Counter()
    with transaction():
        lost = db.session.execute(
            update(Message)
            .where(_lost(clock.now()))
            .values(state="unknown", claimed_until=None, problem="the sender died; the server may have it")
        )
        ends["unknown"] += lost.rowcount  # type: ignore[attr-defined]
    with carrier(settings.smtp_url, folder=settings.mail_dir, sender=settings.mail_from) as way:
        for _ in range(most):
            message = _claim()
            if message is None:
                break
            outcome = _carry(message, way, settings)
            with transaction():
                _write(message.id, outcome, attempt=message.attempts, at=clock.now())
            ends[outcome.state] += 1
            if outcome.state != "sent":
                log.warning(
                    "mail.not_sent",
                    extra={"mail": message.id, "kind": message.kind, "end": outcome.state, "why": outcome.problem},
                )
            if outcome.state == "unreached":
                _put_off()
                break
    return +ends


def _due(at: datetime) -> ColumnElement[bool]:
    return (Message.state == "waiting") & (Message.due_at <= at)


def _lost(at: datetime) -> ColumnElement[bool]:
    return (Message.state == "sending") & (Message.claimed_until <= at)


def _claim() -> Message | None:
    now = clock.now()
    with reading():
        if db.session.scalar(select(Message.id).where(_due(now)).limit(1)) is None:
            return None
    with transaction():
        message = db.session.scalar(
            select(Message)
            .where(_due(now))
            .order_by(Message.due_at, Message.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        if message is None:
            return None
        message.state, message.attempts, message.claimed_until = "sending", message.attempts + 1, now + CLAIM
    db.session.expunge(message)
    return message


def _carry(message: Message, way: Carrier, settings: Settings) -> Outcome:
    if message.unsubscribe and _suppressed(message):
        return Outcome("refused", "the address was refused lately, so optional mail is not sent to it")
    try:
        with reading():
            beside = attaching.made_for(message.attached)
    except Exception as problem:
        log.exception("mail.attachment_failed", extra={"mail": message.id, "kind": message.kind})
        return Outcome("later", f"what goes beside it could not be made ({type(problem).__name__})")
    try:
        mail = compose(message, sender=settings.mail_from, site=settings.site_name, at=clock.now(), attachments=beside)
    except Uncarriable as problem:
        return Outcome("refused", str(problem))
    return way.carry(mail, to=message.recipient, name=f"{message.queued_at:%Y%m%d-%H%M%S}-{message.id:07}")


def _suppressed(message: Message) -> bool:
    with reading():
        return (
            db.session.scalar(
                select(Message.id)
                .where(
                    Message.recipient == message.recipient,
                    Message.state == "refused",
                    Message.queued_at > clock.now() - SUPPRESSED_FOR,
                    Message.unsubscribe.is_(None),
                )
                .limit(1)
            )
            is not None
        )


def _write(message_id: int, outcome: Outcome, *, attempt: int, at: datetime) -> None:
    """Ignored when the message is no longer this sender's: its claim ran out, or it was dropped or erased."""
    values: dict[str, object] = {"claimed_until": None, "problem": outcome.problem[:300]}
    if outcome.state in ("later", "unreached"):
        values |= {"state": "waiting", "due_at": at + min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1))}
        queued = db.session.scalar(select(Message.queued_at).where(Message.id == message_id))
        if queued is not None and at - queued > GIVE_UP_AFTER:
            values |= {"state": "refused", "problem": f"given up after three days: {outcome.problem}"[:300]}
    else:
        values |= {"state": outcome.state, "sent_at": at if outcome.state == "sent" else None}
    db.session.execute(
        update(Message)
        .where(Message.id == message_id, Message.state == "sending", Message.attempts == attempt)
        .values(**values)
    )


def _put_off() -> None:
    now = clock.now()
    with transaction():
        db.session.execute(update(Message).where(_due(now)).values(due_at=now + SERVER_WAIT))
