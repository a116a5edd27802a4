"""What a colleague who reads many adverts would say before this one is published: advice, each with why. Nothing stops anybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.foundation.clock import LONDON
from portal.posting import holidays
from portal.posting.readability import gendered_in, reading_age, words_in
from portal.web.words import counted, listed, long_time

SHORTEST_DAYS, LONGEST_DAYS = 14, 42
"""Days between publication and closing that give people time without being forgotten."""
READING_AGE_AIM, READING_AGE_HIGH = 14, 17
FEWEST_WORDS, MOST_WORDS = 120, 1_200
MANY_CRITERIA = 12
LONG_TITLE = 60
_CODE = re.compile(r"\b(?:[A-Z]{2,}\d+|\d{3,}|PO\d|SCP|Band \d|Grade \w+|£)\b|£|/")


@dataclass(frozen=True, slots=True)
class Advert:
    """As much of a vacancy as the checks look at. `similar_titles` are what like adverts call themselves, the commonest first."""

    title: str
    text: str
    pay_stated: bool
    pay_derived: bool
    closes_at: datetime | None
    opens_on: date
    nation: str | None
    essential: Sequence[str]
    desirable: Sequence[str]
    role: str | None
    similar_titles: Sequence[str]
    reads_as_ict: str
    has_contact: bool
    flexible: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice: in which section, what, and why it matters."""

    section: str
    what: str
    why: str


def checks_of(advert: Advert) -> list[Advice]:
    """All advice, in the order of the sections."""
    return [found for check in CHECKS for found in check(advert)]


def _title(advert: Advert) -> Iterator[Advice]:
    others = [each for each in advert.similar_titles if each.casefold() != advert.title.casefold()]
    usual = f" Similar adverts say {listed([f'“{each}”' for each in others[:3]], most=3)}." if others else ""
    known = advert.title.casefold() in {each.casefold() for each in advert.similar_titles}
    if advert.role is None and not known:
        yield Advice(
            "role",
            f"“{advert.title}” is an unusual job title.{usual}",
            "People search for the names of jobs that they know, and search engines compare pay by them.",
        )
    if len(advert.title) > LONG_TITLE:
        yield Advice(
            "role",
            f"The job title has {len(advert.title)} characters. Try to say it in {LONG_TITLE} or fewer.",
            "Longer titles are cut off in results, on phones and in mails.",
        )
    if _CODE.search(advert.title) or (advert.title.isupper() and len(advert.title) > 4):
        yield Advice(
            "role",
            "The job title holds codes, grades, pay or capitals only. Leave the name of the job alone in it.",
            "Grade and reference have places of their own, and people do not search for them.",
        )


def _kind(advert: Advert) -> Iterator[Advice]:
    if advert.reads_as_ict == "no":
        yield Advice(
            "role",
            "By its words this does not read like a digital, data or IT job.",
            "This site is for those. Our staff look at adverts that read otherwise, and may take them out.",
        )


def _pay(advert: Advert) -> Iterator[Advice]:
    if not advert.pay_stated:
        yield Advice(
            "pay",
            "No pay is stated."
            + (" People see what the pay scale gives, and that you did not say it." if advert.pay_derived else ""),
            "Adverts that state pay are opened and answered more often, and silence on pay keeps unequal pay going.",
        )


def _closing(advert: Advert) -> Iterator[Advice]:
    if advert.closes_at is None:
        return
    local = advert.closes_at.astimezone(LONDON)
    day, days = local.date(), (local.date() - advert.opens_on).days
    if holiday := holidays.name_of(day, advert.nation):
        yield Advice(
            "closing",
            f"{long_time(advert.closes_at)} is {holiday}.",
            "Nobody of yours is there to answer a last question or to help when the form fails.",
        )
    elif local.weekday() >= holidays.SATURDAY:
        yield Advice(
            "closing",
            f"It closes on a {local:%A}, at {long_time(advert.closes_at).partition(' on ')[0]}.",
            "People finish their applications in the last hours; at the weekend nobody of yours can help them. A weekday "
            "at midday or in the evening works better.",
        )
    if days < SHORTEST_DAYS:
        yield Advice(
            "closing",
            f"It is open for {counted(max(days, 0), 'day')} only.",
            f"Alerts go out weekly to many people, and who has a job and a family needs time. {SHORTEST_DAYS} days or more "
            "bring more, and more different, applications.",
        )
    if days > LONGEST_DAYS:
        yield Advice(
            "closing",
            f"It is open for {counted(days, 'day')}.",
            "Most applications come in the first and the last week; good people who applied early find another job meanwhile.",
        )


def _text(advert: Advert) -> Iterator[Advice]:
    number = len(words_in(advert.text))
    if number < FEWEST_WORDS:
        yield Advice(
            "description",
            f"The whole advert has {counted(number, 'word')}.",
            "People decide by what the work is, with whom and to what end. So little leaves them guessing.",
        )
    if number > MOST_WORDS:
        yield Advice(
            "description",
            f"The whole advert has {counted(number, 'word')}. Try to say it in half.",
            "Most people read the first screens on a phone. What is long hides what matters.",
        )
    age = reading_age(advert.text)
    if age is not None and age > READING_AGE_HIGH:
        yield Advice(
            "description",
            f"It reads as if written for people of {age} or older. Aim at {READING_AGE_AIM}: shorter sentences, plainer words.",
            "Half of all adults find such texts hard, and so do people in a hurry and those whose first language is another. "
            "The figure is worked out from the length of words and sentences.",
        )
    for each in gendered_in(advert.text):
        yield Advice(
            "description",
            f"“{each.word}” is often heard as meant for {each.heard_by}. “{each.instead}” says it to everybody.",
            "Research on adverts found that such words keep people from applying who could do the job.",
        )


def _criteria(advert: Advert) -> Iterator[Advice]:
    if not advert.essential:
        yield Advice(
            "criteria",
            "There are no essential criteria.",
            "People cannot tell whether to apply, and you cannot show that you chose by the same rules for everybody.",
        )
    if len(advert.essential) > MANY_CRITERIA:
        yield Advice(
            "criteria",
            f"There are {len(advert.essential)} essential criteria. Keep those without which nobody could do the job.",
            "The longer the list, the fewer people who meet most of it apply; women above all stay away.",
        )
    years = next((each for each in advert.essential if re.search(r"\b\d+\+?\s*years?\b", each, re.IGNORECASE)), "")
    if years:
        yield Advice(
            "criteria",
            f"“{years[:80]}” asks for years.",
            "Years say little about skill, and may discriminate by age. Say what people must be able to do.",
        )
    licence = next((each for each in advert.essential if "driving licen" in each.lower()), "")
    if licence:
        yield Advice(
            "criteria",
            "A driving licence is essential.",
            "It shuts out many disabled people. If the job is getting from place to place, say that, and “by any means”.",
        )


def _offer(advert: Advert) -> Iterator[Advice]:
    if not advert.flexible:
        yield Advice(
            "terms",
            "Nothing is said of part-time, job share or flexible hours.",
            "Every employee may ask for flexible working from the first day. Adverts that offer it are answered by more people.",
        )
    if not advert.has_contact:
        yield Advice(
            "contacts",
            "Nobody is named whom people can ask.",
            "A question that cannot be asked is often an application that is not made.",
        )


CHECKS: tuple[Callable[[Advert], Iterator[Advice]], ...] = (_title, _kind, _pay, _offer, _closing, _text, _criteria)
"""Each gives no advice, or some."""
