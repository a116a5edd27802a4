"""References that people can read out: no vowels, nothing that looks like something else."""

from __future__ import annotations

import secrets

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
LENGTH = 8


def new_reference() -> str:
    """A fresh reference such as `K7MT2XQ9`: 27 letters and digits, 8 long, about 38 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidy_reference(raw: str) -> str:
    """What a person typed as a reference, in its one spelling: no spaces or hyphens, capitals."""
    return raw.replace(" ", "").replace("-", "").upper()
