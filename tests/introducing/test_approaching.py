"""Messages to members, which they may ignore, and introductions, which are theirs to make and to take back."""

import pytest

from portal.applying.models import JobApplication
from portal.applying.moving import move
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.introducing import answering, approaching, presenting, queries, searching
from portal.introducing.models import Approach, ApproachMessage, Introduction, KeptFrom
from portal.privacy import erasing, finding, retaining
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign
from tests import people
from tests.applying import making as applications
from tests.employers import acting
from tests.introducing import making
from tests.races import at_once
from tests.selecting import making as choosing


@pytest.fixture
def scene(app) -> making.Scene:
    return making.scene(app)


@pytest.fixture
def mina(app, scene) -> int:
    return making.member(app, "mina.quill@example.org")


def whole(app, sign_in, scene) -> str:
    """Everything that the consultants can read of a campaign's members."""
    browser = sign_in(scene.consultant)
    page = f"/consultant/campaigns/{scene.campaign}"
    with app.app_context():
        approaches = [each.reference for each in db.session.query(Approach)]
    pages = [f"{page}/members", f"{page}/introductions", *(f"{page}/approaches/{each}" for each in approaches)]
    return "".join(browser.get(each).text for each in pages)


def test_a_message_is_looked_at_before_it_is_sent_and_only_what_was_seen_goes_out(app, scene, mina, sign_in) -> None:
    browser, called = sign_in(scene.consultant), making.called(app, scene.campaign, mina)
    page = f"/consultant/campaigns/{scene.campaign}/members/approach?member={called}"
    assert "Network" in browser.get(page).text and "Send it" not in browser.get(page).text
    shown = people.post(browser, page, words="Hello\nthere", act="preview").text
    assert "Send it" in shown
    changed = people.post(browser, page, words="Something else", seen="Hello\r\nthere", act="send").text
    assert "Read it once more" in changed
    with app.app_context():
        assert db.session.query(Approach).count() == 0
    assert people.post(browser, page, words="Hello\r\nthere", seen="Hello\nthere", act="send").status_code == 302
    with app.app_context():
        assert [each.words for each in db.session.query(Approach)] == ["Hello\nthere"]


def test_the_mail_says_nothing_that_an_employer_should_not_read(app, scene, mina) -> None:
    making.approach(app, scene, mina, "A post at Leeds for you.")
    (mail,) = making.mails(app, "approached")
    assert mail.recipient == "mina.quill@example.org"
    assert not any(word in mail.subject + mail.body for word in ("Leeds", "Network", "post for you"))


def test_consultants_see_no_name_before_the_member_says_so(app, scene, mina, sign_in) -> None:
    approach = making.approach(app, scene, mina)
    making.answer(app, mina, approach, answering.ask, body="Is it remote?")
    read = whole(app, sign_in, scene)
    assert "Is it remote?" in read and "Mina Quill" not in read and "mina.quill@" not in read
    assert "Mina" not in "".join(each.subject + each.body for each in making.mails(app, "answered"))
    making.introduce(app, scene, mina, approach)
    read = whole(app, sign_in, scene)
    assert "Mina Quill" in read and "mina.quill@example.org" in read and "I agree that my name" in read


def test_who_ignores_and_who_has_not_read_look_alike(app, scene, mina, sign_in) -> None:
    other = making.member(app, "other@example.org", name="Otto Lane")
    first, second = making.approach(app, scene, mina), making.approach(app, scene, other)
    assert sign_in(mina).get(f"/account/found/messages/{first}").status_code == 200
    with app.test_request_context():
        campaign = campaigns.for_staff(scene.campaign)
        states = {each.state for each in presenting.approaches_of(campaign)}
        assert states == {"No answer"} and first != second


def test_never_this_employer_reads_as_a_no_and_keeps_its_campaigns_from_finding_them(app, scene, mina, sign_in) -> None:
    approach = making.approach(app, scene, mina)
    browser = sign_in(mina)
    page = f"/account/found/messages/{approach}"
    people.post(browser, f"{page}/refuse/never", form_at=page)
    with app.test_request_context():
        campaign = campaigns.for_staff(scene.campaign)
        assert [each.state for each in presenting.approaches_of(campaign)] == ["Said no"]
        assert [(each.why, each.organisation_id) for each in db.session.query(KeptFrom)] == [
            ("answered", scene.client_id)
        ]
    with app.app_context():
        client = campaigns.organisation_of(campaigns.for_staff(scene.campaign))
    posting, _ = applications.advert(app, client, scene.owner)
    again = making.campaign(app, client.id, posting, scene.consultant)
    other = making.member(app, "other@example.org")
    assert making.found(app, again) == [other]
    assert "Leeds City Council" in browser.get("/account/found/say").text


