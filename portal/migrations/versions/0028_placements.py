"""Keep placements with their instalments, credits, shares and reminders, and let an order's line bear an agreed price."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0028_placements"
down_revision = "0027_offers"
branch_labels = None
depends_on = None

_STATES = ["pending", "confirmed", "started", "completed", "did_not_start", "left", "credited", "replaced", "settled"]


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)

    def to(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
        return sa.Column(name, sa.Integer(), sa.ForeignKey(target), nullable=nullable)

    op.add_column("order_lines", sa.Column("agreed_pence", sa.Integer()))
    _sell_placement_fees()
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False),
        to("application_id", "job_applications.id"),
        to("offer_id", "offers.id"),
        to("campaign_id", "campaigns.id"),
        sa.Column("state", sa.String(14), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("salary_pence", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("figure", sa.Integer(), nullable=False),
        sa.Column("remuneration", sa.String(500), nullable=False),
        sa.Column("remuneration_pence", sa.Integer(), nullable=False),
        sa.Column("fee_pence", sa.Integer(), nullable=False),
        sa.Column("fee_agreed_at", instant),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("reported_at", instant),
        to("reported_by_id", "people.id", nullable=True),
        sa.Column("reported_left_on", sa.Date()),
        sa.Column("left_on", sa.Date()),
        sa.Column("left_because", sa.Text(), nullable=False),
        sa.Column("ticked", sa.JSON(), nullable=False),
        sa.Column("remedy_percent", sa.Integer(), nullable=False),
        sa.Column("remedy_pence", sa.Integer(), nullable=False),
        sa.Column("remedy_because", sa.Text(), nullable=False),
        to("replacement_id", "campaigns.id", nullable=True),
        sa.Column("begun_at", instant, nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.UniqueConstraint("reference"),
        sa.UniqueConstraint("replacement_id"),
        sa.CheckConstraint(f"state in ({','.join(repr(each) for each in _STATES)})", name="state_known"),
        sa.CheckConstraint("basis in ('percentage','fixed')", name="basis_known"),
        sa.CheckConstraint(
            "fee_pence >= 0 and remedy_pence >= 0 and remedy_pence <= fee_pence", name="no_more_than_fee"
        ),
    )
    stands = sa.text("state <> 'did_not_start'")
    op.create_index(
        "uq_placements_standing",
        "placements",
        ["application_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_index("ix_placements_state_starts_on", "placements", ["state", "starts_on"])
    for column in ("application_id", "offer_id", "campaign_id", "reported_by_id"):
        op.create_index(f"ix_placements_{column}", "placements", [column])
    op.create_table(
        "placement_steps",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("placement_id", "placements.id"),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("before", sa.String(14), nullable=False),
        sa.Column("after", sa.String(14), nullable=False),
        sa.Column("at", instant, nullable=False),
        to("by_id", "people.id", nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_index("ix_placement_steps_placement_id", "placement_steps", ["placement_id"])
    op.create_index("ix_placement_steps_by_id", "placement_steps", ["by_id"])
    op.create_table(
        "placement_instalments",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("placement_id", "placements.id"),
        sa.Column("milestone", sa.String(14), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("due_at", instant),
        to("order_id", "orders.id", nullable=True),
        sa.UniqueConstraint("placement_id", "milestone"),
        sa.CheckConstraint("pence >= 0", name="not_negative"),
    )
    op.create_index("ix_placement_instalments_order_id", "placement_instalments", ["order_id"])
    op.create_table(
        "placement_credits",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("placement_id", "placements.id"),
        to("document_id", "issued_documents.id"),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.UniqueConstraint("document_id"),
        sa.CheckConstraint("pence > 0", name="of_something"),
    )
    op.create_index("ix_placement_credits_placement_id", "placement_credits", ["placement_id"])
    op.create_table(
        "placement_shares",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("placement_id", "placements.id"),
        to("person_id", "people.id"),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.UniqueConstraint("placement_id", "person_id"),
        sa.CheckConstraint("parts between 1 and 10000", name="a_share"),
    )
    op.create_index("ix_placement_shares_person_id", "placement_shares", ["person_id"])
    op.create_table(
        "placement_notices",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("placement_id", "placements.id"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.UniqueConstraint("placement_id", "kind"),
    )


def _sell_placement_fees() -> None:
    """Where products were seeded before, the one for placement fees is added; it has no list price, for each fee is agreed."""
    products = sa.table(
        "products",
        *(sa.column(each) for each in ("key", "kind", "name", "description", "vat_code")),
        *(sa.column(each, sa.Integer()) for each in ("position", "weeks", "credits")),
        sa.column("discounted", sa.Boolean()),
        sa.column("sold_from", sa.Date()),
    )
    bind = op.get_bind()
    if bind.scalar(sa.select(sa.func.count()).select_from(products)):
        op.execute(
            products.insert().values(
                key="placement_fee",
                kind="service",
                position=bind.scalar(sa.select(sa.func.max(products.c.position))) + 1,
                name="Placement fee",
                description="What was agreed for somebody who was appointed.",
                weeks=0,
                credits=0,
                vat_code="standard",
                discounted=False,
                sold_from=date(2020, 1, 1),
            )
        )


def downgrade() -> None:
    for table in ("notices", "shares", "credits", "instalments", "steps"):
        op.drop_table(f"placement_{table}")
    op.drop_table("placements")
    op.execute(
        sa.text("delete from products where key = 'placement_fee' and key not in (select product_key from order_lines)")
    )
    op.drop_column("order_lines", "agreed_pence")
