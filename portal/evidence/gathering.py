"""Gathering everything that shows how a campaign was run, as far as whoever asked may know it.

Consultants and staff get all of it but what is nobody's to read: equality answers, adjustments, what candidates wrote about
themselves, scores that are not to be seen yet, and consultants' notes. A client gets what it sees already: nobody before the
shortlist, and of those nothing from before. Names are taken out unless they were asked for, and even then stay out where
they are hidden while the campaign goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.applying import queries as applications
from portal.applying import tallying
from portal.applying.models import ApplicationMessage, ApplicationStep, JobApplication
from portal.applying.states import CANDIDATE, NAMES, UNSENT, follow, words_of
from portal.database.base import db
from portal.documents.models import Document
from portal.evidence import adverts
from portal.evidence.packs import Entry, Pack, Section, Table
from portal.evidence.redacting import Redactor
from portal.introducing import queries as introductions
from portal.posting.models import Posting
from portal.questions import queries as questions
from portal.recruitment import contacts, merit, panels, planning, weighing
from portal.recruitment import queries as campaigns
from portal.recruitment.campaign_states import NAMES as STATES
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign
from portal.selecting import queries as choosing
from portal.selecting import ranking, scoring
from portal.selecting.desks import BEFORE_NAMES, ROUND_NAMES, Desk
from portal.selecting.models import Interest, Moderation, Sift, Unhiding
from portal.web.words import counted, long_time

CLIENT_ROUNDS = ("shortlist", "interview")
OURS, CLIENT = "ours", "client"


@dataclass(frozen=True, slots=True)
class Sight:
    """For whom a pack is: consultants and staff, or the client; with names or without."""

    audience: str
    person_id: int
    named: bool = False

    @property
    def is_ours(self) -> bool:
        return self.audience == OURS


@dataclass(slots=True)
class Gathered:
    """What was read of the applications, by application, and the names of those who acted."""

    rows: list[JobApplication]
    steps: Mapping[int, list[ApplicationStep]]
    shortlisted: frozenset[int]
    names_shown: frozenset[int]
    redactor: Redactor
    files: Mapping[str, list[str]]
    people: dict[int, str] = field(default_factory=dict)

    def who(self, person_id: int | None) -> str:
        """The name of somebody who chose; nothing of candidates is asked here."""
        return self.people.get(person_id or 0, accounts.SOMEBODY) if person_id else "The portal"


def gather(campaign: Campaign, sight: Sight, *, at: datetime) -> Pack:
    """The whole pack, in a number of questions that does not grow with the applications."""
    organisation, posting = campaigns.organisation_of(campaign), campaigns.posting_of(campaign)
    found = _applications(campaign, posting, sight)
    written = adverts.of(organisation, posting) if posting else []
    sections = [
        _campaign(campaign, found),
        _terms(campaign, found),
        _adverts(written, found),
        _criteria(campaign, at=at),
        _people(campaign, found, at=at),
        _questions(campaign, found, sight),
    ]
    if posting is not None and posting.vacancy_id is not None:
        desk = Desk("consultant", sight.person_id, applications.job_of_posting(posting), campaign)
        scored = scoring.criteria(desk, at=at)
        sections += [
            *_scores(found, scored, sight),
            _decisions(found, sight),
            _messages(found, sight),
            _unhidings(found),
            _monitoring(posting),
        ]
    sections += [_introductions(campaign)] if sight.is_ours else []
    return Pack(
        campaign.title,
        organisation.name,
        campaign.reference,
        _notice(sight, campaign),
        at,
        tuple(sections),
        tuple((each.file, each.words) for each in written),
    )


def _notice(sight: Sight, campaign: Campaign) -> str:
    whose = (
        "It holds every application that was sent, by its number."
        if sight.is_ours
        else "It holds what the client of the recruitment may see: applications from the shortlist on, by their numbers."
    )
    if not sight.named:
        names = "Candidates’ names, addresses and files’ names are taken out, also out of what was written."
    elif campaign.names_hidden and campaign.state not in OVER:
        names = "It holds names of candidates from the shortlist on; before that they are hidden while the recruitment goes on."
    else:
        names = "It holds names of candidates. Keep it as carefully as their applications."
    return (
        f"{whose} {names} It never holds equality answers, adjustments, what candidates wrote in their applications, or "
        "consultants’ notes. Times are London’s."
    )


def _applications(campaign: Campaign, posting: Posting | None, sight: Sight) -> Gathered:
    everybody = (
        list(
            db.session.scalars(
                select(JobApplication)
                .where(JobApplication.posting_id == posting.id, JobApplication.state.not_in(UNSENT))
                .order_by(JobApplication.number)
            )
        )
        if posting
        else []
    )
    steps = choosing.steps_of_many([each.id for each in everybody])
    shortlisted = frozenset(
        each.id for each in everybody if any(step.event == "shortlist" for step in steps.get(each.id, ()))
    )
    known = frozenset(each.id for each in everybody if _may_be_named(campaign, each, shortlisted)) if sight.named else frozenset()  # fmt: skip
    theirs = accounts.names_of({each.person_id for each in everybody if each.person_id})
    contacts_of = {each.id: _names_of(each, theirs.get(each.person_id or 0, "")) for each in everybody}
    rows = everybody if sight.is_ours else [each for each in everybody if each.id in shortlisted]
    acted = {step.by_id for each in rows for step in steps.get(each.id, ()) if step.by_id}
    return Gathered(
        rows,
        steps,
        shortlisted,
        known,
        Redactor(contacts_of, shown=known),
        _files([each for each in rows if each.id in known]),
        accounts.names_of(acted),
    )


def _may_be_named(campaign: Campaign, application: JobApplication, shortlisted: frozenset[int]) -> bool:
    """As on the screen (selecting.queries.names_shown), and once the campaign is over: then nothing is left to choose."""
    if not campaign.names_hidden or campaign.state in OVER:
        return True
    return application.id in shortlisted and application.state not in BEFORE_NAMES


def _names_of(application: JobApplication, account: str) -> tuple[str, ...]:
    contact = application.answers.get("contact") or {}
    names = (
        str(contact.get("name", "")),
        str(contact.get("called", "")),
        account if account != accounts.SOMEBODY else "",
    )
    return tuple(each for each in names if each.strip())


def _files(rows: Sequence[JobApplication]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    wanted = [f"application:{each.reference}" for each in rows]
    for row in db.session.scalars(select(Document).where(Document.subject.in_(wanted)).order_by(Document.id)):
        found.setdefault(row.subject, []).append(row.original_name)
    return found


def _campaign(campaign: Campaign, found: Gathered) -> Section:
    history = campaigns.history(campaign)
    days = [(words, day) for words, day in planning.planned(campaign)]
    return Section(
        "The recruitment",
        (
            f"State: {STATES[campaign.state]}. Posts to fill: {campaign.posts}.",
            "Names were hidden until the shortlist."
            if campaign.names_hidden
            else "Names were shown from the beginning.",
            *([f"It ended: {found.redactor.about_nobody(campaign.ended_because)}"] if campaign.ended_because else []),
        ),
        (
            Table("dates", ("What", "Planned for"), tuple(days)),
            Table(
                "campaign",
                ("When", "What", "Who", "Note"),
                tuple((each.at, each.words, each.by, found.redactor.about_nobody(each.note)) for each in history[::-1]),
            ),
        ),
    )


def _terms(campaign: Campaign, found: Gathered) -> Section:
    if campaign.terms_agreed_at is None:
        return Section("Terms", none="No terms were agreed.")
    by = accounts.names_of([campaign.terms_agreed_by_id or 0]).get(campaign.terms_agreed_by_id or 0, accounts.SOMEBODY)
    agreed = f"Version {campaign.terms_version}, agreed at {long_time(campaign.terms_agreed_at)} by {by}."
    lines = (each.lstrip("# ") if each.startswith("#") else each for each in campaign.terms_text.split("\n"))
    return Section("Terms", (agreed, *filter(None, lines)))


def _adverts(written: Sequence[adverts.Version], found: Gathered) -> Section:
    rows = tuple(
        (each.number, each.at, each.by, change) for each in written for change in (each.changes or ("First published",))
    )
    return Section(
        "Adverts as they were published",
        (),
        (Table("adverts", ("Version", "From", "By", "Change"), rows),),
        tuple(
            Entry(f"Version {each.number}, from {long_time(each.at)}", tuple(each.words.split("\n")))
            for each in written
        ),
        none="Nothing was published.",
    )


def _criteria(campaign: Campaign, *, at: datetime) -> Section:
    fixed = f"Fixed at {long_time(campaign.frozen_at)}." if campaign.frozen_at else "Not fixed yet."
    rows = tuple(
        (each.kind.capitalize(), each.number, each.words, each.weight) for each in weighing.criteria_of(campaign, at=at)
    )
    return Section(
        "Criteria and their weights",
        (f"{fixed} Changes of weights before that stand under “The recruitment”.",),
        (Table("criteria", ("Kind", "Number", "Criterion", "Weight"), rows),),
    )


def _people(campaign: Campaign, found: Gathered, *, at: datetime) -> Section:
    members = panels.of(campaign)
    runs = campaigns.names_of_people([campaign])
    panel = tuple(
        (each.name or accounts.SOMEBODY, each.is_chair, each.invited_at, each.taken_up_at) for each in members
    )
    numbers = {each.id: each.number for each in found.rows}
    interests = db.session.scalars(
        select(Interest).where(Interest.application_id.in_(list(numbers))).order_by(Interest.at, Interest.id)
    ).all()
    names = accounts.names_of({each.person_id for each in interests})
    conflicts = tuple(
        (
            numbers[each.application_id],
            names.get(each.person_id, accounts.SOMEBODY),
            each.at,
            found.redactor.of(each.application_id, each.note),
            each.ended_at,
        )
        for each in interests
    )
    return Section(
        "Who took part, and who stood aside",
        (
            f"Consultant: {runs.get(campaign.consultant_id or 0, 'nobody')}. Deputy: {runs.get(campaign.deputy_id or 0, 'nobody')}.",
            f"People of the client: {', '.join(each.name for each in contacts.of(campaign)) or 'its owners'}.",
            f"{counted(len(conflicts), 'conflict was', 'conflicts were')} declared.",
        ),
        (
            Table("panel", ("Panel", "Chair", "Invited", "Joined"), panel),
            Table("conflicts", ("Application", "Who", "When", "What they said", "Taken back"), conflicts),
        ),
    )


def _questions(campaign: Campaign, found: Gathered, sight: Sight) -> Section:
    rows = questions.of_campaign(campaign)
    answered = sorted((each for each in rows if each.state == questions.ANSWERED), key=lambda each: each.id)
    declined = sum(each.state == questions.DECLINED for each in rows)
    table = tuple((each.asked_at, each.public, each.answer, each.decided_at) for each in answered)
    said = (f"{counted(declined, 'question was', 'questions were')} declined.",) if declined and sight.is_ours else ()
    return Section(
        "Public questions and answers",
        said,
        (Table("questions", ("Asked", "Question", "Answer", "Answered"), table),),
        none="Nobody asked.",
    )


def _scores(found: Gathered, scored: Sequence[scoring.Scored], sight: Sight) -> Iterator[Section]:
    for round_, name in ROUND_NAMES.items():
        if sight.is_ours or round_ in CLIENT_ROUNDS:
            yield _round(found, scored, round_, name, sight)


def _round(found: Gathered, scored: Sequence[scoring.Scored], round_: str, name: str, sight: Sight) -> Section:
    """The scores of one round in the order of merit, then each scorer's with the evidence for them."""
    ids = [each.id for each in found.rows]
    sifts, agreed = choosing.sifts_of(ids, round_), choosing.moderations_of(ids, round_)
    seen = {each.id: _seen(sifts.get(each.id, ()), sight) for each in found.rows}
    counts = {each.id: _counts(seen[each.id], agreed.get(each.id)) for each in found.rows if seen[each.id]}
    people = {sift.scorer_id for several in seen.values() for sift in several}
    found.people |= accounts.names_of(people | {each.by_id for each in agreed.values() if each.by_id})
    title = f"{name}: scores"
    order = _order(found, scored, counts)
    lines = tuple(
        (row.number, found.who(sift.scorer_id), each.criterion.key, sift.scores.get(each.criterion.key), found.redactor.of(row.id, str(sift.evidence.get(each.criterion.key, ""))), sift.done_at)
        for row in found.rows
        for sift in seen[row.id]
        for each in scored
    )  # fmt: skip
    settled = tuple(
        (row.number, each.criterion.key, (counts[row.id] or {}).get(each.criterion.key))
        for row in found.rows
        if counts.get(row.id)
        for each in scored
    )
    return Section(
        title,
        (f"Order of merit. {merit.TIE_RULE}",) if order else (),
        (
            Table(f"{round_}-merit", ("Rank", "Application", "Total", "Falls short of", "Parted by", "Interviewed by rule"), order),
            Table(f"{round_}-scores", ("Application", "Scorer", "Criterion", "Score", "Evidence", "Handed in"), lines, printed=False),
            Table(f"{round_}-moderated", ("Application", "Criterion", "Score that counts"), settled, printed=False),
        ),
        tuple(
            Entry(f"Application {row.number}", tuple(_told_scores(found, scored, row, seen[row.id], agreed.get(row.id))))
            for row in found.rows
            if seen[row.id]
        ),
        none="Nobody was scored, or the scores are not to be seen yet.",
    )  # fmt: skip


