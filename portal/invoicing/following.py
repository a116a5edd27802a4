"""What documents do when an organisation becomes part of another: they go with it, and say what they said."""

from __future__ import annotations

from sqlalchemy import update

from portal.database.base import db
from portal.employers.facts import EmployersMerged
from portal.invoicing.models import IssuedDocument


def follow_merge(fact: EmployersMerged) -> None:
    """Whoever may see the orders of what goes on sees the documents too; the name on them stays."""
    db.session.execute(
        update(IssuedDocument)
        .where(IssuedDocument.organisation_id == fact.from_id)
        .values(organisation_id=fact.into_id)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()
