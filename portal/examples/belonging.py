"""Who of the example people belongs, since when, and up to which year they have paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from portal.database.base import db
from portal.employers.organisations import of_body
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.foundation.identifiers import new_reference
from portal.membership.admitting import admit, owe
from portal.membership.facts import DueSettled
from portal.membership.models import Application, Step
from portal.membership.queries import dues_of

JOINED = (3, 10)
"""Month and day on which everybody here joined."""


def settle_in(ids: Mapping[str, int], *, on: date) -> None:
    """Give the example people and organisations their memberships."""
    this_year = on.year
    lapsed_after = this_year - 1 if on >= date(this_year, 3, 1) else this_year - 2
    leeds = of_body("leeds-city-council").id
    _belongs("organisation", ids["owner"], leeds, since=this_year - 2, paid_to=this_year, staff_count=14_200)
    _belongs("individual", ids["member"], _body("sheffield-city-council"), since=this_year - 1, paid_to=this_year)
    _belongs("individual", ids["lapsed"], _body("derby-city-council"), since=lapsed_after - 1, paid_to=lapsed_after)
    _belongs("corporate_seat", ids["head"], leeds, since=this_year - 2, paid_to=this_year)
    panel = {
        "assessor": "city-of-cardiff-council",
        "assessor2": "glasgow-city-council",
        "assessor3": "belfast-city-council",
        "assessor4": "kent-county-council",
    }
    for name, key in panel.items():
        _belongs("individual", ids[name], _body(key), since=this_year - 3, paid_to=this_year)


def _body(key: str) -> int:
    return of_body(key).id


def _belongs(
    klass: str, person_id: int, organisation_id: int, *, since: int, paid_to: int, staff_count: int | None = None
) -> None:
    """Somebody whom the panel admitted in the year `since` and who has paid up to the year `paid_to`."""
    began = date(since, *JOINED)
    at = datetime.combine(began, time(10), tzinfo=clock.LONDON)
    application = Application(
        reference=new_reference(),
        klass=klass,
        person_id=person_id,
        organisation_id=organisation_id,
        job_title="" if klass == "organisation" else "Senior developer",
        statement="I would like to learn from others who do the same work.",
        answers={},
        staff_count=staff_count,
        created_at=at,
        submitted_at=at,
        panel_since=at,
        decided_at=at,
        state="approved",
        round=1,
    )
    db.session.add(application)
    db.session.flush()
    for event, before, after, by in (
        ("begin", "", "draft", person_id),
        ("submit", "draft", "with_panel", person_id),
        ("approve", "with_panel", "approved", None),
    ):
        step = Step(application_id=application.id, event=event, before=before, after=after, round=1, at=at, by_id=by)
        db.session.add(step)
    membership = admit(application, on=began, by=None)
    dues = dues_of([membership.id])[membership.id]
    for year in range(since + 1, paid_to + 1):
        start = date(year, 1, 1)
        dues.append(owe(membership, year=year, tier=dues[0].tier, on=date(year - 1, 11, 1), since=start))
    for due in dues:
        due.paid_on = due.paid_on or max(due.offered_on, began)
        due.payment_reference = f"EXAMPLE-{due.year}"
        announce(DueSettled(due.id))
