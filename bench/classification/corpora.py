"""The adverts on which classification is learnt and measured, where they lie beside the project.

Every corpus is split by a hash: a *development* part, which may be read, learnt from and argued about, and a *held-out*
part, on which is only counted. Adverts with a title that is among the labelled ones are left out of development
altogether, so that the labelled figures stay figures about adverts never learnt from.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from portal.classification.phrases import folded
from portal.foundation.markup import plain_text

Part = Literal["development", "held-out"]
Truth = Literal["yes", "borderline", "no"]
SHARED = Path(__file__).resolve().parents[3] / "shared"
_FILED_AS_ICT = re.compile(r"^Type of role\n(?:.+\n){0,5}?(?:Digital|Information Technology)$", re.MULTILINE)
JUDGED = Path(__file__).with_name("judged.csv")


@dataclass(frozen=True, slots=True)
class Sample:
    """One advert with what its publisher or its reader says of it; `truth` None where nobody has said."""

    source: str
    title: str
    employer: str
    description: str
    truth: Truth | None
    families: tuple[str, ...]
    part: Part


def key_of(title: str) -> str:
    """The name of a title in `judged.csv`: a hash, because no wording of an advert is kept in the project."""
    return hashlib.sha256(folded(title).encode()).hexdigest()[:12]


def part_of(key: str, *, held_out_of: int = 2) -> Part:
    return "held-out" if int(key[:8], 16) % held_out_of == held_out_of - 1 else "development"


def adzuna_titles() -> Iterator[Sample]:
    """40,000 titles with the category their board gave them (2013); a quarter is held out."""
    for number, row in enumerate(_rows("adzuna_2013_titles_categories.csv.gz")):
        yield _categorised("adzuna titles", row["Title"], "", row["Category"] == "IT Jobs", number)


def adzuna_descriptions() -> Iterator[Sample]:
    """6,000 beginnings of adverts found by words about data, with their category (2017)."""
    for number, row in enumerate(_rows("adzuna_api_gb_data_jobs_2017-03.csv.gz")):
        if row["category.tag"] != "unknown":
            text = plain_text(row["description"])
            yield _categorised("adzuna descriptions", row["title"], text, row["category.tag"] == "it-jobs", number)


def reed_titles() -> Iterator[Sample]:
    """12,000 titles with their category (2018)."""
    for number, row in enumerate(_rows("reed_uk_2018_titles_salaries.csv.gz")):
        yield _categorised("reed titles", row["job_title"], "", row["category"] == "it jobs", number)


def public_bodies() -> Iterator[Sample]:
    """Adverts of the NHS, schools, councils and the civil service, judged by title in `judged.csv`.

    A title of these sources that is not in the file was judged to be no ICT job.
    """
    judged = _judged()
    for source, title, employer, text in (*_nhs(), *_schools_and_councils(), *_civil_service()):
        key = key_of(title)
        part = part_of(key)
        # Nobody has judged the held-out part: there, only what is filed as digital or IT by its own publisher counts as known.
        filed = source == "civil service" and _FILED_AS_ICT.search(text)
        default: Truth | None = (
            "no" if part == "development" and source != "civil service" else "yes" if filed else None
        )
        truth, families = judged.get((source, key), (default, ()))
        yield Sample(source, title, employer, text, truth, families, part)


def labelled() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SHARED / "labelled" / "adverts.jsonl").read_text().splitlines()]


def labelled_titles() -> set[str]:
    return {key_of(row["advert"]["title"]) for row in labelled()}


def _categorised(source: str, title: str, text: str, is_ict: bool, number: int) -> Sample:
    key = hashlib.sha256(f"{number}:{title}".encode()).hexdigest()
    return Sample(source, title, "", text, "yes" if is_ict else "no", (), part_of(key, held_out_of=4))


def _judged() -> dict[tuple[str, str], tuple[Truth | None, tuple[str, ...]]]:
    with JUDGED.open(newline="") as lines:
        return {
            (row["source"], row["key"]): (row["ict"], tuple(row["families"].split()))  # type: ignore[misc]
            for row in csv.DictReader(lines)
        }


def _nhs() -> Iterator[tuple[str, str, str, str]]:
    with gzip.open(SHARED / "adverts" / "nhs_jobs_2020-11_jobposting.jsonl.gz", "rt") as lines:
        for line in lines:
            row = json.loads(line)
            yield "nhs", row["title"], row["hiringOrganization"]["name"], plain_text(row.get("description") or "")
    for row in _rows("nhs_jobs_2026-08_xmlapi_rows.csv.gz"):
        yield "nhs", row["title"], row["employer"], plain_text(row["description"] or "")


def _schools_and_councils() -> Iterator[tuple[str, str, str, str]]:
    for row in _rows("teaching_vacancies_2026-08.csv.gz"):
        yield "schools", row["title"], row["employer"], plain_text(row["description_excerpt"] or "")
    with (SHARED / "adverts" / "north_east_councils_nejobs_2026-07_08.csv").open() as lines:
        for row in csv.DictReader(lines):
            yield "councils", row["title"], row["employer"], ""


def _civil_service() -> Iterator[tuple[str, str, str, str]]:
    with gzip.open(SHARED / "adverts" / "civil_service_jobs_2025-2026.jsonl.gz", "rt") as lines:
        for line in lines:
            row = json.loads(line)
            # What stands before the reference number is the frame of the page that was printed.
            text = re.sub(r"\A.*?(?=Reference number\n)", "", row["text"], count=1, flags=re.DOTALL)
            yield "civil service", row["file_title"], row["file_department"], plain_text(text)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(SHARED / "adverts" / name) as packed:
        yield from csv.DictReader(io.TextIOWrapper(packed, errors="replace"))
