"""How well employers are told: `python -m bench employers` (counts), `--misses` (what went wrong in the development half).

Every distinct employer falls by the hash of its name into a development half, whose misses may be looked at, or a
held-out half, of which only counts are shown. What is expected comes from the official lists and from the kind of
board, never from the register that is measured. Needs ../shared; without it there is nothing to measure.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.employers.findings import EmployerFinding
from portal.employers.matching import find_employer
from portal.employers.names import canonical
from portal.employers.register import load_register

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
BODIES = SHARED / "reference" / "bodies"
NHS_JOBS = "https://beta.jobs.nhs.uk/candidate/jobadvert/0"


@dataclass(frozen=True, slots=True)
class Case:
    """One employer as an advert gave it, how many adverts it stands for, and what is expected (empty: not known)."""

    source: str
    employer: str
    number: int = 1
    url: str = ""
    description: str = ""
    place: str = ""
    public: frozenset[str] = frozenset()
    sector: frozenset[str] = frozenset()


def held_out(case: Case) -> bool:
    words = canonical(case.employer) or case.description[:200]
    return hashlib.sha256(words.encode()).digest()[0] % 2 == 1


def official_sectors() -> dict[str, frozenset[str]]:
    """Canonical name to sector, straight from the official lists."""
    sectors: dict[str, set[str]] = {}
    forms = {
        "Ministerial department": "civil_service",
        "Non-ministerial department": "civil_service",
        "Executive agency": "alb",
        "Executive non-departmental public body": "alb",
        "Devolved government": "devolved",
        "Special health authority": "nhs",
    }
    for row in _rows(BODIES / "govuk_organisations_api_2026-06.csv"):
        sector = forms.get(row["format"])
        devolved = any(nation in row["parents"] for nation in ("Northern Ireland", "Welsh Gov", "Scottish Gov"))
        if sector and not devolved and row["govuk_status"] != "closed" and "(Northern Ireland)" not in row["title"]:
            sectors.setdefault(canonical(row["title"]), set()).add(sector)
    for row in _rows(BODIES / "mysociety_uk_local_authorities_future.csv"):
        sectors.setdefault(canonical(row["official-name"]), set()).add("local_government")
    for name in ("nhs_trusts_england_ods.csv", "nhs_icb_ods_gss.csv", "nhs_wales_local_health_boards.csv"):
        for row in _rows(BODIES / name):
            sectors.setdefault(canonical(row.get("name") or row.get("boundary_name") or ""), set()).add("nhs")
    for row in _rows(BODIES / "uk_universities_hipo.csv"):
        sectors.setdefault(canonical(row.get("name", "")), set()).add("education")
    return {name: frozenset(found) for name, found in sectors.items() if name}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="") as lines:
            yield from csv.DictReader(lines)
    else:
        with path.open(encoding="utf-8", errors="replace", newline="") as lines:
            yield from csv.DictReader(lines)


def labelled() -> Iterator[Case]:
    for line in (SHARED / "labelled" / "adverts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        advert, label = row["advert"], row["label"]
        yield Case(
            "labelled",
            advert.get("employer") or "",
            1,
            advert.get("url") or "",
            advert.get("description") or "",
            advert.get("location") or "",
            frozenset(label["public_sector"]),
            frozenset(label["sector"]),
        )


def advertised() -> Iterator[Case]:
    """Distinct employers of every board; NHS adverts of 2020 with their text, once as they are and once without the name."""
    adverts = SHARED / "adverts"
    official = official_sectors()
    yes = frozenset(("yes",))

    def expected(name: str) -> tuple[frozenset[str], frozenset[str]]:
        sector = official.get(canonical(name), frozenset())
        return (yes if sector else frozenset(), sector)

    seen: set[tuple[str, str]] = set()
    with gzip.open(adverts / "nhs_jobs_2020-11_jobposting.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            name, text = row["hiringOrganization"]["name"], row.get("description") or ""
            public, sector = expected(name)
            if ("nhs 2020", name) not in seen:
                seen.add(("nhs 2020", name))
                yield Case("nhs 2020", name, 1, row["url"], text, "", public, sector)
                if sector:
                    yield Case("nhs 2020, name taken away", "", 1, row["url"], text, "", public, sector)
    boards = {
        "nhs_jobs_2026_xmlapi": ("nhs 2026", NHS_JOBS, frozenset()),
        "nhs_jobs_wales_2020": ("nhs wales", NHS_JOBS, frozenset()),
        "civil_service_jobs_2025_26": ("civil service", "https://www.civilservicejobs.service.gov.uk/csr/0", yes),
        "civil_service_jobs_html_2023": ("civil service", "https://www.civilservicejobs.service.gov.uk/csr/0", yes),
        "north_east_councils_2026": ("north east", "https://www.northeastjobs.org.uk/job/0", frozenset()),
        "dfe_teaching_vacancies_2026": ("teaching", "https://teaching-vacancies.service.gov.uk/jobs/x", yes),
    }
    for row in _rows(SHARED / "strings" / "employer_names.csv"):
        if row["source"] in boards:
            source, url, always = boards[row["source"]]
            public, sector = expected(row["employer"])
            if source == "teaching":
                sector = sector or frozenset(("education",))
            yield Case(source, row["employer"], int(row["count"]), url, "", "", public or always, sector)
    for row in _rows(SHARED / "strings" / "employer_names.csv"):
        if row["source"] == "dfe_teaching_vacancies_2026":
            yield Case(
                "teaching, other board", row["employer"], int(row["count"]), "", "", "", yes, frozenset(("education",))
            )
    for source, name, column in (
        ("adzuna 2013", "adzuna_2013_titles_categories.csv.gz", "Company"),
        ("adzuna 2017", "adzuna_api_gb_data_jobs_2017-03.csv.gz", "company.display_name"),
    ):
        for employer, number in Counter(row[column] or "" for row in _rows(adverts / name)).items():
            public, sector = expected(employer)
            yield Case(source, employer, number, "", "", "", public, sector)


def told(case: Case) -> EmployerFinding:
    return find_employer(employer=case.employer, url=case.url, description=case.description, place=case.place)


def report(cases: list[Case], *, misses: bool, show: str | None) -> None:
    for source in dict.fromkeys(case.source for case in cases):
        for half in (False, True):
            mine = [case for case in cases if case.source == source and held_out(case) is half]
            findings = [told(case) for case in mine]
            pairs = list(zip(mine, findings, strict=True))
            public = [finding.public_sector in case.public for case, finding in pairs if case.public]
            sector = [finding.sector in case.sector for case, finding in pairs if case.sector]
            print(
                f"{source:26} {'held out   ' if half else 'development'} {len(mine):6} employers"
                f" | public {_share(public)} sector {_share(sector)}"
                f" | in the register {sum(finding.organisation is not None for finding in findings):5}"
                f" | {_counts(finding.public_sector for finding in findings)} | {_counts(finding.sector for finding in findings)}"
            )
            if half:
                continue
            for case, finding in pairs:
                wrong = (case.public and finding.public_sector not in case.public) or (
                    case.sector and finding.sector not in case.sector
                )
                if (misses and wrong) or (show and source.startswith(show)):
                    print(
                        f"    {case.employer!r} ({case.number}): {finding.public_sector} {finding.sector} {finding.organisation};"
                        f" {'; '.join(finding.evidence)}{'; expected ' + '/'.join(sorted(case.sector)) if wrong else ''}"
                    )


def _share(right: list[bool]) -> str:
    return f"{sum(right)}/{len(right)} = {sum(right) / len(right):.3f}" if right else "-"


def _counts(values: Iterator[str] | object) -> str:
    return " ".join(f"{name}:{number}" for name, number in Counter(values).most_common())  # type: ignore[call-overload]


def main(words: list[str]) -> int:
    options = argparse.ArgumentParser(prog="python -m bench employers", description=__doc__)
    options.add_argument("--misses", action="store_true", help="list what is wrong in the development half")
    options.add_argument("--show", metavar="SOURCE", help="list every employer of this source's development half")
    options.add_argument("--only", metavar="SOURCE", help="measure sources whose name begins so")
    chosen = options.parse_args(words)
    if not SHARED.exists():
        print("Nothing to measure: ../shared is not beside the project.")
        return 1
    began = time.perf_counter()
    load_register()
    loaded = time.perf_counter()
    cases = [case for case in (*labelled(), *advertised()) if not chosen.only or case.source.startswith(chosen.only)]
    asked = time.perf_counter()
    report(cases, misses=chosen.misses, show=chosen.show)
    spent = time.perf_counter() - asked
    print(
        f"register loaded in {(loaded - began) * 1000:.0f} ms; {len(cases)} employers told at {spent / max(len(cases), 1) * 1000:.2f} ms each"
    )
    return 0
