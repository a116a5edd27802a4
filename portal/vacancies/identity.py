"""What makes a feed item the same advert as one seen before at that source.

Every reader's longest-lived bug is identity, so it is decided here and nowhere else. An item is known by
three marks: its address without what changes from visit to visit, the publisher's own key, and its
words (title without noise, employer, place, reference, deadline). `Sightings.find` says how they are weighed.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from portal.foundation.text import one_line

A = TypeVar("A")

TRACKING = re.compile(
    r"^(utm_.*|mtm_.*|pk_.*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl|ref_?src|source|src|"
    r"sid|session_?id|phpsessid|jsessionid|aspsessionid.*|cfid|cftoken|token|trk|trackingid|cb|_|ts|timestamp|"
    r"rss|feed|from|referrer|referer|campaign|medium)$",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/?#]*", re.IGNORECASE)
_OLEEO = re.compile(r"/opp/(\d+)")
_NOISE_WORDS = (
    r"closing (?:soon|date [^)*\]]*|today|tomorrow)|new|urgent|re-?advertis(?:ed|ement)|readvert|hot job|featured|"
    r"immediate start|apply now|extended|closing date extended|deadline extended"
)
_NOISE = re.compile(
    rf"[\[(*!~|]+\s*(?:{_NOISE_WORDS})\s*[\])*!~|]+"
    rf"|^\s*(?:{_NOISE_WORDS})\s*[:!*|–-]+\s*"
    rf"|\s*[-–|:!*]+\s*(?:{_NOISE_WORDS})\s*[!*]*\s*$",
    re.IGNORECASE,
)
_REFERENCE_IN_TITLE = re.compile(
    r"[\[(]?\s*\b(?:job\s+)?(?:ref(?:erence)?|req(?:uisition)?|vacancy|job)\b\.?\s*(?:id|no|number)?\.?\s*[:#]?\s*"
    r"([A-Z]{0,6}[-/ ]?\d[\w/.-]*)\s*[\])]?",
    re.IGNORECASE,
)
_NOT_WORD = re.compile(r"[^\w+#]+")


@dataclass(frozen=True, slots=True)
class Marks:
    """The three marks of an item, each a short digest, '' where the item does not say.

    `title` (with the stated reference) and `text` only tell items of one document apart; see `trusted`.
    """

    address: str
    publisher: str
    words: str
    title: str = ""
    text: str = ""

    @property
    def identity(self) -> str:
        """The mark the advert is filed under when first seen."""
        return self.address or self.publisher or self.words


def marks_of(
    *,
    key: str,
    address: str,
    title: str,
    employer: str = "",
    locations: Iterable[str] = (),
    reference: str = "",
    closing: str = "",
    description: str = "",
) -> Marks:
    """The marks of an item. The reference is also looked for in the title: "(Ref 16914)" tells two posts apart."""
    stated = reference.strip() or reference_in(title)
    words = "|".join(
        [
            folded(tidy_title(title)),
            folded(employer),
            folded(" ".join(sorted(locations))),
            folded(stated),
            folded(closing),
        ]
    )
    return Marks(
        address=_digest("a", stable_address(address)),
        publisher=_digest("k", _stable_key(key)),
        words=_digest("w", words) if folded(title) else "",
        title=f"{folded(tidy_title(title))}|{folded(stated)}",
        text=_digest("t", folded(description)),
    )


def tidy_title(title: str) -> str:
    """The title without what boards add and take away: "(Ref 16914)", "*closing soon*", "NEW -"."""
    tidy = one_line(title)
    for _ in range(3):
        shorter = _NOISE.sub(" ", tidy)
        if shorter == tidy:
            break
        tidy = shorter
    tidy = _REFERENCE_IN_TITLE.sub(" ", tidy)
    return one_line(tidy).strip(" -–|:*,") or one_line(title)


def reference_in(title: str) -> str:
    """The publisher's reference printed in a title, or ''."""
    found = _REFERENCE_IN_TITLE.search(title)
    return found.group(1) if found else ""


