"""Receipts as pages show them: the list, and one with what it may be for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from portal.accounts import queries as accounts
from portal.database.base import db
from portal.database.folding import holds
from portal.database.slicing import page_of
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds_and_pence
from portal.invoicing import allocating, matching, queries, statements
from portal.invoicing.models import Allocation, BankStatement, IssuedDocument, Receipt
from portal.invoicing.tables import in_hundredths
from portal.web import words
from portal.web.listing import Asked, Cell, Column, Filter, Listing, Shape

STATES = (("open", "To be allocated"), ("done", "Allocated"), ("aside", "Set aside"))
LIST = Shape(
    one="receipt",
    many="receipts",
    columns=(
        Column("received", "Received", sorts=True),
        Column("payer", "Payer and words"),
        Column("pence", "Amount", sorts=True, numeric=True),
        Column("left", "To be allocated", numeric=True),
        Column("for", "Pays"),
    ),
    sort="-received",
    search="Payer, words, amount or invoice",
    filters=(Filter("state", "State", STATES),),
    empty="No receipt has been taken in yet. Take a statement of the bank in.",
)
CSV_HEADER = ("Receipt", "Received", "Amount", "Payer", "Words", "To be allocated", "Pays", "Set aside")


@dataclass(frozen=True, slots=True)
class Pays:
    """A part of a receipt."""

    reference: str
    words: str
    number: str
    amount: str
    who: str
    when: str
    undone: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggestion, as a button."""

    invoices: tuple[tuple[str, str, str], ...]
    because: str
    sure: bool
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a receipt's page shows."""

    receipt: Receipt
    received: str
    amount: str
    left: str
    left_pence: int
    parts: tuple[Pays, ...]
    proposals: tuple[Proposal, ...]
    statement: str


_SPENT = (
    select(func.coalesce(func.sum(Allocation.pence), 0))
    .where(Allocation.receipt_id == Receipt.id, Allocation.undone_at.is_(None))
    .correlate(Receipt)
    .scalar_subquery()
)
LEFT = Receipt.pence - _SPENT
WAITING = and_(LEFT > 0, Receipt.set_aside_because == "")


def unallocated_pence() -> int:
    """What of all receipts is in nobody's name."""
    return int(db.session.scalar(select(func.coalesce(func.sum(LEFT), 0)).where(WAITING)) or 0)


def number_waiting() -> int:
    """How many receipts are to be allocated."""
    return db.session.scalar(select(func.count()).select_from(Receipt).where(WAITING)) or 0


def listed(query: Mapping[str, str], *, path: str, address: Callable[[str], str]) -> Listing:
    """What this address asks for."""
    asked = LIST.read(query)
    found = page_of(_wanted(asked), order=_sorted(asked), page=asked.page, per_page=asked.per_page)
    pays = _numbers_paid([receipt.id for receipt, _ in found.rows])
    rows = [
        (
            Cell(words.day_in_words(receipt.received_on), address(receipt.reference)),
            Cell(receipt.payer or receipt.words or "Nothing said", note=receipt.words if receipt.payer else ""),
            Cell(pounds_and_pence(receipt.pence)),
            Cell(
                "Set aside" if receipt.set_aside_because else pounds_and_pence(left) if left else "",
                bad=bool(left and not receipt.set_aside_because),
            ),
            Cell(", ".join(pays.get(receipt.id, []))),
        )
        for receipt, left in found.rows
    ]
    return LIST.shown(asked, path=path, rows=rows, total=found.total, page=found.page)