def _seen(sifts: Sequence[Sift], sight: Sight) -> list[Sift]:
    """Those that were handed in, once enough were, and to nobody who has still to hand in their own (selecting.scoring)."""
    finished = [each for each in sifts if each.done_at is not None]
    own = next((each for each in sifts if each.scorer_id == sight.person_id), None)
    may = len(finished) >= scoring.SCORERS and (own is None or own.done_at is not None)
    return finished if may else []


def _counts(seen: Sequence[Sift], agreed: Moderation | None) -> Mapping[str, int] | None:
    if agreed is not None:
        return agreed.scores
    same = all(each.scores == seen[0].scores for each in seen)
    return seen[0].scores if seen and same else None


def _order(
    found: Gathered, scored: Sequence[scoring.Scored], counts: Mapping[int, Mapping[str, int] | None]
) -> tuple[tuple[Any, ...], ...]:
    numbers = {each.criterion.key: number for number, each in enumerate(scored, start=1)}
    keys = {number: key for key, number in numbers.items()}
    rules = [merit.Criterion(numbers[each.criterion.key], each.criterion.essential, each.weight) for each in scored]
    # Called by their numbers with zeros before, so that equals stand in the order of sending.
    rows = {f"{each.number:06}": each for each in found.rows}
    whole = {
        key: {numbers[name]: value for name, value in given.items() if name in numbers}
        for key, each in rows.items()
        if (given := counts.get(each.id)) is not None and set(given) >= set(numbers)
    }
    ranked = merit.order(whole, rules) if rules else []
    claims = frozenset(key for key, each in rows.items() if ranking.claims_scheme(each))
    by_rule = merit.guaranteed(ranked, with_guarantee=claims)
    return tuple(
        (
            each.rank,
            rows[each.reference].number,
            each.total,
            ", ".join(keys[number] for number in each.falls_short),
            each.parted_by,
            "Yes" if each.reference in by_rule else "",
        )
        for each in ranked
    )


