"""Who is found: members in standing who agreed, and nobody who would not be by their own employer or by whom they shun."""

import pytest
from sqlalchemy import event

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.introducing import saying, searching
from portal.introducing.models import FoundConsent
from portal.recruitment import queries as campaigns
from tests import people
from tests.applying import making as applications
from tests.employers import acting
from tests.introducing import making
from tests.membership import applicants


@pytest.fixture
def scene(app) -> making.Scene:
    return making.scene(app)


def test_a_member_who_agreed_is_found_and_one_who_did_not_is_not(app, scene) -> None:
    mina = making.member(app, "mina@example.org")
    making.member(app, "quiet@example.org", agreed=False)
    assert making.found(app, scene.campaign) == [mina]


def test_consent_that_is_taken_back_leaves_the_search_at_once(app, scene, sign_in) -> None:
    mina = making.member(app, "mina@example.org")
    page = f"/consultant/campaigns/{scene.campaign}/members"
    consultant, called = sign_in(scene.consultant), making.called(app, scene.campaign, mina)
    assert called in consultant.get(page).text
    people.post(sign_in(mina), "/account/found/withdraw", form_at="/account/found")
    assert called not in consultant.get(page).text
    assert consultant.get(f"{page}/approach?member={called}").status_code == 404
    with app.app_context():
        kept = db.session.query(FoundConsent).one()
        assert kept.withdrawn_at is not None and kept.words


def test_who_is_no_member_in_standing_is_not_found(app, scene) -> None:
    nobody = people.make(app, "nobody@example.org")
    making.say(app, nobody)
    assert making.found(app, scene.campaign) == []
    applicants.make_membership(app, nobody)
    assert making.found(app, scene.campaign) == [nobody]


def _seat(app, scene, person):
    with app.app_context():
        row = campaigns.organisation_of(campaigns.for_staff(scene.campaign))
    acting.seat(app, row, person, "approver")


def _seat_of_a_part(app, scene, person):
    part = acting.added(app, "Leeds Digital Works")
    with app.app_context(), transaction():
        db.session.merge(part).parent_id = scene.client_id
    acting.seat(app, part, person, "approver")


def _membership(app, scene, person):
    applicants.make_membership(app, person, "provider", organisation_id=scene.client_id)


def _address(app, _scene, person):
    with app.app_context(), transaction():
        db.session.get_one(Person, person).email = "mina.quill@digital.leeds.gov.uk"


def _says_so(app, _scene, person):
    making.say(app, person, agreed=False, own_employers=("City of Leeds Council",))


@pytest.mark.parametrize("works_there", [_seat, _seat_of_a_part, _membership, _address, _says_so])
def test_their_own_employer_never_finds_them_unless_they_allow_it(app, scene, works_there) -> None:
    mina = making.member(app, "mina@example.org")
    assert making.found(app, scene.campaign) == [mina]
    works_there(app, scene, mina)
    assert making.found(app, scene.campaign) == []
    with app.app_context():
        said = saying.of(mina)
    making.say(app, mina, agreed=False, own_employers=said.own_employers, shown_to_own=True)
    assert making.found(app, scene.campaign) == [mina]


@pytest.mark.parametrize("name", ["Leeds City Council", "City of Leeds Council", "leeds city council "])
def test_an_employer_that_they_shun_never_finds_them_even_where_they_work_there(app, scene, name) -> None:
    making.member(app, "mina@example.org", kept_from=(name,), own_employers=(name,), shown_to_own=True)
    assert making.found(app, scene.campaign) == []


def test_who_takes_part_or_has_applied_is_not_found(app, scene) -> None:
    making.say(app, scene.deputy)
    applicants.make_membership(app, scene.deputy)
    mina = making.member(app, "mina@example.org")
    applications.sent(app, scene.vacancy, mina)
    assert making.found(app, scene.campaign) == []


def test_whoever_looks_for_other_work_is_not_found(app, scene) -> None:
    making.member(app, "mina@example.org", families=("user_centred_design",))
    assert making.found(app, scene.campaign) == []


