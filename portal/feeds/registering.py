"""Sources: registering one, finding it again, pausing, removing, and correcting how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import delete, select

from portal.database.base import db
from portal.employers import overlaying
from portal.employers.matching import find_employer
from portal.employers.names import canonical
from portal.employers.register import load_register
from portal.feeds.confining import readers
from portal.feeds.formats import mapped
from portal.feeds.formats.table import FORMATS
from portal.feeds.items import FeedItem, FormatError
from portal.feeds.mapping import FieldMap, corrected, single_paths
from portal.feeds.models import Fetch, Polling
from portal.foundation.errors import NotFound, RuleBroken
from portal.vacancies.models import Advert, Source


class NotUsable(RuleBroken):
    """A document that is nothing that can be taken in; `code` is one of the contract's failure codes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def register(
    *,
    name: str,
    address: str,
    kind: str,
    organisation: str | None,
    at: datetime,
    mapping: dict[str, Any] | None = None,
    active: bool = True,
    sector: str | None = None,
    terms: str | None = None,
    whole_list: bool = True,
) -> Source:
    """The source with this address, new or as it stands; raises RuleBroken for a kind that there is not.

    Without `whole_list` it may hold only the newest entries, and what it no longer holds is not closed for that.
    """
    if kind not in FORMATS:
        raise RuleBroken(f"There is no kind {kind!r}. The kinds are auto, {', '.join(FORMATS)}.")
    source = by_address(address)
    if source is None:
        source = Source(
            name=name[:200],
            address=address,
            kind=kind,
            organisation=organisation,
            sector=sector,
            terms=terms,
            added_at=at,
        )
        db.session.add(source)
        db.session.flush()
        db.session.add(
            Polling(source_id=source.id, next_check_at=at, mapping=mapping, active=active, closes_by_absence=whole_list)
        )
        db.session.flush()
    return source


def change_kind(source: Source, kind: str, *, mapping: dict[str, Any] | None) -> None:
    """Read a source as another kind from now on."""
    source.kind = kind
    polling = db.session.get_one(Polling, source.id)
    polling.mapping = mapping or polling.mapping
    polling.body_hash = polling.etag = polling.last_modified = None


def by_address(address: str) -> Source | None:
    """The source registered with this address."""
    return db.session.scalar(select(Source).where(Source.address == address))


def organisation_named(given: str) -> str:
    """The register's name of a body, given by any of its names; raises RuleBroken with the nearest names."""
    overlaying.refresh()
    book = load_register()
    found = find_employer(employer=given, register=book)
    if found.organisation is not None:
        return found.organisation
    near = process.extract(canonical(given), list(book.by_name), scorer=fuzz.WRatio, limit=12, score_cutoff=70)
    names = list(dict.fromkeys(book.by_name[name][0].name for name, _, _ in near))[:3]
    did_you_mean = f" Did you mean {' or '.join(repr(name) for name in names)}?" if names else ""
    raise RuleBroken(f"There is no public body called {given!r} in the register.{did_you_mean}")


def pause(source_id: int) -> Source:
    """Stop asking a source until it is resumed; its vacancies stay."""
    source, polling = by_id(source_id)
    polling.active, polling.health = False, "paused"
    return source


def resume(source_id: int, *, at: datetime) -> Source:
    """Ask a source again, from now."""
    source, polling = by_id(source_id)
    if not source.address.startswith(("http://", "https://")):
        raise RuleBroken(f"{source.name} was imported from a file and has no address to ask.")
    polling.active, polling.next_check_at, polling.gone_days, polling.failures = True, at, [], 0
    polling.health = "healthy" if polling.last_good_at and polling.error_code is None else "new"
    return source


def remove(source_id: int) -> bool:
    """Take a source away: for good when it never brought anything, otherwise it is retired and its vacancies
    run to their closing dates. True when nothing is left of it."""
    source, polling = by_id(source_id)
    if db.session.scalar(select(Advert.id).where(Advert.source_id == source_id).limit(1)) is not None:
        polling.active, polling.health = False, "retired"
        return False
    db.session.execute(delete(Fetch).where(Fetch.source_id == source_id))
    db.session.delete(polling)
    db.session.flush()
    db.session.delete(source)
    return True


def map_fields(source_id: int, changes: Mapping[str, str]) -> tuple[FieldMap, tuple[FeedItem, ...]]:
    """The mapping of a source and its first entries as it reads them, after these corrections.

    Raises RuleBroken, having changed nothing, for a source of another kind, a field that there is not, or a path
    that its document does not hold.
    """
    source, polling = by_id(source_id)
    if source.kind != mapped.KIND:
        raise RuleBroken(f"{source.name} is of the kind {source.kind}, which needs no mapping.")
    data = dict(polling.mapping or {})
    sample = str(data.get("sample") or "").encode()
    mapping = FieldMap.from_data(data)
    if changes:
        mapping = corrected(mapping, changes)
        _check_paths(mapping, sample, changes)
        polling.mapping = {**mapping.to_data(), "sample": data.get("sample", "")}
        polling.body_hash = polling.etag = polling.last_modified = None
    try:
        items = readers().read(mapped.KIND, sample, address=source.address, mapping=mapping.to_data()).items
    except FormatError as problem:
        if changes:
            raise RuleBroken(f"Read like that, the document gives nothing: {problem}") from None
        items = ()
    return mapping, items[:3]


def _check_paths(mapping: FieldMap, sample: bytes, changes: Mapping[str, str]) -> None:
    if not sample:
        return
    paths = mapped.paths_of(sample, mapping.records)
    if not paths:
        lists = ", ".join(repr(path) for path in mapped.lists_in(sample)[:10])
        raise RuleBroken(f"There are no records at {mapping.records!r}. There are some at {lists}.")
    for name, expression in changes.items():
        for path in single_paths(expression) if name != "records" else ():
            if path not in paths and not any(known.startswith(path + ".") for known in paths):
                near = [found[0] for found in process.extract(path, paths, limit=5)]
                raise RuleBroken(f"The entries hold nothing at {path!r}. They hold {', '.join(near)}.")


def by_id(source_id: int) -> tuple[Source, Polling]:
    """A source and its polling; raises NotFound."""
    source = db.session.get(Source, source_id)
    if source is None:
        raise NotFound(f"There is no source {source_id}. See: flask feeds list")
    return source, db.session.get_one(Polling, source_id)


def kind_of(body: bytes, *, address: str, content_type: str = "") -> tuple[str, dict[str, Any] | None]:
    """The kind of a document and the mapping proposed for it; raises RuleBroken with what it is instead."""
    try:
        found = readers().detect(body, address=address, content_type=content_type)
    except FormatError as problem:
        raise NotUsable(problem.code, str(problem)) from None
    if found.kind is None:
        raise NotUsable("not_a_feed", f"{found.sentence} Name its kind with --kind if you know better.")
    return found.kind, {**found.mapping.to_data(), "sample": found.sample} if found.mapping else None


def proposed_mapping(body: bytes, *, address: str, content_type: str = "") -> dict[str, Any] | None:
    """The mapping proposed for a document that is to be read through one, likely vacancies or not."""
    try:
        found = readers().detect(body, address=address, content_type=content_type)
    except FormatError:
        return None
    return {**found.mapping.to_data(), "sample": found.sample} if found.mapping else None
