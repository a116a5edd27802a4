"""Three hundred requests such as people make: words, phrases, prefixes, minus, filters, radius, orders, pages, misspellings."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from bench._search_corpus import FAMILIES, GENERAL_WORDS, NOW, SECTORS, Inventor

COUNTED = ("sector", "family", "regions", "contract", "grade_scheme", "workplace")
"""The six facets whose values every engine counts for every request."""
PREFIXES = [
    "net",
    "sec",
    "dev",
    "ana",
    "arch",
    "eng",
    "admin",
    "auto",
    "micro",
    "virt",
    "pro",
    "tech",
    "inter",
    "acc",
    "sto",
    "fire",
    "mon",
    "gov",
    "stra",
    "ben",
]
MISSPELT = [
    "enginer",
    "databse",
    "secuirty",
    "analist",
    "developper",
    "netwrok",
    "administraton",
    "infrastucture",
    "managment",
    "kubernets",
    "pyhton",
    "virtualsation",
    "architechture",
    "accesibility",
    "reserch",
]
PHRASES = [
    "business analyst",
    "service desk",
    "data engineer",
    "cyber security",
    "project manager",
    "active directory",
    "power bi",
    "user research",
    "incident response",
    "machine learning",
    "data warehouse",
    "software developer",
    "windows server",
    "vulnerability management",
    "change management",
    "agile team",
    "annual leave",
    "good communication skills",
    "day to day running",
    "expert technical advice",
    "recognised qualification",
    "head of digital",
    "network engineer",
    "design systems",
    "test automation",
    "penetration testing",
    "process mapping",
    "flexible working",
    "information security",
    "user stories",
]


@dataclass(frozen=True, slots=True)
class Ask:
    """One request in terms that each engine says in its own way. `words` are (kind, text): word, phrase, prefix, minus."""

    kind: str
    words: tuple[tuple[str, str], ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    pay_from: int | None = None
    near: tuple[float, float] | None = None
    within: float = 25.0
    sort: str = "relevance"
    page: int = 1
    open_only: bool = True
    now: int = field(default=NOW)


def asks() -> list[Ask]:
    """The requests, the same every time."""
    return _Asker().all()


class _Asker:
    def __init__(self) -> None:
        self.chance = random.Random(7)
        self.inventor = Inventor(10_000)

    def all(self) -> list[Ask]:
        found: list[Ask] = []
        found += [self._ask("one word", 1) for _ in range(45)]
        found += [self._ask("two or three words", self.chance.choice((2, 2, 3))) for _ in range(60)]
        found += [
            Ask("phrase", (("phrase", phrase), *self._words(self.chance.choice((0, 0, 0, 0, 1)))), self._filters(0, 1),
                open_only=self.chance.random() < 0.8)
            for phrase in PHRASES
        ]  # fmt: skip
        found += [
            Ask("prefix", (("prefix", prefix), *self._words(self.chance.choice((0, 1)))), self._filters(0, 1))
            for prefix in PREFIXES
        ]
        found += [self._ask("words and filters", self.chance.choice((1, 2, 2)), filters=(1, 3)) for _ in range(50)]
        found += [
            Ask("browse", (), self._filters(0, 3), sort=self.chance.choice(("newest", "newest", "closing", "pay")),
                page=self.chance.choice((1, 1, 2, 3)))
            for _ in range(30)
        ]  # fmt: skip
        found += [
            Ask("sorted", self._words(self.chance.choice((1, 2))), self._filters(0, 2),
                sort=self.chance.choice(("newest", "closing", "pay")))
            for _ in range(20)
        ]  # fmt: skip
        found += [self._near() for _ in range(20)]
        found += [Ask("minus", (*self._words(1), ("minus", self._word())), self._filters(0, 1)) for _ in range(10)]
        found += [Ask("misspelt", (("word", word), *self._words(self.chance.choice((0, 0, 1))))) for word in MISSPELT]
        return found

    def _ask(self, kind: str, count: int, *, filters: tuple[int, int] = (0, 0)) -> Ask:
        return Ask(
            kind,
            self._words(count),
            self._filters(*filters),
            pay_from=self.chance.choice((None, None, None, 30_000, 40_000)) if filters[1] else None,
            page=self.chance.choice((1, 1, 1, 1, 2)),
            open_only=self.chance.random() < 0.85,
        )

    def _near(self) -> Ask:
        town = self.inventor.town()
        return Ask(
            "near a place",
            self._words(self.chance.choice((1, 1, 2))),
            near=(town.lat, town.lon),
            within=self.chance.choice((10.0, 25.0, 25.0, 50.0)),
            sort=self.chance.choice(("relevance", "relevance", "newest")),
        )

    def _words(self, count: int) -> tuple[tuple[str, str], ...]:
        found: dict[str, None] = {}
        while len(found) < count:
            found[self._word()] = None
        return tuple(("word", word) for word in found)

    def _word(self) -> str:
        titles, skills = FAMILIES[self.chance.choice(list(FAMILIES))]
        luck = self.chance.random()
        source = skills if luck < 0.45 else titles if luck < 0.85 else ";".join(GENERAL_WORDS)
        word = self.chance.choice(self.chance.choice(source.split(";")).split())
        return word.lower() if word.isalpha() and len(word) > 2 else self._word()

    def _filters(self, least: int, most: int) -> tuple[tuple[str, str], ...]:
        choices = {
            "sector": list(SECTORS)[:5],
            "family": list(FAMILIES)[:5],
            "regions": ["London", "South East", "North West", "Scotland", "Wales", "South West"],
            "contract": ["permanent", "fixed_term"],
            "workplace": ["hybrid", "remote"],
        }
        names = self.chance.sample(list(choices), self.chance.randint(least, most))
        return tuple((name, self.chance.choice(choices[name])) for name in sorted(names))
