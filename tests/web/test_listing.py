"""Lists for staff: everything in the address, and nothing in an address can break one."""

import pytest
from flask import Flask, render_template_string
from sqlalchemy import select

from portal.accounts.models import Person
from portal.database.slicing import page_of
from portal.web.listing import Cell, Column, Filter, Shape, plain

SHAPE = Shape(
    one="person",
    many="people",
    columns=(
        Column("name", "Name", sorts=True),
        Column("role", "Role"),
        Column("age", "Days", sorts=True, numeric=True),
    ),
    sort="-age",
    search="Name or e-mail",
    filters=(Filter("role", "Role", (("staff", "Staff"), ("assessor", "Panel"))),),
    keeps=("because",),
)
PAGE = '{% from "components/listing.html" import listing %}{{ listing(list, hidden) }}'


def address(query: dict[str, str], *, total: int = 120, page: int = 1) -> dict[str, str]:
    """Every address that the list links to, by its words."""
    shown = SHAPE.shown(SHAPE.read(query), path="/staff/people", rows=[], total=total, page=page)
    links = {each.label: each.address for each in shown.sorts} | {"csv": shown.csv_address}
    for each in (shown.pages or {}).get("items", []):
        links[str(each.get("number", "gap"))] = each.get("href", "")
    return links


def test_an_address_without_a_query_asks_for_the_whole_list_in_its_usual_order() -> None:
    asked = SHAPE.read({})
    assert (asked.words, asked.chosen, asked.sort, asked.descending, asked.page) == ("", {"role": ""}, "age", True, 1)
    assert not asked.narrowed and not asked.as_csv and asked.per_page == 50


def test_words_filters_order_and_page_are_read_from_the_address() -> None:
    asked = SHAPE.read({"q": "  Robin\n Hall ", "role": "staff", "sort": "name", "page": "3"})
    assert (asked.words, asked.chosen, asked.sort, asked.descending, asked.page) == (
        "Robin Hall", {"role": "staff"}, "name", False, 3,
    )  # fmt: skip
    assert asked.narrowed


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "password_hash", "page": "-1"},
        {"sort": "--age", "page": "0"},
        {"sort": "", "page": "9" * 400},
        {"role": "root", "page": "1e3"},
        {"role": "staff' or 1=1 --", "page": "٣"},
        {"format": "exe", "page": "²"},
        {"columns": "secret"},
    ],
)
def test_what_the_list_does_not_know_is_as_if_it_were_not_there(query: dict[str, str]) -> None:
    assert SHAPE.read(query) == SHAPE.read({})


def test_endless_and_invisible_words_are_cut_down() -> None:
    assert len(SHAPE.read({"q": "x" * 5_000}).words) == 100
    assert SHAPE.read({"q": "\u202e\x00 \t"}).words == ""


def test_links_carry_the_whole_question_and_sorting_starts_at_the_first_page() -> None:
    links = address({"q": "Ré & co", "role": "staff", "page": "2"}, page=2)
    same = "q=R%C3%A9+%26+co&role=staff"
    assert links == {
        "Name": f"/staff/people?{same}&sort=name",
        "Days": f"/staff/people?{same}&sort=age",
        "csv": f"/staff/people?{same}&format=csv",
        "1": f"/staff/people?{same}",
        "2": f"/staff/people?{same}&page=2",
        "3": f"/staff/people?{same}&page=3",
    }


def test_the_column_sorted_by_turns_round() -> None:
    assert address({"sort": "name"})["Name"] == "/staff/people?sort=-name"
    assert address({"sort": "-name"})["Name"] == "/staff/people?sort=name"


def test_a_list_that_is_empty_offers_no_download() -> None:
    assert address({}, total=0)["csv"] == ""


def test_a_list_shows_its_rows_and_escapes_what_people_wrote(app: Flask) -> None:
    rows = [[Cell("<b>Robin</b>", "/staff/people/K7MT2XQ9", note="a@b & c"), Cell("Staff"), Cell("3", bad=True)]]
    shown = SHAPE.shown(SHAPE.read({"q": '"><i>'}), path="/staff/people", rows=rows, total=1)
    with app.test_request_context("/staff/people"):
        page = render_template_string(PAGE, list=shown, hidden={"because": "a complaint"})
    assert '<a class="govuk-link" href="/staff/people/K7MT2XQ9">&lt;b&gt;Robin&lt;/b&gt;</a>' in page
    assert 'value="&#34;&gt;&lt;i&gt;"' in page and "<i>" not in page and "<b>" not in page
    assert 'data-name="Days"><span class="site-health--bad">3</span>' in page
    assert "1 person found" in page and 'aria-sort="descending"' in page
    assert '<input type="hidden" name="because" value="a complaint">' in page


def test_an_empty_list_says_so_and_a_search_without_result_says_what_to_do(app: Flask) -> None:
    with app.test_request_context("/staff/people"):
        nobody = render_template_string(
            PAGE, list=SHAPE.shown(SHAPE.read({}), path="/staff/people", rows=[], total=0), hidden={}
        )
        none_found = render_template_string(
            PAGE, list=SHAPE.shown(SHAPE.read({"q": "x"}), path="/staff/people", rows=[], total=0), hidden={}
        )
    assert "There is nothing here yet." in nobody and "Nothing fits." not in nobody
    assert "Nothing fits." in none_found and 'href="/staff/people"' in none_found


def test_pages_past_the_end_are_the_last_page(app: Flask, make_person) -> None:
    for number in range(7):
        make_person(f"{number}@example.org", name=f"Person {number}")
    with app.app_context():
        asked = select(Person.name)
        found = page_of(asked, order=[Person.name.desc(), Person.id], page=99, per_page=3)
        assert ([name for (name,) in found.rows], found.total, found.page) == (["Person 0"], 7, 3)
        assert len(page_of(asked, order=[Person.id], per_page=None).rows) == 7
        assert page_of(asked.where(Person.id < 0), order=[Person.id], page=5).page == 1


def test_a_download_holds_the_words_of_every_cell() -> None:
    assert plain([[Cell("A", "/a", note="n"), Cell("B")]]) == [["A", "B"]]
