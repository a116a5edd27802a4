"""What the rooms below know that a consultant has to do: one function for each kind, each in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy import func, select

from portal.applying.models import ApplicationMessage, ApplicationStep, JobApplication
from portal.applying.states import CANDIDATE, CLOCK, INTERVIEW, LONGLISTED, MOVES, SHORTLISTED, SUBMITTED, must_be_told
from portal.database.base import db
from portal.employers import queries as employers
from portal.foundation.clock import LONDON
from portal.questions.models import Question
from portal.questions.queries import WAITING
from portal.recruitment import agreeing, campaign_states, queries, reminding
from portal.recruitment.duties import Duty, Load, Running, end_of
from portal.recruitment.models import CriterionWeight
from portal.recruitment.sold_services import SERVICES
from portal.selecting import queries as choosing
from portal.selecting.models import Interest, Moderation, Sift
from portal.selecting.scoring import SCORERS
from portal.web import words

CLOSING = 2
"""Days before the closing time in which a vacancy stands in the queue."""
ANSWER_WITHIN = timedelta(days=2)
"""A question, a message and an enquiry are late after two days."""
CHOOSING = (campaign_states.CLOSED, campaign_states.SELECTION, campaign_states.OFFER)
_KNOWN_AT_ONCE = {each.event for each in MOVES} - {each.event for each in MOVES if each.who not in (CANDIDATE, CLOCK)}


def closing_soon(load: Load) -> Iterator[Duty]:
    """Vacancies that close today or within two days."""
    today = load.at.astimezone(LONDON).date()
    for each in load.running.values():
        closes_at = each.posting.closes_at if each.posting else None
        if each.campaign.state != campaign_states.LIVE or closes_at is None or closes_at <= load.at:
            continue
        days = (closes_at.astimezone(LONDON).date() - today).days
        if days <= CLOSING:
            yield _duty(
                each,
                whom="Applicants",
                what=f"{words.closes_in(closes_at, load.at)}, at {words.time_of_day(closes_at)}",
                since=load.last.get((each.campaign.id, "go_live"), each.campaign.updated_at),
                due=closes_at,
                act="Look at it, or move the closing time",
                address=_campaign(each, "campaign_adverts.extend"),
            )


def to_be_taken(load: Load) -> Iterator[Duty]:
    """Enquiries and bought services that no consultant has taken: of every client but those the person acts for."""
    own = {organisation.id for organisation, _ in employers.organisations_of(load.person_id)}
    for campaign, client in queries.unassigned():
        if campaign.organisation_id not in own:
            yield Duty(
                campaign=campaign.reference,
                title=campaign.title,
                whom=client,
                what="Waits for a consultant to take it",
                since=campaign.begun_at,
                due=campaign.begun_at + ANSWER_WITHIN,
                act="Take it",
                address=url_for("consultant.campaigns.take", campaign=campaign.reference),
                posts=True,
                note=f"Wanted: {campaign.wanted}" if campaign.wanted else "",
            )


def to_be_prepared(load: Load) -> Iterator[Duty]:
    """What the consultant does before applications can come in: the fee, the advert, publishing it."""
    for each in load.running.values():
        campaign, since = each.campaign, each.campaign.updated_at
        if campaign.state == campaign_states.ENQUIRY and (why := agreeing.missing(campaign)):
            page = "campaigns.fee" if campaign.title and "fee" in why else "campaigns.describe"
            yield _duty(each, each.client, why, since, "Set it", _campaign(each, page))
        elif campaign.state == campaign_states.AGREED:
            since = load.last.get((campaign.id, "send_back")) or load.last.get((campaign.id, "agree_terms"), since)
            address = _campaign(each, "campaign_adverts.advert")
            yield _duty(each, each.client, "The advert is to be written", since, "Write it", address)
        elif campaign.state == campaign_states.APPROVED:
            since = load.last.get((campaign.id, "approve_advert"), since)
            address = _campaign(each, "campaign_adverts.live")
            unpaid = SERVICES[campaign.service].product and not campaign.order_reference
            note = "The client has yet to order the service: ask them first." if unpaid else ""
            says = "The approved advert is to be published"
            yield _duty(each, each.client, says, since, "Publish it", address, note=note)


def with_the_client(load: Load) -> Iterator[Duty]:
    """Terms and adverts that wait for the client's word, with the days that they have waited."""
    for each in load.running.values():
        what = reminding.TERMS if each.campaign.state == campaign_states.ENQUIRY else ""
        what = reminding.ADVERT if each.campaign.state == campaign_states.DRAFTED else what
        if not what or (what == reminding.TERMS and agreeing.missing(each.campaign)):
            continue
        begins = ("send_advert",) if what == reminding.ADVERT else ("fee", "assign", "describe", "begin")
        dates = [load.last[each.campaign.id, event] for event in begins if (each.campaign.id, event) in load.last]
        since = max(dates, default=each.campaign.updated_at)
        yield _reminder(load, each, f"The {what} waits" if what == reminding.ADVERT else "The terms wait", since)


