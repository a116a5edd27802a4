"""The society as the seller on its documents, from the settings."""

from __future__ import annotations

from portal.config import Settings
from portal.foundation.errors import RuleBroken
from portal.invoicing.documents import BankAccount, Party, Seller

NEEDED = (
    ("PORTAL_SOCIETY_ADDRESS", "the address on invoices"),
    ("PORTAL_VAT_NUMBER", "the VAT number on invoices"),
    ("PORTAL_BANK_ACCOUNT", "the account that invoices are paid to"),
)


def seller(settings: Settings) -> Seller:
    """Who sells. What the settings leave out is left out here too; `missing` says whether that will do."""
    return Seller(
        party=Party(
            settings.signature,
            settings.society_address,
            settings.contact_email,
        ),
        vat_number=settings.vat_number,
        company_number=settings.company_number,
        account=BankAccount(*settings.bank_account) if settings.bank_account else None,
    )


def missing(settings: Settings) -> list[str]:
    """What must be set before anything can be invoiced, in words for staff; nothing when all is there."""
    there = (settings.society_address, settings.vat_number, settings.bank_account)
    return [f"{name} ({what})" for (name, what), value in zip(NEEDED, there, strict=True) if not value]


def refuse_unready(settings: Settings) -> None:
    """Raise RuleBroken, naming what must be set, while nothing can be invoiced."""
    lacking = missing(settings)
    if lacking:
        raise RuleBroken(f"Nothing can be invoiced until the operator sets {', '.join(lacking)}.")
