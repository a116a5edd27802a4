"""The lists of campaigns: a consultant's own, an organisation's, and everybody's for staff."""

from __future__ import annotations

from flask import url_for

from portal.recruitment.campaign_states import NAMES
from portal.recruitment.models import Campaign
from portal.recruitment.queries import STAGES
from portal.recruitment.sold_services import SERVICES
from portal.web import words
from portal.web.listing import Cell, Column, Filter, Shape

_STATE = Filter("state", "State", tuple(NAMES.items()))
_COLUMNS = (
    Column("title", "Job", sorts=True),
    Column("client", "Client", sorts=True),
    Column("state", "State"),
    Column("service", "Service"),
    Column("consultant", "Consultant"),
    Column("changed", "Last changed", sorts=True),
)
OWN = Shape(
    one="campaign",
    many="campaigns",
    columns=_COLUMNS,
    sort="-changed",
    search="Job, client or reference",
    empty="There is nothing here. Take one that waits for a consultant, or begin one.",
    keeps=("stage",),
)
ALL = Shape(
    one="campaign",
    many="campaigns",
    columns=_COLUMNS,
    sort="-changed",
    search="Job, client or reference",
    filters=(_STATE, Filter("consultant", "Consultant", (("none", "Nobody yet"),))),
    empty="Nobody has asked for a consultant or bought a service yet.",
)


def row_of(campaign: Campaign, client: str, consultant: str | None, *, persona: str) -> list[Cell]:
    """A campaign as a row of the list of consultants or of staff."""
    address = url_for(f"{persona}.campaigns.show", campaign=campaign.reference)
    return [
        Cell(campaign.title, address, note=campaign.wanted),
        Cell(client),
        Cell(NAMES[campaign.state]),
        Cell(SERVICES[campaign.service].name),
        Cell(consultant or "Nobody yet", bad=consultant is None),
        Cell(words.short_day(campaign.updated_at)),
    ]


def tabs(numbers: dict[str, int], chosen: str) -> list[tuple[str, str, int, bool]]:
    """The tabs: name, address, how many, and whether it is the one that is shown."""
    first = ("All", url_for("consultant.campaigns.index"), sum(numbers.values()), chosen not in STAGES)
    return [
        first,
        *(
            (name, url_for("consultant.campaigns.index", stage=stage), numbers[stage], stage == chosen)
            for stage, (name, _) in STAGES.items()
        ),
    ]
