"""`flask feeds add`, `add-known` and `map`: finding a source, taking one from the catalogue, correcting how one is read."""

from __future__ import annotations

import json
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.database.transaction import transaction
from portal.feeds import adding, catalogue, registering
from portal.feeds.discovering import NothingFound
from portal.feeds.formats.table import FORMATS
from portal.feeds.reaching import check_address
from portal.foundation import clock
from portal.foundation.errors import PortalError

KINDS = click.Choice(["auto", *FORMATS])


@click.command("add")
@click.argument("address")
@click.option("--name", default=None, help="What to call it; the list's own title otherwise.")
@click.option("--kind", type=KINDS, default="auto", help="auto finds out what it is.")
@click.option("--organisation", default=None, help="The one employer whose own list this is, as the register names it.")
@click.option(
    "--newest-only", is_flag=True, help="The list holds only the newest entries: absence from it closes nothing."
)
@click.option("--dry-run", is_flag=True, help="Show what was found and would be taken in; register nothing.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def add_command(
    address: str,
    name: str | None,
    kind: str,
    organisation: str | None,
    newest_only: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Register a source, showing what it is and what would be taken in.

    Without --kind the address and its answer tell what it is; nothing is registered when nothing usable is found.
    A source whose kind is named is registered even when it cannot be looked at now.
    """
    try:
        check_address(address)
        body = registering.organisation_named(organisation) if organisation else None
        known = adding.known(address)
        if known is not None:
            _say(known, as_json)
            return
        facts, found = adding.look(current_app.config["SETTINGS"], address, kind, body)
        if found is not None:
            known = adding.known(found.chosen.address)
            if known is not None:
                _say(known, as_json)
                return
        if not dry_run:
            facts |= adding.register(address, name, kind, body, found, whole_list=not newest_only)
    except PortalError as problem:
        code = f" ({problem.code})" if isinstance(problem, NothingFound) else ""
        raise click.ClickException(f"{problem}{code} Nothing was registered.") from None
    _say(facts, as_json)


def _say(facts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"registered": False, **facts}))
        return
    if "sentence" in facts:
        click.echo(facts["sentence"])
        return
    candidates = facts.get("candidates", [])
    for each in candidates if len(candidates) > 1 else []:
        mark = "chosen" if each["chosen"] else "      "
        size = f"{each['entries']} entries" if each["entries"] is not None else each["problem"] or ""
        click.echo(f"{mark}  {each['kind'] or '-':12} {each['address']}  ({each['because']}; {size})")
    if facts.get("unseen"):
        click.echo(f"It could not be looked at now: {facts['unseen']} ({facts['error']})")
    elif candidates:
        click.echo(f"Found: {FORMATS[facts['kind']].name}, {facts['address']} ({candidates[0]['because']}).")
    if facts.get("mapping"):
        for field, path in facts["mapping"]["fields"].items():
            click.echo(f"  {field} = {path}")
    if "preview" in facts:
        _say_preview(facts["preview"])
    if facts.get("registered"):
        click.echo(f"Source {facts['id']}: {facts['name']} ({facts['kind']}). Take it in with: flask feeds poll --source {facts['id']}")  # fmt: skip
    else:
        click.echo("Nothing was registered (dry run).")


def _say_preview(preview: dict[str, Any]) -> None:
    parts = ", ".join(
        f"{preview[name]} {name}" for name in ("new", "counted", "held", "closed", "rejected") if preview[name]
    )
    of = "" if preview["looked_at"] == preview["items"] else f" (of the first {preview['looked_at']})"
    click.echo(f"Would take in {preview['items']} entries: {parts or 'none'}{of}.")
    for title in preview["titles"]:
        click.echo(f"  - {title}")
    for reason in preview["reasons"]:
        click.echo(f"  ! {reason}")


@click.command("map")
@click.argument("source_id", type=int)
@click.argument("changes", nargs=-1)
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def map_command(source_id: int, changes: tuple[str, ...], as_json: bool) -> None:
    """Show or correct how an unknown source is read: field=path …

    A path names the steps from the record with dots (job.title), an attribute with @; `town + postcode` puts two
    together, `full | summary` takes the first that says anything; an empty path takes the field out;
    records=path says which records are read.
    """
    pairs = dict(change.split("=", 1) for change in changes if "=" in change)
    if len(pairs) != len(changes):
        raise click.UsageError("Write each correction as field=path, for example title=job.name.")
    try:
        with transaction():
            mapping, items = registering.map_fields(source_id, pairs)
    except PortalError as problem:
        raise click.ClickException(str(problem)) from None
    entries = [adding.shown(item) for item in items]
    if as_json:
        click.echo(json.dumps({"id": source_id, **mapping.to_data(), "preview": entries}))
        return
    click.echo(f"records: {mapping.records or '(the document itself)'}")
    for field, path in mapping.fields.items():
        click.echo(f"{field} = {path}")
    for number, entry in enumerate(entries, start=1):
        click.echo(f"Entry {number}")
        for field, text in entry.items():
            click.echo(f"  {field}: {text}")
    if not entries:
        click.echo("No sample is kept to show entries from; take the source in again first.")


@click.command("add-known")
@click.argument("names", nargs=-1)
@click.option("--sector", default=None, help="All of one sector.")
@click.option("--all-confirmed", is_flag=True, help="All that were confirmed by us.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def add_known_command(names: tuple[str, ...], sector: str | None, all_confirmed: bool, as_json: bool) -> None:
    """List the real sources known today, or switch some of them on."""
    try:
        chosen = catalogue.chosen(names, sector=sector, all_confirmed=all_confirmed)
        if not names and not sector and not all_confirmed:
            _list_known(as_json)
            return
        for each in chosen:
            with transaction():
                source, new = catalogue.switch_on(each, at=clock.now())
                facts = {
                    "id": source.id,
                    "name": source.name,
                    "address": source.address,
                    "kind": source.kind,
                    "new": new,
                }
            click.echo(
                json.dumps(facts)
                if as_json
                else f"Source {facts['id']}: {facts['name']} ({'new' if new else 'already on'})"
            )
    except PortalError as problem:
        raise click.ClickException(str(problem)) from None
    if not chosen:
        click.echo("No source of the catalogue fits: none has been confirmed from here yet. Name one, or a --sector.")


def _list_known(as_json: bool) -> None:
    for each in catalogue.known():
        click.echo(json.dumps(each.as_facts()) if as_json else each.line)
    if as_json:
        return
    click.echo("Known, but not taken in:")
    for hole in catalogue.holes():
        click.echo(f"  {hole.name} ({hole.sector}): {hole.because}")
