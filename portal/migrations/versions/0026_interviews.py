"""Keep rounds of interviews, their times, who cannot come at one, and each candidate's interview with its history."""

import sqlalchemy as sa
from alembic import op

revision = "0026_interviews"
down_revision = "0025_selecting"
branch_labels = None
depends_on = None

WAYS = "'in_person','video','telephone'"
STATES = "'invited','booked','unsuited','declined','cancelled','attended','absent'"


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "interview_rounds",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
        sa.Column("posting_id", sa.Integer(), sa.ForeignKey("postings.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("way", sa.String(12), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("prepare", sa.Text(), nullable=False),
        sa.Column("interviewers", sa.JSON(), nullable=False),
        sa.Column("choose_by", instant, nullable=False),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("made_by_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.Column("removed_at", instant),
        sa.UniqueConstraint("posting_id", "number"),
        sa.CheckConstraint(f"way in ({WAYS})", name="way_known"),
    )
    op.create_table(
        "interview_slots",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("interview_rounds.id"), nullable=False),
        sa.Column("starts_at", instant, nullable=False),
        sa.Column("ends_at", instant, nullable=False),
        sa.Column("room", sa.String(120), nullable=False),
        sa.Column("removed_at", instant),
    )
    op.create_index("ix_interview_slots_round_starts", "interview_slots", ["round_id", "starts_at"])
    op.create_table(
        "interview_slot_answers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("slot_id", sa.Integer(), sa.ForeignKey("interview_slots.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("can", sa.Boolean(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.UniqueConstraint("slot_id", "person_id"),
    )
    op.create_index("ix_interview_slot_answers_person_id", "interview_slot_answers", ["person_id"])
    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("interview_rounds.id"), nullable=False),
        sa.Column("application_id", sa.Integer(), sa.ForeignKey("job_applications.id"), nullable=False),
        sa.Column("slot_id", sa.Integer(), sa.ForeignKey("interview_slots.id"), unique=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("starts_at", instant),
        sa.Column("ends_at", instant),
        sa.Column("fixed_at", instant),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("feedback_by_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.Column("feedback_told_at", instant),
        sa.Column("reminded_at", instant),
        sa.Column("panel_reminded_at", instant),
        sa.Column("updated_at", instant, nullable=False),
        sa.UniqueConstraint("round_id", "application_id"),
        sa.CheckConstraint(f"state in ({STATES})", name="state_known"),
    )
    op.create_index("ix_interviews_application_id", "interviews", ["application_id"])
    op.create_index("ix_interviews_state_starts", "interviews", ["state", "starts_at"])
    op.create_table(
        "interview_steps",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("interview_id", sa.Integer(), sa.ForeignKey("interviews.id"), nullable=False),
        sa.Column("event", sa.String(16), nullable=False),
        sa.Column("before", sa.String(12), nullable=False),
        sa.Column("after", sa.String(12), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_index("ix_interview_steps_interview_id", "interview_steps", ["interview_id"])
    op.create_index("ix_interview_steps_by_id", "interview_steps", ["by_id"])


def downgrade() -> None:
    for table in (
        "interview_steps",
        "interviews",
        "interview_slot_answers",
        "interview_slots",
        "interview_rounds",
    ):
        op.drop_table(table)
