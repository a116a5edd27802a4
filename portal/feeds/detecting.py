"""What a document is, by its address and by what it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from portal.feeds.formats import job_posting, mapped
from portal.feeds.formats.bytes_reading import json_document, local, text_of, xml_tree
from portal.feeds.items import FormatError
from portal.feeds.mapping import FieldMap

FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "text/xml",
    "application/xml",
)
BOARDS: tuple[tuple[str, str, str], ...] = (
    (
        r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io/(?:embed/job_board(?:/js)?\?for=)?(?!embed\b)([\w-]+)",
        "greenhouse",
        "https://boards-api.greenhouse.io/v1/boards/{0}/jobs?content=true",
    ),
    (r"jobs\.lever\.co/([\w.-]+)", "lever", "https://api.lever.co/v0/postings/{0}?mode=json"),
    (r"jobs\.eu\.lever\.co/([\w.-]+)", "lever", "https://api.eu.lever.co/v0/postings/{0}?mode=json"),
    (
        r"jobs\.ashbyhq\.com/([\w.%-]+)",
        "ashby",
        "https://api.ashbyhq.com/posting-api/job-board/{0}?includeCompensation=true",
    ),
    (
        r"apply\.workable\.com/(?!j/|api/)([\w-]+)",
        "workable",
        "https://apply.workable.com/api/v1/widget/accounts/{0}?details=true",
    ),
    (
        r"(?:jobs|careers)\.smartrecruiters\.com/([\w-]+)",
        "smartrecruiters",
        "https://api.smartrecruiters.com/v1/companies/{0}/postings?limit=100",
    ),
    (
        r"(?!app\.|api\.|docs\.|support\.)([\w-]+)\.teamtailor\.com(?!/jobs\.json)",
        "teamtailor",
        "https://{0}.teamtailor.com/jobs.json",
    ),
    (
        r"(?!app\.|api\.|docs\.|support\.)([\w-]+)\.recruitee\.com(?!/api/)",
        "recruitee",
        "https://{0}.recruitee.com/api/offers/",
    ),
    (r"([\w-]+)\.jobs\.personio\.(?:com|de)(?!/xml)", "personio", "https://{0}.jobs.personio.de/xml"),
)
"""A hosted board's public address, its kind, and the address of its interface."""


MAX_SAMPLE = 200_000
"""Characters of a mapped document's beginning that are kept, to show what a correction of its mapping would do."""


@dataclass(frozen=True, slots=True)
class Detection:
    """What a document was found to be. `kind` is None when nothing usable was found; `sentence` says what was.

    `announced` are feeds that a page names; `better_address` is where the same board gives its data.
    """

    kind: str | None
    sentence: str
    announced: tuple[str, ...] = ()
    better_address: str | None = None
    mapping: FieldMap | None = None
    found_by: tuple[tuple[str, str], ...] = ()
    sample: str = ""


def board_address(address: str) -> tuple[str, str] | None:
    """The kind and interface address of a hosted board, known from its public address alone."""
    shown = re.sub(r"^https?://(?:www\.)?", "", address)
    for pattern, kind, interface in BOARDS:
        found = re.match(pattern, shown)
        if found:
            return kind, interface.format(found.group(1))
    return None


def boards_linked(body: bytes) -> list[tuple[str, str]]:
    """The hosted boards that a page links to or shows inside itself: kind and interface address, each once."""
    tree = LexborHTMLParser(text_of(body))
    links = [node.attributes.get(name) or "" for name in ("href", "src") for node in tree.css(f"[{name}]")]
    found = [board_address(f"https:{link}" if link.startswith("//") else link) for link in links[:3000]]
    return list(dict.fromkeys(each for each in found if each is not None))


def detect(body: bytes, *, address: str, content_type: str = "") -> Detection:
    """What the document is; never raises for any bytes, except FormatError forbidden_dtd."""
    text = text_of(body, content_type)
    stripped = text.lstrip("\ufeff \t\r\n")
    if not stripped:
        return Detection(None, "The answer was empty.")
    if stripped[0] in "{[":
        return _json(body, stripped, content_type)
    if re.match(r"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", stripped[:2000], re.IGNORECASE | re.DOTALL):
        return _page(body, text, address, content_type)
    if stripped[0] == "<":
        return _xml(body, text, address, content_type)
    proposal = mapped.propose(body, content_type)
    if proposal is None:
        return Detection(None, "The answer is neither a feed, nor XML, JSON, a table, nor a web page.")
    return _of_proposal(body, proposal, "a table or script")


def _xml(body: bytes, text: str, address: str, content_type: str) -> Detection:
    try:
        root = xml_tree(text)
    except FormatError as problem:
        if problem.code == "forbidden_dtd":
            raise
        opening = _FEED_ROOT.search(text[:5000])
        if opening is None:
            return Detection(None, str(problem))
        # A feed is read as far as it goes, by the reader that knows what a cut one means.
        kind = _feed_kind(opening.group(1), text, address)
        return Detection(kind, f"This is a feed ({kind}) that is cut off or broken.")
    name = local(root)
    names = {local(each) for each in root.iter()}
    if name in ("rss", "RDF") or (name in ("feed", "channel") and (_is_atom(root) or names & {"entry", "item"})):
        kind = _feed_kind(local(root), text, address)
        return Detection(kind, f"This is a feed ({kind}).")
    if name == "nhsJobs":
        return Detection("nhs_jobs", "This is the NHS Jobs search.")
    if name == "workzag-jobs":
        return Detection("personio", "This is a Personio list.")
    if name == "source" and "job" in names and {"title", "url"} <= names:
        return Detection("indeed", "This is an Indeed-style list of jobs.")
    if name == "html":
        return _page(body, text, address, content_type)
    return _through_mapping(body, content_type, f"<{name}>")


