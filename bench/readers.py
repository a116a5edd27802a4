"""How well the pure readers read: on hand-labelled adverts, on real wordings and on whole real adverts.

`python -m bench readers [--misses PART] [--limit N]`. Every part but the labelled one is split by a hash of the row into a
development half, whose misses may be looked at (`--misses`), and a held-out half, of which only the figure is shown.
The adverts lie beside the project (shared/), not in it; without them there is nothing to measure.
"""

from __future__ import annotations

import argparse
import ast
import csv
import gzip
import hashlib
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portal.foundation.clock import LONDON
from portal.vacancies.closing_dates import read_closing
from portal.vacancies.drafts import Advert, Reading
from portal.vacancies.gazetteer import fold, load_gazetteer, miles_between
from portal.vacancies.places import read_places
from portal.vacancies.reading import read
from portal.vacancies.records import advert_from
from portal.vacancies.salaries import read_pay

SHARED = Path(__file__).resolve().parents[2] / "shared"
NEAR_MILES = 10.0
"""A place's coordinates are right within this distance of the postcode's outward code."""
NOW = {"2020": datetime(2020, 11, 7, tzinfo=UTC), "2017": datetime(2017, 10, 7, tzinfo=UTC)}
_STRICT_PAY = re.compile(
    r"\s*(?:From )?£([\d,]+(?:\.\d+)?)(?:\s*(?:-|to)\s*£([\d,]+(?:\.\d+)?))?\s*(?:per |a )?(annum|hour|day|month)?(?:,[^£\d]*|[^£\d,]*)\s*",
)
_PERIOD = {"annum": "year", None: "year"}

Outcome = tuple[str, str, bool, str]
"""(part, what is measured, whether it is right, the miss in words)."""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench readers", description=__doc__)
    parser.add_argument("--misses", default="", help="the part whose development misses are listed")
    parser.add_argument("--limit", type=int, default=40, help="how many misses")
    asked = parser.parse_args(words)
    if not SHARED.exists():
        print(f"There is nothing to measure: {SHARED.name}/ does not lie beside the project.")
        return 1
    csv.field_size_limit(sys.maxsize)
    tally: dict[tuple[str, str], list[list[bool]]] = defaultdict(lambda: [[], []])
    shown = 0
    for part, measured, right, miss in outcomes(asked.misses):
        held_out = part != "labelled" and _half(miss)
        tally[part, measured][held_out].append(right)
        if asked.misses and not right and not held_out and shown < asked.limit:
            print(f"{measured}: {miss}")
            shown += 1
    print(f"{'part':<18} {'measured':<28} {'development':>18} {'held out':>18}")
    for (part, measured), (seen, unseen) in tally.items():
        print(f"{part:<18} {measured:<28} {_share(seen):>18} {_share(unseen):>18}")
    return 0


def outcomes(part: str) -> Iterator[Outcome]:
    """Every judged fact of the parts, or of the one named."""
    for name, judge in PARTS.items():
        if not part or part == name:
            for measured, right, miss in judge():
                yield name, measured, right, miss


def _half(words: str) -> bool:
    return bool(hashlib.sha256(words.partition(" => ")[0].encode()).digest()[0] & 1)


def _share(outcomes: list[bool]) -> str:
    return f"{sum(outcomes) / len(outcomes):.3f} of {len(outcomes)}" if outcomes else "-"


# The labelled adverts, by the definitions of RUBRIC.md.


