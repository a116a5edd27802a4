"""A Stripe to walk through by hand: `python -m tests.stripe_server --hook http://127.0.0.1:8000/hooks/stripe`."""

from __future__ import annotations

import argparse
import signal
import threading

from tests.stripe_server import StripeServer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=12_111)
    parser.add_argument("--hook", default="http://127.0.0.1:8000/hooks/stripe")
    parser.add_argument("--secret", default="whsec_by_hand")
    chosen = parser.parse_args()
    stopped = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopped.set())
    with StripeServer(port=chosen.port) as stripe:
        stripe.hooks.append((chosen.hook, chosen.secret))
        stripe.tells_at_once = True
        print(
            f"STRIPE_API_BASE={stripe.address} STRIPE_SECRET_KEY={stripe.key} STRIPE_WEBHOOK_SECRETS={chosen.secret}",
            flush=True,
        )
        stopped.wait()


if __name__ == "__main__":
    main()
