"""Keep offers with their terms, the checks that follow, and places on a reserve list."""

import sqlalchemy as sa
from alembic import op

revision = "0027_offers"
down_revision = "0026_interviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)

    def person(name: str) -> sa.Column[int]:
        return sa.Column(name, sa.Integer(), sa.ForeignKey("people.id"))

    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("application_id", sa.Integer(), sa.ForeignKey("job_applications.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("post", sa.String(300), nullable=False),
        sa.Column("salary_pence", sa.Integer(), nullable=False),
        sa.Column("hours", sa.String(200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("now_starts_on", sa.Date(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("made_at", instant, nullable=False),
        person("made_by_id"),
        sa.Column("reminded_at", instant),
        sa.Column("ended_at", instant),
        sa.Column("because", sa.Text(), nullable=False),
        sa.UniqueConstraint("application_id", "number"),
        sa.CheckConstraint("state in ('open','changed','accepted','declined','withdrawn')", name="state_known"),
        sa.CheckConstraint("salary_pence > 0", name="paid"),
    )
    stands = sa.text("state in ('open','accepted')")
    op.create_index(
        "uq_offers_standing", "offers", ["application_id"], unique=True, sqlite_where=stands, postgresql_where=stands
    )
    op.create_index("ix_offers_state_answer_by", "offers", ["state", "answer_by"])
    op.create_index("ix_offers_made_by_id", "offers", ["made_by_id"])
    op.create_table(
        "offer_start_changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("offer_id", sa.Integer(), sa.ForeignKey("offers.id"), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("after", sa.Date(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", instant, nullable=False),
        person("by_id"),
    )
    op.create_index("ix_offer_start_changes_offer_id", "offer_start_changes", ["offer_id"])
    op.create_index("ix_offer_start_changes_by_id", "offer_start_changes", ["by_id"])
    op.create_table(
        "offer_checks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("offer_id", sa.Integer(), sa.ForeignKey("offers.id"), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        person("owner_id"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        person("changed_by_id"),
        sa.Column("consent_asked_at", instant),
        sa.Column("consented_at", instant),
        sa.UniqueConstraint("offer_id", "kind"),
        sa.CheckConstraint("state in ('not_begun','asked','received','clear','problem')", name="state_known"),
    )
    op.create_index("ix_offer_checks_owner_id", "offer_checks", ["owner_id"])
    op.create_index("ix_offer_checks_changed_by_id", "offer_checks", ["changed_by_id"])
    op.create_table(
        "reserve_places",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("application_id", sa.Integer(), sa.ForeignKey("job_applications.id"), nullable=False),
        sa.Column("since", instant, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("may_ask", sa.Boolean(), nullable=False),
        sa.Column("may_ask_since", instant),
        sa.Column("ended_at", instant),
        sa.UniqueConstraint("application_id"),
    )
    op.create_index("ix_reserve_places_expires_on", "reserve_places", ["expires_on"])
    op.create_table(
        "reserve_asks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("place_id", sa.Integer(), sa.ForeignKey("reserve_places.id"), nullable=False),
        sa.Column("campaign_id", sa.Integer(), sa.ForeignKey("campaigns.id"), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        person("asked_by_id"),
        sa.Column("answer", sa.String(3), nullable=False),
        sa.Column("answered_at", instant),
        sa.UniqueConstraint("place_id", "campaign_id"),
        sa.CheckConstraint("answer in ('','yes','no')", name="answer_known"),
    )
    op.create_index("ix_reserve_asks_campaign_id", "reserve_asks", ["campaign_id"])
    op.create_index("ix_reserve_asks_asked_by_id", "reserve_asks", ["asked_by_id"])


def downgrade() -> None:
    for table in ("reserve_asks", "reserve_places", "offer_checks", "offer_start_changes", "offers"):
        op.drop_table(table)
