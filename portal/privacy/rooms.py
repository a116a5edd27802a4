"""Which rooms hold something of a person, in the order in which they let go of it; and which tables hold nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from portal.accounts import personal as accounts
from portal.applying import personal as applying
from portal.audit import personal as audit
from portal.billing import personal as billing
from portal.caseload import personal as caseload
from portal.database.holding import Holding, Whom
from portal.documents import personal as documents
from portal.employers import personal as employers
from portal.evidence import personal as evidence
from portal.interviewing import personal as interviewing
from portal.introducing import personal as introducing
from portal.invoicing import personal as invoicing
from portal.mail import personal as mail
from portal.membership import personal as membership
from portal.offering import personal as offering
from portal.payments import personal as payments
from portal.placing import personal as placing
from portal.posting import personal as posting
from portal.questions import personal as questions
from portal.recruitment import personal as recruitment
from portal.reports import personal as reports
from portal.selecting import personal as selecting
from portal.vacancies import personal as vacancies

ROOMS: Mapping[str, tuple[Holding, ...]] = {
    "mail": mail.HOLDINGS,
    "reports": reports.HOLDINGS,
    "evidence": evidence.HOLDINGS,
    "introducing": introducing.HOLDINGS,
    "questions": questions.HOLDINGS,
    "recruitment": recruitment.HOLDINGS,
    "caseload": caseload.HOLDINGS,
    "interviewing": interviewing.HOLDINGS,
    "placing": placing.HOLDINGS,
    "offering": offering.HOLDINGS,
    "selecting": selecting.HOLDINGS,
    "applying": applying.HOLDINGS,
    "posting": posting.HOLDINGS,
    "payments": payments.HOLDINGS,
    "invoicing": invoicing.HOLDINGS,
    "billing": billing.HOLDINGS,
    "membership": membership.HOLDINGS,
    "documents": documents.HOLDINGS,
    "employers": employers.HOLDINGS,
    "vacancies": vacancies.HOLDINGS,
    "audit": audit.HOLDINGS,
    "accounts": accounts.HOLDINGS,
}
"""The account comes last: the others are found by what it says."""

SETTLING: tuple[Callable[[Whom], None], ...] = (
    mail.settle,
    reports.settle,
    evidence.settle,
    questions.settle,
    recruitment.settle,
    applying.settle,
    billing.settle,
    membership.settle,
    employers.settle,
)
"""What each room does before words are taken out, so that nothing is left half open."""

FILES_OF: Mapping[str, Callable[[Whom], Iterable[tuple[str, Path]]]] = {
    "files": documents.files_of,
    "files of notes about you": caseload.files_of,
}
"""The files that a person is given with the bundle, by the folder in it: name and place."""
DELETE_FILES: tuple[Callable[[Whom], None], ...] = (documents.delete_files, caseload.delete_files)
"""Each takes files off the disk that go with a person; safe to repeat."""

PUBLISHED = "what others published, as they published it; to be corrected where it stands"
NO_PERSON = "holds nothing of people"
NOTHING_PERSONAL: Mapping[str, str] = {
    "adverts": PUBLISHED,
    "vacancies": PUBLISHED,
    "vacancy_versions": PUBLISHED,
    "sources": NO_PERSON,
    "pollings": NO_PERSON,
    "fetches": NO_PERSON,
    "likely_pairs": NO_PERSON,
    "vacancy_changes": NO_PERSON,
    "signpost_days": "counts, nobody named",
    "provider_events": "numbers of payments and what came of each message; who paid is nowhere in it",
    "disputes": "numbers of payments that a bank questions; whose card it was is nowhere in it",
    "payouts": NO_PERSON,
    "test_card_pages": NO_PERSON,
    "vacancy_visits": "counts, nobody named",
    "jobs": "numbers and references of work to do",
    "leases": NO_PERSON,
    "equality_tallies": "counts, nobody named, shown in tens",
    "membership_tiers": NO_PERSON,
    "membership_fees": NO_PERSON,
    "membership_tier_rises": "what an organisation’s change of tier cost, nobody named",
    "products": NO_PERSON,
    "prices": NO_PERSON,
    "vat_rates": NO_PERSON,
    "number_series": NO_PERSON,
    "placement_instalments": "what was paid for which appointment, nobody named",
    "placement_credits": "what was given back for which appointment, nobody named",
    "placement_notices": "what was reminded of, nobody named",
    "campaign_instalments": "what was asked for which recruitment, nobody named",
    "campaign_criteria": "what an organisation looks for and how much it counts, nobody named",
    "interview_slots": "when a room and a panel are free for an interview, nobody named",
    "buying_terms": "how an organisation buys, nobody named",
    "ledger_postings": "what was paid for which order, nobody named",
    "ledger_entries": NO_PERSON,
    "attempts": "a keyed hash of who tried, which goes after two days and which nobody can turn back",
}


def holdings() -> tuple[Holding, ...]:
    """Everything that is held of people, in the order of erasing."""
    return tuple(each for room in ROOMS.values() for each in room)
