"""What somebody who acts for organisations finds first: what waits for them, and how each organisation stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.employers import acting, queries
from portal.employers.acting import Acting
from portal.employers.advertised import advertised_under
from portal.employers.beside import Belongs, Waits, belonging_of, waiting_for
from portal.employers.models import Organisation
from portal.employers.seats import HEAD, OWNER, RECRUITING, ROLES


@dataclass(frozen=True, slots=True)
class Step:
    """Something worth doing next, and where."""

    does: str
    because: str
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One organisation of a person; `recruits` is whether they see its vacancies, orders and bills. `people` counts who acts for it, `adverts` its live vacancies that are signposted."""

    organisation: Organisation
    roles: tuple[str, ...]
    owns: bool
    recruits: bool
    belongs: Belongs
    people: int
    adverts: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The first page."""

    waits: tuple[Waits, ...]
    standings: tuple[Standing, ...]


def home_of(person_id: int) -> Home:
    """Everything the page says, for this person."""
    mine = queries.organisations_of(person_id)
    rows = [organisation for organisation, _ in mine]
    belongs, keys = belonging_of(rows), queries.keys_of(row.id for row in rows)
    standings = [_standing(row, roles, belongs[row.id], keys.get(row.id, [])) for row, roles in mine]
    asked = [_asked(each.organisation, claims) for each in standings if each.owns and (claims := _claims(each))]
    return Home((*asked, *waiting_for(person_id)), tuple(standings))


def standing_of(organisation: Organisation, person_id: int) -> Standing:
    """One of them."""
    roles = queries.roles_in(person_id, organisation.id)
    keys = queries.keys_of([organisation.id]).get(organisation.id, [])
    return _standing(organisation, roles, belonging_of([organisation])[organisation.id], keys)


def asked_of(standing: Standing) -> Waits | None:
    """Those who ask to act for it, where its owner looks."""
    number = _claims(standing) if standing.owns else 0
    return _asked(standing.organisation, number) if number else None


def _standing(organisation: Organisation, roles: frozenset[str], belongs: Belongs, keys: Sequence[str]) -> Standing:
    people = acting.people_of(organisation.id)
    owns = OWNER in roles
    return Standing(
        organisation=organisation,
        roles=tuple(name for role, name in ROLES.items() if role in roles),
        owns=owns,
        recruits=bool(roles & RECRUITING),
        belongs=belongs,
        people=len(people),
        adverts=len(advertised_under(keys)),
        steps=tuple(_steps(organisation, people, belongs)) if owns and organisation.confirmed_at else (),
    )


def _steps(organisation: Organisation, people: Sequence[Acting], belongs: Belongs) -> list[Step]:
    """What an owner would do next: only what is not done."""
    page = f"/employer/{organisation.reference}"
    steps = []
    if organisation.staff_count is None:
        steps.append(Step("Say how many staff it has", "It sets the fee and the discount.", f"{page}/details/edit"))
    if not belongs.good and belongs.does:
        steps.append(Step(belongs.does, belongs.saves, belongs.address))
    if sum(each.usable and OWNER in each.roles for each in people) < 2:
        steps.append(
            Step(
                "Invite a second owner",
                "Nobody else can manage it when you are away, or let you go when you leave.",
                f"{page}/people/invite",
            )
        )
    if not any(HEAD in each.roles for each in people):
        steps.append(
            Step(
                "Name the Head of Profession",
                "Colleagues who apply for a corporate seat need their word. Give the role to somebody in the list of people, or invite them with it.",
                f"{page}/people",
            )
        )
    return steps


def _claims(standing: Standing) -> int:
    return len(acting.claims_of(standing.organisation.id))


def _asked(organisation: Organisation, number: int) -> Waits:
    who = "1 person asks" if number == 1 else f"{number} people ask"
    return Waits(f"{who} to act for {organisation.name}", f"/employer/{organisation.reference}/people#claims")
