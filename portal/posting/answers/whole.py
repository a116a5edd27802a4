"""Every section of a vacancy: which there are, in which order, how each is read, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.posting.answers import closing, job, pay, text
from portal.posting.answers.shape import Asked, Read, Typed


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form. An optional one may be left untouched; touched, it must hold like any other."""

    key: str
    title: str
    group: str
    read: Callable[[Typed, Asked], Read]
    optional: bool = False


THE_JOB, THE_OFFER, THE_ADVERT = "The job", "What you offer", "The advert"
SECTIONS = (
    Section("role", "Job title and role", THE_JOB, job.role),
    Section("employer", "Employer", THE_JOB, job.employer),
    Section("place", "Where the work is done", THE_JOB, job.place),
    Section("pay", "Pay and grade", THE_OFFER, pay.pay),
    Section("terms", "Contract and hours", THE_OFFER, job.terms),
    Section("clearance", "Clearance and checks", THE_OFFER, job.clearance),
    Section("closing", "Closing date and time", THE_ADVERT, closing.closing),
    Section("applying", "How to apply", THE_ADVERT, text.applying),
    Section("description", "Text of the advert", THE_ADVERT, text.description),
    Section("criteria", "What you look for", THE_ADVERT, text.criteria, optional=True),
    Section("contacts", "Whom to ask", THE_ADVERT, text.contacts, optional=True),
    Section("inclusion", "Inclusion", THE_ADVERT, text.inclusion, optional=True),
)
BY_KEY: Mapping[str, Section] = {section.key: section for section in SECTIONS}
GROUPS = tuple(dict.fromkeys(section.group for section in SECTIONS))
Answers = Mapping[str, Typed]


@dataclass(frozen=True, slots=True)
class Whole:
    """All sections read. `problems` maps the keys of those that do not hold to their sentences, by field."""

    reads: Mapping[str, Read]
    problems: Mapping[str, Mapping[str, str]]
    begun: frozenset[str]

    @property
    def complete(self) -> bool:
        return not self.problems

    def value(self, section: str, name: str) -> Any:
        """One value of one section."""
        return self.reads[section].values[name]

    def status(self, section: Section) -> str:
        """How far a section is: completed, begun, optional or not started."""
        if section.key not in self.begun:
            return "optional" if section.optional else "not_started"
        return "begun" if section.key in self.problems else "completed"


def read_whole(answers: Answers, asked: Asked) -> Whole:
    """Everything that was typed, read. A section that nobody has saved is a problem, unless it is optional."""
    reads = {section.key: section.read(answers.get(section.key, {}), asked) for section in SECTIONS}
    begun = frozenset(key for key in reads if answers.get(key))
    problems = {section.key: said for section in SECTIONS if (said := _problems(section, reads, begun))}
    return Whole(reads, problems, begun)


def _problems(section: Section, reads: Mapping[str, Read], begun: frozenset[str]) -> Mapping[str, str]:
    if section.key in begun:
        return reads[section.key].problems
    return {} if section.optional else reads[section.key].problems or {"": "Look at this section and save it."}


def first_open(whole: Whole, after: str = "") -> Section | None:
    """The next section that must still be filled in: from the one after this on, then from the beginning."""
    keys = [section.key for section in SECTIONS]
    start = keys.index(after) + 1 if after in keys else 0
    return next((BY_KEY[key] for key in (*keys[start:], *keys[:start]) if key in whole.problems), None)
