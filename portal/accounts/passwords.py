"""Passwords as argon2id hashes."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    return _hasher.hash(_one_spelling(password))


def verify(password: str, hashed: str | None) -> bool:
    """Whether it is the password. Without a hash it takes as long, so that time does not tell who has an account."""
    try:
        return _hasher.verify(hashed or _nobody(), _one_spelling(password)) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def _one_spelling(password: str) -> str:
    """Keyboards write é as one character or as two; both must fit. Nothing is trimmed or cut."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
