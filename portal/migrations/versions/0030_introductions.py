"""Keep what members say to be found by, their consents, approaches and introductions; and packs of evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0030_introductions"
down_revision = "0029_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    standing = sa.text("withdrawn_at is null")

    def to(name: str, table: str, *, nullable: bool = False) -> sa.Column[int]:
        return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=nullable)

    op.create_table(
        "found_profiles",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("families", sa.JSON(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("miles", sa.Integer(), nullable=False),
        sa.Column("workplaces", sa.JSON(), nullable=False),
        sa.Column("least_pounds", sa.Integer()),
        sa.Column("clearance", sa.JSON(), nullable=False),
        sa.Column("patterns", sa.JSON(), nullable=False),
        sa.Column("free_from", sa.Date()),
        sa.Column("shown_to_own", sa.Boolean(), nullable=False),
        sa.Column("updated_at", instant, nullable=False),
    )
    op.create_table(
        "found_consents",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("person_id", "people"),
        sa.Column("given_at", instant, nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", instant),
        sa.Column("asked_at", instant),
    )
    op.create_index(
        "uq_found_consents_standing",
        "found_consents",
        ["person_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_table(
        "found_kept_from",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("person_id", "people"),
        sa.Column("why", sa.String(10), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("name_key", sa.String(300), nullable=False),
        sa.Column("organisation_key", sa.String(200)),
        to("organisation_id", "organisations", nullable=True),
        sa.CheckConstraint("why in ('own','named','answered')", name="why_known"),
    )
    for column in ("person_id", "name_key", "organisation_key", "organisation_id"):
        op.create_index(f"ix_found_kept_from_{column}", "found_kept_from", [column])
    op.create_table(
        "approaches",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
        to("campaign_id", "campaigns"),
        to("person_id", "people"),
        sa.Column("called", sa.String(12), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_at", instant, nullable=False),
        to("by_id", "people", nullable=True),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("answered_at", instant),
        sa.UniqueConstraint("campaign_id", "person_id"),
        sa.CheckConstraint("answer in ('','more','introduce','no','never')", name="answer_known"),
    )
    for column in ("person_id", "sent_at", "by_id"):
        op.create_index(f"ix_approaches_{column}", "approaches", [column])
    op.create_table(
        "approach_messages",
        sa.Column("id", sa.Integer(), primary_key=True),
        to("approach_id", "approaches"),
        sa.Column("from_member", sa.Boolean(), nullable=False),
        to("author_id", "people", nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
    )
    for column in ("approach_id", "author_id"):
        op.create_index(f"ix_approach_messages_{column}", "approach_messages", [column])
    op.create_table(
        "introductions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
        to("campaign_id", "campaigns"),
        to("person_id", "people"),
        sa.Column("called", sa.String(12), nullable=False),
        to("to_id", "people", nullable=True),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("withdrawn_at", instant),
    )
    for column in ("campaign_id", "person_id", "to_id"):
        op.create_index(f"ix_introductions_{column}", "introductions", [column])
    op.create_index(
        "uq_introductions_standing",
        "introductions",
        ["campaign_id", "person_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_table(
        "evidence_packs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
        to("campaign_id", "campaigns"),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        to("asked_by_id", "people", nullable=True),
        sa.Column("ready_at", instant),
        sa.Column("content", sa.LargeBinary()),
        sa.CheckConstraint("audience in ('ours','client')", name="audience_known"),
        sa.CheckConstraint("state in ('waiting','making','ready')", name="state_known"),
    )
    for column in ("campaign_id", "asked_at", "asked_by_id"):
        op.create_index(f"ix_evidence_packs_{column}", "evidence_packs", [column])


def downgrade() -> None:
    for table in (
        "evidence_packs",
        "introductions",
        "approach_messages",
        "approaches",
        "found_kept_from",
        "found_consents",
        "found_profiles",
    ):
        op.drop_table(table)
