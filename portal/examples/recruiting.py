"""Recruitment campaigns in different states, with what every page of one shows."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from datetime import datetime, timedelta

from portal.accounts import queries as people
from portal.database.transaction import transaction
from portal.employers.organisations import of_body
from portal.examples import adverts
from portal.examples.stories import Calendar, Story
from portal.foundation import clock
from portal.posting import agreement
from portal.questions import answering, asking
from portal.questions import queries as questions
from portal.recruitment import (
    advertising,
    agreeing,
    assigning,
    beginning,
    cancelling,
    contacts,
    noting,
    panels,
    planning,
    queries,
    terms,
    weighing,
)
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import ASSISTED, FIXED, PERCENTAGE

Ids = Mapping[str, int]
LEEDS, BRISTOL = "leeds-city-council", "bristol-city-council"


def stories(ids: Ids, calendar: Calendar) -> list[Story]:
    """One is live with questions, one waits for its client, one for a consultant, and one was cancelled."""
    return [story(ids, calendar) for story in (_live, _with_the_client, _waiting, _cancelled)]


def _live(ids: Ids, calendar: Calendar) -> Story:
    """A head of cyber security for Leeds, for a percentage of the pay."""
    yield calendar.ago(34)
    reference = enquiry(
        LEEDS,
        "Head of Cyber Security",
        PERCENTAGE,
        by=ids["owner"],
        wanted="To start in the spring",
        details="We advertised it in the summer and appointed nobody: the field was small, and two withdrew.",
    )
    yield calendar.ago(33)
    do(reference, lambda it: assigning.take(it, by=ids["consultant"], at=clock.now()))
    do(reference, lambda it: fee(it, ids["consultant"]))
    do(
        reference,
        lambda it: assigning.assign(
            it,
            consultant_id=ids["consultant"],
            deputy_id=ids["consultant2"],
            by=ids["consultant"],
            at=clock.now(),
        ),
    )
    yield calendar.ago(31)
    do(reference, lambda it: agree(it, ids["owner"]))
    yield calendar.ago(27)
    advert(reference, LEEDS, "cyber", days=45, ids=ids)
    do(reference, lambda it: _prepare(it, ids))
    yield calendar.ago(22)
    do(reference, lambda it: approve(it, ids["owner"]))
    yield calendar.ago(14)
    do(reference, lambda it: advertising.go_live(it, by=ids["consultant"], at=clock.now()))
    yield calendar.ago(9)
    do(reference, lambda it: _asked(it, ids["member"], "I live in Newcastle. How often would I have to travel?", True))
    yield calendar.ago(8)
    do(
        reference,
        lambda it: _answer(
            it,
            "How often is travel to the office expected?",
            "On two days a week, of which Tuesday is one. Travel to other sites is paid for.",
            by=ids["consultant"],
        ),
    )
    yield calendar.ago(1)
    do(reference, lambda it: _asked(it, ids["lapsed"], "Is the post budgeted beyond next year?", False))


def until_live(
    ids: Ids, calendar: Calendar, *, begun: int, title: str, key: str, days: int
) -> Generator[datetime, None, str]:
    """A campaign of Leeds for a percentage of the pay, from its enquiry so many days ago until its advert is public 15 days
    later, which closes `days` after it was written; its reference."""
    yield calendar.ago(begun)
    reference = enquiry(LEEDS, title, PERCENTAGE, by=ids["owner"], wanted="", details="")
    yield calendar.ago(begun - 1)
    do(reference, lambda it: assigning.take(it, by=ids["consultant"], at=clock.now()))
    do(reference, lambda it: fee(it, ids["consultant"]))
    yield calendar.ago(begun - 3)
    do(reference, lambda it: agree(it, ids["owner"]))
    yield calendar.ago(begun - 6)
    advert(reference, LEEDS, key, days=days, ids=ids)
    do(reference, lambda it: _prepare(it, ids))
    yield calendar.ago(begun - 10)
    do(reference, lambda it: approve(it, ids["owner"]))
    yield calendar.ago(begun - 15)
    do(reference, lambda it: advertising.go_live(it, by=ids["consultant"], at=clock.now()))
    return reference


def _with_the_client(ids: Ids, calendar: Calendar) -> Story:
    """A delivery manager for Bristol: the advert waits for approval, and the first instalment for its order to be placed."""
    yield calendar.ago(12)
    reference = enquiry(BRISTOL, "Delivery Manager", FIXED, by=ids["bristol"], wanted="Before April", details="")
    yield calendar.ago(11)
    do(reference, lambda it: assigning.take(it, by=ids["consultant"], at=clock.now()))
    do(reference, lambda it: agreeing.set_plan(it, plan="steps", by=ids["consultant"], at=clock.now()))
    yield calendar.ago(8)
    do(reference, lambda it: agree(it, ids["bristol"]))
    yield calendar.ago(3)
    advert(reference, BRISTOL, "delivery", days=35, ids=ids)
    words = "Prefers to be called after three. Has a candidate inside in mind: keep the panel mixed."
    do(reference, lambda it: noting.write(it, words, by=ids["consultant"], at=clock.now()))


def _waiting(ids: Ids, calendar: Calendar) -> Story:
    """An enquiry that no consultant has taken."""
    yield calendar.ago(1, hour=11)
    enquiry(LEEDS, "Enterprise Architect", FIXED, by=ids["recruiter"], wanted="As soon as can be", details="")


def _cancelled(ids: Ids, calendar: Calendar) -> Story:
    """The assisted shortlisting that Leeds ordered, and that it did not need after all."""
    yield calendar.ago(60, hour=11)
    with transaction():
        for each in queries.of_client(ids["owner"], of_body(LEEDS)):
            if each.service == ASSISTED:
                cancelling.cancel(each, because="A colleague was redeployed.", by=ids["owner"], at=clock.now())


def enquiry(body: str, title: str, service: str, *, by: int, wanted: str, details: str, posts: int = 1) -> str:
    """The client asks for a consultant; the campaign's reference."""
    with transaction():
        facts = {"title": title, "service": service, "posts": posts, "wanted": wanted, "details": details}
        return beginning.enquire(of_body(body), **facts, by=by, at=clock.now()).reference  # type: ignore[arg-type]


