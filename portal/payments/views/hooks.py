"""Where the payment service tells us that something happened."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal.billing.provider import NotSigned
from portal.extensions import csrf
from portal.payments import receiving

bp = Blueprint("hooks", __name__)


@bp.post("/hooks/stripe")
@csrf.exempt  # type: ignore[untyped-decorator]
def stripe() -> ResponseReturnValue:
    try:
        outcome = receiving.receive(request.get_data(cache=False), request.headers.get("Stripe-Signature", ""))
    except NotSigned:
        return Response("This message is not signed by the payment service.\n", 400, mimetype="text/plain")
    return Response(f"{outcome}\n", 200, mimetype="text/plain")


stripe.takes_json = True  # type: ignore[attr-defined]