def with_the_panel(load: Load) -> Iterator[Duty]:
    """Candidates for whom the client's panel has to decide."""
    for each in _choosing(load):
        for state, said, due in (
            (LONGLISTED, "waits for the shortlist", each.campaign.shortlist_on),
            (INTERVIEW, "waits for what the interviews come to", each.campaign.told_by),
        ):
            if found := load.waits(each, state):
                who = words.counted(found.number, "candidate")
                says = f"{who} {said if found.number == 1 else said.replace('waits', 'wait')}"
                yield _reminder(load, each, says, found.since, whom="The client’s panel", due=end_of(due))


def for_the_longlist(load: Load) -> Iterator[Duty]:
    """Applications of closed vacancies about whose longlist nothing is decided, and those to be invited."""
    for each in _choosing(load):
        if found := load.waits(each, SUBMITTED):
            waits = words.counted(found.number, "application waits", "applications wait")
            address = url_for("consultant.desk.merit", campaign=each.campaign.reference, round="longlist")
            since = max(found.since, each.posting.closes_at or found.since) if each.posting else found.since
            yield _duty(
                each,
                "Applicants",
                f"{waits} for the longlist",
                since,
                "Make the longlist",
                address,
                due=end_of(each.campaign.longlist_on),
            )
        if found := load.waits(each, SHORTLISTED):
            waits = words.counted(found.number, "person", "people")
            yield _duty(
                each,
                "The shortlist",
                f"{waits} to be invited to an interview",
                found.since,
                "Invite them",
                url_for("consultant.desk.index", campaign=each.campaign.reference, state=SHORTLISTED),
                due=end_of(each.campaign.interviews_on),
            )


@dataclass(frozen=True, slots=True)
class _Scored:
    """An application that waits for the longlist: since when, who has handed scores in and when, and what was agreed."""

    application_id: int
    posting_id: int
    sent_at: datetime
    finished: Sequence[tuple[int, Mapping[str, int], datetime]]
    agreed: bool

    def waits_for(self, person_id: int) -> bool:
        """Whether this person could still score it."""
        return len(self.finished) < SCORERS and all(scorer != person_id for scorer, _, _ in self.finished)

    @property
    def differs(self) -> bool:
        """Whether enough have scored it, and not alike, and nothing is agreed."""
        if self.agreed or len(self.finished) < SCORERS:
            return False
        return any(scores != self.finished[0][1] for _, scores, _ in self.finished)


