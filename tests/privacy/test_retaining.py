import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.models import Attempt, Person, RecoveryCode, SignIn, SingleUseLink
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Claim, Invitation
from portal.jobs import queueing
from portal.mail.models import Message
from portal.membership.models import Application, Due, Step, Vote
from portal.privacy.retention import RULES
from portal.privacy.rooms import holdings
from portal.reports.models import Report
from portal.work import SCHEDULE
from tests.privacy.conftest import NOW, PlantLife


def retain(app: Flask, *options: str) -> str:
    result = app.test_cli_runner().invoke(args=["privacy", "retain", *options])
    assert result.exit_code == 0, result.output
    return result.output


def at(tmp_path: Path, moment: datetime) -> None:
    (tmp_path / "clock").write_text(moment.isoformat())


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_every_personal_table_has_a_rule_with_its_reason() -> None:
    ruled = {str(each.model.__tablename__) for each in RULES}
    assert {each.table for each in holdings()} <= ruled
    assert all(len(each.words) > 15 for each in RULES)


CASES = [
    (SignIn, timedelta(days=14)),
    (SingleUseLink, timedelta(days=30, hours=1)),
    (Attempt, timedelta(days=2)),
]


@pytest.mark.parametrize(("model", "age"), CASES, ids=lambda each: getattr(each, "__name__", ""))
def test_rows_go_on_the_day_and_not_a_minute_before(
    app: Flask, live: PlantLife, tmp_path: Path, model: type, age: timedelta
) -> None:
    live("mallow")
    with app.app_context(), transaction():
        db.session.add(Attempt(kind="password", key="x" * 64, at=NOW))
    at(tmp_path, NOW + age - timedelta(minutes=1))
    retain(app)
    with app.app_context():
        assert count(model) == 1
    at(tmp_path, NOW + age)
    retain(app)
    with app.app_context():
        assert count(model) == 0


def test_a_recovery_code_goes_only_once_it_was_used(app: Flask, live: PlantLife, tmp_path: Path) -> None:
    live("mallow")
    at(tmp_path, NOW + timedelta(days=400))
    retain(app)
    with app.app_context(), transaction():
        db.session.scalars(select(RecoveryCode)).one().used_at = NOW
    retain(app)
    with app.app_context():
        assert count(RecoveryCode) == 0


def test_what_a_message_said_goes_after_90_days_and_waiting_ones_stay(
    app: Flask, live: PlantLife, tmp_path: Path
) -> None:
    life = live("mallow")
    folder = tmp_path / "data" / "mail"
    folder.mkdir(exist_ok=True)
    for name, age in (("old.eml", 90), ("new.eml", 89)):
        (folder / name).write_text("To: a@example.org\n\nHello")
        written = (NOW + timedelta(days=90 - age)).timestamp()
        os.utime(folder / name, (written, written))
    at(tmp_path, NOW + timedelta(days=90))
    retain(app)
    assert [each.name for each in folder.iterdir()] == ["new.eml"]
    with app.app_context():
        sent = db.session.scalars(select(Message).where(Message.state == "sent")).one()
        assert (sent.recipient, sent.subject, sent.body) == ("", "", "")
        waiting = db.session.scalars(select(Message.body).where(Message.state == "waiting")).all()
        assert life.planted["mail_messages.body"] in waiting


def test_network_addresses_leave_the_record_after_180_days_and_the_record_stays(
    app: Flask, live: PlantLife, tmp_path: Path
) -> None:
    live("mallow")
    with app.app_context():
        entries = count(AuditEntry)
        known = count(AuditEntry, AuditEntry.address.is_not(None))
    assert known == 2
    at(tmp_path, NOW + timedelta(days=179))
    retain(app)
    with app.app_context():
        assert count(AuditEntry, AuditEntry.address.is_not(None)) == 2
    at(tmp_path, NOW + timedelta(days=180))
    retain(app)
    with app.app_context():
        assert count(AuditEntry, AuditEntry.address.is_not(None)) == 0
        assert count(AuditEntry) == entries


