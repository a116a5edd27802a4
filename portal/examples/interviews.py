"""A campaign that has come to its interviews: one was held, two are fixed, one candidate chooses, and one found no time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from portal.applying import queries as applications
from portal.applying.models import JobApplication
from portal.database.transaction import transaction
from portal.examples import candidates, recruiting
from portal.examples.stories import Calendar, Story
from portal.foundation import clock
from portal.interviewing import arranging, choosing, concluding, inviting, queries, schedule
from portal.interviewing.queries import Held
from portal.interviewing.times import row_of
from portal.posting import tending as postings
from portal.recruitment import queries as campaigns
from portal.recruitment import tending as campaigns_tended
from portal.selecting import deciding, desks, telling
from portal.selecting import queries as chosen
from portal.selecting.desks import Desk

Ids = Mapping[str, int]
TITLE = "Network Operations Lead"
WHO = ("applicant2", "applicant3", "applicant4", "applicant5", "member")
"""Held yesterday, today, has found no time, in three days, and has still to choose."""
SAID = (
    "I have run networks of this size for five years and was on call every third week.",
    "I explain to schools what will not work, and when it will.",
)
ROUND = {
    "name": "First interview",
    "way": "in_person",
    "address": "Civic Hall, Calverley Street, Leeds LS1 1UR\nAsk for Digital Services at the desk.",
    "link": "",
    "minutes": 45,
    "notice": 24,
    "who": "Helen Carr, Head of Digital Services, and a colleague from her team",
    "prepare": "Bring a drawing of a network that you built, and tell us in five minutes what you would build differently today.",
    "interviewers": [],
}


def stories(ids: Ids, calendar: Calendar) -> list[Story]:
    """The one campaign."""
    return [_interviews(ids, calendar)]


def _interviews(ids: Ids, calendar: Calendar) -> Story:
    reference = yield from recruiting.until_live(ids, calendar, begun=75, title=TITLE, key="ops", days=44)
    for days, name in zip((45, 44, 43, 41, 40), WHO, strict=True):
        yield calendar.ago(days, hour=12)
        helps = "A room without steps, and the questions on paper." if name == "applicant5" else ""
        candidates.send(_desk(ids, reference).job.posting, ids[name], SAID, helps=helps)
    yield calendar.ago(24)
    postings.close_passed(at=clock.now())
    campaigns_tended.close_passed(at=clock.now())
    _decide(_desk(ids, reference), _all(ids, reference), "longlist")
    yield calendar.ago(19)
    _decide(_chair(ids, reference), _all(ids, reference), "shortlist")
    yield calendar.ago(17)
    _decide(_desk(ids, reference), _all(ids, reference), "invite")
    yield calendar.ago(16)
    _tell(ids, reference, WHO)
    yield calendar.ago(10)
    round_ = _round(ids, reference)
    yield calendar.ago(9, hour=12)
    with transaction():
        desk = _chair(ids, reference)
        slots = schedule.slots_of([each.id for each in schedule.rounds_of(desk.job.posting.id)])
        arranging.answer_times(desk, [each.reference for each in slots], [slots[-1].reference], at=clock.now())
    yield calendar.ago(8)
    with transaction():
        desk = _desk(ids, reference)
        invited = [each.reference for each in chosen.every(desk, state="interview")]
        inviting.invite(desk, schedule.round_of(desk, round_), invited, at=clock.now())
    for days, name, place in ((7, "applicant2", 0), (7, "applicant3", 2), (6, "applicant5", 4)):
        yield calendar.ago(days, hour=11)
        with transaction():
            held = _held(ids, reference, name)
            slots = schedule.slots_of([held.round.id])
            choosing.choose(held, slots[place].reference, by=ids[name], at=clock.now())
    yield calendar.ago(5)
    with transaction():
        words = "I am away until the end of the month. Any day after that, best before noon."
        choosing.suits_none(_held(ids, reference, "applicant4"), words, by=ids["applicant4"], at=clock.now())
    yield calendar.ago(0)
    with transaction():
        desk = _desk(ids, reference)
        mine = queries.interview_of(desk, _held(ids, reference, "applicant2").interview.reference, locked=True)
        concluding.conclude(desk, mine, concluding.ATTEND, note="", at=clock.now())
    _decide(_chair(ids, reference), [_application(ids, reference, "applicant2").reference], "refuse")
    with transaction():
        chair = _chair(ids, reference)
        words = "You know your networks, and your drawing was clear. We would have liked to hear more of how you led people."
        mine = queries.interview_of(chair, mine.interview.reference, locked=True)
        concluding.write_feedback(chair, mine, words, at=clock.now())
    _tell(ids, reference, ("applicant2",))


def _round(ids: Ids, reference: str) -> str:
    """The first interview, with two times yesterday, two today and three in three days; its reference."""
    today = clock.today() + timedelta(days=10)
    with transaction():
        desk = _desk(ids, reference)
        facts = {**ROUND, "choose_by": clock.end_of_london_day(today + timedelta(days=2))}
        row = arranging.make_round(desk, facts, at=clock.now())
        for ahead, hours in ((-1, (10, 12)), (0, (15, 17)), (4, (9, 12))):
            day = today + timedelta(days=ahead)
            spans = row_of(_at(day, hours[0]), _at(day, hours[1]), minutes=45, pause=15)
            arranging.add_slots(desk, row, spans, room="Room 2", beside=False, at=clock.now())
        return row.reference


def _at(day: date, hour: int) -> datetime:
    return clock.london_instant(day, time(hour))


def _desk(ids: Ids, reference: str) -> Desk:
    return desks.of_consultant(ids["consultant"], reference)


def _chair(ids: Ids, reference: str) -> Desk:
    return desks.of_panel(ids["head"], reference)


def _all(ids: Ids, reference: str) -> list[str]:
    return [each.reference for each in chosen.every(_desk(ids, reference))]


def _application(ids: Ids, reference: str, name: str) -> JobApplication:
    posting = campaigns.posting_of(campaigns.for_staff(reference))
    assert posting is not None
    found = applications.theirs(ids[name], posting.id)
    assert found is not None
    return found


def _held(ids: Ids, reference: str, name: str) -> Held:
    """This candidate's interview, held."""
    application = _application(ids, reference, name)
    (held,) = queries.of_application(application.id)
    return queries.own(ids[name], application.reference, held.interview.reference, locked=True)


def _decide(desk: Desk, references: Sequence[str], event: str) -> None:
    because = "Good evidence for every criterion." if event != "refuse" else "Others had led teams of this size."
    find = desks.of_consultant if desk.kind == "consultant" else desks.of_panel
    assert desk.campaign is not None
    reference, person_id = desk.campaign.reference, desk.person_id
    with transaction():
        deciding.decide_many(
            find(person_id, reference), references, event, because=because, at=clock.now(), unscored=True
        )


def _tell(ids: Ids, reference: str, names: Sequence[str]) -> None:
    with transaction():
        expected = {row.reference: row.state for row in (_application(ids, reference, each) for each in names)}
        telling.tell(_desk(ids, reference), list(expected), telling.TEMPLATES, expected=expected, at=clock.now())
