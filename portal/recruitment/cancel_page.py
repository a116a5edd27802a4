"""The page on which a campaign is cancelled, which the consultant and the client have alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.recruitment import calling_off, joined
from portal.recruitment.campaign_states import OVER
from portal.recruitment.forms import CancelForm
from portal.recruitment.models import Campaign
from portal.web.words import counted


def form_for(campaign: Campaign) -> CancelForm:
    """The form as the page opens; the text is the usual one until somebody writes another."""
    return CancelForm(words=calling_off.default_words(campaign))


def facts(campaign: Campaign, form: CancelForm, *, at: datetime) -> dict[str, Any]:
    """What hangs on it, for the template; fields that ask for nothing here leave the form."""
    found = calling_off.candidates(campaign)
    if not found.to_tell:
        del form.words
    if not found.taken:
        del form.sure
    elif form.sure is not None:
        names = ", ".join(found.names_with_the_post)
        form.sure.label.text = f"I know that the accepted offers stand, and go on: {names}"
    return {
        "title": campaign.title,
        "form": form,
        "hanging": _hanging(campaign, found, at=at),
        "obstacles": [] if campaign.state in OVER else found.obstacles,
    }


def _hanging(campaign: Campaign, found: calling_off.Candidates, *, at: datetime) -> list[str]:
    says = []
    if number := len(found.to_tell):
        waits = counted(number, "candidate is", "candidates are")
        says.append(f"{waits} in the running. Each is told at once, in the words below, by mail and on their own page.")
    says += joined.ENDS_WITH_CAMPAIGN.ask(campaign, at)
    if found.taken:
        number, names = len(found.taken), ", ".join(found.names_with_the_post)
        accepted = counted(number, "person has", "people have")
        says.append(
            f"{accepted} accepted an offer, which may be a contract: {names}. Cancelling does not undo it. Checks, start "
            "and guarantee go on. To end it, the consultant withdraws the offer on its own page first."
        )
    return says or ["Nobody is in the running."]
