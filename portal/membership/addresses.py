"""Where memberships are seen, below the site's address; letters and other rooms' pages lead there."""

from __future__ import annotations

OWN = "/account/membership"
"""A person's own memberships and applications."""


def of_organisation(reference: str) -> str:
    """The page of an organisation's membership, for its owners."""
    return f"/employer/{reference}/membership"
