"""Keep how applications are scored, what was agreed, who saw a name, and who stood aside."""

import sqlalchemy as sa
from alembic import op

revision = "0025_selecting"
down_revision = "0024_lists_of_money"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)

    def application() -> sa.Column[int]:
        return sa.Column("application_id", sa.Integer(), sa.ForeignKey("job_applications.id"), nullable=False)

    op.create_table(
        "sifts",
        sa.Column("id", sa.Integer(), primary_key=True),
        application(),
        sa.Column("round", sa.String(10), nullable=False),
        sa.Column("scorer_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("saved_at", instant, nullable=False),
        sa.Column("done_at", instant),
        sa.UniqueConstraint("application_id", "round", "scorer_id"),
        sa.CheckConstraint("round in ('longlist','shortlist','interview')", name="round_known"),
    )
    op.create_index("ix_sifts_scorer_id", "sifts", ["scorer_id"])
    op.create_table(
        "moderations",
        sa.Column("id", sa.Integer(), primary_key=True),
        application(),
        sa.Column("round", sa.String(10), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.Column("at", instant, nullable=False),
        sa.UniqueConstraint("application_id", "round"),
    )
    op.create_table(
        "unhidings",
        sa.Column("id", sa.Integer(), primary_key=True),
        application(),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.UniqueConstraint("application_id", "by_id"),
    )
    op.create_table(
        "interests",
        sa.Column("id", sa.Integer(), primary_key=True),
        application(),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("ended_at", instant),
        sa.UniqueConstraint("application_id", "person_id"),
    )


def downgrade() -> None:
    for table in ("interests", "unhidings", "moderations", "sifts"):
        op.drop_table(table)
