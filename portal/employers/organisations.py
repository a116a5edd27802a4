"""Making a row of an organisation: from the register when first needed, or new, for staff to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from portal.accounts.models import Person
from portal.audit.recording import record
from portal.database.base import db
from portal.employers import letting_in, queries, suggesting
from portal.employers.models import Organisation, OrganisationDomain, OrganisationName
from portal.employers.names import canonical
from portal.employers.register import Body, load_register
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.foundation.text import one_line

NOT_QUALIFYING = ("private", "supplier", "other")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An organisation to choose: of the register (`key`), of the table (`reference`), or of both."""

    name: str
    key: str | None
    reference: str | None
    sector: str

    @property
    def choice(self) -> str:
        """What a form sends back for it; `chosen` understands it."""
        return self.reference or f"body:{self.key}"


def of_body(key: str) -> Organisation:
    """The organisation that stands for this body of the register, made in the caller's transaction when first needed."""
    found = queries.by_key(key)
    if found is not None:
        return found
    body = load_register().entries.get(key)
    if body is None:
        raise NotFound("There is no such organisation in the register.")
    heir = load_register().successor_of(body) if body.end else None
    return of_body(heir.key) if heir is not None else _copied(body)


def chosen(choice: str) -> Organisation:
    """The organisation that a person chose from suggestions. Raises NotFound for anything else."""
    kind, _, key = choice.partition(":")
    return of_body(key) if kind == "body" else queries.by_reference(choice)


def qualifies(sector: str, *, public: bool = True) -> bool:
    """Whether people of such an organisation count as public or third sector."""
    return sector == "third_sector" or (public and sector not in NOT_QUALIFYING)


def _copied(body: Body) -> Organisation:
    """A row with the register's facts; of two who make it at once, the second gets the first's."""
    now = clock.now()
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    made = db.session.scalar(
        insert(Organisation)
        .values(
            reference=new_reference(),
            key=body.key,
            name=body.name,
            name_key=name_key(body.name),
            sector=body.sector,
            kind=body.kind,
            nation=body.nation,
            # The register's "other" bodies are public ones that fit no sector.
            qualifies=body.public or body.sector == "third_sector",
            bill_to="",
            bill_address="",
            bill_email="",
            removed_because="",
            confirmed_at=now,
            created_at=now,
            updated_at=now,
        )
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(Organisation.id)
    )
    organisation = db.session.scalars(select(Organisation).where(Organisation.key == body.key)).one()
    if made is not None:
        _copy_ways(organisation, body, at=now)
    return organisation


def _copy_ways(organisation: Organisation, body: Body, *, at: datetime) -> None:
    names = {name_key(name): name for name in body.aliases}
    names.pop(organisation.name_key, None)
    for key, name in names.items():
        db.session.add(
            OrganisationName(
                organisation_id=organisation.id, name=name, name_key=key, standing="confirmed", added_at=at
            )
        )
    for domain in dict.fromkeys(each.removeprefix("www.") for each in body.domains):
        db.session.add(
            OrganisationDomain(organisation_id=organisation.id, domain=domain, standing="confirmed", added_at=at)
        )


def name_key(name: str) -> str:
    """How names of organisations are compared; a name that is nothing but an abbreviation compares as it is."""
    return (canonical(name) or one_line(name).casefold())[:300]


def add_new(
    name: str, *, by: int, sector: str = "other", nation: str | None = None, staff_count: int | None = None
) -> Organisation:
    """An organisation that is in neither register nor table; it waits for staff to confirm it.

    Whoever names one that is known gets that one's sentence; the same new name twice is one row.
    """
    name = one_line(name, limit=300)
    key = name_key(name)
    if len(name) < 3:
        raise RuleBroken("Enter the organisation’s full name.")
    known = load_register().one_named(name)
    if known is not None:
        raise RuleBroken(f"{known.name} is in our list already. Search for it and choose it there.")
    for row in db.session.scalars(select(Organisation).where(Organisation.name_key == key, *queries.LIVE)):
        if row.confirmed_at is None:
            return row
        raise RuleBroken(f"{row.name} is in our list already. Search for it and choose it there.")
    now = clock.now()
    organisation = Organisation(
        reference=new_reference(),
        name=name,
        name_key=key,
        sector=sector,
        nation=nation,
        staff_count=staff_count,
        staff_counted_on=clock.today() if staff_count else None,
        qualifies=qualifies(sector),
        created_at=now,
        updated_at=now,
    )
    db.session.add(organisation)
    db.session.flush()
    record("employers.added", by=by, subject=queries.subject_of(organisation), facts={"sector": sector})
    return organisation


def suggest(words: str, limit: int = 10) -> list[Suggestion]:
    """Organisations of the register and the table whose names begin with these words, each once.

    One that people added is suggested once staff have confirmed it, so that nobody can put words on others' pages.
    """
    typed = suggesting.words_of(words)
    if not typed:
        return []
    bodies = suggesting.bodies_like(words, limit=limit)
    rows = queries.rows_of_keys([body.key for body in bodies])
    found: dict[str, Suggestion] = {}
    for organisation in queries.named_like(typed, limit=limit):
        found[organisation.reference] = _suggested(organisation)
    for body in bodies:
        row = rows.get(body.key)
        if row is None:
            found[body.key] = Suggestion(body.name, body.key, None, body.sector)
        elif row.removed_at is None:
            row = queries.live(row)
            found[row.reference] = _suggested(row)
    best = sorted(
        found.values(), key=lambda each: (suggesting.words_of(each.name)[: len(typed)] != typed, len(each.name))
    )
    return best[:limit]


def _suggested(organisation: Organisation) -> Suggestion:
    return Suggestion(organisation.name, organisation.key, organisation.reference, organisation.sector)


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation that a person thinks of claiming. `domain` is the one that lets them in, `owned` whether it has an owner."""

    name: str
    sector: str
    domain: str | None
    owned: bool


def offered(choice: str, person_id: int) -> Offered:
    """What would become of a claim, found out without making a row. Raises NotFound."""
    person = db.session.get_one(Person, person_id)
    kind, _, key = choice.partition(":")
    row = queries.by_key(key) if kind == "body" else queries.by_reference(choice)
    if row is not None:
        return Offered(row.name, row.sector, letting_in.lets_in(row, person), bool(queries.owners(row.id)))
    body = load_register().entries.get(key)
    if body is None:
        raise NotFound("There is no such organisation in the register.")
    return Offered(body.name, body.sector, letting_in.body_lets_in(body, person), owned=False)
