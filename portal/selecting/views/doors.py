"""The three doors to the pages of those who choose."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint

from portal.selecting import desks
from portal.selecting.desks import Desk
from portal.selecting.views.behind import View, hang
from portal.selecting.views.pages import OF_CONSULTANTS, PAGES, PANEL_PAGES


def _consultant(person_id: int, campaign: str) -> Desk:
    return desks.of_consultant(person_id, campaign)


def _panel(person_id: int, campaign: str) -> Desk:
    return desks.of_panel(person_id, campaign)


def _employer(person_id: int, reference: str, posting: str) -> Desk:
    return desks.of_employer(person_id, reference, posting)


def of_consultants(name: str, prefix: str, pages: Mapping[str, tuple[str, View]]) -> Blueprint:
    """Pages of an upper room that stand at the consultant's desk; the prefix has the campaign."""
    return hang(name, prefix, _consultant, ("campaign",), pages)


def of_panels(name: str, prefix: str, pages: Mapping[str, tuple[str, View]]) -> Blueprint:
    """The same at the panel's."""
    return hang(name, prefix, _panel, ("campaign",), pages)


consultant = hang("desk", "/campaigns/<campaign>/applications", _consultant, ("campaign",), {**PAGES, **OF_CONSULTANTS})
panel = hang("panel_desk", "/panels/<campaign>/applications", _panel, ("campaign",), PANEL_PAGES)
employer = hang(
    "employer_desk", "/<reference>/vacancies/<posting>/applications", _employer, ("reference", "posting"), PAGES
)
