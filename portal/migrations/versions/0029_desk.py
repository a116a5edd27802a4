"""Keep a consultant's day: notes, calls, follow-ups, comments with the client, texts for messages, and targets."""

import sqlalchemy as sa
from alembic import op

revision = "0029_desk"
down_revision = "0028_placements"
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
    op.create_table(
        "message_texts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.Column("used_for", sa.String(20), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("retired_at", instant),
        sa.UniqueConstraint("reference"),
    )
    for column in ("owner_id", "used_for"):
        op.create_index(f"ix_message_texts_{column}", "message_texts", [column])
    op.create_table(
        "message_text_versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("text_id", sa.Integer(), sa.ForeignKey("message_texts.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.UniqueConstraint("text_id", "number"),
    )
    op.create_index("ix_message_text_versions_by_id", "message_text_versions", ["by_id"])
    op.create_table(
        "consultant_targets",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("consultant_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("placements", sa.Integer(), nullable=False),
        sa.Column("fees_pence", sa.Integer(), nullable=False),
        sa.Column("set_at", instant, nullable=False),
        sa.Column("set_by_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.UniqueConstraint("consultant_id", "month"),
    )
    op.create_index("ix_consultant_targets_set_by_id", "consultant_targets", ["set_by_id"])


def downgrade() -> None:
    for table in (
        "consultant_targets",
        "message_text_versions",
        "message_texts",
        "campaign_comments",
        "follow_ups",
        "log_entries",
    ):
        op.drop_table(table)
