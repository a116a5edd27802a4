"""What is asked of one advert, and what a body or a kind that was found answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from portal.employers import addresses, wordings
from portal.employers.findings import EmployerFinding
from portal.employers.kinds import Kind
from portal.employers.names import canonical, loose
from portal.employers.register import Body, Register


@dataclass(frozen=True, slots=True)
class Asked:
    """What one advert gives to tell its employer by."""

    given: str
    url: str = ""
    description: str = ""
    title: str = ""
    place: str = ""
    source: str = ""
    on: date | None = None
    host: str = field(default="", compare=False)
    board: addresses.Board | None = None


OBSCURE = frozenset(
    ("other", "sub organisation", "advisory non-departmental public body", "tribunal", "independent monitoring body")
)
"""Kinds of body whose short abbreviations companies bear too ("ACE", "SAGE", "BSC")."""


def named(piece: str, book: Register) -> tuple[Body, ...]:
    known = book.named(piece)
    if known:
        return known
    if len(piece) < 3 or sum(letter.isupper() for letter in piece) < 2:
        return ()
    known = tuple(
        body for body in book.by_abbreviation.get(piece.casefold(), ()) if not body.end and body.kind not in OBSCURE
    )
    return known if len(known) == 1 else ()


def chosen(bodies: tuple[Body, ...], asked: Asked) -> Body | None:
    """The one body meant: the only one, the one whose domain this is, or the one whose fuller name fits the place."""
    if len(bodies) == 1:
        return bodies[0]
    mine = [body for body in bodies if any(asked.host.endswith(domain) for domain in body.domains)]
    if len(mine) == 1:
        return mine[0]
    place = set(canonical(f"{asked.place} {asked.source}").split())
    given = set(canonical(asked.given).split())
    fits = {
        body.key: len({word for name in (body.name, *body.aliases) for word in canonical(name).split()} & place - given)
        for body in bodies
    }
    best = max(fits.values())
    fitting = [body for body in bodies if best and fits[body.key] == best]
    return fitting[0] if len(fitting) == 1 else None


def longest(words: str, book: Register) -> Body | None:
    """The public body whose name is the longest beginning of these words."""
    pieces = [piece.strip(",.") for piece in words.split()]
    while pieces and pieces[0].lower() in ("the", "of", "and", "for", "on"):
        pieces = pieces[1:]
    if not pieces or not book.begins_a_name(canonical(pieces[0]).partition(" ")[0]):
        return None
    for length in range(len(pieces), 1, -1):
        name = " ".join(pieces[:length])
        bodies = book.by_name.get(canonical(name)) or book.by_loose_name.get(loose(name), ())
        if len(bodies) == 1 and bodies[0].public:
            return bodies[0]
    return None


def of_body(body: Body, why: str, asked: Asked, book: Register) -> EmployerFinding:
    if not body.public:
        return not_public(body, asked, book)
    heir = in_force(body, book, asked.on)
    evidence = (why,) if heir is body else (why, f"{body.name} became {heir.name}")
    return EmployerFinding(
        asked.given or heir.name, "yes", heir.sector, heir.name, heir.key, nation=heir.nation, evidence=evidence
    )


def in_force(body: Body, book: Register, on: date | None) -> Body:
    """The body itself, or its successor once it has ended (a successor may itself have ended)."""
    for _ in range(4):
        heir = book.successor_of(body) if body.end else None
        if heir is None or (body.end != "ended" and (on or date.max).isoformat() < body.end):
            return body
        body = heir
    return body


def not_public(who: Body | Kind, asked: Asked, book: Register, serves: Body | None = None) -> EmployerFinding:
    evidence = [
        f"{who.name} is known as {_a(who.kind)}"
        if isinstance(who, Body)
        else f"name: “{who.because}” is the name of {who.words}"
    ]
    served = serves
    if served is None and who.sector == "private":
        served = next(
            (body for words in wordings.served(asked.description) if (body := longest(words, book)) is not None), None
        )
    if served is not None:
        evidence.append(f"on behalf of {served.name}")
    return EmployerFinding("", "no", who.sector, on_behalf_of=served.name if served else None, evidence=tuple(evidence))


def of_kind(kind: Kind | None, asked: Asked, book: Register) -> EmployerFinding | None:
    if kind is None:
        return None
    if kind.public == "no":
        return not_public(kind, asked, book)
    return EmployerFinding(
        "", kind.public, kind.sector, evidence=(f"name: “{kind.because}” is the name of {kind.words}",)
    )


def _a(kind: str) -> str:
    return f"a{'n' if kind[:1] in 'aeiou' else ''} {kind}"
