"""Keep who wrote in a vacancy's text since it was agreed to last: none of them may agree to it.

Of a text that is not agreed to yet, whoever changed it last is known, as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023_posting_hands"
down_revision = "0022_tier_rises"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posting_hands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_posting_hands_person_id_people")),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name=op.f("fk_posting_hands_posting_id_postings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_hands")),
        sa.UniqueConstraint("posting_id", "person_id", name=op.f("uq_posting_hands_posting_id_person_id")),
    )
    op.create_index(op.f("ix_posting_hands_person_id"), "posting_hands", ["person_id"], unique=False)
    op.execute(
        "insert into posting_hands (posting_id, person_id, at) "
        "select id, updated_by_id, updated_at from postings where updated_by_id is not null and state <> 'discarded'"
    )


def downgrade() -> None:
    op.drop_table("posting_hands")