def _told_scores(
    found: Gathered,
    scored: Sequence[scoring.Scored],
    row: JobApplication,
    seen: Sequence[Sift],
    agreed: Moderation | None,
) -> Iterator[str]:
    for sift in seen:
        yield f"{found.who(sift.scorer_id)}, handed in at {long_time(sift.done_at)}:" if sift.done_at else ""
        for each in scored:
            key = each.criterion.key
            evidence = found.redactor.of(row.id, str(sift.evidence.get(key, "")))
            yield f"{key}: {sift.scores.get(key, '–')}. {evidence}"
    if agreed is not None:
        scores = ", ".join(f"{each.criterion.key}: {agreed.scores.get(each.criterion.key, '–')}" for each in scored)
        yield f"Agreed by {found.who(agreed.by_id)} at {long_time(agreed.at)}: {scores}. {found.redactor.of(row.id, agreed.because)}"
    elif _counts(seen, None) is not None:
        yield "Both gave the same scores, so they count."
    else:
        yield "The scores differ, and which count is not agreed yet."


def _decisions(found: Gathered, sight: Sight) -> Section:
    rows, entries = [], []
    for each in found.rows:
        lines = []
        name = _name(found, each)
        for step in _steps(found, each, sight):
            by = _by(found, step)
            words, reason = words_of(step.event, step.before), found.redactor.of(each.id, step.reason)
            told = found.redactor.of(each.id, step.told_words)
            rows.append((each.number, name, step.at, words, by, reason, step.told_at, told))
            said = f"{long_time(step.at)}: {words}. {by}." + (f" Why: {reason}" if reason else "")
            lines.append(said + (f" Told at {long_time(step.told_at)}: {told}" if step.told_at else ""))
        files = found.files.get(f"application:{each.reference}", [])
        lines += [f"Files: {', '.join(files)}"] if files else []
        title = f"Application {each.number}" + (f", {name}" if name else "")
        entries.append(Entry(f"{title}: {NAMES[each.state]}", tuple(lines)))
    columns = ("Application", "Name", "When", "What", "Who", "Why", "Told", "Words")
    return Section(
        "Every application and its history",
        (f"{counted(len(found.rows), 'application')}.",),
        (Table("history", columns, tuple(rows), printed=False),),
        tuple(entries),
        none="No application is in it.",
    )


