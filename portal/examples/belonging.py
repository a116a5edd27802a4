"""Who of the example people belongs, since when, and up to which year they have paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.organisations import of_body
from portal.examples import purchases
from portal.examples.stories import Story
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.membership.admitting import admit, owe
from portal.membership.classes import ORGANISATION
from portal.membership.models import Application, Membership, Step
from portal.membership.queries import dues_of

JOINED = (3, 10)
"""Month and day on which everybody here joined."""
OFFERED = (11, 1)
"""When the next year's fee is asked for."""
PAYS_AFTER = timedelta(days=19)
CLERK = "staff"
"""Who matches what the bank brings."""


def stories(ids: Mapping[str, int], *, on: date) -> list[Story]:
    """How the example people and organisations became members, and how they paid."""
    this_year = on.year
    lapsed_after = this_year - 1 if on >= date(this_year, 3, 1) else this_year - 2
    leeds = "leeds-city-council"
    panel = {
        "assessor": "city-of-cardiff-council",
        "assessor2": "glasgow-city-council",
        "assessor3": "belfast-city-council",
        "assessor4": "kent-county-council",
    }
    return [
        _belongs(ids, "organisation", "owner", leeds, since=this_year - 2, paid_to=this_year, staff_count=14_200),
        _belongs(ids, "individual", "member", "sheffield-city-council", since=this_year - 1, paid_to=this_year),
        _belongs(ids, "individual", "lapsed", "derby-city-council", since=lapsed_after - 1, paid_to=lapsed_after),
        _belongs(ids, "corporate_seat", "head", leeds, since=this_year - 2, paid_to=this_year),
        *(
            _belongs(ids, "individual", name, body, since=this_year - 1, paid_to=this_year)
            for name, body in panel.items()
        ),
    ]


def _belongs(
    ids: Mapping[str, int], klass: str, who: str, body: str, *, since: int, paid_to: int, staff_count: int | None = None
) -> Story:
    """Somebody whom the panel admitted in the year `since` and who has paid up to the year `paid_to`."""
    person_id, began = ids[who], date(since, *JOINED)
    yield _morning(began)
    with transaction():
        membership = _admitted(klass, person_id, of_body(body).id, staff_count=staff_count)
        membership_id, due = membership.id, dues_of([membership.id])[membership.id][0]
        tier, due_id = due.tier, due.id
    for year in range(since, paid_to + 1):
        if year > since:
            yield _morning(date(year - 1, *OFFERED))
            with transaction():
                membership = db.session.get_one(Membership, membership_id)
                due_id = owe(membership, year=year, tier=tier, on=clock.today(), since=date(year, 1, 1)).id
        yield clock.now() + timedelta(days=2)
        order = purchases.order_for_fee(due_id, by=person_id)
        if klass != ORGANISATION:
            purchases.place(order, "card", by=person_id)
            purchases.pay_by_card(order, by=person_id)
            continue
        purchases.place(order, "account", by=person_id, po_number=f"LCC-{year}-0007", approver=ids["approver"])
        yield clock.now() + PAYS_AFTER
        purchases.pay_by_bank(order, by=ids[CLERK])


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=clock.LONDON)


def _admitted(klass: str, person_id: int, organisation_id: int, *, staff_count: int | None) -> Membership:
    """Whom the panel admits now."""
    at = clock.now()
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
    return admit(application, on=clock.today(), by=None)
