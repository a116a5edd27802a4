"""A member's own feed addresses: any search, read by a program, with the full texts in it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.accounts import feed_tokens
from portal.foundation.errors import RuleBroken
from portal.search.typed import SearchForm
from portal.web.reader import Reader

SHAPES = (("Atom", "atom"), ("RSS", "rss"), ("JSON", "json"))


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """One address to copy into a feed reader."""

    name: str
    address: str


def make(reader: Reader) -> str:
    """A new key for this reader's addresses, told this once; raises RuleBroken for who is no member in standing."""
    if reader.person_id is None or not reader.is_member:
        raise RuleBroken("Feed addresses of your own come with a membership in force. Nothing was made.")
    return feed_tokens.make(reader.person_id)


def addresses(form: SearchForm, token: str, *, base: str) -> list[FeedAddress]:
    """The feeds of a search in each shape, with the key in them."""
    return [FeedAddress(name, base + form.address(f"/vacancies.{shape}", token=token)) for name, shape in SHAPES]
