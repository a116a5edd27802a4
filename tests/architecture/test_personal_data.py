"""Nothing personal is kept that nobody declared: every column of every table is looked at.

A new table, or a new column of a table that holds something of people, fails here until its room says in
portal/ROOM/personal.py whether it is exported or withheld, and erased or kept, each with the reason. A table that holds
nothing of people gets a row in portal/privacy/rooms.py (NOTHING_PERSONAL).
"""

import pytest
from sqlalchemy import Table

from portal import models  # noqa: F401 - the mapper knows every table only once they are imported
from portal.database.base import Base
from portal.database.holding import Holding
from portal.privacy.rooms import NOTHING_PERSONAL, holdings

TABLES = Base.metadata.sorted_tables
TELLING = {"email", "recipient", "name_of_person", "address_line", "phone", "postcode_of_person"}


def columns(table: Table) -> set[str]:
    return {each.name for each in table.columns}


def listed(*groups: tuple[str, ...]) -> list[str]:
    return [name for group in groups for name in group]


def test_every_table_is_declared_once_as_personal_or_as_not() -> None:
    personal = {each.table for each in holdings()}
    assert personal.isdisjoint(NOTHING_PERSONAL)
    assert personal | set(NOTHING_PERSONAL) == {table.name for table in TABLES}, "see the docstring of this file"


@pytest.mark.parametrize("name", sorted(NOTHING_PERSONAL))
def test_a_table_that_holds_nothing_of_people_points_at_nobody(name: str) -> None:
    table = Base.metadata.tables[name]
    assert not [key for key in table.foreign_keys if key.column.table.name == "people"]
    assert columns(table).isdisjoint(TELLING)


@pytest.mark.parametrize("holding", holdings(), ids=lambda each: f"{each.table}: {each.what}")
def test_every_column_is_exported_or_withheld_for_a_reason(holding: Holding) -> None:
    said = listed(holding.exported, *holding.withheld.values())
    assert sorted(said) == sorted(columns(holding.model.__table__))
    assert all(len(reason) > 10 for reason in holding.withheld)


@pytest.mark.parametrize("holding", holdings(), ids=lambda each: f"{each.table}: {each.what}")
def test_every_column_is_erased_or_kept_for_a_reason(holding: Holding) -> None:
    if holding.deleted:
        assert not holding.blanked and not holding.kept
        return
    said = listed(tuple(holding.blanked), *holding.kept.values())
    assert sorted(said) == sorted(columns(holding.model.__table__))
    assert all(len(reason) > 10 for reason in holding.kept)


def test_every_column_that_points_at_a_person_is_found_by_a_holding_or_says_who_acted() -> None:
    for table in TABLES:
        pointing = {key.parent.name for key in table.foreign_keys if key.column.table.name == "people"}
        declared = {name for each in holdings() if each.table == table.name for name in columns(each.model.__table__)}
        assert pointing <= declared, table.name
