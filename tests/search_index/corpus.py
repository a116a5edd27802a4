"""Vacancies made by chance from few words, so that searches meet often; the same for the same seed."""

from __future__ import annotations

import random

from search_index.documents import VacancyDocument

WORDS = [
    "network",
    "engineer",
    "senior",
    "data",
    "analyst",
    "developers",
    "testing",
    "tests",
    "tested",
    "cloud",
    "security",
    "planning",
    "plans",
    "planned",
    "policy",
    "policies",
    "service",
    "desk",
    "manager",
    "the",
    "and",
    "of",
    "it",
    "IT",
    "C#",
    "C++",
    ".NET",
    "R",
    "Node.js",
    "F#",
    "café",
    "Gwŷdd",
    "Ŵyr",
    "DBAs",
    "front-end",
    "R&D",
    "&",
    "Azure",
    "systems",
    "system",
    "it's",
    "don’t",
]
SECTORS = ("nhs", "local_government", "police", "fire")
LISTS = ("permanent", "fixed_term", "secondment", "bank", "loan")
NOW = 1_000_000
TOWNS = ((53.8, -1.55), (51.5, -0.12), (55.95, -3.19), (51.48, -3.18))


def vacancies(count: int, *, seed: int, first: int = 0) -> list[VacancyDocument]:
    chance = random.Random(seed)

    def text(least: int, most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(least, most)))

    return [
        VacancyDocument(
            reference=f"V{first + number:05}",
            title=text(1, 4),
            employer=text(0, 2),
            description=text(0, 40),
            sector=chance.choice((*SECTORS, None)),
            family=chance.choice(("data", "architecture", None)),
            contract=tuple(chance.sample(LISTS, chance.randint(0, 3))),
            regions=tuple(chance.sample([f"Region {each}" for each in range(90)], chance.randint(0, 2))),
            status=chance.choice(("live", "live", "live", "closed")),
            pay_maximum=chance.choice((None, 20_000, 30_000, 40_000, 50_000)),
            posted=NOW - chance.randrange(100_000),
            first_seen=NOW - chance.randrange(100_000),
            closing=chance.choice((None, NOW - 10, NOW, NOW + 1, NOW + 90_000, NOW + 500_000)),
            coordinates=tuple(chance.sample(TOWNS, chance.randint(0, 2))),
        )
        for number in range(count)
    ]
