"""What the example employers ordered, paid, advertised and were credited: something for every page to show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from portal.billing import ordering, terms
from portal.billing import queries as orders
from portal.billing.details import Details
from portal.database.transaction import transaction
from portal.employers.organisations import of_body
from portal.examples import adverts, purchases
from portal.examples.stories import Calendar, Story
from portal.foundation import clock
from portal.foundation.clock import LONDON
from portal.invoicing import allocating, crediting, returning
from portal.payments import giving_back, reconciling, refunding, test_card
from portal.posting import buying, ending, tending
from portal.posting import queries as postings
from portal.vacancies import visiting

Ids = Mapping[str, int]
LEEDS, BRISTOL = "leeds-city-council", "bristol-city-council"
APPROVED_ABOVE, TRUSTED_TO = 200_000, 500_000
VISITS = (("search", 7), ("engine", 3), ("direct", 2))


def stories(ids: Ids, calendar: Calendar) -> list[Story]:
    """Leeds is a member and buys on account; Bristol is none and mostly pays by card."""
    told = (
        _terms,
        _bundle,
        _line_credited,
        _invoice_returned,
        _part_paid,
        _awaiting_approval,
        _drafts,
        _by_card,
        _refunded,
        _overdue,
        _paid_twice,
        _live_by_card,
        _waiting_for_payment,
        _at_the_bank,
    )
    return [story(ids, calendar) for story in told]


def _terms(ids: Ids, calendar: Calendar) -> Story:
    """Leeds has a colleague approve what is large, and is served before it pays."""
    yield calendar.ago(320)
    with transaction():
        leeds = of_body(LEEDS).id
        terms.set_by_owner(leeds, limit_pence=APPROVED_ABOVE, approve_text=False, po_pattern="", by=ids["owner"])
        terms.set_by_staff(leeds, trusted=True, credit_limit_pence=TRUSTED_TO, no_vat_because="", by=ids["staff"])


def _bundle(ids: Ids, calendar: Calendar) -> Story:
    """Five credits: one advert is over, one withdrawn, one live, one scheduled, one left."""
    yield calendar.ago(200)
    order = purchases.order(_id(LEEDS), ("bundle_5", 1), by=ids["owner"])
    purchases.place(order, "account", by=ids["owner"], po_number="LCC-2026-1840", approver=ids["approver"])
    yield calendar.ago(178)
    purchases.pay_by_bank(order, by=ids["staff"])
    yield calendar.ago(150)
    desk = _published_by_credit(ids, "desk", days=21)
    _seen(desk, since=20)
    yield calendar.ago(128)
    tending.close_passed(at=clock.now())
    yield calendar.ago(24)
    data = _published_by_credit(ids, "data", days=21)
    yield calendar.ago(9)
    cloud = _published_by_credit(ids, "cloud", days=25, here=True)
    yield calendar.ago(6)
    with transaction():
        withdrawn = postings.by_reference(data, locked=True)
        ending.end(
            withdrawn,
            "withdraw",
            because="redeployed",
            note="A colleague from the data centre takes it.",
            by=ids["recruiter"],
            at=clock.now(),
        )
    yield calendar.ago(1)
    _seen(cloud, since=8)
    security = adverts.write(LEEDS, "security", by=ids["recruiter"], closes_on=_in(28))
    with transaction():
        at = clock.london_instant(_in(5), adverts.MORNING)
        draft = postings.by_reference(security, locked=True)
        buying.by_credit(draft, publish_at=at, by=ids["recruiter"], at=clock.now())


def _line_credited(ids: Ids, calendar: Calendar) -> Story:
    """What was not wanted after all is credited; the rest is paid."""
    yield calendar.ago(75)
    order = purchases.order(_id(LEEDS), ("advert", 1), ("assisted_shortlisting", 1), by=ids["recruiter"])
    purchases.place(order, "account", by=ids["recruiter"], po_number="LCC-2026-2203", approver=ids["approver"])
    yield calendar.ago(60)
    with transaction():
        row = purchases.invoice_of(order)
        line = max(crediting.creditable(row), key=lambda each: each.net_pence)
        crediting.credit(
            row,
            [(line.line_id, line.left_net_pence)],
            because="The shortlisting was not needed: a colleague was redeployed.",
            by=ids["staff"],
            at=clock.now(),
        )
    yield calendar.ago(50)
    purchases.pay_by_bank(order, by=ids["staff"])


def _invoice_returned(ids: Ids, calendar: Calendar) -> Story:
    """The purchase order was mistyped, so the invoice came back and was issued anew."""
    yield calendar.ago(68)
    order = purchases.order(_id(LEEDS), ("advert", 1), by=ids["owner"])
    purchases.place(order, "account", by=ids["owner"], po_number="LCC-2026-221")
    yield calendar.ago(63)
    with transaction():
        because = "The purchase-order number lacks a digit."
        returning.mark_returned(purchases.invoice_of(order), because=because, by=ids["staff"], at=clock.now())
    yield calendar.ago(62)
    with transaction():
        row = orders.for_staff(order)
        corrected = Details(
            po_number="LCC-2026-2217",
            cost_centre=row.cost_centre,
            contact=row.contact,
            bill_to=row.bill_to,
            bill_address=row.bill_address,
            bill_email=row.bill_email,
        )
        returning.issue_anew(purchases.invoice_of(order), corrected, by=ids["staff"], at=clock.now())
    yield calendar.ago(40)
    purchases.pay_by_bank(order, by=ids["staff"])


def _part_paid(ids: Ids, calendar: Calendar) -> Story:
    """A featured advert on account, published before it is paid; the bank brought a part."""
    yield calendar.ago(16)
    posting, order = _ordered(LEEDS, "network", by=ids["recruiter"], days=27, featured=True)
    purchases.place(order, "account", by=ids["recruiter"], po_number="LCC-2026-2390")
    yield calendar.ago(4)
    purchases.pay_by_bank(order, by=ids["staff"], pence=20_000)
    _seen(posting, since=12)


def _awaiting_approval(ids: Ids, calendar: Calendar) -> Story:
    """Ten adverts are above the limit; a quote is held meanwhile for what is still in the basket."""
    yield calendar.ago(2)
    order = purchases.order(_id(LEEDS), ("bundle_10", 1), by=ids["recruiter"])
    purchases.place(order, "account", by=ids["recruiter"], po_number="LCC-2026-2431")
    yield calendar.ago(1, hour=15)
    basket = purchases.order(_id(LEEDS), ("advert", 2), by=ids["recruiter"])
    with transaction():
        ordering.quote(orders.for_staff(basket), by=ids["recruiter"], at=clock.now())


def _drafts(ids: Ids, calendar: Calendar) -> Story:
    """One is half written; one is ready, and closes on a Sunday night, on which advice is given."""
    yield calendar.ago(3)
    adverts.write(LEEDS, "analyst", by=ids["recruiter"], closes_on=_in(20), only=4)
    sunday = _in(14) + timedelta(days=(6 - _in(14).weekday()) % 7)
    adverts.write(LEEDS, "dba", by=ids["owner"], closes_on=sunday)


def _by_card(ids: Ids, calendar: Calendar) -> Story:
    """An advert by card, from beginning to end."""
    yield calendar.ago(85)
    posting, order = _ordered(BRISTOL, "support", by=ids["bristol"], days=21)
    purchases.place(order, "card", by=ids["bristol"])
    purchases.pay_by_card(order, by=ids["bristol"])
    yield calendar.ago(63)
    _seen(posting, since=21)
    tending.close_passed(at=clock.now())


def _refunded(ids: Ids, calendar: Calendar) -> Story:
    """An advert published by mistake, its money given back by two members of staff."""
    yield calendar.ago(34)
    posting, order = _ordered(BRISTOL, "project", by=ids["bristol"], days=20)
    purchases.place(order, "card", by=ids["bristol"])
    purchases.pay_by_card(order, by=ids["bristol"])
    yield calendar.ago(33)
    with transaction():
        found = postings.by_reference(posting, locked=True)
        ending.end(found, "withdraw", because="mistake", note="", by=ids["bristol"], at=clock.now())
    yield calendar.ago(32)
    with transaction():
        row = orders.for_staff(order)
        because = "Published by mistake, withdrawn the next day."
        refund = refunding.ask(row, row.kept_pence, because=because, by=ids["staff2"]).reference
    yield calendar.ago(31)
    with transaction():
        refunding.approve(refund, by=ids["staff"])
    giving_back.send(refund)


def _overdue(ids: Ids, calendar: Calendar) -> Story:
    """Two adverts on account that nobody has paid."""
    yield calendar.ago(48)
    order = purchases.order(_id(BRISTOL), ("advert", 2), by=ids["bristol"])
    purchases.place(order, "account", by=ids["bristol"], po_number="BCC 77410")


def _paid_twice(ids: Ids, calendar: Calendar) -> Story:
    """By bank, and by a card whose money came later: more than was owed, which staff have to see to."""
    yield calendar.ago(20)
    order = purchases.order(_id(BRISTOL), ("advert", 1), by=ids["bristol"])
    purchases.place(order, "account", by=ids["bristol"], po_number="BCC 77902")
    yield calendar.ago(8)
    purchases.pay_by_card(order, by=ids["bristol"], card=test_card.LATE)
    purchases.pay_by_bank(order, by=ids["staff"])
    yield calendar.ago(8, hour=12)
    reconciling.reconcile()


def _live_by_card(ids: Ids, calendar: Calendar) -> Story:
    """A featured advert that is live. A part of its money is asked back, and waits for a second pair of eyes."""
    yield calendar.ago(7)
    posting, order = _ordered(BRISTOL, "web", by=ids["bristol"], days=24, featured=True)
    purchases.place(order, "card", by=ids["bristol"])
    purchases.pay_by_card(order, by=ids["bristol"])
    yield calendar.ago(1, hour=12)
    _seen(posting, since=6)
    with transaction():
        row = orders.for_staff(order)
        refunding.ask(row, 14_400, because="It was not featured in the weekly mail.", by=ids["staff2"])


def _waiting_for_payment(ids: Ids, calendar: Calendar) -> Story:
    """An advert whose order is placed, and not paid by card yet."""
    yield calendar.ago(1, hour=16)
    _, order = _ordered(BRISTOL, "desk", by=ids["bristol"], days=21)
    purchases.place(order, "card", by=ids["bristol"])


def _at_the_bank(ids: Ids, calendar: Calendar) -> Story:
    """A statement with money that fits an invoice, money that fits none, and interest."""
    yield calendar.ago(0, hour=8)
    rows = (
        ("LEEDS CITY CNCL", "BACS LCC-2026-2390 BALANCE", 17_800),
        ("J A SMITHSON", "ADVERT FEE", 9_500),
        ("ANYBANK PLC", "GROSS INTEREST", 312),
    )
    interest = purchases.bank(*rows, by=ids["staff"])[-1]
    with transaction():
        allocating.set_aside(allocating.by_reference(interest), because="Interest of our bank.", by=ids["staff"])


def _id(body: str) -> int:
    with transaction():
        return of_body(body).id


def _in(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _published_by_credit(ids: Ids, key: str, *, days: int, here: bool = False) -> str:
    reference = adverts.write(LEEDS, key, by=ids["recruiter"], closes_on=_in(days), here=here)
    with transaction():
        draft = postings.by_reference(reference, locked=True)
        buying.by_credit(draft, publish_at=None, by=ids["recruiter"], at=clock.now())
    return reference


def _ordered(body: str, key: str, *, by: int, days: int, featured: bool = False) -> tuple[str, str]:
    """A vacancy that waits for its order: both references."""
    posting = adverts.write(body, key, by=by, closes_on=_in(days))
    with transaction():
        draft = postings.by_reference(posting, locked=True)
        organisation = of_body(body)
        order = buying.by_order(draft, organisation, featured=featured, publish_at=None, by=by, at=clock.now())
        return posting, order.reference


def _seen(posting: str, *, since: int) -> None:
    """Readers of the last days, fewer each day, some of whom followed the signpost."""
    with transaction():
        vacancy_id = postings.by_reference(posting).vacancy_id
        assert vacancy_id is not None
        for days in range(since, 0, -1):
            day = (clock.now().astimezone(LONDON) - timedelta(days=days)).date()
            for source, most in VISITS:
                for reader in range(most * days // since):
                    visiting.record(vacancy_id, what="seen", source=source, day=day, bot=False)
                    if reader % 4 == 0:
                        visiting.record(vacancy_id, what="followed", source=source, day=day, bot=False)