def test_who_looks_for_this_kind_of_work_or_for_any_is_found(app_on_either) -> None:
    scene = making.scene(app_on_either)
    with app_on_either.app_context():
        family = searching.vacancy_of(campaigns.for_staff(scene.campaign), at=clock.now()).role_family
    assert family
    same = making.member(app_on_either, "same@example.org", families=("user_centred_design", family))
    whatever = making.member(app_on_either, "any@example.org", families=())
    making.member(app_on_either, "other@example.org", families=("user_centred_design",))
    assert sorted(making.found(app_on_either, scene.campaign)) == [same, whatever]


def test_nobody_is_found_before_or_after_the_advert_takes_applications(app, scene, tmp_path, sign_in) -> None:
    making.member(app, "mina@example.org")
    (tmp_path / "clock").write_text("2027-06-01T09:00:00+00:00")
    assert making.found(app, scene.campaign) == []
    page = sign_in(scene.consultant).get(f"/consultant/campaigns/{scene.campaign}/members").text
    assert "The search is open while the advert is live" in page


def test_the_number_of_questions_does_not_grow_with_the_members(app, scene) -> None:
    def asked() -> int:
        with app.app_context():
            campaign, number = campaigns.for_staff(scene.campaign), []
            count = lambda *_: number.append(1)  # noqa: E731
            event.listen(db.engine, "before_cursor_execute", count)
            assert searching.found(campaign, at=clock.now())
            event.remove(db.engine, "before_cursor_execute", count)
            return len(number)

    making.member(app, "first@example.org")
    one = asked()
    for number in range(12):
        making.member(app, f"member{number}@example.org")
    assert asked() == one


def test_a_member_has_another_name_in_every_campaign(app, scene) -> None:
    mina = making.member(app, "mina@example.org")
    with app.app_context():
        first = campaigns.for_staff(scene.campaign)
        who = db.session.get_one(Person, mina).reference
        second = type(first)(reference="CCCC2222")
        assert searching.called_in(first, who) != searching.called_in(second, who)


def test_words_that_have_changed_are_agreed_to_by_nobody(app, scene) -> None:
    mina = making.member(app, "mina@example.org", agreed=False)
    with app.app_context(), pytest.raises(RuleBroken, match="words have changed"), transaction():
        saying.agree(mina, version="2020-01", at=clock.now())
    assert making.found(app, scene.campaign) == []


def test_what_is_emptied_is_kept_nowhere(app, scene, sign_in) -> None:
    mina = making.member(app, "mina@example.org", kept_from=("Bristol City Council",))
    people.post(sign_in(mina), "/account/found/empty")
    with app.app_context():
        assert saying.of(mina) is None and saying.standing(mina) is None
        assert db.session.query(searching.KeptFrom).count() == 0


def test_the_form_keeps_what_was_said_and_names_what_it_cannot_keep(app, scene, sign_in) -> None:
    mina = people.make(app, "mina@example.org")
    browser = sign_in(mina)
    fields = {"families": "data", "levels": "senior", "places": "Leeds\nYork", "miles": "50", "pay": "48,000", "own_employers": "Leeds City Council"}  # fmt: skip
    wrong = people.post(browser, "/account/found/say", **{**fields, "places": "Nowhereville", "pay": "lots"}).text
    assert "We do not know the place “Nowhereville”" in wrong and "whole pounds a year" in wrong
    assert people.post(browser, "/account/found/say", **fields).status_code == 302
    shown = browser.get("/account/found").text
    assert "Leeds, York" in shown and "£48,000 a year" in shown and "Never finds you" in shown
    with app.app_context():
        assert saying.standing(mina) is None
    assert "Employers that" not in shown and "Agree to be found" in shown


def test_an_employer_that_nobody_knows_is_named_so_that_its_name_can_be_mended(app, scene, sign_in) -> None:
    mina = making.member(app, "mina@example.org", kept_from=("Leedz Council", "Bristol City Council"))
    shown = sign_in(mina).get("/account/found").text
    assert "We know no employer called “Leedz Council”" in shown and "called “Bristol" not in shown
