"""`flask vacancies …`: read, export, explain, decide."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from flask.cli import AppGroup

from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import PortalError
from portal.vacancies import deciding, exporting
from portal.vacancies.reading import read
from portal.vacancies.records import advert_from, record_of
from portal.web import csv_export

group = AppGroup("vacancies", help="What is known of vacancies, and why.")

CSV_COLUMNS = (
    "reference",
    "status",
    "title",
    "employer",
    "organisation",
    "sector",
    "ict",
    "role",
    "pay_stated",
    "pay_min",
    "pay_max",
    "pay_period",
    "annual_min",
    "annual_max",
    "grade",
    "closes",
    "posted",
    "places",
    "workplace",
    "contract",
    "pattern",
    "clearance",
    "sources",
    "address",
)


@group.command("read")
def read_command() -> None:
    """JSON lines in, JSON lines out: what the reader makes of each advert. Touches no database."""
    failed = False
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            if not isinstance(given, dict):
                raise ValueError("not an object")
        except (ValueError, RecursionError):
            click.echo(f"Line {number} is not a JSON object. Give one object a line.", err=True)
            failed = True
            continue
        record = record_of(read(advert_from(given), now=clock.now()))
        record["id"] = given.get("id")
        click.echo(json.dumps(record, ensure_ascii=False))
    if failed:
        raise SystemExit(1)


@group.command("export")
@click.option("--status", type=click.Choice(exporting.STATUSES), default="live")
@click.option("--format", "shape", type=click.Choice(["jsonl", "csv"]), default="jsonl")
def export_command(status: str, shape: str) -> None:
    """Every vacancy with everything known about it."""
    if shape == "jsonl":
        for record in exporting.export(status):
            click.echo(json.dumps(record, ensure_ascii=False))
        return
    for line in csv_export.lines(CSV_COLUMNS, map(_row, exporting.export(status))):
        click.echo(line, nl=False)


def _row(record: dict[str, Any]) -> list[Any]:
    employer, pay = record.get("employer", {}), record.get("pay", {})
    annual = pay.get("annual", [None, None])
    return [
        record.get("reference"),
        record["status"],
        record["title"],
        employer.get("name"),
        employer.get("organisation"),
        employer.get("sector"),
        record.get("ict", {}).get("decision"),
        record.get("role", {}).get("name"),
        pay.get("stated"),
        pay.get("min"),
        pay.get("max"),
        pay.get("period"),
        annual[0],
        annual[1],
        record.get("grade", {}).get("text"),
        record.get("closes"),
        record.get("posted"),
        "; ".join(place["name"] for place in record.get("places", [])),
        record.get("workplace"),
        "; ".join(record.get("contract", [])),
        "; ".join(record.get("pattern", [])),
        "; ".join(record.get("clearance", [])),
        "; ".join(source["name"] for source in record["sources"]),
        record.get("address") or next((source["address"] for source in record["sources"]), None),
    ]


@group.command("explain")
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True)
def explain_command(reference: str, as_json: bool) -> None:
    """Every automatic decision about a vacancy, with its evidence, and what people decided."""
    try:
        vacancy = deciding.by_reference(reference)
    except PortalError as problem:
        raise click.ClickException(str(problem)) from None
    facts = exporting.explain(vacancy)
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    click.echo(f"{vacancy.reference}  {vacancy.title}  ({vacancy.status})  {vacancy.status_because}")
    for subject, found in facts["decisions"].items():
        click.echo(f"{subject}: {found['answer']}")
        for reason in found["evidence"]:
            click.echo(f"  because {reason}")
    for overruled in facts["overruled"]:
        click.echo(
            f"decided by {overruled['by']}: {overruled['subject']} {overruled['answer']}, {overruled['because']}"
        )


@group.command("decide")
@click.argument("reference")
@click.option("--ict", metavar="yes|no")
@click.option("--public-sector", "public_sector", metavar="yes|no")
@click.option("--sector")
@click.option("--role", metavar="FAMILY[/NAME[/LEVEL]]")
@click.option("--pay", metavar="WORDS", help="As an advert says it: '£38,000 to £42,000 a year', or unstated.")
@click.option("--closes", metavar="WORDS", help="'5pm on 13 December 2026', or unstated.")
@click.option("--because", required=True, help="Why, for whoever reads it later.")
@click.option("--by", default="operator", show_default=True)
def decide_command(reference: str, because: str, by: str, **answers: str | None) -> None:
    """Overrule an automatic decision; the overruling outlives later fetches. The answer `automatic` takes it back."""
    wanted = [(subject, answer) for subject, answer in answers.items() if answer]
    if not wanted:
        raise click.UsageError(
            "Say what to decide: " + ", ".join(f"--{name.replace('_', '-')}" for name in answers) + "."
        )
    try:
        with transaction():
            vacancy = deciding.by_reference(reference)
            for subject, answer in wanted:
                deciding.decide(vacancy, subject=subject, answer=answer, because=because, by=by, at=clock.now())
            line = f"{vacancy.reference} is now {vacancy.status}. {vacancy.status_because}".strip()
    except PortalError as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(line)


@group.command("pairs")
def pairs_command() -> None:
    """Pairs that are likely one job and wait for a person: decide with `flask vacancies same`."""
    lines = list(exporting.likely_lines())
    for line in lines or ["No pair waits for a decision."]:
        click.echo(line)


@group.command("same")
@click.argument("first")
@click.argument("second")
@click.option("--no", "different", is_flag=True, help="They are two jobs; do not ask again.")
def same_command(first: str, second: str, different: bool) -> None:
    """Say that two vacancies are one job (the younger folds into the elder), or with --no that they are two."""
    try:
        with transaction():
            kept = deciding.decide_pair(
                deciding.by_reference(first), deciding.by_reference(second), same=not different, at=clock.now()
            )
            line = "Noted as two jobs." if different else f"One job now: {kept.reference}."
    except PortalError as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(line)
