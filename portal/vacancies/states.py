"""The states of a vacancy and why it is in one."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from portal.classification.findings import IctAnswer
from portal.vacancies.drafts import Reading

Status = Literal["live", "closed", "held", "counted", "merged"]


def status_for(
    *,
    ict: IctAnswer,
    public_sector: str,
    impossible_dates: bool,
    closes_at: datetime | None,
    now: datetime,
    ended: str = "",
) -> tuple[Status, str]:
    """Where a vacancy stands by what is known of it, and why in words for staff.

    Not ICT or not public sector is counted; borderline ICT, an unclear employer and dates that cannot be right
    are held for a person; what its employer `ended`, and a deadline that has passed, is closed.
    """
    if ict == "no":
        return "counted", "The job is not ICT."
    if public_sector == "no":
        return "counted", "The employer is not in the public sector."
    if impossible_dates:
        return "held", "A date in the advert cannot be right."
    if ict == "borderline":
        return "held", "It is not certain that the job is ICT."
    if public_sector == "unclear":
        return "held", "It is not certain that the employer is in the public sector."
    if ended:
        return "closed", ended
    if closes_at is not None and closes_at <= now:
        return "closed", "Its closing time has passed."
    return "live", ""


def evidence_of(reading: Reading) -> dict[str, list[str]]:
    """Every automatic decision's reasons, by subject."""
    return {
        "ict": list(reading.ict.evidence),
        "employer": list(reading.employer.evidence),
        "role": list(reading.role.evidence),
        "pay": list(reading.pay.evidence),
        "grade": list(reading.grade.evidence),
        "closing": list(reading.closing.evidence) + list(reading.posted.evidence),
        "terms": list(reading.terms.evidence),
    }
