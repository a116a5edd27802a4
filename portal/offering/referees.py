"""Who the referees of a candidate are, and whether one may be contacted yet."""

from __future__ import annotations

from portal.applying.models import JobApplication
from portal.offering.check_kinds import REFERENCES
from portal.offering.models import OfferCheck

PARTS = ("name", "title", "organisation", "relation", "mail", "phone")


def referee_of(application: JobApplication, which: str) -> dict[str, str]:
    """What the candidate wrote of their first or second referee."""
    said = application.answers.get("referees") or {}
    return {part: str(said.get(f"{which}_{part}", "")).strip() for part in PARTS}


def wants_to_be_told(application: JobApplication) -> bool:
    """Whether they asked to be told before their referees are contacted."""
    return bool((application.answers.get("referees") or {}).get("tell_first"))


def waits_for_consent(application: JobApplication, check: OfferCheck) -> str:
    """Why this referee may not be contacted yet, as a sentence; empty where they may."""
    if check.kind in REFERENCES and wants_to_be_told(application) and check.consented_at is None:
        return "The candidate wants to be told before their referees are contacted. Ask them first, and wait for their yes."
    return ""
