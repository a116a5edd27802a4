"""What being found does when organisations change."""

from __future__ import annotations

from sqlalchemy import update

from portal.database.base import db
from portal.employers.facts import EmployersMerged
from portal.introducing.models import KeptFrom


def follow_merge(fact: EmployersMerged) -> None:
    """Whoever was to be kept from an organisation is kept from what it becomes part of."""
    db.session.execute(
        update(KeptFrom)
        .where(KeptFrom.organisation_id == fact.from_id)
        .values(organisation_id=fact.into_id)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()