_FEED_ROOT = re.compile(r"^\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:\w+:)?(rss|RDF|feed)\b", re.DOTALL)


def _is_atom(root: etree._Element) -> bool:
    namespace = str(root.tag).partition("}")[0]
    return "Atom" in namespace or "purl.org/atom" in namespace or "}" not in str(root.tag)


def _feed_kind(root: str, text: str, address: str) -> str:
    host = urlsplit(address).hostname or ""
    if host.endswith(".tal.net") or ".tal.net/" in text[:5000] or re.search(r"itemprop=(?:\"|&quot;|')", text[:20000]):
        return "oleeo"
    if re.search(r"Advert End Date:[^|<]*\|", text) and "Contract Type:" in text:
        return "north_east_jobs"
    return "atom" if root == "feed" else "rss"


def _json(body: bytes, text: str, content_type: str) -> Detection:
    try:
        whole = json_document(text)
    except FormatError as problem:
        proposal = mapped.propose(body, content_type)
        return _of_proposal(body, proposal, "a list of JSON lines") if proposal else Detection(None, str(problem))
    kind = _json_kind(whole)
    if kind:
        return Detection(kind, f"This is a {kind.replace('_', ' ')} document.")
    return _through_mapping(body, content_type, "JSON")


def _json_kind(whole: object) -> str | None:
    if isinstance(whole, list):
        first = whole[0] if whole and isinstance(whole[0], dict) else {}
        return "lever" if "hostedUrl" in first and "text" in first else None
    if not isinstance(whole, dict):
        return None
    if "jsonfeed.org" in str(whole.get("version", "")):
        items = whole.get("items") or [{}]
        return "teamtailor" if isinstance(items[0], dict) and "_jobposting" in items[0] else "json_feed"

    def first_of(name: str) -> dict[str, object]:
        records = whole.get(name)
        return records[0] if isinstance(records, list) and records and isinstance(records[0], dict) else {}

    job = first_of("jobs")
    if "absolute_url" in job:
        return "greenhouse"
    if "jobUrl" in job:
        return "ashby"
    if "shortcode" in job:
        return "workable"
    if "careers_url" in first_of("offers"):
        return "recruitee"
    if "releasedDate" in first_of("content"):
        return "smartrecruiters"
    if "redirect_url" in first_of("results"):
        return "adzuna"
    if "JobPosting" in (whole.get("@type"), first_of("data").get("@type"), first_of("@graph").get("@type")):
        return "job_posting"
    return None


def _page(body: bytes, text: str, address: str, content_type: str) -> Detection:
    tree = LexborHTMLParser(text)
    announced = tuple(
        dict.fromkeys(
            urljoin(address, link.attributes.get("href") or "")
            for link in tree.css('link[rel~="alternate"]')
            if (link.attributes.get("type") or "").split(";")[0].strip().lower() in FEED_TYPES
            and link.attributes.get("href")
        )
    )
    announced = tuple(dict.fromkeys((*announced, *_feed_links(tree, address))))
    if _has_postings(body, text, address):
        return Detection("job_posting", "This page carries JobPosting data.", announced)
    proposal = mapped.propose(body, content_type)
    if proposal is not None and proposal.likeness.sure:
        found = _of_proposal(body, proposal, "a web page that carries its list as data")
        return replace(found, announced=announced)
    if announced:
        return Detection(None, f"This is a web page that announces {len(announced)} feed(s).", announced)
    return Detection(None, "This is a web page with neither a feed nor JobPosting data.")


_FEED_LINK = re.compile(
    r"(?:[/.?&=_-](?:rss|atom|feed|xml)(?:\b|\.|=|/)|rss\.aspx|\.rss$|\.atom$|rssjobs)", re.IGNORECASE
)
_FEED_WORDS = re.compile(r"\brss\b|\batom\b|\bfeed\b|\bxml feed\b", re.IGNORECASE)


def _feed_links(tree: LexborHTMLParser, address: str) -> list[str]:
    """Links of a page's text that look like a feed of jobs, for pages that announce none."""
    found = []
    for link in tree.css("a[href]")[:3000]:
        target = link.attributes.get("href") or ""
        if _FEED_LINK.search(target) or _FEED_WORDS.search(link.text()[:100]):
            whole = urljoin(address, target)
            if whole.startswith(("http://", "https://")) and whole not in found:
                found.append(whole)
    return found[:10]


def _has_postings(body: bytes, text: str, address: str) -> bool:
    """Whether the page's JobPosting data, or its list of pages that have some, can be read."""
    if not re.search(r"JobPosting|ItemList", text):
        return False
    try:
        found = job_posting.read(body, address=address)
    except FormatError:
        return False
    return bool(found.items or found.next_pages)


def _through_mapping(body: bytes, content_type: str, what: str) -> Detection:
    proposal = mapped.propose(body, content_type)
    if proposal is None:
        return Detection(None, f"This is {what} without repeated records that look like vacancies.")
    return _of_proposal(body, proposal, what)


def _of_proposal(body: bytes, proposal: mapped.Proposal, what: str) -> Detection:
    found_by, sample = tuple(proposal.found_by.items()), _sample(body)
    if not proposal.likeness.sure:
        known = ", ".join(proposal.likeness.because) or "nothing in it speaks of jobs"
        sentence = f"This is {what} with repeated records, but they do not look like vacancies ({known})."
        return Detection(None, sentence, mapping=proposal.mapping, found_by=found_by, sample=sample)
    sentence = f"This is {what} with repeated records; it can be read through a mapping."
    return Detection("mapped", sentence, mapping=proposal.mapping, found_by=found_by, sample=sample)


def _sample(body: bytes) -> str:
    sample = mapped.sample_of(body)
    return sample if len(sample) <= MAX_SAMPLE else ""
