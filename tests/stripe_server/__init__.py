"""A Stripe on loopback for tests: it keeps state, signs its messages, and fails on demand.

What a request may hold and what an object looks like is not written here: it is read from the installed SDK's own
types, which Stripe generates from its API description (contract.py), so this server cannot drift from the version that
the portal is pinned to. What the objects do is in account.py, the addresses in api.py, the wire in serving.py.

    with StripeServer() as stripe:
        client = StripeClient(stripe.key, base_addresses={"api": stripe.address})
        stripe.hooks.append((f"{portal}/hooks/stripe", "whsec_one"))
        stripe.fail("lost reply", on="POST /v1/checkout/sessions")
        stripe.account.pay(session_id)
        stripe.deliver()

`python -m tests.stripe_server` runs one by hand.
"""

from tests.stripe_server.serving import StripeServer

__all__ = ["StripeServer"]
