"""Tries to pay by card, the provider's messages, discrepancies, refunds, disputes, payouts, and the test card's pages."""

import sqlalchemy as sa
from alembic import op

revision = "0012_payments"
down_revision = "0011_billing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payouts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made", sa.String(length=120), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("fee_pence", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payouts")),
        sa.UniqueConstraint("made", name=op.f("uq_payouts_made")),
    )
    op.create_table(
        "provider_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=120), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("account", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("about_id", sa.String(length=120), nullable=False),
        sa.Column("session", sa.String(length=120), nullable=False),
        sa.Column("payment", sa.String(length=120), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("because", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome in ('new', 'done', 'nothing', 'ignored', 'waiting', 'held')",
            name=op.f("ck_provider_events_outcome_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_events")),
        sa.UniqueConstraint("event", name=op.f("uq_provider_events_event")),
    )
    op.create_index("ix_provider_events_outcome", "provider_events", ["outcome", "again_at"], unique=False)
    op.create_index(op.f("ix_provider_events_received_at"), "provider_events", ["received_at"], unique=False)
    op.create_table(
        "test_card_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("order", sa.String(length=12), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("paid", sa.String(length=10), nullable=False),
        sa.Column("payment", sa.String(length=40), nullable=False),
        sa.Column("refunds", sa.JSON(), nullable=False),
        sa.Column("done_address", sa.String(length=300), nullable=False),
        sa.Column("stopped_address", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_card_pages")),
        sa.UniqueConstraint("key", name=op.f("uq_test_card_pages_key")),
        sa.UniqueConstraint("session", name=op.f("uq_test_card_pages_session")),
    )
    op.create_table(
        "payment_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("provider", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("received_pence", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(length=120), nullable=True),
        sa.Column("payment", sa.String(length=120), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("done_address", sa.String(length=300), nullable=False),
        sa.Column("stopped_address", sa.String(length=300), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('opening', 'open', 'processing', 'paid', 'expired', 'failed', 'replaced')",
            name=op.f("ck_payment_attempts_state_known"),
        ),
        sa.CheckConstraint("pence > 0", name=op.f("ck_payment_attempts_some")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_payment_attempts_by_id_people")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payment_attempts_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempts")),
        sa.UniqueConstraint("payment", name=op.f("uq_payment_attempts_payment")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_attempts_reference")),
        sa.UniqueConstraint("session", name=op.f("uq_payment_attempts_session")),
    )
    op.create_index(op.f("ix_payment_attempts_by_id"), "payment_attempts", ["by_id"], unique=False)
    op.create_index(op.f("ix_payment_attempts_order_id"), "payment_attempts", ["order_id"], unique=False)
    op.create_index("ix_payment_attempts_state", "payment_attempts", ["state", "opened_at"], unique=False)
    op.create_index(
        "uq_payment_attempts_live",
        "payment_attempts",
        ["order_id"],
        unique=True,
        sqlite_where=sa.text("state in ('opening', 'open', 'processing')"),
        postgresql_where=sa.text("state in ('opening', 'open', 'processing')"),
    )
    op.create_table(
        "discrepancies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("unique_key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(length=120), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["payment_attempts.id"], name=op.f("fk_discrepancies_attempt_id_payment_attempts")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_discrepancies_order_id_orders")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_discrepancies_settled_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discrepancies")),
        sa.UniqueConstraint("reference", name=op.f("uq_discrepancies_reference")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_discrepancies_unique_key")),
    )
    op.create_index(op.f("ix_discrepancies_attempt_id"), "discrepancies", ["attempt_id"], unique=False)
    op.create_index("ix_discrepancies_open", "discrepancies", ["settled_at", "found_at"], unique=False)
    op.create_index(op.f("ix_discrepancies_order_id"), "discrepancies", ["order_id"], unique=False)
    op.create_index(op.f("ix_discrepancies_settled_by_id"), "discrepancies", ["settled_by_id"], unique=False)
    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made", sa.String(length=120), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["payment_attempts.id"], name=op.f("fk_disputes_attempt_id_payment_attempts")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_disputes_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("made", name=op.f("uq_disputes_made")),
    )
    op.create_index(op.f("ix_disputes_attempt_id"), "disputes", ["attempt_id"], unique=False)
    op.create_index(op.f("ix_disputes_order_id"), "disputes", ["order_id"], unique=False)
    op.create_table(
        "refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_because", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made", sa.String(length=120), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_because", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "state in ('asked', 'approved', 'sending', 'pending', 'done', 'declined', 'refused')",
            name=op.f("ck_refunds_state_known"),
        ),
        sa.CheckConstraint("pence > 0", name=op.f("ck_refunds_some")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_refunds_asked_by_id_people")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["payment_attempts.id"], name=op.f("fk_refunds_attempt_id_payment_attempts")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_refunds_decided_by_id_people")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_refunds_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("made", name=op.f("uq_refunds_made")),
        sa.UniqueConstraint("reference", name=op.f("uq_refunds_reference")),
    )
    op.create_index(op.f("ix_refunds_asked_by_id"), "refunds", ["asked_by_id"], unique=False)
    op.create_index(op.f("ix_refunds_attempt_id"), "refunds", ["attempt_id"], unique=False)
    op.create_index(op.f("ix_refunds_decided_by_id"), "refunds", ["decided_by_id"], unique=False)
    op.create_index(op.f("ix_refunds_order_id"), "refunds", ["order_id"], unique=False)
    op.create_index("ix_refunds_state", "refunds", ["state", "asked_at"], unique=False)


def downgrade() -> None:
    for table in (
        "refunds",
        "disputes",
        "discrepancies",
        "payment_attempts",
        "test_card_pages",
        "provider_events",
        "payouts",
    ):
        op.drop_table(table)
