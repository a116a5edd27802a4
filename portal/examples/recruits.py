"""Two hundred and fifty recruitments with two hundred applications each, as copies of the small example's one in selection.

Its vacancy, its advert and its history are taken over for other clients and other days. A few run, for the example
consultant; the others are filled. Written straight, like everything beside them (portal.examples.crowd); who applied is in
portal.examples.candidacies, who was appointed in portal.examples.hires.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Person
from portal.applying.models import EqualityTally, JobApplication
from portal.database.base import db
from portal.employers.models import Organisation, Seat
from portal.examples.bulk import Bulk
from portal.examples.caseload import TITLE
from portal.foundation import clock
from portal.posting import agreement
from portal.posting.models import Posting, PostingPurchase, PostingStep, PostingVersion
from portal.recruitment import campaign_states
from portal.recruitment.campaign_states import SELECTION
from portal.recruitment.models import Campaign, CampaignContact, CampaignStep, CriterionWeight, PanelMember
from portal.selecting.models import Sift
from portal.vacancies.models import Vacancy, VacancyChange

CAMPAIGNS, EACH, RUNNING = 250, 200, 12
"""How many recruitments, with how many applications each, and how many of them are not over."""
OWN = 4
"""Every fourth is for the client of the copied one, so that one employer's lists are long too."""
TITLES = (
    "Principal Data Engineer",
    "Senior Network Engineer",
    "Service Desk Manager",
    "Lead Web Developer",
    "Infrastructure Lead",
    "Head of Digital Services",
    "Senior Business Analyst",
    "Lead Security Analyst",
    "Integration Architect",
    "Quality Assurance Lead",
)
POSTS = 5
"""How many somebody is wanted for where it still runs; one where it is filled."""
CHOSEN, STARTS = 8, 90
"""Days from the closing time to the offer, and to the first day at work."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Client:
    """Whom it is for: the organisation, who acts for it, and who leads its panel."""

    id: int
    key: str
    name: str
    sector: str
    owner: int
    chair: int


@dataclass(frozen=True, slots=True)
class Recruitment:
    """One of them to be: its ids and references, its client, and how many days ago its vacancy closed."""

    number: int
    campaign: int
    reference: str
    posting: int
    posting_reference: str
    vacancy: int
    title: str
    client: Client
    closed: int
    runs: bool
    closes_at: datetime
    consultant: int
    deputy: int
    applicants: Sequence[tuple[int, str]]

    @property
    def makes_offers(self) -> bool:
        """Whether it has come to an offer: every second of those that run."""
        return not self.runs or self.number % 2 == 0

    @property
    def posts(self) -> int:
        return POSTS if self.runs else 1

    def after(self, days: float) -> datetime:
        """So many days after the closing time; at night, when the advert closes, nobody decides anything."""
        return self.closes_at + timedelta(days=days, hours=11)


class Template:
    """The recruitment that is copied, with everything of it that is not of one applicant."""

    def __init__(self, campaign: Row) -> None:
        self.campaign = campaign
        posting = campaign["posting_id"]
        self.posting = _rows(Posting, Posting.id == posting)[0]
        self.vacancy = _rows(Vacancy, Vacancy.id == self.posting["vacancy_id"])[0]
        self.versions = _rows(PostingVersion, PostingVersion.posting_id == posting)
        self.posting_steps = _rows(PostingStep, PostingStep.posting_id == posting)
        self.purchases = _rows(PostingPurchase, PostingPurchase.posting_id == posting)
        self.tallies = _rows(EqualityTally, EqualityTally.posting_id == posting)
        self.steps = _rows(CampaignStep, CampaignStep.campaign_id == campaign["id"])
        self.criteria = _rows(CriterionWeight, CriterionWeight.campaign_id == campaign["id"])
        self.panel = _rows(PanelMember, PanelMember.campaign_id == campaign["id"])[0]
        self.applications = _rows(JobApplication, JobApplication.posting_id == posting)
        own = select(JobApplication.id).where(JobApplication.posting_id == posting)
        self.scores = _rows(Sift, Sift.application_id.in_(own))[0]
        client = db.session.get_one(Organisation, campaign["organisation_id"])
        self.client = Client(
            client.id,
            client.key or "",
            client.name,
            client.sector or "",
            campaign["begun_by_id"],
            self.panel["person_id"],
        )


def template() -> Template | None:
    """What there is to copy; none in a database whose examples are of a time before it."""
    found = _rows(Campaign, Campaign.title == TITLE, Campaign.state == SELECTION)
    return Template(found[0]) if found else None


def plan(bulk: Bulk, it: Template, organisations: Sequence[int]) -> list[Recruitment]:
    """All of them to be, each with who applies: those who run come last, so that they are the newest."""
    campaigns, postings, vacancies = (bulk.ids(each, CAMPAIGNS) for each in (Campaign, Posting, Vacancy))
    clients, people = _clients(it, organisations), _people()
    found = []
    for number, campaign in enumerate(campaigns):
        client = it.client if number % OWN == 0 else clients[number % len(clients)]
        runs = number >= CAMPAIGNS - RUNNING
        closed = 9 + number % 3 if runs else STARTS + 1 + number * 7 % 85
        found.append(
            Recruitment(
                number,
                campaign,
                bulk.reference(),
                postings[number],
                bulk.reference(),
                vacancies[number],
                TITLES[number * 3 % len(TITLES)],
                client,
                closed,
                runs,
                clock.london_instant(bulk.today - timedelta(days=closed), time(23, 59)),
                it.campaign["consultant_id"],
                it.campaign["deputy_id"],
                _applicants(people, client, number),
            )
        )
    return found


def write(bulk: Bulk, it: Template, recruitments: Sequence[Recruitment]) -> None:
    """The rows of all of them, in the order in which rows point at each other."""
    copies = [Copy(each, it, bulk) for each in recruitments]
    bulk.write(Vacancy, (each.vacancy() for each in copies))
    bulk.write(VacancyChange, ({"reference": each.vacancy_reference, "at": bulk.now} for each in copies))
    bulk.write(Posting, (each.posting() for each in copies))
    for model, rows in (
        (PostingVersion, it.versions),
        (PostingStep, it.posting_steps),
        (PostingPurchase, it.purchases),
        (EqualityTally, it.tallies),
    ):
        bulk.write(model, (each.of_posting(row) for each in copies for row in rows))
    bulk.write(Campaign, (each.campaign() for each in copies), "recruitments")
    bulk.write(CampaignStep, (step for each in copies for step in each.steps()))
    bulk.write(CriterionWeight, (each.copied(row) | each.of_campaign for each in copies for row in it.criteria))
    bulk.write(CampaignContact, (each.contact() for each in copies))
    bulk.write(PanelMember, (each.panel() for each in copies))


class Copy:
    """One recruitment's rows: those of the template for another client, under another title, on other days."""

    def __init__(self, recruitment: Recruitment, it: Template, bulk: Bulk) -> None:
        self.recruitment, self.it = recruitment, it
        self.reference, self.vacancy_reference = bulk.reference, bulk.reference()
        client = recruitment.client
        self.of_campaign: Row = {"campaign_id": recruitment.campaign}
        self._days = (recruitment.closes_at.date() - it.posting["closes_at"].date()).days
        self._people = {it.client.owner: client.owner, it.client.chair: client.chair}
        self._words = (
            (TITLE, recruitment.title),
            (TITLE.lower(), recruitment.title.lower()),
            (it.client.name, client.name),
            (it.client.key, client.key),
            (it.campaign["reference"], recruitment.reference),
            (it.posting["reference"], recruitment.posting_reference),
        )

    def copied(self, row: Row) -> Row:
        """A row without its id, with every name, day and person changed."""
        return {
            name: self._people.get(value, value) if name.endswith("by_id") else self._changed(value)
            for name, value in row.items()
            if name != "id"
        }

    def vacancy(self) -> Row:
        it = self.recruitment
        own = {"id": it.vacancy, "reference": self.vacancy_reference, "sector": it.client.sector, "status": "closed"}
        return self.copied(self.it.vacancy) | own | {"closes_at": it.closes_at, "closed_at": it.closes_at}

    def posting(self) -> Row:
        it = self.recruitment
        own = {"id": it.posting, "organisation_id": it.client.id, "vacancy_id": it.vacancy, "closes_at": it.closes_at}
        return self.copied(self.it.posting) | own | {"shown_until": it.closes_at}

    def of_posting(self, row: Row) -> Row:
        """A row that belongs to the posting; answers on equality are counted in full tens."""
        found = self.copied(row) | {"posting_id": self.recruitment.posting}
        return found | ({"waiting": EACH % 10, "shown": EACH - EACH % 10} if "waiting" in found else {})

    def campaign(self) -> Row:
        it = self.recruitment
        found = self.copied(self.it.campaign)
        state = campaign_states.replay(each["event"] for each in self.steps() if each["before"] != each["after"])
        over = {"ended_at": it.after(30), "updated_at": it.after(30)} if state in campaign_states.OVER else {}
        return found | {
            "id": it.campaign,
            "organisation_id": it.client.id,
            "posting_id": it.posting,
            "state": state,
            "posts": it.posts,
            "approved_mark": agreement.mark_of_text(self._changed(self.it.posting["answers"])),
            **over,
        }

    def steps(self) -> Iterator[Row]:
        """What happened to the copied one, until an offer or the end where it came to that."""
        for row in self.it.steps:
            yield self.copied(row) | self.of_campaign
        it = self.recruitment
        if it.makes_offers:
            yield self._step("make_offer", SELECTION, it.after(CHOSEN), by=None)
        if not it.runs:
            yield self._step("fill", campaign_states.OFFER, it.after(30), by=it.consultant)

    def contact(self) -> Row:
        it = self.recruitment
        return self.of_campaign | {
            "person_id": it.client.owner,
            "added_at": it.after(-30),
            "added_by_id": it.consultant,
        }

    def panel(self) -> Row:
        client = self.recruitment.client
        chair = db.session.get_one(Person, client.chair)
        email = chair.email or ""
        found = self.copied(self.it.panel) | self.of_campaign | {"reference": self.reference(), "person_id": chair.id}
        return found | {"name": chair.name, "email": email, "email_key": email}

    def _step(self, event: str, before: str, at: datetime, *, by: int | None) -> Row:
        after = campaign_states.follow(before, event).after
        return self.of_campaign | {
            "event": event,
            "before": before,
            "after": after,
            "at": at,
            "by_id": by,
            "note": "",
        }

    def _changed(self, value: Any) -> Any:
        if isinstance(value, date):
            return value + timedelta(days=self._days)
        if isinstance(value, str):
            for before, after in self._words:
                value = value.replace(before, after)
            return value
        return json.loads(self._changed(json.dumps(value, ensure_ascii=False))) if isinstance(value, dict | list) else value  # fmt: skip


