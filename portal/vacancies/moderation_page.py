"""The page on which staff decide about one vacancy: the question, the evidence beside it, what was decided before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from portal.classification.findings import Family
from portal.employers.findings import Sector
from portal.vacancies import queues
from portal.vacancies.learning import Lesson, lessons
from portal.vacancies.models import Decision, Vacancy, VacancyVersion
from portal.vacancies.overruling import AUTOMATIC, COLUMNS
from portal.vacancies.presenting import QUESTIONS as REASONS_OF
from portal.vacancies.presenting import Change, Fact, Reasons, changes_of, facts_of, reasons_of
from portal.web import words

QUESTIONS = {
    "ict": "Is this digital, data or IT work?",
    "public_sector": "Is the employer in the public sector?",
    "closes": "When does it close?",
}
EVIDENCE_FOR: dict[str, tuple[str, ...]] = {
    "ict": ("role",),
    "public_sector": ("employer",),
    "closes": ("closing",),
    "": ("ict", "employer", "role"),
}
"""Which evidence stands beside each question; the rest is folded away. The words for ICT are among the lessons."""
SUBJECTS = {
    "ict": "Digital, data or IT work",
    "public_sector": "Public sector",
    "sector": "Sector",
    "role": "Kind of work",
    "pay": "Pay",
    "closes": "Closes",
}
ANSWERS = {AUTOMATIC: "as the rules read it", "yes": "Yes", "no": "No", "unstated": "Not stated"}
STATUSES = {
    "live": "Live",
    "held": "Held for a decision",
    "counted": "Not shown",
    "closed": "Closed",
    "merged": "Folded into another",
}
FAMILIES = tuple((each, words.name_of(each)) for each in get_args(Family))
SECTORS = tuple((each, words.name_of(each)) for each in get_args(Sector) if each != "private")


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision of a person, in words; `id` to take it back by, 0 when it no longer counts."""

    id: int
    what: str
    answer: str
    because: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Where it was seen."""

    source: str
    source_address: str
    advert: str
    since: str
    gone: str


@dataclass(frozen=True, slots=True)
class ModerationPage:
    """Everything that staff see of one vacancy."""

    reference: str
    title: str
    employer: str
    status: str
    status_because: str
    public: bool
    question: str
    question_words: str
    description: str
    facts: tuple[Fact, ...]
    reasons: tuple[Reasons, ...]
    more_reasons: tuple[Reasons, ...]
    lessons: tuple[Lesson, ...]
    decided: tuple[Decided, ...]
    changes: tuple[Change, ...]
    seen: tuple[Seen, ...]
    newest_decision: int
    merged_into: str
    family: str
    sector: str
    subjects: tuple[tuple[str, str], ...] = tuple(SUBJECTS.items())


def moderation_page(
    vacancy: Vacancy,
    *,
    decisions: Sequence[tuple[Decision, str]],
    history: list[VacancyVersion],
    adverts: Iterable[Any],
    alike: dict[str, dict[str, list[Vacancy]]],
    merged_into: Vacancy | None,
) -> ModerationPage:
    """The page of a vacancy; its question is the one that it is held for, none when it is not held."""
    question = queues.question_of(vacancy) if vacancy.status == "held" else ""
    reasons, heads = reasons_of(vacancy), dict(REASONS_OF)
    asked = {heads[each] for each in EVIDENCE_FOR.get(question, EVIDENCE_FOR[""])}
    taught = heads["ict"] if question == "ict" else ""
    return ModerationPage(
        reference=vacancy.reference,
        title=vacancy.title,
        employer=vacancy.employer_name or "Employer not stated",
        status=STATUSES[vacancy.status],
        status_because=vacancy.status_because,
        public=vacancy.status in ("live", "closed"),
        question=question,
        question_words=QUESTIONS.get(question, ""),
        description=vacancy.description,
        facts=facts_of(vacancy),
        reasons=tuple(each for each in reasons if each.question in asked),
        more_reasons=tuple(each for each in reasons if each.question not in asked and each.question != taught),
        lessons=lessons(vacancy, question, alike),
        decided=_decided(decisions),
        changes=changes_of(history),
        seen=tuple(
            Seen(
                name,
                f"/staff/sources/{source_id}",
                advert.address,
                words.short_day(advert.first_seen),
                words.short_day(advert.missing_since) if advert.missing_since else "",
            )
            for source_id, name, advert in adverts
        ),
        newest_decision=max((each.id for each, _ in decisions), default=0),
        merged_into=merged_into.reference if merged_into else "",
        family=vacancy.role_family or "",
        sector=vacancy.sector,
    )


def _decided(decisions: Sequence[tuple[Decision, str]]) -> tuple[Decided, ...]:
    newest = {subject: max((d.id for d, _ in decisions if d.subject == subject), default=0) for subject in COLUMNS}
    return tuple(
        Decided(
            each.id if newest[each.subject] == each.id and each.answer != AUTOMATIC else 0,
            SUBJECTS[each.subject],
            ANSWERS.get(each.answer) or words.name_of(each.answer),
            each.because,
            name,
            words.long_time(each.decided_at),
        )
        for each, name in decisions
    )


def outcome(vacancy: Vacancy, number: int) -> str:
    """What a decision came to, for the banner: “Data Clerk” is live now, and so on."""
    others = f" and {words.counted(number - 1, 'other', 'others')} like it" if number > 1 else ""
    reason = f" {vacancy.status_because}" if vacancy.status_because else ""
    return f"“{vacancy.title}”{others}: {STATUSES[vacancy.status].lower()}.{reason}"