def csv_rows(query: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """The same as rows of a file under CSV_HEADER."""
    asked = LIST.read(query)
    found = page_of(_wanted(asked), order=_sorted(asked), per_page=None)
    pays = _numbers_paid([receipt.id for receipt, _ in found.rows])
    return [
        (
            receipt.reference,
            receipt.received_on,
            in_hundredths(receipt.pence),
            receipt.payer,
            receipt.words,
            in_hundredths(int(left)),
            ", ".join(pays.get(receipt.id, [])),
            receipt.set_aside_because,
        )
        for receipt, left in found.rows
    ]


def shown(receipt: Receipt) -> Shown:
    """The page of a receipt."""
    left = allocating.left_of(receipt)
    statement = db.session.get_one(BankStatement, receipt.statement_id)
    return Shown(
        receipt=receipt,
        received=words.day_in_words(receipt.received_on),
        amount=pounds_and_pence(receipt.pence),
        left=pounds_and_pence(left),
        left_pence=left,
        parts=_parts(receipt),
        proposals=tuple(_proposal(each) for each in allocating.suggest(receipt))
        if not receipt.set_aside_because
        else (),
        statement=f"{statement.name}, taken in on {words.short_day(statement.taken_at or statement.uploaded_at)}",
    )


def accept(receipt: Receipt, parts: Sequence[str], *, by: int, at: datetime) -> str:
    """Allocate as a suggestion said, all of it or nothing; what was done, in words."""
    if not parts:
        raise RuleBroken("Choose what the receipt pays.")
    for part in parts:
        number, _, pence = part.partition(":")
        if not (pence.isascii() and pence.isdigit() and len(pence) < 11):
            raise RuleBroken("Choose one of the suggestions.")
        allocating.allocate(receipt, queries.for_staff(number), int(pence), by=by, at=at)
    numbers = words.listed([part.partition(":")[0] for part in parts], most=5)
    return f"The receipt pays {numbers}."


def _wanted(asked: Asked) -> Select[Receipt, int]:
    statement = select(Receipt, LEFT)
    if asked.words:
        statement = statement.where(_matching(asked.words))
    conditions: dict[str, ColumnElement[bool]] = {
        "open": WAITING,
        "done": LEFT == 0,
        "aside": Receipt.set_aside_because != "",
    }
    state = asked.chosen.get("state")
    return statement.where(conditions[state]) if state else statement


def _matching(typed: str) -> ColumnElement[bool]:
    paid = (
        select(Allocation.receipt_id)
        .join(IssuedDocument, IssuedDocument.id == Allocation.document_id)
        .where(holds(IssuedDocument.number, typed))
    )
    conditions = [
        holds(Receipt.payer, typed),
        holds(Receipt.words, typed),
        holds(Receipt.reference, typed),
        Receipt.id.in_(paid),
    ]
    amount = statements.pence(typed)
    return or_(*conditions, Receipt.pence == amount) if amount is not None else or_(*conditions)


def _sorted(asked: Asked) -> tuple[Any, ...]:
    column = Receipt.pence if asked.sort == "pence" else Receipt.received_on
    return (column.desc(), Receipt.id.desc()) if asked.descending else (column.asc(), Receipt.id.asc())


def _numbers_paid(receipt_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = db.session.execute(
        select(Allocation.receipt_id, IssuedDocument.number)
        .outerjoin(IssuedDocument, IssuedDocument.id == Allocation.document_id)
        .where(Allocation.receipt_id.in_(receipt_ids), Allocation.undone_at.is_(None))
        .order_by(Allocation.id)
    )
    for receipt_id, number in rows:
        found.setdefault(receipt_id, []).append(number or "sent back")
    return found


def _parts(receipt: Receipt) -> tuple[Pays, ...]:
    rows = allocating.parts_of(receipt)
    names = accounts.names_of(each for row in rows for each in (row.by_id, row.undone_by_id) if each)
    numbers = {
        document.id: document.number
        for document in db.session.scalars(
            select(IssuedDocument).where(IssuedDocument.id.in_([row.document_id for row in rows if row.document_id]))
        )
    }
    return tuple(
        Pays(
            row.reference,
            "Pays" if row.document_id else f"Sent back: {row.note}",
            numbers.get(row.document_id or 0, ""),
            pounds_and_pence(row.pence),
            names.get(row.by_id, ""),
            words.long_time(row.at),
            f"{names.get(row.undone_by_id or 0, '')}, {words.long_time(row.undone_at)}" if row.undone_at else "",
        )
        for row in rows
    )


def _proposal(each: matching.Suggestion) -> Proposal:
    return Proposal(
        tuple((one.number, one.buyer, pounds_and_pence(one.owed_pence)) for one in each.invoices),
        each.because,
        each.sure,
        tuple(f"{one.number}:{pence}" for one, pence in zip(each.invoices, each.pence, strict=True)),
    )
