"""The payment page of the test card; there is none in production."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.payments import heeding, test_card
from portal.payments.forms import TestCardForm

bp = Blueprint("test_card", __name__)


@bp.route("/pay/test-card/<token>", methods=["GET", "POST"])
def pay(token: str) -> ResponseReturnValue:
    page = test_card.page_of(token)
    done_address, stopped_address = _on_this_site(page.done_address), _on_this_site(page.stopped_address)
    form = TestCardForm()
    if form.validate_on_submit():
        try:
            with transaction():
                event = test_card.pay(token, form.card.data or "")
        except RuleBroken as declined:
            form.card.errors = [str(declined)]
            page = test_card.page_of(token)
        else:
            heeding.take(event)
            return redirect(done_address, 303)
    return render_template(
        "payments/public/test_card.html",
        form=form,
        page=page,
        stopped_address=stopped_address,
        amount=pounds(page.pence),
        lines=[(name, pounds(pence)) for name, pence in page.lines],
        cards=test_card.CARDS,
        address=url_for("test_card.pay", token=token),
    )


def _on_this_site(address: str) -> str:
    """The address without its host: this provider lives on our own site, by whatever name it is visited."""
    return urlsplit(address).path
