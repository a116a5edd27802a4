"""Take applications here, and let members keep track of those made elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0020_applications"
down_revision = "0019_campaigns"
branch_labels = None
depends_on = None

STATES = (
    "draft", "lapsed", "discarded", "submitted", "longlisted", "not_longlisted", "shortlisted", "not_shortlisted",
    "interview", "unsuccessful", "reserve", "offered", "accepted", "declined", "offer_withdrawn", "conditions_met",
    "conditions_not_met", "started", "withdrawn",
)  # fmt: skip


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "job_applications",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
        sa.Column("posting_id", sa.Integer(), sa.ForeignKey("postings.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("adjustments", sa.Text(), nullable=False),
        sa.Column("equality", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("copied_from_id", sa.Integer(), sa.ForeignKey("job_applications.id")),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.Column("submitted_at", instant),
        sa.Column("warned_at", instant),
        sa.UniqueConstraint("posting_id", "person_id"),
        sa.UniqueConstraint("posting_id", "number"),
        sa.CheckConstraint(f"state in ({', '.join(repr(each) for each in STATES)})", name="state_known"),
    )
    op.create_index("ix_job_applications_person_id", "job_applications", ["person_id"])
    op.create_index("ix_job_applications_updated_at", "job_applications", ["updated_at"])
    op.create_index("ix_job_applications_posting_state", "job_applications", ["posting_id", "state"])
    op.create_table(
        "application_steps",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("application_id", sa.Integer(), sa.ForeignKey("job_applications.id"), nullable=False),
        sa.Column("event", sa.String(24), nullable=False),
        sa.Column("before", sa.String(20), nullable=False),
        sa.Column("after", sa.String(20), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", instant),
        sa.Column("told_words", sa.Text(), nullable=False),
    )
    op.create_index("ix_application_steps_application_id", "application_steps", ["application_id"])
    op.create_index("ix_application_steps_by_id", "application_steps", ["by_id"])
    op.create_table(
        "application_messages",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("application_id", sa.Integer(), sa.ForeignKey("job_applications.id"), nullable=False),
        sa.Column("author_id", sa.Integer(), sa.ForeignKey("people.id")),
        sa.Column("from_candidate", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("read_at", instant),
    )
    op.create_index("ix_application_messages_application_id", "application_messages", ["application_id"])
    op.create_index("ix_application_messages_author_id", "application_messages", ["author_id"])
    op.create_table(
        "equality_tallies",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("posting_id", sa.Integer(), sa.ForeignKey("postings.id"), nullable=False),
        sa.Column("question", sa.String(20), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.UniqueConstraint("posting_id", "question", "answer"),
    )
    op.create_table(
        "elsewhere_applications",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), sa.ForeignKey("vacancies.id")),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("employer", sa.String(300), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("applied_on", sa.Date()),
        sa.Column("next_on", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("updated_at", instant, nullable=False),
    )
    op.create_index("ix_elsewhere_applications_person_id", "elsewhere_applications", ["person_id"])


def downgrade() -> None:
    for table in (
        "elsewhere_applications",
        "equality_tallies",
        "application_messages",
        "application_steps",
        "job_applications",
    ):
        op.drop_table(table)
