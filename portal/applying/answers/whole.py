"""Every section of an application: which this vacancy asks for, how each is read, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from portal.applying.answers import declaring, fairness, people, reasons, work
from portal.applying.wanted import Wanted
from portal.posting.answers.shape import Read, Typed

ABOUT_YOU, WHY_YOU, FAIR, SENDING = "About you", "Why you", "Being fair to you", "Before you send it"


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form: `title` is what its applicant reads, and `about` what those read who choose. An optional one
    may be left untouched. One is `apart` whose answers are not kept with the others."""

    key: str
    title: str
    about: str
    group: str
    read: Callable[[Typed, Wanted], Read]
    optional: bool = False
    apart: bool = False
    asked: Callable[[Wanted], bool] = lambda _wanted: True


def _documents(typed: Typed, wanted: Wanted) -> Read:
    """What was handed in is known to another room; `cv` says how many files there are."""
    missing = wanted.cv == "must" and not typed.get("cv")
    return Read({}, {"cv": "Add your CV."} if missing else {})


SECTIONS = (
    Section("contact", "How to reach you", "Contact", ABOUT_YOU, people.contact),
    Section("right_to_work", "Your right to work", "Right to work", ABOUT_YOU, people.right_to_work),
    Section("employment", "What you have done", "Work, study and other times", ABOUT_YOU, work.employment),
    Section("criteria", "How you meet what is asked", "How they meet what is asked", WHY_YOU, reasons.criteria),
    Section(
        "documents",
        "Your CV and documents",
        "CV and documents",
        WHY_YOU,
        _documents,
        optional=True,
        asked=lambda wanted: wanted.cv != "none",
    ),
    Section("referees", "Your referees", "Referees", WHY_YOU, people.referees, asked=lambda wanted: wanted.referees),
    Section("schemes", "Interview schemes", "Interview schemes", FAIR, fairness.schemes, optional=True),
    Section(
        "adjustments", "Adjustments that you need", "Adjustments that they need", FAIR, fairness.adjustments, apart=True
    ),
    Section("equality", "Equality questions", "Equality questions", FAIR, fairness.equality, optional=True, apart=True),
    Section("declarations", "Declarations", "Declarations", SENDING, declaring.declarations),
)
BY_KEY: Mapping[str, Section] = {section.key: section for section in SECTIONS}
COPIED = ("contact", "right_to_work", "employment", "referees")
"""What a new application takes over from the last one that was sent. What is about this job, and what may have changed in
a way that matters, is asked afresh each time."""
Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Whole:
    """All sections of a vacancy's form read. `problems` maps the keys of those that do not hold to sentences, by field."""

    sections: tuple[Section, ...]
    reads: Mapping[str, Read]
    problems: Mapping[str, Mapping[str, str]]
    begun: frozenset[str]

    @property
    def complete(self) -> bool:
        return not self.problems

    def status(self, section: Section) -> str:
        """How far a section is: completed, begun, optional or not started."""
        if section.key not in self.begun:
            return "optional" if section.optional and section.key not in self.problems else "not_started"
        return "begun" if section.key in self.problems else "completed"

    def following(self, after: str) -> Section | None:
        """Where to go on: the next section that nobody has looked at or that does not hold, else an earlier one that does
        not hold."""
        keys = [each.key for each in self.sections]
        start = keys.index(after) + 1 if after in keys else 0
        ahead = (each for each in self.sections[start:] if each.key in self.problems or each.key not in self.begun)
        behind = (each for each in self.sections[:start] if each.key in self.problems)
        return next(chain(ahead, behind), None)


def sections_of(wanted: Wanted) -> tuple[Section, ...]:
    """The sections that this vacancy asks for."""
    return tuple(each for each in SECTIONS if each.asked(wanted))


def read_whole(answers: Answers, wanted: Wanted) -> Whole:
    """Everything that was typed, read. A section that nobody has saved is a problem, unless it may be left untouched."""
    sections = sections_of(wanted)
    reads = {each.key: each.read(answers.get(each.key, {}), wanted) for each in sections}
    begun = frozenset(key for key in reads if answers.get(key))
    return Whole(sections, reads, dict(_problems(sections, reads, begun)), begun)


def _problems(
    sections: Iterable[Section], reads: Mapping[str, Read], begun: frozenset[str]
) -> Iterable[tuple[str, Mapping[str, str]]]:
    for each in sections:
        said = reads[each.key].problems
        if said:
            yield each.key, said
        elif each.key not in begun and not each.optional:
            yield each.key, {"": "Look at this section and save it."}
