"""What a robots.txt says about one address. Read in a child process: its patterns are a stranger's too."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether an address may be asked for, and the seconds that its site wants between two requests."""

    allowed: bool
    delay: float | None = None


ALLOWED = Permission(True)


def permission(body: bytes, *, agent: str, address: str) -> Permission:
    """The rules for our agent, or those for everyone, by RFC 9309: the longest match decides."""
    rules = Protego.parse(body.decode("utf-8", "replace"))
    delay = rules.crawl_delay(agent)
    return Permission(bool(rules.can_fetch(address, agent)), float(delay) if delay and delay > 0 else None)
