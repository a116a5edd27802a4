"""Invented feed documents."""

from datetime import datetime

TITLES = (
    "Network Engineer",
    "Service Desk Analyst",
    "Cyber Security Analyst",
    "Data Engineer",
    "Software Developer",
    "Infrastructure Engineer",
    "Business Analyst (IT)",
    "Database Administrator",
)
START = datetime.fromisoformat("2026-11-24T09:00:00+00:00")


def item(number: int, *, title: str | None = None, guid: str = "", link: str = "", closing: str = "13/12/2026") -> str:
    link = link or f"https://jobs.example.org/{number}"
    return (
        f"<item><title>{title or TITLES[number % len(TITLES)]}</title><link>{link}</link>"
        f"{f'<guid>{guid}</guid>' if guid else ''}<description>Employer: Leeds City Council&lt;br&gt;Location: Leeds"
        f"&lt;br&gt;Salary: £40,000 to £45,000 a year&lt;br&gt;Closing date: {closing}</description></item>"
    )


def rss(*items: str) -> str:
    return f"<rss version='2.0'><channel><title>Jobs</title>{''.join(items)}</channel></rss>"
