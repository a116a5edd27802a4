"""Whose packs are behind which door, and how a campaign is found there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.employers import queries as employers
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign


@dataclass(frozen=True, slots=True)
class Door:
    """How a campaign is found behind a door, for whom packs are made there, whose are seen, and the way back."""

    find: Callable[..., Campaign]
    audience: str
    home: str
    sees: tuple[str, ...]


def of_consultant(person_id: int, campaign: str) -> Campaign:
    """A campaign that the person runs. Raises NotFound."""
    return campaigns.for_consultant(person_id, campaign)


def of_staff(_person_id: int, campaign: str) -> Campaign:
    """Any campaign. Raises NotFound."""
    return campaigns.for_staff(campaign)


def of_client(person_id: int, reference: str, campaign: str) -> Campaign:
    """A campaign of an organisation that the person owns. Raises NotFound."""
    owner = employers.for_owner(person_id, reference)
    _, found = campaigns.for_client(person_id, owner.reference, campaign)
    return found
