"""Asking for a pack, making it in the background, and giving it out while it is kept."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from portal.audit.recording import record
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.evidence import gathering, packing
from portal.evidence.models import EvidencePack
from portal.evidence.packs import Pack
from portal.evidence.printing import Progress
from portal.evidence.sights import Sight
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.jobs.queueing import enqueue
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign
from portal.recruitment.moving import subject_of

log = logging.getLogger(__name__)

JOB = "evidence.make"
KEPT = timedelta(days=14)
MOST_AT_ONCE = 3
"""How many packs of a campaign wait or are made at once, for one audience."""
SAID_EVERY = 20
"""How far it is is written down after so many applications."""
GIVEN_UP_AFTER = timedelta(minutes=30)


def ask(campaign: Campaign, sight: Sight, *, at: datetime) -> EvidencePack:
    """Let the worker make a pack. Raises RuleBroken for names that are not the asker's to have, and for too many."""
    if sight.named and not sight.is_ours:
        raise RuleBroken("A client’s pack holds no names.")
    busy = db.session.scalars(
        select(EvidencePack.id).where(
            EvidencePack.campaign_id == campaign.id,
            EvidencePack.audience == sight.audience,
            EvidencePack.state.in_(("waiting", "making")),
            EvidencePack.asked_at > at - GIVEN_UP_AFTER,
        )
    ).all()
    if len(busy) >= MOST_AT_ONCE:
        raise RuleBroken("Several packs of this campaign are being made. Wait until one of them is ready.")
    row = EvidencePack(
        reference=new_reference(),
        campaign_id=campaign.id,
        audience=sight.audience,
        named=sight.named,
        state="waiting",
        done=0,
        steps=0,
        asked_at=at,
        asked_by_id=sight.person_id,
    )
    db.session.add(row)
    db.session.flush()
    enqueue(JOB, {"pack": row.reference}, at=at, unique_key=f"{JOB}:{row.reference}")
    facts = {"pack": row.reference, "for": sight.audience, "names": "yes" if sight.named else "no"}
    record("evidence.made", by=sight.person_id, subject=subject_of(campaign), facts=facts)
    return row


def make(facts: Mapping[str, Any]) -> str:
    """The worker's part: read, print, pack, keep. Opens its own transactions; nothing is locked while it prints."""
    reference = str(facts["pack"])
    with transaction():
        row = _row(reference)
        if row is None or row.state == "ready":
            return "nothing to make"
        row.state, sight = "making", Sight(row.audience, row.asked_by_id or 0, row.named)
        campaign_id, asked_at = row.campaign_id, row.asked_at
    with reading():
        pack = gathering.gather(campaigns.by_id(campaign_id), sight, at=asked_at)
    content = packing.as_zip(pack, progress=_saying(reference, pack))
    with transaction():
        done: Any = db.session.execute(
            update(EvidencePack)
            .where(EvidencePack.reference == reference)
            .values(content=content, state="ready", ready_at=clock.now(), done=pack.steps, steps=pack.steps)
        )
    log.info("evidence.made", extra={"pack": reference, "bytes": len(content)})
    return f"{len(content)} bytes" if done.rowcount else "nobody waits for it any more"


def _saying(reference: str, pack: Pack) -> Progress:
    """Writes down how far the printing is, now and then."""

    def say(done: int) -> None:
        if done % SAID_EVERY == 0:
            with transaction():
                db.session.execute(
                    update(EvidencePack)
                    .where(EvidencePack.reference == reference)
                    .values(done=done, steps=pack.steps)
                    .execution_options(synchronize_session=False)
                )

    return say


def of_campaign(campaign: Campaign, audiences: Collection[str], *, at: datetime) -> list[EvidencePack]:
    """The packs that are kept of it for these, the newest first."""
    return list(
        db.session.scalars(
            select(EvidencePack)
            .where(
                EvidencePack.campaign_id == campaign.id,
                EvidencePack.audience.in_(audiences),
                EvidencePack.asked_at > at - KEPT,
            )
            .order_by(EvidencePack.id.desc())
        )
    )


def one(campaign: Campaign, audiences: Collection[str], reference: str, *, at: datetime) -> EvidencePack:
    """A pack that is kept of this campaign for one of these. Raises NotFound."""
    found = db.session.scalar(
        select(EvidencePack).where(
            EvidencePack.campaign_id == campaign.id,
            EvidencePack.audience.in_(audiences),
            EvidencePack.reference == tidy_reference(reference),
            EvidencePack.asked_at > at - KEPT,
        )
    )
    if found is None:
        raise NotFound("There is no such pack, or it is kept no longer.")
    return found


def content_of(pack: EvidencePack, form: str) -> bytes:
    """Its bytes as a PDF or as a ZIP. Raises NotFound while it is not ready."""
    if pack.content is None:
        raise NotFound("This pack is not ready.")
    return packing.pdf_of(pack.content) if form == "pdf" else pack.content


def note_taken(campaign: Campaign, pack: EvidencePack, *, by: int) -> None:
    """Keep that somebody took it home."""
    record("evidence.taken", by=by, subject=subject_of(campaign), facts={"pack": pack.reference})


def let_go_of(campaign_ids: list[int]) -> None:
    """Delete the packs of these campaigns, for somebody in them is erased."""
    db.session.execute(
        delete(EvidencePack)
        .where(EvidencePack.campaign_id.in_(campaign_ids))
        .execution_options(synchronize_session=False)
    )


def has_failed(pack: EvidencePack, *, at: datetime) -> bool:
    """Whether nothing came of it in the time that it may take."""
    return pack.state in ("waiting", "making") and pack.asked_at <= at - GIVEN_UP_AFTER


def _row(reference: str) -> EvidencePack | None:
    return db.session.scalar(select(EvidencePack).where(EvidencePack.reference == reference))
