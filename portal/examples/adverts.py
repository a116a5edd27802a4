"""The example employers' vacancies, written as an employer writes them, section by section."""

from __future__ import annotations

import csv
from datetime import date, time
from pathlib import Path
from typing import Any

from portal.database.transaction import transaction
from portal.employers.organisations import of_body
from portal.foundation import clock
from portal.posting import writing

MORNING = time(9)
PLACES = {"leeds-city-council": "Leeds LS1 1UR", "bristol-city-council": "Bristol BS1 5TR"}
NAMES = {"leeds-city-council": "Leeds City Council", "bristol-city-council": "Bristol City Council"}


def write(
    body: str,
    key: str,
    *,
    by: int,
    closes_on: date,
    closes_time: str = "11:59pm",
    only: int | None = None,
    here: bool = False,
) -> str:
    """A draft of this body's with every section filled in, or the first few; its reference. `here` has people apply on
    this site."""
    with transaction():
        at = clock.now()
        posting = writing.begin(of_body(body), title=_row(key)["title"], by=by, at=at)
        answers = _answers(body, _row(key), closes_on, closes_time)
        if here:
            answers["applying"] = {"way": "here", "here_words": "250", "here_cv": "may", "here_referees": []}
        for section, typed in list(answers.items())[:only]:
            writing.save(posting, section, typed, by=by, at=at)
        return posting.reference


def title_of(key: str) -> str:
    """The job that this advert is for."""
    return _row(key)["title"]


def _row(key: str) -> dict[str, str]:
    with (Path(__file__).parent / "adverts.csv").open(encoding="utf-8", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["key"] == key)


def _answers(body: str, row: dict[str, str], closes_on: date, closes_time: str) -> dict[str, dict[str, Any]]:
    host = body.removesuffix("-city-council")
    return {
        "role": {"title": row["title"], "role": "", "level": "", "own_reference": f"ICT-{row['key']}", "posts": "1"},
        "employer": {"advertise_as": NAMES[body], "serves": "", "department": row["department"]},
        "place": {"workplace": "hybrid", "office_days": "2", "places": PLACES[body]},
        "pay": {
            "how": "pounds",
            "minimum": row["minimum"],
            "maximum": row["maximum"],
            "per": "year",
            "basis": "full_time",
            "scheme": "",
            "grade": "",
            "allowances": "",
            "pay_note": "",
        },
        "terms": {"contract": "permanent", "lasts": "", "pattern": ["full_time", "job_share"], "hours": "37"},
        "clearance": {"clearance": ["DBS_basic"], "sponsorship": "no", "other_checks": ""},
        "closing": {
            "closes_on": [str(closes_on.day), str(closes_on.month), str(closes_on.year)],
            "closes_time": closes_time,
            "interviews": "",
            "starts": "",
        },
        "applying": {"way": "link", "link": f"https://jobs.{host}.example/{row['key']}", "mail": "", "apply_note": ""},
        "description": {
            "text": f"{row['text']}\n\nWhat you do:\n\n- look after what there is, and keep it safe\n- plan what comes "
            "next with the people who use it\n- share what you learn with the team\n\nYou join a team of nine who "
            "work from home for most of the week and meet on Tuesdays. We give you time and money to learn."
        },
        "criteria": {
            "essential": "1. Experience of this kind of work\n2. Able to explain it to people who do not do it",
            "desirable": "Experience in a public body",
        },
        "contacts": {
            "contact_name": "Robin Hall",
            "contact_title": "Head of Service",
            "contact_email": f"robin.hall@{host}.example",
            "contact_phone": "",
            "contact_shown": "yes",
        },
        "inclusion": {"statements": ["disability_confident", "flexible"], "own_statement": ""},
    }
