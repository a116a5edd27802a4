"""What is sold and for how much, orders with their lines and history, advert credits, and the book of accounts.

Money is whole pence in integers; discounts and rates of VAT are basis points (2000 is 20 %).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.billing.states import STATES
from portal.database.base import Model
from portal.database.types import Instant

KINDS = ("advert", "extra_week", "featured", "bundle", "service", "membership")
VAT_CODES = ("standard", "zero", "exempt")


_A_GRANT = text("kind = 'grant'")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} in ({', '.join(repr(each) for each in values)})"


class Product(Model):
    """What can be bought. `weeks` an advert or a further week runs, `credits` a bundle gives.

    `discounted` is whether members pay less for it. What a membership costs is not in the price list: it is what the
    membership owes (membership.models.Due). Sold from `sold_from` on; the last day is `sold_to`.
    """

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint(_one_of("kind", KINDS), name="kind_known"),
        CheckConstraint(_one_of("vat_code", VAT_CODES), name="vat_code_known"),
    )

    key: Mapped[str] = mapped_column(String(30), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[str] = mapped_column(String(100))
    description: Mapped[str] = mapped_column(String(500), default="")
    weeks: Mapped[int] = mapped_column(Integer, default=0)
    credits: Mapped[int] = mapped_column(Integer, default=0)
    vat_code: Mapped[str] = mapped_column(String(10), default="standard")
    discounted: Mapped[bool] = mapped_column(Boolean, default=True)
    sold_from: Mapped[date] = mapped_column(Date)
    sold_to: Mapped[date | None] = mapped_column(Date)


class Price(Model):
    """The list price of one, without VAT, from a day on; the newest that has begun is in force and is never edited."""

    __tablename__ = "prices"
    __table_args__ = (UniqueConstraint("product_key", "from_date"), CheckConstraint("pence >= 0", name="not_negative"))

    id: Mapped[int] = mapped_column(primary_key=True)
    product_key: Mapped[str] = mapped_column(ForeignKey("products.key"))
    pence: Mapped[int] = mapped_column(Integer)
    from_date: Mapped[date] = mapped_column(Date)


class VatRate(Model):
    """A rate of VAT from a day on."""

    __tablename__ = "vat_rates"
    __table_args__ = (
        UniqueConstraint("code", "from_date"),
        CheckConstraint(_one_of("code", VAT_CODES), name="code_known"),
        CheckConstraint("basis_points between 0 and 10000", name="a_share"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10))
    basis_points: Mapped[int] = mapped_column(Integer)
    from_date: Mapped[date] = mapped_column(Date)


class BuyingTerms(Model):
    """How an organisation buys; without a row it buys as the defaults say.

    The owners set `limit_pence` (an order above it, VAT included, needs a colleague's approval; None asks for none),
    `approve_text` (a vacancy's text needs a colleague's approval before it is public, however it is paid for) and `po_pattern` (what its purchase-order numbers look like: # for a digit, @ for a letter, the rest as it is).
    Staff set `trusted` (served before it has paid, up to `credit_limit_pence` unpaid in all) and, where no UK VAT is
    charged, `no_vat_because`.
    """

    __tablename__ = "buying_terms"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    limit_pence: Mapped[int | None] = mapped_column(Integer)
    approve_text: Mapped[bool] = mapped_column(Boolean, default=False)
    po_pattern: Mapped[str] = mapped_column(String(40), default="")
    trusted: Mapped[bool] = mapped_column(Boolean, default=False)
    credit_limit_pence: Mapped[int] = mapped_column(Integer, default=0)
    no_vat_because: Mapped[str] = mapped_column(String(200), default="")


class Order(Model):
    """What an organisation, or a person for their own membership, buys; `state` moves by billing.states alone.

    While it is a draft or waits for approval its amounts are those of the last change; pages show those of the day
    (billing.valuing). On the London day `placed_on` they are worked out once more and stay. `quoted_on` holds the list
    prices of that day until `quoted_until`. `due_on` is the day by which its
    invoice is to be paid; none while there is none that is valid. `begun_by_id` is None for what the society asks for (a renewal).
    """

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint(_one_of("state", STATES), name="state_known"),
        CheckConstraint("way in ('', 'card', 'account')", name="way_known"),
        CheckConstraint("(organisation_id is null) <> (person_id is null)", name="whose"),
        CheckConstraint("refunded_pence between 0 and paid_pence", name="no_more_back_than_paid"),
        CheckConstraint("gross_pence = net_pence + vat_pence", name="adds_up"),
        CheckConstraint("credited_pence between 0 and gross_pence", name="no_more_credited_than_charged"),
        Index("ix_orders_state", "state", "placed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    way: Mapped[str] = mapped_column(String(10), default="")
    currency: Mapped[str] = mapped_column(String(3), default="GBP")

    begun_at: Mapped[datetime] = mapped_column(Instant)
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    quoted_on: Mapped[date | None] = mapped_column(Date)
    quoted_until: Mapped[date | None] = mapped_column(Date)
    placed_at: Mapped[datetime | None] = mapped_column(Instant)
    placed_on: Mapped[date | None] = mapped_column(Date)
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)

    member: Mapped[bool] = mapped_column(Boolean, default=False)
    tier: Mapped[str] = mapped_column(String(20), default="")
    discount_because: Mapped[str] = mapped_column(String(300), default="")
    no_vat_because: Mapped[str] = mapped_column(String(200), default="")
    net_pence: Mapped[int] = mapped_column(Integer, default=0)
    vat_pence: Mapped[int] = mapped_column(Integer, default=0)
    gross_pence: Mapped[int] = mapped_column(Integer, default=0)

    po_number: Mapped[str] = mapped_column(String(50), default="")
    cost_centre: Mapped[str] = mapped_column(String(50), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    bill_to: Mapped[str] = mapped_column(String(200), default="")
    bill_address: Mapped[str] = mapped_column(Text, default="")
    bill_email: Mapped[str] = mapped_column(String(254), default="")

    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)

    due_on: Mapped[date | None] = mapped_column(Date)
    paid_at: Mapped[datetime | None] = mapped_column(Instant)
    paid_pence: Mapped[int] = mapped_column(Integer, default=0)
    refunded_pence: Mapped[int] = mapped_column(Integer, default=0)
    credited_pence: Mapped[int] = mapped_column(Integer, default=0)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_because: Mapped[str] = mapped_column(String(500), default="")
    fulfilled_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def charged_pence(self) -> int:
        """What is to be paid in all: the order less what was credited."""
        return self.gross_pence - self.credited_pence

    @property
    def kept_pence(self) -> int:
        """What was paid and not given back."""
        return self.paid_pence - self.refunded_pence

    @property
    def owed_pence(self) -> int:
        """What is still to be paid; below nothing when more was paid than charged."""
        return self.charged_pence - self.kept_pence


class OrderLine(Model):
    """One thing bought. `list_pence` is one's list price; net, VAT and gross are the whole line's. `weeks` and `credits`
    are what one of it gives.

    `subject` is what it is for: "posting:REF", "due:REF", "rise:REF", "campaign:REF", "placement:REF:MILESTONE" or nothing. The credited amounts are what
    credit notes took back so far. `agreed_pence` is the price of one where it was agreed and is not that of the price list.
    """

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint("quantity > 0", name="some"),
        CheckConstraint("gross_pence = net_pence + vat_pence", name="adds_up"),
        CheckConstraint("discount_basis_points between 0 and 10000", name="discount_a_share"),
        CheckConstraint("credited_net_pence between 0 and net_pence", name="no_more_credited_than_net"),
        CheckConstraint("credited_vat_pence between 0 and vat_pence", name="no_more_credited_than_vat"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    position: Mapped[int] = mapped_column(Integer)
    product_key: Mapped[str] = mapped_column(ForeignKey("products.key"), index=True)
    description: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(40), default="", index=True)
    quantity: Mapped[int] = mapped_column(Integer)
    weeks: Mapped[int] = mapped_column(Integer, default=0)
    credits: Mapped[int] = mapped_column(Integer, default=0)
    list_pence: Mapped[int] = mapped_column(Integer)
    agreed_pence: Mapped[int | None] = mapped_column(Integer)
    discount_basis_points: Mapped[int] = mapped_column(Integer, default=0)
    discount_because: Mapped[str] = mapped_column(String(300), default="")
    net_pence: Mapped[int] = mapped_column(Integer)
    vat_code: Mapped[str] = mapped_column(String(10))
    vat_basis_points: Mapped[int] = mapped_column(Integer)
    vat_pence: Mapped[int] = mapped_column(Integer)
    gross_pence: Mapped[int] = mapped_column(Integer)
    credited_net_pence: Mapped[int] = mapped_column(Integer, default=0)
    credited_vat_pence: Mapped[int] = mapped_column(Integer, default=0)

    @property
    def credited_pence(self) -> int:
        """What credit notes took back of this line, VAT included."""
        return self.credited_net_pence + self.credited_vat_pence


class OrderStep(Model):
    """One move of an order, or (`before` equal to `after`) what happened to it meanwhile: its whole history.

    `note` is a reason that a person wrote, or figures.
    """

    __tablename__ = "order_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(20), default="")
    after: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    note: Mapped[str] = mapped_column(String(500), default="")


class CreditEntry(Model):
    """Advert credits of an organisation coming (+) and going (-); every other kind of entry belongs to a grant.

    `expires_on` is the last day on which a grant can be spent. Nothing is ever changed or taken out.
    """

    __tablename__ = "credit_entries"
    __table_args__ = (
        CheckConstraint(_one_of("kind", ("grant", "spend", "expiry", "reversal")), name="kind_known"),
        CheckConstraint("(kind in ('grant','reversal')) = (credits > 0)", name="comes_or_goes"),
        CheckConstraint("(kind = 'grant') = (grant_id is null)", name="of_a_grant"),
        CheckConstraint("(kind = 'grant') = (expires_on is not null)", name="a_grant_ends"),
        Index(
            "uq_credit_entries_grant_of_line",
            "order_line_id",
            unique=True,
            sqlite_where=_A_GRANT,
            postgresql_where=_A_GRANT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    credits: Mapped[int] = mapped_column(Integer)
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("credit_entries.id"), index=True)
    expires_on: Mapped[date | None] = mapped_column(Date)
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id"), index=True)
    subject: Mapped[str] = mapped_column(String(40), default="", index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)


class LedgerPosting(Model):
    """One event in the book of accounts; its entries come to nothing together.

    `what` names the event ("card:pi_…", "bank:RECEIPT", "sale"); an order has each once, so that money is noted once.
    What concerns no order (the card provider's payouts) has none.
    """

    __tablename__ = "ledger_postings"
    __table_args__ = (UniqueConstraint("order_id", "kind", "what"), Index("ix_ledger_postings_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[str] = mapped_column(String(12))
    what: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(Instant)


class LedgerEntry(Model):
    """What a posting puts on one account: + debit, - credit (billing.books names the accounts)."""

    __tablename__ = "ledger_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("ledger_postings.id"), index=True)
    account: Mapped[str] = mapped_column(String(30), index=True)
    pence: Mapped[int] = mapped_column(Integer)
