"""One account, several hats: every workspace is in one menu, and one goes from one to the other without signing out."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import people
from tests.conftest import MakePerson, SignIn
from tests.membership import making

WORKSPACES = {
    "/account": "Your account",
    "/employer": "Employer",
    "/assessor": "Panel",
    "/consultant": "Consultant",
    "/staff": "Staff",
}


def hats(client: FlaskClient, address: str) -> tuple[list[tuple[str, str]], list[str]]:
    """The workspaces that the page's menu names, and the one that it marks as where one is."""
    page = client.get(address)
    assert page.status_code == 200, address
    bar = page.text.partition('class="site-hats"')[2].partition("</nav>")[0]
    links = re.findall(r'<a[^>]*href="(/[a-z]+)"([^>]*)>([^<]+)<', bar)
    return [(to, name) for to, _, name in links], [to for to, marks, _ in links if "aria-current" in marks]


def test_a_member_who_is_assessor_consultant_owner_and_staff_goes_everywhere_by_one_menu(
    app: Flask, make_person: MakePerson, sign_in: SignIn
) -> None:
    robin = make_person("robin@example.org", roles=("assessor", "consultant", "staff"))
    making.organisation(app, owner=robin)
    making.membership(app, robin)
    client = sign_in(robin)
    for address in WORKSPACES:
        assert hats(client, address) == (list(WORKSPACES.items()), [address])
    assert "Anyshire Council" in client.get("/employer").text
    assert hats(client, "/vacancies")[0] == list(WORKSPACES.items()), "the menu is on the public pages too"


@pytest.mark.parametrize(
    ("roles", "sees"), [((), ("/account", "/employer")), (("assessor",), ("/account", "/employer", "/assessor"))]
)
def test_the_menu_names_no_workspace_that_one_may_not_enter(
    app: Flask, make_person: MakePerson, sign_in: SignIn, roles: tuple[str, ...], sees: tuple[str, ...]
) -> None:
    client = sign_in(make_person("kim@example.org", roles=roles))
    assert [to for to, _ in hats(client, "/account")[0]] == list(sees)
    for address in set(WORKSPACES) - set(sees):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("roles", "owns", "lands"),
    [
        ((), False, "/account"),
        (("consultant",), False, "/consultant"),
        (("staff",), False, "/staff"),
        (("assessor",), False, "/assessor"),
        ((), True, "/employer"),
        (("consultant", "staff"), False, "/account"),
        (("consultant",), True, "/account"),
    ],
)
def test_who_signs_in_comes_to_the_one_workspace_that_they_have(
    app: Flask, make_person: MakePerson, roles: tuple[str, ...], owns: bool, lands: str
) -> None:
    person = make_person("kim@example.org", roles=roles)
    if owns:
        making.organisation(app, owner=person)
    client = app.test_client()
    facts = {"email": "kim@example.org", "password": people.PASSWORD}
    assert people.post(client, "/sign-in", **facts).headers["Location"] == lands
    asked = people.post(app.test_client(), "/sign-in", **facts, next="/vacancies").headers["Location"]
    assert asked == "/vacancies", "a page that was asked for comes first"