def _clients(it: Template, organisations: Sequence[int]) -> list[Client]:
    """Organisations with somebody who acts for them; who that is leads the panel as well."""
    rows = db.session.execute(
        select(Organisation, Seat.person_id)
        .join(Seat, Seat.organisation_id == Organisation.id)
        .where(Organisation.id.in_(organisations[:CAMPAIGNS]), Seat.role == "owner")
        .order_by(Organisation.id)
    )
    found = [
        Client(each.id, each.key or "", each.name, each.sector or "", owner, owner)
        for each, owner in rows
        if each.id != it.client.id
    ]
    return found or [it.client]


def _people() -> list[tuple[int, str]]:
    """Members who have an account that they can use: who can apply."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(
            Person.email_key.like("%@members.example.org"),
            Person.email_confirmed_at.is_not(None),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.id)
    )
    return [(person, name) for person, name in rows]


def _applicants(people: Sequence[tuple[int, str]], client: Client, number: int) -> list[tuple[int, str]]:
    """So many of them, others each time, and nobody who takes part for the client."""
    first = number * EACH
    several = (people[each % len(people)] for each in range(first, first + EACH + 1))
    return [each for each in several if each[0] not in (client.owner, client.chair)][:EACH]


def _rows(model: Any, *where: Any) -> list[Row]:
    """Rows as they are in the database, column to value, the first first."""
    table = model.__table__
    return [dict(each) for each in db.session.execute(select(*table.columns).where(*where).order_by(table.c.id)).mappings()]  # fmt: skip
