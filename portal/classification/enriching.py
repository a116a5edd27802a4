"""Which role of the profession a job is, and at which level."""

from __future__ import annotations

from portal.classification.findings import Family, IctDecision, Level, RoleFinding
from portal.classification.phrases import folded, pattern
from portal.classification.taxonomy import LEVELS, ROLES

_ROLES = [(family, name, pattern(phrases)) for family, name, phrases in ROLES]
_LEVELS = [(level, pattern(phrases)) for level, phrases in LEVELS]
_ROLE_NAMES_THAT_MANAGE = pattern(
    (
        "product manager",
        "delivery manager",
        "project manager",
        "programme manager",
        "service manager",
        "content manager",
        "test manager",
        "change manager",
        "release manager",
        "data manager",
        "account manager",
    )
)
FROM_TEXT = 1_500
"""Characters of the description that may name the role when the title does not."""


def name_role(*, title: str, description: str = "", ict: IctDecision) -> RoleFinding:
    """The nearest role of the framework by the title, else by the beginning of the text; nothing when not ICT."""
    if ict.decision == "no":
        return RoleFinding()
    words = folded(title)
    level, why_level = _level(words)
    for where, text in (("title", words), ("text", folded(description[:FROM_TEXT]))):
        found = _role(text)
        if found:
            family, name, phrase = found
            return RoleFinding(family, name, level, (f"{where}: {phrase}", why_level))
    return RoleFinding("other_ict", None, level, ("neither title nor text names a known role", why_level))


def _role(words: str) -> tuple[Family, str, str] | None:
    for family, name, phrases in _ROLES:
        match = phrases.search(words)
        if match:
            return family, name, match.group()
    return None


def _level(words: str) -> tuple[Level, str]:
    for level, phrases in _LEVELS:
        match = phrases.search(words)
        if match and not (match.group() == "manager" and _ROLE_NAMES_THAT_MANAGE.search(words)):
            return level, f"level: {match.group()}"  # type: ignore[return-value]
    return "mid", "level: no word for another level"
