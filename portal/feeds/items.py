"""What a feed's reader hands on: one entry as the source gave it, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

MAX_ITEMS = 2_000
"""A document with more entries is cut here, with a warning (faults.md, F-10)."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a source, as the source said it.

    Every text is raw, as printed (it may hold entities, markup, odd spaces); nothing is trusted, interpreted
    or sanitised yet. An empty string means that the source did not say. `address` is absolute where the
    reader could make it so. `extra` keeps labelled facts without a field of their own ("Grade": "Band 6"),
    with the source's own label as key. `pay_is_guess` is set where the source says that it worked the pay out
    itself (Adzuna's salary_is_predicted).
    """

    key: str = ""
    title: str = ""
    address: str = ""
    description: str = ""
    employer: str = ""
    locations: tuple[str, ...] = ()
    salary: str = ""
    posted: str = ""
    closing: str = ""
    employment_type: str = ""
    contract: str = ""
    pattern: str = ""
    workplace: str = ""
    category: str = ""
    reference: str = ""
    pay_is_guess: bool = False
    extra: dict[str, str] = field(default_factory=dict)


TEXTS = tuple(each.name for each in fields(FeedItem) if each.type == "str")
"""The fields of an item that are one text each."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry that could not be made a FeedItem at all, with why and a short sample for staff."""

    reason: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A whole document after reading.

    `entries` is how many entries the document held; each is an item, unreadable, or beyond MAX_ITEMS (`cut`):
    entries == len(items) + len(unreadable) + cut. `next_pages` lists addresses of further pages of the same
    list. `complete` says that the list claims to hold everything the source has, so that absence is evidence.
    """

    kind: str
    items: tuple[FeedItem, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    cut: int = 0
    title: str = ""
    publisher: str = ""
    next_pages: tuple[str, ...] = ()
    complete: bool = True
    warnings: tuple[str, ...] = ()

    @property
    def entries(self) -> int:
        return len(self.items) + len(self.unreadable) + self.cut


class FormatError(Exception):
    """The bytes are not what this reader reads. `code` is one of the contract's failure codes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