def test_an_invited_address_and_the_words_of_a_claim_go_in_their_time(
    app: Flask, live: PlantLife, tmp_path: Path
) -> None:
    life = live("mallow")
    with app.app_context(), transaction():
        claim = db.session.scalars(select(Claim)).one()
        claim.state, claim.decided_at = "declined", NOW
    at(tmp_path, NOW + timedelta(days=97))
    retain(app)
    with app.app_context():
        assert db.session.scalars(select(Invitation.email)).one() == ""
        assert db.session.scalars(select(Claim.evidence)).one() == life.planted["organisation_claims.evidence"]
    at(tmp_path, NOW + timedelta(days=365))
    retain(app)
    with app.app_context():
        assert db.session.scalars(select(Claim.evidence)).one() == ""


def test_the_words_of_a_case_go_a_year_after_its_end_and_open_cases_keep_them(
    app: Flask, live: PlantLife, tmp_path: Path
) -> None:
    life = live("mallow")
    at(tmp_path, NOW + timedelta(days=700))
    retain(app)
    mine = select(Application).where(Application.person_id == life.person_id)
    with app.app_context(), transaction():
        application = db.session.scalars(mine).one()
        assert application.statement == life.planted["membership_applications.statement"]
        application.state, application.decided_at = "declined", NOW + timedelta(days=336)
    retain(app)
    with app.app_context():
        assert db.session.scalars(mine).one().statement != ""
    at(tmp_path, NOW + timedelta(days=701))
    retain(app)
    with app.app_context():
        application = db.session.scalars(mine).one()
        assert (application.statement, application.answers, application.state) == ("", {}, "declined")
        assert db.session.scalars(select(Vote.reason).where(Vote.application_id == application.id)).all() == [""]
        assert set(db.session.scalars(select(Step.note))) == {""}


def test_a_draft_that_nobody_sent_in_is_withdrawn_after_a_year_with_its_step(
    app: Flask, live: PlantLife, tmp_path: Path
) -> None:
    life = live("mallow")
    with app.app_context(), transaction():
        db.session.scalars(select(Application).where(Application.person_id == life.person_id)).one().state = "draft"
    at(tmp_path, NOW + timedelta(days=365))
    retain(app)
    with app.app_context():
        application = db.session.scalars(select(Application).where(Application.person_id == life.person_id)).one()
        assert (application.state, application.statement) == ("withdrawn", "")
        assert count(Step, Step.application_id == application.id, Step.event == "withdraw") == 1


def test_what_a_complaint_said_goes_a_year_after_its_answer_and_open_ones_stay(
    app: Flask, live: PlantLife, tmp_path: Path
) -> None:
    life = live("mallow")
    for days, left in (
        (364, ["of somebody else", life.planted["reports.text"]]),
        (365, ["", life.planted["reports.text"]]),
    ):
        at(tmp_path, NOW + timedelta(days=days))
        retain(app)
        with app.app_context():
            assert sorted(db.session.scalars(select(Report.text))) == sorted(left)


def test_what_an_erased_person_paid_goes_after_six_years(app: Flask, live: PlantLife, tmp_path: Path) -> None:
    life = live("mallow")
    app.test_cli_runner().invoke(args=["privacy", "erase", life.email])
    for year, left in ((2032, 1), (2033, 0)):
        at(tmp_path, datetime(year, 6, 1, tzinfo=UTC))
        retain(app)
        with app.app_context():
            assert count(Due) == left, year
            assert count(Person) == 2


def test_a_dry_run_counts_the_same_and_changes_nothing(app: Flask, live: PlantLife, tmp_path: Path) -> None:
    live("mallow")
    at(tmp_path, NOW + timedelta(days=200))
    said = retain(app, "--dry-run")
    assert "sign_ins deleted: 1 would be" in said
    with app.app_context():
        assert count(SignIn) == 1
    assert "sign_ins deleted: 1\n" in retain(app)


def test_the_worker_does_it_every_day(app: Flask, live: PlantLife, tmp_path: Path) -> None:
    live("mallow")
    assert {(each.name, each.every) for each in SCHEDULE if each.name.startswith("privacy.")} == {
        ("privacy.retain", 86_400),
        ("privacy.complete", 86_400),
    }
    at(tmp_path, NOW + timedelta(days=30))
    with app.app_context():
        with transaction():
            queueing.enqueue("privacy.retain", at=NOW)
        app.test_cli_runner().invoke(args=["jobs", "work", "--burst"])
        assert count(SignIn) == 0
