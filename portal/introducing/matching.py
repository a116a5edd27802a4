"""How well what a member says of themselves fits a job: each aspect weighed by itself, with its reason in words.

No reason names a place, an employer or a person of the member's, so that a reader learns nothing of who it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.vacancies.gazetteer import miles_between

Spot = tuple[str, float, float]
"""A place: its name, latitude and longitude."""
Verdict = Literal["for", "against", "open"]

LEVELS = ("apprentice", "junior", "mid", "senior", "lead_manager", "head_director")
LADDERS = (("BPSS", "CTC", "SC", "DV"), ("DBS_basic", "DBS_standard", "DBS_enhanced"))
"""Clearances of which a later one includes those before it."""
WEIGHTS: Mapping[str, int] = {
    "role": 25,
    "level": 20,
    "place": 20,
    "pay": 15,
    "clearance": 12,
    "pattern": 5,
    "start": 3,
}
"""What each aspect counts; together 100."""
OPEN_PART = 0.5
"""What an aspect counts of which one of the two says nothing."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the advert says; pay in whole pounds a year, None and empty where it is silent."""

    family: str | None = None
    level: str | None = None
    pays_from: int | None = None
    pays_to: int | None = None
    workplace: str | None = None
    places: tuple[Spot, ...] = ()
    clearance: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seeker:
    """What a member says; empty does not narrow. `key` says nothing of who it is; `miles` is how far they would go from one
    of their places."""

    key: str
    families: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    places: tuple[Spot, ...] = ()
    miles: int = 25
    workplaces: tuple[str, ...] = ()
    least_pounds: int | None = None
    clearance: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    free_from: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One aspect: whether it speaks for or against, or leaves it open, in words, and what part of its weight it gives."""

    aspect: str
    verdict: Verdict
    words: str
    part: float


@dataclass(frozen=True, slots=True)
class Match:
    """A member who may fit, from 0 to 100."""

    key: str
    fit: int
    reasons: tuple[Reason, ...]

    def of(self, verdict: Verdict) -> tuple[str, ...]:
        """The words of the reasons that say this."""
        return tuple(each.words for each in self.reasons if each.verdict == verdict and each.words)

    def speaks_for(self, aspect: str) -> bool:
        """Whether this aspect does not stand against it."""
        return all(each.verdict != "against" for each in self.reasons if each.aspect == aspect)


def matches(job: Job, seekers: Iterable[Seeker], *, today: date, names: Mapping[str, str]) -> list[Match]:
    """Everybody who looks for this kind of work, the best first; among equals in an order that says nothing.

    `names` says values in people's words. Whoever looks for other kinds of work is left out; nothing else excludes.
    """
    found = [match(job, each, today=today, names=names) for each in seekers if looks_for(job, each)]
    return sorted(found, key=lambda each: (-each.fit, len(each.of("against")), each.key))


def looks_for(job: Job, seeker: Seeker) -> bool:
    """Whether the job is of a kind that they look for."""
    return not (job.family and seeker.families) or job.family in seeker.families


def match(job: Job, seeker: Seeker, *, today: date, names: Mapping[str, str]) -> Match:
    """All aspects of one member."""
    reasons = (
        _role(job, seeker),
        _level(job, seeker),
        _place(job, seeker),
        _pay(job, seeker),
        _clearance(job, seeker, names),
        _pattern(job, seeker, names),
        _start(seeker, today),
    )
    return Match(seeker.key, round(sum(WEIGHTS[each.aspect] * each.part for each in reasons)), reasons)


def _role(job: Job, seeker: Seeker) -> Reason:
    if job.family and job.family in seeker.families:
        return Reason("role", "for", "Same role family", 1)
    return Reason("role", "open", "Looks for any kind of work" if not seeker.families else "", OPEN_PART)


def _level(job: Job, seeker: Seeker) -> Reason:
    known = [LEVELS.index(each) for each in seeker.levels if each in LEVELS]
    if job.level not in LEVELS or not known:
        return Reason("level", "open", "", OPEN_PART)
    wanted = LEVELS.index(job.level)
    steps = min((each - wanted for each in known), key=lambda step: (abs(step), step))
    if steps == 0:
        return Reason("level", "for", "same level", 1)
    way = "below" if steps < 0 else "above"
    number = ("", "one level", "two levels", "three levels", "four levels", "five levels")[abs(steps)]
    return Reason("level", "for" if abs(steps) == 1 else "against", f"{number} {way}", 0.6 if abs(steps) == 1 else 0)


def _place(job: Job, seeker: Seeker) -> Reason:
    only_remote = set(seeker.workplaces) == {"remote"}
    if job.workplace == "remote":
        fits = not seeker.workplaces or "remote" in seeker.workplaces
        return Reason("place", "for" if fits else "against", "the work is remote" if fits else "does not look for remote work", float(fits))  # fmt: skip
    if only_remote:
        return Reason("place", "against", "looks for remote work alone", 0)
    if job.workplace and seeker.workplaces and job.workplace not in seeker.workplaces:
        return Reason("place", "against", f"does not look for {'hybrid work' if job.workplace == 'hybrid' else 'work on site'}", 0)  # fmt: skip
    near = nearest(job.places, seeker.places)
    if near is None:
        return Reason("place", "open", "" if job.places else "the advert names no place", OPEN_PART)
    town, miles = near
    far = f"{miles_in_words(miles)} from {town}"
    if miles > seeker.miles:
        return Reason("place", "against", f"{far}, beyond the {seeker.miles} that they said", 0)
    return Reason("place", "for", far, 1 - 0.3 * miles / max(seeker.miles, 1))


def nearest(job: Sequence[Spot], seeker: Sequence[Spot]) -> tuple[str, float] | None:
    """The job's place that is nearest to one of the member's, and the miles between; None where either names none."""
    pairs = [
        (miles_between(lat, lon, own_lat, own_lon), name) for name, lat, lon in job for _, own_lat, own_lon in seeker
    ]
    return None if not pairs else (min(pairs)[1], min(pairs)[0])


def miles_in_words(miles: float) -> str:
    """Under 5 miles; else to the nearest five from there, so that several adverts do not tell where somebody lives."""
    return "under 5 miles" if miles < 5 else f"about {5 * round(miles / 5)} miles"


def _pay(job: Job, seeker: Seeker) -> Reason:
    if seeker.least_pounds is None:
        return Reason("pay", "open", "", OPEN_PART)
    least, most = f"£{seeker.least_pounds:,}", job.pays_to or job.pays_from
    if most is None:
        return Reason("pay", "open", f"would accept from {least}, the advert states no pay", OPEN_PART)
    pays = f"the advert pays {'to' if job.pays_to else 'from'} £{most:,}"
    if seeker.least_pounds <= most:
        return Reason("pay", "for", f"would accept from {least}, {pays}", 1)
    return Reason("pay", "against", f"would accept from {least}, {pays}", 0)


def _clearance(job: Job, seeker: Seeker, names: Mapping[str, str]) -> Reason:
    if not job.clearance:
        return Reason("clearance", "open", "", OPEN_PART)
    held = including(seeker.clearance)
    missing = [names.get(each, each) for each in job.clearance if each not in held]
    have = [names.get(each, each) for each in job.clearance if each in held]
    if missing:
        return Reason("clearance", "against", f"{' and '.join(missing)} not held", len(have) / len(job.clearance) / 2)
    return Reason("clearance", "for", f"{' and '.join(have)} held", 1)


def including(held: Iterable[str]) -> frozenset[str]:
    """What is held, and whatever that includes."""
    found = set(held)
    for ladder in LADDERS:
        top = max((ladder.index(each) for each in found if each in ladder), default=-1)
        found |= set(ladder[: top + 1])
    return frozenset(found)


def _pattern(job: Job, seeker: Seeker, names: Mapping[str, str]) -> Reason:
    if not job.patterns or not seeker.patterns:
        return Reason("pattern", "open", "", OPEN_PART)
    both = [each for each in seeker.patterns if each in job.patterns]
    shown = [names.get(each, each).lower() for each in both or seeker.patterns]
    words = f"{' or '.join(shown)} suits them" if both else f"looks for {' or '.join(shown)}"
    return Reason("pattern", "for" if both else "against", words, float(bool(both)))


def _start(seeker: Seeker, today: date) -> Reason:
    if seeker.free_from is None:
        return Reason("start", "open", "", OPEN_PART)
    if seeker.free_from <= today:
        return Reason("start", "for", "free now", 1)
    days = (seeker.free_from - today).days
    said = f"free from {seeker.free_from.day} {seeker.free_from:%B %Y}"
    return Reason("start", "for" if days <= 92 else "against", said, 1 - min(days, 92) / 92 * 0.5 if days <= 92 else 0)
