"""Find by its day who was told of a decision: a consultant's month counts them each time their queue is read."""

from alembic import op

revision = "0033_told_at"
down_revision = "0032_referees"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_application_steps_told_at", "application_steps", ["told_at"])


def downgrade() -> None:
    op.drop_index("ix_application_steps_told_at", "application_steps")
