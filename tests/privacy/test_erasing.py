import json
import os
import signal
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Text, cast, select, text
from werkzeug.test import TestResponse

from portal.accounts.models import Person, SignIn
from portal.audit.models import AuditEntry
from portal.database.base import Base, db
from portal.database.transaction import transaction
from portal.documents import disk
from portal.employers.models import Claim, Invitation
from portal.mail.models import Message
from portal.membership.models import Application, Due, Membership, Step
from portal.privacy import compacting, erasing, erasures, finding
from portal.privacy.rooms import holdings
from tests import people
from tests.privacy.conftest import Life, PlantLife, addresses_in_audit, lead_a_life, takes_words


def erase(app: Flask, who: str, *options: str) -> str:
    result = app.test_cli_runner().invoke(args=["privacy", "erase", who, *options])
    assert result.exit_code == 0, result.output
    return result.output


def data_dir(app: Flask) -> Path:
    return Path(app.config["SETTINGS"].data_dir)


def write_mail(app: Flask, name: str, *, to: str, body: str) -> Path:
    message = EmailMessage()
    message["To"], message["Subject"] = to, "Hello"
    message.set_content(body, cte="base64")
    path = data_dir(app) / "mail" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(message.as_bytes())
    return path


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def canaries(life: Life) -> list[str]:
    """Every word that must be gone: those kept for a reason are another person's or say nothing of this one."""
    erased = {f"{each.table}.{name}" for each in holdings() for name in each.blanked}
    erased |= {
        f"{each.table}.{column.name}" for each in holdings() if each.deleted for column in each.model.__table__.c
    }
    assert set(life.planted) <= erased
    return [*life.planted.values(), life.email, life.name, f"{life.mark}.former@", life.address]


def everything_in(app: Flask) -> str:
    with app.app_context():
        words = []
        for table in Base.metadata.sorted_tables:
            for column in filter(takes_words, table.columns):
                words += [
                    str(each) for each in db.session.scalars(select(cast(column, Text)).select_from(table)) if each
                ]
        return "\n".join(words).lower()


