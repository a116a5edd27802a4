"""Making a vacancy public, and its changes: the vacancies room then knows it like any other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from portal.audit.recording import record
from portal.billing import catalogue
from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.models import Organisation
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.posting import agreement, hands, queries, received
from portal.posting.answers.shape import Asked
from portal.posting.answers.whole import BY_KEY, Answers, Whole, read_whole
from portal.posting.composing import Poster, reading_of
from portal.posting.models import Posting, PostingPurchase, PostingVersion
from portal.posting.moving import move, subject_of
from portal.posting.states import LIVE
from portal.posting.weeks import shown_until, weeks_short
from portal.vacancies import posted
from portal.vacancies.drafts import Reading
from portal.vacancies.models import Vacancy
from portal.web.words import counted

ADVERT, EXTRA_WEEK, FEATURED = "advert", "extra_week", "featured"
CRITERIA_STAY = (
    "Somebody has applied by the criteria as they are published, so they stay as they are. Drop that change, or withdraw "
    "the vacancy and advertise it again."
)


def asked_of(organisation: Organisation, *, at: datetime) -> Asked:
    """What the answers of this organisation's vacancies are read against."""
    return Asked(
        now=at,
        names=tuple(dict.fromkeys((organisation.name, *employers.confirmed_names(organisation.id)))),
        qualifies=organisation.qualifies,
        nation=organisation.nation,
    )


def poster_of(organisation: Organisation) -> Poster:
    """The organisation as its vacancies tell of it."""
    return Poster(
        organisation.name,
        organisation.key,
        organisation.sector,  # type: ignore[arg-type]
        organisation.nation,
        organisation.qualifies,
    )


def read(organisation: Organisation, answers: Answers, *, at: datetime) -> Whole:
    """Answers of a vacancy of this organisation, read."""
    return read_whole(answers, asked_of(organisation, at=at))


def drawn(organisation: Organisation, answers: Answers, *, at: datetime) -> Vacancy:
    """The vacancy as it would be published now, for a preview and its checks; of no session."""
    return posted.drawn(_reading(organisation, answers, at=at), reference="PREVIEW", at=at)


def _reading(organisation: Organisation, answers: Answers, *, at: datetime) -> Reading:
    asked = asked_of(organisation, at=at)
    return reading_of(read_whole(answers, asked), poster_of(organisation), asked=asked, at=at)


def obstacles(posting: Posting, organisation: Organisation, *, at: datetime) -> list[str]:
    """Why it cannot be published as it is, money aside; empty where it can."""
    return [
        *incomplete(posting, organisation, at=at),
        *([] if agreement.is_agreed(posting) else [agreement.missing(posting)]),
    ]


def incomplete(posting: Posting, organisation: Organisation, *, at: datetime) -> list[str]:
    """Why it cannot be published, money and a colleague's word aside."""
    whole = read(organisation, posting.answers, at=at)
    found = [f"{BY_KEY[key].title}: {sentence}" for key, said in whole.problems.items() for sentence in said.values()]
    if changes_what_was_answered(posting, organisation, at=at):
        found.append(CRITERIA_STAY)
    if organisation.confirmed_at is None:
        found.append(unconfirmed(organisation))
    return found


def unconfirmed(organisation: Organisation) -> str:
    """What is said where staff do not know the organisation yet."""
    return f"Our staff have yet to confirm {organisation.name}. You can publish once they have."


def first_day(posting: Posting, *, at: datetime) -> date:
    """The London day from which its weeks count: when it was published, else the day it waits for, else today."""
    return (posting.published_at or posting.publish_at or at).astimezone(LONDON).date()


def extra_weeks(posting: Posting, organisation: Organisation, *, at: datetime) -> int:
    """How many weeks more than were bought, or than an advert brings, its closing time asks for."""
    closes_at: datetime | None = read(organisation, posting.answers, at=at).value("closing", "closes_at")
    bought = posting.weeks if is_bought(posting) else max(posting.weeks, advert_weeks())
    return weeks_short(first_day(posting, at=at), closes_at, bought=bought) if closes_at else 0


def advert_weeks() -> int:
    """For how many weeks an advert that is bought today is shown."""
    return catalogue.product(ADVERT).weeks


