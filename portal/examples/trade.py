"""Thirty thousand orders with what follows from them: invoices, credit notes, receipts, card payments, refunds, and the book.

Five years of them, written straight like everybody who places them (portal.examples.crowd); nine in ten are settled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select, update

from portal.accounts.models import Person
from portal.billing.books import BANK, CARD, DEBTORS, INCOME, VAT
from portal.billing.models import LedgerEntry, LedgerPosting, Order, OrderLine, OrderStep
from portal.database.base import db
from portal.employers.models import Organisation
from portal.examples.bulk import Bulk
from portal.foundation import clock
from portal.invoicing.models import Allocation, BankStatement, IssuedDocument, IssuedLine, NumberSeries, Receipt
from portal.payments.models import Attempt, Discrepancy, Refund
from portal.posting.models import Posting

ORDERS, POSTINGS, STRAY = 30_000, 20_000, 3_000
"""Orders, vacancies that are being written, and receipts that nobody has matched yet."""
YEARS = 5
KINDS = ("paid",) * 13 + ("card",) * 4 + ("invoiced", "credited", "refunded")
"""What becomes of every twentieth."""
PRODUCTS = (
    ("advert", "advert", "Advert", 30_000),
    ("bundle_5", "bundle", "Five adverts", 135_000),
    ("assisted_shortlisting", "service", "Assisted shortlisting", 120_000),
    ("extra_week", "extra_week", "Extra week", 6_000),
)
JOBS = ("Network engineer", "Data analyst", "Service desk analyst", "Solutions architect", "Web developer")
SELLER = '{"name": "The Society", "address": ["1 High Street"], "email": "", "vat_number": "GB999999973", "company_number": "", "account": null}'


@dataclass(frozen=True, slots=True)
class Sale:
    """One order to be: ids, what became of it, its day, its lines as (product, kind, name, quantity, net), and what these
    are for (OrderLine.subject)."""

    id: int
    reference: str
    organisation: int
    buyer: str
    kind: str
    at: datetime
    lines: tuple[tuple[str, str, str, int, int], ...]
    subject: str = ""

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def net(self) -> int:
        return sum(net for *_, net in self.lines)

    @property
    def vat(self) -> int:
        return self.net // 5

    @property
    def gross(self) -> int:
        return self.net + self.vat

    @property
    def by_card(self) -> bool:
        return self.kind in ("card", "refunded")

    @property
    def is_settled(self) -> bool:
        return self.kind in ("paid", "card", "refunded")

    @property
    def settled_at(self) -> datetime:
        return self.at if self.by_card else self.at + timedelta(days=21)


def gather(bulk: Bulk, organisations: Sequence[int], besides: Sequence[Sale] = ()) -> None:
    """Everything, in the order in which rows point at each other; `besides` are sold with what is invented here."""
    sales = sorted([*_sales(bulk, organisations), *besides], key=lambda each: each.id)
    _orders(bulk, sales)
    _documents(bulk, sales)
    _bank(bulk, [each for each in sales if each.kind == "paid"])
    _cards(bulk, [each for each in sales if each.by_card])
    _book(bulk, sales)
    _vacancies(bulk, organisations)


def _sales(bulk: Bulk, organisations: Sequence[int]) -> Iterator[Sale]:
    names = {each: name for each, name in db.session.execute(select(Organisation.id, Organisation.name))}
    for number, each in enumerate(bulk.ids(Order, ORDERS)):
        # The newest tenth is of the last three months, so that what is not paid is sometimes late and sometimes not.
        ago = number % 90 if number >= ORDERS * 9 // 10 else 30 + number * 7 % (YEARS * 365 - 30)
        lines = []
        for product, kind, name, pence in PRODUCTS[: 1 + number % 3]:
            quantity = 1 + bulk.chance.randrange(3)
            lines.append((product, kind, name, quantity, pence * quantity))
        organisation = organisations[number * 13 % len(organisations)]
        kind = KINDS[number % len(KINDS)]
        # What was invoiced lately is not paid yet, and of what is older a tenth never was.
        if kind in ("paid", "invoiced"):
            kind = "invoiced" if ago < 22 or (kind == "invoiced" and (ago < 100 or number % 11 == 0)) else "paid"
        at = datetime.combine(bulk.today - timedelta(days=ago + 1), time(11), tzinfo=clock.LONDON)
        yield Sale(each, bulk.reference(), organisation, names[organisation], kind, at, tuple(lines))


STATES = {"paid": "paid", "card": "paid", "invoiced": "invoiced", "credited": "cancelled", "refunded": "refunded"}


def _orders(bulk: Bulk, sales: Sequence[Sale]) -> None:
    bulk.write(
        Order,
        (
            {
                "id": each.id,
                "reference": each.reference,
                "organisation_id": each.organisation,
                "state": STATES[each.kind],
                "way": "card" if each.by_card else "account",
                "begun_at": each.at,
                "placed_at": each.at,
                "placed_on": each.day,
                "net_pence": each.net,
                "vat_pence": each.vat,
                "gross_pence": each.gross,
                "po_number": f"PO {each.id:06}",
                "bill_to": each.buyer[:200],
                "due_on": each.day + timedelta(days=30) if each.kind == "invoiced" else None,
                "paid_at": each.settled_at if each.is_settled else None,
                "paid_pence": each.gross if each.is_settled else 0,
                "refunded_pence": each.gross if each.kind == "refunded" else 0,
                "credited_pence": each.gross if each.kind in ("credited", "refunded") else 0,
                "fulfilled_at": each.settled_at if each.is_settled else None,
            }
            for each in sales
        ),
        "orders",
    )
    lines = bulk.ids(OrderLine, sum(len(each.lines) for each in sales))
    bulk.write(
        OrderLine,
        (
            {
                "id": line_id,
                "order_id": each.id,
                "position": position,
                "product_key": product,
                "description": name,
                "subject": each.subject,
                "quantity": quantity,
                "list_pence": net // quantity,
                "net_pence": net,
                "vat_code": "standard",
                "vat_basis_points": 2_000,
                "vat_pence": net // 5,
                "gross_pence": net + net // 5,
                "credited_net_pence": net if each.kind in ("credited", "refunded") else 0,
                "credited_vat_pence": net // 5 if each.kind in ("credited", "refunded") else 0,
            }
            for line_id, (each, position, product, name, quantity, net) in zip(lines, _lines(sales), strict=True)
        ),
        "lines of orders",
    )
    bulk.write(
        OrderStep,
        (
            {"order_id": each.id, "event": event, "before": before, "after": after, "at": each.at}
            for each in sales
            for event, before, after in (("begin", "", "draft"), ("place", "draft", "placed"))
        ),
    )


def _lines(sales: Sequence[Sale]) -> Iterator[tuple[Sale, int, str, str, int, int]]:
    for each in sales:
        for position, (product, _, name, quantity, net) in enumerate(each.lines, start=1):
            yield each, position, product, name, quantity, net


def _documents(bulk: Bulk, sales: Sequence[Sale]) -> None:
    """An invoice for each, and a credit note for what was credited or given back; numbers without a gap."""
    backs = [each for each in sales if each.kind in ("credited", "refunded")]
    invoices, notes = bulk.ids(IssuedDocument, len(sales)), bulk.ids(IssuedDocument, len(backs))
    of_order = dict(zip((each.id for each in sales), invoices, strict=True))
    issued: list[tuple[int, Sale, int | None]] = [(row, each, None) for row, each in zip(invoices, sales, strict=True)]
    issued += [(row, each, of_order[each.id]) for row, each in zip(notes, backs, strict=True)]
    first = {key: (db.session.get_one(NumberSeries, key).last) for key in ("INV", "CN")}
    numbers = {row: f"INV-{first['INV'] + 1 + at:06}" for at, row in enumerate(invoices)}
    numbers |= {row: f"CN-{first['CN'] + 1 + at:06}" for at, row in enumerate(notes)}
    for key, more in (("INV", len(invoices)), ("CN", len(notes))):
        db.session.execute(update(NumberSeries).where(NumberSeries.key == key).values(last=first[key] + more))
    bulk.write(
        IssuedDocument,
        (_document(row, each, numbers[row], credits) for row, each, credits in issued),
        "invoices and credit notes",
    )
    ids = {
        (order, position): line
        for line, order, position in db.session.execute(
            select(OrderLine.id, OrderLine.order_id, OrderLine.position).where(OrderLine.order_id >= sales[0].id)
        )
    }
    bulk.write(
        IssuedLine,
        (
            {
                "document_id": row,
                "position": position,
                "order_line_id": ids[each.id, position],
                "item": product,
                "description": name,
                "quantity": quantity,
                "unit_pence": net // quantity,
                "net_pence": net,
                "vat_code": "standard",
                "vat_basis_points": 2_000,
                "vat_pence": net // 5,
            }
            for row, sale, _ in issued
            for each, position, product, name, quantity, net in _lines([sale])
        ),
        "lines of documents",
    )


def _document(row: int, sale: Sale, number: str, credits: int | None) -> dict[str, Any]:
    at = sale.at + timedelta(days=2) if credits else sale.at
    return {
        "id": row,
        "kind": "credit_note" if credits else "invoice",
        "number": number,
        "state": "current",
        "order_id": sale.id,
        "organisation_id": sale.organisation,
        "credits_id": credits,
        "issued_at": at,
        "issued_on": at.date(),
        "tax_point": at.date(),
        "due_on": None if credits or sale.by_card else sale.day + timedelta(days=30),
        "seller": SELLER,
        "buyer_name": sale.buyer[:200],
        "buyer_address": "Accounts payable\n1 High Street\nAnytown",
        "buyer_email": "accounts@example.org",
        "order_reference": sale.reference,
        "po_number": f"PO {sale.id:06}",
        "because": "It was not needed." if credits else "",
        "net_pence": sale.net,
        "vat_pence": sale.vat,
        "gross_pence": sale.gross,
        "paid_how": "card" if sale.by_card and not credits else "",
        "paid_on": sale.day if sale.by_card and not credits else None,
        "paid_pence": sale.gross if sale.by_card and not credits else 0,
    }


def _bank(bulk: Bulk, paid: Sequence[Sale]) -> None:
    """A statement a month; on it what paid an invoice, and what nobody has matched yet."""
    clerk = _clerk()
    statements = bulk.ids(BankStatement, YEARS * 12)
    bulk.write(
        BankStatement,
        (
            {
                "id": each,
                "reference": bulk.reference(),
                "name": f"statement-{number + 1:02}.csv",
                "state": "taken",
                "uploaded_at": bulk.now - timedelta(days=30 * (YEARS * 12 - number)),
                "uploaded_by_id": clerk,
                "taken_at": bulk.now - timedelta(days=30 * (YEARS * 12 - number)),
            }
            for number, each in enumerate(statements)
        ),
    )
    ids = bulk.ids(Receipt, len(paid) + STRAY)
    came = [(each.settled_at.date(), each.gross, each.buyer, each.reference) for each in paid]
    came += [
        (bulk.today - timedelta(days=number % 60), 10_000 + number, f"PAYER {number % 400}", "BACS")
        for number in range(STRAY)
    ]
    bulk.write(
        Receipt,
        (
            {
                "id": each,
                "reference": bulk.reference(),
                "statement_id": statements[each % len(statements)],
                "fingerprint": f"{each:064}",
                "received_on": day,
                "pence": pence,
                "payer": payer[:200],
                "words": f"FASTER PAYMENT {words}",
            }
            for each, (day, pence, payer, words) in zip(ids, came, strict=True)
        ),
        "receipts",
    )
    documents = {
        order: row
        for order, row in db.session.execute(
            select(IssuedDocument.order_id, IssuedDocument.id).where(IssuedDocument.kind == "invoice")
        )
    }
    bulk.write(
        Allocation,
        (
            {
                "reference": bulk.reference(),
                "receipt_id": receipt,
                "order_id": each.id,
                "document_id": documents[each.id],
                "pence": each.gross,
                "at": each.settled_at,
                "by_id": clerk,
            }
            for receipt, each in zip(ids, paid, strict=False)
        ),
        "receipts matched",
    )


def _cards(bulk: Bulk, sales: Sequence[Sale]) -> None:
    """A try to pay for each; the refunds of what was given back, and now and then something that did not agree."""
    clerk = _clerk()
    ids = dict(zip((each.id for each in sales), bulk.ids(Attempt, len(sales)), strict=True))
    bulk.write(
        Attempt,
        (
            {
                "id": ids[each.id],
                "reference": bulk.reference(),
                "order_id": each.id,
                "provider": "test",
                "state": "paid",
                "pence": each.gross,
                "received_pence": each.gross,
                "session": f"cs_example_{each.id}",
                "payment": f"pi_example_{each.id}",
                "done_address": "",
                "stopped_address": "",
                "opened_at": each.at,
                "expires_at": each.at + timedelta(minutes=30),
                "paid_at": each.at,
            }
            for each in sales
        ),
        "card payments",
    )
    bulk.write(
        Refund,
        (
            {
                "reference": bulk.reference(),
                "order_id": each.id,
                "attempt_id": ids[each.id],
                "state": "done",
                "pence": each.gross,
                "because": "It was not needed.",
                "asked_at": each.at + timedelta(days=1),
                "asked_by_id": clerk,
                "made": f"re_example_{each.id}",
                "sent_at": each.at + timedelta(days=2),
                "done_at": each.at + timedelta(days=2),
            }
            for each in sales
            if each.kind == "refunded"
        ),
        "refunds",
    )
    bulk.write(
        Discrepancy,
        (
            {
                "reference": bulk.reference(),
                "unique_key": f"example:{each.id}",
                "kind": "amount",
                "holds": False,
                "order_id": each.id,
                "attempt_id": ids[each.id],
                "facts": {"wanted_pence": each.gross, "seen_pence": each.gross - 100},
                "found_at": each.at,
                "settled_at": None if number % 10 == 0 else each.at + timedelta(days=1),
                "settled_by_id": None if number % 10 == 0 else clerk,
                "settled_because": "" if number % 10 == 0 else "Their bank kept a pound.",
            }
            for number, each in enumerate(sales[::3])
        ),
        "discrepancies",
    )


def _book(bulk: Bulk, sales: Sequence[Sale]) -> None:
    """Each sale, its payment, and what was taken back of it; every posting comes to nothing."""
    events = [event for each in sales for event in _postings(each)]
    ids = bulk.ids(LedgerPosting, len(events))
    bulk.write(
        LedgerPosting,
        (
            {"id": row, "order_id": order, "kind": kind, "what": what, "at": at}
            for row, (order, kind, what, at, _) in zip(ids, events, strict=True)
        ),
        "postings in the book",
    )
    bulk.write(
        LedgerEntry,
        (
            {"posting_id": row, "account": account, "pence": pence}
            for row, (*_, entries) in zip(ids, events, strict=True)
            for account, pence in entries
        ),
    )


def _postings(sale: Sale) -> Iterator[tuple[int, str, str, datetime, list[tuple[str, int]]]]:
    sold = [(DEBTORS, sale.gross), (VAT, -sale.vat), *((INCOME + kind, -net) for _, kind, _, _, net in sale.lines)]
    yield sale.id, "sale", "sale", sale.at, sold
    money = CARD if sale.by_card else BANK
    if sale.is_settled:
        yield sale.id, "received", f"{money}:{sale.id}", sale.settled_at, [(money, sale.gross), (DEBTORS, -sale.gross)]
    if sale.kind in ("credited", "refunded"):
        back = [(account, -pence) for account, pence in sold]
        yield sale.id, "credit", "example", sale.at + timedelta(days=2), back
    if sale.kind == "refunded":
        given = [(money, -sale.gross), (DEBTORS, sale.gross)]
        yield sale.id, "given_back", f"{money}:re_{sale.id}", sale.at + timedelta(days=2), given


def _vacancies(bulk: Bulk, organisations: Sequence[int]) -> None:
    """Vacancies that are being written, or were thrown away: what is published stands in the index and comes from nobody's
    hand here."""
    bulk.write(
        Posting,
        (
            {
                "id": each,
                "reference": bulk.reference(),
                "organisation_id": organisations[number % len(organisations)],
                "state": "discarded" if number % 10 == 9 else "draft",
                "title": f"{JOBS[number % len(JOBS)]} {number}",
                "answers": {},
                "wishes": {},
                "created_at": bulk.now - timedelta(hours=number),
                "updated_at": bulk.now - timedelta(hours=number),
            }
            for number, each in enumerate(bulk.ids(Posting, POSTINGS))
        ),
        "vacancies being written",
    )


def _clerk() -> int:
    """Who of the example staff matched and settled all of it; the first of everybody where there are none."""
    staff = db.session.scalar(select(Person.id).where(Person.email_key == "staff@example.org"))
    return staff or db.session.scalars(select(Person.id).order_by(Person.id).limit(1)).one()
