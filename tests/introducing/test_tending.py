"""Members are asked once a year whether they still want to be found; applicants are warned before their words go."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.applying.models import JobApplication
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.introducing import consent, saying
from portal.introducing.models import FoundConsent
from portal.mail.models import Message
from portal.privacy import retaining
from tests import people
from tests.applying import making as applications
from tests.introducing import making

AGREED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def scene(app) -> making.Scene:
    return making.scene(app)


@pytest.fixture
def mina(app, scene) -> int:
    return making.member(app, "mina@example.org")


def go_to(tmp_path, moment: datetime) -> None:
    (tmp_path / "clock").write_text(moment.isoformat())


def retain(app) -> dict[str, int]:
    with app.app_context(), transaction():
        return retaining.apply(at=clock.now())


def due(app) -> dict[str, int]:
    with app.app_context():
        return retaining.due(app.config["SETTINGS"], at=clock.now())


def stands(app, person: int) -> bool:
    with app.app_context():
        return saying.standing(person) is not None


def test_who_does_not_agree_again_is_found_no_longer(app, mina, tmp_path) -> None:
    go_to(tmp_path, AGREED + timedelta(days=364))
    assert retain(app)["found_consents asked again"] == 0
    go_to(tmp_path, AGREED + timedelta(days=365))
    assert due(app)["found_consents asked again"] == 1 and making.mails(app, "ask_again") == []
    assert retain(app)["found_consents asked again"] == 1
    assert retain(app)["found_consents asked again"] == 0 and len(making.mails(app, "ask_again")) == 1
    go_to(tmp_path, AGREED + timedelta(days=378, hours=23))
    assert retain(app)["found_consents ended"] == 0 and stands(app, mina)
    go_to(tmp_path, AGREED + timedelta(days=379))
    assert retain(app)["found_consents ended"] == 1 and not stands(app, mina)


def test_who_agrees_again_is_found_for_another_year(app, mina, tmp_path, sign_in) -> None:
    go_to(tmp_path, AGREED + timedelta(days=365))
    retain(app)
    browser = sign_in(mina)
    assert "I still agree to be found" in browser.get("/account/found").text
    people.post(browser, "/account/found/agree", form_at="/account/found", seen=consent.FOUND_VERSION)
    go_to(tmp_path, AGREED + timedelta(days=380))
    assert retain(app)["found_consents ended"] == 0 and stands(app, mina)
    with app.app_context():
        rows = db.session.query(FoundConsent).order_by(FoundConsent.id)
        assert [each.withdrawn_at is None for each in rows] == [False, True]


def test_applicants_are_warned_once_two_weeks_before_their_words_go(app, scene, mina, tmp_path) -> None:
    reference = applications.sent(app, scene.vacancy, mina)

    def warned() -> list[Message]:
        with app.app_context():
            return list(db.session.query(Message).filter_by(kind="applying/mail/forgotten_soon"))

    go_to(tmp_path, AGREED + timedelta(days=350))
    assert retain(app)["job_applications warned of"] == 0
    go_to(tmp_path, AGREED + timedelta(days=352))
    assert due(app)["job_applications warned of"] == 1 and warned() == []
    assert retain(app)["job_applications warned of"] == 1
    (mail,) = warned()
    assert reference in mail.body and "25 November 2027" in mail.body
    go_to(tmp_path, AGREED + timedelta(days=360))
    assert due(app)["job_applications warned of"] == retain(app)["job_applications warned of"] == 0
    go_to(tmp_path, AGREED + timedelta(days=366))
    retain(app)
    with app.app_context():
        assert db.session.query(JobApplication).filter_by(reference=reference).one().answers == {}
    assert len(warned()) == 1
