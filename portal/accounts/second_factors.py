"""The second factor: codes of an authenticator app, and recovery codes for when it is lost. Each counts once."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Any, cast

import pyotp
from flask import current_app
from sqlalchemy import CursorResult, delete, func, or_, select, update

from portal.accounts import limits, links, notices, sessions
from portal.accounts.limits import Limit
from portal.accounts.models import Person, RecoveryCode
from portal.accounts.roles import roles_of
from portal.accounts.secrets import keyed_hash, seal, unseal
from portal.accounts.signing_in import SECOND_STEP
from portal.audit.recording import record
from portal.config import Settings
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference

TRIES = Limit("code", 5, timedelta(minutes=5))
STEP = 30
STEPS_OFF = 1
"""A phone's clock may be half a minute off; ninety seconds are too many."""
RECOVERY_CODES = 10


def begin_try(person_id: int) -> int:
    """Count a try of a code; the seconds to wait when there were too many, else 0. The owner is told once a day."""
    if limits.take(TRIES, str(person_id)) is not None:
        return 0
    notices.tell(db.session.get_one(Person, person_id), "too_many_tries", once_in=timedelta(days=1))
    return limits.seconds_left(TRIES, str(person_id)) or 1


def start(person_id: int) -> None:
    """Make a fresh secret; it counts only once a code of it was shown. Raises RuleBroken when the factor is on."""
    person = db.session.get_one(Person, person_id, with_for_update=True)
    if person.totp_confirmed_at is not None:
        raise RuleBroken("Your second factor is on. Switch it off first to set up another app.")
    person.totp_secret = seal(_settings().secret_key, pyotp.random_base32())
    person.totp_last_step = None


def secret_being_set_up(person: Person) -> str | None:
    """The secret to type into the app, while it has not been confirmed."""
    if person.totp_confirmed_at is not None or person.totp_secret is None:
        return None
    return unseal(_settings().secret_key, person.totp_secret)


def provisioning_address(person: Person, secret: str) -> str:
    """What the picture says to the app: whose secret it is, and of which site."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email or "", issuer_name=_settings().site_name)


def turn_on(person_id: int, code: str, *, session_id: int) -> tuple[str, list[str]] | None:
    """Turn the factor on with a first code: this session's new token and the recovery codes; None for a wrong code.

    The person's other sessions end: they never passed the factor.
    """
    if not _use_app_code(person_id, code, confirmed=False):
        return None
    at = clock.now()
    person = db.session.get_one(Person, person_id, populate_existing=True)
    person.totp_confirmed_at = at
    sessions.end_all(person_id, but=session_id)
    links.void(SECOND_STEP, person_id=person_id)
    notices.tell(person, "second_factor_on")
    record("accounts.second_factor_on", by=person_id, subject=f"person:{person.reference}", about=person_id)
    return sessions.prove(session_id, at=at, second_factor=True), make_recovery_codes(person_id)


def turn_off(person_id: int) -> None:
    """Turn the factor off. Raises RuleBroken while a role needs it."""
    if needed := roles_of(person_id):
        raise RuleBroken(f"Your work as {' and '.join(sorted(needed))} needs a second factor, so it stays on.")
    _clear(person_id, by=person_id, action="accounts.second_factor_off")


def reset(person_id: int, *, by: int | None, because: str = "") -> None:
    """Take a lost factor away after its owner was recognised in another way; their sessions end."""
    _clear(person_id, by=by, action="accounts.second_factor_reset", because=because)
    sessions.end_all(person_id)


def _clear(person_id: int, *, by: int | None, action: str, because: str = "") -> None:
    person = db.session.get_one(Person, person_id)
    person.totp_secret = person.totp_confirmed_at = person.totp_last_step = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    links.void(SECOND_STEP, person_id=person_id)
    notices.tell(person, "second_factor_off")
    record(
        action,
        by=by,
        actor=None if by else "command",
        subject=f"person:{person.reference}",
        about=person_id,
        facts={"because": because} if because else {},
    )


def use_code(person_id: int, code: str) -> bool:
    """Whether it is a code of the app or a recovery code that was not used before; it is used up."""
    tidy = "".join(code.split()).replace("-", "")
    if tidy.isdecimal() and tidy.isascii() and len(tidy) == 6:
        return _use_app_code(person_id, tidy, confirmed=True)
    return _use_recovery_code(person_id, tidy)


def _use_app_code(person_id: int, code: str, *, confirmed: bool) -> bool:
    """Of several uses of one step at once, the conditional update lets one through; an older step never counts again."""
    person = db.session.get_one(Person, person_id, populate_existing=True)
    secret = unseal(_settings().secret_key, person.totp_secret) if person.totp_secret else None
    if secret is None or (person.totp_confirmed_at is not None) is not confirmed:
        return False
    step = _step_of(secret, "".join(code.split()))
    if step is None:
        return False
    later = or_(Person.totp_last_step.is_(None), Person.totp_last_step < step)
    used = update(Person).where(Person.id == person_id, later).values(totp_last_step=step)
    return _changed(used)


def _step_of(secret: str, code: str) -> int | None:
    totp, now = pyotp.TOTP(secret), int(clock.now().timestamp()) // STEP
    matching = [
        step
        for step in range(now - STEPS_OFF, now + STEPS_OFF + 1)
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
    ]
    return max(matching, default=None)


def make_recovery_codes(person_id: int) -> list[str]:
    """Fresh codes, told this once; the earlier ones count no longer."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [new_reference() + new_reference()[:4] for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(person_id=person_id, code_hash=_hashed(person_id, code)) for code in codes)
    record("accounts.recovery_codes_made", by=person_id, about=person_id)
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def recovery_codes_left(person_id: int) -> int:
    """How many have not been used."""
    unused = (RecoveryCode.person_id == person_id) & RecoveryCode.used_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(unused)) or 0


def _use_recovery_code(person_id: int, code: str) -> bool:
    one = (
        (RecoveryCode.person_id == person_id)
        & (RecoveryCode.code_hash == _hashed(person_id, tidy_reference(code)))
        & RecoveryCode.used_at.is_(None)
    )
    if not _changed(update(RecoveryCode).where(one).values(used_at=clock.now())):
        return False
    person = db.session.get_one(Person, person_id)
    notices.tell(person, "recovery_code_used", left=recovery_codes_left(person_id))
    record("accounts.recovery_code_used", by=person_id, subject=f"person:{person.reference}", about=person_id)
    return True


def _changed(statement: Any) -> bool:
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return bool(cast(CursorResult[Any], done).rowcount)


def _hashed(person_id: int, code: str) -> str:
    return keyed_hash(_settings().secret_key, "recovery", str(person_id), code)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
