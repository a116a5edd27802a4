"""The book of accounts: every event is a posting whose entries come to nothing together.

What is owed to us or lies with us is a debit (+), what we owe or have earned a credit (-).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import func, select

from portal.billing.models import LedgerEntry, LedgerPosting, Order, OrderLine, Product
from portal.billing.pricing import Amounts
from portal.database.base import db

DEBTORS, VAT, CARD, BANK, DISPUTED, FEES = "debtors", "vat", "card", "bank", "disputed", "fees"
INCOME = "income:"
ACCOUNTS: Mapping[str, str] = {
    DEBTORS: "What buyers owe us; below nothing, what we owe them",
    VAT: "VAT that we owe the state",
    CARD: "Money with the card provider",
    BANK: "Money in the bank",
    DISPUTED: "Card payments that are disputed",
    FEES: "What the card provider charges",
    f"{INCOME}advert": "Adverts",
    f"{INCOME}extra_week": "Extra weeks",
    f"{INCOME}featured": "Featured listings",
    f"{INCOME}bundle": "Bundles of adverts",
    f"{INCOME}service": "Recruitment services",
    f"{INCOME}membership": "Memberships",
}


def post(
    order: Order | None, *, kind: str, what: str, entries: Iterable[tuple[str, int]], at: datetime
) -> LedgerPosting:
    """Write an event down; the same event of an order a second time is refused by the database.

    Without an order it is something between the card provider and us. Raises ValueError where the entries do not
    come to nothing or name an account that is not kept.
    """
    rows = [(account, pence) for account, pence in entries if pence]
    if sum(pence for _, pence in rows):
        raise ValueError(f"{kind} {what} does not balance")
    unknown = {account for account, _ in rows} - set(ACCOUNTS)
    if unknown:
        raise ValueError(f"there is no account {unknown}")
    posting = LedgerPosting(order_id=order.id if order else None, kind=kind, what=what, at=at)
    db.session.add(posting)
    db.session.flush()
    db.session.add_all(LedgerEntry(posting_id=posting.id, account=account, pence=pence) for account, pence in rows)
    db.session.flush()
    return posting


def is_posted(order: Order, *, kind: str, what: str) -> bool:
    """Whether this event of the order stands in the book."""
    found = select(LedgerPosting.id).where(
        LedgerPosting.order_id == order.id, LedgerPosting.kind == kind, LedgerPosting.what == what
    )
    return db.session.scalar(found) is not None


def sell(order: Order, lines: Iterable[OrderLine], *, at: datetime) -> None:
    """The sale: the buyer owes the whole, which is income by kind of product and VAT."""
    kinds = _kinds()
    entries: list[tuple[str, int]] = [(DEBTORS, order.gross_pence), (VAT, -order.vat_pence)]
    entries += [(INCOME + kinds[line.product_key], -line.net_pence) for line in lines]
    post(order, kind="sale", what="sale", entries=entries, at=at)


def credit(order: Order, parts: Iterable[tuple[OrderLine, Amounts]], *, what: str, at: datetime) -> None:
    """A credit note: so much of the sale is taken back."""
    kinds = _kinds()
    entries: list[tuple[str, int]] = []
    for line, amounts in parts:
        entries += [
            (DEBTORS, -amounts.gross_pence),
            (VAT, amounts.vat_pence),
            (INCOME + kinds[line.product_key], amounts.net_pence),
        ]
    post(order, kind="credit", what=what, entries=entries, at=at)


def balance(account: str, *, order_id: int | None = None) -> int:
    """What stands on an account, of all orders or of one."""
    found = select(func.coalesce(func.sum(LedgerEntry.pence), 0)).where(LedgerEntry.account == account)
    if order_id is not None:
        found = found.join(LedgerPosting, LedgerPosting.id == LedgerEntry.posting_id).where(
            LedgerPosting.order_id == order_id
        )
    return int(db.session.scalar(found) or 0)


def balances() -> dict[str, int]:
    """What stands on every account that has an entry; together nothing."""
    rows = db.session.execute(select(LedgerEntry.account, func.sum(LedgerEntry.pence)).group_by(LedgerEntry.account))
    return {account: int(pence) for account, pence in rows}


def _kinds() -> dict[str, str]:
    rows = db.session.execute(select(Product.key, Product.kind))
    return {key: kind for key, kind in rows}
