"""Money is whole pence; this is how people read it."""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"£?\s*(\d{1,3}(?:,\d{3}){1,2}|\d{1,7})(?:\.(\d{2}))?", re.ASCII)


def pence_of(written: str | None) -> int | None:
    """Pounds as people write them in a form, in pence: "£1,250" or "1250.50"; None for what is no amount."""
    found = _WRITTEN.fullmatch((written or "").strip())
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0) if found else None


def pounds(pence: int) -> str:
    """`123450` as "£1,234.50", `120000` as "£1,200"; a negative amount as "−£5"."""
    whole, rest = divmod(abs(pence), 100)
    sign = "−" if pence < 0 else ""
    return f"{sign}£{whole:,}.{rest:02}" if rest else f"{sign}£{whole:,}"


def pounds_and_pence(pence: int) -> str:
    """`120000` as "£1,200.00": for columns of figures and for documents, where amounts stand under each other."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'−' if pence < 0 else ''}£{whole:,}.{rest:02}"