def labelled() -> Iterator[tuple[str, bool, str]]:
    rows = [json.loads(line) for line in (SHARED / "labelled" / "adverts.jsonl").read_text().splitlines()]
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    took = 0.0
    read(advert_from(rows[0]["advert"]), now=datetime(2026, 8, 7, tzinfo=UTC))  # loads the tables
    for row in rows:
        advert, label = row["advert"], row["label"]
        year = next((known for known in NOW if known in advert["source"]), "")
        began = time.process_time()
        reading = read(advert_from(advert), now=NOW.get(year, datetime(2026, 8, 7, tzinfo=UTC)))
        took += time.process_time() - began
        for measured, right, miss in (*_pay(label, reading), *_closing(label, reading), *_where(label, reading)):
            yield measured, right, f"{advert['id']} => {miss}"
        grade = label["grade"]
        yield "grade scheme", grade["scheme"] == reading.grade.scheme, f"{advert['id']} => {grade} {reading.grade}"
        yield "workplace", label["workplace"] == reading.terms.workplace, f"{advert['id']} => {label['workplace']}"
        for name in ("contract", "pattern", "clearance"):
            truth, got = set(label[name]), set(getattr(reading.terms, name))
            for index, found in enumerate((got & truth, got - truth, truth - got)):
                counts[name][index] += len(found)
            yield f"{name} all right", truth == got, f"{advert['id']} => {sorted(truth)} {sorted(got)}"
    for name, (found, wrong, missed) in counts.items():
        print(
            f"labelled {name} F1 {2 * found / (2 * found + wrong + missed):.3f} ({found} found, {wrong} wrong, {missed} missed)"
        )
    print(f"labelled adverts read in {1000 * took / len(rows):.1f} ms of processor time each, classification included")


def _pay(label: dict[str, Any], reading: Reading) -> Iterator[tuple[str, bool, str]]:
    truth, pay = label["pay"], reading.pay
    got = (pay.minimum, pay.maximum, pay.period)
    if truth["min"] is None and truth["max"] is None:
        yield "pay never invented", got[:2] == (None, None), f"{got}"
        return
    wanted = (*(None if truth[end] is None else round(truth[end] * 100) for end in ("min", "max")), truth["period"])
    yield "pay exact", wanted == got, f"{wanted} {got} {pay.stated[:80]!r}"
    yield "pay basis", truth["basis"] == pay.basis, f"{truth['basis']} {pay.basis} {pay.stated[:80]!r}"


def _closing(label: dict[str, Any], reading: Reading) -> Iterator[tuple[str, bool, str]]:
    truth = label["closing"]
    wanted = truth and (truth if "T" in truth else f"{truth}T23:59")
    got = reading.closing.at and reading.closing.at.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M")
    yield "closing instant", wanted == got, f"{wanted} {got}"


def _where(label: dict[str, Any], reading: Reading) -> Iterator[tuple[str, bool, str]]:
    names, codes = {fold(name) for name in label["places"]}, set(label["postcodes"])
    got = f"{label['places']} {label['postcodes']} => {[(place.name, place.postcode, place.lat) for place in reading.places]}"
    if not names and not codes:
        yield "no place invented", not reading.places, got
        return
    found = {fold(place.name) for place in reading.places}
    if names:
        yield "a place", any(_same(name, each) for name in names for each in found), got
        yield (
            "first place",
            bool(reading.places) and any(_same(name, fold(reading.places[0].name)) for name in names),
            got,
        )
        yield "every place", all(any(_same(name, each) for each in found) for name in names), got
        yield "no other place", all(any(_same(name, each) for name in names) for each in found), got
    truths = [
        load_gazetteer().outcodes[code.split()[0]] for code in codes if code.split()[0] in load_gazetteer().outcodes
    ]
    truths = truths or [spot for name in names for spot in load_gazetteer().names.get(name, ())[:1]]
    if truths:
        near = any(
            place.lat is not None
            and place.lon is not None
            and miles_between(place.lat, place.lon, spot.lat, spot.lon) <= NEAR_MILES
            for place in reading.places
            for spot in truths
        )
        yield "coordinates", near, got


def _same(wanted: str, got: str) -> bool:
    return wanted == got or wanted.startswith(f"{got} ") or got.startswith(f"{wanted} ")


# Distinct real wordings.


def _strings(name: str) -> Iterator[dict[str, str]]:
    with (SHARED / "strings" / f"{name}.csv").open(newline="") as lines:
        yield from csv.DictReader(lines)


