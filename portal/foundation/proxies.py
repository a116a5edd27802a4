"""Whose address a request has: the peer's, or what the proxies that we trust say."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """Proxies before the portal, by number or by address; by default there are none."""

    hops: int = 0
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def client(self, peer: str | None, forwarded_for: str) -> str:
        """The nearest address that is not a trusted proxy's: what is further left anyone may have written."""
        chain = [word.strip() for word in forwarded_for.split(",")[-50:] if word.strip()] + [peer or ""]
        if self.hops:
            return _plain(chain[max(0, len(chain) - 1 - self.hops)]) or _plain(peer or "")
        last_believed = _plain(peer or "")
        for word in reversed(chain):
            address = _plain(word)
            if not address:
                return last_believed
            last_believed = address
            if not self._trusts(address):
                return address
        return last_believed

    def _trusts(self, address: str) -> bool:
        return any(ip_address(address) in network for network in self.networks)


def _plain(word: str) -> str:
    """An address in its one spelling, without port and zone; empty when it is none."""
    bare = word.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address: IPv4Address | IPv6Address = ip_address(bare.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(address)