def do(reference: str, act: Callable[[Campaign], object]) -> None:
    """Do this with the campaign, held, in a transaction."""
    with transaction():
        act(queries.for_staff(reference, locked=True))


def fee(campaign: Campaign, by: int) -> None:
    """Eighteen per cent."""
    agreeing.set_fee(campaign, percent_parts=1_800, remuneration=terms.REMUNERATION, by=by, at=clock.now())


def agree(campaign: Campaign, by: int) -> None:
    """The client agrees to the terms as they read."""
    at = clock.now()
    agreeing.agree(campaign, seen=terms.mark_of(agreeing.text_for(campaign, at=at)), by=by, at=at)


def advert(reference: str, body: str, key: str, *, days: int, ids: Ids) -> None:
    """The consultant writes it and sends it to the client; it closes so many days from now."""
    closes_on = clock.today() + timedelta(days=days)
    posting = adverts.write(body, key, by=ids["consultant"], closes_on=closes_on, here=True)

    def both(campaign: Campaign) -> None:
        advertising.choose(campaign, posting, by=ids["consultant"], at=clock.now())
        advertising.send(campaign, by=ids["consultant"], at=clock.now())

    do(reference, both)


def approve(campaign: Campaign, by: int) -> None:
    """The client approves the advert as it reads."""
    posting = queries.posting_of(campaign)
    assert posting is not None
    advertising.approve(campaign, seen=agreement.mark_of_text(posting.answers), by=by, at=clock.now())


def _prepare(campaign: Campaign, ids: Ids) -> None:
    """Contacts, panel, weights and dates."""
    at, by = clock.now(), ids["consultant"]
    contacts.add(campaign, people.by_id(ids["recruiter"]).reference, by=by, at=at)
    head = people.by_id(ids["head"])
    member = panels.invite(campaign, name=head.name, email=head.email or "", is_chair=True, by=by, at=at)
    panels.take_up(head.id, member.reference, at=at)
    panels.invite(campaign, name="Priya Nair", email="priya.nair@elsewhere.example", is_chair=False, by=by, at=at)
    weighing.set_weights(campaign, {"essential_1": 3, "essential_2": 2}, by=by, at=at)
    closes_at = planning.closes_at_of(campaign, at=at)
    assert closes_at is not None
    closes_on = closes_at.date()
    days = {
        "longlist_on": closes_on + timedelta(days=5),
        "shortlist_on": closes_on + timedelta(days=9),
        "interviews_on": closes_on + timedelta(days=16),
        "told_by": closes_on + timedelta(days=23),
    }
    planning.plan(campaign, days, by=by, at=at)
    noting.write(campaign, "The last field was small. Two of those who withdrew may be asked again.", by=by, at=at)


def _asked(campaign: Campaign, by: int, text: str, tell: bool) -> None:
    asking.ask(campaign, text, by=by, at=clock.now(), tell=tell)


def _answer(campaign: Campaign, public: str, words: str, *, by: int) -> None:
    for each in questions.of_campaign(campaign):
        if each.state == questions.WAITING:
            answering.answer(campaign, each, public=public, words=words, by=by, at=clock.now())
