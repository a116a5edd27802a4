"""Every captured and every torture document that the team shares, taken in through the command line.

The folder lies beside the project and is no part of it; without it these tests are skipped. What is expected of each
captured document is how many entries it holds, its kind, and the share of them in which a fact that it states is found.
"""

import csv
import json
from pathlib import Path

import pytest

from portal.config import ROOT
from portal.feeds.detecting import detect
from portal.feeds.formats import table
from portal.feeds.items import FeedItem, FormatError
from portal.vacancies.planning import PARTS

SHARED = ROOT.parent / "shared"
FEEDS, TORTURE = SHARED / "feeds", SHARED / "feeds-torture"
pytestmark = pytest.mark.skipif(not FEEDS.is_dir(), reason="the shared feeds are not here")

CORE = ("title", "address")
EXPECTED: dict[str, tuple[str | None, int, tuple[str, ...]]] = {
    "uk-public/moj-oleeo-2017-10-11.atom.xml": ("oleeo", 193, (*CORE, "salary", "locations", "closing", "posted", "reference", "category")),
    "uk-public/moj-oleeo-simple.atom.xml": ("oleeo", 4, (*CORE, "salary", "locations", "closing", "reference")),
    "uk-public/exec-appointments-jobs.xml": ("mapped", 4, (*CORE, "employer", "salary", "locations", "closing", "posted", "description")),
    "uk-public/dfe-ats-ventrus.xml": ("rss", 1, (*CORE, "salary", "locations", "closing", "contract", "pattern", "description")),
    "uk-public/dfe-ats-ventrus-with-parental-leave-cover.xml": ("rss", 1, (*CORE, "salary", "closing", "contract")),
    "uk-public/dfe-ats-fusion.json": ("mapped", 1, (*CORE, "salary", "closing", "contract", "pattern", "description", "reference")),
    "uk-public/nhs-jobs-search-xml-2026-08.xml": ("nhs_jobs", 1629, (*CORE, "employer", "salary", "locations", "closing", "posted", "contract")),
    "uk-public/north-east-jobs-2026-08.rss.xml": ("north_east_jobs", 34, (*CORE, "employer", "salary", "locations", "closing", "posted")),
    "uk-public/adzuna-gb-api-2023-01-1.json": ("adzuna", 50, (*CORE, "employer", "salary", "locations", "posted", "category")),
    "intl-public/usajobs-search-api.json": ("mapped", 10, (*CORE, "employer", "salary", "locations", "closing", "posted", "contract", "pattern", "description")),
    "intl-public/neogov-michigan-less-items.rss": ("rss", 2, (*CORE, "locations", "closing", "posted", "employment_type")),
    "intl-public/sweden-region-vasterbotten.xml": ("indeed", 18, (*CORE, "employer", "locations", "posted", "closing", "reference", "description")),
    "intl-public/victoria-councils-jobsight.rss.xml": ("rss", 250, (*CORE, "description", "posted")),
    "intl-public/victoria-councils-bandsight-small.rss.xml": ("rss", 76, (*CORE, "description", "posted", "category")),
    "intl-public/korea-gojobs.rss.xml": ("rss", 9, (*CORE, "description")),
    "intl-public/unhcr-jobs.rss.xml": ("rss", 56, (*CORE, "description", "posted")),
    "intl-public/worldbank-jobs.rss.xml": ("rss", 6, (*CORE, "description", "posted")),
    "intl-public/helvetas-jobs.rss.xml": ("rss", 1, (*CORE, "description", "posted")),
    "intl-public/idb-jobs.rss.xml": ("rss", 30, (*CORE, "posted")),
    "intl-public/empty-unwomen.rss.xml": ("rss", 0, ()),
    "boards/weworkremotely-2015-04.rss.xml": ("rss", 25, (*CORE, "description", "posted")),
    "boards/weworkremotely-2021.rss.xml": ("rss", 4, (*CORE, "description", "posted", "locations", "category")),
    "boards/remotive-2026-08.json": ("mapped", 5, (*CORE, "employer", "locations", "posted", "description")),
    "boards/arbeitnow-2026-08.json": ("mapped", 5, (*CORE, "employer", "locations", "posted", "description", "category")),
    "boards/himalayas-2026-08.json": ("mapped", 4, (*CORE, "employer", "locations", "posted", "closing", "employment_type", "description")),
    "boards/startupjobs-cz-feed.xml": ("mapped", 2, (*CORE, "employer", "locations", "employment_type", "description")),
    "boards/startupjobs-cz-feed-cities.xml": ("mapped", 1, (*CORE, "employer", "locations", "employment_type")),
    "boards/startupjobs-cz-feed.json": ("mapped", 5, (*CORE, "employer", "locations", "employment_type")),
    "boards/indeed-format-paretti-pl.xml": ("indeed", 600, (*CORE, "locations", "posted", "reference", "description")),
    "boards/careerjet-format-paretti-pl.xml": ("mapped", 600, (*CORE, "employer", "description")),
    "boards/indeed-format-peoplepro-mx.xml": ("indeed", 31, (*CORE, "employer", "locations", "posted", "description")),
    "boards/indeed-format-remotetalents-nl.xml": ("indeed", 2, (*CORE, "employer", "locations", "posted", "employment_type")),
    "boards/indeed-format-gulfjobs.xml": ("indeed", 52, (*CORE, "employer", "locations", "salary", "posted", "category")),
    "boards/hn-2026-08.json": (None, 0, ()),
    "ats/greenhouse-gitlab.json": ("greenhouse", 2, (*CORE, "employer", "locations", "posted", "description", "category")),
    "ats/lever-matchgroup.json": ("lever", 2, (*CORE, "locations", "posted", "description", "workplace")),
    "ats/ashby-linear.json": ("ashby", 2, (*CORE, "locations", "posted", "description", "workplace")),
    "ats/ashby-pipeline.json": ("ashby", 3, (*CORE, "locations", "posted", "description")),
    "ats/ck-recruitee.json": ("recruitee", 2, (*CORE, "employer", "locations", "salary", "posted", "description", "workplace")),
    "ats/ck-teamtailor.json": ("teamtailor", 2, (*CORE, "locations", "posted")),
    "ats/ck-workable.json": ("workable", 2, (*CORE, "locations", "posted", "workplace")),
    "ats/ck-smartrecruiters.json": ("smartrecruiters", 1, (*CORE, "employer", "locations", "posted", "reference")),
    "ats/ck-personio.xml": ("personio", 2, (*CORE, "employer", "locations", "posted", "employment_type", "pattern")),
    "ats/ck-neogov.xml": ("rss", 2, (*CORE, "locations", "salary", "posted", "description")),
    "ats/ck-workday.json": ("mapped", 2, CORE),
    "ats/ck-oracle-orc.json": ("mapped", 2, ("title", "locations", "posted")),
    "ats/ck-eightfold.json": ("mapped", 2, (*CORE, "locations", "posted")),
    "ats/ck-bamboohr.json": ("mapped", 2, ("title", "locations", "employment_type")),
}  # fmt: skip
PARTLY = {
    ("boards/predoc-ra-jobs.xml", "address"): 0.95,
    ("boards/predoc-ra-jobs.xml", "closing"): 0.4,
    ("boards/careerjet-format-paretti-pl.xml", "locations"): 0.6,
    ("boards/himalayas-2026-08.json", "salary"): 0.5,
    ("boards/remotive-2026-08.json", "salary"): 0.6,
    ("intl-public/victoria-councils-bandsight-small.rss.xml", "employer"): 0.8,
    ("intl-public/victoria-councils-bandsight-small.rss.xml", "salary"): 0.4,
    ("uk-public/north-east-jobs-2026-08.rss.xml", "pattern"): 0.9,
    ("uk-public/adzuna-gb-api-2023-01-1.json", "pattern"): 0.9,
}