def test_one_message_a_person_and_campaign(app, scene, mina) -> None:
    making.approach(app, scene, mina)
    assert making.found(app, scene.campaign) == []
    with pytest.raises(RuleBroken, match="Nothing was sent"):
        making.approach(app, scene, mina)
    with app.app_context():
        assert db.session.query(Approach).count() == 1


def test_a_member_rests_after_three_messages_in_thirty_days(app, scene, mina, tmp_path) -> None:
    for number in range(3):
        with app.app_context(), transaction():
            other = Campaign(
                reference=f"THR{number}WWWW",
                organisation_id=scene.client_id,
                service="fixed",
                title="Another",
                state="closed",
                begun_at=clock.now(),
                updated_at=clock.now(),
            )
            db.session.add(other)
            db.session.flush()
            db.session.add(
                Approach(
                    reference=f"PPR{number}WWWW",
                    campaign_id=other.id,
                    person_id=mina,
                    called="X",
                    words="Hello",
                    sent_at=clock.now(),
                )
            )
        assert making.found(app, scene.campaign) == ([mina] if number < 2 else [])
    (tmp_path / "clock").write_text("2026-12-24T09:00:01+00:00")
    with app.app_context():
        open_still = searching.vacancy_of(campaigns.for_staff(scene.campaign), at=clock.now())
    assert making.found(app, scene.campaign) == ([mina] if open_still else [])


def test_of_two_consultants_who_write_at_once_one_does(app_on_either) -> None:
    app = app_on_either
    scene = making.scene(app)
    mina = making.member(app, "mina@example.org")
    outcomes = at_once(app, lambda: making.approach(app, scene, mina), times=6)
    assert len([each for each in outcomes if isinstance(each, str)]) == 1
    assert all(isinstance(each, RuleBroken) for each in outcomes if not isinstance(each, str)), outcomes
    with app.app_context():
        assert db.session.query(Approach).count() == 1


def test_of_many_presses_on_introduce_me_one_counts(app_on_either) -> None:
    app = app_on_either
    scene = making.scene(app)
    mina = making.member(app, "mina@example.org")
    approach = making.approach(app, scene, mina)
    outcomes = at_once(app, lambda: making.introduce(app, scene, mina, approach), times=6)
    assert len([each for each in outcomes if isinstance(each, str)]) == 1
    with app.app_context():
        assert db.session.query(Introduction).count() == 1


def test_an_introduction_is_agreed_to_in_words_and_leads_to_the_application(app, scene, mina, sign_in) -> None:
    approach = making.approach(app, scene, mina)
    browser, page = sign_in(mina), f"/account/found/messages/{approach}"
    shown = browser.get(f"{page}/introduce").text
    assert "This is no application" in shown
    with pytest.raises(RuleBroken, match="words have changed"):
        making.answer(app, mina, approach, answering.introduce, version="2026-11", words="I agree to anything.")
    with app.app_context():
        words = answering.words_for(campaigns.for_staff(scene.campaign))
    done = people.post(browser, f"{page}/introduce", seen="2026-11", words=words)
    assert done.status_code == 302
    assert f"/vacancies/{scene.vacancy}/apply" in browser.get(page).text
    log = browser.get("/account/found").text
    assert "Cora Field, consultant for" in log
    with app.app_context():
        row = db.session.query(Introduction).one()
        assert (row.person_id, row.to_id, row.words, row.version) == (mina, scene.consultant, words, "2026-11")


def test_an_introduction_that_is_taken_back_hides_the_name_and_stays_in_the_log(app, scene, mina, sign_in) -> None:
    approach = making.approach(app, scene, mina)
    introduction = making.introduce(app, scene, mina, approach)
    people.post(sign_in(mina), f"/account/found/introductions/{introduction}/take-back")
    read = whole(app, sign_in, scene)
    assert "Mina Quill" not in read and "mina.quill@" not in read and "Taken back on 24 November 2026" in read
    assert "took their introduction back" in making.mails(app, "answered")[-1].subject


