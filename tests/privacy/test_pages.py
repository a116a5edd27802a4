import io
import json
import zipfile
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.privacy import erasures
from tests import people
from tests.conftest import SignIn
from tests.people import PASSWORD, post
from tests.privacy.conftest import PlantLife


def person(app: Flask, person_id: int) -> Person:
    with app.app_context():
        return db.session.get_one(Person, person_id)


def test_the_page_lists_what_is_held_and_says_nothing_of_others(app: Flask, live: PlantLife, sign_in: SignIn) -> None:
    life = live("mallow")
    live("tansy")
    page = sign_in(life.person_id).get("/account/data").text
    assert "Your sign-ins" in page and "Your applications for membership" in page and "tansy" not in page.lower()


def test_ones_data_is_downloaded_with_ones_password(app: Flask, live: PlantLife, sign_in: SignIn) -> None:
    life, other = live("mallow"), live("tansy")
    answer = post(sign_in(life.person_id), "/account/data", password=PASSWORD)
    assert answer.mimetype == "application/zip" and "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        held = archive.read("my-data.json").decode()
        assert archive.read("files/01 mallowdocumentsoriginalname.txt") == b"mallow handed this in"
    assert json.loads(held)["reference"] == person(app, life.person_id).reference
    assert other.mark not in held.lower()
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "privacy.exported")).one()
        assert entry.actor_id == life.person_id


def test_without_the_password_nothing_is_given_and_nothing_erased(app: Flask, live: PlantLife, sign_in: SignIn) -> None:
    life = live("mallow")
    browser = sign_in(life.person_id)
    for address in ("/account/data", "/account/data/erase"):
        answer = post(browser, address, password="wrong", sure="y")
        assert answer.status_code == 200 and "That is not your password." in answer.text
    assert person(app, life.person_id).email == life.email
    assert not (Path(app.config["SETTINGS"].data_dir) / erasures.NAME).exists()


def test_wrong_passwords_are_limited(app: Flask, live: PlantLife, sign_in: SignIn) -> None:
    browser = sign_in(live("mallow").person_id)
    for _ in range(5):
        post(browser, "/account/data", password="wrong")
    answer = post(browser, "/account/data", password=PASSWORD)
    assert answer.mimetype == "text/html" and "too many wrong passwords" in answer.text


def test_erasing_needs_the_box_ticked(app: Flask, live: PlantLife, sign_in: SignIn) -> None:
    life = live("mallow")
    answer = post(sign_in(life.person_id), "/account/data/erase", password=PASSWORD)
    assert "Tick the box" in answer.text and person(app, life.person_id).email == life.email


def test_the_page_says_what_is_kept_and_why_before_anything_goes(app: Flask, live: PlantLife, sign_in: SignIn) -> None:
    page = sign_in(live("mallow").person_id).get("/account/data/erase").text
    assert "cannot be undone" in page and "Companies Act 2006" in page and "at most 35 days" in page


def test_a_person_erases_themselves_and_the_worker_cleans_the_files(
    app: Flask, live: PlantLife, sign_in: SignIn
) -> None:
    life = live("mallow")
    elsewhere = people.sign_in(app, life.person_id)
    browser = sign_in(life.person_id)

    answer = post(browser, "/account/data/erase", password=PASSWORD, sure="y")

    assert answer.status_code == 302
    assert "everything about you are erased" in browser.get(answer.headers["Location"]).text
    assert browser.get("/account").status_code == elsewhere.get("/account").status_code == 302
    assert person(app, life.person_id).email is None
    assert [each.done for each in erasures.listed(app.config["SETTINGS"])] == [False]

    result = app.test_cli_runner().invoke(args=["jobs", "work", "--burst"])

    assert result.exit_code == 0, result.output
    assert [each.done for each in erasures.listed(app.config["SETTINGS"])] == [True]
    database = Path(app.config["SETTINGS"].sqlite_path)
    assert not any(life.email.encode() in each.read_bytes() for each in database.parent.iterdir())
