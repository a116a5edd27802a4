"""What an advert's text says of the employer: who it is, whom it serves, and that it is a charity or a company."""

from __future__ import annotations

import re
from collections.abc import Iterator

READ_FIRST = 4_000
"""Characters in which an advert introduces its employer; further on other bodies are spoken of."""
_NAME = r"((?:[A-Z][\w'’&.-]*|of|and|the|for|upon|on)(?:,? (?:[A-Z][\w'’&.-]*|of|and|the|for|upon|on|in|&)){0,8})"
_TRAILING = re.compile(r"(?: (?:of|and|the|for|upon|on|in|&))+$")
_OPENING = re.compile(
    r"^(?:the |The |Here at |At )?" + _NAME + r",? (?:is|are|has|have|seeks?|requires?|wishes|we)\b", re.MULTILINE
)
_JOINING = re.compile(
    r"\b(?:joining|join|here at|working for|work for|working at|work at|employed by|within|vacancy (?:at|with)|opportunity (?:at|with|within)|part of) (?:the )?"
    + _NAME
)
_SERVING = re.compile(
    r"\b(?:on behalf of|[Oo]ur client,?|[Cc]lient is|working (?:for|with) our client,?|contract(?:ed)? (?:to|for)|dedicated to|embedded (?:in|within|at)|seconded to|based at our client,?)\s+(?:our client,?\s+)?(?:the\s+)?"
    + _NAME
)
_CHARITY = re.compile(
    r"\bregistered charity\b|\bcharity (?:number|no\b|registration)|\b(?:we are|we're|is|are|as) (?:a|an|the)(?: [\w'’-]+){0,5} (?:charity|social enterprise|not[- ]for[- ]profit|community interest company)\b"
    r"|\b(?:our|this) charity\b|\bwork for [A-Z]\w+, (?:a|an)(?: [\w'’-]+){0,6} charity\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:we are|is|are|as) (?:a|an|one of|the)(?: [\w'’-]+){0,6} (?:private|independent|family[- ]run|family[- ]owned|privately owned)(?: [\w'’-]+){0,4} (?:company|provider|hospitals?|group|operator|business|school|healthcare)"
    r"|\bprivate (?:hospital|healthcare) (?:group|provider)\b|\bindependent (?:provider|operator|healthcare provider)\b|\bleading (?:independent|private|care) (?:[\w-]+ ){0,3}provider\b|\bindependent (?:day|boarding|co-?educational|preparatory|girls|boys) (?:[\w-]+ ){0,2}school\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\bwholly[- ]owned (?:subsidiary|company)(?: company| organisation)?(?: established)? (?:of|by) (?:the )?" + _NAME
)
_PRACTICE = re.compile(
    r"\b(?:our|we are (?:an?|the)|is (?:an?|the)|are (?:an?|the)|join an?)(?: [\w'’,&-]+){0,6}? (?:gp|gms|pms|general medical|general|training) (?:[\w'’-]+ ){0,2}?(?:practices?|surger(?:y|ies))\b",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"\b(?:multi[- ]academy trust|family of (?:schools|academies)|our (?:schools|academies|pupils)|within (?:the|our) academy)\b",
    re.IGNORECASE,
)


def introduced(text: str) -> Iterator[str]:
    """Runs of capitalised words that stand where an advert names its employer, the surest first."""
    for pattern in (_OPENING, _JOINING):
        for found in pattern.finditer(text[:READ_FIRST]):
            yield _TRAILING.sub("", found.group(1))


def served(text: str) -> Iterator[str]:
    """Runs of capitalised words that stand where a supplier or an agency says whom the job serves."""
    for found in _SERVING.finditer(text[:READ_FIRST]):
        yield _TRAILING.sub("", found.group(1))


def owners(text: str) -> Iterator[str]:
    """Runs of capitalised words that stand where a company says whose wholly owned subsidiary it is."""
    for found in _OWNED.finditer(text[:READ_FIRST]):
        yield _TRAILING.sub("", found.group(1))


def says_charity(text: str) -> str | None:
    """The words in which the employer calls itself a charity or social enterprise."""
    found = _CHARITY.search(text)
    return found.group() if found else None


def says_practice(text: str) -> str | None:
    """The words in which the employer calls itself a practice of general practitioners."""
    found = _PRACTICE.search(text[:READ_FIRST])
    return found.group() if found and not says_company(text) else None


def says_company(text: str) -> str | None:
    """The words in which the employer calls itself a private provider."""
    found = _COMPANY.search(text)
    return found.group() if found else None


def says_school(text: str) -> str | None:
    """The words in which a trust or federation shows that it runs state schools, whatever its name."""
    found = _SCHOOL.search(text)
    return found.group() if found and not says_company(text) else None
