"""Let people ask about a vacancy in public, without a name."""

import sqlalchemy as sa
from alembic import op

revision = "0021_questions"
down_revision = "0020_applications"
branch_labels = None
depends_on = None


def _key(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"))


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer()),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("because", sa.String(500), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by_id", sa.Integer()),
        sa.CheckConstraint("state in ('waiting','answered','declined')", name=op.f("ck_questions_state_known")),
        _key("questions", "campaign_id", "campaigns"),
        _key("questions", "asked_by_id", "people"),
        _key("questions", "decided_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("reference", name=op.f("uq_questions_reference")),
    )
    for column in ("campaign_id", "asked_by_id", "state"):
        op.create_index(op.f(f"ix_questions_{column}"), "questions", [column])
    op.create_table(
        "question_followers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        _key("question_followers", "campaign_id", "campaigns"),
        _key("question_followers", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_followers")),
        sa.UniqueConstraint("campaign_id", "person_id", name=op.f("uq_question_followers_campaign_id_person_id")),
    )
    op.create_index(op.f("ix_question_followers_person_id"), "question_followers", ["person_id"])


def downgrade() -> None:
    op.drop_table("question_followers")
    op.drop_table("questions")