def stable_address(address: str) -> str:
    """The address without scheme, `www.`, fragment, tracking, session ids and a trailing slash; '' if not http(s).

    Oleeo writes the visitor's path into the address; there only the tenant and the number of the opportunity count.
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    if host.endswith(".tal.net") and (number := _OLEEO.search(parts.path)):
        return f"{host}/opp/{number.group(1)}"
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    path = unquote(_SESSION_IN_PATH.sub("", parts.path)).rstrip("/")
    kept = sorted((name.lower(), value) for name, value in parse_qsl(parts.query) if not TRACKING.match(name))
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return host + path + (f"?{urlencode(kept)}" if kept else "") + fragment


def _stable_key(key: str) -> str:
    plain = key.strip()
    return stable_address(plain) or plain.casefold()


def folded(text: str) -> str:
    """Lower case words only, so that punctuation and spacing make no difference."""
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def _digest(kind: str, text: str) -> str:
    return f"{kind}:{hashlib.sha256(text.encode('utf-8', 'ignore')).hexdigest()[:40]}" if text else ""


def trusted(document: list[Marks]) -> list[Marks]:
    """The marks of one document's items, less those that cannot tell its items apart.

    An address or key that items with different titles, references or texts share (every item links to the same
    search page; one key on all) identifies none of them; items that then have only their words in common are told
    apart by their texts. The same title and text at one address, with another place, is one job in two places.
    """
    shared_addresses = _shared(document, lambda marks: marks.address)
    shared_keys = _shared(document, lambda marks: marks.publisher)
    cleared = [
        replace(
            marks,
            address="" if marks.address in shared_addresses else marks.address,
            publisher="" if marks.publisher in shared_keys else marks.publisher,
        )
        for marks in document
    ]
    shared_words = _shared([marks for marks in cleared if not marks.address], lambda marks: marks.words)
    return [
        replace(marks, words=_digest("w", marks.words + marks.text))
        if marks.words in shared_words and not marks.address
        else marks
        for marks in cleared
    ]


def _shared(document: list[Marks], mark: Callable[[Marks], str]) -> set[str]:
    different = {(mark(marks), marks.title, marks.text) for marks in document if mark(marks)}
    return {value for value, times in Counter(value for value, *_ in different).items() if times > 1}


class Sightings(Generic[A]):
    """The adverts a source is known to have, to be matched with one document's items.

    An advert is claimed by at most one item of a document. In order: the same address; the same publisher's
    key; the same words, if the advert's own address and key are not those of another item in the document.
    So a new key or a new link each day is still the same advert, and two posts that read alike stay two.
    """

    def __init__(self, known: Iterable[tuple[A, Marks]], document: Iterable[Marks]) -> None:
        self._by_address: dict[str, A] = {}
        self._by_publisher: dict[str, A] = {}
        self._by_words: dict[str, list[A]] = {}
        self._marks: dict[int, Marks] = {}
        self._claimed: set[int] = set()
        here = list(document)
        self._addresses_here = {marks.address for marks in here if marks.address}
        self._keys_here = {marks.publisher for marks in here if marks.publisher}
        for advert, marks in known:
            self.add(advert, marks)

    def add(self, advert: A, marks: Marks, *, claimed: bool = False) -> None:
        """Know this advert too; `claimed` when an item of the document has just become it."""
        self._marks[id(advert)] = marks
        if marks.address:
            self._by_address.setdefault(marks.address, advert)
        if marks.publisher:
            self._by_publisher.setdefault(marks.publisher, advert)
        if marks.words:
            self._by_words.setdefault(marks.words, []).append(advert)
        if claimed:
            self._claimed.add(id(advert))

    def find(self, marks: Marks) -> tuple[A | None, bool]:
        """The advert that this item is, or None; and whether another item of the document has claimed it already."""
        for found in (self._by_address.get(marks.address), self._by_publisher.get(marks.publisher)):
            if found is not None:
                return self._claim(found)
        free = [advert for advert in self._by_words.get(marks.words, ()) if self._may_move(advert)]
        return self._claim(free[0]) if free else (None, False)

    def _claim(self, advert: A) -> tuple[A, bool]:
        twice = id(advert) in self._claimed
        self._claimed.add(id(advert))
        return advert, twice

    def _may_move(self, advert: A) -> bool:
        marks = self._marks[id(advert)]
        return (
            id(advert) not in self._claimed
            and marks.address not in self._addresses_here
            and marks.publisher not in self._keys_here
        )
