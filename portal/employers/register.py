"""The register of public bodies, and of well-known employers that are none, read from its files once a process."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import cast

from portal.employers.findings import Sector
from portal.employers.names import TRUST_TELLS, canonical, loose

FOLDER = Path(__file__).parent / "reference"
NOT_PUBLIC = "not_public.csv"
_ABBREVIATION = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z][A-Za-z&]{1,8}")
"""An abbreviation has two capitals; "Ofgem" and "Cadw" are names."""


@dataclass(frozen=True, slots=True)
class Body:
    """An employer of the register: a public body, or (`public` false) a supplier, agency, charity or company.

    `sure` are those of its names that people looked at and found to be its own, however little they tell.
    """

    key: str
    name: str
    sector: Sector
    kind: str
    nation: str | None = None
    start: str = ""
    end: str = ""
    successor: str = ""
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    public: bool = True
    sure: frozenset[str] = frozenset()


Index = dict[str, tuple[Body, ...]]


@dataclass(slots=True)
class Register:
    """The public bodies by key, and the ways to reach a body or another known employer.

    A way that leads to several current bodies keeps them all: whoever asks must then choose by the place or leave it.
    """

    bodies: dict[str, Body] = field(default_factory=dict)
    entries: dict[str, Body] = field(default_factory=dict)
    """Every known employer by key, the public bodies among them."""
    by_name: Index = field(default_factory=dict)
    by_loose_name: Index = field(default_factory=dict)
    by_abbreviation: Index = field(default_factory=dict)
    by_domain: Index = field(default_factory=dict)
    _near: dict[tuple[str, int], list[str]] | None = None
    _first_words: frozenset[str] | None = None

    def named(self, name: str) -> tuple[Body, ...]:
        """The bodies of this name as compared strictly or, failing that, loosely; none when it is unknown."""
        return self.by_name.get(canonical(name)) or self.by_loose_name.get(loose(name)) or ()

    def one_named(self, name: str) -> Body | None:
        """The public body of this name, unless the name is unknown or more than one body's."""
        bodies = self.named(name)
        return bodies[0] if len(bodies) == 1 and bodies[0].public else None

    def successor_of(self, body: Body) -> Body | None:
        heirs = self.named(body.successor) if body.successor else ()
        return heirs[0] if len(heirs) == 1 and heirs[0].key != body.key else None

    def names_like(self, initial: str, words: int) -> list[str]:
        """Names worth comparing with a misspelt one: the same first letter and as many words."""
        if self._near is None:
            self._near = {}
            for name in self.by_name:
                self._near.setdefault((name[0], name.count(" ") + 1), []).append(name)
        return self._near.get((initial, words), [])

    def begins_a_name(self, word: str) -> bool:
        if self._first_words is None:
            self._first_words = frozenset(name.partition(" ")[0] for name in self.by_name)
        return word in self._first_words


_followed: Path | None = None


def follow_file(path: Path | None) -> None:
    """Lay an operator's own file of bodies over the shipped ones from now on; None goes back to those alone."""
    global _followed
    lay_over(())
    own = path if path is not None and path.exists() else None
    if own is not None or _followed is not None:
        _load.cache_clear()
    _followed = own


def load_register(extra: Path | None = None) -> Register:
    """The project's register, with an operator's file of the same columns over it: a body of the same key replaces ours."""
    global _over
    base, laid, over = _load(extra or _followed), _laid, _over
    if not laid:
        return base
    if over is None or over[0] is not base or over[1] is not laid:
        over = _over = base, laid, _built(base.entries | {body.key: body for body in laid})
    return over[2]


def lay_over(bodies: tuple[Body, ...]) -> None:
    """What staff know better, over the files, from now on: a body of the same key replaces ours.

    Whoever reads the tables hands this in (employers.overlaying), so that the matcher needs no database.
    """
    global _laid, times_laid
    _laid = bodies
    times_laid += 1


def shipped() -> dict[str, Body]:
    """The employers of the files alone, by key."""
    return _load(_followed).entries


_laid: tuple[Body, ...] = ()
_over: tuple[Register, tuple[Body, ...], Register] | None = None
"""The register of the files, what was laid over it, and both together. Threads may each build it; none sees half."""
times_laid = 0
"""How often this process has laid something over; whoever lays sees by it whether another has since."""


@lru_cache(maxsize=4)
def _load(extra: Path | None) -> Register:
    entries: dict[str, Body] = {}
    for path in [*sorted(FOLDER.glob("*.csv")), *([extra] if extra and extra.exists() else [])]:
        for body in read_bodies(path):
            entries[body.key] = body
    return _built(entries)


def _built(entries: dict[str, Body]) -> Register:
    register = Register(entries=entries)
    for body in entries.values():
        if body.public:
            register.bodies[body.key] = body
        for domain in body.domains:
            _add(register.by_domain, domain.removeprefix("www."), body)
    for body, name in sorted(_all_names(entries.values()), key=lambda entry: "(" in entry[1]):
        _enter(register, body, name)
    return register


def _all_names(bodies: Iterable[Body]) -> Iterator[tuple[Body, str]]:
    for body in bodies:
        yield body, body.name
        for name in body.aliases:
            yield body, name


def read_bodies(path: Path) -> Iterator[Body]:
    public = path.name != NOT_PUBLIC
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.reader(lines)
        place = {name: number for number, name in enumerate(next(reader, []))}

        def cell(row: list[str], column: str) -> str:
            number = place.get(column)
            return row[number] if number is not None and number < len(row) else ""

        for row in reader:
            yield Body(
                key=cell(row, "key") or f"not-public:{cell(row, 'name')}",
                name=cell(row, "name"),
                sector=cast(Sector, cell(row, "sector")),
                kind=cell(row, "kind"),
                nation=cell(row, "nation") or None,
                start=cell(row, "start"),
                end=cell(row, "end"),
                successor=cell(row, "successor"),
                aliases=_several(cell(row, "aliases")),
                domains=_several(cell(row, "domains")),
                public=public,
            )


def _several(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|"))) if text else ()


def _enter(register: Register, body: Body, name: str) -> None:
    """Make the body known by this name. A name with an aside ("Vale Homes (North)") gives way to the plain one."""
    if _ABBREVIATION.fullmatch(name):
        _add(register.by_abbreviation, name.casefold(), body)
        return
    strict = canonical(name)
    bare = name not in body.sure and _is_bare_place(strict, body)
    if not strict or bare or ("(" in name and strict in register.by_name):
        return
    _add(register.by_name, strict, body)
    _add(register.by_loose_name, loose(name), body)
    if strict.endswith(" nhs trust"):
        short = strict.removesuffix(" nhs trust").split()
        if len(short) > 1 and not TRUST_TELLS.isdisjoint(short):
            _add(register.by_loose_name, " ".join(short), body)


def _is_bare_place(strict: str, body: Body) -> bool:
    """A council's everyday name ("Wigan", "Kent") is a place first: as an employer's name it proves nothing."""
    if body.sector != "local_government" or body.kind != "council":
        return False
    return not re.search(
        r"\b(?:council|cyngor|comhairle|authority|corporation|borough|city of|county|assembly)\b|cc$|bc$|dc$", strict
    )


def _add(index: Index, name: str, body: Body) -> None:
    """Current bodies push ended ones out; a second current body of the same name is kept beside the first."""
    known = index.get(name)
    if known is None or (known[0].end and not body.end):
        index[name] = (body,)
    elif body not in known and (bool(known[0].end) == bool(body.end)):
        index[name] = (*known, body)
