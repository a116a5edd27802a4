"""Example feeds in five dialects, dated from today so that they are always live, taken in through the real pipeline."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from html import escape

from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import registering
from portal.feeds.examples.adverts import DUTIES, ROWS
from portal.foundation import clock

Row = tuple[str, str, str, str, str, str, int]


def take_in_examples() -> int:
    """Register the example sources and take each in; says how many entries. Safe to repeat: nothing doubles."""
    at = clock.now()
    entries = 0
    for name, kind, body in documents(at):
        with transaction():
            source_id = registering.register(
                name=f"Example: {name}",
                address=f"file:example-{kind}",
                kind=kind,
                organisation=None,
                at=at,
                active=False,
            ).id
        outcome = registering.take_in_body(
            source_id, body, address=f"https://{kind.replace('_', '-')}.example.org/", content_type="", at=at
        )
        entries += outcome.items
    db.session.remove()
    return entries


def documents(at: datetime) -> list[tuple[str, str, bytes]]:
    """Name, kind and bytes of each example document. Some adverts stand in two of them."""
    council, health, rest = ROWS[:12], ROWS[12:24], ROWS[24:]
    return [
        ("councils (RSS)", "rss", _rss([*council, *rest[32:]], at)),
        ("NHS (search XML)", "nhs_jobs", _nhs(health, at)),
        ("government (Oleeo Atom)", "oleeo", _oleeo(rest[:18], at)),
        ("police, fire, universities (JSON Feed)", "json_feed", _json_feed([*rest[17:28], council[0]], at)),
        ("housing and others (Indeed XML)", "indeed", _indeed([*rest[27:32], health[2]], at)),
    ]


def _text(row: Row) -> str:
    employer, place, title, _, _, duty, _ = row
    return (
        f"{employer} is looking for a {title.split('(')[0].strip()} in {place}. {DUTIES[duty]} "
        "The post is permanent and full time; we welcome job share. You will work in a hybrid way, with two days a week in the office. "
        "We look for people who learn quickly and explain plainly."
    )


def _posted(number: int, at: datetime) -> datetime:
    """One to thirteen days ago at nine in the morning, the same all day long."""
    return (at - timedelta(days=1 + number % 13)).replace(hour=9, minute=0, second=0, microsecond=0)


def _closes(row: Row, at: datetime) -> datetime:
    return at.astimezone(clock.LONDON) + timedelta(days=row[6])


def _number(row: Row) -> int:
    return 1000 + ROWS.index(row)


def _rss(rows: list[Row], at: datetime) -> bytes:
    items = "".join(
        f"<item><title>{row[2]}</title><link>https://councils.example.org/jobs/{_number(row)}?utm_source=feed</link>"
        f"<guid>{_number(row)}</guid><pubDate>{_posted(n, at):%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>"
        + escape(
            f"<p>Employer: {row[0]}<br>Location: {row[1]}<br>Salary: {row[3]}<br>Grade: {row[4]}<br>"
            f"Closing date: {_closes(row, at):%d/%m/%Y} 23:59</p><p>{_text(row)}</p>"
        )
        + "</description></item>"
        for n, row in enumerate(rows)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Example councils</title>{items}</channel></rss>'.encode()


def _nhs(rows: tuple[Row, ...], at: datetime) -> bytes:
    items = "".join(
        f"<vacancyDetails><id>{_number(row)}</id><title>{escape(row[2])}</title><description>{escape(_text(row))} {row[4]}.</description>"
        f"<employer>{escape(row[0])}</employer><type>Permanent</type><salary>{row[3]}</salary>"
        f"<closeDate>{_closes(row, at):%Y-%m-%d}</closeDate><postDate>{_posted(n, at):%Y-%m-%dT%H:%M:%S}.123456789</postDate>"
        f"<url>https://nhs.example.org/advert/{_number(row)}</url><locations><location>{row[1]}</location></locations></vacancyDetails>"
        for n, row in enumerate(rows)
    )
    return f"<nhsJobs><totalPages>1</totalPages><totalResults>{len(rows)}</totalResults>{items}</nhsJobs>".encode()


def _oleeo(rows: tuple[Row, ...], at: datetime) -> bytes:
    items = "".join(
        f'<entry><title>{escape(row[2])}</title><id>{_number(row)}</id><link href="https://gov.example.org/opp/{_number(row)}"/>'
        f"<updated>{_posted(n, at):%Y-%m-%dT%H:%M:%SZ}</updated>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Vacancy Title:{escape(row[2])}<br/>Vacancy Id:{_number(row)}<br/>'
        f"Organisation:{escape(row[0])}<br/>Grade:{row[4]}<br/>Salary:{row[3]}<br/>Location:{row[1]}<br/>"
        f"Closing Date:{_closes(row, at):%d %b %Y} 23:55<br/>{escape(_text(row))}</div></content></entry>"
        for n, row in enumerate(rows)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Example government</title>{items}</feed>'.encode()


def _json_feed(rows: list[Row], at: datetime) -> bytes:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Example public bodies",
            "items": [
                {
                    "id": str(_number(row)),
                    "title": row[2],
                    "url": f"https://bodies.example.org/{_number(row)}",
                    "content_text": f"{_text(row)}\nGrade: {row[4]}",
                    "authors": [{"name": row[0]}],
                    "date_published": f"{_posted(n, at):%Y-%m-%dT%H:%M:%SZ}",
                    "location": row[1],
                    "salary": row[3],
                    "closing_date": f"{_closes(row, at):%Y-%m-%d}",
                }
                for n, row in enumerate(rows)
            ],
        }
    ).encode()


def _indeed(rows: list[Row], at: datetime) -> bytes:
    items = "".join(
        f"<job><title><![CDATA[{row[2]}]]></title><date>{_posted(n, at):%Y-%m-%d}</date><referencenumber>{_number(row)}</referencenumber>"
        f"<url>https://homes.example.org/job/{_number(row)}</url><company><![CDATA[{row[0]}]]></company><city>{row[1]}</city>"
        f"<salary>{row[3]}</salary><expirationdate>{_closes(row, at):%Y-%m-%d}</expirationdate><description><![CDATA[{_text(row)}]]></description></job>"
        for n, row in enumerate(rows)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><source><publisher>Example homes</publisher>{items}</source>'.encode()
    )