def note_purchase(posting: Posting, *, kind: str, weeks: int, subject: str, by: int | None, at: datetime) -> bool:
    """Note what was bought for a vacancy; False where this very line or credit was noted before."""
    known = db.session.scalar(
        select(PostingPurchase.id).where(PostingPurchase.posting_id == posting.id, PostingPurchase.subject == subject)
    )
    if known is not None:
        return False
    db.session.add(PostingPurchase(posting_id=posting.id, subject=subject, kind=kind, weeks=weeks, at=at, by_id=by))
    posting.weeks += weeks
    if posting.published_at is not None:
        posting.shown_until = shown_until(first_day(posting, at=at), posting.weeks)
        if kind == FEATURED:
            _feature(posting, at=at)
    db.session.flush()
    return True


def take_purchases(posting: Posting, subjects: Iterable[str], *, at: datetime) -> int:
    """Take away what these lines had bought, for their money went back; how many of them there were."""
    gone = [each for each in queries.bought(posting) if each.subject in frozenset(subjects)]
    for each in gone:
        posting.weeks -= each.weeks
        db.session.delete(each)
    db.session.flush()
    if gone and posting.published_at is not None:
        posting.shown_until = shown_until(first_day(posting, at=at), posting.weeks)
        if any(each.kind == FEATURED for each in gone) and not is_featured(posting):
            posted.unfeature(_public(posting), at=at)
    return len(gone)


def is_featured(posting: Posting) -> bool:
    """Whether a featured listing was bought for it."""
    return any(each.kind == FEATURED for each in queries.bought(posting))


def is_paid_for(posting: Posting) -> bool:
    """Whether what was bought covers the vacancy as it is public: an advert, and the weeks until it closes."""
    if not is_bought(posting):
        return False
    return posting.closes_at is None or not weeks_short(
        first_day(posting, at=posting.closes_at), posting.closes_at, bought=posting.weeks
    )


def is_bought(posting: Posting) -> bool:
    """Whether an advert was bought for it."""
    return any(each.kind == ADVERT for each in queries.bought(posting))


def publish(posting: Posting, *, by: int | None, at: datetime) -> Vacancy:
    """Make the vacancy public at once. What is missing, unpaid or too long is a sentence of RuleBroken."""
    organisation = queries.organisation_of(posting)
    _check(posting, organisation, at=at)
    posting.publish_at = None
    move(posting, "publish", by=by, at=at)
    reading = _reading(organisation, posting.answers, at=at)
    vacancy = posted.publish(reading, earlier_id=_earlier(posting), at=at)
    posting.vacancy_id, posting.published_at = vacancy.id, at
    posting.shown_until = shown_until(first_day(posting, at=at), posting.weeks)
    posting.closes_at, posting.updated_at = vacancy.closes_at, at
    posting.order_reference = ""
    if any(each.kind == FEATURED for each in queries.bought(posting)):
        _feature(posting, at=at)
    _keep(posting, [], by=by, at=at)
    return vacancy


def _check(posting: Posting, organisation: Organisation, *, at: datetime) -> None:
    if missing := obstacles(posting, organisation, at=at):
        raise RuleBroken(missing[0])
    if not is_bought(posting):
        raise RuleBroken("Nothing has been paid for this vacancy yet. Pay for it with a credit or by an order.")
    if short := extra_weeks(posting, organisation, at=at):
        raise RuleBroken(_too_late(short))


def _too_late(short: int) -> str:
    return (
        f"The closing date lies {counted(short, 'week')} beyond what has been bought. "
        f"Choose an earlier closing date, or buy {counted(short, 'extra week')}."
    )


def schedule(posting: Posting, *, publish_at: datetime, by: int | None, at: datetime) -> None:
    """Let the vacancy wait for its day; the worker publishes it within a minute of the time."""
    organisation = queries.organisation_of(posting)
    if publish_at <= at:
        raise RuleBroken("Choose a day and time to come, or publish it now.")
    posting.publish_at = publish_at
    _check(posting, organisation, at=at)
    closes_at = read(organisation, posting.answers, at=at).value("closing", "closes_at")
    if closes_at <= publish_at:
        posting.publish_at = None
        raise RuleBroken("The closing time lies before the day of publication. Change one of them.")
    move(posting, "schedule", by=by, at=at)
    posting.order_reference = ""
    posting.updated_at = at


