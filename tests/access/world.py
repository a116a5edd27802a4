"""A small society with two of everything: what is A's must never reach B, and a word in each thing tells whose it is.

`SAMPLES` says which id stands for a parameter of an address. An address with a parameter that is not there fails the
walk with a sentence that names this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any

from flask import Flask
from sqlalchemy import Date, select
from werkzeug.routing import Rule

from portal.accounts.models import Person, SignIn
from portal.accounts.secrets import seal
from portal.applying.models import ApplicationMessage, ApplicationStep, ElsewhereApplication, JobApplication
from portal.audit.models import AuditEntry
from portal.audit.recording import record
from portal.billing.models import Order, OrderLine
from portal.caseload.models import CampaignComment, FollowUp, LogEntry, MessageText, MessageTextVersion
from portal.database.base import db
from portal.database.transaction import transaction
from portal.documents import disk
from portal.documents.models import Document
from portal.employers.models import Claim, Invitation, Organisation, OrganisationDomain, OrganisationName, Seat
from portal.evidence.models import EvidencePack
from portal.feeds.models import Source
from portal.foundation import clock
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot, InterviewStep
from portal.introducing.models import Approach, ApproachMessage, FoundConsent, FoundProfile, Introduction, KeptFrom
from portal.invoicing.models import Allocation, BankStatement, IssuedDocument, IssuedLine, Receipt
from portal.jobs.models import Job
from portal.mail.models import Message
from portal.membership.models import Application, Due, Endorsement, Membership, Profile, TierRise, Vote
from portal.offering.models import Offer, OfferCheck, RefereeRequest, ReserveAsk, ReservePlace
from portal.payments.models import Attempt, Discrepancy, Refund
from portal.placing.models import Placement
from portal.posting.models import Posting
from portal.questions.models import Question
from portal.recruitment.models import Campaign, CampaignContact, CampaignNote, PanelMember
from portal.selecting.models import Sift
from portal.vacancies.models import Decision, LikelyPair, Vacancy
from tests import people
from tests.posting.making import answers

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Anytown</title><link>https://jobs.example.org/</link>
<item><title>Senior Network Engineer</title><link>https://jobs.example.org/1</link><guid>1</guid>
<description>Employer: Leeds City Council&lt;br&gt;Location: Leeds&lt;br&gt;Closing date: 13 December 2026&lt;br&gt;You run our firewalls.</description></item>
<item><title>Data Engineer</title><link>https://jobs.example.org/2</link><guid>2</guid>
<description>Employer: Leeds City Council&lt;br&gt;Location: Leeds&lt;br&gt;Closing date: 14 December 2026&lt;br&gt;You run our pipelines.</description></item>
<item><title>Systems Officer</title><link>https://jobs.example.org/3</link><guid>3</guid>
<description>Employer: Somebody Unknown&lt;br&gt;Location: Leeds&lt;br&gt;Some systems and some other work.</description></item>
</channel></rss>"""

ROLES = {
    "assessor": ("assessor",),
    "conflicted": ("assessor",),
    "consultant": ("consultant",),
    "staff": ("staff",),
    "halfway": ("staff",),
}
SIGNED_IN = (
    "stranger", "member_a", "member_b", "owner_a", "owner_b", "both", "head_a", "assessor", "conflicted", "consultant", "staff", "halfway",
)  # fmt: skip
ACTORS = ("visitor", *SIGNED_IN)
OF_A = frozenset({"member_a", "owner_a", "both", "head_a", "conflicted"})
OF_B = frozenset({"member_b", "owner_b", "both"})
DECIDING = frozenset({"assessor", "staff"})


@dataclass(frozen=True, slots=True)
class Sample:
    """One id for a parameter. `owners` pass wherever their door lets them; `related` may or may not; others never.

    `holders` are the owners whose own it is: behind /account it is theirs alone. `within` are the ids of what it lies in
    (an application in its vacancy and campaign); empty where it lies in nothing that stands before it in an address.
    """

    value: str
    side: str
    owners: frozenset[str]
    related: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()

    def allows(self, actor: str, address: str) -> bool:
        """Whether the actor may have, or may perhaps have, what stands at this address under this id."""
        if address.startswith("/account/") and self.holders:
            return actor in self.holders
        if address.startswith(("/account/", "/employer/")) and actor in ROLES and actor not in OF_A:
            return False
        return actor in self.owners | self.related


@dataclass(slots=True)
class World:
    """Who there is, and what is whose."""

    people: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    canaries: dict[str, frozenset[str]] = field(default_factory=dict)
    """A word, and who may read it. Staff may read everything but profiles."""


def canary(world: World, word: str, *seen_by: frozenset[str]) -> str:
    """Remember who may see this word."""
    world.canaries[word] = frozenset({"staff"}).union(*seen_by)
    return word


