"""`flask feeds add`, `map`, `list`, `show`, `pause`, `resume`, `remove`, as an operator uses them."""

import json

import pytest

RSS = """<rss version="2.0"><channel><title>Jobs at Leeds City Council</title>
<item><title>Network Engineer</title><link>https://jobs.leeds.example/1</link>
  <description>&lt;p&gt;Look after firewalls, routers and servers for the council. Salary: £35,000 a year&lt;/p&gt;</description></item>
<item><title>School Cook</title><link>https://jobs.leeds.example/2</link><description>Cook lunches.</description></item>
<item><title>No address</title></item>
</channel></rss>"""
VENDOR = {
    "list": [
        {"ref": f"R{n}", "name": name, "vacancy": f"https://v.example/{n}", "body": f"Work in information technology, number {n}.",
         "salary": "£40,000", "closing": "2027-01-31", "who": "Leeds City Council"}
        for n, name in enumerate(["Software Developer", "Data Engineer", "Cyber Security Analyst", "Cook"])
    ]
}  # fmt: skip


@pytest.fixture
def run(polled):
    def invoke(*args: str):
        return polled.test_cli_runner().invoke(args=["feeds", *args])

    return invoke


def as_json(result) -> dict:
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_adding_shows_what_would_be_taken_in_and_twice_is_safe(run, hostile) -> None:
    hostile.answers["/jobs"] = RSS
    tried = as_json(run("add", hostile.address("/jobs"), "--dry-run", "--json"))
    assert (tried["kind"], tried["registered"]) == ("rss", False)
    assert tried["preview"]["items"] == 3
    assert (tried["preview"]["new"], tried["preview"]["counted"], tried["preview"]["rejected"]) == (1, 1, 1)
    assert tried["preview"]["titles"] == ["Network Engineer"]
    assert run("list").output.startswith("No sources yet")

    added = run("add", hostile.address("/jobs"), "--organisation", "leeds city council")
    assert "Would take in 3 entries: 1 new, 1 counted, 1 rejected." in added.output
    assert "Source 1: Jobs at Leeds City Council (rss)." in added.output
    again = run("add", hostile.address("/jobs"))
    assert again.exit_code == 0
    assert "Source 1 is already there" in again.output
    shown = as_json(run("show", "1", "--json"))
    assert (shown["organisation"], shown["health"], shown["kind"]) == ("Leeds City Council", "new", "rss")


def test_a_page_leads_to_its_feed_and_the_candidates_are_listed(run, hostile) -> None:
    hostile.answers["/"] = (
        '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/news">'
        '<link rel="alternate" type="application/rss+xml" href="/jobs"></head></html>'
    )
    hostile.answers["/jobs"] = RSS
    hostile.answers["/news"] = "<rss version='2.0'><channel><item><title>Road closes</title></item></channel></rss>"
    result = run("add", hostile.address("/"))
    assert (
        f"chosen  rss          {hostile.address('/jobs')}  (the page announces this feed; 3 entries)" in result.output
    )
    assert hostile.address("/news") in result.output


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("file:///etc/passwd", "is not a web address"),
        ("ftp://x", "is not a web address"),
        ("http://127.0.0.1:9/", "blocked_address"),
        ("https://user:pw@x.example/", "Leave the user name and password out"),
    ],
)
def test_a_refused_address_is_said_plainly_and_nothing_is_kept(run, address: str, says: str) -> None:
    result = run("add", address)
    assert result.exit_code == 1
    assert says in result.output
    assert "Nothing was registered." in result.output
    assert run("list").output.startswith("No sources yet")


def test_an_unknown_kind_is_asked_wrongly_and_an_unknown_body_is_helped(run, hostile) -> None:
    assert run("add", "http://x.example", "--kind", "telegram").exit_code == 2
    result = run("add", hostile.address("/jobs"), "--organisation", "Leeds Sity Counsel Authority")
    assert result.exit_code == 1
    assert "There is no public body called" in result.output
    assert hostile.asked == []


def test_a_source_whose_kind_is_named_is_registered_unseen(run) -> None:
    result = run("add", "http://127.0.0.1:9/feed", "--kind", "rss", "--name", "Later")
    assert result.exit_code == 0
    assert "could not be looked at now" in result.output
    assert "Source 1: Later (rss)" in result.output


