"""Cancelling a campaign forgets none of its candidates: who waits is told, who has an offer is not passed over."""

import pytest
from flask import Flask

from portal.applying import queries as applications
from portal.applying.states import CALL_OFF, seen
from portal.caseload import wording
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.mail.models import Message
from portal.recruitment import calling_off, cancelling, queries
from portal.selecting import telling
from tests import people
from tests.interviewing import making as interviews
from tests.offering import making as offers
from tests.selecting import making
from tests.selecting.making import Scene


def cancel(app: Flask, scene: Scene, *, by: int | None = None, **said: object) -> None:
    with app.app_context(), transaction():
        found = queries.for_staff(scene.campaign, locked=True)
        at, by = clock.now(), by or scene.owner
        cancelling.cancel(found, because="The post is frozen.", by=by, at=at, **said)  # type: ignore[arg-type]


def refused(app: Flask, scene: Scene, **said: object) -> str:
    with pytest.raises(RuleBroken) as broken:
        cancel(app, scene, **said)
    return str(broken.value)


def known(app: Flask, reference: str) -> str:
    with app.app_context():
        return seen(applications.steps_of(interviews.find(reference)))


def mails(app: Flask, kind: str) -> list[str]:
    with app.app_context():
        rows = Message.query.filter_by(kind=kind).order_by(Message.id)
        return [each.recipient for each in rows]


def decide(app: Flask, reference: str, *events: str) -> None:
    from portal.applying.moving import move

    with app.app_context(), transaction():
        for event in events:
            move(interviews.find(reference), event, by=None, at=clock.now(), reason="Evidence.")


def test_everybody_in_the_running_is_told_at_once_wherever_they_stand(app_on_either: Flask) -> None:
    scene = making.scene(app_on_either, number=4)
    decide(app_on_either, scene.sent[1], "longlist")
    decide(app_on_either, scene.sent[2], "longlist", "leave_off_shortlist")
    interviews.at_interview(app_on_either, scene, scene.sent[3])
    cancel(app_on_either, scene, words="There will be no [job], [name].")
    assert [known(app_on_either, each) for each in scene.sent] == ["called_off"] * 4
    assert mails(app_on_either, "applying/mail/called_off") == [f"candidate{place}@example.org" for place in range(4)]
    with app_on_either.app_context():
        (_, words) = applications_told(scene.sent[0])
        assert words == "Dear Robin Hall,\n\nThere will be no Network Engineer, Robin Hall."
        assert telling.untold(making.desk(scene, scene.consultant)) == []
        assert telling.waiting(making.desk(scene, scene.consultant)) == 0


def applications_told(reference: str):
    from portal.applying import presenting

    return presenting.told(interviews.find(reference))[0]


def test_who_was_told_a_refusal_hears_nothing_of_the_cancelling(app: Flask) -> None:
    scene = making.scene(app, number=1)
    decide(app, scene.sent[0], "leave_off_longlist")
    offers.tell(app, scene, scene.sent[0])
    cancel(app, scene)
    assert known(app, scene.sent[0]) == "not_longlisted"
    assert mails(app, "applying/mail/called_off") == []


def test_interviews_with_a_time_end_with_mail_to_their_candidates(app: Flask) -> None:
    scene = interviews.scene(app, number=1)
    round_, slots = interviews.round_with(app, scene)
    (one,) = interviews.invited(app, scene, round_)
    interviews.choose(app, scene.sent[0], one, slots[0])
    interviews.forget_mail(app)
    cancel(app, scene)
    assert interviews.state_of(app, one) == ("cancelled", None)
    assert "candidate0@example.org" in mails(app, "interviewing/mail/cancelled")


def test_an_open_offer_is_withdrawn_and_told_before_anybody_cancels(app: Flask) -> None:
    scene = making.scene(app, number=2)
    reference = offers.interviewed(app, scene)
    offers.offer(app, scene, reference)
    assert "1 offer is open. Withdraw it" in refused(app, scene)
    offers.at_desk(
        app, scene, reference, lambda desk, row: offers.offers.withdraw(desk, row, because="No money.", at=clock.now())
    )
    assert "1 person has not been told that their offer has ended" in refused(app, scene)
    assert known(app, scene.sent[1]) == "submitted"
    offers.tell(app, scene, reference)
    cancel(app, scene)
    assert (known(app, reference), known(app, scene.sent[1])) == ("offer_withdrawn", "called_off")


def test_an_accepted_offer_stands_and_wants_a_tick_that_names_who_has_it(app: Flask) -> None:
    scene = making.scene(app, number=2)
    reference = offers.accepted(app, scene)
    assert "Robin Hall" in refused(app, scene)
    assert (known(app, reference), known(app, scene.sent[1])) == ("accepted", "submitted")
    cancel(app, scene, sure=True)
    assert (known(app, reference), known(app, scene.sent[1])) == ("accepted", "called_off")