def to_be_scored(load: Load) -> Iterator[Duty]:
    """Scores that wait for this person, and differences that are to be agreed."""
    choosing_now = {each.posting.id: each for each in _choosing(load) if each.posting}
    mine: dict[int, list[datetime]] = {}
    differing: dict[int, list[datetime]] = {}
    for row in _being_scored(load, choosing_now):
        if row.waits_for(load.person_id):
            mine.setdefault(row.posting_id, []).append(row.sent_at)
        elif row.differs:
            differing.setdefault(row.posting_id, []).append(max(done_at for _, _, done_at in row.finished))
    for posting, each in choosing_now.items():
        merit = url_for("consultant.desk.merit", campaign=each.campaign.reference, round="longlist")
        due = end_of(each.campaign.longlist_on)
        closed = each.posting.closes_at if each.posting else None
        if since := mine.get(posting):
            waits = words.counted(len(since), "application waits", "applications wait")
            began = max(min(since), closed or min(since))
            yield _duty(each, "You", f"{waits} for your scores", began, "Score them", merit, due=due)
        if since := differing.get(posting):
            differs = words.counted(len(since), "application has", "applications have")
            said = f"{differs} scores that differ and are to be agreed"
            yield _duty(each, "You, and who scored with you", said, min(since), "Agree them", merit, due=due)


def _being_scored(load: Load, choosing_now: Mapping[int, Running]) -> Iterator[_Scored]:
    """What waits for the longlist in campaigns that have criteria, but for whom the person knows; in four questions."""
    campaigns = {each.campaign.id: posting for posting, each in choosing_now.items()}
    scored = select(CriterionWeight.campaign_id).where(CriterionWeight.campaign_id.in_(campaigns)).distinct()
    waiting = (
        JobApplication.posting_id.in_([campaigns[each] for each in db.session.scalars(scored)]),
        JobApplication.state == SUBMITTED,
    )
    ids = select(JobApplication.id).where(*waiting)
    known = select(Interest.application_id).where(
        Interest.application_id.in_(ids), Interest.person_id == load.person_id, Interest.ended_at.is_(None)
    )
    aside = set(db.session.scalars(known))
    finished: dict[int, list[tuple[int, Mapping[str, int], datetime]]] = {}
    for application, scorer, scores, done_at in db.session.execute(
        select(Sift.application_id, Sift.scorer_id, Sift.scores, Sift.done_at).where(
            Sift.application_id.in_(ids), Sift.round == "longlist", Sift.done_at.is_not(None)
        )
    ):
        finished.setdefault(application, []).append((scorer, scores, done_at or load.at))
    for application, posting, sent_at, moderation in db.session.execute(
        select(JobApplication.id, JobApplication.posting_id, JobApplication.submitted_at, Moderation.id)
        .outerjoin(Moderation, (Moderation.application_id == JobApplication.id) & (Moderation.round == "longlist"))
        .where(*waiting)
    ):
        if application not in aside:
            done = finished.get(application, [])
            yield _Scored(application, posting, sent_at or load.at, done, moderation is not None)


def to_be_told(load: Load) -> Iterator[Duty]:
    """Decisions of which candidates do not know. Only those whose newest step is untold are looked at closely."""
    by_posting = load.by_posting
    newest = (
        select(func.max(ApplicationStep.id))
        .join(JobApplication, JobApplication.id == ApplicationStep.application_id)
        .where(JobApplication.posting_id.in_(by_posting))
        .group_by(ApplicationStep.application_id)
    )
    decided = db.session.execute(
        select(ApplicationStep.application_id, ApplicationStep.at, JobApplication.posting_id)
        .join(JobApplication, JobApplication.id == ApplicationStep.application_id)
        .where(
            ApplicationStep.id.in_(newest),
            ApplicationStep.told_at.is_(None),
            ApplicationStep.event.not_in(_KNOWN_AT_ONCE),
        )
    ).all()
    histories = choosing.histories_of_many([application for application, _, _ in decided])
    untold: dict[int, list[datetime]] = {}
    for application, at, posting in decided:
        if must_be_told(histories.get(application, [])):
            untold.setdefault(posting, []).append(at)
    for posting, since in untold.items():
        each = by_posting[posting]
        yield _duty(
            each,
            "Candidates",
            f"{words.counted(len(since), 'person waits', 'people wait')} to be told of a decision",
            min(since),
            "Look at the messages",
            url_for("consultant.desk.tell", campaign=each.campaign.reference),
            due=end_of(each.campaign.told_by),
        )


