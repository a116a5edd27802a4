"""Who scores beside whom. Two people do, each alone; where the panel is one person, a consultant of the campaign is the second."""

from __future__ import annotations

from portal.applying.models import JobApplication
from portal.foundation.errors import RuleBroken
from portal.recruitment import panels
from portal.selecting import queries
from portal.selecting.desks import SCORED_BY, Desk

ALONE = {
    "panel": "You are the whole panel: the consultant can be the second who scores, or a second person is invited to the panel.",
    "consultant": "The panel is one person: be the second who scores, or invite a second person to the panel.",
}
NO_DEPUTY = "Name a deputy for the campaign, who is the second."


def advice(desk: Desk, round_: str) -> str:
    """What to do so that two can score a round; empty where two can."""
    if desk.campaign is None:
        return ""
    if round_ in SCORED_BY["panel"]:
        return ALONE[desk.kind] if desk.lone_panel else ""
    return NO_DEPUTY if desk.campaign.deputy_id is None else ""


def require_one_beside(desk: Desk, application: JobApplication, round_: str) -> None:
    """Raise RuleBroken where a second consultant would score beside a panel of one: the two would settle it without the panel."""
    if desk.campaign is None or round_ in SCORED_BY[desk.kind]:
        return
    panel = {each.person_id for each in panels.of(desk.campaign)}
    begun = {each.scorer_id for each in queries.sifts_of([application.id], round_).get(application.id, [])}
    if begun - panel - {desk.person_id}:
        raise RuleBroken("Another consultant scores this application beside the panel already.")