def test_an_order_that_is_taken_back_tells_them_in_the_usual_words(app: Flask) -> None:
    scene = making.scene(app, number=1)
    with app.app_context(), transaction():
        found = queries.for_staff(scene.campaign, locked=True)
        cancelling.cancel(found, because="Refunded.", by=None, at=clock.now())
    with app.app_context():
        assert "the recruitment for Network Engineer was cancelled" in applications_told(scene.sent[0])[1]


def test_words_are_wanted_and_without_them_nothing_happens(app: Flask) -> None:
    scene = making.scene(app, number=1)
    assert refused(app, scene, words=" ") == "Write what the candidates are told."
    assert "4,000 characters or fewer" in refused(app, scene, words="a" * 4_001)
    with app.app_context():
        assert queries.for_staff(scene.campaign).state == "selection"
    assert (known(app, scene.sent[0]), mails(app, "applying/mail/called_off")) == ("submitted", [])


def test_nobody_withdraws_from_what_was_cancelled(app: Flask, sign_in) -> None:
    scene = making.scene(app, number=1)
    cancel(app, scene)
    with app.app_context():
        candidate = interviews.candidate(scene.sent[0])
    browser = sign_in(candidate)
    page = browser.get(f"/account/job-applications/{scene.sent[0]}").text
    assert "The recruitment was cancelled, so nothing more comes of your application." in page
    assert "You will hear from us" not in page and "/withdraw" not in page
    listed = browser.get("/account/job-applications").text
    assert "Recruitment cancelled" in listed


@pytest.mark.parametrize("side", ["client", "consultant"])
def test_the_page_says_what_hangs_on_it_and_shows_the_text_before(app: Flask, sign_in, side: str) -> None:
    scene = interviews.scene(app, number=2)
    round_, slots = interviews.round_with(app, scene)
    one, _ = interviews.invited(app, scene, round_)
    interviews.choose(app, scene.sent[0], one, slots[0])
    at, who = {
        "client": (f"/employer/{scene.client}/campaigns/{scene.campaign}/cancel", scene.owner),
        "consultant": (f"/consultant/campaigns/{scene.campaign}/cancel", scene.consultant),
    }[side]
    browser = sign_in(who)
    page = browser.get(at).text
    assert "2 candidates are in the running" in page
    assert "1 interview has a fixed time" in page and "1 candidate has still to choose" in page
    assert calling_off.DEFAULT[:60] in page
    again = people.post(browser, at, because="The post is frozen.", words="")
    assert "Write what the candidates are told." in again.text
    people.post(browser, at, because="The post is frozen.", words="It ended, [name].")
    assert [known(app, each) for each in scene.sent] == ["called_off"] * 2


def test_the_page_names_an_open_offer_and_offers_no_button(app: Flask, sign_in) -> None:
    scene = making.scene(app, number=1)
    offers.offer(app, scene, offers.interviewed(app, scene))
    client = sign_in(scene.owner).get(f"/employer/{scene.client}/campaigns/{scene.campaign}/cancel").text
    assert "1 offer is open" in client and "Ask your consultant" in client and "Cancel it and tell" not in client
    ours = sign_in(scene.consultant).get(f"/consultant/campaigns/{scene.campaign}/cancel").text
    assert f"/consultant/campaigns/{scene.campaign}/offers" in ours


def test_the_page_asks_for_a_tick_where_somebody_has_the_post(app: Flask, sign_in) -> None:
    scene = making.scene(app, number=1)
    reference, at = offers.accepted(app, scene), f"/employer/{scene.client}/campaigns/{scene.campaign}/cancel"
    browser = sign_in(scene.owner)
    assert "1 person has accepted an offer, which may be a contract: Robin Hall" in browser.get(at).text
    assert "Tick that you know" in people.post(browser, at, because="Frozen.").text
    people.post(browser, at, because="Frozen.", sure="y")
    with app.app_context():
        assert queries.for_staff(scene.campaign).state == "cancelled"
    assert known(app, reference) == "accepted"


def test_a_shared_text_for_it_is_what_the_page_begins_with(app: Flask, sign_in) -> None:
    scene = making.scene(app, number=1)
    with app.app_context(), transaction():
        text = {"name": "Called off", "use": CALL_OFF, "body": "With regret, [name]."}
        wording.add(**text, owner_id=None, by=scene.consultant, at=clock.now())
    page = sign_in(scene.owner).get(f"/employer/{scene.client}/campaigns/{scene.campaign}/cancel").text
    assert "With regret, [name]." in page