def salaries() -> Iterator[tuple[str, bool, str]]:
    on = datetime(2026, 8, 7, tzinfo=UTC).date()
    for row in _strings("salary_strings"):
        raw, source = row["salary_raw"], row["source"]
        if source.endswith("_in_text"):
            continue
        pay = read_pay(salary=raw, on=on)
        got = (pay.minimum, pay.maximum, pay.period)
        miss = f"{source} {raw!r} => {got}"
        strict = _STRICT_PAY.fullmatch(raw)
        if source.endswith("_AU"):
            yield "dollars are not pounds", got[:2] == (None, None), miss
        elif not re.search(r"\d", raw):
            yield "never invented", got[:2] == (None, None), miss
        elif strict and "up to" not in raw.lower() and not re.search(r"\+|from", raw):
            low, high = (float((each or strict.group(1)).replace(",", "")) for each in strict.group(1, 2))
            period = _PERIOD.get(strict.group(3), strict.group(3))
            if strict.group(3) is None and high < 8000:
                continue
            yield "strict wording", got == (round(low * 100), round(max(low, high) * 100), period), miss
        elif (
            row["pmin"]
            and row["pmin"] in re.sub(r"[,\s]", "", raw)
            and row["unit"] == "YEAR"
            and not re.search(
                r"hour|\bp\.?/?h|day|session|month|week|shift|[\d)]\s*hr|(?i:actual|fte|up to|circa)", raw
            )
        ):
            whole = tuple(None if each is None else each // 100 for each in got[:2])
            yield (
                "publisher's own figures",
                whole == (int(row["pmin"]), int(row["pmax"])),
                f"{miss} {row['pmin']} {row['pmax']}",
            )


def closings() -> Iterator[tuple[str, bool, str]]:
    for row in _strings("closing_date_strings"):
        raw, source = row["closing_raw"], row["source"]
        if "posted" in source or source.endswith(("_AU", "free_text")) or not row["truth"]:
            continue
        now = NOW.get(
            next((year for year in NOW if year in source), ""),
            datetime.fromisoformat(f"{row['truth'][:10]}T00:00+00:00"),
        )
        found = read_closing(**{"description" if "in_text" in source else "closing": raw}, now=now)
        got = found.at and found.at.astimezone(LONDON).isoformat()
        yield "day", bool(got) and str(got)[:10] == row["truth"][:10], f"{source} {raw!r} => {row['truth']} {got}"


def places() -> Iterator[tuple[str, bool, str]]:
    gazetteer = load_gazetteer()
    for row in _strings("location_strings"):
        raw, code = row["location_raw"], row["postcode"].strip().upper()
        outcode = gazetteer.outcodes.get(code[:-3].strip() if len(code) > 4 else code)
        if outcode is not None and not re.search(r"\d[A-Z]{2}\b", raw):
            beside = read_places(locations=(f"{raw}, {code[:-3].strip()} {code[-3:]}",))
            has = [place for place in beside if place.postcode]
            yield "the postcode is kept", bool(has), f"{raw!r} {code} => {beside}"
            if has:
                yield "words beside it name it", has[0].name != outcode.name, f"{raw!r} {code} => {beside}"
                close = (
                    has[0].lat is not None and miles_between(has[0].lat, has[0].lon or 0, outcode.lat, outcode.lon) < 1
                )
                yield "coordinates are its own", close, f"{raw!r} {code} => {beside}"
            alone = read_places(locations=(raw,))
            known = [place for place in alone if place.lat is not None]
            if known:
                distance = min(
                    miles_between(place.lat or 0, place.lon or 0, outcode.lat, outcode.lon) for place in known
                )
                yield "name alone, not far off", distance <= 25, f"{raw!r} {code} => {round(distance)} miles, {alone}"
        elif row["norm"] and fold(row["norm"]) in gazetteer.names and fold(row["norm"]) in fold(raw):
            found = read_places(locations=(raw,))
            yield (
                "the publisher's own place",
                any(_same(fold(row["norm"]), fold(each.name)) for each in found),
                f"{raw!r} {row['norm']} => {found}",
            )


# Whole real adverts, judged by the publisher's own fields.


def _jsonl(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / "adverts" / name, "rt") as lines:
        yield from map(json.loads, lines)


def _rows(name: str) -> Iterator[dict[str, str]]:
    opener: Callable[..., Any] = gzip.open if name.endswith("gz") else open
    with opener(SHARED / "adverts" / name, "rt", newline="") as lines:
        yield from csv.DictReader(lines)


def civil_service() -> Iterator[tuple[str, bool, str]]:
    """Read from the page's text and closing line alone; the publisher's fields are the truth."""
    for row in _jsonl("civil_service_jobs_2025-2026.jsonl.gz"):
        body = row["text"].partition("Reference number\n")[2]
        if not body:
            continue
        advert = Advert(
            id=row["reference_number"],
            title=row["file_title"],
            employer=row["file_department"],
            closing=row["closing_raw"],
            description=f"Reference number\n{body}",
        )
        reading = read(advert, now=datetime.fromisoformat(f"{row['file_closing_date']}T00:00+00:00"))
        name = f"{row['reference_number']} {row['file_title']}"
        strict = re.match(r"£([\d,]+)(?: ?- ?£([\d,]+))?(?=\n|$)", row["salary"] or "")
        if strict and not re.search("(?i)london|national", row["salary"]):
            wanted = tuple(int((each or strict.group(1)).replace(",", "")) * 100 for each in strict.group(1, 2))
            got = (reading.pay.minimum, reading.pay.maximum)
            yield (
                "pay",
                wanted == got and reading.pay.period == "year",
                f"{name} => {wanted} {got} {row['salary'][:200]!r}",
            )
        day = reading.closing.at and reading.closing.at.astimezone(LONDON).date().isoformat()
        yield "closing day", day == row["file_closing_date"], f"{name} => {row['closing_raw']} {day}"
        wanted_terms = {re.sub(r"[^a-z]+", "_", each.lower()) for each in row["contract_type"] or []} & {
            "permanent",
            "fixed_term",
            "temporary",
            "secondment",
            "loan",
            "apprenticeship",
        }
        yield (
            "contract",
            wanted_terms == set(reading.terms.contract),
            f"{name} => {row['contract_type']} {reading.terms.contract}",
        )
        pattern = {
            {
                "flexible working": "flexible",
                "full-time": "full_time",
                "part-time": "part_time",
                "job share": "job_share",
                "compressed hours": "compressed",
                "term-time": "term_time",
                "shift work": "shift",
                "shift working": "shift",
            }.get(each.strip().lower(), "")
            for each in re.split(r"[,\n]", row["working_pattern"] or "")
        } - {""}
        if pattern:
            yield (
                "pattern of its field",
                pattern <= set(reading.terms.pattern),
                f"{name} => {row['working_pattern']} {reading.terms.pattern}",
            )
        if row["job_grade"]:
            known = bool(
                re.match(r"(?:Grade [67]|S?H?EO|AO|AA|SCS|Senior|Higher|Executive|Administrative)", row["job_grade"])
            )
            if known:
                yield (
                    "grade scheme",
                    reading.grade.scheme == "civil_service_grade",
                    f"{name} => {row['job_grade']} {reading.grade}",
                )
        if re.fullmatch(r"[A-Z][a-z]+(?:, [A-Z][a-z]+)*", row["location"] or "") and row["location"] not in (
            "National",
            "Nationwide",
        ):
            wanted_places = {fold(each) for each in row["location"].split(", ")}
            found = {fold(each.name) for each in reading.places}
            right = all(any(_same(each, got_name) for got_name in found) for each in wanted_places)
            yield "every place", right, f"{name} => {row['location']} {found}"
            yield "no other place", len(found) <= len(wanted_places), f"{name} => {row['location']} {found}"


def teaching() -> Iterator[tuple[str, bool, str]]:
    for row in _rows("teaching_vacancies_2026-08.csv.gz"):
        reading = read(
            advert_from({
                "title": row["title"], "employer": row["employer"], "location": row["location"], "salary": row["salary_text"],
                "closing": row["closing_date"], "description": row["description_excerpt"],
                "employment_type": ast.literal_eval(row["employment_type"] or "[]"),
            }),
            now=datetime(2026, 8, 7, tzinfo=UTC),
        )  # fmt: skip
        name = row["source_job_id"]
        if row["closing_date"]:
            yield (
                "closing instant",
                reading.closing.at == datetime.fromisoformat(row["closing_date"]),
                f"{name} => {row['closing_date']} {reading.closing.at}",
            )
        town = row["location"].split(",")[0]
        got = [(place.name, place.postcode) for place in reading.places]
        yield (
            "town",
            any(_same(fold(town), fold(place.name)) for place in reading.places),
            f"{name} => {row['location']!r} {got}",
        )
        yield "one place", len(reading.places) == 1, f"{name} => {row['location']!r} {got}"
        strict = re.match(r"£([\d,.]+)(?: - £([\d,.]+))? Annually \((FTE|Actual)\)", row["salary_text"])
        if strict:
            low, high = (round(float((each or strict.group(1)).replace(",", "")) * 100) for each in strict.group(1, 2))
            yield (
                "pay",
                (low, high) == (reading.pay.minimum, reading.pay.maximum),
                f"{name} => {row['salary_text']!r} {reading.pay.minimum} {reading.pay.maximum}",
            )
            basis = "actual" if strict.group(3) == "Actual" else "full_time"
            yield "pay basis", reading.pay.basis == basis, f"{name} => {row['salary_text']!r} {reading.pay.basis}"


def nhs_2026() -> Iterator[tuple[str, bool, str]]:
    kinds = {
        "Permanent": "permanent",
        "Fixed-Term": "fixed_term",
        "Bank": "bank",
        "Secondment": "secondment",
        "Apprenticeship": "apprenticeship",
        "Locum": "temporary",
    }
    for row in _rows("nhs_jobs_2026-08_xmlapi_rows.csv.gz"):
        reading = read(
            advert_from({
                "title": row["title"], "employer": row["employer"], "location": row["location"], "salary": row["salary_text"],
                "closing": row["closing_date"], "posted": row["posted_date"], "description": row["description"],
                "employment_type": row["employment_type"],
            }),
            now=datetime(2026, 8, 24, tzinfo=UTC),
        )  # fmt: skip
        name = f"{row['source_job_id']}"
        got = [(place.name, place.postcode) for place in reading.places]
        town = row["location"].split(",")[0]
        if row["location"]:
            yield "first town", bool(got) and _same(fold(town), fold(got[0][0])), f"{name} => {row['location']!r} {got}"
            codes = set(re.findall(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b", row["location"]))
            yield (
                "postcodes",
                len(codes) > 30 or codes == {code for _, code in got if code},
                f"{name} => {row['location']!r} {got}",
            )
        if row["employment_type"] in kinds:
            yield (
                "contract",
                kinds[row["employment_type"]] in reading.terms.contract,
                f"{name} => {row['employment_type']} {reading.terms.contract}",
            )
        strict = _STRICT_PAY.fullmatch(row["salary_text"] or "")
        if strict:
            low, high = (round(float((each or strict.group(1)).replace(",", "")) * 100) for each in strict.group(1, 2))
            yield (
                "pay",
                (low, high) == (reading.pay.minimum, reading.pay.maximum),
                f"{name} => {row['salary_text']!r} {row['description'][:100]} {reading.pay}",
            )
        elif not re.search(r"\d", row["salary_text"] + row["description"]):
            yield "never invented", reading.pay.minimum is None, f"{name} => {reading.pay}"


PARTS: dict[str, Callable[[], Iterator[tuple[str, bool, str]]]] = {
    "labelled": labelled,
    "salaries": salaries,
    "closings": closings,
    "places": places,
    "civil_service": civil_service,
    "teaching": teaching,
    "nhs_2026": nhs_2026,
}
