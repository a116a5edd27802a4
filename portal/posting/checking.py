"""What stands against publishing a vacancy, what is advised, and what publishing changes would change, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.employers.models import Organisation
from portal.posting import agreement, publishing, queries
from portal.posting.answers.whole import BY_KEY
from portal.posting.checks import Advice
from portal.posting.models import Posting
from portal.posting.presenting import address_of
from portal.vacancies.posted import different_lines
from portal.vacancies.presenting import Difference, facts_of


@dataclass(frozen=True, slots=True)
class Missing:
    """Why it cannot be published yet, and where to put it right."""

    sentence: str
    address: str


@dataclass(frozen=True, slots=True)
class Advised:
    """A piece of advice, and where to follow it."""

    what: str
    why: str
    section: str
    address: str


def missing_of(posting: Posting, organisation: Organisation, *, at: datetime) -> list[Missing]:
    """What stands against publishing it, money aside, each with the page where it is put right."""
    whole = publishing.read(organisation, posting.answers, at=at)
    found = [
        Missing(f"{BY_KEY[key].title}: {sentence}", address_of(organisation, posting, "section", section=key))
        for key, said in whole.problems.items()
        for sentence in said.values()
    ]
    if publishing.changes_what_was_answered(posting, organisation, at=at):
        address = address_of(organisation, posting, "section", section="criteria")
        found.append(Missing(publishing.CRITERIA_STAY, address))
    if organisation.confirmed_at is None:
        found.append(Missing(publishing.unconfirmed(organisation), address_of(organisation, posting)))
    if not found and not agreement.is_agreed(posting):
        found.append(Missing(agreement.missing(posting), address_of(organisation, posting)))
    return found


def differences_of(posting: Posting, organisation: Organisation, *, at: datetime) -> list[Difference]:
    """What readers will see of the changes that wait: the page of the vacancy before and after them."""
    before = publishing.drawn(organisation, queries.published_answers(posting) or {}, at=at)
    after = publishing.drawn(organisation, posting.answers, at=at)
    old = {fact.label: fact.lines for fact in facts_of(before)}
    found = [
        Difference(fact.label, " / ".join(old.get(fact.label, ("Not stated",))), " / ".join(fact.lines))
        for fact in facts_of(after)
        if fact.lines != old.get(fact.label, ())
    ]
    if before.description != after.description:
        found.append(Difference("Text", *different_lines(before.description, after.description)))
    return found


def advice_of(
    advice: Sequence[Advice], posting: Posting, organisation: Organisation, *, may_write: bool
) -> list[Advised]:
    """The checks' advice with links for who may follow it."""
    return [
        Advised(
            each.what,
            each.why,
            BY_KEY[each.section].title,
            address_of(organisation, posting, "section", section=each.section) if may_write else "",
        )
        for each in advice
    ]
