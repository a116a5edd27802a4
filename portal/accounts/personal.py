"""What this room holds of a person."""

from __future__ import annotations

from portal.accounts.models import FeedToken, Person, PersonRole, RecoveryCode, SignIn, SingleUseLink
from portal.database.holding import A_NUMBER, NOW, WHO_ACTED, Holding, of

GONE = "Someone who has left"
"""What stands where the name stood."""

A_KEY = "a secret, of which we keep only what recognises it"

HOLDINGS = (
    Holding(
        "Your sign-ins",
        SignIn,
        of(SignIn.person_id),
        exported=("began_at", "seen_at", "proved_at", "second_factor_at", "address", "device"),
        withheld={A_NUMBER: ("id", "person_id"), A_KEY: ("token_hash",)},
        deleted=True,
    ),
    Holding(
        "Links sent to you that act once",
        SingleUseLink,
        of(SingleUseLink.person_id),
        exported=("purpose", "made_at", "expires_at", "used_at"),
        withheld={
            A_NUMBER: ("id", "person_id"),
            A_KEY: ("token_hash",),
            "what the link acts on, which may be another person’s": ("subject", "facts"),
        },
        deleted=True,
    ),
    Holding(
        "Recovery codes of your second factor",
        RecoveryCode,
        of(RecoveryCode.person_id),
        exported=("used_at",),
        withheld={A_NUMBER: ("id", "person_id"), A_KEY: ("code_hash",)},
        deleted=True,
    ),
    Holding(
        "The secret of your personal feeds",
        FeedToken,
        of(FeedToken.person_id),
        exported=("made_at", "used_on"),
        withheld={A_NUMBER: ("person_id",), A_KEY: ("token_hash",)},
        deleted=True,
    ),
    Holding(
        "Roles that the society gave you",
        PersonRole,
        of(PersonRole.person_id),
        exported=("role", "given_at"),
        withheld={A_NUMBER: ("person_id",), WHO_ACTED: ("given_by_id",)},
        deleted=True,
    ),
    Holding(
        "Your account",
        Person,
        of(Person.id),
        exported=(
            "reference",
            "email",
            "name",
            "password_changed_at",
            "email_confirmed_at",
            "totp_confirmed_at",
            "email_choices",
            "created_at",
            "closed_at",
            "disabled_at",
            "erased_at",
        ),
        withheld={
            A_NUMBER: ("id",),
            "your address once more, in the form in which addresses are compared": ("email_key",),
            A_KEY: ("password_hash", "totp_secret", "totp_last_step"),
        },
        blanked={
            "email": None,
            "email_key": None,
            "name": GONE,
            "password_hash": None,
            "password_changed_at": None,
            "email_confirmed_at": None,
            "totp_secret": None,
            "totp_confirmed_at": None,
            "totp_last_step": None,
            "email_choices": {},
            "erased_at": NOW,
        },
        kept={
            "an empty account, so that what has to be kept does not point at nothing and a restored backup can be "
            "erased again": ("id", "reference", "created_at", "closed_at", "disabled_at"),
        },
    ),
)
