"""What a web or e-mail address says of the employer: nothing on a shared board, much on a public body's own domain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from portal.employers.findings import Sector


@dataclass(frozen=True, slots=True)
class Board:
    """A site where many employers advertise, and what it says of an employer that nothing else is known of.

    `named` is the sector of an employer whose name we do not know, `nameless` that of an advert with no name:
    both only where the board's own rules let hardly anyone else in.
    """

    name: str
    named: Sector | None = None
    nameless: Sector | None = None
    practices: bool = False


_NHS_JOBS = Board("NHS Jobs", nameless="nhs", practices=True)
BOARDS: dict[str, Board] = {
    "jobs.nhs.uk": _NHS_JOBS,
    "healthjobsuk.com": Board("Health Jobs UK", practices=True),
    "trac.jobs": Board("Trac", practices=True),
    "apply.jobs.scot.nhs.uk": Board("NHS Scotland Jobs", named="nhs", nameless="nhs"),
    "jobs.hscni.net": Board("HSC Jobs", named="nhs", nameless="nhs"),
    "civilservicejobs.service.gov.uk": Board("Civil Service Jobs", named="civil_service", nameless="civil_service"),
    "teaching-vacancies.service.gov.uk": Board("Teaching Vacancies", named="education", nameless="education"),
    "find-a-job.dwp.gov.uk": Board("Find a Job"),
    "findajob.dwp.gov.uk": Board("Find a Job"),
    "findajob.service.gov.uk": Board("Find a Job"),
    "contractsfinder.service.gov.uk": Board("Contracts Finder"),
    "digitalmarketplace.service.gov.uk": Board("the Digital Marketplace"),
    "northeastjobs.org.uk": Board("North East Jobs"),
    "myjobscotland.gov.uk": Board("myjobscotland"),
    "wmjobs.co.uk": Board("WM Jobs"),
    "nijobfinder.co.uk": Board("NI Job Finder"),
    "jobs.ac.uk": Board("jobs.ac.uk"),
    "tal.net": Board("Oleeo"),
    "smartrecruiters.com": Board("SmartRecruiters"),
}
_ENDINGS: tuple[tuple[re.Pattern[str], Sector], ...] = tuple(
    (re.compile(pattern + "$"), cast(Sector, sector))
    for pattern, sector in (
        (r"\.nhs\.(?:uk|wales|scot)", "nhs"),
        (r"(?:^|\.)nhs\.net", "nhs"),
        (r"\.hscni\.net", "nhs"),
        (r"\.(?:police|pcc)\.uk|pcc\.(?:gov|police)\.uk", "police"),
        (r"fire(?:service)?\.(?:gov\.)?uk|fire-?rescue[\w-]*\.gov\.uk", "fire"),
        (r"(?:^|\.)mod\.(?:gov\.)?uk", "civil_service"),
        (r"(?:^|\.)gov\.(?:scot|wales)|(?:^|\.)llyw\.cymru", "devolved"),
        (r"\.ac\.uk|\.sch\.uk", "education"),
        (r"(?:^|\.)parliament\.(?:uk|scot)|(?:^|\.)senedd\.wales", "other"),
        (
            r"(?:council|parish|[\w-]+-[tp]c|(?:borough|district|county)[\w-]*|[a-z]{3,}(?:cc|dc|bc|mbc))\.gov\.uk",
            "local_government",
        ),
        (r"\.service\.gov\.uk", "civil_service"),
        (r"\.gov\.uk", "other"),
    )
)
# Boards run the next label on ("…@ashmere.gov.ukTelephone"): an ending is one we know, and no small letter follows it.
_EMAIL = re.compile(
    r"[\w.+-]{1,64}@((?:[A-Za-z0-9-]{1,63}\.){1,4}(?:uk|wales|cymru|scot|net|org|com|eu|coop|london))(?![a-z0-9-])"
)


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def board_at(host: str) -> Board | None:
    for domain in wider_domains(host):
        if domain in BOARDS:
            return BOARDS[domain]
    return None


def wider_domains(host: str) -> list[str]:
    """The host and every domain above it, the narrowest first: "jobs.ashmere.gov.uk", "ashmere.gov.uk", "gov.uk"."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def sector_of_host(host: str) -> Sector | None:
    """The sector that only registrants of this kind of domain belong to; None for every commercial ending."""
    return next((sector for ending, sector in _ENDINGS if ending.search(host)), None)


def email_hosts(text: str) -> list[str]:
    """The domains of the e-mail addresses in a text, the first few, each once."""
    if "@" not in text:
        return []
    found = (match.group(1).lower() for match in _EMAIL.finditer(text))
    return list(dict.fromkeys(host for _, host in zip(range(5), found, strict=False)))
