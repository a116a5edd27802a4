"""Answer from indexes alone what of each receipt is left, and which orders have an invoice: both are asked at staff's pages."""

from alembic import op

revision = "0024_lists_of_money"
down_revision = "0023_posting_hands"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_bank_allocations_receipt", "bank_allocations", ["receipt_id", "undone_at", "pence"])
    op.drop_index("ix_bank_allocations_receipt_id", table_name="bank_allocations")
    op.create_index("ix_issued_documents_order_kind", "issued_documents", ["order_id", "kind"])
    op.drop_index("ix_issued_documents_order_id", table_name="issued_documents")


def downgrade() -> None:
    op.create_index("ix_issued_documents_order_id", "issued_documents", ["order_id"])
    op.drop_index("ix_issued_documents_order_kind", table_name="issued_documents")
    op.create_index("ix_bank_allocations_receipt_id", "bank_allocations", ["receipt_id"])
    op.drop_index("ix_bank_allocations_receipt", table_name="bank_allocations")
