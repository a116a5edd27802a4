"""What the reader makes of one advert: every fact with its evidence, touching no database."""

from __future__ import annotations

from datetime import datetime

from portal.classification.classifying import decide_ict
from portal.classification.enriching import name_role
from portal.employers.matching import find_employer
from portal.foundation.clock import LONDON
from portal.foundation.markup import plain_text
from portal.foundation.text import one_line
from portal.vacancies.closing_dates import read_closing, read_posted
from portal.vacancies.drafts import Advert, Reading
from portal.vacancies.grades import read_grade
from portal.vacancies.places import read_places
from portal.vacancies.salaries import read_pay
from portal.vacancies.terms import read_terms

READ_AT_MOST = 20_000
"""Characters of a description that are read; adverts that repeat their policies beyond this say nothing new."""


def read(advert: Advert, *, now: datetime, source_organisation: str | None = None) -> Reading:
    """Everything that can be known of this advert from its own words and the project's tables.

    `now` decides what "Friday" or a date without a year means. `source_organisation` names the one employer
    whose own feed this is. Unknown stays None or empty; nothing raises for any text.
    """
    text = plain_text(advert.description)[:READ_AT_MOST]
    title = one_line(advert.title)
    salary = plain_text(advert.salary)
    extra = advert.extra
    employer = find_employer(
        employer=one_line(advert.employer),
        url=advert.url,
        description=text,
        title=title,
        place="; ".join(one_line(place) for place in advert.locations),
        source_organisation=source_organisation,
        on=now.astimezone(LONDON).date(),
    )
    ict = decide_ict(
        title=title,
        description=text,
        employer=employer.name,
        category=one_line(advert.category),
        salary=salary,
    )
    grade = read_grade(title=title, salary=salary, description=text, sector=employer.sector, extra=extra)
    posted = read_posted(advert.posted, now=now)
    closing = read_closing(
        closing=advert.closing,
        description=text,
        title=title,
        extra=extra,
        posted=posted.at,
        now=now,
    )
    locations = tuple(one_line(place) for place in advert.locations if place.strip())
    places = read_places(
        locations=locations,
        description=text,
        title=title,
        extra=extra,
        employer_nation=employer.nation,
        employer=employer.name,
    )
    nation = next((place.nation for place in places if place.nation), employer.nation)
    terms = read_terms(
        title=title,
        description=text,
        employment_type=advert.employment_type,
        contract=advert.contract,
        pattern=advert.pattern,
        workplace=advert.workplace,
        location_text="; ".join(locations),
        salary=salary,
        extra=extra,
    )
    return Reading(
        advert=advert,
        text=text,
        ict=ict,
        employer=employer,
        role=name_role(title=title, description=text, ict=ict, sector=employer.sector),
        pay=read_pay(
            salary=salary,
            description=text,
            title=title,
            grade=grade,
            sector=employer.sector,
            nation=nation,
            on=(posted.at or now).astimezone(LONDON).date(),
            is_guess=advert.pay_is_guess,
            full_time="full_time" in terms.pattern,
        ),
        grade=grade,
        closing=closing,
        posted=posted,
        places=places,
        terms=terms,
    )
