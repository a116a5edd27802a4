"""Remember what an advert's own page answered."""

import sqlalchemy as sa
from alembic import op

revision = "0003_advert_pages"
down_revision = "0002_vacancy_neighbours"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("adverts") as table:
        table.add_column(sa.Column("page_checked_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("page_missing_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("adverts") as table:
        table.drop_column("page_missing_since")
        table.drop_column("page_checked_at")
