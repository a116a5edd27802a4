"""What classification finds out about an advert, each finding with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

IctAnswer = Literal["yes", "borderline", "no"]
Family = Literal[
    "architecture",
    "chief",
    "data",
    "it_operations",
    "product_delivery",
    "qat_testing",
    "software_development",
    "user_centred_design",
    "cyber_security",
    "other_ict",
]
Level = Literal["apprentice", "junior", "mid", "senior", "lead_manager", "head_director"]


@dataclass(frozen=True, slots=True)
class IctDecision:
    """Whether the job's main purpose is digital, data or IT; score from 0 (surely not) to 1 (surely)."""

    decision: IctAnswer
    score: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleFinding:
    """The nearest role of the Government Digital and Data profession; all None when the job is not ICT."""

    family: Family | None = None
    name: str | None = None
    level: Level | None = None
    evidence: tuple[str, ...] = ()
