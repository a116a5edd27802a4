"""Every list that staff can download: the file comes whole, with what the list shows."""

import csv
import io
import re
from urllib.parse import urljoin

from flask import Flask

from portal.access import ACCESS
from portal.examples import making
from tests import people


def test_every_download_that_a_staff_list_offers_comes_whole(app: Flask) -> None:
    with app.app_context():
        making.make_once(app.config["SETTINGS"])
    client = people.sign_in(app, people.make(app, "sam@example.org", given=("staff",)))
    people.post(client, "/staff/people/reason", reason="asked")
    lists = sorted(
        str(rule)
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/staff/") and not rule.arguments and "GET" in ACCESS[rule.endpoint].methods
    )
    rows = {}
    for path in lists:
        offered = re.findall(r'href="([^"]*format=csv[^"]*)"', client.get(path).text)
        for address in offered[:1]:
            answer = client.get(urljoin(path, address.replace("&amp;", "&")))
            assert answer.status_code == 200, address
            rows[path] = len(list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), strict=True)))
    assert len(rows) > 6 and rows["/staff/organisations"] > 5 and rows["/staff/memberships"] > 5
    assert min(rows.values()) >= 1
