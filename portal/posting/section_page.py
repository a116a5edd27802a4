"""What stands beside the fields of a section: what the portal makes of what was typed, so that nobody has to guess."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.classification.taxonomy import ROLES
from portal.employers.models import Organisation
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound
from portal.posting import advising
from portal.posting.answers.job import LEVELS, places_of
from portal.posting.answers.pay import grade_of, worth_of
from portal.posting.answers.shape import Asked, Typed, line, lines
from portal.posting.answers.shape import text as text_of
from portal.posting.answers.whole import BY_KEY, Section, first_open, read_whole
from portal.posting.marking_up import safe_html
from portal.posting.models import Posting
from portal.vacancies.drafts import Place
from portal.web.words import name_of


def of(key: str) -> Section:
    """The section of this key. Raises NotFound."""
    if key not in BY_KEY:
        raise NotFound("There is no such section.")
    return BY_KEY[key]


def onward(posting: Posting, part: Section, asked: Asked) -> Section | None:
    """The next section that is open while a draft is written; None where the vacancy's own page comes next."""
    if posting.vacancy_id is not None:
        return None
    return first_open(read_whole(posting.answers, asked), after=part.key)


def beside(key: str, typed: Typed, organisation: Organisation, asked: Asked) -> Mapping[str, Any]:
    """The facts for templates/posting/employer/_KEY.html; none for a section that has nothing to show."""
    if key == "role":
        return _role(line(typed, "title"), organisation)
    if key == "pay":
        grade = grade_of(line(typed, "scheme"), line(typed, "grade"))
        worth = worth_of(grade, nation=asked.nation, on=asked.now.astimezone(LONDON).date())
        return {"grade": grade.text if grade else "", "worth": worth}
    if key == "place":
        found = [place for words in lines(typed, "places")[:20] for place in places_of(words)]
        return {"places": [_place(place) for place in dict.fromkeys(found)]}
    if key == "description":
        return {"preview": safe_html(text_of(typed, "text")[:20_000])}
    return {}


def _role(title: str, organisation: Organisation) -> Mapping[str, Any]:
    """The role that the title names, and what adverts on this site call it."""
    if not title:
        return {}
    role = advising.suggested_role(title, organisation)
    known = role.name if role.name in {each.name for each in ROLES} else ""
    return {
        "role": known,
        "family": name_of(role.family) if role.family else "",
        "level": LEVELS.get(role.level or "", ""),
        "titles": advising.similar_titles(role),
    }


def _place(place: Place) -> str:
    around = place.region or name_of(place.nation or "")
    name = (
        f"{place.name} {place.postcode}"
        if place.postcode and place.name not in place.postcode
        else place.postcode or place.name
    )
    return f"{name}, {around}" if around else name
