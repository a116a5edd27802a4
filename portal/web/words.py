"""Facts in the words people read: dates, pay, sectors."""

from __future__ import annotations

import math
import re
from datetime import date, datetime

from portal.foundation.clock import LONDON

NAMES = {
    "local_government": "Local government",
    "nhs": "NHS and health",
    "civil_service": "Civil service",
    "devolved": "Devolved administration",
    "alb": "Arm’s-length body or agency",
    "police": "Police",
    "fire": "Fire and rescue",
    "education": "Education",
    "housing": "Housing",
    "third_sector": "Third sector",
    "private": "Private",
    "other": "Other public body",
    "it_operations": "IT operations",
    "product_delivery": "Product and delivery",
    "qat_testing": "Testing",
    "software_development": "Software development",
    "user_centred_design": "User-centred design",
    "cyber_security": "Cyber security",
    "other_ict": "Other digital and IT",
    "chief": "Chief digital, data and technology",
    "njc_scp": "NJC points",
    "afc_band": "Agenda for Change",
    "civil_service_grade": "Civil service grade",
    "local_grade": "Local grade",
    "he_spine": "University spine",
    "police_staff": "Police staff",
    "head_director": "Head or director",
    "lead_manager": "Lead or manager",
    "DBS_basic": "DBS basic",
    "DBS_standard": "DBS standard",
    "DBS_enhanced": "DBS enhanced",
    "northern_ireland": "Northern Ireland",
}


HEALTH = {
    "new": "Not checked yet",
    "healthy": "Working",
    "suspect": "Looks wrong, so nothing is closed on its word",
    "failing": "Failing",
    "gone": "Gone",
    "paused": "Paused",
    "retired": "No longer read",
}

_BARE_FIGURE = re.compile(r"(£\s?)(\d{4,7})(?:\.00)?(?![\d.,]*\d)")


def name_of(value: str) -> str:
    """A value of a facet as people read it; employers' keys become their words."""
    if value in NAMES:
        return NAMES[value]
    plain = value.replace("_", " ").replace("-", " ")
    return plain[:1].upper() + plain[1:] if plain.islower() else value


def long_time(at: datetime) -> str:
    """11:59pm on Sunday 13 December 2026, in London."""
    local = at.astimezone(LONDON)
    return f"{time_of_day(at)} on {local:%A} {local.day} {local:%B %Y}"


def time_of_day(at: datetime) -> str:
    """11:59pm, in London."""
    local = at.astimezone(LONDON)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def short_day(at: datetime) -> str:
    """13 December 2026, in London."""
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}"


def brief_day(at: datetime) -> str:
    """13 Dec 2026, in London, for the narrow columns of lists."""
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%b %Y}"


def day_in_words(day: date) -> str:
    """13 December 2026."""
    return f"{day.day} {day:%B %Y}"


def listed(names: list[str], *, most: int) -> str:
    """Leeds; Leeds and York; Leeds, York and 3 more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def counted(number: int, one: str, many: str = "") -> str:
    """1 vacancy, 2 vacancies, 1,200 sources."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def file_size(number: int) -> str:
    """1.4 MB, 312 KB."""
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{max(1, round(number / 1_000))} KB"


def closes_in(at: datetime, now: datetime) -> str:
    """How long there is: today, tomorrow, in 5 days."""
    days = (at.astimezone(LONDON).date() - now.astimezone(LONDON).date()).days
    return "Closes today" if days <= 0 else "Closes tomorrow" if days == 1 else f"Closes in {days} days"


def money(pence: int) -> str:
    """£38,626, or £13.47 where there are pence."""
    return f"£{pence / 100:,.2f}" if pence % 100 else f"£{pence // 100:,}"


def pay_range(low: int | None, high: int | None, per: str | None) -> str:
    """£38,626 to £42,708 a year; up to, from, or nothing."""
    unit = f" {'an' if per == 'hour' else 'a'} {per}" if per else ""
    if low is None and high is None:
        return ""
    if low is None:
        return f"Up to {money(high or 0)}{unit}"
    if high is None:
        return f"From {money(low)}{unit}"
    return f"{money(low)}{unit}" if low == high else f"{money(low)} to {money(high)}{unit}"


def pay_as_stated(stated: str) -> str:
    """The words of an advert, with bare figures as people read them: £28392.00 is £28,392. No value changes."""
    return _BARE_FIGURE.sub(lambda found: f"{found[1]}{int(found[2]):,}", stated)


def duration(seconds: int) -> str:
    """How long a wait is, rounded up: "4 seconds", "1 minute", "3 hours"."""
    for size, name in ((3_600, "hour"), (60, "minute")):
        if seconds >= size:
            number = math.ceil(seconds / size)
            return f"{number} {name}{'' if number == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"
