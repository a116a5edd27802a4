"""People, the roles that the society gives them, and what proves who they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant


class Person(Model):
    """One account; what the person may do follows from roles, seats in organisations and membership.

    `email` is as the person writes it, `email_key` how addresses are compared. Both are empty, and `name` is a
    placeholder, once the person was erased (`erased_at`). `totp_secret` is sealed (accounts.sealing) and counts only
    from `totp_confirmed_at` on; `totp_last_step` is the last time step whose code was used. `email_choices` maps a
    kind of optional mail to whether it is wanted. `disabled_at` is set by staff, `closed_at` by the person.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_changed_at: Mapped[datetime | None] = mapped_column(Instant)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    totp_secret: Mapped[str | None] = mapped_column(String(300))
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    totp_last_step: Mapped[int | None] = mapped_column(Integer)
    email_choices: Mapped[dict[str, bool]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)
    erased_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def is_usable(self) -> bool:
        """Whether the account may be signed in to."""
        return not (self.closed_at or self.disabled_at or self.erased_at)


class PersonRole(Model):
    """A role that the society gives: staff, consultant, or assessor (a member of the panel)."""

    __tablename__ = "person_roles"
    __table_args__ = (CheckConstraint("role in ('staff','consultant','assessor')", name="role_known"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(12), primary_key=True)
    given_at: Mapped[datetime] = mapped_column(Instant)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class SignIn(Model):
    """A session kept on the server; deleting the row ends it. The cookie holds only the token, this only its hash.

    `proved_at` is when the person last showed a password or code in it, `second_factor_at` when it passed the
    second factor (None: it has not). `address` and `device` let the owner recognise it in the list of sessions.
    """

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    proved_at: Mapped[datetime] = mapped_column(Instant)
    second_factor_at: Mapped[datetime | None] = mapped_column(Instant)
    address: Mapped[str] = mapped_column(String(45), default="")
    device: Mapped[str] = mapped_column(String(200), default="")


class SingleUseLink(Model):
    """A link sent by mail that acts once: `purpose` says for what, `subject` on what ("invitation:K7MT2XQ9").

    Only the hash of its token is kept. A new link of the same purpose for the same person and subject voids the old.
    """

    __tablename__ = "single_use_links"
    __table_args__ = (Index("ix_single_use_links_subject", "purpose", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    subject: Mapped[str] = mapped_column(String(80), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class RecoveryCode(Model):
    """One of the codes that stand in once for a lost second factor."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Attempt(Model):
    """One try at something that is limited (a password, a code, a reset), under a keyed hash of who tried."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_kind_key_at", "kind", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class FeedToken(Model):
    """The secret in a member's personal feed addresses; a new one voids the old."""

    __tablename__ = "feed_tokens"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    used_on: Mapped[date | None] = mapped_column(Date)
