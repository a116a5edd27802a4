"""The mails about interviews, with the calendar file that goes beside them: to the candidate, to whoever arranges it and
to those who hold it. The desk's mails name an application by its number; the file beside them is made when it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from portal.accounts.models import Person
from portal.accounts.writing_to import write_to
from portal.applying import queries as applications
from portal.applying.models import JobApplication
from portal.applying.telling import address_of as application_address
from portal.config import Settings
from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.seats import BUYING
from portal.foundation.text import one_line, printable
from portal.interviewing import calendars, queries, schedule, wording
from portal.interviewing.models import InterviewRound
from portal.interviewing.queries import Held
from portal.interviewing.states import BOOKED, HELD
from portal.mail.attaching import Attachment
from portal.posting.models import Posting
from portal.recruitment import queries as campaigns
from portal.selecting import queries as chosen

ATTACHED = "interview"
FILE = "interview.ics"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody on the desk's side, and where their pages of the interviews are."""

    person_id: int
    pages: str


def address_of(held: Held) -> str:
    """The candidate's page of it, from the site's root."""
    return f"{application_address(held.application)}/interviews/{held.interview.reference}"


def readers_of(round_: InterviewRound, application: JobApplication | None = None) -> list[Reader]:
    """Who arranges and who holds the round, each once; without those who said that they know this candidate."""
    campaign = campaigns.of_posting(round_.posting_id)
    if campaign is None:
        return _of_employer(round_, application)
    found = {
        each: Reader(each, f"/consultant/campaigns/{campaign.reference}/interviews")
        for each in (campaign.consultant_id, campaign.deputy_id)
        if each
    }
    for member in schedule.interviewers_of(round_):
        assert member.person_id is not None
        found.setdefault(
            member.person_id, Reader(member.person_id, f"/employer/panels/{campaign.reference}/interviews")
        )
    return [
        each for each in found.values() if application is None or not chosen.stands_aside(each.person_id, application)
    ]


def holders_of(round_: InterviewRound, application: JobApplication) -> list[Reader]:
    """Who is reminded of it: those who hold it; the employer where no consultant runs the recruitment."""
    arranging = set()
    if (campaign := campaigns.of_posting(round_.posting_id)) is not None:
        arranging = {campaign.consultant_id, campaign.deputy_id}
    return [each for each in readers_of(round_, application) if each.person_id not in arranging]


def _of_employer(round_: InterviewRound, application: JobApplication | None) -> list[Reader]:
    posting = db.session.get_one(Posting, round_.posting_id)
    owner = employers.any_by_id(posting.organisation_id)
    pages = f"/employer/{owner.reference}/vacancies/{posting.reference}/interviews"
    maker = round_.made_by_id
    wanted = [maker] if maker and employers.roles_in(maker, owner.id) & BUYING else employers.owners(owner.id)
    return [Reader(each, pages) for each in wanted if application is None or not chosen.stands_aside(each, application)]


def choose_a_time(held: Held) -> None:
    """To the candidate: times wait to be chosen from."""
    _candidate("choose", held, attached=False, by=held.round.choose_by)


def fixed(held: Held, *, by: int | None) -> None:
    """To everybody: a time is fixed."""
    _candidate("fixed", held, because=held.interview.because)
    _desk(held, "has a time.", but=by)


def changed(held: Held, *, because: str, by: int | None) -> None:
    """To everybody: another time, or something else that changed."""
    _candidate("changed", held, because=because)
    _desk(held, f"was changed. {because}".strip(), but=by)


def cancelled(held: Held, *, because: str, by: int | None, was_fixed: bool, tells: bool = True) -> None:
    """To the candidate, and, where a time was fixed, to the desk's side."""
    if tells:
        _candidate("cancelled", held, attached=was_fixed, because=because)
    if was_fixed:
        _desk(held, f"is cancelled. {because}", but=by)


def end_for_candidate(held: Held, *, because: str, was_fixed: bool) -> None:
    """To the candidate: it will not be held."""
    _candidate("cancelled", held, attached=was_fixed, because=because)


def given_back(held: Held, *, by: int, was_fixed: bool) -> None:
    """To the desk's side: none of the times suits the candidate. To the candidate only what their calendar needs."""
    if was_fixed:
        _candidate("cancelled", held, because="You told us that this time does not suit you.")
    _desk(held, "is without a time: the candidate says that none suits.", but=by, attached=was_fixed)


def declined(held: Held, *, by: int, was_fixed: bool, leaves: bool) -> None:
    """To the desk's side, and to the candidate what their calendar needs."""
    if was_fixed:
        _candidate("cancelled", held, because="You declined this interview.")
    goes_on = "The application is withdrawn." if leaves else "The candidate stays in the process."
    _desk(held, f"was declined by the candidate. {goes_on}", but=by, attached=was_fixed)


def feedback_waits(held: Held) -> None:
    """To the candidate: there is feedback, to be read on their page."""
    _candidate("feedback", held, attached=False)


def remind_candidate(held: Held) -> None:
    """To the candidate, the day before."""
    _candidate("reminder", held, attached=False, unique_key=_key("candidate", held))


