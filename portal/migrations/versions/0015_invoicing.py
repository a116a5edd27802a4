"""Keep invoices and credit notes as they were issued, their numbers, and what the bank brought."""

import sqlalchemy as sa
from alembic import op

revision = "0015_invoicing"
down_revision = "0014_postings"
branch_labels = None
depends_on = None

STANDS = sa.text("kind = 'invoice' and state <> 'replaced'")


def upgrade() -> None:
    series = op.create_table(
        "number_series",
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_number_series")),
    )
    op.bulk_insert(series, [{"key": "INV", "last": 0}, {"key": "CN", "last": 0}])
    op.create_table(
        "issued_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("person_id", sa.Integer()),
        sa.Column("credits_id", sa.Integer()),
        sa.Column("replaces_id", sa.Integer()),
        sa.Column("is_correction", sa.Boolean(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer()),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("tax_point", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("seller", sa.Text(), nullable=False),
        sa.Column("buyer_name", sa.String(200), nullable=False),
        sa.Column("buyer_address", sa.Text(), nullable=False),
        sa.Column("buyer_email", sa.String(254), nullable=False),
        sa.Column("order_reference", sa.String(12), nullable=False),
        sa.Column("po_number", sa.String(50), nullable=False),
        sa.Column("cost_centre", sa.String(50), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("because", sa.String(500), nullable=False),
        sa.Column("no_vat_because", sa.String(200), nullable=False),
        sa.Column("net_pence", sa.Integer(), nullable=False),
        sa.Column("vat_pence", sa.Integer(), nullable=False),
        sa.Column("gross_pence", sa.Integer(), nullable=False),
        sa.Column("paid_how", sa.String(20), nullable=False),
        sa.Column("paid_on", sa.Date()),
        sa.Column("paid_pence", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('invoice','credit_note')", name=op.f("ck_issued_documents_kind_known")),
        sa.CheckConstraint("state in ('current','returned','replaced')", name=op.f("ck_issued_documents_state_known")),
        sa.CheckConstraint("gross_pence = net_pence + vat_pence", name=op.f("ck_issued_documents_adds_up")),
        sa.CheckConstraint(
            "(kind = 'credit_note') = (credits_id is not null)", name=op.f("ck_issued_documents_credits_an_invoice")
        ),
        sa.CheckConstraint("paid_pence between 0 and gross_pence", name=op.f("ck_issued_documents_paid_within")),
        *_references(
            "issued_documents",
            order_id="orders",
            organisation_id="organisations",
            person_id="people",
            credits_id="issued_documents",
            replaces_id="issued_documents",
            issued_by_id="people",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_documents")),
        sa.UniqueConstraint("number", name=op.f("uq_issued_documents_number")),
    )
    _indexes(
        "issued_documents", "order_id", "organisation_id", "person_id", "credits_id", "replaces_id", "issued_by_id"
    )
    op.create_index("ix_issued_documents_kind_issued", "issued_documents", ["kind", "issued_on"])
    op.create_index(
        "uq_issued_documents_invoice_of_order",
        "issued_documents",
        ["order_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_table(
        "issued_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(30), nullable=False),
        sa.Column("description", sa.String(300), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_pence", sa.Integer(), nullable=False),
        sa.Column("discount_because", sa.String(300), nullable=False),
        sa.Column("net_pence", sa.Integer(), nullable=False),
        sa.Column("vat_code", sa.String(10), nullable=False),
        sa.Column("vat_basis_points", sa.Integer(), nullable=False),
        sa.Column("vat_pence", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_issued_lines_some")),
        *_references("issued_lines", document_id="issued_documents", order_line_id="order_lines"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_lines")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_issued_lines_document_id_position")),
    )
    _indexes("issued_lines", "order_line_id", "item")
    op.create_table(
        "document_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("key", sa.String(60)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("note", sa.String(500), nullable=False),
        *_references("document_steps", document_id="issued_documents", by_id="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_steps")),
        sa.UniqueConstraint("key", name=op.f("uq_document_steps_key")),
    )
    _indexes("document_steps", "document_id", "by_id")
    _bank()
    op.add_column("orders", sa.Column("due_on", sa.Date()))
    op.add_column("mail_messages", sa.Column("attached", sa.String(80), nullable=False, server_default=""))


def _bank() -> None:
    op.create_table(
        "bank_statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("outgoing", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('preview','taken','dropped')", name=op.f("ck_bank_statements_state_known")),
        *_references("bank_statements", uploaded_by_id="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statements")),
        sa.UniqueConstraint("reference", name=op.f("uq_bank_statements_reference")),
    )
    _indexes("bank_statements", "uploaded_by_id")
    op.create_table(
        "bank_receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("payer", sa.String(200), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("set_aside_because", sa.String(300), nullable=False),
        sa.Column("set_aside_by_id", sa.Integer()),
        sa.CheckConstraint("pence > 0", name=op.f("ck_bank_receipts_comes_in")),
        *_references("bank_receipts", statement_id="bank_statements", set_aside_by_id="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_receipts")),
        sa.UniqueConstraint("reference", name=op.f("uq_bank_receipts_reference")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_bank_receipts_fingerprint")),
    )
    _indexes("bank_receipts", "statement_id", "set_aside_by_id")
    op.create_index("ix_bank_receipts_received", "bank_receipts", ["received_on"])
    op.create_table(
        "bank_allocations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer()),
        sa.Column("document_id", sa.Integer()),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone_by_id", sa.Integer()),
        sa.CheckConstraint("pence > 0", name=op.f("ck_bank_allocations_of_something")),
        *_references(
            "bank_allocations",
            receipt_id="bank_receipts",
            order_id="orders",
            document_id="issued_documents",
            by_id="people",
            undone_by_id="people",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_allocations")),
        sa.UniqueConstraint("reference", name=op.f("uq_bank_allocations_reference")),
    )
    _indexes("bank_allocations", "receipt_id", "order_id", "document_id", "by_id", "undone_by_id")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in columns.items()
    ]


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_column("orders", "due_on")
    op.drop_column("mail_messages", "attached")
    for table in (
        "bank_allocations",
        "bank_receipts",
        "bank_statements",
        "document_steps",
        "issued_lines",
        "issued_documents",
        "number_series",
    ):
        op.drop_table(table)
