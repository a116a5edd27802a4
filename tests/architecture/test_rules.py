"""The rules of the house that a linter of imports cannot see."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from portal.access import ACCESS, account, assessor, consultant, desks, employer, public, staff
from portal.config import ROOT

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "services", "service", "managers", "manager"}
SOURCES = sorted(path for room in ("portal", "search_index") for path in (ROOT / room).rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
VERSIONS = sorted((ROOT / "portal" / "migrations" / "versions").glob("*.py"))
MAY_READ_ENVIRONMENT = {"portal/config.py", "portal/up.py"}
PARTS_OF_ACCESS = (account, assessor, consultant, desks, employer, public, staff)
DOORS = {"person": ("account", "employer"), "member": ("account",)}
MAY_COMMIT = {"portal/database/transaction.py", "portal/migrations/env.py"}
SPEAKS = {
    "whoosh": ("search_index/",),
    "feedparser": ("portal/feeds/formats/",),
    "stripe": ("portal/billing/gateway.py",),
    "huey": ("portal/jobs/",),
    "urllib3": ("portal/feeds/fetching.py", "portal/feeds/reaching.py"),
    # supervising asks the portal's own worker, and runs before any package is there.
    "http.client": ("portal/feeds/fetching.py", "portal/supervising.py"),
    "urllib.request": (),
    "requests": (),
    "httpx": (),
    "smtplib": ("portal/mail/",),
    "fpdf": ("portal/web/paper.py", "portal/invoicing/pdf.py", "portal/evidence/printing.py"),
    "facturx": ("portal/invoicing/einvoice.py",),
    "xlsxwriter": ("portal/invoicing/",),
    "gunicorn": (),
    "icalendar": ("portal/interviewing/calendars.py",),
}
SAFE_ON_PURPOSE: dict[str, str] = {
    "row.title_html": "search_index.highlighting escapes the title and adds only <mark>",
    "row.extract_html": "search_index.highlighting escapes the extract and adds only <mark>",
    "page.description": "sanitised by feeds.normalising before it is stored (tests/feeds), or by posting.marking_up",
    "beside.preview": "sanitised by posting.marking_up (tests/posting/answers/test_whole.py)",
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{each.name}" for each in node.names}
    return found


def test_every_address_is_in_the_access_table_and_the_table_names_no_other(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)


def test_no_address_stands_in_the_tables_of_two_doors() -> None:
    tables = [value for part in PARTS_OF_ACCESS for name, value in vars(part).items() if name.endswith("_ACCESS")]
    assert sum(map(len, tables)) == len(ACCESS)


def test_the_table_names_the_methods_that_each_address_takes(app: Flask) -> None:
    takes: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        takes.setdefault(rule.endpoint, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    for endpoint, methods in takes.items():
        said = ", ".join(f'"{each}"' for each in sorted(methods))
        assert set(ACCESS[endpoint].methods) == methods, f"{endpoint} in portal/access needs .by({said})"


def test_every_address_stands_behind_the_door_of_whoever_may_ask(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        door = rule.rule.split("/")[1]
        for who in ACCESS[rule.endpoint].who:
            doors = DOORS.get(who, (who,))
            assert who == "anyone" or door in doors, f"{rule.rule} is for {who} but not behind one of {doors}"


def test_an_address_says_which_part_of_it_is_secret(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        secrets = {each for each in rule.arguments if each in ("token", "secret", "code")}
        said = {ACCESS[rule.endpoint].secret} - {""}
        assert said == secrets, f'{rule.rule} holds {secrets or "no secret"}: say secret="…" in portal/access'


def test_only_what_the_table_excepts_takes_an_unsafe_method_without_a_token(app: Flask) -> None:
    excepted = set()
    csrf = app.extensions["csrf"]
    for rule in app.url_map.iter_rules():
        view, blueprint = app.view_functions[rule.endpoint], app.blueprints.get(rule.endpoint.rpartition(".")[0])
        if f"{view.__module__}.{view.__name__}" in csrf._exempt_views or blueprint in csrf._exempt_blueprints:
            excepted.add(rule.endpoint)
    assert excepted == {endpoint for endpoint, access in ACCESS.items() if access.without_token}


def test_only_counted_and_recorded_reading_writes_when_it_is_asked_for(app: Flask) -> None:
    asked = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    writing = {rule.rule for rule in asked if ACCESS[rule.endpoint].writes}
    assert writing == {
        "/go/<reference>",
        "/vacancies/<reference>",
        "/vacancies.json",
        "/vacancies.<any(atom,rss):shape>",
        "/staff/people",
        "/staff/people/<reference>",
    }


def test_the_same_application_can_be_built_twice(make_app) -> None:
    first, second = make_app(), make_app()
    assert [r.rule for r in first.url_map.iter_rules()] == [r.rule for r in second.url_map.iter_rules()]
    assert {first.test_client().get("/healthz").status_code, second.test_client().get("/healthz").status_code} == {200}


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    if named(path) in MAY_READ_ENVIRONMENT:
        return
    used = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert not used & {"os.environ", "os.getenv", "os.environb", "os.putenv"}
    assert not imported(path) & {"os.environ", "os.getenv"}


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_only_the_transaction_commits(path: Path) -> None:
    if named(path) in MAY_COMMIT:
        return
    calls = [
        node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    commits = [ast.unparse(call.func) for call in calls if call.func.attr in ("commit", "begin_nested")]
    on_the_database = [each for each in commits if re.search(r"session|connection|engine", each)]
    assert on_the_database == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_foreign_tongues_are_spoken_only_in_their_rooms(path: Path) -> None:
    for tongue, rooms in SPEAKS.items():
        spoken = {each for each in imported(path) if each == tongue or each.startswith(f"{tongue}.")}
        assert not spoken or named(path).startswith(rooms), f"{named(path)} speaks {tongue}"


def test_no_file_has_a_name_that_says_nothing() -> None:
    everything = [*SOURCES, *TEMPLATES, *(ROOT / "tests").rglob("*.py")]
    assert [named(path) for path in everything if {path.stem, path.parent.name} & FORBIDDEN_NAMES] == []


def test_a_page_stands_beside_a_view() -> None:
    rendered = set()
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                rendered.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                rendered.add("".join(part.value if isinstance(part, ast.Constant) else "*" for part in node.values))
    pages = [path.relative_to(ROOT / "templates") for path in TEMPLATES]
    orphans = [
        page.as_posix()
        for page in pages
        if page.parts[0] not in ("layouts", "components", "errors")
        and not page.name.startswith("_")
        and page.as_posix() not in rendered
        and not any("*" in name and page.match(name) for name in rendered)
    ]
    assert orphans == []
    for page in pages:
        room = ROOT / "portal" / page.parts[0]
        of_all = page.parts[0] in ("layouts", "components", "errors", "web")
        assert of_all or (room if page.parts[1] == "mail" else room / "views").is_dir(), page


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_trusts_nothing(path: Path) -> None:
    words = path.read_text()
    trusted = {each.strip() for each in re.findall(r"\{\{-?\s*([^{}|]+?)\s*\|[^{}]*\bsafe\b", words)}
    assert trusted <= set(SAFE_ON_PURPOSE), "say in SAFE_ON_PURPOSE why this needs no escaping"
    assert not re.search(r"\{%-?\s*autoescape\s+false", words)
    if path.suffix == ".html":
        assert not re.search(r"<[a-z][^<>]*?\s[\w-]+=\{\{", words), "an attribute without quotes"
        assert not re.search(r"<[a-z][^<>]*\sstyle=", words), "an inline style, which the policy refuses"
        assert not re.search(r"<[a-z][^<>]*\son\w+=", words), "an inline handler, which the policy refuses"
        assert "<style" not in words
        assert not re.search(r"<script(?![^>]*(?:nonce=|application/ld\+json))", words), "a script without the nonce"
        assert not re.search(r"(?:src|href)=\"https?://(?!\{\{)[^\"]*\.(?:js|css|png|svg|woff2?)\b", words), (
            "a third party's file"
        )


def revision(path: Path) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for node in tree(path).body:
        target = (
            node.targets[0]
            if isinstance(node, ast.Assign)
            else node.target
            if isinstance(node, ast.AnnAssign)
            else None
        )
        if isinstance(target, ast.Name) and isinstance(getattr(node, "value", None), ast.Constant):
            found[target.id] = node.value.value  # type: ignore[union-attr]
    return found


def test_migrations_are_numbered_and_follow_one_another() -> None:
    """Each follows the one with the next lower number. A number that a colleague has yet to land may be missing: whoever
    lands it re-points the one after it."""
    before, last = None, 0
    for path in VERSIONS:
        facts, number = revision(path), int(path.stem[:4])
        assert number > last and facts["revision"] == path.stem
        assert facts["down_revision"] == before, f"{path.stem} is to follow {before}"
        before, last = path.stem, number


@pytest.mark.parametrize("path", VERSIONS, ids=named)
def test_a_migration_imports_nothing_of_the_application_and_goes_both_ways(path: Path) -> None:
    assert not {each for each in imported(path) if each.split(".")[0] in ("portal", "search_index")}
    bodies = {node.name: node.body for node in tree(path).body if isinstance(node, ast.FunctionDef)}
    assert all(any(not isinstance(each, ast.Pass) for each in bodies[name]) for name in ("upgrade", "downgrade"))
    assert (ast.get_docstring(tree(path)) or "").strip()


def test_every_room_has_its_tests_and_no_test_stands_alone() -> None:
    rooms = {path.name for path in (ROOT / "portal").iterdir() if (path / "__init__.py").exists()} | {"search_index"}
    tested = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and any(path.glob("test_*.py"))}
    assert tested - rooms <= {"access", "architecture", "journeys", "bench", "stripe_server"}


def test_settings_of_flask_that_matter_are_set(app: Flask) -> None:
    assert app.config["MAX_CONTENT_LENGTH"] == 1_000_000
    assert app.config["SESSION_COOKIE_HTTPONLY"] and app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert app.jinja_env.autoescape
