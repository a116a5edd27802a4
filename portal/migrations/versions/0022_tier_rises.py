"""Let an organisation grow into a higher tier during a year that is paid, for the difference of the months left."""

import sqlalchemy as sa
from alembic import op

revision = "0022_tier_rises"
down_revision = "0021_questions"
branch_labels = None
depends_on = None

OPEN = sa.text("paid_on is null and closed_on is null")


def upgrade() -> None:
    op.create_table(
        "membership_tier_rises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("staff_count", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("payment_reference", sa.String(length=80), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_membership_tier_rises_not_negative")),
        sa.CheckConstraint("months between 1 and 12", name=op.f("ck_membership_tier_rises_months_of_a_year")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_membership_tier_rises_membership_id_memberships")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_tier_rises")),
        sa.UniqueConstraint("reference", name=op.f("uq_membership_tier_rises_reference")),
    )
    op.create_index("ix_membership_tier_rises_membership_id", "membership_tier_rises", ["membership_id"])
    op.create_index(
        "uq_membership_tier_rises_open",
        "membership_tier_rises",
        ["membership_id", "year"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("membership_tier_rises")
