"""What this room announces to those above it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CampaignEnded:
    """A campaign has come to one of the states in which it is over."""

    campaign_id: int
