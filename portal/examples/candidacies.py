"""Who applied to the recruitments of the large example: where each application stands, and the history that led there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.accounts.secrets import seal
from portal.applying import key
from portal.applying.models import ApplicationMessage, ApplicationStep, JobApplication
from portal.applying.moving import ACTS
from portal.applying.states import CANDIDATE, CONSULTANT, REFUSED, RESERVE, STARTED, SUBMITTED, WITHDRAWN, follow
from portal.audit.models import AuditEntry
from portal.caseload.models import FollowUp, LogEntry
from portal.examples.bulk import Bulk
from portal.examples.recruits import CHOSEN, STARTS, Recruitment, Row, Template
from portal.selecting.models import Moderation, Sift
from portal.selecting.telling import TEMPLATES

SENT = ("begin", "submit")
SEEN = (*SENT, "longlist", "shortlist", "invite")
WAYS: Mapping[str, tuple[str, ...]] = {
    SUBMITTED: SENT,
    WITHDRAWN: (*SENT, "withdraw"),
    "not_longlisted": (*SENT, "leave_off_longlist"),
    "longlisted": (*SENT, "longlist"),
    "not_shortlisted": (*SENT, "longlist", "leave_off_shortlist"),
    "shortlisted": (*SENT, "longlist", "shortlist"),
    "interview": SEEN,
    "unsuccessful": (*SEEN, "refuse"),
    RESERVE: (*SEEN, "hold_in_reserve"),
    "offered": (*SEEN, "offer"),
    STARTED: (*SEEN, "offer", "accept", "meet_conditions", "start"),
}
"""How an application came to where it stands."""
DAYS: Mapping[str, int] = {
    "withdraw": 1,
    "longlist": 3,
    "leave_off_longlist": 3,
    "shortlist": 5,
    "leave_off_shortlist": 5,
    "invite": 6,
    "refuse": 7,
    "hold_in_reserve": 7,
    "offer": CHOSEN,
    "accept": 12,
    "meet_conditions": 70,
    "start": STARTS,
}
"""When each of it happens, in days after the closing time."""
REASONS: Mapping[str, str] = {
    "longlist": "Meets every essential criterion with good evidence.",
    "leave_off_longlist": "Too little evidence of the first criterion.",
    "shortlist": "The panel wants to meet them.",
    "leave_off_shortlist": "Others had led teams of this size.",
    "invite": "As the panel asked.",
    "refuse": "Others answered the questions on leading people better.",
    "hold_in_reserve": "Could have been appointed: a close second.",
    "offer": "The panel’s first choice.",
    "meet_conditions": "Every check is clear.",
}
TOLD = ("invite", "offer", "meet_conditions", "start")
"""Of these everybody was told; of a decision against somebody all where it is over, and half where it runs."""
WHILE_IT_RUNS = (
    *(SUBMITTED,) * 12,
    *("not_longlisted",) * 8,
    *("longlisted",) * 7,
    *("not_shortlisted",) * 3,
    *("shortlisted",) * 2,
    *("interview",) * 3,
    *(WITHDRAWN,) * 2,
    "unsuccessful",
    RESERVE,
    "offered",
)
ONCE_FILLED = (
    *("not_longlisted",) * 24,
    *("not_shortlisted",) * 8,
    *("unsuccessful",) * 4,
    *(WITHDRAWN,) * 3,
    RESERVE,
)
"""Where every fortieth stands; of those that are filled the first who applied was appointed."""
STEP = 7
"""Prime to forty, so that who stands where does not follow the order of sending."""
NEEDS = "A room without steps, and the questions on paper."


@dataclass(frozen=True, slots=True)
class Candidacy:
    """One application to be; `number` counts those of its recruitment from 1, in the order of sending."""

    id: int
    reference: str
    it: Recruitment
    number: int
    person: int
    name: str
    state: str

    @property
    def events(self) -> tuple[str, ...]:
        return WAYS[self.state]

    @property
    def sent_at(self) -> datetime:
        number = len(self.it.applicants) + 1 - self.number
        return self.it.closes_at - timedelta(days=28) * number / (len(self.it.applicants) + 1)

    def at(self, event: str) -> datetime:
        """When this happened to it."""
        return self.it.after(DAYS[event]) if event in DAYS else self.sent_at

    def is_told(self, event: str, after: str) -> bool:
        """Whether the candidate knows of this decision."""
        final = after in (*REFUSED, RESERVE)
        return event in TOLD or (final and (not self.it.runs or self.number % 2 == 0))


def plan(bulk: Bulk, recruitments: Sequence[Recruitment]) -> list[Candidacy]:
    """All of them, by recruitment and number."""
    ids = iter(bulk.ids(JobApplication, sum(len(each.applicants) for each in recruitments)))
    return [
        Candidacy(next(ids), bulk.reference(), it, number, person, name, _state(it, number))
        for it in recruitments
        for number, (person, name) in enumerate(it.applicants, start=1)
    ]


def write(bulk: Bulk, it: Template, them: Sequence[Candidacy]) -> None:
    """The applications with their histories, scores and messages, and what consultants noted of them."""
    needs = seal(key.of_portal(), json.dumps({"needs": "yes", "about": NEEDS}))
    written = [each["answers"] for each in it.applications]
    bulk.write(JobApplication, (_application(each, written, needs) for each in them), "applications for jobs")
    bulk.write(ApplicationStep, (step for each in them for step in _steps(each)), "steps of them")
    bulk.write(AuditEntry, (_sent(each) for each in them))
    _score(bulk, it, them)
    bulk.write(ApplicationMessage, (message for each in them if each.number % 50 == 8 for message in _messages(each)))
    _note(bulk, [each for each in them if each.it.runs])


def _state(it: Recruitment, number: int) -> str:
    if not it.runs:
        return STARTED if number == 1 else ONCE_FILLED[number * STEP % len(ONCE_FILLED)]
    found = WHILE_IT_RUNS[number * STEP % len(WHILE_IT_RUNS)]
    return "interview" if found == "offered" and not it.makes_offers else found


def _application(each: Candidacy, written: Sequence[Row], needs: str) -> Row:
    answers = written[each.number % len(written)]
    return {
        "id": each.id,
        "reference": each.reference,
        "posting_id": each.it.posting,
        "person_id": each.person,
        "state": each.state,
        "number": each.number,
        "answers": answers | {"contact": answers["contact"] | {"name": each.name}},
        "adjustments": needs if each.number % 10 == 3 else "",
        "equality": {},
        "version": 1,
        "created_at": each.sent_at - timedelta(hours=2),
        "updated_at": each.at(each.events[-1]),
        "submitted_at": each.sent_at,
    }


def _steps(each: Candidacy) -> Iterator[Row]:
    state = ""
    for event in each.events:
        move = follow(state, event)
        told = each.is_told(event, move.after)
        yield {
            "application_id": each.id,
            "event": event,
            "before": state,
            "after": move.after,
            "at": each.at(event),
            "by_id": _who(each, move.who),
            "reason": REASONS.get(event, ""),
            "told_at": each.at(event) if told else None,
            "told_words": TEMPLATES.get(move.after, "You have started. We wish you well.") if told else "",
        }
        state = move.after


def _who(each: Candidacy, who: str) -> int:
    return {CANDIDATE: each.person, CONSULTANT: each.it.consultant}.get(who, each.it.client.chair)


def _sent(each: Candidacy) -> Row:
    subject = f"application:{each.reference}"
    who = {"actor": "person", "actor_id": each.person, "subject": subject, "facts": {}}
    return {"at": each.sent_at, "action": ACTS["submit"], **who}


def _score(bulk: Bulk, it: Template, them: Sequence[Candidacy]) -> None:
    """Both consultants score everybody but who left. Where it runs some wait for one of them, and some for both."""
    keys, evidence = list(it.scores["scores"]), it.scores["evidence"]
    sifts: list[Row] = []
    agreed: list[Row] = []
    for each in them:
        waits = each.it.runs and each.state == SUBMITTED
        if each.state == WITHDRAWN or (waits and each.number % 4 == 1):
            continue
        low = 2 if each.state == "not_longlisted" else 4
        first = {name: low + bulk.chance.randrange(3) for name in keys}
        differs = each.number % 10 == 4
        second = first | {keys[0]: first[keys[0]] + 1} if differs else first
        sifts.append(_sift(each, each.it.deputy, first, evidence))
        if not (waits and each.number % 4 == 3):
            sifts.append(_sift(each, each.it.consultant, second, evidence))
            if differs and not waits:
                agreed.append(_agreed(each, second))
    bulk.write(Sift, sifts, "scores")
    bulk.write(Moderation, agreed)


def _sift(each: Candidacy, scorer: int, scores: Mapping[str, int], evidence: Mapping[str, Any]) -> Row:
    return {
        "application_id": each.id,
        "round": "longlist",
        "scorer_id": scorer,
        "scores": scores,
        "evidence": evidence,
        "saved_at": each.it.after(2),
        "done_at": each.it.after(2),
    }


def _agreed(each: Candidacy, scores: Mapping[str, int]) -> Row:
    because = "The second example is what the criterion asks for."
    who = {"because": because, "by_id": each.it.consultant, "at": each.it.after(2.5)}
    return {"application_id": each.id, "round": "longlist", "scores": scores, **who}


def _messages(each: Candidacy) -> Iterator[Row]:
    """What a candidate asked, and the answer where it is over; where it runs it waits."""
    asked, over = each.it.after(2), not each.it.runs
    yield {
        "application_id": each.id,
        "author_id": each.person,
        "from_candidate": True,
        "body": "I am away on Friday. Does it matter for the shortlist?",
        "at": asked,
        "read_at": asked + timedelta(hours=3) if over else None,
    }
    if over:
        yield {
            "application_id": each.id,
            "author_id": each.it.consultant,
            "from_candidate": False,
            "body": "It does not: the panel meets next week.",
            "at": asked + timedelta(hours=3),
            "read_at": asked + timedelta(hours=9),
        }


def _note(bulk: Bulk, them: Sequence[Candidacy]) -> None:
    """A note of every fourth and a call with every sixth applicant; a follow-up of every fortieth, half of them done."""
    bulk.write(
        LogEntry,
        (
            {
                "reference": bulk.reference(),
                "campaign_id": each.it.campaign,
                "kind": kind,
                "application_id": each.id,
                "on": each.it.after(2).date(),
                "at": each.it.after(2),
                "by_id": each.it.consultant,
                "direction": "out" if kind == "call" else "",
                "text": "Three months’ notice. Prefers mornings for the interview.",
            }
            for each in them
            for kind, every in (("note", 4), ("call", 6))
            if each.number % every == 0
        ),
    )
    bulk.write(
        FollowUp,
        (
            {
                "reference": bulk.reference(),
                "campaign_id": each.it.campaign,
                "application_id": each.id,
                "due_on": bulk.today + timedelta(days=each.number // 40 - 2),
                "text": "Say when the interviews are",
                "made_at": each.it.after(3),
                "by_id": each.it.consultant,
                "done_at": each.it.after(4) if each.number % 80 == 0 else None,
                "done_by_id": each.it.consultant if each.number % 80 == 0 else None,
            }
            for each in them
            if each.number % 40 == 0
        ),
    )
