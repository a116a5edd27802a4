"""Web domains as proof of who one works for: which e-mail addresses lie in which, and which domains prove nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from portal.foundation.errors import RuleBroken

_DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


@lru_cache(maxsize=1)
def shared() -> frozenset[str]:
    """Public mail, and endings such as nhs.net in which many organisations have their addresses."""
    lines = Path(__file__).with_name("shared_domains.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in map(str.strip, lines) if line and not line.startswith("#"))


def tidy(raw: str) -> str:
    """A domain as people type it ("https://www.Leeds.gov.uk/jobs", "@leeds.gov.uk") in its one spelling.

    Raises RuleBroken with a sentence when it is none, or one that many organisations share.
    """
    text = raw.strip().casefold()
    host = urlsplit(text).hostname or "" if "//" in text else text.rpartition("@")[2].partition("/")[0]
    try:
        domain = host.strip(".").removeprefix("www.").encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    if not _DOMAIN.fullmatch(domain):
        raise RuleBroken("Enter a web domain such as example.gov.uk, without an address in front or a page behind it.")
    if domain in shared():
        raise RuleBroken(
            f"{domain} is used by many organisations, so an address in it does not show where a person works."
        )
    return domain


def proving(email: str) -> list[str]:
    """The domains that this address lies in, the narrowest first, without those that prove nothing."""
    host = email.strip().casefold().rpartition("@")[2]
    try:
        labels = host.encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return []
    return [domain for start in range(len(labels) - 1) if (domain := ".".join(labels[start:])) not in shared()]