def questions_asked(load: Load) -> Iterator[Duty]:
    """Questions about vacancies that wait for an answer, together for each campaign."""
    rows = db.session.execute(
        select(Question.campaign_id, func.count(), func.min(Question.asked_at))
        .where(Question.campaign_id.in_(load.running), Question.state == WAITING)
        .group_by(Question.campaign_id)
    )
    for campaign, number, since in rows:
        each = load.running[campaign]
        waits = words.counted(number, "question waits", "questions wait")
        address = url_for("consultant.questions.show", campaign=each.campaign.reference)
        due = since + ANSWER_WITHIN
        yield _duty(each, "Whoever asked", f"{waits} for an answer", since, "Answer", address, due=due)


def messages_unread(load: Load) -> Iterator[Duty]:
    """Messages of candidates that nobody has answered or marked as read; the candidate is a number, never a name."""
    by_posting = load.by_posting
    rows = db.session.execute(
        select(
            JobApplication.posting_id,
            JobApplication.reference,
            JobApplication.number,
            func.count(),
            func.min(ApplicationMessage.at),
        )
        .join(JobApplication, JobApplication.id == ApplicationMessage.application_id)
        .where(
            JobApplication.posting_id.in_(by_posting),
            ApplicationMessage.from_candidate.is_(True),
            ApplicationMessage.read_at.is_(None),
        )
        .group_by(JobApplication.posting_id, JobApplication.reference, JobApplication.number)
    )
    for posting, reference, number, count, since in rows:
        each = by_posting[posting]
        yield _duty(
            each,
            f"Application {number}",
            f"{words.counted(count, 'message')} without an answer",
            since,
            "Read and answer",
            url_for("consultant.desk.messages", campaign=each.campaign.reference, application=reference),
            due=since + ANSWER_WITHIN,
        )


SOURCES = (
    closing_soon,
    to_be_taken,
    to_be_prepared,
    with_the_client,
    with_the_panel,
    for_the_longlist,
    to_be_scored,
    to_be_told,
    questions_asked,
    messages_unread,
)


def _choosing(load: Load) -> Iterable[Running]:
    return (each for each in load.running.values() if each.campaign.state in CHOOSING)


def _campaign(each: Running, endpoint: str) -> str:
    return url_for(f"consultant.{endpoint}", campaign=each.campaign.reference)


def _reminder(
    load: Load, each: Running, what: str, since: datetime, *, whom: str = "", due: datetime | None = None
) -> Duty:
    reminded = load.last.get((each.campaign.id, "remind"))
    said = f"Reminded on {words.short_day(reminded)}" if reminded and reminded >= since else ""
    if reminded and reminded > load.at - reminding.PAUSE:
        act, address, posts = "Open the campaign", _campaign(each, "campaigns.show"), False
    else:
        act, address, posts = "Remind them", url_for("consultant.queue.remind", campaign=each.campaign.reference), True
    days = (load.at.astimezone(LONDON).date() - since.astimezone(LONDON).date()).days
    age = f" for {words.counted(days, 'day')}" if days else " since today"
    return _duty(each, whom or each.client, what + age, since, act, address, due=due, posts=posts, note=said)


def _duty(
    each: Running,
    whom: str,
    what: str,
    since: datetime,
    act: str,
    address: str,
    *,
    due: datetime | None = None,
    posts: bool = False,
    note: str = "",
) -> Duty:
    title = f"{each.campaign.title}, {each.client}"
    return Duty(each.campaign.reference, title, whom, what, since, act, address, due, posts, note)
