"""The organisation for which a consultant begins a campaign: of the register by its key, or of the table by its reference."""

from __future__ import annotations

from portal.employers import organisations
from portal.employers import queries as employers
from portal.employers.models import Organisation
from portal.employers.register import load_register


def name_of(which: str) -> str:
    """What it is called. Raises NotFound."""
    known = load_register().bodies.get(which)
    return known.name if known else employers.by_reference(which).name


def of(which: str) -> Organisation:
    """Its row, made in the caller's transaction when first needed. Raises NotFound."""
    known = load_register().bodies.get(which)
    return organisations.of_body(which) if known else employers.by_reference(which)
