"""Who applies and how to reach them, whether they may work here, and who can speak for them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from portal.applying.wanted import Wanted
from portal.posting.answers.shape import Read, Typed, line, many, text, too_long
from portal.posting.answers.text import problem_of_mail

RIGHTS: Mapping[str, str] = {
    "yes": "Yes, without any limit",
    "limited": "Yes, with a visa or permission that has limits or an end",
    "no": "No, I need a sponsor",
    "unsure": "I am not sure",
}
REFEREES = ("first", "second")
PHONE = re.compile(r"[+()\d\s.-]{9,24}(?:\s*(?:ext\.?|x)\s*\d{1,6})?", re.IGNORECASE)
_REACH = "Enter a telephone number, such as 07700 900 982, or leave it empty."


def contact(typed: Typed, _wanted: Wanted) -> Read:
    read = Read()
    name, called, phone, address = (
        line(typed, "name"),
        line(typed, "called"),
        line(typed, "phone"),
        text(typed, "postal"),
    )
    if not name:
        read.problems["name"] = "Enter your full name."
    too_long(read, "name", name, most=200, what="Your name")
    too_long(read, "called", called, most=80, what="What we call you")
    too_long(read, "postal", address, most=500, what="Your address")
    if phone and not PHONE.fullmatch(phone):
        read.problems["phone"] = _REACH
    read.values |= {"name": name, "called": called, "phone": phone, "postal": address}
    return read


def right_to_work(typed: Typed, _wanted: Wanted) -> Read:
    read = Read()
    right, about = line(typed, "right"), text(typed, "right_note")
    if right not in RIGHTS:
        read.problems["right"] = "Choose whether you may work in the United Kingdom."
    if right == "limited" and not about:
        read.problems["right_note"] = "Say which permission you have, and until when."
    too_long(read, "right_note", about, most=1_000, what="What you say about your permission")
    read.values |= {"right": right, "right_note": about}
    return read


def referees(typed: Typed, wanted: Wanted) -> Read:
    """Two people where the vacancy asks for them. Nobody is written to before the applicant was told, where they wish so."""
    read = Read()
    for each in REFEREES if wanted.referees else ():
        given = {
            part: line(typed, f"{each}_{part}")
            for part in ("name", "title", "organisation", "relation", "mail", "phone")
        }
        if not given["name"]:
            read.problems[f"{each}_name"] = f"Enter the name of your {each} referee."
        if not given["relation"]:
            read.problems[f"{each}_relation"] = "Say how they know you, such as your line manager since 2021."
        if problem := problem_of_mail(given["mail"]):
            read.problems[f"{each}_mail"] = problem.replace("to which people apply", "of your referee")
        if given["phone"] and not PHONE.fullmatch(given["phone"]):
            read.problems[f"{each}_phone"] = _REACH
        for part, value in given.items():
            too_long(read, f"{each}_{part}", value, most=200, what="This")
            read.values[f"{each}_{part}"] = value
    read.values["tell_first"] = bool(many(typed, "tell_first"))
    return read
