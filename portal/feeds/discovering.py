"""Finding out what an address gives: the board behind it, the list at it, or the feeds that its page announces."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from portal.feeds.columns import JOB_WORDS
from portal.feeds.detecting import Detection, board_address, boards_linked
from portal.feeds.fetching import Fetched
from portal.feeds.formats.table import FORMATS
from portal.feeds.items import FeedDocument, FormatError
from portal.feeds.reaching import check_address
from portal.foundation.errors import RuleBroken

MAX_CANDIDATES = 6
"""Announced feeds and boards that are looked at; a page that names more names comment feeds too."""
_OF_JOBS = re.compile(r"job|vacanc|career|recruit|opportunit|work-?(?:for|with)", re.IGNORECASE)
_OF_OTHERS = re.compile(r"comment|news|blog|event|press|tweet|podcast|oembed|wp-json|xmlrpc", re.IGNORECASE)


class NothingFound(RuleBroken):
    """The address gives nothing that can be taken in; `code` is one of the contract's failure codes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Reads(Protocol):
    """What reads and detects documents: the confined readers, or the formats themselves."""

    def read(
        self, kind: str, body: bytes, *, address: str, content_type: str = "", mapping: dict[str, Any] | None = None
    ) -> FeedDocument: ...

    def detect(self, body: bytes, *, address: str, content_type: str = "") -> Detection: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """One list that the address leads to. `because` says how it was found; `problem` why it cannot be used."""

    address: str
    kind: str
    because: str
    document: FeedDocument | None = None
    detection: Detection | None = None
    problem: str = ""
    code: str = ""

    @property
    def mapping(self) -> dict[str, Any] | None:
        if self.detection is None or self.detection.mapping is None or self.kind != "mapped":
            return None
        return {**self.detection.mapping.to_data(), "sample": self.detection.sample}

    @property
    def weight(self) -> float:
        """How likely this is the list of vacancies that was meant."""
        if self.document is None:
            return -1.0
        titles = [item.title for item in self.document.items[:50]]
        jobs = sum(1 for title in titles if JOB_WORDS.search(title)) / len(titles) if titles else 0.0
        named = bool(_OF_JOBS.search(self.address)) - 2 * bool(_OF_OTHERS.search(self.address))
        own = self.kind not in ("rss", "atom", "json_feed", "mapped")
        return 4 * jobs + named + 2 * own + (0.5 if self.document.items else 0.0)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found at an address: the list chosen and why, and the others that there were."""

    chosen: Candidate
    others: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class _Looking:
    fetch: Callable[[str], Fetched]
    reads: Reads
    seen: set[str] = field(default_factory=set)

    def at(self, address: str, kind: str, because: str) -> tuple[Candidate, Detection | None, Fetched | None]:
        """One address as a candidate: fetched, told what it is where `kind` is auto, and read."""
        self.seen.add(address)
        found = self.fetch(address)
        if found.error:
            problem = f"{found.sentence}".rstrip()
            return Candidate(address, kind, because, problem=problem, code=found.error), None, None
        detection: Detection | None = None
        try:
            if kind in ("auto", "mapped"):
                detection = self.reads.detect(found.body, address=found.address, content_type=found.content_type)
            chosen = (detection.kind if detection and kind == "auto" else kind) or ""
            if not chosen:
                sentence = detection.sentence if detection else ""
                return (
                    Candidate(address, "", because, detection=detection, problem=sentence, code="not_a_feed"),
                    detection,
                    found,
                )
            mapping = detection.mapping.to_data() if detection and detection.mapping and chosen == "mapped" else None
            document = self.reads.read(
                chosen, found.body, address=found.address, content_type=found.content_type, mapping=mapping
            )
        except FormatError as problem:
            return (
                Candidate(address, kind, because, detection=detection, problem=str(problem), code=problem.code),
                detection,
                found,
            )
        return Candidate(address, chosen, because, document, detection), detection, found


def discover(address: str, *, kind: str = "auto", fetch: Callable[[str], Fetched], reads: Reads) -> Discovery:
    """The list of vacancies that an address gives or leads to; raises RuleBroken for no web address, or NothingFound.

    A named kind is looked at only at the address itself. With "auto" the public address of a hosted board leads
    to the board's data, and a page to the feeds and boards that it names; its own JobPosting data comes first.
    """
    check_address(address)
    looking = _Looking(fetch, reads)
    board = board_address(address) if kind == "auto" else None
    if board is not None:
        found, _, _ = looking.at(board[1], board[0], f"the address is that of a {FORMATS[board[0]].name}")
        if found.document is not None:
            return Discovery(found)
    first, detection, fetched = looking.at(address, kind, "the address given")
    candidates = [first]
    if kind == "auto" and detection is not None and fetched is not None and first.kind in ("", "job_posting", "mapped"):
        candidates += _named_by(detection, fetched, looking)
    usable = [each for each in candidates if each.document is not None]
    if not usable:
        raise NothingFound(first.code or "not_a_feed", _nothing(first, candidates[1:]))
    chosen = max(usable, key=lambda each: (each.weight, -candidates.index(each)))
    return Discovery(
        chosen, tuple(each for each in candidates if each is not chosen and (each.kind or each is not first))
    )


def _named_by(detection: Detection, fetched: Fetched, looking: _Looking) -> list[Candidate]:
    """The feeds and boards that a page names, as candidates."""
    named = [
        (kind, address, f"the page links to this {FORMATS[kind].name}") for kind, address in boards_linked(fetched.body)
    ]
    announced = sorted(
        detection.announced, key=lambda each: bool(_OF_OTHERS.search(each)) - bool(_OF_JOBS.search(each))
    )
    named += [("auto", address, "the page announces this feed") for address in announced]
    found: list[Candidate] = []
    for kind, address, because in named[: MAX_CANDIDATES * 2]:
        if address in looking.seen or len(found) >= MAX_CANDIDATES:
            continue
        try:
            check_address(address)
        except RuleBroken:
            continue
        found.append(looking.at(address, kind, because)[0])
    return found


def _nothing(first: Candidate, others: list[Candidate]) -> str:
    tried = "".join(f" Also tried {each.address}: {each.problem}" for each in others[:3])
    return f"{first.problem}{tried}".strip()
