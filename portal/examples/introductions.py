"""Members who agreed to be found, messages to some of them, an introduction, and packs of evidence, for Leeds' campaign."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from portal.accounts import queries as people
from portal.database.base import db
from portal.database.transaction import transaction
from portal.evidence import making as evidence
from portal.evidence.sights import CLIENT, OURS, Sight
from portal.examples.stories import Calendar, Story
from portal.foundation import clock
from portal.introducing import answering, approaching, consent, queries, saying, searching
from portal.introducing.models import Approach
from portal.introducing.saying import Said
from portal.recruitment.models import Campaign

Ids = Mapping[str, int]
TITLE = "Head of Cyber Security"
SAID: Mapping[str, Said] = {
    "member": Said(
        families=("it_operations", "cyber_security"),
        levels=("lead_manager", "head_director"),
        places=("Sheffield",),
        miles=50,
        least_pounds=62_000,
        clearance=("SC",),
        patterns=("full_time",),
        own_employers=("Sheffield City Council",),
    ),
    "assessor": Said(families=("cyber_security",), levels=("head_director",), places=("Cardiff",), workplaces=("remote",)),
    "assessor2": Said(
        families=("cyber_security", "architecture"), levels=("head_director",), places=("Edinburgh", "York"), miles=100, least_pounds=70_000
    ),
    "assessor3": Said(levels=("lead_manager",), places=("Bradford",), miles=25, least_pounds=80_000, clearance=("DV",)),
    "assessor4": Said(families=("cyber_security",), levels=("lead_manager",), places=("Wakefield",), least_pounds=60_000),
}  # fmt: skip


def stories(ids: Ids, calendar: Calendar) -> list[Story]:
    """Five agreed; four were written to, of whom one asked, one said no and one was introduced."""
    return [_found(ids, calendar)]


def _found(ids: Ids, calendar: Calendar) -> Story:
    yield calendar.ago(13, hour=9)
    with transaction():
        for name, said in SAID.items():
            saying.keep(ids[name], said, at=clock.now())
            saying.agree(ids[name], version=consent.FOUND_VERSION, at=clock.now())
    for days, name in ((12, "assessor2"), (12, "assessor3"), (11, "assessor4"), (10, "member")):
        yield calendar.ago(days, hour=15)
        _write(ids, name)
    yield calendar.ago(9, hour=18)
    _answer(ids, "assessor3", lambda it: answering.refuse(it, never_again=False, at=clock.now()))
    _answer(ids, "assessor2", lambda it: answering.ask(it, "Could it be done from York on most days?", at=clock.now()))
    yield calendar.ago(8, hour=10)
    with transaction():
        campaign = _campaign()
        about = _approach(ids["assessor2"])
        approaching.reply(campaign, about, "Yes: two days in Leeds.", by=ids["consultant"], at=clock.now())
    yield calendar.ago(7, hour=19)
    _answer(ids, "assessor4", _introduce)
    yield calendar.ago(0, hour=8)
    for who, audience in (("consultant", OURS), ("owner", CLIENT)):
        with transaction():
            pack = evidence.ask(_campaign(), Sight(audience, ids[who]), at=clock.now()).reference
        evidence.make({"pack": pack})


def _write(ids: Ids, name: str) -> None:
    with transaction():
        campaign, at = _campaign(), clock.now()
        called = searching.called_in(campaign, people.by_id(ids[name]).reference)
        found = searching.one(campaign, called, at=at)
        consultant = people.by_id(ids["consultant"])
        words = approaching.template(campaign, found.match, by=consultant.name, at=at)
        approaching.send(campaign, called, words, by=consultant.id, at=at)


def _answer(ids: Ids, name: str, act: Callable[[Approach], object]) -> None:
    with transaction():
        act(_approach(ids[name]))


def _introduce(approach: Approach) -> None:
    words = answering.words_for(_campaign())
    answering.introduce(approach, version=consent.INTRODUCED_VERSION, words=words, at=clock.now())


def _approach(person_id: int) -> Approach:
    return queries.of_person(person_id)[0]


def _campaign() -> Campaign:
    return db.session.scalars(select(Campaign).where(Campaign.title == TITLE)).one()
