"""Messages of the provider as they arrive: believed only when signed, and then dealt with."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from threading import Lock

from flask import current_app

from portal.billing.provider import NotSigned
from portal.config import Settings
from portal.foundation import clock
from portal.payments import choosing, heeding

log = logging.getLogger(__name__)

SAY_EVERY = timedelta(minutes=1)


class _Complaints:
    """One line of log a minute, however many messages are refused: anybody can send them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._said_at: datetime | None = None
        self._unsaid = 0

    def say(self, reason: str) -> None:
        now = clock.now()
        with self._lock:
            self._unsaid += 1
            if self._said_at is not None and abs(now - self._said_at) < SAY_EVERY:
                return
            number, self._unsaid, self._said_at = self._unsaid, 0, now
        log.warning("payment.message_refused", extra={"reason": reason, "messages": number})


_complaints = _Complaints()


def receive(raw: bytes, signature: str) -> str:
    """Deal with a message as it came over the wire; what became of it. Not within a transaction.

    Raises NotSigned for whatever was not certainly sent by the provider within the last five minutes.
    """
    settings: Settings = current_app.config["SETTINGS"]
    try:
        if choosing.which() != choosing.STRIPE or not settings.stripe_webhook_secrets:
            raise NotSigned("No payment service is set up here.")
        from portal.billing.gateway import read_signed

        event = read_signed(raw, signature, secrets=settings.stripe_webhook_secrets, at=clock.now())
    except NotSigned as refused:
        _complaints.say(str(refused))
        raise
    return heeding.take(event)
