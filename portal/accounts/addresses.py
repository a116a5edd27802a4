"""E-mail addresses as people type them."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email


def email_key(email: str) -> str:
    """How addresses are compared: without surrounding space, in one case."""
    return email.strip().casefold()


def is_email(email: str) -> bool:
    """Whether mail could be sent there, judged by its form alone."""
    try:
        validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError:
        return False
    return len(email.strip()) <= 254 and email.isprintable()