def build(app: Flask, folder: Any) -> World:
    """Fill an empty, set-up portal."""
    feed = folder / "feed.xml"
    feed.write_text(FEED)
    run = app.test_cli_runner().invoke(args=["feeds", "import", str(feed), "--source", "Anytown", "--json"])
    assert run.exit_code == 0, run.output
    assert app.test_cli_runner().invoke(args=["search", "rebuild"]).exit_code == 0
    world = World()
    for who in SIGNED_IN:
        word = f"Canary{who.title().replace('_', '')}"
        near = OF_A if who in OF_A else OF_B if who in OF_B else frozenset()
        canary(world, word, frozenset({who}), near, DECIDING if who.startswith("member") else frozenset())
        world.people[who] = people.make(
            app, f"{word}@{who[-1]}.example.org", given=ROLES.get(who, ()), name=f"{word} Person"
        )
    # Who belongs to both sides is known on both; who decides signs with their name.
    world.canaries["CanaryBoth"] |= OF_A | OF_B
    for who in ("assessor", "conflicted"):
        world.canaries[f"Canary{who.title()}"] |= {"assessor", "conflicted", "consultant"}
    with app.app_context(), transaction():
        beginner = db.session.get_one(Person, world.people["stranger"])
        beginner.totp_secret = seal(app.config["SETTINGS"].secret_key, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        for side, members in (("A", OF_A), ("B", OF_B)):
            _organisation(world, side, members)
        for side in "AB":
            _belongings(world, side)
            _orders(world, side)
            _documents(world, side)
        _public(world)
    return world


def thing(model: type, **facts: Any) -> Any:
    """A row of this model; columns that must hold something and were not thought of here hold the present day."""
    for column in model.__table__.columns:  # type: ignore[attr-defined]
        if column.name not in facts and not (column.nullable or column.primary_key or column.default):
            facts[column.name] = clock.today() if isinstance(column.type, Date) else clock.now()
    return model(**facts)


def _organisation(world: World, side: str, members: frozenset[str]) -> None:
    now, low = clock.now(), side.lower()
    bill = canary(world, f"CanaryBill{side}", members)
    row = thing(
        Organisation,
        reference=f"RGANSTN{side}",
        name=f"Council of {side}",
        name_key=f"council of {low}",
        sector="local_government",
        qualifies=True,
        staff_count=1_200,
        staff_counted_on=date(2026, 1, 1),
        bill_to=bill,
        bill_address=bill,
        bill_email=f"{bill}@example.org",
        confirmed_at=now,
        created_at=now,
        updated_at=now,
    )
    db.session.add(row)
    db.session.flush()
    world.organisations[side] = row.id
    also = thing(OrganisationName, organisation_id=row.id, name=f"Town of {side}", name_key=f"town of {low}")
    db.session.add(also)
    db.session.flush()
    record(
        "employers.changed", by=world.people["staff"], subject=f"organisation:{row.reference}", facts={"field": "name"}
    )
    db.session.flush()
    entry = db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc())).first()
    db.session.add(thing(OrganisationDomain, organisation_id=row.id, domain=f"{low}.example.org"))
    owners = frozenset({f"owner_{low}", "both", "staff", "consultant"})
    related = members - owners
    _sample(world, "organisation", Sample(row.reference, side, owners, related))
    _sample(world, "way", Sample(str(also.id), side, owners, related))
    _sample(world, "entry", Sample(str(entry), side, owners, related))
    colleague = db.session.get_one(Person, world.people["head_a" if side == "A" else "owner_b"]).reference
    _sample(world, "colleague", Sample(colleague, side, owners, related))
    roles = {f"owner_{low}": "owner", "both": "owner"}
    if side == "A":
        roles |= {"head_a": "head_of_profession", "conflicted": "recruiter"}
    for who, role in roles.items():
        seat = thing(Seat,
            organisation_id=row.id, person_id=world.people[who], role=role, given_at=now, confirmed_at=now, given_by_id=None
        )  # fmt: skip
        db.session.add(seat)
        db.session.flush()
        if who == f"owner_{low}":
            _sample(world, "seat", Sample(str(seat.id), side, owners, related))
    draft = thing(
        Posting,
        reference=f"PSTNGWW{side}",
        organisation_id=row.id,
        author_id=world.people[f"owner_{low}"],
        title=canary(world, f"CanaryVacancy{side}", members),
        answers={"role": {"title": f"CanaryVacancy{side}", "posts": "1"}},
    )
    db.session.add(draft)
    writers = owners | (frozenset({"conflicted"}) if side == "A" else frozenset())
    _sample(
        world,
        "posting",
        Sample(draft.reference, side, writers, related - frozenset({"head_a"}), within=frozenset({row.reference})),
    )
    _campaign(world, side, row.id, members)
    waiting = thing(
        Claim,
        reference=f"CLMWTNG{side}",
        organisation_id=row.id,
        person_id=world.people[f"member_{low}"],
        evidence=canary(world, f"CanaryClaim{side}", frozenset({f"member_{low}"}), owners),
        asked_at=now,
    )
    asked = thing(
        Invitation,
        reference=f"NVTTNNN{side}",
        organisation_id=row.id,
        email=canary(world, f"CanaryInvited{side}", members) + "@example.org",
        email_key=f"canaryinvited{low}@example.org",
        roles=["recruiter"],
        invited_by_id=world.people[f"owner_{low}"],
        invited_at=now,
        expires_at=now + timedelta(days=7),
    )
    db.session.add_all([waiting, asked])
    own = frozenset({f"member_{low}"})
    _basket(world, side, members)
    _sample(world, "claim", Sample(waiting.reference, side, own | {"staff"}, related | owners, own))
    _sample(world, "invitation", Sample(asked.reference, side, owners, related))


def _campaign(world: World, side: str, organisation_id: int, members: frozenset[str]) -> None:
    """A campaign of the organisation, that the consultant runs on side A; its notes are no client's, and what is B's waits."""
    low = side.lower()
    ours = frozenset({"consultant"}) if side == "A" else frozenset()
    title = canary(world, f"CanaryCampaign{side}", members, frozenset({"consultant"}))
    advert = thing(
        Posting,
        reference=f"PSTNGCM{side}",
        organisation_id=organisation_id,
        title=title,
        answers={**answers(applying={"way": "here"}), "role": {"title": title, "posts": "1"}},
        vacancy_id=_vacancy_row(f"CMPGNVC{side}", "Systems Engineer", side, status="held").id,
    )
    db.session.add(advert)
    db.session.flush()
    row = thing(
        Campaign,
        reference=f"CMPGNWW{side}",
        organisation_id=organisation_id,
        service="percentage",
        title=title,
        posting_id=advert.id,
        state="drafted",
        consultant_id=world.people["consultant"] if side == "A" else world.people["halfway"],
        begun_by_id=world.people[f"owner_{low}"],
    )
    db.session.add(row)
    db.session.flush()
    member = thing(
        PanelMember,
        reference=f"PNLMMBR{side}",
        campaign_id=row.id,
        name=canary(world, f"CanaryPanel{side}", members, ours),
        email=f"canarypanel{low}@example.org",
        email_key=f"canarypanel{low}@example.org",
        person_id=world.people[f"owner_{low}"],
        is_chair=True,
        taken_up_at=clock.now(),
    )
    note = canary(world, f"CanaryNote{side}", ours)
    db.session.add_all(
        [
            member,
            thing(CampaignNote, campaign_id=row.id, text=note, by_id=world.people["consultant"]),
            thing(CampaignContact, campaign_id=row.id, person_id=world.people[f"owner_{low}"]),
        ]
    )
    db.session.flush()
    world.canaries["CanaryConsultant" if side == "A" else "CanaryHalfway"] |= members
    # Whoever runs it chooses its contacts among the client's people, by name.
    for who in (f"CanaryOwner{side}", "CanaryHeadA", "CanaryConflicted", "CanaryBoth"):
        world.canaries[who] |= ours
    _candidate(world, side, row.reference, advert.id, ours)
    owners = frozenset({f"owner_{low}", "both", "staff"}) | ours
    _sample(world, "campaign", Sample(row.reference, side, owners))
    _sample(world, "member", Sample(member.reference, side, owners))
    person = db.session.get_one(Person, world.people[f"owner_{low}"]).reference
    _sample(world, "contact", Sample(person, side, owners))
    planned = thing(
        FollowUp,
        reference=f"FLLWPWW{side}",
        campaign_id=row.id,
        text=canary(world, f"CanaryFollow{side}", ours),
        due_on=clock.today(),
        by_id=world.people["consultant"],
    )
    logged = thing(
        LogEntry,
        reference=f"LGGDWWW{side}",
        campaign_id=row.id,
        kind="call",
        direction="out",
        on=clock.today(),
        whom="Somebody",
        text=canary(world, f"CanaryCall{side}", ours),
        by_id=world.people["consultant"],
    )
    commented = thing(
        CampaignComment,
        campaign_id=row.id,
        from_client=True,
        text=canary(world, f"CanaryComment{side}", members, ours),
        by_id=world.people[f"owner_{low}"],
    )
    for reference, owner_id in (
        (f"TXTWNWW{side}", world.people["consultant" if side == "A" else "halfway"]),
        (f"TXTSHRD{side}", None),
    ):
        text = thing(MessageText, reference=reference, owner_id=owner_id, used_for="message", name="Interview")
        db.session.add(text)
        db.session.flush()
        body = canary(world, f"CanaryText{side}", ours) if owner_id else "Dear [name]"
        db.session.add(thing(MessageTextVersion, text_id=text.id, number=1, body=body, by_id=owner_id))
        if owner_id:
            _sample(world, "text", Sample(reference, side, ours))
        else:
            _sample(world, "text_for_staff", Sample(reference, side, frozenset({"staff"})))
    db.session.add_all([planned, logged, commented])
    db.session.flush()
    _sample(world, "follow_up", Sample(planned.reference, side, owners))
    _sample(world, "logged", Sample(logged.reference, side, owners))
    _kept_with(world, side, logged, ours)
    question = thing(
        Question,
        reference=f"QSTNWWW{side}",
        campaign_id=row.id,
        asked=canary(world, f"CanaryQuestion{side}", ours),
        asked_by_id=world.people["stranger"],
    )
    db.session.add(question)
    db.session.flush()
    _sample(world, "question", Sample(question.reference, side, owners))
    for audience, readers in (("ours", ours), ("client", frozenset({f"owner_{low}", "both"}))):
        pack = thing(
            EvidencePack,
            reference=f"PCK{'RS' if audience == 'ours' else 'CL'}22{side}",
            campaign_id=row.id,
            audience=audience,
            state="waiting",
            asked_by_id=world.people["staff" if audience == "ours" else f"owner_{low}"],
        )
        db.session.add(pack)
        _sample(world, "pack", Sample(pack.reference, side, readers | {"staff"}))
    world.canaries["CanaryStaff"] |= ours
    if side == "A":
        _sample(world, "tick", Sample("done", "", frozenset(ACTORS)))
        _sample(world, "panel_act", Sample("chair", "", frozenset(ACTORS)))
        _sample(world, "panel_answer", Sample("join", "", frozenset(ACTORS)))


