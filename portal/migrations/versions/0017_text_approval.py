"""Let an organisation ask for a colleague's word on the text of a vacancy before it is public."""

import sqlalchemy as sa
from alembic import op

revision = "0017_text_approval"
down_revision = "0016_what_a_line_gives"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("buying_terms", sa.Column("approve_text", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("postings", sa.Column("approval_asked_at", sa.DateTime(timezone=True)))
    op.add_column("postings", sa.Column("approved_mark", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("postings", "approved_mark")
    op.drop_column("postings", "approval_asked_at")
    op.drop_column("buying_terms", "approve_text")
