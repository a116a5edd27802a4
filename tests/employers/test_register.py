"""The register's own order: unique keys, known sectors, successors that exist, one current body a name."""

import re
from collections import Counter
from typing import get_args

from portal.employers.findings import Sector
from portal.employers.names import canonical
from portal.employers.register import FOLDER, load_register, read_bodies

BODIES = [body for path in sorted(FOLDER.glob("*.csv")) for body in read_bodies(path)]


def test_every_key_is_of_one_body() -> None:
    assert [key for key, number in Counter(body.key for body in BODIES).items() if number > 1] == []


def test_sectors_and_nations_are_of_the_contract() -> None:
    assert {body.sector for body in BODIES} <= set(get_args(Sector))
    assert {body.nation for body in BODIES} <= {None, "england", "scotland", "wales", "northern_ireland"}
    assert {body.sector for body in BODIES if not body.public} == {"private", "third_sector"}


def test_dates_are_days_or_only_known_to_have_passed() -> None:
    assert [body.name for body in BODIES if body.end and not re.fullmatch(r"\d{4}-\d\d-\d\d|ended", body.end)] == []
    assert [body.name for body in BODIES if body.start and body.end[:1] == "2" and body.start > body.end] == []


def test_no_two_current_public_bodies_have_one_name() -> None:
    names = Counter(canonical(body.name) for body in BODIES if body.public and not body.end and "(" not in body.name)
    assert [name for name, number in names.items() if number > 1] == []


def test_no_successor_is_a_dead_end() -> None:
    book = load_register()
    unknown = {body.successor for body in BODIES if body.end and body.successor and book.successor_of(body) is None}
    assert unknown == set()


def test_a_bare_place_is_no_name_of_its_council() -> None:
    assert load_register().named("Wigan") == ()
    assert load_register().named("Wigan Council")[0].name.startswith("Wigan")
