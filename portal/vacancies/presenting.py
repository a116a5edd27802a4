"""A vacancy's page: facts in the order people ask for them, each with how we know it, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from portal.vacancies.models import Vacancy, VacancyVersion
from portal.web import words

MAILTO = "mailto:"
PLACES_SHOWN = 30
REASONS_SHOWN = 12
QUESTIONS = (
    ("ict", "Why we count it as digital, data or IT work"),
    ("employer", "Why we count the employer as public sector"),
    ("role", "How we know the kind of work"),
    ("pay", "How we read the pay"),
    ("grade", "How we read the grade"),
    ("closing", "How we read the dates"),
    ("terms", "How we read the contract and working pattern"),
)
SOURCES_OF_EVIDENCE = {
    "title": "In the title",
    "text": "In the text",
    "name": "The employer’s name",
    "salary field": "In the pay that the source gives",
    "title words as learnt": "The title’s words, weighed against many known titles",
}
COMPARED = (
    ("title", "Title"),
    ("employer_name", "Employer"),
    ("pay_stated", "Pay as stated"),
    ("grade_text", "Grade"),
    ("closes_at", "Closes"),
    ("workplace", "Workplace"),
    ("contract", "Contract"),
    ("pattern", "Working pattern"),
)
IN_HISTORY = (*COMPARED, ("where", "Places"), ("text", "Text"), ("advert", "The advert"))
"""What a vacancy's page tells of its changes; the last three are kept for those that employers post."""
NOT_STATED = "Not stated"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the summary: several `lines` where there are several places. `note` says how it was worked out."""

    label: str
    lines: tuple[str, ...]
    note: str = ""
    address: str = ""
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Sighting:
    """A source that listed the job."""

    source: str
    first_seen: str
    last_checked: str
    missing_since: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """One question about an automatic decision, and its evidence."""

    question: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What changed at one time."""

    at: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier advert of the same job, and what is different now."""

    address: str
    title: str
    ended: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class VacancyPage:
    """Everything that the page of one vacancy says."""

    reference: str
    title: str
    employer: str
    excerpt: str
    description: str
    is_open: bool
    closed_sentence: str
    closes_in: str
    facts: tuple[Fact, ...]
    sightings: tuple[Sighting, ...]
    reasons: tuple[Reasons, ...]
    changes: tuple[Change, ...]
    earlier: Earlier | None
    similar: tuple[Vacancy, ...]
    may_follow: bool
    host: str
    posted: bool = False
    mail: str = ""
    """Whom one writes to where one applies by mail."""
    applies_here: bool = False
    """Whether one applies by a form on this site: posted here, and leading nowhere else."""


def page_of(
    vacancy: Vacancy,
    *,
    history: list[VacancyVersion],
    earlier: Vacancy | None,
    similar: list[Vacancy],
    may_follow: bool,
    now: datetime,
) -> VacancyPage:
    """The page of a vacancy for a reader who may, or may not, follow its signpost."""
    is_open = open_at(vacancy, now)
    return VacancyPage(
        reference=vacancy.reference,
        title=vacancy.title,
        employer=vacancy.employer_name,
        excerpt=vacancy.excerpt,
        description=vacancy.description,
        is_open=is_open,
        closed_sentence="" if is_open else closed_sentence(vacancy),
        closes_in=words.closes_in(vacancy.closes_at, now) if is_open and vacancy.closes_at else "",
        facts=facts_of(vacancy),
        sightings=tuple(
            Sighting(
                advert.source.name,
                words.short_day(advert.first_seen),
                words.long_time(advert.seen_at),
                words.short_day(advert.missing_since) if advert.missing_since else "",
            )
            for advert in vacancy.adverts
        ),
        reasons=reasons_of(vacancy),
        changes=changes_of(history),
        earlier=_earlier(earlier, vacancy) if earlier else None,
        similar=tuple(similar),
        may_follow=may_follow,
        host=urlsplit(vacancy.address).hostname or "",
        posted=vacancy.origin == "posted",
        mail=vacancy.address.removeprefix(MAILTO) if vacancy.address.startswith(MAILTO) else "",
        applies_here=applies_here(vacancy),
    )


def open_at(vacancy: Vacancy, now: datetime) -> bool:
    """Whether people can still apply: live, and its closing time ahead."""
    return vacancy.status == "live" and (vacancy.closes_at is None or vacancy.closes_at > now)


def applies_here(vacancy: Vacancy) -> bool:
    """Whether one applies to it by a form on this site: an employer posted it, and it leads nowhere else."""
    return vacancy.origin == "posted" and not vacancy.address


def closed_sentence(vacancy: Vacancy) -> str:
    """Why it is closed, and when."""
    if vacancy.closes_at is not None and (vacancy.status == "live" or "time has passed" in vacancy.status_because):
        return f"Applications closed at {words.long_time(vacancy.closes_at)}."
    when = f" We marked it closed on {words.short_day(vacancy.closed_at)}." if vacancy.closed_at else ""
    return f"{vacancy.status_because or 'It is no longer advertised.'}{when}"


def facts_of(vacancy: Vacancy) -> tuple[Fact, ...]:
    """The summary: what people decide by first, then the rest; what is not stated says so."""
    places = tuple(dict.fromkeys(_place(place) for place in vacancy.places))
    more = (f"and {len(places) - PLACES_SHOWN} more places",) if len(places) > PLACES_SHOWN else ()
    employer_key = vacancy.organisation_key or vacancy.employer_key
    annual = words.pay_range(vacancy.annual_minimum, vacancy.annual_maximum, "year")
    london = words.pay_range(vacancy.pay_london_minimum, vacancy.pay_london_maximum, vacancy.pay_period)
    role = " – ".join(
        filter(None, (vacancy.role_name, words.name_of(vacancy.role_level) if vacancy.role_level else None))
    )
    return tuple(
        filter(
            None,
            (
                Fact(
                    "Employer",
                    (vacancy.employer_name or NOT_STATED,),
                    note=f"On behalf of {vacancy.on_behalf_of}" if vacancy.on_behalf_of else "",
                    address=f"/vacancies?{urlencode({'employer_key': employer_key})}" if employer_key else "",
                    stated=bool(vacancy.employer_name),
                ),
                _fact("Place", *places[:PLACES_SHOWN], *more),
                _fact("Pay as stated", words.pay_as_stated(vacancy.pay_stated)),
                _fact("As a full-time year", annual, note=derivation(vacancy)) if annual else None,
                _fact("In London", london) if london else None,
                _fact("Closes", words.long_time(vacancy.closes_at) if vacancy.closes_at else ""),
                _fact("Contract", words.listed([words.name_of(each) for each in vacancy.contract], most=9)),
                _fact("Working pattern", words.listed([words.name_of(each) for each in vacancy.pattern], most=9)),
                _fact("Workplace", words.name_of(vacancy.workplace) if vacancy.workplace else ""),
                _fact("Grade", vacancy.grade_text or "", note=_scheme(vacancy)),
                _fact("Role", role, note=words.name_of(vacancy.role_family) if vacancy.role_family else ""),
                _fact("Sector", words.name_of(vacancy.sector)),
                _fact("Clearance", words.listed([words.name_of(each) for each in vacancy.clearance], most=9))
                if vacancy.clearance
                else None,
                _fact("Posted", words.short_day(vacancy.posted_at)) if vacancy.posted_at else None,
                _fact("Reference", vacancy.reference),
            ),
        )
    )


def _fact(label: str, *lines: str, note: str = "") -> Fact:
    said = tuple(filter(None, lines))
    return Fact(label, said or (NOT_STATED,), note=note if said else "", stated=bool(said))


def _place(place: dict[str, Any]) -> str:
    around = place.get("region") or words.name_of(place.get("nation") or "")
    return place["name"] if not around or around == place["name"] else f"{place['name']}, {around}"


def _scheme(vacancy: Vacancy) -> str:
    known = vacancy.grade_scheme and vacancy.grade_scheme not in ("other", "local_grade")
    return words.name_of(vacancy.grade_scheme or "") if known else ""


def derivation(vacancy: Vacancy) -> str:
    """How the comparable range came about, in a sentence."""
    if vacancy.pay_derived:
        return "Worked out from the published pay scale of the grade; the advert states no pounds."
    if vacancy.pay_period and vacancy.pay_period != "year":
        return f"Worked out from the pay per {vacancy.pay_period}."
    if vacancy.pay_basis == "pro_rata":
        return "What a full-time person would earn; the post is paid pro rata."
    if vacancy.pay_basis == "actual":
        return "Worked out from the actual pay and the hours."
    return "As stated."


def reasons_of(vacancy: Vacancy) -> tuple[Reasons, ...]:
    """The evidence of each automatic decision that has any."""
    return tuple(
        Reasons(question, tuple(in_words(reason) for reason in reasons[:REASONS_SHOWN]))
        for subject, question in QUESTIONS
        if (reasons := vacancy.evidence.get(subject))
    )


def in_words(reason: str) -> str:
    """A line of evidence with its place spelt out: `title: network` becomes `In the title: network`."""
    where, colon, what = reason.partition(": ")
    return (
        f"{SOURCES_OF_EVIDENCE[where]}: {what}"
        if colon and where in SOURCES_OF_EVIDENCE
        else reason[:1].upper() + reason[1:]
    )


def changes_of(history: list[VacancyVersion]) -> tuple[Change, ...]:
    """The vacancy's history in words, without what only staff care for."""
    changes = []
    for version in history:
        differences = tuple(
            Difference(label, _said(name, before), _said(name, after))
            for name, label in IN_HISTORY
            if name in version.changes
            for before, after in [version.changes[name]]
        )
        if differences:
            changes.append(Change(words.long_time(version.at), differences))
    return tuple(changes)


def _earlier(earlier: Vacancy, vacancy: Vacancy) -> Earlier:
    differences = tuple(
        Difference(label, before, after)
        for name, label in COMPARED
        for before, after in [(_said(name, getattr(earlier, name)), _said(name, getattr(vacancy, name)))]
        if before != after
    )
    ended = min(filter(None, (earlier.closed_at, earlier.closes_at)), default=earlier.last_seen)
    return Earlier(f"/vacancies/{earlier.reference}", earlier.title, words.short_day(ended), differences)


def _said(name: str, value: Any) -> str:
    if not value:
        return NOT_STATED
    if name == "closes_at":
        return words.long_time(value if isinstance(value, datetime) else datetime.fromisoformat(value))
    if isinstance(value, list):
        return words.listed([words.name_of(each) for each in value], most=9)
    return words.name_of(value) if name == "workplace" else str(value)
