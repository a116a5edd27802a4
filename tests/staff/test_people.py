"""Staff look at people with a reason that is recorded, and change nothing about themselves."""

import pytest
from sqlalchemy import select

from portal.accounts.models import Person, PersonRole, RecoveryCode, SignIn
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from tests import people
from tests.accounts.mailbox import mails


@pytest.fixture
def staff_id(make_person) -> int:
    return make_person("sam@example.org", roles=("staff",), name="Sam Staff")


@pytest.fixture
def staff(staff_id, sign_in):
    client = sign_in(staff_id)
    people.post(client, "/staff/people/reason", reason="asked")
    return client


@pytest.fixture
def kit(app, make_person) -> str:
    return reference(app, make_person("kit@example.org", name="Kit Moor"))


def reference(app, person_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Person, person_id).reference


def acts(app) -> list[tuple[str, dict]]:
    with app.app_context():
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("people.") | AuditEntry.action.startswith("accounts.")).order_by(AuditEntry.id))  # fmt: skip
        return [(each.action, each.facts) for each in rows if each.actor == "person"]


def press(client, kit: str, **fields: str):
    return people.post(client, f"/staff/people/{kit}/act", form_at=f"/staff/people/{kit}", **fields)


def test_nobody_looks_at_people_without_a_reason(app, staff_id, kit, sign_in) -> None:
    client = sign_in(staff_id)
    assert client.get("/staff/people?q=kit").location == "/staff/people/reason"
    assert client.get(f"/staff/people/{kit}").location == f"/staff/people/reason?person={kit}"
    assert "Choose why you look." in people.post(client, "/staff/people/reason", reason="curiosity").text
    assert client.get("/staff/people").location == "/staff/people/reason"
    assert acts(app) == []


def test_a_search_and_a_look_are_recorded_with_their_reason_and_without_the_words(app, staff, kit) -> None:
    page = staff.get("/staff/people?q=KIT@example").text
    assert "Kit Moor" in page and "Sam Staff" not in page and "1 person found" in page
    staff.get(f"/staff/people/{kit}")
    staff.get("/staff/people?format=csv")
    assert acts(app) == [
        ("people.searched", {"reason": "asked", "found": 1, "words": True, "download": False}),
        ("people.viewed", {"reason": "asked"}),
        ("people.searched", {"reason": "asked", "found": 2, "words": False, "download": True}),
    ]


def test_a_reason_stands_for_half_an_hour(app, staff, tmp_path, kit) -> None:
    (tmp_path / "clock").write_text("2026-11-24T09:29:00+00:00")
    assert staff.get("/staff/people").status_code == 200
    (tmp_path / "clock").write_text("2026-11-24T09:31:00+00:00")
    assert staff.get("/staff/people").location == "/staff/people/reason"


def test_people_are_filtered_by_role_and_state(app, staff, kit) -> None:
    assert "Kit Moor" not in staff.get("/staff/people?role=staff").text
    assert "Kit Moor" in staff.get("/staff/people?state=in_use&sort=-joined").text
    assert "Nothing fits." in staff.get("/staff/people?state=erased").text
    assert staff.get("/staff/people?q=%25_%5C&role=root&page=0").status_code == 200


def test_a_role_is_given_and_taken_with_the_sessions_ended(app, staff, kit, sign_in) -> None:
    with app.app_context():
        kit_id = db.session.scalar(select(Person.id).where(Person.reference == kit))
    kits = sign_in(kit_id)
    press(staff, kit, act="give", role="assessor")
    assert kits.get("/account").status_code == 302
    with app.app_context():
        assert db.session.scalars(select(PersonRole.role).where(PersonRole.person_id == kit_id)).all() == ["assessor"]
    assert "given by Sam Staff" in staff.get(f"/staff/people/{kit}").text
    press(staff, kit, act="take", role="assessor")
    with app.app_context():
        assert db.session.scalars(select(PersonRole.role).where(PersonRole.person_id == kit_id)).all() == []


def test_nobody_gives_themselves_a_role_or_takes_one(app, staff, staff_id) -> None:
    own = reference(app, staff_id)
    assert "another member of staff" in staff.get(f"/staff/people/{own}").text
    token = people.csrf_of(staff, "/staff/people/reason")
    for fields in (
        {"act": "give", "role": "consultant"},
        {"act": "take", "role": "staff"},
        {"act": "disable", "because": "roles"},
    ):
        staff.post(f"/staff/people/{own}/act", data={"csrf_token": token, **fields})
    assert "This is your own account" in staff.get("/staff/people").text
    with app.app_context():
        assert db.session.scalars(select(PersonRole.role).where(PersonRole.person_id == staff_id)).all() == ["staff"]
        assert db.session.get_one(Person, staff_id).disabled_at is None


def test_a_role_needs_a_password_shown_lately(app, staff, kit, tmp_path) -> None:
    (tmp_path / "clock").write_text("2026-11-24T09:16:00+00:00")
    press(staff, kit, act="give", role="staff")
    with app.app_context():
        assert db.session.scalar(select(PersonRole).where(PersonRole.role == "staff").join(Person, Person.id == PersonRole.person_id).where(Person.reference == kit)) is None  # fmt: skip
    assert ("accounts.role_given", {"role": "staff"}) not in acts(app)


def test_an_account_is_disabled_and_enabled_again(app, staff, kit, sign_in) -> None:
    with app.app_context():
        kit_id = db.session.scalar(select(Person.id).where(Person.reference == kit))
    kits = sign_in(kit_id)
    press(staff, kit, act="disable")
    assert kits.get("/account").status_code == 200, "without a reason nothing is done"
    press(staff, kit, act="disable", because="security")
    assert kits.get("/account").status_code == 302
    assert "Disabled" in staff.get(f"/staff/people/{kit}").text
    press(staff, kit, act="enable", because="asked")
    assert ("accounts.disabled", {"because": "security"}) in acts(app)
    with app.app_context():
        assert db.session.get_one(Person, kit_id).is_usable


def test_a_lost_second_factor_is_reset(app, staff, kit) -> None:
    with app.app_context(), transaction():
        person = db.session.scalar(select(Person).where(Person.reference == kit))
        person.totp_secret, person.totp_confirmed_at, person.totp_last_step = "sealed", clock.now(), 7
        db.session.add(RecoveryCode(person_id=person.id, code_hash="x"))
        kit_id = person.id
    people.sign_in(app, kit_id)
    press(staff, kit, act="reset_second_factor", because="asked")
    with app.app_context():
        person = db.session.get_one(Person, kit_id)
        assert (person.totp_secret, person.totp_confirmed_at, person.totp_last_step) == (None, None, None)
        assert db.session.scalars(select(RecoveryCode).where(RecoveryCode.person_id == kit_id)).all() == []
        assert db.session.scalars(select(SignIn).where(SignIn.person_id == kit_id)).all() == []
    assert [each.kind.split("/")[-1] for each in mails(app)] == ["second_factor_off"], "its owner is told"
    assert ("accounts.second_factor_reset", {"because": "asked"}) in acts(app)
