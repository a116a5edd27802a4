"""Other ways to say the same address, other ways to say the method, and bytes that nobody should send (A-02, W-12)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.access import ACCESS
from tests.access.conftest import Watch, browser, rows
from tests.access.walking import Asked, asked_of, asked_of_rule, foreign_words, read
from tests.access.world import ACTORS, World, combinations

pytestmark = pytest.mark.slow

OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "FOO")
ODD_IDS = (
    "0", "-1", "1.5", "9" * 30, "2147483648", "9223372036854775808", "a\0b", "\xff", "😀", "..", "%2e%2e", "' OR 1=1--", "A" * 3_000, "{{7*7}}",
    "null", "true", "[]", "*", "%", "_", "\u202e",
)  # fmt: skip
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
BODIES: tuple[tuple[str, bytes, str], ...] = (
    ("bytes that are no text", b"reason=\xff\xfe&name=%ff%fe&q=%00", FORM),
    ("1,001 fields", b"&".join(b"f%d=1" % number for number in range(1_001)), FORM),
    ("the same field often", b"&".join([b"reason=a", b"reason=b", b"name=a"] * 300), FORM),
    ("2,000 parts", b"".join(b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n' % n for n in range(2_000)) + b"--x--", "multipart/form-data; boundary=x"),
    ("no boundary", b"--x\r\n\r\n", "multipart/form-data"),
    ("more than a megabyte", json.dumps({"reason": "x" * 1_100_000}).encode(), JSON),
    ("ten thousand deep", b"[" * 10_000 + b"]" * 10_000, JSON),
    ("the same key twice", b'{"reason": 1, "reason": {"a": NaN}}', JSON),
    ("half a character", b'{"reason": "\\ud800"}', JSON),
    ("no JSON", b"{", JSON),
    ("half a character in a form", b"reason=%ed%a0%80&name=%ed%a0%80&email=%ed%a0%80", FORM),
)  # fmt: skip


def first_that_opens(rule: Rule, world: World, method: str) -> Asked | None:
    """The address as the first actor who may have it would ask for it: rather an owner than one who perhaps may."""
    found = [
        each
        for actor in (*(each for each in ACTORS if each != "visitor"), "visitor")
        for each in asked_of_rule(rule, world, actor, method)
        if each.opens and not each.is_foreign
    ]
    return max(found, key=lambda each: all(each.actor in sample.owners for sample in each.samples), default=None)


def unsafe(app: Flask, world: World) -> Iterator[tuple[Rule, Asked]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
            found = first_that_opens(rule, world, method)
            assert found is not None or ACCESS[rule.endpoint].secret, (
                f"{rule.rule} opens to nobody of tests/access/world.py"
            )
            if found is not None:
                yield rule, found


def test_only_the_method_itself_acts_not_its_name_elsewhere(society: Flask, world: World, watch: Watch) -> None:
    before, wrong = rows(society), []
    browsers = {actor: browser(society, world, actor) for actor in ACTORS}
    for rule, each in unsafe(society, world):
        client = browsers[each.actor]
        tries = [("GET", {"headers": {name: each.method}}) for name in OVERRIDES]
        tries += [("GET", {"query_string": {"_method": each.method}}), ("HEAD", {}), ("OPTIONS", {})]
        tries += [
            (method, {"data": {"_method": each.method}})
            for method in OTHER_METHODS
            if method not in (rule.methods or ())
        ]
        for method, how in tries:
            watch.begin()
            answer = client.open(each.address, method=method, **how)  # type: ignore[arg-type]
            if answer.status_code >= 500 and answer.status_code != 501:
                wrong.append(f"{each} as {method} {how} answered {answer.status_code}")
            if method in OTHER_METHODS and answer.status_code not in (400, 404, 405, 501):
                wrong.append(f"{each} as {method} answered {answer.status_code}")
            if watch.written:
                wrong.append(f"{each} as {method} {how} wrote {watch.written}")
    assert wrong == []
    assert rows(society) == before


def spellings(path: str) -> tuple[str, ...]:
    return (
        path + "/", "/" + path, path.replace("/", "//"), "/." + path, "/x/.." + path, path.upper(), path + ".json", path + ";x", path + "/.",
        path + "%2f", path.replace("/", "\\"), path + " ", path + "\0", path.replace("/", "/%2e/"), path + "/index.html",
    )  # fmt: skip


@pytest.mark.parametrize("actor", ["visitor", "stranger", "owner_b", "halfway"])
def test_no_other_spelling_of_an_address_opens_what_it_does_not(
    society: Flask, world: World, watch: Watch, actor: str
) -> None:
    client, before, wrong = browser(society, world, actor), rows(society), []
    for each in asked_of(society, world, actor):
        if each.opens or len({sample.side for sample in each.samples}) > 1:
            continue
        for path in spellings(each.address):
            watch.begin()
            answer = client.open(
                "/", method=each.method, environ_overrides={"PATH_INFO": path.encode().decode("latin-1")}
            )
            if answer.status_code not in (301, 302, 308, 400, 404, 405):
                wrong.append(f"{each} spelt {path!r} answered {answer.status_code}")
            if watch.written:
                wrong.append(f"{each} spelt {path!r} wrote {watch.written}")
            wrong += [f"{each} spelt {path!r} shows {word}" for word in foreign_words(read(answer), actor, world)]
    assert wrong == []
    assert rows(society) == before


def test_an_id_that_is_none_is_not_found(society: Flask, world: World) -> None:
    browsers, wrong = {actor: browser(society, world, actor) for actor in ACTORS}, []
    for rule in society.url_map.iter_rules():
        if not rule.arguments or rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found = first_that_opens(rule, world, method)
            if found is None:
                continue
            for odd in ODD_IDS:
                for sample in found.samples:
                    path = found.address.replace(sample.value, odd)
                    environ = {"PATH_INFO": path.encode().decode("latin-1")}
                    answer = browsers[found.actor].open("/", method=method, environ_overrides=environ)
                    if answer.status_code >= 500:
                        wrong.append(
                            f"{found.actor}: {method} {rule.rule} with {odd[:40]!r} answered {answer.status_code}"
                        )
    assert wrong == []


def test_bodies_that_nobody_should_send_meet_no_fault(society: Flask, world: World) -> None:
    browsers, wrong = {actor: browser(society, world, actor) for actor in ACTORS}, []
    for _, each in unsafe(society, world):
        for name, body, kind in BODIES:
            answer = browsers[each.actor].open(each.address, method=each.method, data=body, content_type=kind)
            if answer.status_code >= 500:
                wrong.append(f"{each} with {name} answered {answer.status_code}")
        browsers[each.actor] = browser(society, world, each.actor)
    assert wrong == []


def test_queries_that_nobody_should_send_meet_no_fault(society: Flask, world: World) -> None:
    browsers, wrong = {actor: browser(society, world, actor) for actor in ACTORS}, []
    queries = (
        "page=-1&q=%ff%fe",
        "page=" + "9" * 400,
        "sort=price;drop&state=nothing&role=%00",
        "q=" + "x" * 5_000,
        "at=99999-99-99&day=2026-13-45&from=NaN",
    )
    for rule in society.url_map.iter_rules():
        found = first_that_opens(rule, world, "GET") if "GET" in (rule.methods or ()) else None
        for query in queries if found else ():
            answer = browsers[found.actor].get(found.address, query_string=query)  # type: ignore[union-attr]
            if answer.status_code >= 500 and answer.status_code != 503:
                wrong.append(f"{found} with ?{query[:60]} answered {answer.status_code}")
    assert wrong == []
    assert list(combinations(world, next(society.url_map.iter_rules("vacancies.show"))))