def remind_holder(reader: Reader, day: str, lines: Sequence[str], *, round_: InterviewRound, unique_key: str) -> None:
    """To somebody who interviews: what the next day holds."""
    job = _job(round_)
    _post("tomorrow", reader.person_id, unique_key=unique_key, lines=list(lines), day=day, address=reader.pages, **job)


def files_of(which: str) -> Sequence[Attachment]:
    """What goes beside a mail: the interview as it stands when the mail leaves, for its one reader."""
    reference, _, reader = which.partition(":")
    held = queries.by_reference(reference)
    if held.interview.starts_at is None:
        return ()
    person = db.session.get(Person, int(reader) if reader else held.application.person_id or 0)
    if person is None or not person.email:
        return ()
    entry = entry_of(held, for_candidate=not reader, pages=_pages_for(held, int(reader)) if reader else "")
    method = calendars.CANCEL if entry.is_cancelled else calendars.REQUEST
    content = calendars.file_of(
        [entry], method=method, organiser=organiser(), attendee=calendars.Person(person.name, person.email)
    )
    return (Attachment(FILE, "text/calendar", content, {"method": method, "charset": "utf-8"}),)


def organiser() -> calendars.Person:
    """The portal: what is sent to it by a calendar program reaches nobody's private address."""
    settings = _settings()
    return calendars.Person(settings.society_name, settings.mail_from)


def entry_of(held: Held, *, for_candidate: bool, pages: str = "") -> calendars.Entry:
    """The interview in a calendar: the candidate's names nobody else; the desk's names the candidate."""
    interview, round_, job = held.interview, held.round, applications.job_of(held.application)
    settings = _settings()
    assert interview.starts_at is not None and interview.ends_at is not None
    place = wording.where(round_, held.slot, for_candidate=for_candidate)
    if for_candidate:
        summary = f"{round_.name}: {job.vacancy.title}, {job.vacancy.employer_name}"
        url = f"{settings.base_url}{address_of(held)}"
        parts = [wording.way_of(round_), place, round_.prepare, f"To change or decline it: {url}"]
    else:
        name = queries.name_in(held.application)
        who = ", ".join(filter(None, (f"Application {held.application.number}", name)))
        summary = f"{round_.name}: {who} ({job.vacancy.title})"
        url = f"{settings.base_url}{pages}/held/{interview.reference}"
        parts = [wording.way_of(round_), place, f"The interview’s page: {url}"]
    return calendars.Entry(
        uid=f"interview-{interview.reference}@{settings.host.partition(':')[0]}",
        sequence=interview.sequence,
        changed_at=interview.updated_at,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        summary=one_line(summary),
        location=one_line(", ".join(place.split("\n"))),
        description=plain("\n\n".join(filter(None, parts))),
        url=url,
        is_cancelled=interview.state not in (BOOKED, *HELD),
    )


def plain(words: str) -> str:
    """Text as a calendar file can hold it and give back: without control characters, with line breaks of one kind."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(printable(each) for each in lines)


def _pages_for(held: Held, person_id: int) -> str:
    return next((each.pages for each in readers_of(held.round) if each.person_id == person_id), "")


def _candidate(
    template: str, held: Held, *, attached: bool = True, unique_key: str | None = None, **facts: Any
) -> None:
    interview = held.interview
    if held.application.person_id is None:
        return
    _post(
        template,
        held.application.person_id,
        unique_key=unique_key,
        attached=f"{ATTACHED}:{interview.reference}" if attached and interview.starts_at else "",
        round=held.round.name,
        when=wording.when_of(held.interview) if attached or interview.state == BOOKED else "",
        way=wording.way_of(held.round),
        where=wording.where(held.round, held.slot, for_candidate=True),
        who=held.round.who,
        prepare=held.round.prepare,
        address=address_of(held),
        application=application_address(held.application),
        **_job(held.round),
        **facts,
    )


def _desk(held: Held, says: str, *, but: int | None, attached: bool = True) -> None:
    interview = held.interview
    for reader in readers_of(held.round, held.application):
        if reader.person_id == but and not attached:
            continue
        _post(
            "desk",
            reader.person_id,
            attached=f"{ATTACHED}:{interview.reference}:{reader.person_id}" if attached and interview.starts_at else "",
            round=held.round.name,
            number=held.application.number,
            says=says,
            when=wording.when_of(held.interview) if interview.state in (BOOKED, *HELD) else "",
            address=f"{reader.pages}/held/{interview.reference}",
            **_job(held.round),
        )


def _post(template: str, person_id: int, *, unique_key: str | None = None, attached: str = "", **facts: Any) -> None:
    write_to(person_id, f"interviewing/mail/{template}.txt", unique_key=unique_key, attached=attached, **facts)


def _job(round_: InterviewRound) -> dict[str, str]:
    vacancy = applications.job_of_posting(db.session.get_one(Posting, round_.posting_id)).vacancy
    return {"title": vacancy.title, "employer": vacancy.employer_name}


def _key(whom: str, held: Held) -> str:
    return f"interview-reminder:{whom}:{held.interview.reference}:{held.interview.sequence}"


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
