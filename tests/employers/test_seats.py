"""Roles: who gives and takes them, and that there is always an owner left."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from portal.database.transaction import transaction
from portal.employers import queries, seats
from portal.foundation.errors import NotFound, RuleBroken
from tests import people
from tests.employers import acting
from tests.employers.acting import BRADFORD, organisation, roles_of, seat


@pytest.fixture
def leeds(app, make_person):
    """Leeds with Kim (owner) and Robin (recruiter): (row, Kim, Robin)."""
    kim, robin = make_person("kim@leeds.gov.uk", name="Kim Lowe"), make_person("robin@leeds.gov.uk")
    row = organisation(app)
    seat(app, row, kim, "owner")
    seat(app, row, robin, "recruiter")
    return row, kim, robin


def page_of(app: Flask, row, person_id: int) -> str:
    with app.app_context():
        from portal.accounts.models import Person
        from portal.database.base import db

        return f"/employer/{row.reference}/people/{db.session.get_one(Person, person_id).reference}"


def test_an_owner_gives_and_takes_roles_and_the_person_is_told(app, leeds, sign_in) -> None:
    row, kim, robin = leeds
    assert people.post(sign_in(kim), page_of(app, row, robin), roles=["owner", "approver"]).status_code == 302
    assert roles_of(app, row) == {kim: {"owner"}, robin: {"owner", "approver"}}
    (mail,) = acting.mails(app, "roles_changed")
    assert (mail.recipient, "Given: Owner, Approver" in mail.body, "Taken away: Recruiter" in mail.body) == (
        "robin@leeds.gov.uk",
        True,
        True,
    )


def test_a_recruiter_cannot_raise_themselves_or_anybody(app, leeds, sign_in) -> None:
    row, kim, robin = leeds
    client = sign_in(robin)
    token = people.csrf_of(client, "/employer/claim/new")
    for person in (kim, robin):
        sent = {"csrf_token": token, "roles": ["owner"]}
        assert client.post(page_of(app, row, person), data=sent).status_code == 404
    assert client.get(f"/employer/{row.reference}/people/invite").status_code == 404
    assert roles_of(app, row) == {kim: {"owner"}, robin: {"recruiter"}}


def test_an_owner_does_not_give_themselves_more_and_it_is_noted(app, leeds, sign_in) -> None:
    row, kim, robin = leeds
    answer = people.post(sign_in(kim), page_of(app, row, kim), roles=["owner", "approver"])
    assert "You cannot give yourself a role" in answer.text
    assert roles_of(app, row) == {kim: {"owner"}, robin: {"recruiter"}}


@pytest.mark.parametrize("how", ["leave", "demote", "remove"])
def test_the_last_owner_hands_over_first(app, leeds, sign_in, how: str) -> None:
    row, kim, robin = leeds
    client, own = sign_in(kim), page_of(app, row, kim)
    if how == "leave":
        answer = people.post(client, f"/employer/{row.reference}/people/leave")
        assert "Make somebody else an owner first" in client.get(answer.location).text
    elif how == "remove":
        answer = people.post(client, f"{own}/remove")
        assert "Make somebody else an owner first" in client.get(answer.location).text
    else:
        assert "Make somebody else an owner first" in people.post(client, own, roles=["head_of_profession"]).text
    assert roles_of(app, row) == {kim: {"owner"}, robin: {"recruiter"}}
    people.post(client, page_of(app, row, robin), roles=["owner"])
    assert people.post(client, f"/employer/{row.reference}/people/leave").location == "/employer"
    assert roles_of(app, row) == {robin: {"owner"}}


def test_an_owner_whose_account_is_closed_does_not_count_as_one_left(app, leeds, sign_in) -> None:
    from portal.accounts.models import Person
    from portal.database.base import db
    from portal.foundation import clock

    row, kim, robin = leeds
    seat(app, row, robin, "owner")
    with app.app_context(), transaction():
        db.session.get_one(Person, robin).closed_at = clock.now()
    people.post(sign_in(kim), f"/employer/{row.reference}/people/leave")
    assert "owner" in roles_of(app, row)[kim]


def test_two_owners_who_leave_at_once_do_not_both_go(app_on_either: Flask) -> None:
    both = [people.make(app_on_either, f"{name}@leeds.gov.uk") for name in ("kim", "robin")]
    row = organisation(app_on_either)
    for each in both:
        seat(app_on_either, row, each, "owner")

    def leave(person_id: int) -> str:
        try:
            with app_on_either.app_context(), transaction():
                seats.remove(row.id, person_id, by=person_id)
        except RuleBroken:
            return "refused"
        return "gone"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, both)) == ["gone", "refused"]
    assert len(roles_of(app_on_either, row)) == 1


def test_two_owners_who_demote_each_other_at_once_leave_one(app_on_either: Flask) -> None:
    kim, robin = (people.make(app_on_either, f"{name}@leeds.gov.uk") for name in ("kim", "robin"))
    row = organisation(app_on_either)
    for each in (kim, robin):
        seat(app_on_either, row, each, "owner")

    def demote(pair: tuple[int, int]) -> str:
        try:
            with app_on_either.test_request_context(), transaction():
                seats.set_roles(row.id, pair[1], ["recruiter"], by=pair[0])
        except (RuleBroken, NotFound):
            return "refused"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(demote, [(kim, robin), (robin, kim)])) == ["done", "refused"]
    with app_on_either.app_context():
        assert len(queries.owners(row.id)) == 1


def test_whoever_is_demoted_meets_a_closed_door_at_the_next_request(app, leeds, sign_in) -> None:
    row, kim, robin = leeds
    seat(app, row, robin, "owner")
    open_browser = sign_in(robin)
    address = f"/employer/{row.reference}/details"
    assert open_browser.get(address).status_code == 200
    people.post(sign_in(kim), page_of(app, row, robin), roles=["recruiter"])
    assert open_browser.get(address).status_code == 404
    assert open_browser.get(f"/employer/{row.reference}").status_code == 200
    people.post(sign_in(kim), page_of(app, row, robin) + "/remove")
    assert open_browser.get(f"/employer/{row.reference}").status_code == 404


def test_the_organisation_is_the_addresss_not_one_chosen_before(app, leeds, make_person, sign_in) -> None:
    """Two tabs: Kim owns Leeds and Bradford; what is sent to Leeds' address changes Leeds alone (faults A-05)."""
    row, kim, robin = leeds
    bradford = organisation(app, BRADFORD.key)
    seat(app, bradford, kim, "owner")
    seat(app, bradford, robin, "approver")
    client = sign_in(kim)
    client.get(f"/employer/{bradford.reference}/people")
    people.post(client, page_of(app, row, robin), roles=["recruiter", "approver"], organisation=bradford.reference)
    assert roles_of(app, row)[robin] == {"recruiter", "approver"}
    assert roles_of(app, bradford)[robin] == {"approver"}