def items_of(name: str) -> tuple[str | None, tuple[FeedItem, ...]]:
    body = (FEEDS / name).read_bytes()
    address = f"https://import.invalid/{name}"
    found = detect(body, address=address)
    if found.kind is None:
        return None, ()
    mapping = found.mapping.to_data() if found.mapping else None
    return found.kind, table.read(found.kind, body, address=address, mapping=mapping).items


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_captured_document_states_is_found(name: str) -> None:
    kind, many, stated = EXPECTED[name]
    found, items = items_of(name)
    assert (found, len(items)) == (kind, many)
    missing = {field: [item.title for item in items if not getattr(item, field)][:3] for field in stated}
    assert {field: titles for field, titles in missing.items() if titles} == {}


@pytest.mark.parametrize(("name", "field"), PARTLY)
def test_what_a_captured_document_states_in_part_is_found_there(name: str, field: str) -> None:
    _, items = items_of(name)
    assert sum(1 for item in items if getattr(item, field)) / len(items) >= PARTLY[name, field]


def test_job_postings_of_the_nhs_are_found_whole() -> None:
    for path in sorted((FEEDS / "uk-public" / "nhs-jobposting").glob("*.json")):
        kind, (item,) = items_of(f"uk-public/nhs-jobposting/{path.name}")
        assert kind == "job_posting"
        assert all((item.title, item.address, item.employer, item.locations, item.salary, item.closing, item.posted))


