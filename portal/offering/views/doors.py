"""The two doors to the pages of offers."""

from __future__ import annotations

from collections.abc import Mapping

from portal.offering.views import checks, pages, reserves, terms
from portal.selecting import desks
from portal.selecting.desks import Desk
from portal.selecting.views.behind import View, hang

PAGES: Mapping[str, tuple[str, View]] = {
    "index": ("", pages.index),
    "show": ("/<application>", pages.show),
    "make GET+POST": ("/<application>/make", terms.make),
    "change GET+POST": ("/<application>/change", terms.change),
    "withdraw GET+POST": ("/<application>/withdraw", pages.withdraw),
    "defer GET+POST": ("/<application>/defer", pages.defer),
    "meet GET+POST": ("/<application>/meet", pages.meet),
    "fail GET+POST": ("/<application>/fail", pages.fail),
    "start GET+POST": ("/<application>/start", pages.start),
    "miss_start GET+POST": ("/<application>/did-not-start", pages.miss_start),
    "reserve GET+POST": ("/<application>/reserve", reserves.reserve),
    "add POST": ("/<application>/checks", checks.add),
    "check GET+POST": ("/<application>/checks/<check>", checks.check),
    "ask_consent POST": ("/<application>/checks/<check>/consent", checks.ask_consent),
    "ask_referee POST": ("/<application>/checks/<check>/referee", checks.ask_referee),
    "ask_again POST": ("/<application>/checks/<check>/referee/again", checks.ask_again),
    "drop POST": ("/<application>/checks/<check>/drop", checks.drop),
}
OF_CONSULTANTS: Mapping[str, tuple[str, View]] = {"ask POST": ("/reserve/<reserved>/ask", reserves.ask)}
"""What only a campaign has."""


def _consultant(person_id: int, campaign: str) -> Desk:
    return desks.of_consultant(person_id, campaign)


def _employer(person_id: int, reference: str, posting: str) -> Desk:
    return desks.of_employer(person_id, reference, posting)


consultant = hang("offers", "/campaigns/<campaign>/offers", _consultant, ("campaign",), {**PAGES, **OF_CONSULTANTS})
employer = hang("offers", "/<reference>/vacancies/<posting>/offers", _employer, ("reference", "posting"), PAGES)
