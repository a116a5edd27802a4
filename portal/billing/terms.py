"""How an organisation buys: what its owners and what staff set."""

from __future__ import annotations

import re

from portal.audit.recording import record
from portal.billing import impartial
from portal.billing.models import BuyingTerms
from portal.database.base import db
from portal.employers import queries as employers
from portal.foundation.errors import RuleBroken

PATTERN = re.compile(r"[#@A-Za-z0-9 /._-]{1,40}")
PO_NUMBER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 /._#-]{0,48}[A-Za-z0-9])?")
LONGEST_PO = 50


def terms_of(organisation_id: int) -> BuyingTerms:
    """How this organisation buys; the defaults, not yet in the database, where nobody has set anything."""
    found = db.session.get(BuyingTerms, organisation_id)
    return found or BuyingTerms(
        organisation_id=organisation_id,
        limit_pence=None,
        approve_text=False,
        po_pattern="",
        trusted=False,
        credit_limit_pence=0,
        no_vat_because="",
    )


def set_by_owner(
    organisation_id: int, *, limit_pence: int | None, approve_text: bool, po_pattern: str, by: int
) -> BuyingTerms:
    """What the organisation's owners decide: above which limit a colleague approves an order, whether one approves the
    text of a vacancy, and what its order numbers look like."""
    pattern = po_pattern.strip()
    if pattern and not PATTERN.fullmatch(pattern):
        raise RuleBroken(
            "Write the pattern with # for a digit and @ for a letter, and letters, digits, spaces, hyphens, dots, "
            "slashes or underscores as they stand, at most 40 in all: for example PO-######."
        )
    if limit_pence is not None and limit_pence < 0:
        raise RuleBroken("Enter a limit of £0 or more, or leave it empty to ask for no approval.")
    row = _row(organisation_id)
    row.limit_pence, row.po_pattern, row.approve_text = limit_pence, pattern, approve_text
    _record(organisation_id, by, {"limit": limit_pence, "pattern": bool(pattern), "approve_text": approve_text})
    return row


def set_by_staff(
    organisation_id: int, *, trusted: bool, credit_limit_pence: int, no_vat_because: str, by: int
) -> BuyingTerms:
    """What staff decide: whether it is served before it pays, up to how much, and whether no UK VAT is charged.

    Nobody decides it for an organisation in which they hold a seat.
    """
    impartial.refuse_seat(organisation_id, by=by)
    if credit_limit_pence < 0:
        raise RuleBroken("Enter a limit of £0 or more.")
    if trusted and credit_limit_pence == 0:
        raise RuleBroken("Enter up to how much the organisation is trusted, or do not trust it.")
    row = _row(organisation_id)
    row.trusted, row.credit_limit_pence, row.no_vat_because = trusted, credit_limit_pence, no_vat_because.strip()
    _record(organisation_id, by, {"trusted": trusted, "credit_limit": credit_limit_pence, "vat": not no_vat_because})
    return row


def check_po_number(po_number: str, *, organisation_id: int) -> str:
    """The purchase-order number in the form it is kept in. Raises RuleBroken with what to enter instead."""
    number = " ".join(po_number.split())
    if not number:
        return ""
    if len(number) > LONGEST_PO:
        raise RuleBroken(f"Enter a purchase-order number of at most {LONGEST_PO} characters.")
    if not PO_NUMBER.fullmatch(number):
        raise RuleBroken(
            "Enter the purchase-order number with letters and digits; between them it may have spaces, hyphens, dots, "
            "slashes, underscores or #."
        )
    pattern = terms_of(organisation_id).po_pattern
    if pattern and not fits(number, pattern):
        raise RuleBroken(
            f"Your organisation’s purchase-order numbers look like {pattern} (# is a digit, @ a letter). "
            "Check the number; an owner can change the pattern under Buying."
        )
    return number


def fits(number: str, pattern: str) -> bool:
    """Whether a number looks as the pattern says; capitals and small letters are the same."""
    signs = {"#": "[0-9]", "@": "[A-Za-z]"}
    return (
        re.fullmatch("".join(signs.get(each, re.escape(each)) for each in pattern), number, re.IGNORECASE) is not None
    )


def _row(organisation_id: int) -> BuyingTerms:
    found = db.session.get(BuyingTerms, organisation_id)
    if found is None:
        found = terms_of(organisation_id)
        db.session.add(found)
    return found


def _record(organisation_id: int, by: int, facts: dict[str, object]) -> None:
    db.session.flush()
    reference = employers.by_id(organisation_id).reference
    record("billing.terms_changed", by=by, subject=f"organisation:{reference}", facts=facts)
