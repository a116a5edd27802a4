"""The menus of the doors."""

from dataclasses import replace

import pytest
from flask import Flask, url_for

from portal.access import ACCESS
from portal.menus import MENUS, Entry, Menu, items


@pytest.mark.parametrize("door", MENUS)
def test_every_line_leads_to_a_page_behind_its_door(app: Flask, door: str) -> None:
    shown = {rule.endpoint: rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    named = [entry.endpoint for entry in MENUS[door].entries]
    assert len(named) == len(set(named)), "a page stands once in its menu"
    for entry in MENUS[door].entries:
        assert entry.endpoint in ACCESS and not shown[entry.endpoint].arguments
        with app.test_request_context():
            assert url_for(entry.endpoint).split("/")[1] == door


def test_the_menu_marks_where_one_is_and_counts_what_waits(app: Flask) -> None:
    menu = Menu("M", (Entry("account.home.show", "Home", lambda: 3), Entry("account.second_factor.show", "Factor")))
    with app.test_request_context("/account/second-factor/on"):
        assert [(each.address, each.here, each.count) for each in items(menu)] == [
            ("/account", False, 3),
            ("/account/second-factor", True, 0),
        ]
    with app.test_request_context("/account/else"):
        assert [each.here for each in items(menu)] == [True, False]


def test_pages_below_an_organisation_are_marked_where_they_belong(app: Flask) -> None:
    def marked(address: str) -> list[str]:
        menu = Menu("M", tuple(replace(entry, count=None) for entry in MENUS["employer"].entries))
        with app.test_request_context(address):
            return [each.name for each in items(menu) if each.here]

    assert marked("/employer/AAAA2222") == marked("/employer/AAAA2222/orders/BBBB3333") == ["Your organisations"]
    assert marked("/employer/vacancies") == marked("/employer/AAAA2222/vacancies/BBBB3333/checks") == ["Vacancies"]
    assert marked("/employer/AAAA2222/orders/BBBB3333/approve") == ["Orders to approve"]
