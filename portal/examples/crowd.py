"""Ten thousand members, two thousand organisations, what they buy and what they apply for, the same at every making: lists
show their speed on them.

Rows are written straight, for the rules' own ways would take an hour; each is such as those ways would have left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Person
from portal.audit.models import AuditEntry
from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.employers.models import Claim, Organisation, OrganisationDomain, Seat
from portal.employers.organisations import name_key
from portal.employers.register import load_register
from portal.examples import candidacies, hires, recruits, seekers, trade
from portal.examples.bulk import Bulk, Tell
from portal.examples.names import name_of
from portal.examples.production import refuse_in_production
from portal.foundation import clock
from portal.membership.models import Application, Due, Endorsement, Membership, Step, Vote

MEMBERS, ORGANISATIONS = 10_000, 2_000
HEADS_FROM, CLAIMS_FROM = 3_000, 6_000
"""From which person on people lead a profession, or have asked to act for an organisation."""
CLASSES = ("individual",) * 12 + ("corporate_seat",) * 5 + ("early_career",) * 2 + ("provider", "partner")
TITLES = ("Data engineer", "Network engineer", "Service manager", "Head of ICT", "Developer", "Security analyst")


def gather_once(settings: Settings, *, progress: Tell = lambda _what, _number: None) -> str | None:
    """Make all of them in one transaction, unless this database has them (None); says what was made."""
    refuse_in_production(settings)
    with reading():
        if db.session.scalar(select(Person.id).where(Person.email_key == _address(0))) is not None:
            return None
    with transaction():
        applications = Crowd(progress).gather()
    db.session.remove()
    return (
        f"{MEMBERS:,} members and {ORGANISATIONS:,} organisations made, "
        f"with {trade.ORDERS:,} orders and {applications:,} applications for jobs."
    )


class Crowd(Bulk):
    """Everybody, what they buy, and what they apply for."""

    def gather(self) -> int:
        """Everything, in the order in which rows point at each other; how many applications for jobs."""
        people = self._people()
        organisations = self._organisations()
        self._act_for(people, organisations)
        self._belong(people, organisations)
        self._apply(people, organisations)
        seekers.gather(self, people)
        return self._recruit(organisations)

    def _recruit(self, organisations: Sequence[int]) -> int:
        """Recruitments, with the fees that they brought among what is sold."""
        it = recruits.template()
        if it is None:
            trade.gather(self, organisations)
            return 0
        recruitments = recruits.plan(self, it, organisations)
        them = candidacies.plan(self, recruitments)
        appointed = hires.plan(self, it, them)
        trade.gather(self, organisations, [each.sale for each in appointed])
        recruits.write(self, it, recruitments)
        candidacies.write(self, it, them)
        hires.write(self, them, appointed)
        return len(them)

    def _people(self) -> range:
        ids = self.ids(Person, MEMBERS)

        def row(number: int, person_id: int) -> dict[str, Any]:
            joined = self.now - timedelta(days=self.chance.randrange(30, 2_400))
            gone = number % 97 == 5
            return {
                "id": person_id,
                "reference": self.reference(),
                "email": _address(number),
                "email_key": _address(number),
                "name": name_of(number),
                "email_confirmed_at": None if number % 53 == 7 else joined,
                "created_at": joined,
                "disabled_at": self.now if gone else None,
            }

        self.write(Person, (row(number, each) for number, each in enumerate(ids)), "people")
        return ids

    def _organisations(self) -> list[int]:
        """The first bodies of the register, by key, as the rows that they become when they are needed."""
        taken = set(db.session.scalars(select(Organisation.key)))
        known = load_register().bodies
        bodies = [known[key] for key in sorted(known) if key not in taken and not known[key].end][:ORGANISATIONS]
        ids = self.ids(Organisation, len(bodies))
        rows = [
            {
                "id": each,
                "reference": self.reference(),
                "key": body.key,
                "name": body.name,
                "name_key": name_key(body.name),
                "sector": body.sector,
                "kind": body.kind,
                "nation": body.nation,
                "qualifies": True,
                "staff_count": self.chance.choice((40, 180, 600, 1_900, 4_200, 9_500)),
                "staff_counted_on": self.today,
                "confirmed_at": self.now,
                "created_at": self.now,
                "updated_at": self.now,
            }
            for each, body in zip(ids, bodies, strict=True)
        ]
        self.write(Organisation, rows, "organisations")
        self.write(
            OrganisationDomain,
            (
                {"organisation_id": each, "domain": domain, "standing": "confirmed", "added_at": self.now}
                for each, body in zip(ids, bodies, strict=True)
                for domain in dict.fromkeys(name.removeprefix("www.") for name in body.domains)
            ),
        )
        return list(ids)

    def _act_for(self, people: Sequence[int], organisations: Sequence[int]) -> None:
        """An owner for every organisation, a Head of Profession for every second, and some who have only asked."""
        seats = [(each, people[number], "owner") for number, each in enumerate(organisations)]
        seats += [
            (each, people[number + HEADS_FROM], "head_of_profession") for number, each in enumerate(organisations[::2])
        ]
        self.write(
            Seat,
            (
                {
                    "organisation_id": organisation_id,
                    "person_id": person_id,
                    "role": role,
                    "given_at": self.now,
                    "confirmed_at": None if role == "head_of_profession" and organisation_id % 20 == 1 else self.now,
                }
                for organisation_id, person_id, role in seats
            ),
            "roles in organisations",
        )
        self.write(
            Claim,
            (
                {
                    "reference": self.reference(),
                    "organisation_id": each,
                    "person_id": people[number + CLAIMS_FROM],
                    "evidence": "I lead the team that looks after our systems; our switchboard knows me.",
                    "asked_at": self.now - timedelta(days=number % 20),
                }
                for number, each in enumerate(organisations[:200])
            ),
        )

    def _belong(self, people: Sequence[int], organisations: Sequence[int]) -> None:
        """A membership for everybody, most of them paid up, each with the application that led to it."""
        whose = [("organisation", people[number], each) for number, each in enumerate(organisations)]
        whose += [
            (CLASSES[number % len(CLASSES)], each, organisations[number % len(organisations)])
            for number, each in enumerate(people)
        ]
        applications, memberships = self.ids(Application, len(whose)), self.ids(Membership, len(whose))
        since = [self.today.year - self.chance.randrange(5) for _ in whose]
        self.write(
            Application,
            (
                self._application(number, klass, person, organisation, year=year, state="approved")
                for number, (klass, person, organisation), year in zip(applications, whose, since, strict=True)
            ),
            "applications",
        )
        self.write(
            Membership,
            (
                {
                    "id": each,
                    "reference": self.reference(),
                    "klass": klass,
                    "person_id": None if klass == "organisation" else person,
                    "organisation_id": None if klass in ("early_career", "partner") else organisation,
                    "application_id": application,
                    "began_on": date(year, 3, 10),
                }
                for each, application, (klass, person, organisation), year in zip(
                    memberships, applications, whose, since, strict=True
                )
            ),
            "memberships",
        )
        self.write(
            Due,
            (
                due
                for each, (klass, _, _), year in zip(memberships, whose, since, strict=True)
                for due in self._dues(each, klass, year)
            ),
            "years due",
        )
        self.write(
            AuditEntry, (self._admitted(each, person) for each, (_, person, _) in zip(memberships, whose, strict=True))
        )

    def _application(
        self, number: int, klass: str, person: int, organisation: int, *, year: int, state: str
    ) -> dict[str, Any]:
        at = datetime.combine(date(year, 3, 1), time(10), tzinfo=clock.LONDON)
        return {
            "id": number,
            "reference": self.reference(),
            "klass": klass,
            "person_id": person,
            "organisation_id": None if klass in ("early_career", "partner") else organisation,
            "job_title": "" if klass == "organisation" else TITLES[number % len(TITLES)],
            "statement": "I would like to learn from others who do the same work.",
            "state": state,
            "round": 1,
            "created_at": at,
            "submitted_at": at,
            "panel_since": at,
            "decided_at": at,
        }

    def _dues(self, membership: int, klass: str, since: int) -> Iterator[dict[str, Any]]:
        """One a year from the first; one membership in twelve has not paid the last."""
        for year in range(since, self.today.year + 1):
            begun = date(year, 3, 10) if year == since else date(year, 1, 1)
            owing = year == self.today.year and membership % 12 == 0
            yield {
                "reference": self.reference(),
                "membership_id": membership,
                "year": year,
                "months": 10 if year == since else 12,
                "tier": "medium" if klass == "organisation" else "",
                "pence": 96_000 if klass == "organisation" else 9_600,
                "offered_on": begun,
                "paid_on": None if owing else begun,
                "payment_reference": "" if owing else f"EXAMPLE-{year}",
            }

    def _admitted(self, membership: int, person: int) -> dict[str, Any]:
        return {
            "at": self.now - timedelta(minutes=membership),
            "action": "membership.admitted",
            "actor": "system",
            "subject": f"membership:{membership}",
            "about_id": person,
            "facts": {"class": "example"},
        }

    def _apply(self, people: Sequence[int], organisations: Sequence[int]) -> None:
        """Five hundred cases under way: two in five wait to be endorsed, the others are with the panel."""
        cases = self.ids(Application, 500)
        rows, steps, asked, votes = [], [], [], []
        panel = self._panel()
        for number, each in enumerate(cases):
            waits = number % 5 < 2
            klass = "provider" if waits else ("individual", "early_career", "partner")[number % 3]
            state = "awaiting_endorsement" if waits else "with_panel"
            person, at = people[-1 - number], self.now - timedelta(days=number % 25)
            row = self._application(
                each, klass, person, organisations[2 * number % len(organisations)], year=self.today.year, state=state
            )
            # Whoever belongs in a class does not apply for it again, so these are all of people in another class.
            rows.append(row | {"submitted_at": at, "panel_since": None if waits else at, "decided_at": None})
            steps += _steps(each, person, state, at)
            if waits:
                asked.append({"application_id": each, "asked_at": at, "reminded": 0})
            elif panel and number % 4 == 2:
                vote = {"application_id": each, "round": 1, "assessor_id": panel[0], "agrees": True}
                votes.append(vote | {"reason": "Works in public-sector ICT.", "at": at})
        self.write(Application, rows, "cases under way")
        self.write(Step, steps)
        self.write(Endorsement, asked)
        self.write(Vote, votes)

    @staticmethod
    def _panel() -> list[int]:
        return list(db.session.scalars(select(Person.id).where(Person.email_key == "assessor2@example.org")))


def _address(number: int) -> str:
    return f"member{number + 1:05}@members.example.org"


def _steps(application: int, person: int, state: str, at: datetime) -> list[dict[str, Any]]:
    event = "ask_endorser" if state == "awaiting_endorsement" else "submit"
    every = {"application_id": application, "round": 1, "at": at, "by_id": person}
    return [
        {**every, "event": "begin", "before": "", "after": "draft"},
        {**every, "event": event, "before": "draft", "after": state},
    ]