def changes_waiting(posting: Posting) -> list[str]:
    """The titles of the sections that were changed since they were last published."""
    public = queries.published_answers(posting)
    if public is None:
        return []
    return [
        section.title for key, section in BY_KEY.items() if (posting.answers.get(key) or {}) != (public.get(key) or {})
    ]


def republish(posting: Posting, *, by: int | None, at: datetime) -> list[str]:
    """Publish the changes of a live vacancy; its page shows what is different, and when it changed."""
    if posting.state != LIVE:
        raise RuleBroken("Only a live vacancy has changes to publish.")
    titles = changes_waiting(posting)
    if not titles:
        raise RuleBroken("Nothing is different from what is published.")
    organisation = queries.organisation_of(posting)
    _check(posting, organisation, at=at)
    vacancy = _public(posting)
    posted.revise(vacancy, _reading(organisation, posting.answers, at=at), at=at)
    posting.closes_at, posting.updated_at = vacancy.closes_at, at
    _keep(posting, titles, by=by, at=at)
    record("posting.changed", by=by, subject=subject_of(posting), facts={"sections": titles})
    return titles


def changes_what_was_answered(posting: Posting, organisation: Organisation, *, at: datetime) -> bool:
    """Whether somebody has applied by the published criteria, and the working copy has others: other words, another
    order, or others that are essential."""
    public = queries.published_answers(posting)
    if public is None:
        return False
    old, new = (read(organisation, answers, at=at) for answers in (public, posting.answers))
    differs = any(old.value("criteria", name) != new.value("criteria", name) for name in ("essential", "desirable"))
    return differs and received.number_sent(posting) > 0


def drop_changes(posting: Posting, *, by: int, at: datetime) -> None:
    """Let the working copy say again what is public."""
    public = queries.published_answers(posting)
    if posting.state != LIVE or public is None:
        raise RuleBroken("Only a live vacancy has changes to drop.")
    posting.answers, posting.revision = dict(public), posting.revision + 1
    posting.approval_asked_at = None
    posting.title = str((posting.answers.get("role") or {}).get("title", ""))
    posting.updated_at, posting.updated_by_id = at, by
    hands.wash(posting)


def reopen(posting: Posting, *, by: int, at: datetime) -> None:
    """Open a closed or withdrawn vacancy again, at the same address, with the working copy as it is now."""
    organisation = queries.organisation_of(posting)
    titles = changes_waiting(posting)
    if not is_bought(posting):
        raise RuleBroken("The money for it went back, so it cannot be opened again. Copy it, and pay for the copy.")
    _check(posting, organisation, at=at)
    move(posting, "reopen", by=by, at=at)
    vacancy = _public(posting)
    posted.reopen(vacancy, _reading(organisation, posting.answers, at=at), at=at)
    posting.closes_at, posting.updated_at = vacancy.closes_at, at
    posting.ended_at, posting.ended_because, posting.ended_note = None, "", ""
    _keep(posting, titles, by=by, at=at)


def _public(posting: Posting) -> Vacancy:
    vacancy = queries.vacancy_of(posting)
    if vacancy is None:
        raise RuleBroken("This vacancy has not been published yet.")
    return vacancy


def _keep(posting: Posting, titles: list[str], *, by: int | None, at: datetime) -> None:
    number = len(queries.versions(posting)) + 1
    db.session.add(
        PostingVersion(
            posting_id=posting.id, number=number, at=at, by_id=by, answers=dict(posting.answers), changes=titles
        )
    )
    hands.wash(posting)


def _feature(posting: Posting, *, at: datetime) -> None:
    vacancy = _public(posting)
    if posting.shown_until is not None:
        posted.feature(vacancy, until=posting.shown_until, at=at)


def _earlier(posting: Posting) -> int | None:
    """The vacancy that this one advertises again, where its employer said so."""
    before = db.session.get(Posting, posting.copied_from_id) if posting.again and posting.copied_from_id else None
    return before.vacancy_id if before is not None else None
