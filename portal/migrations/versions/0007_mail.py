"""Keep messages in an outbox until they are sent."""

import sqlalchemy as sa
from alembic import op

revision = "0007_mail"
down_revision = "0006_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("unique_key", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("unsubscribe", sa.String(length=500), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "state in ('waiting','sending','sent','unknown','refused','dropped')",
            name=op.f("ck_mail_messages_state_known"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mail_messages_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_messages")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_messages_message_id")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_mail_messages_unique_key")),
    )
    op.create_index(op.f("ix_mail_messages_person_id"), "mail_messages", ["person_id"], unique=False)
    op.create_index("ix_mail_messages_state_due", "mail_messages", ["state", "due_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_mail_messages_state_due", table_name="mail_messages")
    op.drop_index(op.f("ix_mail_messages_person_id"), table_name="mail_messages")
    op.drop_table("mail_messages")