def test_a_person_of_one_organisation_is_unknown_in_another(app, leeds, make_person, sign_in) -> None:
    """Nested ids: own organisation, somebody else's person (faults A-03)."""
    row, _, robin = leeds
    lee = make_person("lee@bradford.gov.uk")
    bradford = organisation(app, BRADFORD.key)
    seat(app, bradford, lee, "owner")
    client = sign_in(lee)
    own = page_of(app, bradford, robin)
    assert client.get(own).status_code == 404
    assert people.post(client, own, form_at="/employer/claim/new", roles=["owner"]).status_code == 404
    assert roles_of(app, row)[robin] == {"recruiter"}
    assert roles_of(app, bradford) == {lee: {"owner"}}


def test_a_head_of_profession_counts_once_staff_have_confirmed(app, leeds, make_person, sign_in) -> None:
    row, kim, robin = leeds
    staff = sign_in(make_person("staff@example.org", roles=("staff",)))
    people.post(sign_in(kim), page_of(app, row, robin), roles=["recruiter", "head_of_profession"])
    with app.app_context():
        assert queries.heads_of_profession(row.id) == []
    page = f"/staff/organisations/{row.reference}"
    assert "Head of Profession to confirm" in staff.get(page).text
    address = page_of(app, row, robin).replace("/employer/", "/staff/organisations/")
    people.post(staff, f"{address}/head", form_at=page, decision="confirm")
    with app.app_context():
        assert queries.heads_of_profession(row.id) == [robin]
    assert sorted(mail.recipient for mail in acting.mails(app, "head_of_profession")) == [
        "kim@leeds.gov.uk",
        "robin@leeds.gov.uk",
    ]


def test_staff_do_not_confirm_or_raise_themselves(app, leeds, make_person, sign_in) -> None:
    row, _, _ = leeds
    staff_id = make_person("staff@example.org", roles=("staff",))
    seat(app, row, staff_id, "head_of_profession", confirmed=False)
    client, page = sign_in(staff_id), f"/staff/organisations/{row.reference}"
    address = page_of(app, row, staff_id).replace("/employer/", "/staff/organisations/")
    people.post(client, f"{address}/head", form_at=page, decision="confirm")
    assert "You cannot give yourself a role" in people.post(client, address, roles=["owner"]).text
    with app.app_context():
        assert queries.heads_of_profession(row.id) == []
    assert roles_of(app, row)[staff_id] == {"head_of_profession"}


def test_when_the_last_owner_is_gone_the_organisation_can_be_claimed_again(app, leeds, make_person) -> None:
    from portal.employers import claiming

    row, kim, robin = leeds
    with app.app_context(), transaction():
        seats.gone(kim)
    assert roles_of(app, row) == {robin: {"recruiter"}}
    lee = make_person("lee@leeds.gov.uk")
    with app.test_request_context(), transaction():
        assert claiming.claim(row.id, lee).state == "approved"
