"""The wire: HTTP on loopback, keys, idempotency, faults on demand, the hosted page, and the delivery of events."""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
import re
import secrets
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

from stripe._api_version import _ApiVersion

from tests.stripe_server import api
from tests.stripe_server.account import Account, Object
from tests.stripe_server.contract import Refused, decode

FaultKind = Literal["500", "500 after", "429", "reset", "slow", "drip", "malformed", "lost reply"]
AFTER_THE_EFFECT = ("500 after", "lost reply", "malformed")
"""These do what was asked and then answer badly; the others do nothing."""


@dataclass(slots=True)
class Fault:
    """How the next call of a kind goes wrong; `on` begins its "METHOD /path"."""

    kind: FaultKind
    on: str
    times: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Call:
    """One call that arrived."""

    method: str
    path: str
    key: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: Object
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event sent to one address, and the status that it answered (0 for none)."""

    event: str
    type: str
    status: int


class StripeServer:
    """A Stripe that listens while the `with` block lasts. `hooks` are (address, secret) of the endpoints it tells."""

    def __init__(self, *, now: Callable[[], float] = time.time, port: int = 0) -> None:
        self.account = Account(now)
        self.key = f"sk_test_{secrets.token_hex(8)}"
        self.hooks: list[tuple[str, str]] = []
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.tells_at_once = False
        """Whether events are delivered by themselves when somebody pays on the hosted page."""
        self._faults: list[Fault] = []
        self._replies: dict[str, tuple[str, Reply | None]] = {}
        self._http = _Http(("127.0.0.1", port), _Handler)
        self._http.stripe = self

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def fail(self, kind: FaultKind, *, on: str = "", times: int = 1, seconds: float = 30.0) -> None:
        """Let the next `times` calls that begin with `on` ("POST /v1/refunds") go wrong."""
        self._faults.append(Fault(kind, on, times, seconds))

    def mend(self) -> None:
        """Let everything go right again."""
        self._faults.clear()

    def made(self, call: str) -> list[Call]:
        """The calls so far of one kind: "POST /v1/refunds"."""
        return [each for each in self.calls if f"{each.method} {each.path}" == call]

    def take_fault(self, call: str) -> Fault | None:
        with self.account.lock:
            for each in self._faults:
                if call.startswith(each.on):
                    each.times -= 1
                    if each.times == 0:
                        self._faults.remove(each)
                    return each
        return None

    def reply(self, call: Call, *, authorised: bool, version: str, fault: Fault | None) -> Reply:
        """The answer to a call, with the memory of its idempotency key: what was begun is answered the same again."""
        if not authorised:
            return _refusal(Refused("Invalid API Key provided", status=401))
        if version and version != _ApiVersion.CURRENT:
            return _refusal(Refused(f"Invalid Stripe API version: {version}"))
        if fault and fault.kind == "429":
            return _refusal(Refused("Too many requests", status=429, code="rate_limit"))
        with self.account.lock:
            print_ = hashlib.sha256(json.dumps([call.path, call.given], sort_keys=True).encode()).hexdigest()
            known = self._replies.get(call.key) if call.key else None
            if known and known[0] != print_:
                return _refusal(
                    Refused(
                        "Keys for idempotent requests can only be used with the same parameters they were first used "
                        f"with. Try using a key other than '{call.key}' if you meant to execute a different request.",
                        kind="idempotency_error",
                    )
                )
            if known and known[1]:
                return Reply(known[1].status, known[1].body, {"Idempotent-Replayed": "true"})
            reply = self._fresh(call, fault)
            if call.key and reply.status not in (400, 404, 429):
                self._replies[call.key] = (print_, reply)
            return reply

    def _fresh(self, call: Call, fault: Fault | None) -> Reply:
        failed = Reply(500, {"error": {"type": "api_error", "message": "Sorry, something went wrong."}})
        if fault and fault.kind == "500":
            return failed
        try:
            said = api.answer(self.account, call.method, call.path, call.given, address=self.address)
        except Refused as refused:
            return _refusal(refused)
        return failed if fault and fault.kind == "500 after" else Reply(200, copy.deepcopy(said))

    # Telling the portal

    def deliver(self, *, times: int = 1) -> list[int]:
        """Send every waiting event to every endpoint, in order; the statuses that they answered."""
        with self.account.lock:
            waiting, self.account.waiting = self.account.waiting, []
        return [self.send(each, hook=hook) for each in waiting for hook in self.hooks for _ in range(times)]

    def lose(self) -> int:
        """Forget every waiting event, as when nothing reaches the portal; how many they were."""
        with self.account.lock:
            lost, self.account.waiting = len(self.account.waiting), []
        return lost

    def send(self, event: Object, *, hook: tuple[str, str] | None = None) -> int:
        """Deliver one event once; the status answered, 0 when nobody answered."""
        address, secret = hook or self.hooks[0]
        body = json.dumps(event).encode()
        status = _post(address, body, {"Stripe-Signature": sign(body, secret, at=self.account.now())})
        self.deliveries.append(Delivery(event["id"], event["type"], status))
        return status

    def tell(self) -> None:
        """After something happened on the hosted page."""
        if self.tells_at_once:
            threading.Thread(target=self.deliver, daemon=True).start()


def sign(body: bytes, secret: str, *, at: float, scheme: str = "v1") -> str:
    """The Stripe-Signature header of a body."""
    stamp = int(at)
    made = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},{scheme}={made}"


def _post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.request(
            "POST", parts.path or "/", body, {"Content-Type": "application/json; charset=utf-8", **headers}
        )
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def _refusal(refused: Refused) -> Reply:
    headers = {"Stripe-Should-Retry": "false"} if refused.status == 429 else {}
    return Reply(refused.status, {"error": refused.error}, headers)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    stripe: StripeServer


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Tests stay quiet."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self._page(path, {}) if path.startswith("/c/") else self._api("GET", path, query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        path = self.path.partition("?")[0]
        self._page(path, parse_qs(body)) if path.startswith("/c/") else self._api("POST", path, body)

    def _api(self, method: str, path: str, raw: str) -> None:
        try:
            given = decode(raw)
        except Refused as refused:
            return self._send(_refusal(refused))
        call = Call(method, path, self.headers.get("Idempotency-Key", "") if method == "POST" else "", given)
        self.server.stripe.calls.append(call)
        fault = self.server.stripe.take_fault(f"{method} {path}")
        if fault and fault.kind == "slow":
            time.sleep(fault.seconds)
        if fault and fault.kind in ("slow", "reset"):
            return self._reset()
        authorised = self.headers.get("Authorization", "") == f"Bearer {self.server.stripe.key}"
        version = self.headers.get("Stripe-Version", "")
        reply = self.server.stripe.reply(call, authorised=authorised, version=version, fault=fault)
        if fault and fault.kind == "lost reply":
            return self._reset()
        return self._send(reply, fault)

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _send(self, reply: Reply, fault: Fault | None = None) -> None:
        kind = fault.kind if fault else ""
        body = b'{"id": "cs_test_' if kind == "malformed" else json.dumps(reply.body).encode()
        headers = {"Content-Type": "application/json", "Request-Id": f"req_{secrets.token_hex(7)}", **reply.headers}
        self._answer(reply.status, body, headers, drip=fault.seconds if fault and kind == "drip" else 0)

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str], *, drip: float = 0) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        until = time.monotonic() + drip
        for byte in body if drip else b"":
            if time.monotonic() > until:
                return self._reset()
            try:
                self.wfile.write(bytes([byte]))
                time.sleep(0.2)
            except OSError:
                return None
        return None if drip else self.wfile.write(body) and None

    def _page(self, path: str, form: Mapping[str, list[str]]) -> None:
        found = re.fullmatch(r"/c/pay/(\w+)", path)
        session = self.server.stripe.account.objects["checkout.session"].get(found[1]) if found else None
        if session is None or session["status"] != "open":
            return self._html(404, "<h1>This page is not open any more</h1>")
        if self.command == "GET":
            return self._html(200, _hosted(session))
        card = re.sub(r"\D", "", form.get("card", [""])[0])
        try:
            self.server.stripe.account.pay(session["id"], card or "4242424242424242")
        except Refused as refused:
            self.server.stripe.tell()
            return self._html(402, _hosted(session, str(refused)))
        self.server.stripe.tell()
        address = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
        return self._answer(303, b"", {"Location": address})

    def _html(self, status: int, inner: str) -> None:
        page = f"<!doctype html><html lang='en-GB'><title>Checkout</title><main>{inner}</main></html>"
        self._answer(status, page.encode(), {"Content-Type": "text/html; charset=utf-8"})


def _hosted(session: Object, problem: str = "") -> str:
    said = f"<p role='alert'>{escape(problem)}</p>" if problem else ""
    return (
        f"<h1>Pay £{session['amount_total'] / 100:,.2f}</h1>{said}<form method='post'><label>Card number "
        "<input name='card' autocomplete='cc-number'></label> <button>Pay</button></form>"
        f"<a href='{escape(session['cancel_url'] or '')}'>Back</a>"
    )