def test_the_index_counts_what_we_count() -> None:
    with (FEEDS / "INDEX.csv").open(newline="") as lines:
        rows = {row["file"]: row["items"] for row in csv.DictReader(lines)}
    known = {name: many for name, (kind, many, _) in EXPECTED.items() if kind}
    # Oracle's and BambooHR's captures hold one page of more; the index counts otherwise there.
    differs = {name for name, many in known.items() if rows.get(name, "").isdigit() and int(rows[name]) != many}
    assert differs <= {"ats/ck-oracle-orc.json", "boards/hn-2026-08.json"}


def documents() -> list[Path]:
    folders = [folder for folder in (FEEDS, TORTURE) if folder.is_dir()]
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in found if path.suffix not in (".csv", ".md")]


@pytest.mark.slow
def test_every_document_is_taken_in_with_every_entry_accounted_for(app) -> None:
    names = [str(path) for path in documents()]
    assert len(names) > 250
    result = app.test_cli_runner().invoke(args=["feeds", "import", *names, "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    outcomes = [json.loads(line) for line in result.output.splitlines()]
    assert len(outcomes) == len(names)
    for outcome in outcomes:
        assert sum(outcome[part] for part in PARTS) == outcome["items"], outcome["source"]
        assert outcome["error"] in (None, "not_a_feed", "forbidden_dtd", "suspect", "parse_limit"), outcome["source"]
    # A second time nothing is new: the same documents hold the same entries.
    again = app.test_cli_runner().invoke(args=["feeds", "import", *names[:60], "--json"])
    for first, second in zip(outcomes, (json.loads(line) for line in again.output.splitlines()), strict=False):
        assert (second["items"], second["new"], second["changed"]) == (first["items"], 0, 0), second["source"]


@pytest.mark.slow
@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_no_document_breaks_any_reader(path: Path) -> None:
    """Whatever the bytes, each reader gives a document that adds up, or says why not."""
    body = path.read_bytes()[:300_000]
    for kind in table.FORMATS:
        try:
            whole = table.read(kind, body, address="https://x.example/")
        except FormatError as problem:
            assert problem.code in ("not_a_feed", "forbidden_dtd", "parse_limit")
        else:
            assert whole.entries == len(whole.items) + len(whole.unreadable) + whole.cut
