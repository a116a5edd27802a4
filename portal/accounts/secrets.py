"""Tokens and what is kept of them, and sealing what must be read again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken


def new_token() -> str:
    """A fresh secret of 256 bits for a cookie, a link or a feed's address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps of a token: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_hash(key: str, *words: str) -> str:
    """A hash that only this installation can make, so that a short secret cannot be found by trying all of them."""
    return hmac.new(key.encode(), "\0".join(words).encode(), hashlib.sha256).hexdigest()


def seal(key: str, words: str) -> str:
    """Encrypt under the installation's secret key."""
    return _fernet(key).encrypt(words.encode()).decode()


def unseal(key: str, sealed: str) -> str | None:
    """What was sealed; None when it was sealed under another key or altered."""
    try:
        return _fernet(key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"seal\0" + key.encode()).digest()))
