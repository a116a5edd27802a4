"""Whose address a request has (W-10)."""

from ipaddress import ip_network

import pytest

from portal.foundation.proxies import TrustedProxies

NOBODY = TrustedProxies()
ONE_HOP = TrustedProxies(hops=1)
TWO_HOPS = TrustedProxies(hops=2)
OURS = TrustedProxies(networks=(ip_network("127.0.0.1"), ip_network("10.0.0.0/8")))
FIFTY = ", ".join(f"203.0.113.{n}" for n in range(50))


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "client"),
    [
        (NOBODY, "192.0.2.1", "", "192.0.2.1"),
        (NOBODY, "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (NOBODY, "192.0.2.1", FIFTY, "192.0.2.1"),
        (ONE_HOP, "10.0.0.1", "198.51.100.9", "198.51.100.9"),
        (ONE_HOP, "10.0.0.1", "6.6.6.6, 198.51.100.9", "198.51.100.9"),
        (ONE_HOP, "10.0.0.1", "", "10.0.0.1"),
        (ONE_HOP, "10.0.0.1", "not an address", "10.0.0.1"),
        (TWO_HOPS, "10.0.0.1", "198.51.100.9, 10.0.0.2", "198.51.100.9"),
        (OURS, "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (OURS, "127.0.0.1", "198.51.100.9", "198.51.100.9"),
        (OURS, "127.0.0.1", "6.6.6.6, 198.51.100.9, 10.1.2.3", "198.51.100.9"),
        (OURS, "127.0.0.1", "nonsense, 10.1.2.3", "10.1.2.3"),
        (OURS, "127.0.0.1", "", "127.0.0.1"),
        (OURS, "::ffff:127.0.0.1", "[2001:db8::5%eth0]:4711", "2001:db8::5"),
        (OURS, "127.0.0.1", "198.51.100.9:4711", "198.51.100.9"),
    ],
)
def test_only_trusted_proxies_are_believed(proxies: TrustedProxies, peer: str, forwarded: str, client: str) -> None:
    assert proxies.client(peer, forwarded) == client
