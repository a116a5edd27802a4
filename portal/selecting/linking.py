"""What lower rooms ask about those who choose: a vacancy's applications and the way to them (posting.received), and what
hangs on a member of a panel (recruitment.joined)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import url_for

from portal.employers.models import Organisation
from portal.posting import queries as postings
from portal.posting.models import Posting
from portal.posting.received import Receiving
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign, PanelMember
from portal.selecting import queries, taken
from portal.vacancies.presenting import applies_here
from portal.web.words import counted


def _link_of(organisation: Organisation, posting: Posting) -> tuple[str, str]:
    """To the applications themselves; to nothing where people apply elsewhere, or where a consultant reads them."""
    vacancy = postings.vacancy_of(posting)
    if vacancy is None or not applies_here(vacancy) or campaigns.of_posting(posting.id) is not None:
        return "", ""
    number = _number_sent(posting)
    address = url_for("employer.employer_desk.index", reference=organisation.reference, posting=posting.reference)
    filled = taken.says(posting, taken.posts_of(posting))
    return f"Applications: {counted(number, 'was sent', 'were sent')}{'; ' if filled else ''}{filled}", address


def _number_sent(posting: Posting) -> int:
    return queries.number_sent(posting.id)


RECEIVING = Receiving(number_sent=_number_sent, link_of=_link_of)


def hanging_on(campaign: Campaign, member: PanelMember, at: datetime) -> Sequence[str]:
    """The scores that a member of the panel has begun, and not handed in."""
    if campaign.posting_id is None or member.person_id is None:
        return ()
    number = queries.number_begun(campaign.posting_id, member.person_id)
    if not number:
        return ()
    return (
        f"They have begun to score {counted(number, 'application')}, and not handed those scores in: they do not count.",
    )
