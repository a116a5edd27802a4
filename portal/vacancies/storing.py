"""Writing what was planned for a document's entries: each ends as exactly one of the parts that are counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select, update

from portal.database.base import db
from portal.foundation.identifiers import new_reference
from portal.foundation.text import one_line
from portal.vacancies import changes, duplicates
from portal.vacancies.applying import apply_reading, settle
from portal.vacancies.drafts import Reading
from portal.vacancies.models import Advert, Decision, Source, Vacancy
from portal.vacancies.planning import Part, Planned, filed_under


def note_list(source_id: int, *, at: datetime) -> None:
    """Note that this source's list is being read as it stands now."""
    db.session.execute(update(Source).where(Source.id == source_id).values(listed_at=at, confirmed_at=at))


def confirm_lists(source_ids: Collection[int], *, at: datetime) -> None:
    """Note that these sources answered that their lists are as they were."""
    db.session.execute(update(Source).where(Source.id.in_(source_ids)).values(confirmed_at=at))


def mark_seen(advert_ids: Iterable[int], *, at: datetime) -> None:
    """Note that these adverts are still listed, unchanged; their vacancies were checked now."""
    ids = list(advert_ids)
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        db.session.execute(update(Advert).where(Advert.id.in_(some)).values(last_seen=at))
        vacancy_ids = select(Advert.vacancy_id).where(Advert.id.in_(some), Advert.vacancy_id.is_not(None))
        db.session.execute(
            update(Vacancy)
            .where(Vacancy.id.in_(vacancy_ids))
            .values(last_seen=at)
            .execution_options(synchronize_session=False)
        )


def write(planned: Planned, *, source: Source, present: set[int], at: datetime) -> Part:
    """Write one new or changed entry; says where it went. `present` grows by the vacancy it became."""
    advert = db.session.get(Advert, planned.advert_id) if planned.advert_id else None
    if advert is None:
        advert = _new_advert(planned, source, at)
        db.session.add(advert)
    same_words = advert.content_hash == planned.content_hash
    _refresh(advert, planned, at)
    if planned.reading is None:
        return _reject(advert, planned.entry.refused, at=at)
    vacancy = advert.vacancy
    if vacancy is not None and not governs(advert, vacancy):
        vacancy.last_seen = at
        advert.outcome = "folded"
        _reopen(vacancy, at=at)
        return "folded"
    if vacancy is None:
        part = _first_time(advert, planned.reading, source, present, at)
    else:
        vacancy.last_seen = at
        part = again(advert, vacancy, planned.reading, same_words=same_words, present=present, at=at)
    if advert.vacancy_id:
        present.add(advert.vacancy_id)
    return part


def _new_advert(planned: Planned, source: Source, at: datetime) -> Advert:
    identity = filed_under(planned.entry.marks, planned.content_hash)
    return Advert(source_id=source.id, identity=identity, outcome="vacancy", first_seen=at, last_seen=at)


def _refresh(advert: Advert, planned: Planned, at: datetime) -> None:
    marks = planned.entry.marks
    advert.publisher_key, advert.alias = marks.publisher, marks.words
    advert.content_hash = planned.content_hash
    advert.raw = planned.entry.raw
    advert.title = one_line(str(planned.entry.raw.get("title", "")), limit=300)
    advert.address = planned.entry.draft.url if planned.entry.draft else ""
    advert.last_seen, advert.missing_since, advert.page_missing_since = at, None, None


def _reject(advert: Advert, reason: str, *, at: datetime) -> Part:
    """Keep the refused item with its reason; a vacancy that it was before stays as it is."""
    advert.reason = one_line(reason, limit=300)
    advert.outcome = "rejected"
    if advert.vacancy is not None:
        advert.vacancy.last_seen = at
    return "rejected"


def governs(advert: Advert, vacancy: Vacancy) -> bool:
    """Whether this advert's words are the vacancy's: the first seen of those that are still listed.

    A vacancy that its employer posted here has the employer's own words.
    """
    if vacancy.origin == "posted":
        return False
    listed = [each for each in vacancy.adverts if each.missing_since is None and each.outcome != "rejected"]
    return not listed or listed[0].id == advert.id


def _first_time(advert: Advert, reading: Reading, source: Source, present: set[int], at: datetime) -> Part:
    vacancy = Vacancy(
        reference=new_reference(),
        status="held",
        first_seen=at,
        last_seen=at,
        updated_at=at,
        merged_into_id=None,
    )
    apply_reading(vacancy, reading, at=at)
    advert.reason = vacancy.status_because
    if vacancy.status == "counted":
        db.session.add(vacancy)
        advert.vacancy, advert.outcome = vacancy, "counted"
        db.session.flush()
        return "counted"
    found = duplicates.look_for(
        vacancy,
        address_mark=advert.identity,
        source_id=source.id,
        present=present,
        at=at,
    )
    if found.same is not None:
        advert.vacancy, advert.outcome = found.same, "folded"
        advert.reason = one_line("The same job as " + found.same.reference + ": " + ", ".join(found.because), limit=300)
        found.same.last_seen = at
        changes.note_change(found.same, at=at)
        db.session.flush()
        return "folded"
    db.session.add(vacancy)
    vacancy.earlier_id = found.earlier_id
    advert.vacancy = vacancy
    advert.outcome = "held" if vacancy.status == "held" else "vacancy"
    db.session.flush()
    duplicates.list_likely(vacancy, found, at=at)
    changes.note_change(vacancy, at=at)
    return "held" if vacancy.status == "held" else "new"


def again(
    advert: Advert, vacancy: Vacancy, reading: Reading, *, same_words: bool, present: Collection[int], at: datetime
) -> Part:
    """Make a known vacancy say what its advert now reads as; says where the advert stands."""
    before = vacancy.status
    changed = apply_reading(vacancy, reading, decisions=decisions_of(vacancy), at=at)
    changes.remember(vacancy, changed, at=at)
    changes.note_change(vacancy, at=at)
    advert.reason = vacancy.status_because
    if before == "counted" and vacancy.status != "counted":
        found = duplicates.look_for(
            vacancy, address_mark=advert.identity, source_id=advert.source_id, present=present, at=at
        )
        duplicates.list_likely(vacancy, found, at=at)
    if vacancy.status in ("counted", "held"):
        advert.outcome = vacancy.status
        return "counted" if vacancy.status == "counted" else "held"
    advert.outcome = "vacancy"
    return "unchanged" if same_words else "changed"


def _reopen(vacancy: Vacancy, *, at: datetime) -> None:
    """A job that is listed again is open again, if its closing time allows; one that was posted here only by its employer."""
    if (
        vacancy.origin != "posted"
        and vacancy.status == "closed"
        and (vacancy.closes_at is None or vacancy.closes_at > at)
    ):
        settle(vacancy, decisions=decisions_of(vacancy), at=at)
        changes.note_change(vacancy, at=at)


def decisions_of(vacancy: Vacancy) -> list[Decision]:
    """What people have decided about this vacancy, oldest first."""
    if vacancy.id is None:
        return []
    return list(db.session.scalars(select(Decision).where(Decision.vacancy_id == vacancy.id).order_by(Decision.id)))
