"""Recruitments that came to offers: one placed, left early and credited; one with an offer open and checks going on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from portal.accounts import queries as accounts
from portal.applying import queries as applications
from portal.applying.models import JobApplication
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.examples import adverts, purchases
from portal.examples.candidates import SAID, send
from portal.examples.recruiting import agree, approve, do, enquiry, fee
from portal.examples.stories import Calendar, Story
from portal.foundation import clock
from portal.offering import answering, checking, making, reserving, settling
from portal.offering import queries as offers
from portal.offering.terms import Terms
from portal.placing import leaving, money, ordering, queries
from portal.placing.models import Placement
from portal.posting import queries as postings
from portal.posting import tending as posting_tending
from portal.recruitment import advertising, assigning, panels
from portal.recruitment import queries as campaigns
from portal.recruitment import tending as campaign_tending
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import PERCENTAGE
from portal.selecting import deciding, desks, finishing, telling
from portal.selecting import queries as chosen
from portal.selecting.desks import Desk

Ids = Mapping[str, int]
LEEDS = "leeds-city-council"


def stories(ids: Ids, calendar: Calendar) -> list[Story]:
    """A solution architect who left in the second month, and a test manager whom three may become."""
    return [_left(ids, calendar), _offered(ids, calendar)]


def _left(ids: Ids, calendar: Calendar) -> Story:
    campaign = yield from _to_the_interview(ids, calendar, "solution", began=140, people=("applicant6", "applicant7"))
    yield calendar.ago(104)
    starts_on = clock.today() + timedelta(days=44)
    reference = _offer(ids, campaign, "applicant6", 5_500_000, starts_on, answer_in=10)
    _decide(ids, campaign, "applicant7", "hold_in_reserve", "Could have been appointed: a close second.")
    _tell(ids, campaign, "applicant6", "applicant7")
    yield calendar.ago(101)
    _accept(ids, reference, "applicant6")
    with transaction():
        row = _own(ids, campaign, "applicant7", locked=True)
        reserving.say(row, may_ask=True, by=ids["applicant7"], at=clock.now())
    yield calendar.ago(100)
    placement = _settle_fee(ids, reference, "acceptance")
    order = _order_of(placement)
    purchases.place(order, "account", by=ids["owner"], po_number="LCC-2026-2207", approver=ids["approver"])
    with transaction():
        finishing.end(_desk(ids, campaign), because="", at=clock.now())
    yield calendar.ago(82)
    purchases.pay_by_bank(order, by=ids["staff"])
    yield calendar.ago(75)
    _clear(ids, campaign, "applicant6")
    _at_desk(ids, campaign, "applicant6", lambda desk, row: settling.meet(desk, row, at=clock.now()))
    _tell(ids, campaign, "applicant6")
    yield calendar.ago(60)
    _at_desk(ids, campaign, "applicant6", lambda desk, row: settling.start(desk, row, at=clock.now()))
    yield calendar.ago(20)
    left_on = clock.today() - timedelta(days=2)
    _with(
        placement,
        lambda row: leaving.report(
            row, left_on=left_on, because="Took a post nearer home.", by=ids["owner"], at=clock.now()
        ),
    )
    yield calendar.ago(19)
    facts: dict[str, Any] = {"by": ids["consultant"], "at": clock.now()}
    because = "Took a post nearer home."
    _with(placement, lambda row: leaving.leave(row, left_on=left_on, because=because, **facts))
    ticked = ("told_in_time", "fee_paid", "not_redundant")
    _with(
        placement,
        lambda row: leaving.credit(row, ticked=ticked, seen_pence=leaving.remedy_of(row, ticked).pence, **facts),
    )


def _offered(ids: Ids, calendar: Calendar) -> Story:
    """Two posts: one offer is accepted and its checks go on, one waits for its answer."""
    people = ("applicant4", "applicant5", "applicant2")
    campaign = yield from _to_the_interview(ids, calendar, "testing", began=62, people=people, posts=2)
    yield calendar.ago(16)
    first = _offer(ids, campaign, "applicant4", 4_650_000, clock.today() + timedelta(days=60), answer_in=10)
    _decide(ids, campaign, "applicant2", "hold_in_reserve", "Could have been appointed.")
    _tell(ids, campaign, "applicant4", "applicant2")
    yield calendar.ago(12)
    _accept(ids, first, "applicant4")
    yield calendar.ago(9)
    _note(ids, campaign, "applicant4", "identity", "clear", "Passport seen on a call.")
    _note(ids, campaign, "applicant4", "right_to_work", "received", "")
    _at_desk(
        ids,
        campaign,
        "applicant4",
        lambda desk, row: checking.add(desk, row, "qualifications", at=clock.now()),
    )
    yield calendar.ago(4)
    _offer(ids, campaign, "applicant5", 4_500_000, clock.today() + timedelta(days=70), answer_in=6)
    _tell(ids, campaign, "applicant5")


def _to_the_interview(
    ids: Ids, calendar: Calendar, key: str, *, began: int, people: Sequence[str], posts: int = 1
) -> Any:
    """From the enquiry to the interviews; gives the campaign's reference."""
    yield calendar.ago(began)
    title = adverts.title_of(key)
    reference = enquiry(LEEDS, title, PERCENTAGE, by=ids["owner"], wanted="As soon as can be", details="", posts=posts)
    do(reference, lambda it: assigning.take(it, by=ids["consultant"], at=clock.now()))
    do(reference, lambda it: fee(it, ids["consultant"]))
    yield calendar.ago(began - 1)
    do(reference, lambda it: agree(it, ids["owner"]))
    closes_on = clock.today() + timedelta(days=22)
    posting = adverts.write(LEEDS, key, by=ids["consultant"], closes_on=closes_on, here=True)

    def send_advert(campaign: Campaign) -> None:
        advertising.choose(campaign, posting, by=ids["consultant"], at=clock.now())
        advertising.send(campaign, by=ids["consultant"], at=clock.now())

    do(reference, send_advert)
    do(reference, lambda it: _invite(it, ids))
    yield calendar.ago(began - 2)
    do(reference, lambda it: approve(it, ids["owner"]))
    do(reference, lambda it: advertising.go_live(it, by=ids["consultant"], at=clock.now()))
    for days, name, said in zip((8, 9, 10), people, SAID, strict=False):
        yield calendar.ago(began - days, hour=12)
        send(postings.by_reference(posting), ids[name], said)
    yield calendar.ago(began - 25)
    posting_tending.close_passed(at=clock.now())
    campaign_tending.close_passed(at=clock.now())
    yield calendar.ago(began - 28)
    for event, because in (
        ("longlist", "Meets both essential criteria, with good evidence."),
        ("shortlist", "The panel wants to meet them."),
        ("invite", "As the panel asked."),
    ):
        for name in people:
            _decide(ids, reference, name, event, because)
    _tell(ids, reference, *people)
    return reference


