"""Who chooses, and what they may see and do: the consultant, the client's panel, or an employer without a consultant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement

from portal.applying import queries as applications
from portal.applying.models import JobApplication
from portal.applying.queries import Job
from portal.applying.states import (
    CONSULTANT,
    INTERVIEW,
    LONGLISTED,
    NOT_LONGLISTED,
    PANEL,
    SUBMITTED,
    UNSENT,
    WITHDRAWN,
    follow,
    may,
)
from portal.foundation.errors import NotFound
from portal.posting import queries as postings
from portal.posting.models import Posting
from portal.recruitment import panels
from portal.recruitment import queries as campaigns
from portal.recruitment.campaign_states import CLOSED, OFFER, OVER, SELECTION
from portal.recruitment.models import Campaign

Kind = Literal["consultant", "panel", "employer"]
ROUNDS = {SUBMITTED: "longlist", LONGLISTED: "shortlist", INTERVIEW: "interview"}
"""Which round of scoring an application is in, by its state."""
ROUND_NAMES = {"longlist": "Longlist", "shortlist": "Shortlist", "interview": "Interview"}
BEFORE_NAMES = (SUBMITTED, NOT_LONGLISTED, LONGLISTED, "not_shortlisted")
"""States in which names are hidden where they are hidden at all."""
_DECIDES = {"consultant": (CONSULTANT,), "panel": (PANEL,), "employer": (CONSULTANT, PANEL)}
SCORED_BY = {"consultant": ("longlist",), "panel": ("shortlist", "interview"), "employer": tuple(ROUND_NAMES)}
DECISIONS = (
    "longlist",
    "leave_off_longlist",
    "shortlist",
    "leave_off_shortlist",
    "invite",
    "appoint",
    "take_back_choice",
    "hold_in_reserve",
    "refuse",
    "reverse",
)
"""The moves that are made here; offers and what follows them have pages of their own."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A person who chooses for one vacancy. `chairs` is whether they speak for the panel; `lone_panel` whether one person
    alone has joined it, so that a consultant is the second who scores."""

    kind: Kind
    person_id: int
    job: Job
    campaign: Campaign | None
    chairs: bool = False
    lone_panel: bool = False

    @property
    def hides_names(self) -> bool:
        """Whether names are hidden until the shortlist."""
        if self.campaign is not None:
            return self.campaign.names_hidden
        said = self.job.posting.answers.get("inclusion") or {}
        return "names_hidden" in (said.get("statements") or [])

    @property
    def is_over(self) -> bool:
        """Whether the campaign has ended: nothing is decided any more."""
        return self.campaign is not None and self.campaign.state in OVER

    def sees(self) -> ColumnElement[bool]:
        """The applications that are theirs to see: a panel sees nobody before the longlist, and nobody sees a draft."""
        hidden = (*UNSENT, SUBMITTED, NOT_LONGLISTED, WITHDRAWN) if self.kind == "panel" else UNSENT
        return (JobApplication.posting_id == self.job.posting.id) & JobApplication.state.not_in(hidden)

    @property
    def waits_for_closing(self) -> bool:
        """Whether the campaign still takes applications: nothing is decided before everybody could apply."""
        return self.campaign is not None and self.campaign.state not in (CLOSED, SELECTION, OFFER, *OVER)

    def decides(self, application: JobApplication) -> list[str]:
        """The decisions that are theirs where it stands; its history may still forbid one (selecting.possible). A panel's
        are made by its chair."""
        if self.is_over or self.waits_for_closing or (self.kind == "panel" and not self.chairs):
            return []
        return [
            event
            for event in DECISIONS
            if may(application.state, event) and follow(application.state, event).who in _DECIDES[self.kind]
        ]

    @property
    def rounds(self) -> tuple[str, ...]:
        """The rounds that they score."""
        beside = SCORED_BY["panel"] if self.kind == "consultant" and self.lone_panel else ()
        return (*SCORED_BY[self.kind], *beside)

    def round_of(self, application: JobApplication) -> str:
        """The round in which they score it now; empty where they score nothing."""
        found = ROUNDS.get(application.state, "")
        return found if found in self.rounds and not self.is_over else ""


def of_consultant(person_id: int, campaign: str, *, locked: bool = False) -> Desk:
    """The consultant's or deputy's desk. Raises NotFound."""
    found = campaigns.for_consultant(person_id, campaign, locked=locked)
    return Desk("consultant", person_id, _job(campaigns.posting_of(found)), found, lone_panel=_is_lone(found))


def of_panel(person_id: int, campaign: str) -> Desk:
    """The desk of somebody on the client's panel. Raises NotFound."""
    found, member = panels.for_member(person_id, campaign)
    return Desk("panel", person_id, _job(campaigns.posting_of(found)), found, member.is_chair, _is_lone(found))


def of_employer(person_id: int, organisation: str, posting: str) -> Desk:
    """The desk of an owner or recruiter whose vacancy no consultant runs. Raises NotFound for one that a consultant runs:
    the client sees nobody before the shortlist."""
    _, found = postings.for_writer(person_id, organisation, posting)
    if campaigns.of_posting(found.id) is not None:
        raise NotFound("There are no applications to see here.")
    return Desk("employer", person_id, _job(found), None)


def _is_lone(campaign: Campaign) -> bool:
    return panels.number_joined(campaign) == 1


def _job(posting: Posting | None) -> Job:
    if posting is None:
        raise NotFound("There is no vacancy yet.")
    return applications.job_of_posting(posting)