def test_the_life_that_tests_lead_has_a_word_in_every_column_that_is_emptied(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    elsewhere = {
        "email",
        "email_key",
        "name",
        "recipient",
        "bill_to",
        "bill_email",
        "decided_by",
        "password_hash",
        "address",
        "email_choices",
    }
    emptied = {
        f"{each.table}.{name}"
        for each in holdings()
        for name in each.blanked
        if takes_words(each.model.__table__.c[name]) and name not in elsewhere
    }
    assert emptied - set(life.planted) == set()


def test_after_an_erasure_no_byte_of_the_person_is_in_any_file(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    live("tansy")
    write_mail(app, "1.eml", to=life.email, body="Hello")
    write_mail(app, "2.eml", to="boss@example.org", body=f"{life.name} asks you to endorse them.")
    write_mail(app, "3.eml", to="mallow.former@example.org", body="Hello")
    kept = write_mail(app, "4.eml", to="tansy.canary@example.org", body="Hello")
    app.test_cli_runner().invoke(args=["search", "rebuild"])
    before = b"\n".join(bytes_of(data_dir(app)).values()).lower()
    assert all(word.lower().encode() in before for word in canaries(life))

    output = erase(app, life.email)

    assert "still stands in" not in output
    for name, held in bytes_of(data_dir(app)).items():
        assert [word for word in canaries(life) if word.lower().encode() in held.lower()] == [], name
    assert [path.name for path in (data_dir(app) / "mail").iterdir()] == [kept.name]


def test_no_row_holds_a_word_of_the_erased_and_all_words_of_the_others(app_on_either: Flask) -> None:
    life, other = lead_a_life(app_on_either, "mallow"), lead_a_life(app_on_either, "tansy")
    before = everything_in(app_on_either)
    assert [word for word in canaries(life) if word.lower() not in before] == []

    erase(app_on_either, life.email)

    left = everything_in(app_on_either)
    assert [word for word in canaries(life) if word.lower() in left] == []
    assert [word for word in other.planted.values() if word not in left] == []


def test_what_the_law_makes_the_society_keep_stays_and_is_listed_with_the_reason(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    output = erase(app, life.email)
    assert "Companies Act 2006" in output and "the record of acts, which nobody can change" in output
    with app.app_context():
        due = db.session.scalars(select(Due)).one()
        assert (due.pence, due.months, due.payment_reference) == (5000, 12, "BACS 1")
        membership = db.session.scalars(select(Membership)).one()
        assert (membership.person_id, str(membership.ended_on)) == (life.person_id, "2026-11-24")


def test_nothing_waits_for_an_erased_person(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    erase(app, life.email)
    with app.app_context():
        mine = select(Application.state).where(Application.person_id == life.person_id)
        assert db.session.scalars(mine).all() == ["withdrawn"]
        assert db.session.scalars(select(Claim.state)).all() == ["withdrawn"]
        assert all(each.withdrawn_at for each in db.session.scalars(select(Invitation)))
        assert sorted(db.session.scalars(select(Message.state))) == ["dropped", "dropped", "sent"]


def test_network_addresses_leave_the_record_of_acts_which_stays(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    erase(app, life.email)
    with app.app_context():
        found = dict(addresses_in_audit())
        assert found["accounts.profile_changed"] is None and found["staff.looked"] == "198.51.100.88"
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "privacy.person_erased")).one()
        assert entry.about_id == life.person_id and life.email not in json.dumps(entry.facts)


def test_an_erased_person_is_signed_out_and_cannot_sign_in(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    browser = people.sign_in(app, life.person_id)
    erase(app, life.email)
    answer: TestResponse = browser.get("/account")
    assert answer.status_code == 302 and "/sign-in" in answer.headers["Location"]
    with app.app_context():
        person = db.session.get_one(Person, life.person_id)
        assert not person.is_usable and person.email is None and person.password_hash is None
        assert not db.session.scalars(select(SignIn).where(SignIn.person_id == life.person_id)).all()


def test_a_dry_run_lists_what_would_go_and_changes_nothing(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    before = everything_in(app)
    output = erase(app, life.email, "--dry-run")
    assert "Your sign-ins: 1 row would be deleted" in output and "Nothing was changed." in output
    assert everything_in(app) == before
    assert not (data_dir(app) / erasures.NAME).exists()


def test_erasing_twice_is_harmless(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    with app.app_context():
        reference = db.session.get_one(Person, life.person_id).reference
    erase(app, life.email)
    with app.app_context():
        moves = db.session.scalars(select(Step.id)).all()
    assert "Erased." in erase(app, reference)
    with app.app_context():
        assert db.session.scalars(select(Step.id)).all() == moves
    again = app.test_cli_runner().invoke(args=["privacy", "erase", life.email])
    assert again.exit_code == 1 and "Nothing is held of" in again.output


def test_somebody_invited_who_never_came_is_forgotten_too(app: Flask, live: PlantLife) -> None:
    live("mallow")
    with app.app_context(), transaction():
        invitation = db.session.scalars(select(Invitation)).one()
        invitation.email, invitation.email_key = "Stranger@Example.org", "stranger@example.org"
    erase(app, "stranger@example.org")
    assert "stranger@example.org" not in everything_in(app)


def test_a_namesake_elsewhere_is_reported_and_left_alone(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    with app.app_context(), transaction():
        db.session.execute(text("update vacancies set description = :words"), {"words": f"Ask {life.name}."})
    output = erase(app, life.email)
    assert "The name or address still stands in 1 rows of vacancies.description" in output


def test_the_list_of_erasures_names_nobody(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    erase(app, life.email)
    path = data_dir(app) / erasures.NAME
    assert life.mark not in path.read_text().lower() and path.stat().st_mode & 0o077 == 0
    [erasure] = erasures.listed(app.config["SETTINGS"])
    assert erasure.done and len(erasure.reference) == 8 and len(erasure.addresses) == 2


def test_a_restored_backup_forgets_again(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    with app.app_context():
        db.session.rollback()
        compacting.compact()
        database = app.config["SETTINGS"].sqlite_path
        backup = database.read_bytes()
    erase(app, life.email)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        database.write_bytes(backup)
        assert db.session.get_one(Person, life.person_id).email == life.email
        db.session.remove()

    result = app.test_cli_runner().invoke(args=["privacy", "complete"])

    assert result.output == "1 people erased again, 0 erasures still to be completed.\n"
    assert [word for word in canaries(life) if word.lower() in everything_in(app)] == []


STEPS = (
    (erasures, "write_down"),
    (erasing, "_delete_mail"),
    (disk, "delete"),
    (erasing, "_erase_rows"),
    (erasing, "_let_go"),
    (erasing, "announce"),
    (compacting, "compact"),
)


def killed_at(
    app: Flask, monkeypatch: pytest.MonkeyPatch, module: object, step: str, calls: int, *, email: str
) -> bool:
    """Erase in a process of its own that gets a kill -9 at this call of this step; whether it came so far."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    child = os.fork()
    if child == 0:
        try:
            original, seen = getattr(module, step), []

            def die(*words: object, **options: object) -> object:
                seen.append(1)
                if len(seen) == calls:
                    os.kill(os.getpid(), signal.SIGKILL)
                return original(*words, **options)

            monkeypatch.setattr(module, step, die)
            with app.app_context():
                erasing.carry_out(finding.whom(email), app.config["SETTINGS"], by=None)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize(("module", "step"), STEPS, ids=lambda each: str(getattr(each, "__name__", each)))
@pytest.mark.parametrize("calls", [1, 2, 9])
def test_an_interrupted_erasure_is_none_or_all_and_is_completed(
    app: Flask, live: PlantLife, monkeypatch: pytest.MonkeyPatch, module: object, step: str, calls: int
) -> None:
    life = live("mallow")
    write_mail(app, "1.eml", to=life.email, body="Hello")
    killed = killed_at(app, monkeypatch, module, step, calls, email=life.email)
    with app.app_context():
        person = db.session.get_one(Person, life.person_id)
        half = {person.email is None, person.erased_at is not None, person.password_hash is None}
        assert len(half) == 1, "half a person"
        db.session.remove()
        assert killed or half == {True}

    begun = (data_dir(app) / erasures.NAME).exists()
    result = app.test_cli_runner().invoke(args=["privacy", "complete"] if begun else ["privacy", "erase", life.email])

    assert result.exit_code == 0, result.output
    for name, held in bytes_of(data_dir(app)).items():
        assert [word for word in canaries(life) if word.lower().encode() in held.lower()] == [], name
    assert all(each.done for each in erasures.listed(app.config["SETTINGS"]))
