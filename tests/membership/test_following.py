"""Applications and memberships follow merged organisations, and end with a closed account."""

from flask import Flask
from sqlalchemy import select

from portal.accounts.facts import PersonClosed
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.facts import EmployersMerged
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.membership import applying
from portal.membership.models import Application, Membership
from tests import people
from tests.membership.applicants import body, draft, found, make_member, make_membership, sent_in, state_of


def test_what_pointed_at_a_merged_organisation_points_at_the_other(app_on_either: Flask) -> None:
    app = app_on_either
    old, new = body(app, "Old Trust"), body(app, "New Trust")
    make_member(app, old)
    person, member = people.make(app, "robin@example.org"), people.make(app, "member@example.org")
    make_membership(app, member, organisation_id=old)
    reference = sent_in(app, person, at=old)
    with app.app_context(), transaction():
        announce(EmployersMerged(old, new))
    assert found(app, reference).organisation_id == new
    with app.app_context():
        assert set(db.session.scalars(select(Membership.organisation_id))) == {new}


def test_of_two_open_applications_of_merged_organisations_the_older_stays(app_on_either: Flask) -> None:
    app = app_on_either
    old, new = body(app, "Old Trust"), body(app, "New Trust")
    person = people.make(app, "robin@example.org")
    with app.app_context(), transaction():
        for each in (old, new):
            applying.begin_for_organisation(db.session.get_one(Organisation, each), by=person, at=clock.now())
    with app.app_context(), transaction():
        announce(EmployersMerged(old, new))
    with app.app_context():
        rows = db.session.execute(select(Application.organisation_id, Application.state).order_by(Application.id)).all()
        assert [tuple(row) for row in rows] == [(new, "draft"), (new, "withdrawn")]


def test_a_closed_account_applies_for_nothing(app: Flask, make_person) -> None:
    person, other = make_person(), make_person("other@example.org")
    organisation = body(app)
    mine, drafted = sent_in(app, person, at=organisation), draft(app, person, "partner")
    theirs = sent_in(app, other, at=organisation)
    with app.app_context(), transaction():
        announce(PersonClosed(person))
    assert [state_of(app, each)[0] for each in (mine, drafted, theirs)] == ["withdrawn", "withdrawn", "with_panel"]
