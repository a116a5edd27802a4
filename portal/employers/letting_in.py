"""Whether a person's address shows that they work for an organisation."""

from __future__ import annotations

from sqlalchemy import select

from portal.accounts.models import Person
from portal.database.base import db
from portal.employers import domains, queries
from portal.employers.models import Organisation, OrganisationDomain
from portal.employers.register import Body, load_register


def lets_in(organisation: Organisation, person: Person) -> str | None:
    """The domain of the organisation in which the person's confirmed address lies; None when nothing is shown.

    The narrowest domain that anybody holds decides: an address at vmd.defra.gov.uk shows nothing of Defra when
    vmd.defra.gov.uk is another body's. A domain that several hold decides nothing.
    """
    return None if organisation.confirmed_at is None else _let_in(organisation.id, person)


def body_lets_in(body: Body, person: Person) -> str | None:
    """The same for a body of the register that is no row yet."""
    return _let_in(body.key, person)


def _let_in(holder: int | str, person: Person) -> str | None:
    if person.email is None or person.email_confirmed_at is None:
        return None
    for domain in domains.proving(person.email):
        holders = _holders(domain)
        if holders:
            return domain if holders == {holder} else None
    return None


def _holders(domain: str) -> set[int | str]:
    """Who holds this domain: ids of organisations, and keys of bodies of the register that are no row yet."""
    rows = db.session.scalars(
        select(OrganisationDomain.organisation_id)
        .join(Organisation, Organisation.id == OrganisationDomain.organisation_id)
        .where(OrganisationDomain.domain == domain, OrganisationDomain.standing == "confirmed", *queries.LIVE)
    )
    keys = [body.key for body in load_register().by_domain.get(domain, ()) if not body.end]
    return {*rows, *(set(keys) - set(queries.rows_of_keys(keys)))}