def _basket(world: World, side: str, members: frozenset[str]) -> None:
    """A basket of the organisation; who is no buyer of it sees nothing of it."""
    owner = world.people[f"owner_{side.lower()}"]
    row = thing(
        Order,
        reference=f"RDRNSTN{side}",
        organisation_id=world.organisations[side],
        begun_at=clock.now(),
        begun_by_id=owner,
        contact=canary(world, f"CanaryContact{side}", members),
    )
    db.session.add(row)
    db.session.flush()
    owners = frozenset({f"owner_{side.lower()}", "both", "staff"})
    _sample(world, "order", Sample(row.reference, side, owners, members - owners))


def _belongings(world: World, side: str) -> None:
    """What the member of this side has."""
    now, low = clock.now(), side.lower()
    who, seat_of = f"member_{low}", world.organisations[side]
    person_id = world.people[who]
    words = canary(world, f"CanaryStatement{side}", frozenset({who, "head_a"} if side == "A" else {who}), DECIDING)
    if side == "B":
        world.canaries[words] |= {"conflicted"}
        world.canaries["CanaryMemberB"] |= {"conflicted"}
    application = thing(
        Application,
        reference=f"PPLCTNN{side}",
        klass="corporate_seat",
        person_id=person_id,
        organisation_id=seat_of,
        job_title="Engineer",
        statement=words,
        state="with_panel",
        fee_pence=5_000,
        fee_months=2,
        created_at=now,
        submitted_at=now,
        panel_since=now,
    )
    db.session.add(application)
    _asking(world, side)
    _job_applications(world, side)
    _approached(world, side)
    db.session.flush()
    vote = thing(
        Vote,
        application_id=application.id,
        round=1,
        assessor_id=world.people["staff"],
        agrees=True,
        reason=canary(world, f"CanaryVote{side}", DECIDING, frozenset({"conflicted"} if side == "B" else ())),
        at=now,
    )
    asked = thing(Endorsement, application_id=application.id, asked_at=now)
    held = thing(
        Membership,
        reference=f"MMBRSHP{side}",
        klass="individual",
        person_id=person_id,
        organisation_id=seat_of,
        began_on=date(2026, 1, 1),
    )
    db.session.add_all([vote, asked, held])
    db.session.flush()
    due = thing(
        Due,
        reference=f"DXFRYRR{side}",
        membership_id=held.id,
        year=2026,
        months=12,
        pence=6_000,
        offered_on=date(2026, 1, 1),
        paid_on=date(2026, 1, 2),
        payment_reference=canary(world, f"CanaryPaid{side}", frozenset({who})),
    )
    profile = thing(Profile, person_id=person_id, places=[_private(world, f"CanaryPlace{side}", who)], updated_at=now)
    message = thing(
        Message,
        message_id=f"<{low}@example.org>",
        kind="accounts/mail/confirm",
        person_id=person_id,
        recipient=f"CanaryMember{side}@{low}.example.org",
        subject="News",
        body=canary(world, f"CanaryLetter{side}", frozenset({who})),
        state="refused",
        queued_at=now,
        due_at=now,
    )
    session = thing(
        SignIn,
        token_hash=low * 64,
        person_id=person_id,
        began_at=now,
        seen_at=now,
        proved_at=now,
        device=_private(world, f"CanaryDevice{side}", who),
    )
    db.session.add_all([due, profile, message, session])
    db.session.flush()
    own, holders = frozenset({who, "staff"}), frozenset({who})
    deciders = DECIDING | (frozenset({"conflicted"}) if side == "B" else frozenset())
    heads = frozenset({"head_a"}) if side == "A" else frozenset()
    _sample(
        world,
        "application",
        Sample(application.reference, side, own | deciders | heads, frozenset({"both", f"owner_{low}"}), holders),
    )
    _sample(world, "membership", Sample(held.reference, side, own, holders=holders))
    _sample(world, "due", Sample(due.reference, side, own, holders=holders))
    _sample(world, "message", Sample(str(message.id), side, frozenset({"staff"})))
    _sample(world, "session", Sample(str(session.id), side, own, holders=holders))
    reference = db.session.get_one(Person, person_id).reference
    _sample(world, "person", Sample(reference, side, own, OF_A if side == "A" else OF_B))
    _sample(world, "secret", Sample(f"nobody-was-ever-given-this-{low}", side, frozenset(ACTORS)))


