"""Interviews on the candidate's page of an application: a seam that its room asks (applying.joined)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portal.applying.models import JobApplication
from portal.interviewing import choosing, own_pages, queries
from portal.interviewing.states import INVITED
from portal.web.seams import Part


def parts_of(application: JobApplication, at: datetime) -> Sequence[Part]:
    """Its interviews with their feedback, the newest round first; nothing where there is none."""
    lines = [own_pages.own_line(each, at=at) for each in queries.of_application(application.id)[::-1]]
    return (Part("interviewing/account/_mine.html", lines),) if lines else ()


def until_of(application: JobApplication, at: datetime) -> Sequence[str]:
    """Until when they can choose a time."""
    found = queries.of_application(application.id)
    waiting = [each for each in found if each.interview.state == INVITED and choosing.may_choose(each, at=at)]
    return [own_pages.until_says(each) for each in waiting[:1]]
