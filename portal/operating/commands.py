"""`flask check`, `flask contract`, `flask access`: the installation, and what it offers from outside."""

from __future__ import annotations

import json
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.access import ACCESS
from portal.config import NAMES
from portal.foundation import clock
from portal.operating import parts
from portal.vacancies.drafts import Advert
from portal.vacancies.reading import read
from portal.vacancies.records import record_of

FLASKS_OWN = ("db",)
MARKS = {"ok": "ok  ", "degraded": "look", "failed": "FAIL"}


@click.command("check")
@click.option("--repair", is_flag=True, help="Mend what can be mended first: index, forgotten files.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def check_command(repair: bool, as_json: bool) -> None:
    """The whole installation, a line a part; exits 1 when something is wrong."""
    mended = parts.repair() if repair else []
    found = parts.all_parts()
    if as_json:
        facts = {part.name: {"state": part.state, "message": part.message} for part in found}
        click.echo(json.dumps({"ok": all(part.state == "ok" for part in found), "mended": mended, "parts": facts}))
    else:
        for line in mended:
            click.echo(f"mended {line}")
        for part in found:
            click.echo(f"{MARKS[part.state]} {part.name}: {part.message}")
    if any(part.state != "ok" for part in found):
        raise SystemExit(1)


@click.command("access")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def access_command(as_json: bool) -> None:
    """Every address with the methods, who may, and how ownership is decided."""
    rows = addresses()
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        foreign = f" (another's: {row['foreign']})" if row["foreign"] else ""
        click.echo(f"{row['address']}  {', '.join(row['methods'])}  {', '.join(row['who'])}: {row['owned']}{foreign}")


def addresses() -> list[dict[str, Any]]:
    """The table of access, one row an address, in alphabetical order."""
    rows = []
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda each: each.rule):
        access = ACCESS[rule.endpoint]
        foreign = access.answers_foreign(has_parameters=bool(rule.arguments))
        rows.append(
            {
                "address": rule.rule,
                "endpoint": rule.endpoint,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "who": list(access.who),
                "owned": access.owned,
                "foreign": foreign,
                "writes": access.writes,
                "secret": access.secret,
                "without_token": access.without_token,
            }
        )
    return rows


@click.command("contract")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def contract_command(as_json: bool) -> None:
    """The commands, addresses, settings and field names that others may rely on."""
    facts = {
        "commands": _commands(current_app.cli),
        "addresses": [row["address"] for row in addresses()],
        "settings": list(NAMES),
        "vacancy": _fields(record_of(read(Advert(title="Network Engineer"), now=clock.now()))),
        "error": ["code", "message", "request_id"],
    }
    if as_json:
        click.echo(json.dumps(facts))
        return
    for heading, names in facts.items():
        click.echo(f"{heading}:")
        for name in names:
            click.echo(f"  {name}")


def _commands(group: click.Group, before: str = "flask") -> list[str]:
    found = []
    for name, command in sorted(group.commands.items()):
        if name in FLASKS_OWN:
            continue
        words = f"{before} {name}"
        found += _commands(command, words) if isinstance(command, click.Group) else [words]
    return found


def _fields(record: dict[str, Any], before: str = "") -> list[str]:
    found = []
    for name, value in record.items():
        found += _fields(value, f"{before}{name}.") if isinstance(value, dict) else [f"{before}{name}"]
    return found
