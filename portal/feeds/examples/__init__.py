"""Example feeds in six dialects, dated from today so that they are always live, taken in through the real pipeline."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

from portal.config import ROOT
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.feeds import queries, registering, taking_in
from portal.feeds.examples.adverts import Example, examples
from portal.foundation import clock
from portal.vacancies import closing

EARLIER = timedelta(days=70)
"""How long ago the first round of the job that is advertised again was seen."""

ODD = (
    # Neither of these can become a vacancy: one leads nowhere that may be followed, one has no title.
    "<item><title>Service Desk Analyst</title><link>javascript:alert(1)</link><guid>odd-1</guid>"
    "<description>Employer: Leeds City Council</description></item>"
    "<item><title></title><link>https://councils.example.org/jobs/odd-2</link><guid>odd-2</guid>"
    "<description>Employer: Leeds City Council</description></item>"
)


def take_in_once_a_day(stamp: Path) -> int | None:
    """Take the examples in unless this code has done so today into this database (None), which `stamp` remembers."""
    day = str(clock.now().astimezone(clock.LONDON).date())
    said = stamp.read_text().split() if stamp.exists() else []
    if said[:2] == [day, _version()] and said[2:] == [_last_taken_in()]:
        return None
    entries = take_in_examples()
    stamp.write_text(f"{day} {_version()} {_last_taken_in()}\n")
    return entries


@functools.cache
def _version() -> str:
    """What the reading code and its tables are made of: when they change, the examples are read again."""
    rooms = [ROOT / "portal" / room for room in ("feeds", "vacancies", "classification", "employers")]
    files = sorted(path for room in rooms for path in room.rglob("*") if path.suffix in (".py", ".csv"))
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()[:16]


def _last_taken_in() -> str:
    """When this database last saw the examples; "never" when it saw none."""
    with reading():
        at = queries.last_taken_in("Example: universities and colleges")
    return at.isoformat() if at else "never"


def take_in_examples() -> int:
    """Register the example sources and take each in; says how many entries. Safe to repeat: nothing doubles."""
    at = clock.now()
    entries = 0
    _take_in_last_season(at)
    for name, kind, body in documents(at):
        entries += _take_in(_source(name, kind, at)[0], kind, body, at)
    db.session.remove()
    return entries


def _take_in_last_season(at: datetime) -> None:
    """One job as another source advertised it a season ago, so that the vacancy has an earlier advert to show."""
    then = at - EARLIER
    source_id, fresh = _source("last season’s jobs", "json_feed", then, address="file:example-last-season")
    if fresh:
        _take_in(source_id, "json_feed", _json_feed([_advertised_before()], then), then)
        with transaction():
            closing.close_passed(at=at - EARLIER / 2)


def _source(name: str, kind: str, at: datetime, *, address: str = "") -> tuple[int, bool]:
    """The example source's id, and whether it is new."""
    with transaction():
        source = registering.register(
            name=f"Example: {name}",
            address=address or f"file:example-{kind}",
            kind=kind,
            organisation=None,
            at=at,
            active=False,
        )
        return source.id, source.added_at == at


def _take_in(source_id: int, kind: str, body: bytes, at: datetime) -> int:
    address = f"https://{kind.replace('_', '-')}.example.org/"
    return taking_in.take_in_body(source_id, body, address=address, content_type="", at=at).items


def documents(at: datetime) -> list[tuple[str, str, bytes]]:
    """Name, kind and bytes of each example document. Some adverts stand in two of them."""
    every = examples()
    shapes: tuple[tuple[str, str, str, Callable[[list[Example], datetime], bytes]], ...] = (
        ("councils", "councils", "rss", _rss),
        ("nhs", "NHS trusts and boards", "nhs_jobs", _nhs),
        ("government", "government departments", "oleeo", _oleeo),
        ("bodies", "police, fire and other bodies", "json_feed", _json_feed),
        ("homes", "housing associations", "indeed", _indeed),
        ("campus", "universities and colleges", "job_posting", _job_posting),
    )
    return [
        (name, kind, write([each for each in every if feed in (each.feed, each.also)], at))
        for feed, name, kind, write in shapes
    ]


def _advertised_before() -> Example:
    """The first row as it was advertised a season ago, for less."""
    now = examples()[0]
    return Example(
        9000,
        now.feed,
        "",
        now.employer,
        now.place,
        now.title,
        "£42,708 - £45,718 per annum",
        "PO3",
        now.work,
        now.terms,
        21,
    )


def _posted(example: Example, at: datetime) -> datetime:
    """One to thirteen days ago at nine in the morning, the same all day long."""
    return (at - timedelta(days=1 + example.number % 13)).replace(hour=9, minute=0, second=0, microsecond=0)


def _closes(example: Example, at: datetime) -> datetime:
    return at.astimezone(clock.LONDON) + timedelta(days=example.closes)


def _html(example: Example) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in example.paragraphs)


def _text(example: Example) -> str:
    return "\n".join(example.paragraphs)


