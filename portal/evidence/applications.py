"""The applications of a campaign as a pack may tell of them: which, by what names, and what happened to each. Read once, for every
section that tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.moving import as_steps
from portal.applying.states import UNSENT, is_past
from portal.database.base import db
from portal.documents.models import Document
from portal.evidence.redacting import Redactor
from portal.evidence.sights import Sight
from portal.posting.models import Posting
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign
from portal.selecting import queries as choosing
from portal.selecting.desks import BEFORE_NAMES


@dataclass(slots=True)
class Gathered:
    """What was read of the applications, by application, and the names of those who acted."""

    rows: list[JobApplication]
    steps: Mapping[int, list[ApplicationStep]]
    shortlisted: frozenset[int]
    names_shown: frozenset[int]
    redactor: Redactor
    files: Mapping[str, list[str]]
    people: dict[int, str] = field(default_factory=dict)

    def who(self, person_id: int | None) -> str:
        """The name of somebody who chose; nothing of candidates is asked here."""
        return self.people.get(person_id or 0, accounts.SOMEBODY) if person_id else "The portal"

    def name_of(self, application: JobApplication) -> str:
        """The candidate's name where it may be known; empty otherwise."""
        shown = application.id in self.names_shown
        return str((application.answers.get("contact") or {}).get("name", "")) if shown else ""

    def called(self, application: JobApplication) -> str:
        """Application 3, or with the name where it may be known."""
        return ", ".join(filter(None, (f"Application {application.number}", self.name_of(application))))


def gathered(campaign: Campaign, posting: Posting | None, sight: Sight) -> Gathered:
    """Everybody is read even for those who see only some, because everybody’s name is taken out."""
    everybody = (
        list(
            db.session.scalars(
                select(JobApplication)
                .where(JobApplication.posting_id == posting.id, JobApplication.state.not_in(UNSENT))
                .order_by(JobApplication.number)
            )
        )
        if posting
        else []
    )
    steps = choosing.steps_of_many([each.id for each in everybody])
    shortlisted = frozenset(each.id for each in everybody if is_past(as_steps(steps.get(each.id, [])), "shortlist"))
    known = frozenset(each.id for each in everybody if _may_be_named(campaign, each, shortlisted)) if sight.named else frozenset()  # fmt: skip
    theirs = accounts.names_of({each.person_id for each in everybody if each.person_id})
    contacts_of = {each.id: _names_of(each, theirs.get(each.person_id or 0, "")) for each in everybody}
    rows = everybody if sight.is_ours else [each for each in everybody if each.id in shortlisted]
    acted = {step.by_id for each in rows for step in steps.get(each.id, ()) if step.by_id}
    return Gathered(
        rows,
        steps,
        shortlisted,
        known,
        Redactor(contacts_of, shown=known),
        _files([each for each in rows if each.id in known]),
        accounts.names_of(acted),
    )


def _may_be_named(campaign: Campaign, application: JobApplication, shortlisted: frozenset[int]) -> bool:
    """As on the screen (selecting.queries.names_shown), and once the campaign is over: then nothing is left to choose."""
    if not campaign.names_hidden or campaign.state in OVER:
        return True
    return application.id in shortlisted and application.state not in BEFORE_NAMES


def _names_of(application: JobApplication, account: str) -> tuple[str, ...]:
    contact = application.answers.get("contact") or {}
    names = (
        str(contact.get("name", "")),
        str(contact.get("called", "")),
        account if account != accounts.SOMEBODY else "",
    )
    return tuple(each for each in names if each.strip())


def _files(rows: Sequence[JobApplication]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    wanted = [f"application:{each.reference}" for each in rows]
    for row in db.session.scalars(select(Document).where(Document.subject.in_(wanted)).order_by(Document.id)):
        found.setdefault(row.subject, []).append(row.original_name)
    return found
