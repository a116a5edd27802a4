"""Keep on the order's line what one of the product gives, so that a changed product changes nothing that was sold."""

import sqlalchemy as sa
from alembic import op

revision = "0016_what_a_line_gives"
down_revision = "0015_invoicing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("order_lines", sa.Column("weeks", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("order_lines", sa.Column("credits", sa.Integer(), nullable=False, server_default="0"))
    lines = sa.table("order_lines", sa.column("product_key"), sa.column("weeks"), sa.column("credits"))
    products = sa.table("products", sa.column("key"), sa.column("weeks"), sa.column("credits"))
    sold = products.c.key == lines.c.product_key
    for column in ("weeks", "credits"):
        gives = sa.select(products.c[column]).where(sold).scalar_subquery()
        op.execute(sa.update(lines).values({column: gives}))


def downgrade() -> None:
    op.drop_column("order_lines", "credits")
    op.drop_column("order_lines", "weeks")