def test_a_mapping_is_shown_corrected_and_guarded(run, hostile) -> None:
    hostile.answers["/list"] = json.dumps(VENDOR)
    added = as_json(run("add", hostile.address("/list"), "--json"))
    assert added["kind"] == "mapped"
    before = as_json(run("map", "1", "--json"))
    assert before["fields"]["title"] == "name"
    assert "employer" not in before["fields"]
    assert [entry["title"] for entry in before["preview"]] == [
        "Software Developer",
        "Data Engineer",
        "Cyber Security Analyst",
    ]

    after = as_json(run("map", "1", "employer=who", "reference=", "address=vacancy | ref", "--json"))
    assert after["fields"]["employer"] == "who"
    assert "reference" not in after["fields"]
    assert after["preview"][0]["employer"] == "Leeds City Council"

    for wrong, says in (
        ("colour=who", "There is no field 'colour'"),
        ("employer=nobody", "The entries hold nothing at 'nobody'"),
        ("records=elsewhere", "There are no records at 'elsewhere'. There are some at"),
        ("title=", "A vacancy needs a title"),
    ):
        refused = run("map", "1", wrong)
        assert refused.exit_code == 1
        assert says in refused.output
        assert as_json(run("map", "1", "--json"))["fields"] == after["fields"]
    assert run("map", "1", "nonsense").exit_code == 2

    polled = run("poll", "--source", "1", "--json")
    outcome = json.loads(polled.output.splitlines()[0])
    assert outcome["items"] == 4
    assert outcome["new"] == 3


def test_an_imported_list_is_mapped_the_same_way(run, tmp_path) -> None:
    path = tmp_path / "vendor.json"
    path.write_text(json.dumps(VENDOR))
    first = as_json(run("import", str(path), "--json"))
    assert (first["kind"], first["items"], first["new"]) == ("mapped", 4, 0)
    assert "Leeds City Council" in run("map", "1", "employer=who").output
    again = as_json(run("import", str(path), "--json"))
    assert sum(again[part] for part in ("new", "changed", "unchanged", "folded", "counted", "held", "rejected")) == 4


def test_what_is_no_list_of_vacancies_is_refused_unless_it_is_named(run, tmp_path) -> None:
    path = tmp_path / "staff.json"
    path.write_text(json.dumps({"staff": [{"name": "A Field", "jobTitle": "IT Manager", "email": "a@x.example"}] * 2}))
    refused = run("import", str(path), "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.output.splitlines()[0])["error"] == "not_a_feed"
    assert "do not look like vacancies" in run("import", str(path)).output
    forced = as_json(run("import", str(path), "--kind", "mapped", "--json"))
    assert (forced["kind"], forced["items"]) == ("mapped", 2)


def test_pausing_resuming_and_removing(run, hostile) -> None:
    hostile.answers["/jobs"] = RSS
    run("add", hostile.address("/jobs"))
    assert "is paused" in run("pause", "1").output
    assert as_json(run("list", "--json"))["next_check"] is None
    assert "will be asked again" in run("resume", "1").output
    assert run("poll", "--source", "1").exit_code == 0
    listed = as_json(run("list", "--json"))
    assert (listed["health"], listed["last"]["items"], listed["last"]["rejected"], listed["error"]) == (
        "healthy",
        3,
        1,
        None,
    )
    assert "is retired" in run("remove", "1").output
    assert run("list").output.startswith("No sources yet")
    assert as_json(run("list", "--retired", "--json"))["health"] == "retired"
    assert run("pause", "7").exit_code == 1

    hostile.answers["/other"] = RSS
    run("add", hostile.address("/other"))
    assert "is removed; it had brought nothing" in run("remove", "2").output
    assert run("show", "2").exit_code == 1


def test_polling_says_when_there_is_nothing_to_poll(run) -> None:
    nobody = run("poll", "--source", "999")
    assert (nobody.exit_code, "There is no source 999" in nobody.output) == (1, True), nobody.output
    idle = run("poll", "--due")
    assert (idle.exit_code, idle.output) == (0, "No source is due.\n")
