"""From a source's item to an advert in the one canonical shape: plain texts, a safe description, a clean address."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import nh3

from portal.feeds.formats.labelled_lines import filled, labelled
from portal.feeds.items import FeedItem
from portal.foundation.markup import plain_text
from portal.foundation.text import one_line, printable
from portal.vacancies.drafts import Advert
from portal.vacancies.identity import reference_in, tidy_title

MAX_ADDRESS = 2_000
MAX_TAGS = 4_000
"""Tags of a description; one with more is kept as its words, for tens of thousands of nested lists take minutes to clean."""
ALLOWED = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "h3", "h4", "a"}
_UTM_ONLY = re.compile(
    r"^(utm_.*|mtm_.*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl|phpsessid|jsessionid|sessionid)$",
    re.IGNORECASE,
)
# A date kept in a database column of date and time; a deadline at the first instant of a day would close it a day early.
_MIDNIGHT = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?Z?$")
_HEADING = re.compile(r"<(/?)h[1256]\b[^>]*>", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;\s*(?:p|br|ul|li|div|strong|b|h\d|span|table)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an item cannot be used, as a code and as a sentence for staff."""

    reason: str
    sentence: str


def to_advert(item: FeedItem, *, base: str, publisher: str = "", source_employer: str = "") -> Advert | Refused:
    """The item as an advert, or why it cannot be one. `base` is the address of the document it came in."""
    full = filled(item, labelled(item.description)) if item.description else item
    title = one_line(tidy_title(plain_text(full.title)), limit=300)
    if not title:
        return Refused("no_title", "The entry has no title.")
    address = clean_address(urljoin(base, full.address.strip()) if full.address.strip() else "")
    if isinstance(address, Refused):
        return address
    return Advert(
        id=full.key,
        title=title,
        employer=_line(full.employer) or _line(source_employer) or _line(publisher),
        locations=tuple(filter(None, (_line(place) for place in full.locations))),
        salary=_line(full.salary, 500),
        description=safe_html(full.description),
        url=address,
        posted=full.posted.strip(),
        closing=_MIDNIGHT.sub(r"\1", _line(full.closing)),
        employment_type=_line(full.employment_type),
        contract=_line(full.contract),
        pattern=_line(full.pattern),
        workplace=_line(full.workplace),
        category=_line(full.category, 500),
        reference=_line(full.reference, 80) or reference_in(plain_text(full.title)),
        pay_is_guess=full.pay_is_guess,
        extra=tuple((_line(label, 60), _line(value, 500)) for label, value in full.extra.items()),
    )


def _line(raw: str, limit: int = 300) -> str:
    return one_line(plain_text(raw), limit=limit)


def clean_address(raw: str) -> str | Refused:
    """The address of the original advert without tracking, its host in ASCII; or why it cannot be followed."""
    address = printable(raw).strip()
    if not address:
        return Refused("no_address", "The entry has no address of its advert.")
    if len(address) > MAX_ADDRESS:
        return Refused("address_too_long", f"The advert's address has more than {MAX_ADDRESS:,} characters.")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        ascii_host = host.encode("idna").decode() if not host.isascii() else host
    except (ValueError, UnicodeError):
        return Refused("bad_address", "The advert's address cannot be read.")
    if parts.scheme.lower() not in ("http", "https"):
        return Refused(
            "bad_scheme",
            f"The advert's address begins with {parts.scheme or 'nothing'!r}; only http and https are followed.",
        )
    if not ascii_host or " " in ascii_host:
        return Refused("bad_address", "The advert's address names no host.")
    if parts.username is not None or parts.password is not None:
        return Refused(
            "address_with_credentials", "The advert's address carries a user name, which hides where it leads."
        )
    netloc = ascii_host + (f":{port}" if port else "")
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if not _UTM_ONLY.match(name)]
        query = query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme.lower(), netloc, parts.path, query, parts.fragment))


def safe_html(raw: str) -> str:
    """A description reduced to paragraphs, lists, emphasis, headings and links; plain text becomes paragraphs."""
    text = printable_html(raw)
    if text.count("<") > MAX_TAGS:
        text = plain_text(text)
    if not re.search(r"<[a-zA-Z/!]", text):
        paragraphs = [part.strip() for part in re.split(r"\n\s*\n|\r\n\r\n", text) if part.strip()]
        text = "".join(
            f"<p>{nh3.clean_text(part) if '<' in part else part}</p>".replace("\n", "<br>") for part in paragraphs
        )
    text = _HEADING.sub(r"<\1h3>", text).replace("<div", "<p").replace("</div", "</p")
    return nh3.clean(
        text,
        tags=ALLOWED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
        strip_comments=True,
        clean_content_tags={
            "script",
            "style",
            "svg",
            "math",
            "template",
            "noscript",
            "iframe",
            "object",
            "form",
            "title",
        },
    ).strip()


def printable_html(raw: str) -> str:
    """The description without control and direction characters, unescaped once where it came escaped."""
    text = printable(raw)
    if _ESCAPED.search(text) and not re.search(r"<(?:p|br|ul|li|div)\b", text, re.IGNORECASE):
        text = html.unescape(text)
    return text