def _steps(found: Gathered, application: JobApplication, sight: Sight) -> list[ApplicationStep]:
    """From the sending on; for a client from the shortlist on."""
    steps = found.steps.get(application.id, [])
    first = "submit" if sight.is_ours else "shortlist"
    begins = next((place for place, each in enumerate(steps) if each.event == first), 0)
    return steps[begins:]


def _by(found: Gathered, step: ApplicationStep) -> str:
    """Who decided; a candidate's own acts are the candidate's, by no name."""
    return "The candidate" if follow(step.before, step.event).who == CANDIDATE else found.who(step.by_id)


def _name(found: Gathered, application: JobApplication) -> str:
    shown = application.id in found.names_shown
    return str((application.answers.get("contact") or {}).get("name", "")) if shown else ""


def _messages(found: Gathered, sight: Sight) -> Section:
    """Between candidates and consultants: the client is no part of them."""
    rows: list[tuple[Any, ...]] = []
    if sight.is_ours:
        numbers = {each.id: each.number for each in found.rows}
        written = db.session.scalars(
            select(ApplicationMessage).where(ApplicationMessage.application_id.in_(list(numbers)))
        ).all()
        found.people |= accounts.names_of(
            {each.author_id for each in written if each.author_id and not each.from_candidate}
        )
        rows = [
            (
                numbers[each.application_id],
                each.at,
                "The candidate" if each.from_candidate else found.who(each.author_id),
                found.redactor.of(each.application_id, each.body),
            )
            for each in sorted(written, key=lambda each: (numbers[each.application_id] or 0, each.at, each.id))
        ]
    none = "Nobody wrote." if sight.is_ours else "Messages are between candidates and the consultants."
    return Section(
        "Messages", (), (Table("messages", ("Application", "When", "Who", "Words"), tuple(rows)),), none=none
    )


