"""Interviews beside what lower rooms show: the candidate's page of an application, and the cancelling of a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portal.applying.models import JobApplication
from portal.interviewing import choosing, own_pages, queries, schedule
from portal.interviewing.states import BOOKED, INVITED, UNSUITED
from portal.recruitment.models import Campaign, PanelMember
from portal.web.seams import Part
from portal.web.words import counted, long_time


def parts_of(application: JobApplication, at: datetime) -> Sequence[Part]:
    """Its interviews with their feedback, the newest round first; nothing where there is none."""
    lines = [own_pages.own_line(each, at=at) for each in queries.of_application(application.id)[::-1]]
    return (Part("interviewing/account/_mine.html", lines),) if lines else ()


def ending_with(campaign: Campaign, at: datetime) -> Sequence[str]:
    """What comes of the interviews of a campaign that is about to be cancelled (recruitment.joined)."""
    if campaign.posting_id is None:
        return ()
    rows = [each.interview for each in queries.held_of([it.id for it in schedule.rounds_of(campaign.posting_id)])]
    fixed = sum(1 for each in rows if each.state == BOOKED and not queries.has_begun(each, at))
    open_ = sum(1 for each in rows if each.state in (INVITED, UNSUITED))
    says = []
    if fixed:
        has = counted(fixed, "interview has", "interviews have")
        says.append(
            f"{has} a fixed time. Candidates and interviewers are told by mail, with a cancelled calendar entry."
        )
    if open_:
        has = counted(open_, "candidate has", "candidates have")
        says.append(f"{has} still to choose a time for an interview. The invitation ends.")
    return says


def hanging_on(campaign: Campaign, member: PanelMember, at: datetime) -> Sequence[str]:
    """The interviews to come in which a member of the panel sits (recruitment.joined)."""
    if campaign.posting_id is None or member.person_id is None or member.taken_up_at is None:
        return ()
    rounds = [
        each
        for each in schedule.rounds_of(campaign.posting_id)
        if member.id in {it.id for it in schedule.interviewers_of(each)}
    ]
    rows = [each.interview for each in queries.held_of([it.id for it in rounds])]
    coming = sorted(
        each.starts_at for each in rows if each.state == BOOKED and each.ends_at and each.ends_at > at if each.starts_at
    )
    says = []
    if coming:
        sits = counted(len(coming), "interview that has", "interviews that have")
        says.append(
            f"They sit in {sits} a time and {'is' if len(coming) == 1 else 'are'} not over, the first at {long_time(coming[0])}."
        )
    for each in rounds:
        if len(schedule.interviewers_of(each)) == 1:
            says.append(f"Nobody else is named to hold “{each.name}”.")
    return says


def until_of(application: JobApplication, at: datetime) -> Sequence[str]:
    """Until when they can choose a time."""
    found = queries.of_application(application.id)
    waiting = [each for each in found if each.interview.state == INVITED and choosing.may_choose(each, at=at)]
    return [own_pages.until_says(each) for each in waiting[:1]]
