"""What applications and memberships do when an organisation becomes part of another, or a person closes the account."""

from __future__ import annotations

from sqlalchemy import select, update

from portal.accounts.facts import PersonClosed
from portal.database.base import db
from portal.employers.facts import EmployersMerged
from portal.foundation import clock
from portal.membership import ending
from portal.membership.classes import ORGANISATION
from portal.membership.models import Application, Membership
from portal.membership.moving import move
from portal.membership.states import OPEN


def follow_merge(fact: EmployersMerged) -> None:
    """Point at what the organisation became part of. Of two open applications to join as a whole the older one stays."""
    whole = select(Application).where(Application.klass == ORGANISATION, Application.state.in_(OPEN))
    both = whole.where(Application.organisation_id.in_((fact.from_id, fact.into_id))).order_by(Application.id)
    for newer in db.session.scalars(both).all()[1:]:
        move(newer, "withdraw", by=None, at=clock.now())
    for table in (Application, Membership):
        db.session.execute(
            update(table)
            .where(table.organisation_id == fact.from_id)
            .values(organisation_id=fact.into_id)
            .execution_options(synchronize_session=False)
        )
    db.session.flush()


def leave(fact: PersonClosed) -> None:
    """Nobody is asked to endorse or to vote for somebody who has left, and nothing falls due for them any more."""
    wanted = select(Application).where(Application.person_id == fact.person_id, Application.state.in_(OPEN))
    for application in db.session.scalars(wanted).all():
        move(application, "withdraw", by=None, at=clock.now())
    ending.end_of_closed(fact.person_id, on=clock.today())
