"""The mails about documents: to the address that the bill goes to, with the PDF and the e-invoice beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.accounts import queries as accounts
from portal.billing import queries as billing
from portal.employers import queries as employers
from portal.foundation.errors import NotFound
from portal.foundation.money import pounds_and_pence
from portal.invoicing import einvoice, keeping, pdf, queries, wording
from portal.invoicing.models import IssuedDocument
from portal.mail.attaching import Attachment
from portal.mail.models import Message
from portal.mail.posting import post
from portal.web.words import day_in_words

ATTACHED = "invoicing"


def files_of(number: str) -> Sequence[Attachment]:
    """What goes beside a mail about this document: for people, and for the buyer's machine."""
    document = keeping.document_of(queries.for_staff(number))
    return (
        Attachment(pdf.filename(document), "application/pdf", pdf.as_pdf(document)),
        Attachment(einvoice.filename(document), "application/xml", einvoice.as_xml(document)),
    )


def send(row: IssuedDocument, *, again: str = "") -> Message | None:
    """Send a document to its buyer. `again` tells one sending from another; without it a document is sent once."""
    template = "credit_note" if row.kind == "credit_note" else "invoice_paid" if not row.due_on else "invoice"
    return tell(template, row, key=f"{row.number}:{again}" if again else row.number)


def tell(template: str, row: IssuedDocument, *, key: str, files: bool = True, **facts: Any) -> Message | None:
    """Tell something of a document once, with its files; None where it was told, or where nobody's address is known."""
    to, person_id = recipient(row)
    if not to:
        return None
    document, order = keeping.document_of(row), billing.by_id(row.order_id)
    return post(
        f"invoicing/mail/{template}.txt",
        to=to,
        person_id=person_id,
        unique_key=f"invoicing.{template}:{key}",
        attached=f"{ATTACHED}:{row.number}" if files else "",
        number=row.number,
        title=wording.title(document),
        buyer=row.buyer_name,
        order=row.order_reference,
        po_number=row.po_number,
        invoice=document.references.credits or row.number,
        replaces=document.references.replaces,
        because=row.because,
        totals=wording.totals(document),
        gross=pounds_and_pence(row.gross_pence),
        owed=pounds_and_pence(max(0, order.owed_pence)),
        due_on=day_in_words(row.due_on) if row.due_on else "",
        account=_account(row) if row.due_on else [],
        address=address_of(row),
        **facts,
    )


def recipient(row: IssuedDocument) -> tuple[str, int | None]:
    """Where mails about a document go: the bill's address, else whoever placed the order."""
    order = billing.by_id(row.order_id)
    if row.buyer_email:
        return row.buyer_email, row.person_id
    try:
        person = accounts.by_id(order.placed_by_id or order.person_id or 0)
    except NotFound:
        return "", None
    return (person.email or "", person.id) if person.is_usable else ("", None)


def address_of(row: IssuedDocument) -> str:
    """Where the document's page stands, from the site's root."""
    if row.organisation_id is None:
        return f"/account/invoices/{row.number}"
    return f"/employer/{employers.by_id(row.organisation_id).reference}/invoices/{row.number}"


def _account(row: IssuedDocument) -> list[tuple[str, str]]:
    account = keeping.document_of(row).seller.account
    return wording.account_facts(account, reference=row.number) if account else []
