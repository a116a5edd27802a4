"""The two doors to the pages of offers."""

from __future__ import annotations

from portal.offering.views.pages import OF_CONSULTANTS, PAGES
from portal.selecting import desks
from portal.selecting.desks import Desk
from portal.selecting.views.behind import hang


def _consultant(person_id: int, campaign: str) -> Desk:
    return desks.of_consultant(person_id, campaign)


def _employer(person_id: int, reference: str, posting: str) -> Desk:
    return desks.of_employer(person_id, reference, posting)


consultant = hang("offers", "/campaigns/<campaign>/offers", _consultant, ("campaign",), {**PAGES, **OF_CONSULTANTS})
employer = hang("offers", "/<reference>/vacancies/<posting>/offers", _employer, ("reference", "posting"), PAGES)
