"""Find an employer's other vacancies quickly, and keep the employer's own reference."""

import sqlalchemy as sa
from alembic import op

revision = "0002_vacancy_neighbours"
down_revision = "0001_vacancies_and_sources"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("vacancies") as table:
        table.add_column(sa.Column("publisher_reference", sa.String(length=80), nullable=False, server_default=""))
        table.create_index("ix_vacancies_employer_key", ["employer_key"])


def downgrade() -> None:
    with op.batch_alter_table("vacancies") as table:
        table.drop_index("ix_vacancies_employer_key")
        table.drop_column("publisher_reference")