def _unhidings(found: Gathered) -> Section:
    numbers = {each.id: each.number for each in found.rows}
    seen = db.session.scalars(
        select(Unhiding).where(Unhiding.application_id.in_(list(numbers))).order_by(Unhiding.at, Unhiding.id)
    ).all()
    names = accounts.names_of({each.by_id for each in seen})
    rows = tuple(
        (
            numbers[each.application_id],
            each.at,
            names.get(each.by_id, accounts.SOMEBODY),
            found.redactor.of(each.application_id, each.because),
        )
        for each in seen
    )
    return Section(
        "Names that were seen before the shortlist",
        (),
        (Table("names-seen", ("Application", "When", "Who", "Why"), rows),),
        none="None was.",
    )


def _monitoring(posting: Posting) -> Section:
    people, asked = tallying.report(posting.id)
    rows = tuple(
        (question.words, answer.words, "too few to show" if answer.people is None else answer.people)
        for question in asked
        for answer in question.answers
    )
    return Section(
        "Equality monitoring",
        (f"Of {people} people, counted in full tens. Counts of one to four are not shown.",) if people else (),
        (Table("monitoring", ("Question", "Answer", "People"), rows),),
        none=f"Counts are shown from {tallying.TEN} applications on.",
    )


def _introductions(campaign: Campaign) -> Section:
    sent = introductions.of_campaign(campaign)
    rows = tuple((each.called, each.at, each.withdrawn_at) for each in introductions.introductions(campaign)[::-1])
    return Section(
        "Members who were found",
        (f"{counted(len(sent), 'member was', 'members were')} written to.",),
        (Table("introductions", ("Called", "Introduced", "Taken back"), rows),),
    )