def _vacancy_row(reference: str, title: str, side: str, **facts: object) -> Vacancy:
    """A vacancy that was posted here and takes applications here."""
    now = clock.now()
    shown = {"status": "live", "closes_at": now + timedelta(days=9)}
    row = thing(
        Vacancy,
        reference=reference,
        origin="posted",
        title=title,
        employer_name=f"Council of {side}",
        address="",
        first_seen=now,
        last_seen=now,
        updated_at=now,
        **{**shown, **facts},
    )
    db.session.add(row)
    db.session.flush()
    return row


def _candidate(world: World, side: str, campaign: str, posting_id: int, ours: frozenset[str]) -> None:
    """Somebody on the longlist of a campaign: whose name nobody knows yet, and whose words the consultant and the panel read."""
    now, low = clock.now(), side.lower()
    who = f"member_{low}"
    hidden = canary(world, f"CanaryHidden{side}", frozenset({who}))
    choosers = frozenset({f"owner_{low}"}) | ours
    said = canary(world, f"CanaryReason{side}", frozenset({who}), choosers)
    for scorer in ("CanaryAssessor", "CanaryStaff"):
        world.canaries[scorer] |= choosers  # Who scored is told to those who choose with them.
    known = canary(world, f"CanaryShown{side}", frozenset({who}), choosers)
    path = [("", "begin", "draft"), ("draft", "submit", "submitted"), ("submitted", "longlist", "longlisted"), ("longlisted", "shortlist", "shortlisted")]  # fmt: skip
    for number, state in enumerate(("submitted", "longlisted", "shortlisted"), start=1):
        name = known if state == "shortlisted" else hidden
        person = who if number == 1 else f"{'stranger' if number == 2 else 'both'}"
        row = thing(
            JobApplication,
            reference=f"CNDDT{number}W{side}",
            posting_id=posting_id,
            person_id=world.people[person],
            state=state,
            number=number,
            answers={"contact": {"name": name}, "criteria": {"E1": f"{said} ran networks, says {name}."}},
            submitted_at=now,
        )
        db.session.add(row)
        db.session.flush()
        for before, event, after in path[: number + 1]:
            db.session.add(
                thing(ApplicationStep, application_id=row.id, event=event, before=before, after=after, at=now)
            )
        for scorer in ("assessor", "staff") if state != "shortlisted" else ():
            db.session.add(
                thing(
                    Sift,
                    application_id=row.id,
                    round="longlist" if state == "submitted" else "shortlist",
                    scorer_id=world.people[scorer],
                    scores={"E1": 4, "E2": 4, "D1": 4},
                    evidence={},
                    saved_at=now,
                    done_at=now,
                )
            )
        readers = ours if state == "submitted" else choosers
        _sample(world, "sent_application", Sample(row.reference, side, readers, within=frozenset({campaign})))
        if state == "shortlisted":
            document = _document(f"document-shown-of-{low}", world.people[person], row.reference, f"{known}.pdf")
            _sample(world, "handed", Sample(document.reference, side, choosers, within=frozenset({row.reference})))
            _placement(world, side, row, choosers)
            _reference(world, side, row, ours)
            _interviews(world, side, f"CMP{side}", row, choosers, choosers, frozenset(), lies_in=campaign)


def _interviews(
    world: World,
    side: str,
    mark: str,
    application: JobApplication,
    choosers: frozenset[str],
    arranging: frozenset[str],
    holders: frozenset[str],
    *,
    lies_in: str,
) -> None:
    """Rounds of one candidate's interviews: one that was held, one that is to be marked, one whose time is still to be
    chosen, and one to which nobody is invited."""
    now, within = clock.now(), frozenset({lies_in})
    said = canary(world, f"CanarySaid{mark}", holders, choosers)
    unsaid = canary(world, f"CanaryFeedback{mark}", choosers)
    times = ((-50, "attended"), (-2, "booked"), (96, "invited"), (120, ""))
    letters = "KLMN"
    for number, (hours, state) in enumerate(times, start=1):
        round_ = thing(
            InterviewRound,
            reference=f"R{letters[number - 1]}ND{mark}",
            posting_id=application.posting_id,
            number=number,
            name="Interview",
            way="telephone",
            minutes=45,
            who=said,
            choose_by=now + timedelta(days=2),
            made_by_id=world.people[f"owner_{side.lower()}"],
        )
        db.session.add(round_)
        db.session.flush()
        starts = now + timedelta(hours=hours)
        slot = thing(
            InterviewSlot,
            reference=f"T{letters[number - 1]}MS{mark}",
            round_id=round_.id,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=45),
        )
        db.session.add(slot)
        db.session.flush()
        _sample(world, "interview_round", Sample(round_.reference, side, choosers, within=within))
        if state in ("", "invited"):
            _sample(world, "slot", Sample(slot.reference, side, arranging, within=frozenset({round_.reference})))
        if not state:
            continue
        has_time = state != "invited"
        interview = thing(
            Interview,
            reference=f"V{letters[number - 1]}WS{mark}",
            round_id=round_.id,
            application_id=application.id,
            state=state,
            slot_id=slot.id if has_time else None,
            starts_at=starts if has_time else None,
            ends_at=slot.ends_at if has_time else None,
            said=said,
            feedback=unsaid if state == "attended" else "",
        )
        db.session.add(interview)
        db.session.flush()
        db.session.add(
            thing(InterviewStep, interview_id=interview.id, event="invite", before="", after="invited", at=now)
        )
        _sample(world, "interview", Sample(interview.reference, side, choosers, within=within))
        if holders:
            mine = frozenset({application.reference})
            _sample(world, "own_interview", Sample(interview.reference, side, holders, holders=holders, within=mine))


