"""Questions of those who choose; what a desk may not see is never asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, func, select

from portal.applying.models import ApplicationMessage, ApplicationStep, JobApplication
from portal.applying.states import WITHDRAWN, Step
from portal.database.base import db
from portal.database.slicing import Found, page_of
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.selecting.desks import BEFORE_NAMES, Desk
from portal.selecting.models import Interest, Moderation, Sift, Unhiding
from portal.web.listing import Asked

_SHORT = select(
    ApplicationStep.application_id,
    ApplicationStep.event,
    ApplicationStep.before,
    ApplicationStep.after,
    ApplicationStep.told_at.is_not(None),
)
"""Columns alone, without what was written: a consultant's queue reads thousands of steps, and whole rows take four times as long."""
_WITHDREW_LATE = (ApplicationStep.event == "withdraw") & ApplicationStep.before.not_in(BEFORE_NAMES)
"""Somebody withdrew who stood beyond the longlist; a shortlisting that was reversed before it counts for nothing."""


def one(desk: Desk, reference: str, *, locked: bool = False) -> JobApplication:
    """An application that the desk may see. Raises NotFound."""
    statement = select(JobApplication).where(desk.sees(), JobApplication.reference == tidy_reference(reference))
    found = db.session.scalar(statement.with_for_update() if locked else statement)
    if found is None:
        raise NotFound("There is no such application.")
    return found


def some(desk: Desk, references: Collection[str], *, locked: bool = False) -> list[JobApplication]:
    """Those of these applications that the desk may see, by number."""
    statement = (
        select(JobApplication)
        .where(desk.sees(), JobApplication.reference.in_([tidy_reference(each) for each in references]))
        .order_by(JobApplication.number)
    )
    return list(db.session.scalars(statement.with_for_update() if locked else statement))


def every(desk: Desk, *, state: str = "") -> list[JobApplication]:
    """All that the desk may see, by number."""
    statement = select(JobApplication).where(desk.sees()).order_by(JobApplication.number)
    return list(db.session.scalars(statement.where(JobApplication.state == state) if state else statement))


def listed(desk: Desk, asked: Asked) -> Found:
    """A page of them."""
    statement = select(JobApplication).where(desk.sees())
    if state := asked.chosen.get("state"):
        statement = statement.where(JobApplication.state == state)
    words = asked.words.strip()
    if words:
        number = int(words) if words.isdecimal() and len(words) < 9 else -1
        statement = statement.where(
            (JobApplication.reference == tidy_reference(words)) | (JobApplication.number == number)
        )
    column = {"sent": JobApplication.submitted_at, "changed": JobApplication.updated_at}.get(
        asked.sort, JobApplication.number
    )
    order = column.desc() if asked.descending else column.asc()
    return page_of(statement, order=(order, JobApplication.id), page=asked.page, per_page=asked.per_page)


def number_sent(posting_id: int) -> int:
    """How many applications for a vacancy were sent."""
    statement = select(func.count()).where(
        JobApplication.posting_id == posting_id, JobApplication.submitted_at.is_not(None)
    )
    return db.session.scalar(statement) or 0


def counts(desk: Desk) -> Mapping[str, int]:
    """How many there are in each state."""
    rows = db.session.execute(
        select(JobApplication.state, func.count()).where(desk.sees()).group_by(JobApplication.state)
    )
    return {state: number for state, number in rows}


def names_shown(desk: Desk, application: JobApplication) -> bool:
    """Whether the desk may know whose it is: from the shortlist on, or where nothing is hidden, or where this person
    asked to see it and said why."""
    if not desk.hides_names or _was_shortlisted(application):
        return True
    return (
        db.session.scalar(
            select(Unhiding.id).where(Unhiding.application_id == application.id, Unhiding.by_id == desk.person_id)
        )
        is not None
    )


def names_shown_of_many(desk: Desk, rows: Sequence[JobApplication]) -> set[int]:
    """The ids of those whose names the desk may know, by the rule of `names_shown`, in two questions at most."""
    if not desk.hides_names:
        return {each.id for each in rows}
    shown = {each.id for each in rows if each.state != WITHDRAWN and each.state not in BEFORE_NAMES}
    left = [each.id for each in rows if each.id not in shown]
    shown |= set(
        db.session.scalars(
            select(Unhiding.application_id).where(Unhiding.application_id.in_(left), Unhiding.by_id == desk.person_id)
        )
    )
    withdrawn = [each.id for each in rows if each.state == WITHDRAWN]
    return shown | set(
        db.session.scalars(
            select(ApplicationStep.application_id).where(ApplicationStep.application_id.in_(withdrawn), _WITHDREW_LATE)
        )
    )


