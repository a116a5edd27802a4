"""What somebody is told by mail who is taken off a campaign: off its panel, or from the people of the client."""

from __future__ import annotations

from portal.accounts.writing_to import write_to
from portal.mail.posting import post
from portal.recruitment import queries
from portal.recruitment.models import Campaign, PanelMember

_TAKEN_OFF = "recruitment/mail/taken_off.txt"


def taken_off_panel(campaign: Campaign, member: PanelMember) -> None:
    """To whoever was on the panel, or invited to it: they are not any more."""
    organisation = queries.organisation_of(campaign).name
    if member.person_id is not None:
        write_to(member.person_id, _TAKEN_OFF, title=campaign.title, organisation=organisation, panel=True)
        return
    post(_TAKEN_OFF, to=member.email, name=member.name, title=campaign.title, organisation=organisation, panel=True)


def taken_off_contacts(campaign: Campaign, person_id: int, *, still_sees: bool) -> None:
    """To whoever was a contact: what they hear and see of it from now on."""
    organisation = queries.organisation_of(campaign).name
    facts = {"title": campaign.title, "organisation": organisation, "panel": False, "still_sees": still_sees}
    write_to(person_id, _TAKEN_OFF, **facts)
