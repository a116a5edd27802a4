"""The addresses of Stripe's API that the portal uses: each with the contract of its parameters and what it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.stripe_server.account import Account, Object
from tests.stripe_server.contract import Refused, check, params

EXPANDS = {"payment_intent": "payment_intent", "latest_charge": "charge", "charge": "charge", "source": "charge"}
"""A field that holds an id, and the kind of object that `expand` puts in its place."""
MOST_LISTED = 100

Call = Callable[[Account, Mapping[str, Any], str, str], Object]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call: `expects` names its TypedDict in stripe.params."""

    method: str
    rule: str
    expects: str
    run: Call

    def takes(self, method: str, path: str) -> re.Match[str] | None:
        pattern = re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", self.rule)
        return re.fullmatch(pattern, path) if method == self.method else None


def answer(account: Account, method: str, path: str, given: Mapping[str, Any], *, address: str) -> Object:
    """What the API says to this call; raises Refused."""
    for endpoint in ENDPOINTS:
        if found := endpoint.takes(method, path):
            read = check(params(endpoint.expects), given)
            said = endpoint.run(account, read, found.groupdict().get("id", ""), address)
            said = said | {"url": path} if said["object"] == "list" else said
            return _expanded(account, said, read.get("expand", ()))
    raise Refused(
        f"Unrecognized request URL ({method}: {path}). Please see https://docs.stripe.com or we can help at "
        "https://support.stripe.com/.",
        status=404,
    )


def _open_session(account: Account, read: Mapping[str, Any], _id: str, address: str) -> Object:
    return account.open_session(read, address=address)


def _expire(account: Account, _read: Mapping[str, Any], id_: str, _address: str) -> Object:
    return account.expire(id_)


def _refund(account: Account, read: Mapping[str, Any], _id: str, _address: str) -> Object:
    return account.refund(read)


def _lines(account: Account, _read: Mapping[str, Any], id_: str, _address: str) -> Object:
    lines = account.lines_of(account.get("checkout.session", id_))
    return {"object": "list", "data": lines, "has_more": False}


def _own(account: Account, _read: Mapping[str, Any], _id: str, _address: str) -> Object:
    return account.own


def _one(kind: str) -> Call:
    return lambda account, _read, id_, _address: account.get(kind, id_)


def _listed(kind: str, *matching: str) -> Call:
    """A list, newest first, by page; `matching` are parameters that must equal the field of the same name."""

    def run(account: Account, read: Mapping[str, Any], _id: str, address: str) -> Object:
        found = [each for each in reversed(account.objects[kind].values()) if _wanted(account, kind, each, read)]
        found = [each for each in found if all(each[name] == read[name] for name in matching if name in read)]
        limit = read.get("limit", 10)
        if not 1 <= limit <= MOST_LISTED:
            raise Refused("This value must be between 1 and 100.", param="limit", code="parameter_invalid_integer")
        if after := read.get("starting_after"):
            ids = [each["id"] for each in found]
            if after not in ids:
                raise Refused(f"No such {kind}: '{after}'", param="starting_after", code="resource_missing")
            found = found[ids.index(after) + 1 :]
        return {"object": "list", "data": found[:limit], "has_more": len(found) > limit}

    return run


def _wanted(account: Account, kind: str, each: Object, read: Mapping[str, Any]) -> bool:
    created = read.get("created")
    bounds = created if isinstance(created, Mapping) else {"gte": created, "lte": created} if created else {}
    tests = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}
    if not all(tests[name](each["created"], bound) for name, bound in bounds.items()):
        return False
    if kind == "event":
        names = read.get("types") or ([read["type"]] if "type" in read else [])
        return not names or any(re.fullmatch(name.replace("*", ".*"), each["type"]) for name in names)
    if kind == "balance_transaction" and "payout" in read:
        return each in account.moved_by(read["payout"])
    return True


def _expanded(account: Account, said: Object, names: Any) -> Object:
    for name in names:
        prefix, _, rest = name.partition(".")
        many = prefix == "data" and said.get("object") == "list"
        if many:
            said = said | {"data": [_expanded(account, each, [rest]) for each in said["data"]]}
            continue
        if name == "line_items" and said["object"] == "checkout.session":
            lines = _lines(account, {}, said["id"], "")
            said = said | {"line_items": lines | {"url": f"/v1/checkout/sessions/{said['id']}/line_items"}}
            continue
        if prefix not in EXPANDS or prefix not in said:
            raise Refused(f"This property cannot be expanded ({prefix}).", param="expand")
        if said[prefix] is not None:
            inner = account.get(EXPANDS[prefix], said[prefix])
            said = said | {prefix: _expanded(account, inner, [rest]) if rest else inner}
    return said


ENDPOINTS = (
    Endpoint("GET", "/v1/account", "AccountRetrieveCurrentParams", _own),
    Endpoint("POST", "/v1/checkout/sessions", "checkout.SessionCreateParams", _open_session),
    Endpoint("GET", "/v1/checkout/sessions", "checkout.SessionListParams", _listed("checkout.session", "payment_intent", "status")),
    Endpoint("GET", "/v1/checkout/sessions/<id>", "checkout.SessionRetrieveParams", _one("checkout.session")),
    Endpoint("POST", "/v1/checkout/sessions/<id>/expire", "checkout.SessionExpireParams", _expire),
    Endpoint("GET", "/v1/checkout/sessions/<id>/line_items", "checkout.SessionListLineItemsParams", _lines),
    Endpoint("GET", "/v1/payment_intents/<id>", "PaymentIntentRetrieveParams", _one("payment_intent")),
    Endpoint("GET", "/v1/payment_intents", "PaymentIntentListParams", _listed("payment_intent")),
    Endpoint("GET", "/v1/charges/<id>", "ChargeRetrieveParams", _one("charge")),
    Endpoint("GET", "/v1/charges", "ChargeListParams", _listed("charge", "payment_intent")),
    Endpoint("POST", "/v1/refunds", "RefundCreateParams", _refund),
    Endpoint("GET", "/v1/refunds", "RefundListParams", _listed("refund", "payment_intent", "charge")),
    Endpoint("GET", "/v1/refunds/<id>", "RefundRetrieveParams", _one("refund")),
    Endpoint("GET", "/v1/disputes", "DisputeListParams", _listed("dispute", "payment_intent", "charge")),
    Endpoint("GET", "/v1/disputes/<id>", "DisputeRetrieveParams", _one("dispute")),
    Endpoint("GET", "/v1/payouts", "PayoutListParams", _listed("payout", "status")),
    Endpoint("GET", "/v1/payouts/<id>", "PayoutRetrieveParams", _one("payout")),
    Endpoint("GET", "/v1/balance_transactions", "BalanceTransactionListParams", _listed("balance_transaction", "type")),
    Endpoint("GET", "/v1/events", "EventListParams", _listed("event")),
    Endpoint("GET", "/v1/events/<id>", "EventRetrieveParams", _one("event")),
)  # fmt: skip
