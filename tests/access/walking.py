"""Asking for every address as somebody, and saying what was answered that should not be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.access import ACCESS
from portal.access.meaning import Access
from tests.access.conftest import Watch
from tests.access.world import ROLES, Sample, World, combinations

SIGN_IN, SECOND_FACTOR = "/sign-in?next=", "/account/second-factor"


def read(answer: TestResponse) -> str:
    """What was answered as text; a PDF is bytes, and is read as far as it is text."""
    return answer.get_data().decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the walk."""

    actor: str
    method: str
    address: str
    access: Access
    foreign: str
    samples: list[Sample]

    def __str__(self) -> str:
        return f"{self.actor}: {self.method} {self.address}"

    @property
    def passes_door(self) -> bool:
        return self.door == "open"

    @property
    def opens(self) -> bool:
        """Whether the table lets this actor have it: the door is open and the ids are not another's."""
        return self.passes_door and not (self.is_foreign and self.foreign == "404")

    @property
    def door(self) -> str:
        """What the guard of the address's door does with this actor: open, sign_in, second_factor or none."""
        if "anyone" in self.access.who:
            return "open"
        if self.actor == "visitor":
            return "sign_in"
        needed = {each for each in self.access.who if each in ("assessor", "consultant", "staff")}
        if not needed or needed & set(ROLES.get(self.actor, ())):
            return "second_factor" if needed and self.actor == "halfway" else "open"
        return "none"

    @property
    def is_foreign(self) -> bool:
        """Whether the ids are certainly not the actor's: all of others, or of two sides mixed."""
        mixed = len({each.side for each in self.samples if each.side}) > 1
        allowed = all(each.allows(self.actor, self.address) for each in self.samples)
        return not allowed or (mixed and self.actor != "staff")


def asked_of(app: Flask, world: World, actor: str) -> list[Asked]:
    """Everything that this actor can ask for: every address of every rule, with every method it takes."""
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found += asked_of_rule(rule, world, actor, method)
    return found


def asked_of_rule(rule: Rule, world: World, actor: str, method: str = "GET") -> list[Asked]:
    access = ACCESS[rule.endpoint]
    foreign = access.answers_foreign(has_parameters=bool(rule.arguments))
    return [Asked(actor, method, address, access, foreign, samples) for address, samples in combinations(world, rule)]


def ask(client: FlaskClient, asked: Asked, world: World) -> Any:
    """The request, with foreign ids in the query and in the body as well."""
    other = "A" if asked.actor.endswith("_b") else "B"
    ids = {
        kind: next((each.value for each in of_kind if each.side == other), "")
        for kind, of_kind in world.samples.items()
    }
    foreign = {
        "person_id": str(world.people[f"member_{other.lower()}"]),
        "organisation_id": str(world.organisations[other]),
        "person": ids["person"],
        "organisation": ids["organisation"],
        "application": ids["application"],
        "membership": ids["membership"],
        "seat_id": ids["seat"],
        "as": ids["person"],
    }
    if asked.method == "GET":
        return client.get(asked.address, query_string=foreign)
    return client.open(asked.address, method=asked.method, data=foreign)


def wrongly_let_in(app: Flask, world: World, watch: Watch, actor: str, client: FlaskClient) -> Iterator[str]:
    """A line for each refusal that was none: another status than the table's, a foreign word, a written row."""
    for each in asked_of(app, world, actor):
        if each.passes_door and not (each.is_foreign and each.foreign in ("404", "void")):
            continue
        watch.begin()
        answer = ask(client, each, world)
        if not _refused_rightly(each, answer.status_code, answer.headers.get("Location", "")):
            yield f"{each} answered {answer.status_code} {answer.headers.get('Location', '')}".rstrip()
        yield from _noted(each, read(answer), watch, world)


def _refused_rightly(asked: Asked, status: int, location: str) -> bool:
    if asked.door == "sign_in":
        return status == 302 and location.startswith(SIGN_IN)
    if asked.door == "second_factor":
        return status == 302 and location.startswith(SECOND_FACTOR)
    if asked.passes_door and asked.foreign == "void":
        return status in (200, 302, 400, 404, 410)
    return status == 404


def wrongly_shown(app: Flask, world: World, watch: Watch, actor: str, client: FlaskClient) -> Iterator[str]:
    """A line for each page, open to this actor, that fails, shows another's word, or writes while it is read."""
    for each in asked_of(app, world, actor):
        if each.method != "GET" or not each.passes_door:
            continue
        watch.begin()
        answer = ask(client, each, world)
        if answer.status_code >= 500 and answer.status_code != 503:
            yield f"{each} answered {answer.status_code}"
        yield from _noted(each, read(answer), watch, world, may_write=bool(each.access.writes))


def _noted(asked: Asked, text: str, watch: Watch, world: World, *, may_write: bool = False) -> Iterator[str]:
    if watch.written and not may_write:
        yield f"{asked} wrote {', '.join(sorted(watch.written))}"
    for word in foreign_words(text, asked.actor, world):
        yield f"{asked} shows {word}"


def foreign_words(text: str, actor: str, world: World) -> list[str]:
    """The words in this answer that belong to things that the actor may not know of."""
    words = set()
    for found in set(re.findall(r"Canary[A-Z]\w*", text)):
        longest_first = sorted(world.canaries, key=len, reverse=True)
        words.add(next((each for each in longest_first if found.startswith(each)), found))
    return sorted(word for word in words if actor not in world.canaries.get(word, ()))
