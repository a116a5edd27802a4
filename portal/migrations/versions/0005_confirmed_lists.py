"""Know when a source last confirmed its list without sending it again."""

import sqlalchemy as sa
from alembic import op

revision = "0005_confirmed_lists"
down_revision = "0004_automatic_facts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sources") as table:
        table.add_column(sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sources") as table:
        table.drop_column("confirmed_at")
        table.drop_column("listed_at")
