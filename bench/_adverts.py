"""Invented adverts in number, as a feed would give them: no wording comes from a real advert."""

from __future__ import annotations

import random
from html import escape

ROLES = (
    "Network Engineer",
    "Data Analyst",
    "Business Analyst",
    "Service Desk Analyst",
    "Software Developer",
    "Cyber Security Analyst",
    "Cloud Infrastructure Engineer",
    "Product Manager",
    "Delivery Manager",
    "User Researcher",
    "Database Administrator",
    "Solutions Architect",
)
BODIES = (
    "Leeds City Council",
    "Bristol City Council",
    "Kent County Council",
    "Cardiff Council",
    "Fife Council",
    "Belfast City Council",
    "University of Exeter",
    "Barts Health NHS Trust",
    "NHS Lothian",
    "Department for Work and Pensions",
    "West Yorkshire Police",
)
PLACES = (
    "Leeds",
    "Bristol",
    "Maidstone",
    "Cardiff",
    "Glenrothes",
    "Belfast",
    "Exeter",
    "London",
    "Edinburgh",
    "Newcastle upon Tyne",
)
SENTENCES = (
    "You will look after the systems that our services rely on and put them right when they fail.",
    "We work in small teams, agree our priorities each fortnight and show what we have built.",
    "You will write down what you change so that the next person can follow it.",
    "You know how to find out what the people who use a service need.",
    "Experience of SQL, Azure and Linux is needed; a certificate is welcome and not required.",
    "You will answer calls in turn, at most one week in six, for an allowance.",
    "The post is open to flexible working and can be done from home on two days a week.",
    "We plan the move of older servers to the cloud over the next two years.",
    "You will keep personal data safe and follow the policies of information governance.",
    "You will explain technical matters to colleagues who are not technical.",
)  # fmt: skip


def rss(number: int, *, seed: int = 1, host: str = "jobs.example.org") -> bytes:
    """An RSS list of so many ICT vacancies of about 180 words each, the same for the same seed."""
    chance = random.Random(seed)
    items = []
    for index in range(number):
        role, body, place = chance.choice(ROLES), chance.choice(BODIES), chance.choice(PLACES)
        low = chance.randrange(24_000, 60_000, 250)
        text = "".join(f"<p>{sentence}</p>" for sentence in chance.choices(SENTENCES, k=12))
        facts = f"<p>Salary: £{low:,} to £{low + 4_000:,} a year. Location: {place}. Closing date: {chance.randrange(1, 29)} January 2027.</p>"
        items.append(
            f"<item><title>{role} {index}</title><link>https://{host}/{seed}/{index}</link><guid>{seed}-{index}</guid>"
            f"<author>{body}</author><description>{escape(f'<p>{body}</p>{facts}{text}')}</description></item>"
        )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Vacancies</title>{"".join(items)}</channel></rss>'.encode()
