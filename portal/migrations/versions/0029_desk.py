"""Keep what consultants note, call and follow up, and what clients and consultants write to each other."""

import sqlalchemy as sa
from alembic import op

revision = "0029_desk"
down_revision = "0025_selecting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)

    def about() -> tuple[sa.Column[int], ...]:
        return (
            sa.Column("campaign_id", sa.Integer(), sa.ForeignKey("campaigns.id"), nullable=False),
            sa.Column("application_id", sa.Integer(), sa.ForeignKey("job_applications.id")),
            sa.Column("contact_id", sa.Integer(), sa.ForeignKey("people.id")),
            sa.Column("by_id", sa.Integer(), sa.ForeignKey("people.id")),
        )

    op.create_table(
        "log_entries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False),
        *about(),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("direction", sa.String(3), nullable=False),
        sa.Column("whom", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.UniqueConstraint("reference"),
        sa.CheckConstraint("kind in ('note','call')", name="kind_known"),
        sa.CheckConstraint("direction in ('','in','out')", name="direction_known"),
    )
    op.create_index("ix_log_entries_campaign_on", "log_entries", ["campaign_id", "on"])
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False),
        *about(),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("done_at", instant),
        sa.Column("done_by_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.UniqueConstraint("reference"),
    )
    op.create_index("ix_follow_ups_campaign_due", "follow_ups", ["campaign_id", "due_on"])
    op.create_index("ix_follow_ups_done_by_id", "follow_ups", ["done_by_id"])
    for table in ("log_entries", "follow_ups"):
        for column in ("application_id", "contact_id", "by_id"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_table(
        "campaign_comments",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("campaign_id", sa.Integer(), sa.ForeignKey("campaigns.id"), nullable=False),
        sa.Column("from_client", sa.Boolean(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", instant),
    )
    for column in ("campaign_id", "by_id"):
        op.create_index(f"ix_campaign_comments_{column}", "campaign_comments", [column])


def downgrade() -> None:
    for table in ("campaign_comments", "follow_ups", "log_entries"):
        op.drop_table(table)