def test_the_client_reads_a_name_only_from_its_shortlist_on(app, sign_in) -> None:
    chosen = choosing.scene(app, number=0)
    with app.app_context(), transaction():
        campaign = campaigns.for_staff(chosen.campaign)
        campaign.state = "live"
        client = campaign.organisation_id
    scene = making.Scene(chosen.campaign, chosen.posting, chosen.vacancy, chosen.client, client, chosen.owner, chosen.consultant, chosen.deputy)  # fmt: skip
    mina = making.member(app, "mina.quill@example.org")
    making.introduce(app, scene, mina, making.approach(app, scene, mina))
    page = f"/employer/{scene.client}/campaigns/{scene.campaign}/introductions"
    owner = sign_in(scene.owner)
    assert "A member" in owner.get(page).text and "Mina" not in owner.get(page).text
    reference = applications.sent(app, scene.vacancy, mina)
    assert "Mina" not in owner.get(page).text
    with app.app_context(), transaction():
        row = db.session.query(JobApplication).filter_by(reference=reference).one()
        for event in ("longlist", "shortlist"):
            move(row, event, by=None, at=clock.now(), reason="Good.")
    assert "Mina Quill" in owner.get(page).text


def test_another_consultant_another_client_and_another_member_see_nothing(app, scene, mina, sign_in) -> None:
    approach = making.approach(app, scene, mina)
    introduction = making.introduce(app, scene, mina, approach)
    stranger = sign_in(people.make(app, "eve@society.example", given=("consultant",)))
    page = f"/consultant/campaigns/{scene.campaign}"
    for each in ("members", f"approaches/{approach}", "introductions"):
        assert stranger.get(f"{page}/{each}").status_code == 404
    other = sign_in(making.member(app, "other@example.org"))
    assert other.get(f"/account/found/messages/{approach}").status_code == 404
    assert other.get(f"/account/found/introductions/{introduction}/take-back").status_code == 404
    bradford = people.make(app, "kit@bradford.gov.uk")
    row = acting.organisation(app, acting.BRADFORD.key)
    acting.seat(app, row, bradford, "owner")
    mine = f"/employer/{row.reference}/campaigns/{scene.campaign}/introductions"
    assert sign_in(bradford).get(mine).status_code == 404


def test_a_member_and_the_consultants_write_to_each_other(app, scene, mina, sign_in) -> None:
    approach = making.approach(app, scene, mina)
    page = f"/consultant/campaigns/{scene.campaign}/approaches/{approach}"
    consultant = sign_in(scene.consultant)
    assert "You can write again once the member has answered" in consultant.get(page).text
    with app.app_context(), pytest.raises(RuleBroken, match="once the member has answered"), transaction():
        campaign = campaigns.for_staff(scene.campaign)
        approaching.reply(campaign, queries.one(campaign, approach), "Well?", by=scene.consultant, at=clock.now())
    people.post(sign_in(mina), f"/account/found/messages/{approach}", body="Is it remote?")
    people.post(consultant, page, body="Two days a week.")
    assert "Two days a week." in sign_in(mina).get(f"/account/found/messages/{approach}").text
    assert [each.recipient for each in making.mails(app, "replied")] == ["mina.quill@example.org"]


def test_the_record_of_acts_says_nothing_of_which_member(app, scene, mina) -> None:
    making.introduce(app, scene, mina, making.approach(app, scene, mina))
    with app.app_context():
        acts = db.session.query(AuditEntry).filter(AuditEntry.action.startswith("introducing.")).all()
        assert {each.action for each in acts} == {"introducing.approached", "introducing.introduced"}
        assert all(mina not in (each.actor_id, each.about_id) for each in acts)


def test_what_was_written_to_somebody_who_is_erased_vanishes(app, scene, mina, sign_in) -> None:
    approach = making.approach(app, scene, mina, "CANARYWORDS")
    making.answer(app, mina, approach, answering.ask, body="CANARYASKED")
    making.introduce(app, scene, mina, approach)
    with app.app_context():
        erasing.carry_out(finding.by_id(mina), app.config["SETTINGS"], by=None)
    read = whole(app, sign_in, scene)
    assert not any(word in read for word in ("CANARYWORDS", "CANARYASKED", "Mina Quill", "mina.quill@"))
    with app.app_context():
        assert db.session.query(Approach).count() == db.session.query(ApproachMessage).count() == 0
        assert [each.words for each in db.session.query(Introduction)] == [""]


def test_approaches_are_forgotten_after_a_year(app, scene, mina, tmp_path) -> None:
    making.answer(app, mina, making.approach(app, scene, mina), answering.ask, body="Is it remote?")
    (tmp_path / "clock").write_text("2027-11-25T09:00:00+00:00")
    with app.app_context(), transaction():
        done = retaining.apply(at=clock.now())
    assert (done["approach_messages deleted"], done["approaches deleted"]) == (1, 1)
