"""What the job is, whose it is, where it is done and on which terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from portal.classification.findings import Level
from portal.classification.taxonomy import ROLES
from portal.employers.register import Body, load_register
from portal.employers.suggesting import bodies_like
from portal.posting.answers.shape import Asked, Read, Typed, line, lines, many, too_long
from portal.vacancies.drafts import Place, Terms
from portal.vacancies.locating import locate, suggest_places
from portal.vacancies.places import read_places

MOST_PLACES = 20
OTHER_ROLE = "other_ict"
ROLE_CHOICES: Mapping[str, str] = {f"{role.family}/{role.name}": role.name for role in ROLES} | {
    OTHER_ROLE: "Another digital, data or IT role"
}
LEVELS: Mapping[str, str] = {
    "apprentice": "Apprentice",
    "junior": "Junior or associate",
    "mid": "Practitioner",
    "senior": "Senior",
    "lead_manager": "Lead or manager",
    "head_director": "Head or director",
}
WORKPLACES: Mapping[str, str] = {
    "onsite": "At the workplace all the time",
    "hybrid": "Partly at the workplace, partly from home (hybrid)",
    "remote": "From home all the time (remote)",
}
CONTRACTS: Mapping[str, str] = {
    "permanent": "Permanent",
    "fixed_term": "Fixed term",
    "temporary": "Temporary",
    "secondment": "Secondment",
    "loan": "Loan",
    "apprenticeship": "Apprenticeship",
    "bank": "Bank, as and when needed",
}
PATTERNS: Mapping[str, str] = {
    "full_time": "Full-time",
    "part_time": "Part-time",
    "job_share": "Job share",
    "flexible": "Flexible hours",
    "compressed": "Compressed hours",
    "term_time": "Term time only",
    "shift": "Shifts",
}
CLEARANCES: Mapping[str, str] = {
    "BPSS": "BPSS (Baseline Personnel Security Standard)",
    "CTC": "CTC (Counter Terrorist Check)",
    "SC": "SC (Security Check)",
    "DV": "DV (Developed Vetting)",
    "NPPV": "NPPV (Non-Police Personnel Vetting)",
    "DBS_basic": "DBS check, basic",
    "DBS_standard": "DBS check, standard",
    "DBS_enhanced": "DBS check, enhanced",
}
SPONSORSHIP: Mapping[str, str] = {
    "yes": "Yes, we can sponsor a visa for this job",
    "no": "No, we cannot sponsor a visa for this job",
    "unsaid": "Leave it out of the advert",
}
assert set(LEVELS) == set(get_args(Level))
_OFFICE_DAYS = re.compile(r"[0-5](?:\.5)?")


def role(typed: Typed, _asked: Asked) -> Read:
    read = Read()
    title, own = line(typed, "title"), line(typed, "own_reference")
    if not title:
        read.problems["title"] = "Enter the job title."
    elif not too_long(read, "title", title, most=120, what="The job title") and not re.search(r"[^\W\d_]{2}", title):
        read.problems["title"] = "Enter a job title in words, such as Network Engineer."
    chosen, level, posts = line(typed, "role"), line(typed, "level"), line(typed, "posts")
    if chosen and chosen not in ROLE_CHOICES:
        read.problems["role"] = "Choose a role of the list."
    if level and level not in LEVELS:
        read.problems["level"] = "Choose a level of the list."
    if posts and not (posts.isascii() and posts.isdigit() and 1 <= int(posts) <= 500):
        read.problems["posts"] = "Enter the number of posts as a number from 1 to 500, or leave it empty."
    too_long(read, "own_reference", own, most=40, what="Your reference")
    family, _, name = chosen.partition("/")
    read.values |= {
        "title": title,
        "family": family or None,
        "role": name or None,
        "level": level or None,
        "own_reference": own,
        "posts": int(posts) if posts and "posts" not in read.problems else 1,
    }
    return read


def employer(typed: Typed, asked: Asked) -> Read:
    read = Read()
    shown, served, team = line(typed, "advertise_as"), line(typed, "serves"), line(typed, "department")
    shown = shown or asked.names[0]
    if shown not in asked.names:
        read.problems["advertise_as"] = "Choose one of your organisation’s names."
    body = body_named(served) if served else None
    if served and body is None:
        near = [each.name for each in bodies_like(served, limit=4) if each.public]
        hint = f" Did you mean {' or '.join(near)}?" if near else " Write its full name, such as Leeds City Council."
        read.problems["serves"] = f"We know no public body called {served[:80]}.{hint}"
    elif not served and not asked.qualifies:
        read.problems["serves"] = (
            "Enter the public body that this job serves. We advertise jobs in the public sector, and suppliers’ jobs "
            "that serve a public body."
        )
    too_long(read, "department", team, most=120, what="The department or team")
    read.values |= {"shown": shown, "served": body, "department": team}
    return read


def body_named(name: str) -> Body | None:
    """The public body of the register that has this name."""
    found = load_register().one_named(name)
    return found if found is not None and found.public else None


def place(typed: Typed, _asked: Asked) -> Read:
    read = Read()
    workplace, days, named = line(typed, "workplace"), line(typed, "office_days"), lines(typed, "places")
    if workplace not in WORKPLACES:
        read.problems["workplace"] = "Choose where the work is done."
    if workplace == "hybrid" and days and not _OFFICE_DAYS.fullmatch(days):
        read.problems["office_days"] = "Enter the days a week at the workplace as a number from 0 to 5, such as 2."
    if not named and workplace != "remote":
        read.problems["places"] = "Enter at least one place: a town, or a postcode."
    elif len(named) > MOST_PLACES:
        read.problems["places"] = (
            f"Enter {MOST_PLACES} places or fewer. If it is anywhere in a region, name the region."
        )
    found: list[Place] = []
    for words in named[:MOST_PLACES]:
        here = places_of(words)
        if not here:
            near = suggest_places(words)
            hint = f"Did you mean {' or '.join(near[:3])}?" if near else "Write the nearest town, or a postcode."
            read.problems.setdefault("places", f"We do not know the place {words[:60]}. {hint}")
        found += here
    read.values |= {
        "workplace": workplace if workplace in WORKPLACES else None,
        "office_days": days if workplace == "hybrid" else "",
        "places": tuple(dict.fromkeys(found)),
    }
    return read


def places_of(words: str) -> tuple[Place, ...]:
    """What one line names: a place or postcode, or a place with its postcode."""
    one = locate(words)
    return (one,) if one is not None else read_places(locations=(words,))


def terms(typed: Typed, _asked: Asked) -> Read:
    read = Read()
    contract, patterns = line(typed, "contract"), many(typed, "pattern")
    until, hours = line(typed, "lasts"), line(typed, "hours")
    if contract not in CONTRACTS:
        read.problems["contract"] = "Choose the kind of contract."
    if not patterns or any(each not in PATTERNS for each in patterns):
        read.problems["pattern"] = "Choose at least one working pattern."
    if hours and (week := hours_of(hours)) is None:
        read.problems["hours"] = "Enter the hours a week as a number from 1 to 60, such as 37 or 37.5."
    else:
        week = hours_of(hours)
    too_long(read, "lasts", until, most=120, what="How long it lasts")
    read.values |= {
        "contract": contract if contract in CONTRACTS else None,
        "pattern": tuple(each for each in PATTERNS if each in patterns),
        "lasts": until,
        "hours": week,
    }
    return read


def hours_of(typed: str) -> str | None:
    """Hours a week as they are written: "37", "37.5"."""
    found = re.fullmatch(
        r"([0-9]{1,2}(?:\.[0-9]{1,2})?)(?:\s*(?:hours|hrs|h)?(?:\s*(?:a|per)\s*week)?)", typed, re.IGNORECASE
    )
    return found[1] if found and 1 <= float(found[1]) <= 60 else None


def clearance(typed: Typed, _asked: Asked) -> Read:
    read = Read()
    levels, sponsors, other = many(typed, "clearance"), line(typed, "sponsorship"), line(typed, "other_checks")
    if any(each not in CLEARANCES for each in levels):
        read.problems["clearance"] = "Choose clearances of the list."
    if sponsors not in SPONSORSHIP:
        read.problems["sponsorship"] = "Choose whether you can sponsor a visa for this job, or leave it out."
    too_long(read, "other_checks", other, most=300, what="Other checks")
    read.values |= {
        "clearance": tuple(each for each in CLEARANCES if each in levels),
        "sponsorship": sponsors if sponsors in SPONSORSHIP else "unsaid",
        "other_checks": other,
    }
    return read


def terms_of(place_read: Read, terms_read: Read, clearance_read: Read) -> Terms:
    """The three sections as the vacancies room knows them."""
    contract = terms_read.values["contract"]
    return Terms(
        workplace=place_read.values["workplace"],
        contract=(contract,) if contract else (),
        pattern=terms_read.values["pattern"],
        clearance=clearance_read.values["clearance"],
        evidence=("The employer says so.",),
    )