def _was_shortlisted(application: JobApplication) -> bool:
    """Whether it came to the shortlist; who withdrew before that stays without a name."""
    if application.state != WITHDRAWN:
        return application.state not in BEFORE_NAMES
    return (
        db.session.scalar(
            select(ApplicationStep.id).where(ApplicationStep.application_id == application.id, _WITHDREW_LATE)
        )
        is not None
    )


def sifts_of(application_ids: Collection[int], round_: str) -> dict[int, list[Sift]]:
    """The scores of these applications in a round, by application, in the order in which they were begun."""
    found: dict[int, list[Sift]] = {}
    for sift in db.session.scalars(
        select(Sift).where(Sift.application_id.in_(application_ids), Sift.round == round_).order_by(Sift.id)
    ):
        found.setdefault(sift.application_id, []).append(sift)
    return found


def number_begun(posting_id: int, scorer_id: int) -> int:
    """How many applications for a vacancy somebody has begun to score without handing it in."""
    statement = (
        select(func.count())
        .select_from(Sift)
        .join(JobApplication, JobApplication.id == Sift.application_id)
        .where(JobApplication.posting_id == posting_id, Sift.scorer_id == scorer_id, Sift.done_at.is_(None))
    )
    return db.session.scalar(statement) or 0


def moderations_of(application_ids: Collection[int], round_: str) -> dict[int, Moderation]:
    """What was agreed of them in a round."""
    rows = db.session.scalars(
        select(Moderation).where(Moderation.application_id.in_(application_ids), Moderation.round == round_)
    )
    return {each.application_id: each for each in rows}


def rounds_begun(application_ids: Collection[int]) -> dict[int, set[str]]:
    """The rounds in which somebody has begun to score these applications."""
    found: dict[int, set[str]] = {}
    rows = db.session.execute(
        select(Sift.application_id, Sift.round).where(Sift.application_id.in_(application_ids)).distinct()
    )
    for application, round_ in rows:
        found.setdefault(application, set()).add(round_)
    return found


def stands_aside(person_id: int, application: JobApplication) -> Interest | None:
    """Where this person has said that they know the candidate."""
    return db.session.scalar(
        select(Interest).where(
            Interest.application_id == application.id, Interest.person_id == person_id, Interest.ended_at.is_(None)
        )
    )


def stood_aside_of_many(person_id: int, application_ids: Collection[int]) -> set[int]:
    """Those of these applications whose candidate this person has said that they know."""
    return set(
        db.session.scalars(
            select(Interest.application_id).where(
                Interest.application_id.in_(application_ids),
                Interest.person_id == person_id,
                Interest.ended_at.is_(None),
            )
        )
    )


def steps_of_many(application_ids: Sequence[int]) -> dict[int, list[ApplicationStep]]:
    """The histories of many applications in one question."""
    found: dict[int, list[ApplicationStep]] = {}
    for step in db.session.scalars(
        select(ApplicationStep).where(ApplicationStep.application_id.in_(application_ids)).order_by(ApplicationStep.id)
    ):
        found.setdefault(step.application_id, []).append(step)
    return found


def histories(desk: Desk) -> dict[int, list[Step]]:
    """The histories of all that the desk may see, for the rules of what their candidates know."""
    return _in_short(
        _SHORT.join(JobApplication, JobApplication.id == ApplicationStep.application_id).where(desk.sees())
    )


def histories_of_many(application_ids: Collection[int]) -> dict[int, list[Step]]:
    """The same of these applications."""
    return _in_short(_SHORT.where(ApplicationStep.application_id.in_(application_ids)))


def _in_short(statement: Select[int, str, str, str, bool]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    for application, event, before, after, told in db.session.execute(statement.order_by(ApplicationStep.id)):
        found.setdefault(application, []).append(Step(event, before, after, told))
    return found


def unread_of_many(application_ids: Sequence[int]) -> dict[int, int]:
    """How many messages of candidates nobody has read yet, by application."""
    rows = db.session.execute(
        select(ApplicationMessage.application_id, func.count())
        .where(
            ApplicationMessage.application_id.in_(application_ids),
            ApplicationMessage.from_candidate.is_(True),
            ApplicationMessage.read_at.is_(None),
        )
        .group_by(ApplicationMessage.application_id)
    )
    return {application: number for application, number in rows}