def _rss(rows: list[Example], at: datetime) -> bytes:
    items = "".join(
        f"<item><title>{row.title}</title><link>https://councils.example.org/jobs/{row.number}?utm_source=feed</link>"
        f"<guid>{row.number}</guid><pubDate>{_posted(row, at):%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>"
        + escape(
            f"<p>Employer: {row.employer}<br>Location: {row.place}<br>Salary: {row.pay}<br>Grade: {row.grade}<br>"
            f"Closing date: {_closes(row, at):%d/%m/%Y} 23:59</p>{_html(row)}"
        )
        + "</description></item>"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Example councils</title>'
        f"{items}{ODD}</channel></rss>"
    ).encode()


def _nhs(rows: list[Example], at: datetime) -> bytes:
    items = "".join(
        f"<vacancyDetails><id>{row.number}</id><title>{escape(row.title)}</title><description>{escape(_text(row))} {row.grade}.</description>"
        f"<employer>{escape(row.employer)}</employer><type>{_type(row)}</type><salary>{row.pay}</salary>"
        f"<closeDate>{_closes(row, at):%Y-%m-%d}</closeDate><postDate>{_posted(row, at):%Y-%m-%dT%H:%M:%S}.123456789</postDate>"
        f"<url>https://nhs.example.org/advert/{row.number}</url><locations><location>{row.place}</location></locations></vacancyDetails>"
        for row in rows
    )
    return f"<nhsJobs><totalPages>1</totalPages><totalResults>{len(rows)}</totalResults>{items}</nhsJobs>".encode()


def _type(row: Example) -> str:
    names = {"perm": "Permanent", "ft12": "Fixed-Term", "temp": "Bank", "second": "Secondment"}
    return next((name for mark, name in names.items() if mark in row.terms), "Permanent")


def _oleeo(rows: list[Example], at: datetime) -> bytes:
    items = "".join(
        f'<entry><title>{escape(row.title)}</title><id>{row.number}</id><link href="https://gov.example.org/opp/{row.number}"/>'
        f"<updated>{_posted(row, at):%Y-%m-%dT%H:%M:%SZ}</updated>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Vacancy Title:{escape(row.title)}<br/>Vacancy Id:{row.number}<br/>'
        f"Organisation:{escape(row.employer)}<br/>Grade:{row.grade}<br/>Salary:{row.pay}<br/>Location:{row.place}<br/>"
        f"Closing Date:{_closes(row, at):%d %b %Y} 23:55<br/>{_html(row)}</div></content></entry>"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Example government</title>{items}</feed>"
    ).encode()


def _json_feed(rows: list[Example], at: datetime) -> bytes:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Example public bodies",
            "items": [
                {
                    "id": str(row.number),
                    "title": row.title,
                    "url": f"https://bodies.example.org/{row.number}",
                    "content_html": _html(row) + (f"<p>Grade: {row.grade}</p>" if row.grade else ""),
                    "authors": [{"name": row.employer}],
                    "date_published": f"{_posted(row, at):%Y-%m-%dT%H:%M:%SZ}",
                    "location": row.place,
                    "salary": row.pay,
                    "closing_date": f"{_closes(row, at):%Y-%m-%d}",
                }
                for row in rows
            ],
        }
    ).encode()


def _indeed(rows: list[Example], at: datetime) -> bytes:
    items = "".join(
        f"<job><title><![CDATA[{row.title}]]></title><date>{_posted(row, at):%Y-%m-%d}</date><referencenumber>{row.number}</referencenumber>"
        f"<url>https://homes.example.org/job/{row.number}</url><company><![CDATA[{row.employer}]]></company><city>{row.place}</city>"
        f"<salary>{row.pay}</salary><expirationdate>{_closes(row, at):%Y-%m-%d}</expirationdate><description><![CDATA[{_html(row)}]]></description></job>"
        for row in rows
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><source><publisher>Example homes</publisher>{items}</source>'.encode()
    )


def _job_posting(rows: list[Example], at: datetime) -> bytes:
    postings = [
        {
            "@context": "https://schema.org/",
            "@type": "JobPosting",
            "identifier": str(row.number),
            "title": row.title,
            "url": f"https://campus.example.org/vacancy/{row.number}",
            "description": _html(row) + (f"<p>Grade: {row.grade}</p>" if row.grade else ""),
            "hiringOrganization": {"@type": "Organization", "name": row.employer},
            "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": row.place}},
            "baseSalary": {"@type": "MonetaryAmount", "currency": "GBP", "value": {"value": row.pay}},
            "datePosted": f"{_posted(row, at):%Y-%m-%d}",
            "validThrough": f"{_closes(row, at):%Y-%m-%d}",
        }
        for row in rows
    ]
    data = json.dumps(postings).replace("</", "<\\/")
    return (
        "<!doctype html><html><head><title>Example campus jobs</title>"
        f'<script type="application/ld+json">{data}</script></head><body><h1>Jobs</h1></body></html>'
    ).encode()
