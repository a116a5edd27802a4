"""What upper rooms put on the pages of a campaign, without this room knowing them: the client's, and the consultant's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Flask, current_app

from portal.recruitment.models import Campaign
from portal.recruitment.tasks import CLIENT, CONSULTANT
from portal.vacancies.beside import Part

SIDES = (CLIENT, CONSULTANT)
Parts = Callable[[Campaign, str, datetime], Sequence[Part]]


def stand_beside(app: Flask, *parts: Parts) -> None:
    """From now on ask these what stands on the page of a campaign, for which of the two sides, at what time."""
    app.extensions["beside_campaigns"] = parts


def parts_of(campaign: Campaign, *, side: str, at: datetime) -> list[Part]:
    """What upper rooms know of this campaign that this side may see, in the order in which it is shown."""
    asked: Sequence[Parts] = current_app.extensions["beside_campaigns"]
    return [part for ask in asked for part in ask(campaign, side, at)]