def _invite(campaign: Campaign, ids: Ids) -> None:
    head = _head(ids)
    member = panels.invite(campaign, name=head[0], email=head[1], is_chair=True, by=ids["consultant"], at=clock.now())
    panels.take_up(ids["head"], member.reference, at=clock.now())


def _head(ids: Ids) -> tuple[str, str]:
    person = accounts.by_id(ids["head"])
    return person.name, person.email or ""


def _desk(ids: Ids, campaign: str) -> Desk:
    return desks.of_consultant(ids["consultant"], campaign, locked=True)


def _own(ids: Ids, campaign: str, name: str, *, locked: bool = False) -> JobApplication:
    found = applications.theirs(ids[name], campaigns.for_staff(campaign).posting_id or 0)
    assert found is not None
    return applications.own(ids[name], found.reference, locked=locked)


def _decide(ids: Ids, campaign: str, name: str, event: str, because: str) -> None:
    """As the consultant, or where it is the panel's as its chair."""
    with transaction():
        by_panel = event in ("shortlist", "appoint", "hold_in_reserve")
        desk = desks.of_panel(ids["head"], campaign) if by_panel else _desk(ids, campaign)
        row = chosen.one(desk, _own(ids, campaign, name).reference, locked=True)
        deciding.decide(desk, row, event, because=because, at=clock.now(), unscored=True)


def _tell(ids: Ids, campaign: str, *names: str) -> None:
    with transaction():
        expected = {row.reference: row.state for row in (_own(ids, campaign, name) for name in names)}
        telling.tell(_desk(ids, campaign), list(expected), telling.TEMPLATES, expected=expected, at=clock.now())


def _at_desk(ids: Ids, campaign: str, name: str, act: Callable[[Desk, JobApplication], object]) -> None:
    with transaction():
        desk = _desk(ids, campaign)
        act(desk, chosen.one(desk, _own(ids, campaign, name).reference, locked=True))


def _offer(ids: Ids, campaign: str, name: str, pence: int, starts_on: date, *, answer_in: int) -> str:
    """Offer the post to whom the panel chose; the application's reference."""
    _decide(ids, campaign, name, "appoint", "The panel’s first choice after the interviews.")
    with transaction():
        desk = _desk(ids, campaign)
        row = chosen.one(desk, _own(ids, campaign, name).reference, locked=True)
        terms = Terms(
            post=desk.job.vacancy.title,
            salary_pence=pence,
            hours="37 hours a week, of which two days in the office",
            starts_on=starts_on,
            conditions="Proof of your identity and of your right to work\nA DBS check, basic\nSight of your certificates",
            answer_by=clock.today() + timedelta(days=answer_in),
        )
        making.offer(desk, row, terms, again=False, at=clock.now())
        return row.reference


def _accept(ids: Ids, reference: str, name: str) -> None:
    with transaction():
        row = applications.own(ids[name], reference, locked=True)
        answering.accept(row, applications.job_of(row), read=1, sure=True, by=ids[name], at=clock.now())


def _note(ids: Ids, campaign: str, name: str, kind: str, state: str, note: str) -> None:
    facts: dict[str, Any] = {"due": clock.today() + timedelta(days=14), "owner_id": ids["consultant"]}
    _at_desk(
        ids,
        campaign,
        name,
        lambda desk, row: checking.set_state(desk, row, kind, state=state, note=note, at=clock.now(), **facts),
    )


def _clear(ids: Ids, campaign: str, name: str) -> None:
    with reading():
        offer = offers.standing(_own(ids, campaign, name))
        assert offer is not None
        kinds = [each.kind for each in offers.checks_of(offer)]
    for kind in kinds:
        _note(ids, campaign, name, kind, "clear", "Seen.")


def _settle_fee(ids: Ids, application: str, plan: str) -> str:
    """Settle the fee of this application's placement; the placement's reference."""
    with transaction():
        row = queries.standing(_by_reference(application).id, locked=True)
        assert row is not None
        ordering.agree_fee(row, remuneration_pence=row.salary_pence, plan=plan, by=ids["consultant"], at=clock.now())
        return row.reference


def _by_reference(reference: str) -> JobApplication:
    return db.session.query(JobApplication).filter_by(reference=reference).one()


def _order_of(placement: str) -> str:
    with reading():
        row = queries.for_staff(placement)
        there = money.line_of(row, money.instalments_of(row)[0])
        assert there is not None
        return there[0].reference


def _with(placement: str, act: Callable[[Placement], object]) -> None:
    with transaction():
        act(queries.for_staff(placement, locked=True))
