"""Employer names brought to one spelling for comparing, and taken apart where boards have put several things in one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ASIDE = re.compile(
    r"\([^)]*\)|\[[^\]]*\]|\bexcl(?:uding)?\b.*$|\b(?:internal|external) (?:staff|applicants) only\b.*$", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?:employer|organisation|company|department)\s*:\s*|^(?:Employer|Organisation|Department)(?=[A-Z])"
)
_DROPPED = frozenset(("the", "and", "limited", "ltd", "plc", "llp", "cic"))
_SPELT_OUT = {
    "saint": "st",
    "dept": "department",
    "dpt": "department",
    "govt": "government",
    "hosp": "hospital",
    "hosps": "hospitals",
    "icb": "integrated care board",
    "ccg": "clinical commissioning group",
    "csu": "commissioning support unit",
    "frs": "fire rescue service",
    "nhsft": "nhs trust",
    "nhst": "nhs trust",
    "uhb": "health board",
    "lhb": "health board",
    "thb": "health board",
    "mbc": "metropolitan borough council",
    "mdc": "metropolitan district council",
    "lbc": "london borough council",
    "pcc": "police crime commissioner",
    "opcc": "police crime commissioner",
}
_PHRASES = re.compile(
    r"\b(?:(?P<nhs>national health service)|(?P<trust>nhs foundation trust|foundation nhs trust|nhs foundation|foundation trust|nhs f ?t|nhs hospitals? trust)"
    r"|(?P<board>(?:(?:university|teaching|local) )+health board)"
    r"|(?P<fire>fire rescue authority|fire authority|fire service|fire brigade|fire rescue(?! service))"
    r"|(?P<social>hsc trust)"
    r"|(?P<commissioner>office of police crime commissioner|police crime commissioners office|police fire crime commissioner)"
    r"|(?P<university>uni of|univ of)|(?P<hospitals>uni (?=hospital)))\b"
)
_WRITTEN = {
    "nhs": "nhs",
    "trust": "nhs trust",
    "board": "health board",
    "fire": "fire rescue service",
    "social": "health social care trust",
    "commissioner": "police crime commissioner",
    "university": "university of",
    "hospitals": "university ",
}
_COUNCIL = re.compile(
    r"\b(?:(?:county|city|borough|district|metropolitan|london|unitary|royal|of) )*(?:council|cc|bc|dc|cbc)$"
)
_BOROUGH = re.compile(
    r"^(?:(?:royal |london |metropolitan )*(?:borough|district|county|city) (?:council )?of |lb (?:of )?|rb (?:of )?|council of (?:city |county |borough )?(?:of )?)"
)
_PARTS = re.compile(
    r"\s+(?:-|–|—|\||:|/|@|c/o|t/a|trading as|part of|on behalf of|in partnership with)\s+|\s*,\s+(?:a |an |part of )|\s*;\s*|\s*\|\s*",
    re.IGNORECASE,
)
TRUST_TELLS = frozenset(("hospital", "hospitals", "health", "healthcare", "care", "ambulance", "partnership"))
"""Words by which a name is known for an NHS trust's although "NHS Trust" is left off."""
CUT = re.compile(r"\s*(?:…|\.\.\.)\s*$")
"""How boards mark a name that they cut short."""

_LABELS = re.compile(
    r"^(?:central advertising\b.*|confidential.*|not (?:disclosed|stated|specified)|n/?a|none|unknown|anonymous|various|undisclosed.*|client|our client|a (?:leading|local) .*|nhs jobs|civil service jobs)$",
    re.IGNORECASE,
)
"""What boards write where no employer is named."""
_DEPARTMENTS = word_set(
    "accident acute administration admin adult adults and ambulatory business cancer care central child childrens children clinical community corporate "
    "critical dental department development diagnostic diagnostics digital directorate disabilities disability division education emergency estates facilities "
    "families finance for governance health hr human ict imaging improvement inpatient informatics information integrated intensive it learning "
    "maternity medical medicine mental midwifery networks neighbourhood nursing of office operations outpatient paediatrics pathology people performance "
    "pharmacy planned primary procurement quality related resources services service shared social specialist strategy support surgery surgical team technology "
    "the theatres therapies transformation trauma unit unscheduled urgent womens workforce"
)
"""A "name" of nothing but these words is a department: who employs is still to be found out."""


@lru_cache(maxsize=20_000)
def canonical(name: str) -> str:
    """The name as it is compared, kind of council and all: "St. Ives & Vale NHS FT" becomes "st ives vale nhs trust".

    "and" and "the" fall away, since boards drop the ampersand ("Food  Rural Affairs"); so do legal forms.
    """
    plain = (
        name
        if name.isascii()
        else unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode()
    )
    plain = plain.lower()
    if "(" in plain or "[" in plain or "excl" in plain or "only" in plain:
        plain = _ASIDE.sub(" ", plain)
    plain = re.sub(r"[^a-z0-9]+", " ", plain.replace("'", ""))
    pieces = [_SPELT_OUT.get(word, word) for word in plain.split() if word not in _DROPPED]
    plain = " ".join(pieces)
    if pieces and pieces[-1] == "care" and "integrated care" in plain:
        plain += " board"
    written = _PHRASES.sub(lambda found: _WRITTEN[str(found.lastgroup)], plain)
    return written if "  " not in written else " ".join(written.split())


def loose(name: str) -> str:
    """The name without what renames and boards change: the kind of a council, the honours of an NHS trust.

    "Bristol City Council", "City of Bristol" and "BRISTOL CC" share "bristol council"; "Portsmouth Hospitals
    University NHS Trust" and "Portsmouth Hospitals NHS Trust" share theirs. Two bodies may share one: the
    register then knows that the loose name means neither alone.
    """
    strict = canonical(name)
    if strict.endswith("nhs trust"):
        return " ".join(word for word in strict.split() if word not in ("university", "teaching"))
    if strict.endswith(" trust") and not TRUST_TELLS.isdisjoint(strict.split()):
        return strict.removesuffix("trust") + "nhs trust"
    bare = _BOROUGH.sub("", strict)
    core = _COUNCIL.sub("", bare).strip()
    if (core != strict) and core:
        return f"{core} council"
    return strict


@lru_cache(maxsize=20_000)
def parts(name: str) -> tuple[str, ...]:
    """The name itself, then the pieces that boards join with dashes and bars, the likelier (longer) first."""
    whole = _LABEL.sub("", name.strip())
    pieces = [piece.strip(" ,-") for piece in _PARTS.split(_ASIDE.sub(" ", whole)) if piece and len(piece.strip()) > 2]
    aside = [piece.strip() for piece in re.findall(r"\(([^)]{2,})\)", whole)]
    before_comma = [whole.split(",")[0].strip()] if "," in whole else []
    after_comma = [piece.strip() for piece in whole.split(",")[1:] if len(piece.strip()) > 8]
    return tuple(
        dict.fromkeys([whole, *sorted(pieces, key=len, reverse=True), *before_comma, *aside, *reversed(after_comma)])
    )


def names_nobody(name: str) -> bool:
    """Whether an employer field holds a board's own label or a department's name instead of an employer."""
    return _LABELS.match(name) is not None or all(word in _DEPARTMENTS for word in canonical(name).split())
