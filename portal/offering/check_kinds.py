"""Which checks there are before somebody starts, and which of them an accepted offer asks for: one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

NOT_BEGUN, ASKED, RECEIVED, CLEAR, PROBLEM = "not_begun", "asked", "received", "clear", "problem"
STATES: Mapping[str, str] = {
    NOT_BEGUN: "Not begun",
    ASKED: "Asked for",
    RECEIVED: "Received",
    CLEAR: "Clear",
    PROBLEM: "Problem",
}
TO_CANDIDATES: Mapping[str, str] = {
    NOT_BEGUN: "We will come to you about it",
    ASKED: "We have asked for it",
    RECEIVED: "It is here, and is being looked at",
    CLEAR: "Done",
    PROBLEM: "We will write to you about it",
}
FIRST, SECOND = "reference_first", "reference_second"
REFERENCES: Mapping[str, str] = {FIRST: "first", SECOND: "second"}
"""Each reference with the name of the referee's part of the application."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A check. `wants` is what the candidate has to do for it, empty where it needs nothing of them. `days` is how long
    it usually takes; `by_law` is made for a firm offer too."""

    name: str
    wants: str
    days: int = 21
    by_law: bool = False


KINDS: Mapping[str, Kind] = {
    "identity": Kind(
        "Identity", "Show us a passport or driving licence, and a letter with your address.", 14, by_law=True
    ),
    "right_to_work": Kind(
        "Right to work in the United Kingdom",
        "Show us your passport, or give us a share code of the Home Office’s service.",
        14,
        by_law=True,
    ),
    FIRST: Kind("Reference, first referee", ""),
    SECOND: Kind("Reference, second referee", ""),
    "clearance_BPSS": Kind("BPSS", "Fill in the form that we send you, with your addresses of three years.", 28),
    "clearance_CTC": Kind("Counter Terrorist Check", "Fill in the form of UK Security Vetting that you are sent.", 90),
    "clearance_SC": Kind("Security Check", "Fill in the form of UK Security Vetting that you are sent.", 90),
    "clearance_DV": Kind("Developed Vetting", "Fill in the form of UK Security Vetting that you are sent.", 180),
    "clearance_NPPV": Kind("Police vetting", "Fill in the vetting form that the police force sends you.", 60),
    "clearance_DBS_basic": Kind(
        "DBS check, basic", "Apply with the link that we send you, and show us the certificate.", 28
    ),
    "clearance_DBS_standard": Kind(
        "DBS check, standard", "Fill in the form that we send you, and show us the certificate.", 42
    ),
    "clearance_DBS_enhanced": Kind(
        "DBS check, enhanced", "Fill in the form that we send you, and show us the certificate.", 42
    ),
    "qualifications": Kind("Qualifications", "Show us the certificates that the job asks for.", 14),
    "health": Kind("Health", "Answer the questions of occupational health; they alone read your answers.", 28),
}
ADDABLE: tuple[str, ...] = ("qualifications", "health", *(each for each in KINDS if each.startswith("clearance_")))
"""What can be added by hand. Health is never asked about before an offer (Equality Act 2010, section 60)."""


def wanted(*, is_conditional: bool, clearances: Sequence[str], referees: Sequence[str]) -> list[str]:
    """The checks of an accepted offer, in order: those of the law always, the others where the offer has conditions."""
    if not is_conditional:
        return [key for key, kind in KINDS.items() if kind.by_law]
    asked = {f"clearance_{each}" for each in clearances}
    return [key for key, kind in KINDS.items() if kind.by_law or REFERENCES.get(key) in referees or key in asked]


def due_on(key: str, *, accepted_on: date, starts_on: date) -> date:
    """When it is to be done: in its usual time, and at the latest on the day before the start."""
    latest = max(accepted_on, starts_on - timedelta(days=1))
    return min(accepted_on + timedelta(days=KINDS[key].days), latest)
