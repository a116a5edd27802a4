"""The three doors to the pages of those who arrange and hold interviews: the same desks as those who choose."""

from __future__ import annotations

from portal.interviewing.views.pages import PAGES, PANEL_PAGES
from portal.selecting import desks
from portal.selecting.desks import Desk
from portal.selecting.views.behind import hang


def _consultant(person_id: int, campaign: str) -> Desk:
    return desks.of_consultant(person_id, campaign)


def _panel(person_id: int, campaign: str) -> Desk:
    return desks.of_panel(person_id, campaign)


def _employer(person_id: int, reference: str, posting: str) -> Desk:
    return desks.of_employer(person_id, reference, posting)


consultant = hang("interviews_desk", "/campaigns/<campaign>/interviews", _consultant, ("campaign",), PAGES)
panel = hang("panel_interviews", "/panels/<campaign>/interviews", _panel, ("campaign",), PANEL_PAGES)
employer = hang(
    "employer_interviews", "/<reference>/vacancies/<posting>/interviews", _employer, ("reference", "posting"), PAGES
)
