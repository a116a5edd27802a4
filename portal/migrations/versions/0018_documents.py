"""Keep what people hand in: a row a file."""

import sqlalchemy as sa
from alembic import op

revision = "0018_documents"
down_revision = "0017_text_approval"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("people.id", name="fk_documents_owner_id_people")),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("original_name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("stored_name", sa.String(40), nullable=False),
        sa.Column("uploaded_at", instant, nullable=False),
        sa.Column("decided_at", instant),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", instant),
        sa.UniqueConstraint("reference", name="uq_documents_reference"),
        sa.UniqueConstraint("stored_name", name="uq_documents_stored_name"),
        sa.CheckConstraint("state in ('pending','clean','refused')", name="state_known"),
    )
    op.create_index("ix_documents_owner_id", "documents", ["owner_id"])
    op.create_index("ix_documents_subject", "documents", ["subject"])
    op.create_index("ix_documents_state_due", "documents", ["state", "due_at"])


def downgrade() -> None:
    op.drop_table("documents")
