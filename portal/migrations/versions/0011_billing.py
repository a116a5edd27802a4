"""Products, prices and VAT; orders with their lines and history; credits; and the book of accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0011_billing"
down_revision = "0010_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "products",
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("vat_code", sa.String(length=10), nullable=False),
        sa.Column("discounted", sa.Boolean(), nullable=False),
        sa.Column("sold_from", sa.Date(), nullable=False),
        sa.Column("sold_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind in ('advert', 'extra_week', 'featured', 'bundle', 'service', 'membership')",
            name=op.f("ck_products_kind_known"),
        ),
        sa.CheckConstraint("vat_code in ('standard', 'zero', 'exempt')", name=op.f("ck_products_vat_code_known")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_products")),
    )
    op.create_table(
        "vat_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.CheckConstraint("code in ('standard', 'zero', 'exempt')", name=op.f("ck_vat_rates_code_known")),
        sa.CheckConstraint("basis_points between 0 and 10000", name=op.f("ck_vat_rates_a_share")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vat_rates")),
        sa.UniqueConstraint("code", "from_date", name=op.f("uq_vat_rates_code_from_date")),
    )
    op.create_table(
        "buying_terms",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("limit_pence", sa.Integer(), nullable=True),
        sa.Column("po_pattern", sa.String(length=40), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("credit_limit_pence", sa.Integer(), nullable=False),
        sa.Column("no_vat_because", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_buying_terms_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_buying_terms")),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("quoted_on", sa.Date(), nullable=True),
        sa.Column("quoted_until", sa.Date(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("placed_on", sa.Date(), nullable=True),
        sa.Column("placed_by_id", sa.Integer(), nullable=True),
        sa.Column("member", sa.Boolean(), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("discount_because", sa.String(length=300), nullable=False),
        sa.Column("no_vat_because", sa.String(length=200), nullable=False),
        sa.Column("net_pence", sa.Integer(), nullable=False),
        sa.Column("vat_pence", sa.Integer(), nullable=False),
        sa.Column("gross_pence", sa.Integer(), nullable=False),
        sa.Column("po_number", sa.String(length=50), nullable=False),
        sa.Column("cost_centre", sa.String(length=50), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("bill_to", sa.String(length=200), nullable=False),
        sa.Column("bill_address", sa.Text(), nullable=False),
        sa.Column("bill_email", sa.String(length=254), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_pence", sa.Integer(), nullable=False),
        sa.Column("refunded_pence", sa.Integer(), nullable=False),
        sa.Column("credited_pence", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_because", sa.String(length=500), nullable=False),
        sa.Column("fulfilled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('draft', 'awaiting_approval', 'placed', 'invoiced', 'paid', 'refunded', 'cancelled')",
            name=op.f("ck_orders_state_known"),
        ),
        sa.CheckConstraint("way in ('', 'card', 'account')", name=op.f("ck_orders_way_known")),
        sa.CheckConstraint("(organisation_id is null) <> (person_id is null)", name=op.f("ck_orders_whose")),
        sa.CheckConstraint(
            "credited_pence between 0 and gross_pence", name=op.f("ck_orders_no_more_credited_than_charged")
        ),
        sa.CheckConstraint("gross_pence = net_pence + vat_pence", name=op.f("ck_orders_adds_up")),
        sa.CheckConstraint("refunded_pence between 0 and paid_pence", name=op.f("ck_orders_no_more_back_than_paid")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people.id"], name=op.f("fk_orders_approved_by_id_people")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["people.id"], name=op.f("fk_orders_begun_by_id_people")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_orders_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_orders_person_id_people")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["people.id"], name=op.f("fk_orders_placed_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("reference", name=op.f("uq_orders_reference")),
    )
    op.create_index(op.f("ix_orders_approved_by_id"), "orders", ["approved_by_id"], unique=False)
    op.create_index(op.f("ix_orders_begun_by_id"), "orders", ["begun_by_id"], unique=False)
    op.create_index(op.f("ix_orders_organisation_id"), "orders", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_orders_person_id"), "orders", ["person_id"], unique=False)
    op.create_index(op.f("ix_orders_placed_by_id"), "orders", ["placed_by_id"], unique=False)
    op.create_index("ix_orders_state", "orders", ["state", "placed_at"], unique=False)

    op.create_table(
        "prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_key", sa.String(length=30), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_prices_not_negative")),
        sa.ForeignKeyConstraint(["product_key"], ["products.key"], name=op.f("fk_prices_product_key_products")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prices")),
        sa.UniqueConstraint("product_key", "from_date", name=op.f("uq_prices_product_key_from_date")),
    )
    op.create_table(
        "ledger_postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_ledger_postings_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_postings")),
        sa.UniqueConstraint("order_id", "kind", "what", name=op.f("uq_ledger_postings_order_id_kind_what")),
    )
    op.create_index("ix_ledger_postings_at", "ledger_postings", ["at"], unique=False)

    op.create_table(
        "order_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_key", sa.String(length=30), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("list_pence", sa.Integer(), nullable=False),
        sa.Column("discount_basis_points", sa.Integer(), nullable=False),
        sa.Column("discount_because", sa.String(length=300), nullable=False),
        sa.Column("net_pence", sa.Integer(), nullable=False),
        sa.Column("vat_code", sa.String(length=10), nullable=False),
        sa.Column("vat_basis_points", sa.Integer(), nullable=False),
        sa.Column("vat_pence", sa.Integer(), nullable=False),
        sa.Column("gross_pence", sa.Integer(), nullable=False),
        sa.Column("credited_net_pence", sa.Integer(), nullable=False),
        sa.Column("credited_vat_pence", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "credited_net_pence between 0 and net_pence", name=op.f("ck_order_lines_no_more_credited_than_net")
        ),
        sa.CheckConstraint(
            "credited_vat_pence between 0 and vat_pence", name=op.f("ck_order_lines_no_more_credited_than_vat")
        ),
        sa.CheckConstraint("discount_basis_points between 0 and 10000", name=op.f("ck_order_lines_discount_a_share")),
        sa.CheckConstraint("gross_pence = net_pence + vat_pence", name=op.f("ck_order_lines_adds_up")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_some")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id_orders")),
        sa.ForeignKeyConstraint(["product_key"], ["products.key"], name=op.f("fk_order_lines_product_key_products")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_order_lines_order_id_position")),
    )
    op.create_index(op.f("ix_order_lines_product_key"), "order_lines", ["product_key"], unique=False)
    op.create_index(op.f("ix_order_lines_subject"), "order_lines", ["subject"], unique=False)

    op.create_table(
        "order_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_order_steps_by_id_people")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_steps_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_steps")),
    )
    op.create_index(op.f("ix_order_steps_by_id"), "order_steps", ["by_id"], unique=False)
    op.create_index(op.f("ix_order_steps_order_id"), "order_steps", ["order_id"], unique=False)

    op.create_table(
        "credit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("order_line_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(kind = 'grant') = (expires_on is not null)", name=op.f("ck_credit_entries_a_grant_ends")),
        sa.CheckConstraint("(kind = 'grant') = (grant_id is null)", name=op.f("ck_credit_entries_of_a_grant")),
        sa.CheckConstraint(
            "(kind in ('grant','reversal')) = (credits > 0)", name=op.f("ck_credit_entries_comes_or_goes")
        ),
        sa.CheckConstraint(
            "kind in ('grant', 'spend', 'expiry', 'reversal')", name=op.f("ck_credit_entries_kind_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_credit_entries_by_id_people")),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["credit_entries.id"], name=op.f("fk_credit_entries_grant_id_credit_entries")
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_credit_entries_order_line_id_order_lines")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_credit_entries_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entries")),
    )
    op.create_index(op.f("ix_credit_entries_by_id"), "credit_entries", ["by_id"], unique=False)
    op.create_index(op.f("ix_credit_entries_grant_id"), "credit_entries", ["grant_id"], unique=False)
    op.create_index(op.f("ix_credit_entries_order_line_id"), "credit_entries", ["order_line_id"], unique=False)
    op.create_index(op.f("ix_credit_entries_organisation_id"), "credit_entries", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_credit_entries_subject"), "credit_entries", ["subject"], unique=False)

    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=30), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["ledger_postings.id"], name=op.f("fk_ledger_entries_posting_id_ledger_postings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
    )
    op.create_index(op.f("ix_ledger_entries_account"), "ledger_entries", ["account"], unique=False)
    op.create_index(op.f("ix_ledger_entries_posting_id"), "ledger_entries", ["posting_id"], unique=False)
    op.create_index(
        "uq_credit_entries_grant_of_line",
        "credit_entries",
        ["order_line_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'grant'"),
        postgresql_where=sa.text("kind = 'grant'"),
    )
    with op.batch_alter_table("membership_dues") as dues:
        dues.add_column(sa.Column("invoiced_as", sa.String(length=12), nullable=False, server_default=""))
    with op.batch_alter_table("membership_dues") as dues:
        dues.alter_column("invoiced_as", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("membership_dues") as dues:
        dues.drop_column("invoiced_as")
    for table in (
        "ledger_entries",
        "credit_entries",
        "order_steps",
        "order_lines",
        "ledger_postings",
        "prices",
        "orders",
        "buying_terms",
        "vat_rates",
        "products",
    ):
        op.drop_table(table)
