"""From "pay by card" to the payment page: one page for each try, a limit to the wait, and nothing believed on return."""

from __future__ import annotations

from itertools import pairwise

import pytest

from portal.billing.provider import ProviderError
from portal.foundation.errors import RuleBroken
from portal.payments import checking_out
from tests.billing import making
from tests.payments.conftest import Shop
from tests.people import post, sign_in
from tests.races import at_once

SESSIONS = "POST /v1/checkout/sessions"


def card_page(shop: Shop, reference: str) -> str:
    return f"/employer/{making.reference_of(shop.app, shop.organisation_id)}/orders/{reference}/card"


def test_however_often_it_is_clicked_there_is_one_page(shop_on_either: Shop) -> None:
    """P-11: double click, two tabs."""
    shop = shop_on_either
    reference = shop.order()
    given = at_once(shop.app, lambda: shop.start(reference), times=6)
    assert len(set(given)) == 1 and str(given[0]).startswith("http")
    assert shop.start(reference) == given[0]
    assert len(shop.attempts(reference)) == 1
    assert len(shop.stripe.account.objects["checkout.session"]) == 1


def test_a_lost_answer_leads_to_the_same_page(shop: Shop) -> None:
    """P-11: the page was made, and the answer was lost on the way, twice."""
    reference = shop.order()
    shop.stripe.fail("lost reply", on=SESSIONS, times=2)
    with pytest.raises(ProviderError):
        shop.start(reference)
    assert [each.state for each in shop.attempts(reference)] == ["opening"]
    assert shop.start(reference).startswith("http")
    calls = shop.stripe.made(SESSIONS)
    assert all(one.key == other.key and one.given == other.given for one, other in pairwise(calls))
    assert len(shop.stripe.account.objects["checkout.session"]) == 1


@pytest.mark.parametrize("kind", ["500", "429", "reset", "malformed"])
def test_a_payment_service_in_trouble_is_said_so_and_can_be_tried_again(shop: Shop, kind: str) -> None:
    """P-13: a clear page with 503, nothing charged, and the next try goes through."""
    reference = shop.order()
    client, page = sign_in(shop.app, shop.owner), card_page(shop, reference)
    shop.stripe.fail(kind, on=SESSIONS, times=9)  # type: ignore[arg-type]
    answer = post(client, page)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "There is a problem" in answer.text and "Pay £360" in answer.text
    assert shop.row(reference).state == "placed"
    shop.stripe.mend()
    again = post(client, page)
    assert again.status_code == 303 and again.location.startswith(shop.stripe.address)
    open_ones = [each for each in shop.stripe.account.objects["checkout.session"].values() if each["status"] == "open"]
    assert len(open_ones) == 1


def test_nobody_waits_for_a_silent_payment_service(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """P-13: the wait has an end, which is the portal's and not the payment service's."""
    monkeypatch.setattr(checking_out, "SECONDS", 0.5)
    reference = shop.order()
    shop.stripe.fail("slow", on=SESSIONS, times=9, seconds=60)
    with pytest.raises(ProviderError):
        shop.start(reference)
    assert [each.state for each in shop.attempts(reference)] == ["opening"]


def test_a_failure_kept_under_the_key_is_looked_into_before_there_is_a_new_try(shop: Shop) -> None:
    """P-13: the page was made and a failure was stored under its key: it is found, and no second one is made."""
    reference = shop.order()
    shop.stripe.fail("500 after", on=SESSIONS, times=1)
    address = shop.start(reference)
    (session,) = shop.stripe.account.objects["checkout.session"].values()
    assert address == session["url"]
    assert [each.state for each in shop.attempts(reference)] == ["open"]


def test_what_the_browser_brings_back_is_not_believed(shop: Shop) -> None:
    """P-08: forged, of another order, without payment; the page says what our books say."""
    reference, session = shop.begun()
    other, paid_session = shop.begun()
    shop.stripe.account.pay(paid_session)
    shop.deliver()
    client, page = sign_in(shop.app, shop.owner), card_page(shop, reference)
    for said in ("cs_test_forged", session, paid_session, "'; DROP TABLE orders"):
        answer = client.get(f"{page}/done", query_string={"session_id": said, "paid": "1"})
        assert answer.status_code == 200 and "We are checking" in answer.text
        assert shop.row(reference).state == "placed"
    assert shop.row(other).state == "paid"
    assert "Payment received" in client.get(f"{card_page(shop, other)}/done").text


def test_the_return_page_of_a_stranger_is_not_there(shop: Shop) -> None:
    """P-08."""
    reference, session = shop.begun()
    stranger = sign_in(shop.app, making.person(shop.app, "stranger@example.org"))
    for page in ("", "/done", "/stopped"):
        assert stranger.get(f"{card_page(shop, reference)}{page}?session_id={session}").status_code == 404


def test_somebody_who_comes_back_before_the_message_can_have_it_looked_at(shop: Shop) -> None:
    """P-08, P-15: the page never believes the browser, and asks the payment service when asked to."""
    reference, session = shop.begun()
    shop.stripe.account.pay(session)
    shop.stripe.lose()
    client, page = sign_in(shop.app, shop.owner), card_page(shop, reference)
    assert "We are checking" in client.get(f"{page}/done").text
    assert post(client, f"{page}/done", form_at=f"{page}/done").status_code == 302
    assert shop.row(reference).state == "paid"
    done = client.get(f"{page}/done").text
    assert "Payment received" in done and "&lt;" not in done


def test_an_order_that_is_paid_has_no_page_to_pay_on(shop: Shop) -> None:
    reference = shop.paid()
    with pytest.raises(RuleBroken, match="not waiting for payment"):
        shop.start(reference)
    assert len(shop.attempts(reference)) == 1


def test_a_new_total_makes_a_new_page_and_closes_the_old_one(shop: Shop) -> None:
    """P-11: after two hours the page is over, and nobody can pay on the old one."""
    reference, session = shop.begun()
    shop.later(hours=1, minutes=58)
    shop.start(reference)
    assert shop.session(reference) != session
    assert shop.stripe.account.get("checkout.session", session)["status"] == "expired"
    assert [each.state for each in shop.attempts(reference)] == ["replaced", "open"]