def _approached(world: World, side: str) -> None:
    """A consultant wrote to the member of this side, who was introduced and took it back: the name is nobody's to see."""
    now, low = clock.now(), side.lower()
    who, runs = f"member_{low}", "consultant" if side == "A" else "halfway"
    ours = frozenset({"consultant"}) if side == "A" else frozenset()
    db.session.flush()
    campaign = db.session.scalar(select(Campaign).where(Campaign.reference == f"CMPGNWW{side}"))
    assert campaign is not None
    about = {"campaign_id": campaign.id, "person_id": world.people[who], "called": f"CLLD222{side}"}
    approach = thing(
        Approach,
        reference=f"PPRCHWW{side}",
        by_id=world.people[runs],
        words=canary(world, f"CanaryApproach{side}", frozenset({who}), ours),
        answer="more",
        **about,
    )
    introduction = thing(
        Introduction,
        reference=f"NTRDCTN{side}",
        to_id=world.people[runs],
        version="2026-11",
        words=canary(world, f"CanaryAgreed{side}", ours),
        withdrawn_at=now,
        **about,
    )
    place = {"name": _private(world, f"CanaryFrom{side}", who), "lat": 53.8, "lon": -1.5}
    shunned = _private(world, f"CanaryShunned{side}", who)
    db.session.add_all(
        [
            approach,
            introduction,
            thing(FoundProfile, person_id=world.people[who], places=[place]),
            thing(FoundConsent, person_id=world.people[who], version="2026-11", words="Yes."),
            thing(KeptFrom, person_id=world.people[who], why="named", name=shunned, name_key=shunned.lower()),
        ]
    )
    db.session.flush()
    asked = canary(world, f"CanaryAsked{side}", frozenset({who}), ours)
    db.session.add(
        thing(ApproachMessage, approach_id=approach.id, from_member=True, author_id=world.people[who], body=asked)
    )
    world.canaries["CanaryConsultant" if side == "A" else "CanaryHalfway"] |= {who}
    world.canaries[f"CanaryCampaign{side}"] |= {who}
    _sample(world, "approach", Sample(approach.reference, side, ours))
    _sample(world, "own_approach", Sample(approach.reference, side, frozenset({who}), holders=frozenset({who})))
    _sample(world, "introduction", Sample(introduction.reference, side, frozenset({who}), holders=frozenset({who})))
    if side == "A":
        _sample(world, "refusal", Sample("no", "", frozenset(ACTORS)))


def _placement(world: World, side: str, application: JobApplication, choosers: frozenset[str]) -> None:
    """They were placed: the client, the consultant and staff see it."""
    offer, today = _offer(application, state="accepted"), clock.today()
    campaign = db.session.scalar(select(Campaign).where(Campaign.posting_id == application.posting_id))
    assert campaign is not None
    row = thing(
        Placement,
        reference=f"PLCMNTW{side}",
        application_id=application.id,
        offer_id=offer.id,
        campaign_id=campaign.id,
        state="started",
        starts_on=today,
        salary_pence=4_000_000,
        basis="percentage",
        figure=1_800,
        remuneration_pence=4_000_000,
        fee_pence=720_000,
        fee_agreed_at=clock.now(),
        schedule=[[1, 75], [2, 50], [3, 25]],
    )
    db.session.add(row)
    db.session.flush()
    seers = frozenset({"both", "staff"}) | choosers
    world.canaries[f"CanaryShown{side}"] |= seers
    _sample(world, "placement", Sample(row.reference, side, seers))


def _reference(world: World, side: str, application: JobApplication, ours: frozenset[str]) -> None:
    """A referee wrote of them: for those who see to the checks alone, not for the client, its panel or the candidate."""
    offer = db.session.scalars(select(Offer).where(Offer.application_id == application.id)).one()
    now = clock.now()
    check = thing(
        OfferCheck, offer_id=offer.id, kind="reference_first", due_on=now.date(), state="received", changed_at=now
    )
    db.session.add(check)
    db.session.flush()
    said = canary(world, f"CanaryReference{side}", ours)
    db.session.add(
        thing(
            RefereeRequest,
            check_id=check.id,
            email_key=f"{said}@example.net",
            asked_at=now,
            answer="given",
            answered_at=now,
            capacity=said,
            since=now.date(),
            text=said,
        )
    )


def _offer(application: JobApplication, *, state: str) -> Offer:
    today = clock.today()
    offer = thing(
        Offer,
        application_id=application.id,
        number=1,
        state=state,
        post="Engineer",
        hours="37 hours a week",
        salary_pence=4_000_000,
        starts_on=today,
        now_starts_on=today,
        answer_by=today,
        made_at=clock.now(),
    )
    db.session.add(offer)
    db.session.flush()
    return offer


def _kept_with(world: World, side: str, logged: LogEntry, ours: frozenset[str]) -> None:
    """A file of a call that a consultant logged."""
    name = f"{canary(world, f'CanaryFiled{side}', ours)}.pdf"
    row = _document(f"document-kept-of-{side.lower()}", world.people["consultant"], "", name)
    row.subject = f"work-log:{logged.reference}"
    _sample(world, "attached", Sample(row.reference, side, ours, within=frozenset({logged.reference})))


