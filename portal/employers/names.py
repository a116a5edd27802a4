"""Employer names brought to one spelling for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SHORT = (
    (r"\bnhs f(?:oundation)? ?t(?:rust)?\b", "nhs trust"),
    (r"\bfoundation nhs trust\b", "nhs trust"),
    (r"\bnhs foundation\b", "nhs"),
    (r"\bnhst\b", "nhs trust"),
    (r"\buni(?:versity)? hosps?\b", "university hospitals"),
    (r"\bhosps?\b", "hospital"),
    (r"\bicb\b", "integrated care board"),
    (r"\bintegrated care$", "integrated care board"),
    (r"\bcsu\b", "commissioning support unit"),
    (r"\bccg\b", "clinical commissioning group"),
    (r"\bhsc trust\b", "health and social care trust"),
    (r"\bmetropolitan (?:borough|district) council\b|\bmbc\b|\bmdc\b", "council"),
    (r"\b(?:county borough|borough|district|county|city|unitary|combined) council\b", "council"),
    (r"\b(?:cbc|bc|dc|cc)$", "council"),
    (r"^(?:royal )?(?:london )?borough of (.+)$", r"\1 council"),
    (r"^lb (?:of )?(.+)$", r"\1 council"),
    (r"^city of (.+) council$", r"\1 council"),
    (r"^(.+) council of the city of$", r"\1 council"),
    (r"^council of the (.+)$", r"\1 council"),
    (r"\bfire authority\b|\bfire and rescue authority\b|\bfire service\b|\bfrs\b", "fire and rescue service"),
    (r"\bhm\b", "hm"),
    (r"\bdept\b|\bdpt\b", "department"),
    (r"\bgovt\b", "government"),
    (r"\b(?:limited|ltd|plc|llp|cic)\b", ""),
)
_RULES = [(re.compile(pattern), replacement) for pattern, replacement in _SHORT]
_ASIDE = re.compile(
    r"\([^)]*\)|\bexcl(?:uding)?\b.*$|\b(?:internal|external) (?:staff|applicants) only\b.*$", re.IGNORECASE
)
_PARTS = re.compile(r"\s+(?:-|–|—|\||:|/)\s+|\s*,\s+(?:a |an )|\s*;\s*| c/o | t/a | trading as ", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def canonical(name: str) -> str:
    """The name as it is compared: "Bristol City Council", "City of Bristol Council" and "BRISTOL CC" share one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = _ASIDE.sub(" ", plain).replace("&", " and ").replace("'", "").replace("’", "")
    plain = re.sub(r"\bst\.?\s", "st ", plain)
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())
    plain = re.sub(r"^the ", "", plain)
    for pattern, replacement in _RULES:
        plain = pattern.sub(replacement, plain)
    plain = re.sub(r"\bteaching hospitals\b", "teaching hospitals", plain)
    return " ".join(plain.split())


def parts(name: str) -> tuple[str, ...]:
    """The name itself, then the pieces that boards join with dashes and bars, the likelier (longer) first."""
    whole = name.strip()
    pieces = [piece.strip(" ,-") for piece in _PARTS.split(_ASIDE.sub(" ", whole)) if piece and len(piece.strip()) > 3]
    aside = [piece.strip() for piece in re.findall(r"\(([^)]{4,})\)", whole)]
    before_comma = [whole.split(",")[0].strip()] if "," in whole else []
    return tuple(dict.fromkeys([whole, *sorted(pieces, key=len, reverse=True), *before_comma, *aside]))
