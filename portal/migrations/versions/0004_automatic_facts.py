"""Keep what the reader found beside what people decided, so that an overruling can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0004_automatic_facts"
down_revision = "0003_advert_pages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("vacancies") as table:
        table.add_column(sa.Column("automatic", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("vacancies") as table:
        table.drop_column("automatic")
