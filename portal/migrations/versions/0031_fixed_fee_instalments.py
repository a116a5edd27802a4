"""Let a fixed fee be paid in instalments: when which part is due, and those parts that fall due for the search.

A fee that was agreed is one for a recruitment service, so membership takes its discount off it as off the others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031_fixed_fee_instalments"
down_revision = "0030_introductions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("fee_plan", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("campaigns", sa.Column("fee_pence", sa.Integer()))
    op.create_table(
        "campaign_instalments",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("campaign_id", sa.Integer(), sa.ForeignKey("campaigns.id"), nullable=False),
        sa.Column("milestone", sa.String(14), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id")),
        sa.Column("waived_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("campaign_id", "milestone"),
        sa.CheckConstraint("pence >= 0", name="not_negative"),
    )
    op.execute("update products set discounted = true where key = 'placement_fee'")
    op.create_index("ix_campaign_instalments_order_id", "campaign_instalments", ["order_id"])


def downgrade() -> None:
    op.execute("update products set discounted = false where key = 'placement_fee'")
    op.drop_table("campaign_instalments")
    op.drop_column("campaigns", "fee_pence")
    op.drop_column("campaigns", "fee_plan")
