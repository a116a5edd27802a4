"""Keep that referees were asked for a reference, and what they answered."""

import sqlalchemy as sa
from alembic import op

revision = "0032_referees"
down_revision = "0031_fixed_fee_instalments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "referee_requests",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("check_id", sa.Integer(), sa.ForeignKey("offer_checks.id"), nullable=False, unique=True),
        sa.Column("email_key", sa.String(320), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        sa.Column("asked_by_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(5), nullable=False),
        sa.Column("answered_at", instant),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("until", sa.Date()),
        sa.Column("again", sa.Boolean()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("may_show", sa.Boolean(), nullable=False),
        sa.CheckConstraint("answer in ('','given','none')", name="answer_known"),
    )
    op.create_index("ix_referee_requests_email_key", "referee_requests", ["email_key"])
    op.create_index("ix_referee_requests_asked_by_id", "referee_requests", ["asked_by_id"])
    op.create_index("ix_referee_requests_answer_asked_at", "referee_requests", ["answer", "asked_at"])


def downgrade() -> None:
    op.drop_table("referee_requests")