def _document(reference: str, owner_id: int, application: str, name: str) -> Document:
    """A file that was handed in with an application, and is clean."""
    row = thing(
        Document,
        reference=reference,
        owner_id=owner_id,
        subject=f"application:{application}",
        original_name=name,
        media_type="application/pdf",
        size_bytes=4,
        sha256="0" * 64,
        state="clean",
        stored_name=disk.write(b"%PDF"),
        uploaded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _job_applications(world: World, side: str) -> None:
    """A draft and applications that were sent, each with a document, of the member of this side; nobody else's business."""
    now, low = clock.now(), side.lower()
    who = f"member_{low}"
    only = frozenset({who})
    choosers = frozenset({f"owner_{low}", "both"}) | (frozenset({"conflicted"}) if side == "A" else frozenset())
    _invited_here(world, side, choosers)
    path = [("", "begin", "draft"), ("draft", "submit", "submitted"), ("interview", "offer", "offered"), ("interview", "hold_in_reserve", "reserve")]  # fmt: skip
    for state, short in (("draft", "DRF"), ("submitted", "SNT"), ("offered", "FFR"), ("reserve", "RSV")):
        asking = frozenset({"consultant"}) if (state, side) == ("reserve", "A") else frozenset()
        word = canary(world, f"CanaryJob{state}{side}", only, choosers if state != "draft" else frozenset(), asking)
        vacancy = _vacancy_row(f"{short}JB22{side}", "Systems Engineer", side)
        posting = thing(
            Posting,
            reference=f"{short}PST2{side}",
            organisation_id=world.organisations[side],
            author_id=world.people[f"owner_{low}"],
            state="live",
            vacancy_id=vacancy.id,
            closes_at=vacancy.closes_at,
            title="Systems Engineer",
            answers=answers(applying={"way": "here"}),
        )
        db.session.add(posting)
        db.session.flush()
        row = thing(
            JobApplication,
            reference=f"{short}PPL2{side}",
            posting_id=posting.id,
            person_id=world.people[who],
            state=state,
            number=None if state == "draft" else 1,
            answers={"contact": {"name": word}, "employment": {"posts": [{"employer": word, "kind": "work"}]}},
            submitted_at=None if state == "draft" else now,
        )
        db.session.add(row)
        db.session.flush()
        steps = {"draft": path[:1], "submitted": path[:2], "offered": path[:3], "reserve": [*path[:2], path[3]]}[state]
        for before, event, after in steps:
            told = now if after in ("offered", "reserve") else None
            db.session.add(
                thing(
                    ApplicationStep,
                    application_id=row.id,
                    event=event,
                    before=before,
                    after=after,
                    at=now,
                    told_at=told,
                )
            )
        if state == "offered":
            _offer(row, state="open")
        if state == "reserve":
            _asked_from_reserve(world, row, side, only)
        db.session.add(thing(ApplicationMessage, application_id=row.id, from_candidate=True, body=word, at=now))
        document = _document(f"document-of-a-{state}-of-{low}", world.people[who], row.reference, f"{word}.pdf")
        _sample(world, "job_application", Sample(row.reference, side, only, holders=only))
        if state != "draft":
            sift = thing(Sift, application_id=row.id, round="longlist", scorer_id=world.people[f"owner_{low}"], scores={"E1": 4, "E2": 4, "D1": 4}, evidence={}, saved_at=now, done_at=now)  # fmt: skip
            db.session.add(sift)
            within = frozenset({posting.reference})
            _sample(world, "sent_application", Sample(row.reference, side, choosers, within=within))
            within = frozenset({row.reference})
            _sample(world, "handed", Sample(document.reference, side, choosers, within=within))
            _posting(world, posting, side, choosers)
        within = frozenset({row.reference})
        _sample(world, "own_file", Sample(document.reference, side, only, holders=only, within=within))
        _sample(world, "vacancy", Sample(vacancy.reference, "", frozenset(ACTORS)))
    kept = thing(
        ElsewhereApplication,
        reference=f"KPTLST2{side}",
        person_id=world.people[who],
        title=canary(world, f"CanaryKept{side}", only),
    )
    db.session.add(kept)
    _sample(world, "kept", Sample(kept.reference, side, only, holders=only))


def _asked_from_reserve(world: World, application: JobApplication, side: str, only: frozenset[str]) -> None:
    """Their place on the reserve list, and what the campaign of this side asks them; it may ask nobody a second time."""
    until = clock.today() + timedelta(days=90)
    place = thing(ReservePlace, application_id=application.id, expires_on=until, may_ask=True)
    db.session.add(place)
    db.session.flush()
    campaign = db.session.scalar(select(Campaign).where(Campaign.reference == f"CMPGNWW{side}"))
    assert campaign is not None
    db.session.add(thing(ReserveAsk, place_id=place.id, campaign_id=campaign.id, message="Would you come?"))
    mine = frozenset({application.reference})
    asking = frozenset({"consultant"}) if side == "A" else frozenset()
    _sample(world, "reserved", Sample(application.reference, side, asking))
    _sample(world, "asking_campaign", Sample(campaign.reference, side, only, holders=only, within=mine))


def _invited_here(world: World, side: str, choosers: frozenset[str]) -> None:
    """The member of this side is invited to interviews by the employer itself, and knows it."""
    now, low = clock.now(), side.lower()
    only = frozenset({f"member_{low}"})
    vacancy = _vacancy_row(f"NTVJB22{side}", "Systems Engineer", side)
    posting = thing(
        Posting,
        reference=f"NTVPST2{side}",
        organisation_id=world.organisations[side],
        author_id=world.people[f"owner_{low}"],
        state="live",
        vacancy_id=vacancy.id,
        closes_at=vacancy.closes_at,
        title="Systems Engineer",
        answers=answers(applying={"way": "here"}),
    )
    db.session.add(posting)
    db.session.flush()
    row = thing(
        JobApplication,
        reference=f"NTVPPL2{side}",
        posting_id=posting.id,
        person_id=world.people[f"member_{low}"],
        state="interview",
        number=1,
        answers={"contact": {"name": canary(world, f"CanaryCalled{side}", only, choosers)}},
        submitted_at=now,
    )
    db.session.add(row)
    db.session.flush()
    path = ("draft", "submitted", "longlisted", "shortlisted", "interview")
    for event, before, after in zip(
        ("begin", "submit", "longlist", "shortlist", "invite"), ("", *path), path, strict=False
    ):
        told = now if event == "invite" else None
        db.session.add(
            thing(ApplicationStep, application_id=row.id, event=event, before=before, after=after, at=now, told_at=told)
        )
    db.session.flush()
    _interviews(world, side, f"NTV{side}", row, choosers, choosers, only, lies_in=posting.reference)
    _sample(world, "job_application", Sample(row.reference, side, only, holders=only))
    _posting(world, posting, side, choosers)


def _posting(world: World, posting: Posting, side: str, choosers: frozenset[str]) -> None:
    client = next(each.value for each in world.samples["organisation"] if each.side == side)
    _sample(world, "posting", Sample(posting.reference, side, choosers | {"staff"}, within=frozenset({client})))


def _asking(world: World, side: str) -> None:
    """An application that waits for its Head of Profession; A has one, B has none."""
    now, who = clock.now(), f"owner_{side.lower()}"
    heads = frozenset({"head_a"}) if side == "A" else frozenset()
    words = canary(
        world, f"CanaryAsks{side}", frozenset({who}), heads, DECIDING, frozenset({"conflicted"} if side == "B" else ())
    )
    asking = thing(
        Application,
        reference=f"SKNGNWW{side}",
        klass="corporate_seat",
        person_id=world.people[who],
        organisation_id=world.organisations[side],
        job_title="Engineer",
        statement=words,
        state="awaiting_endorsement",
        fee_pence=5_000,
        fee_months=2,
        created_at=now,
        submitted_at=now,
    )
    db.session.add(asking)
    db.session.flush()
    db.session.add(thing(Endorsement, application_id=asking.id, asked_at=now))
    _sample(world, "asking", Sample(asking.reference, side, heads, frozenset({who, "both"})))


def _orders(world: World, side: str) -> None:
    """An order of the organisation and one of the member's own, both to be paid by card; and what follows a payment."""
    low = side.lower()
    owners, members = frozenset({f"owner_{low}", "both"}), OF_A if side == "A" else OF_B
    member = frozenset({f"member_{low}"})
    contact = canary(world, f"CanaryContact{side}", members)
    buyer, own = world.people[f"owner_{low}"], world.people[f"member_{low}"]
    of_body = _order(f"RDRPLCD{side}", contact, buyer, organisation_id=world.organisations[side])
    of_own = _order(f"RDRWNTK{side}", canary(world, f"CanaryBuyer{side}", member), own, person_id=own)
    _sample(world, "order", Sample(of_body.reference, side, owners | {"staff"}, members))
    _sample(world, "own_order", Sample(of_own.reference, side, member | {"staff"}, holders=member))
    _sample(world, "rise", Sample(_rise(side, world.organisations[side]), side, owners, members))
    if side == "A":
        attempt = thing(
            Attempt,
            reference="TTMPTPD2",
            order_id=of_body.id,
            provider="test",
            state="paid",
            pence=54_000,
            received_pence=54_000,
            done_address="",
            stopped_address="",
        )
        db.session.add(attempt)
        db.session.flush()
        refund = thing(
            Refund,
            reference="RFNDSKD2",
            order_id=of_body.id,
            attempt_id=attempt.id,
            state="asked",
            pence=1_200,
            because="Half.",
        )
        matter = thing(
            Discrepancy,
            reference="DSCRPNC2",
            unique_key="amount:x",
            kind="amount",
            order_id=of_body.id,
            facts={"pence": 1},
        )
        db.session.add_all([refund, matter])
        db.session.flush()
        _sample(world, "refund", Sample(refund.reference, "", frozenset({"staff"})))
        _sample(world, "matter", Sample(matter.reference, "", frozenset({"staff"})))


def _rise(side: str, organisation_id: int) -> str:
    """An organisation's membership that is to grow into another tier; the reference of that."""
    held = thing(
        Membership,
        reference=f"MMBRRGN{side}",
        klass="organisation",
        organisation_id=organisation_id,
        began_on=date(2026, 1, 1),
    )
    db.session.add(held)
    db.session.flush()
    rise = thing(
        TierRise,
        reference=f"RSFRTHR{side}",
        membership_id=held.id,
        year=2026,
        before="small",
        after="medium",
        staff_count=300,
        months=2,
        pence=1_000,
        asked_on=clock.today(),
    )
    db.session.add(rise)
    return str(rise.reference)


def _order(reference: str, contact: str, buyer: int, **whose: int) -> Any:
    amounts = {"net_pence": 45_000, "vat_pence": 9_000, "gross_pence": 54_000}
    order = thing(
        Order,
        reference=reference,
        state="placed",
        way="card",
        contact=contact,
        begun_by_id=buyer,
        placed_by_id=buyer,
        placed_at=clock.now(),
        placed_on=clock.today(),
        **amounts,
        **whose,
    )
    db.session.add(order)
    db.session.flush()
    line = thing(
        OrderLine,
        order_id=order.id,
        position=1,
        product_key="advert",
        description="Advert",
        quantity=1,
        list_pence=45_000,
        vat_code="standard",
        vat_basis_points=2_000,
        **amounts,
    )
    db.session.add(line)
    db.session.flush()
    return order


def _documents(world: World, side: str) -> None:
    """An invoice of the organisation, one of the member’s own, and what the bank brought for them."""
    now, low = clock.now(), side.lower()
    buyers = frozenset({f"owner_{low}", "both"}) | (frozenset({"conflicted"}) if side == "A" else frozenset())
    member, staff = frozenset({f"member_{low}"}), world.people["staff"]
    body, own = world.organisations[side], world.people[f"member_{low}"]
    canary(world, f"CanaryAsk{side}", buyers)
    canary(world, f"CanaryMine{side}", member)
    of_body = _invoice(f"INV-00010{'AB'.index(side)}", f"INV{side}ZZZZ", f"CanaryAsk{side}", organisation_id=body)
    of_own = _invoice(f"INV-00020{'AB'.index(side)}", f"MINE{side}ZZZ", f"CanaryMine{side}", person_id=own)
    statement = thing(
        BankStatement, reference=f"STTMNTT{side}", name="s.csv", content="Date,Amount\n", uploaded_by_id=staff
    )
    db.session.add(statement)
    db.session.flush()
    receipt = thing(
        Receipt,
        reference=f"RCPTTTT{side}",
        statement_id=statement.id,
        fingerprint=f"CanaryAsk{side}",
        pence=1_000,
        payer=f"CanaryAsk{side}",
    )
    db.session.add(receipt)
    db.session.flush()
    allocation = thing(Allocation, reference=f"LLCTTNN{side}", receipt_id=receipt.id, pence=1, at=now, by_id=staff)
    db.session.add(allocation)
    db.session.flush()
    _sample(world, "document", Sample(of_body, side, buyers | {"staff"}))
    _sample(world, "own_document", Sample(of_own, side, member | {"staff"}, holders=member))
    for kind, row in (("statement", statement), ("receipt", receipt), ("allocation", allocation)):
        _sample(world, kind, Sample(row.reference, side, frozenset({"staff"})))


def _invoice(number: str, reference: str, word: str, **whose: int) -> str:
    """An invoice for an advert on account, that names this word; its number."""
    amounts = {"net_pence": 45_000, "vat_pence": 9_000}
    order = thing(
        Order,
        reference=reference,
        state="invoiced",
        way="account",
        contact=word,
        gross_pence=54_000,
        **amounts,
        **whose,
    )
    db.session.add(order)
    db.session.flush()
    line = thing(
        OrderLine, order_id=order.id, position=1, product_key="advert", description="Advert", quantity=1, list_pence=45_000,
        vat_code="standard", vat_basis_points=2_000, gross_pence=54_000, **amounts,
    )  # fmt: skip
    document = thing(
        IssuedDocument,
        kind="invoice",
        number=number,
        order_id=order.id,
        due_on=clock.today() + timedelta(days=30),
        seller='{"name": "S", "address": [], "email": "", "vat_number": "GB999999973", "company_number": "", "account": null}',
        buyer_name=word,
        buyer_address=word,
        buyer_email=f"{word}@example.org",
        order_reference=reference,
        gross_pence=54_000,
        **amounts,
        **whose,
    )
    db.session.add_all([line, document])
    db.session.flush()
    db.session.add(
        thing(
            IssuedLine, document_id=document.id, position=1, order_line_id=line.id, item="advert", description="Advert", quantity=1,
            unit_pence=45_000, vat_code="standard", vat_basis_points=2_000, **amounts,
        )
    )  # fmt: skip
    return number


def _public(world: World) -> None:
    everyone = frozenset(ACTORS)
    vacancies = list(db.session.scalars(select(Vacancy).order_by(Vacancy.id)))
    live = next(each for each in vacancies if each.status == "live")
    _sample(world, "vacancy", Sample(live.reference, "", everyone))
    _sample(world, "vacancy", Sample(_with_campaign(), "", everyone))
    _sample(world, "wish", Sample("follow", "", everyone))
    held = next((each for each in vacancies if each.status == "held"), live)
    _sample(world, "vacancy_for_staff", Sample(held.reference, "", frozenset({"staff"})))
    source = db.session.scalars(select(Source)).first()
    assert source is not None
    _sample(world, "source", Sample(str(source.id), "", frozenset({"staff"})))
    decision = thing(Decision, vacancy_id=held.id, subject="ict", answer="yes", because="a reason", decided_by="staff")
    pair = thing(LikelyPair, first_id=vacancies[0].id, second_id=vacancies[1].id, likeness=0.85)
    job = thing(Job, name="mail.send", state="dead", attempts=8)
    db.session.add_all([decision, pair, job])
    db.session.flush()
    for kind, row in (("decision", decision), ("pair", pair), ("job", job)):
        _sample(world, kind, Sample(str(row.id), "", frozenset({"staff"})))
    if (reports := db.metadata.tables.get("reports")) is not None:
        facts = {"reference": "RPRTBCDF", "matter": "service", "received_at": clock.now(), "due_on": clock.today()}
        db.session.execute(reports.insert().values(facts))
        _sample(world, "report", Sample("RPRTBCDF", "", frozenset({"staff"})))
    _sample(world, "product", Sample("advert", "", frozenset({"staff"})))
    _sample(world, "way_kind", Sample("name", "", everyone))
    _sample(world, "section", Sample("pay", "", everyone))
    _sample(world, "application_section", Sample("contact", "", everyone))
    _sample(world, "place", Sample("0", "", everyone))
    _sample(world, "round", Sample("longlist", "", everyone))
    _sample(world, "round", Sample("shortlist", "", everyone))
    _sample(world, "check", Sample("identity", "", everyone))
    _sample(world, "milestone", Sample("offer_accepted", "", everyone))
    _sample(world, "ending", Sample("withdraw", "", everyone))
    for kind, value in (
        ("sector", "local_government"),
        ("shape", "atom"),
        ("number", "1"),
        ("form", "pdf"),
        ("file", "site.css"),
    ):
        _sample(world, kind, Sample(value, "", everyone))


def _with_campaign() -> str:
    """A vacancy that was posted here, and that A's campaign fills; its reference."""
    later = clock.now() + timedelta(days=14)
    vacancy = thing(
        Vacancy, reference="VCNCCMPG", origin="posted", status="live", title="Data Architect", closes_at=later
    )
    db.session.add(vacancy)
    db.session.flush()
    posting = db.session.scalar(select(Posting).where(Posting.reference == "PSTNGCMA"))
    assert posting is not None
    posting.vacancy_id, posting.closes_at = vacancy.id, later
    return vacancy.reference


def _private(world: World, word: str, who: str) -> str:
    world.canaries[word] = frozenset({who})
    return word


def _sample(world: World, kind: str, sample: Sample) -> None:
    world.samples.setdefault(kind, []).append(sample)


KIND_OF_PARAMETER = {
    "sector": "sector", "shape": "shape", "number": "number", "filename": "file", "token": "secret", "secret": "secret",
    "message_id": "message", "seat_id": "seat", "source_id": "source", "session_id": "session", "decision_id": "decision", "pair_id": "pair",
    "job_id": "job", "claim": "claim", "invitation": "invitation", "kind": "way_kind", "way": "way", "entry": "entry", "which": "organisation",
    "person": "colleague", "order": "order", "refund": "refund", "product": "product", "setting": "product", "matter": "matter", "posting": "posting", "section": "section", "ending": "ending",
    "follow_up": "follow_up", "logged": "logged", "attached": "attached", "tick": "tick",
    "campaign": "campaign", "member": "member", "act": "panel_act", "question": "question", "wish": "wish", "answer": "panel_answer", "contact": "contact", "document": "document", "invoice": "own_document", "statement": "statement", "allocation": "allocation", "form": "form", "kept": "kept", "place": "place", "application": "sent_application", "handed": "handed", "round": "round", "approach": "approach", "pack": "pack", "introduction": "introduction", "refusal": "refusal", "check": "check", "placement": "placement", "milestone": "milestone", "reserved": "reserved",
    "interview": "interview", "interview_round": "interview_round", "slot": "slot",
}  # fmt: skip
"""What a parameter of this name stands for, wherever it is."""

KIND_AFTER = {
    "vacancies": "vacancy", "go": "vacancy", "organisations": "organisation", "people": "person", "applications": "application",
    "cases": "application", "membership": "membership", "memberships": "membership", "dues": "due", "rises": "rise", "claims": "claim", "invitations": "invitation", "sources": "source",
    "sessions": "session", "mail": "message", "employer": "organisation", "endorsements": "asking", "reports": "report", "jobs": "job",
    "texts": "text", "orders": "order", "job-applications": "job_application",
    "receipts": "receipt", "debtors": "organisation",
}  # fmt: skip
"""What any other parameter stands for, by the word of the address before it."""

STAFF_ONLY = {"vacancy": "vacancy_for_staff", "text": "text_for_staff"}
OWN_ONLY = {
    "approach": "own_approach",
    "order": "own_order",
    "document": "own_file",
    "section": "application_section",
    "interview": "own_interview",
    "campaign": "asking_campaign",
}


def combinations(world: World, rule: Rule) -> Iterator[tuple[str, list[Sample]]]:
    """The addresses that the rule makes of the samples, with the samples in it: of one side first, then mixed.

    Every sample stands where it lies, and everywhere that it lies in nothing. What lies elsewhere is tried too, one part
    of the address at a time: all products of five parts would be thousands of addresses that are wrong in the same way.
    """
    parameters = re.findall(r"<(?:[^<>:]+:)?(\w+)>", rule.rule)
    kinds = [kind_of(rule.rule, name) for name in parameters]
    for kind in kinds:
        assert kind in world.samples, (
            f"tests/access/world.py has no {kind} for {rule.rule}: make one there, with _sample."
        )
    for chosen in _chosen([world.samples[kind] for kind in kinds]):
        address = rule.rule
        for name, sample in zip(parameters, chosen, strict=True):
            address = re.sub(rf"<(?:[^<>:]+:)?{name}>", lambda _, value=sample.value: value, address)
        yield address, list(chosen)


def _chosen(choices: list[list[Sample]]) -> list[tuple[Sample, ...]]:
    fitting = [each for each in product(*choices) if _lies_right(each)]
    beginnings = {side: each for each in reversed(fitting) for side in "AB" if _sides(each) <= {side}}
    swapped = [
        (*each[:place], other, *each[place + 1 :])
        for each in beginnings.values()
        for place, of_kind in enumerate(choices)
        for other in of_kind
    ]
    return sorted(dict.fromkeys([*fitting, *swapped]), key=lambda each: len(_sides(each)))


def _sides(chosen: tuple[Sample, ...]) -> set[str]:
    return {sample.side for sample in chosen if sample.side}


def _lies_right(chosen: tuple[Sample, ...]) -> bool:
    return all(
        not sample.within or not place or any(before.value in sample.within for before in chosen[:place])
        for place, sample in enumerate(chosen)
    )


def kind_of(rule: str, name: str) -> str:
    """What a parameter stands for; raises AssertionError with what to do when nobody has said."""
    if name in KIND_OF_PARAMETER:
        kind = KIND_OF_PARAMETER[name]
        return OWN_ONLY.get(kind, kind) if rule.startswith("/account/") else kind
    before = re.search(rf"([\w-]+)/<(?:[^<>:]+:)?{name}>", rule)
    kind = KIND_AFTER.get(before[1]) if before else None
    assert kind, f"Say in tests/access/world.py (KIND_OF_PARAMETER or KIND_AFTER) what <{name}> of {rule} stands for."
    return STAFF_ONLY.get(kind, kind) if rule.startswith("/staff/") else kind
