"""An order's invoices and credit notes, for the pages of the order."""

from __future__ import annotations

from collections.abc import Sequence

from portal.billing.models import Order
from portal.billing.papers import Paper
from portal.foundation.money import pounds_and_pence
from portal.invoicing import keeping, queries, telling, wording


def papers_of(order: Order) -> Sequence[Paper]:
    """Everything that was issued for an order, the oldest first."""
    return [
        Paper(
            f"{wording.title(keeping.document_of(row))} {row.number}, {pounds_and_pence(row.gross_pence)}",
            telling.address_of(row),
            f"/staff/invoices/{row.number}",
        )
        for row in queries.documents_of_order(order.id)
    ]
