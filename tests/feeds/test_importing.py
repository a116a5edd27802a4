"""`flask feeds import`: every entry of every document ends in exactly one part, whatever it is."""

import json

import pytest

from portal.vacancies.planning import PARTS


@pytest.fixture
def imported(app, tmp_path):
    def run(name: str, document: object, *args: str) -> dict:
        path = tmp_path / name
        path.write_bytes(document if isinstance(document, bytes) else str(document).encode())
        result = app.test_cli_runner().invoke(args=["feeds", "import", str(path), "--json", *args])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        outcome = json.loads(result.output.splitlines()[-1])
        assert sum(outcome[part] for part in PARTS) == outcome["items"]
        return outcome

    return run


def items(*inner: str) -> str:
    return f"<rss version='2.0'><channel>{''.join(f'<item>{each}</item>' for each in inner)}</channel></rss>"


SAME = "<title>Systems Officer</title><link>https://x.example/search</link><guid>one</guid>"


@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_entries_alike_in_everything_are_one(imported, times: int) -> None:
    other = "<title>Payroll Officer</title><link>https://x.example/search</link><guid>one</guid>"
    first = imported("same.xml", items(other, *[SAME] * times))
    again = imported("same.xml", items(other, *[SAME] * times))
    assert (first["items"], first["folded"]) == (times + 1, times - 1)
    assert (again["items"], again["folded"], again["changed"]) == (times + 1, times - 1, 0)


def test_entries_without_anything_to_know_them_by_are_rejected_each_time(imported) -> None:
    nothing = items("<description>No title, no link.</description>", "<description>Nor this one.</description>")
    assert imported("nothing.xml", nothing)["rejected"] == 2
    assert imported("nothing.xml", nothing)["rejected"] == 2


def test_records_that_are_none_are_rejected_each_time(imported) -> None:
    body = json.dumps(
        {"jobs": [{"title": "Cook", "url": "https://x.example/1", "salary": "£1"}, None, None, "odd", "odd"]}
    )
    for _ in range(2):
        outcome = imported("odd.json", body)
        assert (outcome["items"], outcome["rejected"] + outcome["folded"]) == (5, 4)


@pytest.mark.parametrize(
    ("name", "body", "error"),
    [
        ("bomb.xml", b'<!DOCTYPE lolz [<!ENTITY lol "lol">]><rss><channel/></rss>', "forbidden_dtd"),
        ("page.html", b"<!doctype html><html><body>Sign in</body></html>", "not_a_feed"),
        ("empty.xml", b"<rss version='2.0'><channel></channel></rss>", "suspect"),
        ("nothing.xml", b"  ", "not_a_feed"),
        ("noise.bin", bytes(range(256)) * 40, "not_a_feed"),
        ("deep.json", b"[" * 100_000, "not_a_feed"),
    ],
)
def test_what_cannot_be_taken_in_has_a_code(imported, name: str, body: bytes, error: str) -> None:
    outcome = imported(name, body)
    assert (outcome["error"], outcome["items"]) == (error, 0)
