"""The three doors to the pages of those who choose."""

from __future__ import annotations

from portal.selecting import desks
from portal.selecting.desks import Desk
from portal.selecting.views.behind import hang
from portal.selecting.views.pages import OF_CONSULTANTS, PAGES, PANEL_PAGES


def _consultant(person_id: int, campaign: str) -> Desk:
    return desks.of_consultant(person_id, campaign)


def _panel(person_id: int, campaign: str) -> Desk:
    return desks.of_panel(person_id, campaign)


def _employer(person_id: int, reference: str, posting: str) -> Desk:
    return desks.of_employer(person_id, reference, posting)


consultant = hang("desk", "/campaigns/<campaign>/applications", _consultant, ("campaign",), {**PAGES, **OF_CONSULTANTS})
panel = hang("panel_desk", "/panels/<campaign>/applications", _panel, ("campaign",), PANEL_PAGES)
employer = hang(
    "employer_desk", "/<reference>/vacancies/<posting>/applications", _employer, ("reference", "posting"), PAGES
)
