"""A person of whom everything is held: every column that takes words holds a word found nowhere else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import JSON, String, Text, select

from portal.accounts import sessions
from portal.accounts.models import FeedToken, Person, RecoveryCode, SingleUseLink
from portal.applying.models import ApplicationMessage, ApplicationStep, ElsewhereApplication, JobApplication
from portal.audit.models import AuditEntry
from portal.audit.recording import asked_from, record
from portal.billing.models import CreditEntry, Order, OrderLine, OrderStep
from portal.caseload.models import (
    CampaignComment,
    ConsultantTarget,
    FollowUp,
    LogEntry,
    MessageText,
    MessageTextVersion,
)
from portal.database.base import Base, db
from portal.database.transaction import transaction
from portal.documents import disk
from portal.documents.models import Document
from portal.employers.models import Claim, Invitation, Organisation, OrganisationDomain, OrganisationName, Seat
from portal.evidence.models import EvidencePack
from portal.foundation.identifiers import new_reference
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot, InterviewStep, SlotAnswer
from portal.introducing.models import Approach, ApproachMessage, FoundConsent, FoundProfile, Introduction, KeptFrom
from portal.invoicing.models import Allocation, BankStatement, DocumentStep, IssuedDocument, IssuedLine, Receipt
from portal.mail.models import Message
from portal.membership.models import Application, Due, Endorsement, Membership, Profile, StandAside, Step, Vote
from portal.offering.models import Offer, OfferCheck, RefereeRequest, ReserveAsk, ReservePlace, StartChange
from portal.payments.models import Attempt as PaymentAttempt
from portal.payments.models import Discrepancy, Refund
from portal.placing.models import Placement, PlacementShare, PlacementStep
from portal.posting.models import Posting, PostingHand, PostingPurchase, PostingStep, PostingVersion
from portal.questions.models import Question, QuestionFollower
from portal.recruitment.models import Campaign, CampaignContact, CampaignNote, CampaignStep, PanelMember
from portal.reports.models import Report
from portal.selecting.models import Interest, Moderation, Sift, Unhiding
from portal.vacancies.models import Decision, Vacancy
from tests import people

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class Life:
    """What was planted: for each "table.column" the word that stands there and nowhere else."""

    mark: str
    person_id: int = 0
    email: str = ""
    name: str = ""
    address: str = ""
    planted: dict[str, str] = field(default_factory=dict)

    def word(self, column: str) -> str:
        """A word for this column: `mark` makes one person's differ from another's."""
        table, _, name = column.partition(".")
        word = f"{self.mark}{table.replace('_', '')}{name.replace('_', '')}".lower()
        length = getattr(Base.metadata.tables[table].c[name].type, "length", None)
        self.planted[column] = word[: length or len(word)]
        return self.planted[column]


PlantLife = Callable[..., Life]


@pytest.fixture
def live(app: Flask) -> Iterator[PlantLife]:
    """Gives a person a whole life here; `mark` names them apart."""

    def begin(mark: str, *, in_app: Flask = app) -> Life:
        return lead_a_life(in_app, mark)

    yield begin
    asked_from.set(None)


def lead_a_life(app: Flask, mark: str) -> Life:
    life = Life(
        mark,
        email=f"{mark}.canary@example.org",
        name=f"{mark.title()} Quillfeather",
        address=f"203.0.113.{50 + len(mark)}",
    )
    life.person_id = people.make(app, life.email, given=("assessor",), name=life.name)
    other = people.make(app, f"{mark}.colleague@example.org", name="Kim Nobody")
    with app.app_context(), transaction():
        _account(life)
        organisation = _organisation(life, other)
        _membership(life, other, organisation)
        _orders(life, other, organisation)
        _postings(life, organisation)
        _campaigns(life, organisation, other)
        _introducing(life, other, organisation)
        _applying(life, other, organisation)
        _texts(life)
        _interviews(life, other)
        _mail(life, other)
        _reports(life, other)
        _documents(life)
        asked_from.set(life.address)
        record("accounts.profile_changed", by=life.person_id, subject="person:x", about=life.person_id)
        asked_from.set("198.51.100.88")
        record("staff.looked", by=other, about=life.person_id)
        asked_from.set(None)
        vacancy = Vacancy(
            reference=new_reference(), status="live", title="Engineer", first_seen=NOW, last_seen=NOW, updated_at=NOW
        )
        db.session.add(vacancy)
        db.session.flush()
        db.session.add(
            Decision(
                vacancy_id=vacancy.id,
                subject="ict",
                answer="yes",
                because="it is",
                decided_by=life.name,
                decided_at=NOW,
            )
        )
    return life


def _account(life: Life) -> None:
    person = db.session.get_one(Person, life.person_id)
    person.totp_secret = life.word("people.totp_secret")
    person.email_choices = {"digest": True}
    sessions.begin(person, at=NOW, address=life.address, device=life.word("sign_ins.device"))
    db.session.add_all(
        [
            SingleUseLink(
                token_hash=life.word("single_use_links.token_hash"),
                purpose="change_email",
                person_id=life.person_id,
                subject=life.word("single_use_links.subject"),
                facts={"email": life.word("single_use_links.facts")},
                made_at=NOW,
                expires_at=NOW + timedelta(hours=1),
            ),
            RecoveryCode(person_id=life.person_id, code_hash=life.word("recovery_codes.code_hash")),
            FeedToken(person_id=life.person_id, token_hash=life.word("feed_tokens.token_hash"), made_at=NOW),
        ]
    )


def _organisation(life: Life, other: int) -> Organisation:
    name = f"Borough of {life.mark.title()}"
    organisation = Organisation(
        reference=new_reference(),
        name=name,
        name_key=name.lower(),
        bill_to=life.name,
        bill_email=life.email.upper(),
        bill_address="1 High Street",
        created_at=NOW,
        updated_at=NOW,
    )
    db.session.add(organisation)
    db.session.flush()
    db.session.add_all(
        [
            OrganisationName(
                organisation_id=organisation.id,
                name="Short Name",
                name_key="short name",
                added_at=NOW,
                added_by_id=life.person_id,
            ),
            OrganisationDomain(
                organisation_id=organisation.id, domain=f"{life.mark}.gov.uk", added_at=NOW, added_by_id=life.person_id
            ),
            Seat(
                organisation_id=organisation.id, person_id=life.person_id, role="owner", given_at=NOW, given_by_id=other
            ),
            Claim(
                reference=new_reference(),
                organisation_id=organisation.id,
                person_id=life.person_id,
                evidence=life.word("organisation_claims.evidence"),
                reason=life.word("organisation_claims.reason"),
                asked_at=NOW,
            ),
            Invitation(
                reference=new_reference(),
                organisation_id=organisation.id,
                email=life.email.title(),
                email_key=life.email,
                roles=["recruiter"],
                invited_by_id=other,
                invited_at=NOW,
                expires_at=NOW + timedelta(days=7),
            ),
        ]
    )
    return organisation


def _membership(life: Life, other: int, organisation: Organisation) -> None:
    texts = {
        name: life.word(f"membership_applications.{name}")
        for name in ("supplier", "job_title", "statement", "decision_reason", "appeal_reason")
    }
    application = Application(
        reference=new_reference(),
        klass="corporate_seat",
        person_id=life.person_id,
        organisation_id=organisation.id,
        answers={"why": life.word("membership_applications.answers")},
        state="with_panel",
        created_at=NOW,
        **texts,
    )
    anothers = Application(
        reference=new_reference(), klass="individual", person_id=other, state="with_panel", created_at=NOW
    )
    db.session.add_all([application, anothers])
    db.session.flush()
    membership = Membership(
        reference=new_reference(),
        klass="individual",
        person_id=life.person_id,
        began_on=date(2026, 1, 1),
        ended_because=life.word("memberships.ended_because"),
    )
    db.session.add(membership)
    db.session.flush()
    db.session.add_all(
        [
            Step(
                application_id=application.id,
                event="note",
                round=1,
                at=NOW,
                by_id=other,
                note=life.word("membership_steps.note"),
            ),
            Endorsement(
                application_id=application.id,
                asked_at=NOW,
                answer="endorsed",
                reason=life.word("membership_endorsements.reason"),
                answered_by_id=other,
            ),
            Vote(
                application_id=application.id,
                round=1,
                assessor_id=other,
                agrees=True,
                reason=life.word("membership_votes.reason"),
                to_applicant=life.word("membership_votes.to_applicant"),
                at=NOW,
            ),
            StandAside(
                application_id=application.id,
                assessor_id=life.person_id,
                because=life.word("membership_stand_asides.because"),
                at=NOW,
            ),
            Vote(
                application_id=anothers.id,
                round=1,
                assessor_id=life.person_id,
                agrees=False,
                reason="not about me",
                at=NOW,
            ),
            Endorsement(
                application_id=anothers.id,
                asked_at=NOW,
                answer="declined",
                reason="nor this",
                answered_by_id=life.person_id,
            ),
            Due(
                reference=new_reference(),
                membership_id=membership.id,
                year=2026,
                months=12,
                pence=5000,
                offered_on=date(2026, 1, 1),
                payment_reference="BACS 1",
                waived_because=life.word("membership_dues.waived_because"),
            ),
            Profile(
                person_id=life.person_id,
                families=[life.word("profiles.families")],
                levels=[life.word("profiles.levels")],
                places=[life.word("profiles.places")],
                clearance=[life.word("profiles.clearance")],
                workplaces=[life.word("profiles.workplaces")],
                wanted_pence=5_000_000,
                updated_at=NOW,
            ),
        ]
    )


def _payments(life: Life, other: int, order_id: int) -> None:
    attempt = PaymentAttempt(
        reference=new_reference(),
        order_id=order_id,
        by_id=life.person_id,
        provider="test",
        state="paid",
        pence=5_000,
        done_address="",
        stopped_address="",
        opened_at=NOW,
        expires_at=NOW,
    )
    db.session.add(attempt)
    db.session.flush()
    of = {"order_id": order_id, "attempt_id": attempt.id}
    refund = {**of, "state": "done", "pence": 100, "asked_at": NOW}
    db.session.add_all(
        [
            Refund(
                reference=new_reference(),
                **refund,
                asked_by_id=life.person_id,
                because=life.word("refunds.because"),
                decided_by_id=other,
                decided_because="It is so.",
            ),
            Refund(
                reference=new_reference(),
                **refund,
                asked_by_id=other,
                because="Half of it.",
                decided_by_id=life.person_id,
                decided_because=life.word("refunds.decided_because"),
            ),
            Discrepancy(
                reference=new_reference(),
                unique_key=f"amount:{life.mark}",
                kind="amount",
                found_at=NOW,
                settled_at=NOW,
                settled_by_id=life.person_id,
                settled_because=life.word("discrepancies.settled_because"),
                **of,
            ),
        ]
    )


def _orders(life: Life, other: int, organisation: Organisation) -> None:
    words = {
        name: life.word(f"orders.{name}")
        for name in ("contact", "bill_to", "bill_address", "bill_email", "cancelled_because")
    }
    own = Order(reference=new_reference(), person_id=life.person_id, begun_at=NOW, begun_by_id=life.person_id, **words)
    for_all = Order(
        reference=new_reference(),
        organisation_id=organisation.id,
        begun_at=NOW,
        begun_by_id=life.person_id,
        contact=life.name,
        bill_email=life.email,
    )
    db.session.add_all([own, for_all])
    db.session.flush()
    _payments(life, other, own.id)
    _invoices(life, other, own, for_all)
    db.session.add_all(
        [
            OrderLine(
                order_id=own.id,
                position=1,
                product_key="membership_person",
                description="Membership for 2026",
                subject="due:X",
                quantity=1,
                list_pence=5000,
                net_pence=5000,
                vat_code="exempt",
                vat_basis_points=0,
                vat_pence=0,
                gross_pence=5000,
            ),
            OrderStep(
                order_id=for_all.id,
                event="begin",
                after="draft",
                at=NOW,
                by_id=life.person_id,
                note=life.word("order_steps.note"),
            ),
            OrderStep(order_id=for_all.id, event="note", after="draft", at=NOW, by_id=other, note="not about me"),
            CreditEntry(
                organisation_id=organisation.id,
                kind="grant",
                credits=5,
                expires_on=date(2027, 1, 1),
                at=NOW,
                by_id=life.person_id,
            ),
        ]
    )


def _invoices(life: Life, other: int, own: Order, for_all: Order) -> None:
    def issued(number: str, order: Order, **facts: object) -> IssuedDocument:
        amounts = {"net_pence": 5_000, "vat_pence": 0, "gross_pence": 5_000}
        days = {"issued_at": NOW, "issued_on": NOW.date(), "tax_point": NOW.date()}
        words = {"buyer_name": "Borough", "buyer_address": "1 High Street", "buyer_email": ""}
        return IssuedDocument(
            kind="invoice",
            number=f"{number}-{life.mark[0].upper()}",
            order_id=order.id,
            order_reference=order.reference,
            organisation_id=order.organisation_id,
            person_id=order.person_id,
            seller="{}",
            **(amounts | days | words | facts),
        )

    named = {
        name: life.word(f"issued_documents.{name}")
        for name in ("buyer_name", "buyer_address", "buyer_email", "contact", "because")
    }
    mine = issued("INV-1", own, **named)
    theirs = issued("INV-2", for_all, contact=life.name, buyer_email=life.email, issued_by_id=life.person_id)
    statement = BankStatement(
        reference=new_reference(), name="s.csv", state="taken", uploaded_at=NOW, uploaded_by_id=life.person_id
    )
    line = OrderLine(
        order_id=own.id,
        position=2,
        product_key="membership_person",
        description="Membership for 2025",
        quantity=1,
        list_pence=5000,
        net_pence=5000,
        vat_code="exempt",
        vat_basis_points=0,
        vat_pence=0,
        gross_pence=5000,
    )
    db.session.add_all([mine, theirs, statement, line])
    db.session.flush()
    paid, aside = (
        Receipt(
            reference=new_reference(),
            statement_id=statement.id,
            fingerprint=new_reference(),
            received_on=NOW.date(),
            pence=5_000,
            **facts,
        )
        for facts in (
            {name: life.word(f"bank_receipts.{name}") for name in ("payer", "words")},
            {"payer": "Bank", "set_aside_because": "Interest", "set_aside_by_id": life.person_id},
        )
    )
    db.session.add_all([paid, aside])
    db.session.flush()
    db.session.add_all(
        [
            IssuedLine(
                document_id=mine.id,
                position=1,
                order_line_id=line.id,
                item="membership_person",
                description="Membership",
                quantity=1,
                unit_pence=5_000,
                net_pence=5_000,
                vat_code="exempt",
                vat_basis_points=0,
                vat_pence=0,
            ),
            DocumentStep(document_id=theirs.id, event="sent", at=NOW, by_id=life.person_id),
            Allocation(
                reference=new_reference(),
                receipt_id=paid.id,
                order_id=own.id,
                document_id=mine.id,
                pence=5_000,
                at=NOW,
                by_id=life.person_id,
            ),
            Allocation(reference=new_reference(), receipt_id=aside.id, pence=1, at=NOW, by_id=other),
        ]
    )


def _postings(life: Life, organisation: Organisation) -> None:
    """An employer's vacancy is the employer's: what the person wrote in it stays, so no word of theirs is planted."""
    posting = Posting(
        reference=new_reference(),
        organisation_id=organisation.id,
        author_id=life.person_id,
        title="Network engineer",
        created_at=NOW,
        updated_at=NOW,
    )
    db.session.add(posting)
    db.session.flush()
    db.session.add_all(
        [
            PostingStep(posting_id=posting.id, event="begin", before="", after="draft", at=NOW, by_id=life.person_id),
            PostingVersion(posting_id=posting.id, number=1, at=NOW, by_id=life.person_id),
            PostingHand(posting_id=posting.id, person_id=life.person_id, at=NOW),
            PostingPurchase(posting_id=posting.id, subject="credit:1", kind="advert", at=NOW, by_id=life.person_id),
        ]
    )


def _campaigns(life: Life, organisation: Organisation, other: int) -> None:
    """What is agreed and written of a campaign is its client's and the society's; the panel's addresses are people's."""
    campaign = Campaign(
        reference=new_reference(),
        organisation_id=organisation.id,
        service="fixed",
        title="Network engineer",
        begun_at=NOW,
        begun_by_id=life.person_id,
        updated_at=NOW,
    )
    db.session.add(campaign)
    db.session.flush()
    db.session.add_all(
        [
            Question(
                reference=new_reference(),
                campaign_id=campaign.id,
                asked_by_id=life.person_id,
                asked=life.word("questions.asked"),
                asked_at=NOW,
                state="declined",
                because=life.word("questions.because"),
                decided_at=NOW,
                decided_by_id=other,
            ),
            Question(
                reference=new_reference(),
                campaign_id=campaign.id,
                asked_by_id=other,
                asked="Is it full time?",
                asked_at=NOW,
                state="answered",
                public="Is it full time?",
                answer="Yes.",
                decided_at=NOW,
                decided_by_id=life.person_id,
            ),
            QuestionFollower(campaign_id=campaign.id, person_id=life.person_id, since=NOW),
            CampaignStep(
                campaign_id=campaign.id, event="begin", before="", after="enquiry", at=NOW, by_id=life.person_id
            ),
            CampaignContact(campaign_id=campaign.id, person_id=life.person_id, added_at=NOW, added_by_id=other),
            EvidencePack(
                reference=new_reference(),
                campaign_id=campaign.id,
                audience="ours",
                state="ready",
                asked_at=NOW,
                asked_by_id=life.person_id,
                content=b"PK",
            ),
            CampaignNote(campaign_id=campaign.id, at=NOW, by_id=life.person_id, text="Call again."),
            ConsultantTarget(
                consultant_id=life.person_id,
                month=date(2026, 11, 1),
                placements=2,
                fees_pence=1,
                set_at=NOW,
                set_by_id=other,
            ),
            ConsultantTarget(
                consultant_id=other,
                month=date(2026, 11, 1),
                placements=2,
                fees_pence=1,
                set_at=NOW,
                set_by_id=life.person_id,
            ),
            CampaignComment(
                campaign_id=campaign.id, from_client=True, at=NOW, by_id=life.person_id, text="In May, please."
            ),
            PanelMember(
                reference=new_reference(),
                campaign_id=campaign.id,
                name=life.word("campaign_panel.name"),
                email=f"{life.word('campaign_panel.email')}@example.org",
                email_key=life.email,
                invited_at=NOW,
                person_id=life.person_id,
                taken_up_at=NOW,
            ),
        ]
    )


def _texts(life: Life) -> None:
    """A text for messages that they keep as a consultant."""
    text = MessageText(reference=new_reference(), owner_id=life.person_id, used_for="message", name="Interview")
    db.session.add(text)
    db.session.flush()
    version = MessageTextVersion(text_id=text.id, number=1, body="Please call.", at=NOW, by_id=life.person_id)
    db.session.add(version)


def _any_campaign() -> int:
    return db.session.scalars(select(Campaign.id).order_by(Campaign.id.desc())).first() or 0


def _introducing(life: Life, other: int, organisation: Organisation) -> None:
    """What they said to be found by, and what was written to them; and as a consultant what they wrote to a colleague."""
    campaign = Campaign(
        reference=new_reference(),
        organisation_id=organisation.id,
        service="fixed",
        title="Platform engineer",
        begun_at=NOW,
        updated_at=NOW,
    )
    db.session.add(campaign)
    db.session.flush()
    approach = Approach(
        reference=new_reference(),
        campaign_id=campaign.id,
        person_id=life.person_id,
        called="X",
        words=life.word("approaches.words"),
        reasons=[life.word("approaches.reasons")],
        sent_at=NOW,
        by_id=other,
        answer="more",
    )
    theirs = Approach(
        reference=new_reference(),
        campaign_id=campaign.id,
        person_id=other,
        called="Y",
        words="Would you like to hear of a post?",
        sent_at=NOW,
        by_id=life.person_id,
    )
    db.session.add_all([approach, theirs])
    db.session.flush()

    def message(about: Approach, author: int, body: str, *, from_member: bool) -> ApproachMessage:
        return ApproachMessage(approach_id=about.id, from_member=from_member, author_id=author, body=body, at=NOW)

    def introduction(person: int, to: int, words: str) -> Introduction:
        return Introduction(
            reference=new_reference(),
            campaign_id=campaign.id,
            person_id=person,
            called="X",
            to_id=to,
            version="2026-11",
            words=words,
            at=NOW,
        )

    db.session.add_all(
        [
            FoundProfile(
                person_id=life.person_id, places=[{"name": life.word("found_profiles.places")}], updated_at=NOW
            ),
            FoundConsent(
                person_id=life.person_id, given_at=NOW, version="2026-11", words=life.word("found_consents.words")
            ),
            KeptFrom(person_id=life.person_id, why="own", name=life.word("found_kept_from.name"), name_key="x"),
            message(approach, life.person_id, life.word("approach_messages.body"), from_member=True),
            message(theirs, life.person_id, "Two days a week.", from_member=False),
            introduction(life.person_id, other, life.word("introductions.words")),
            introduction(other, life.person_id, "I agree."),
        ]
    )


def _applying(life: Life, other: int, organisation: Organisation) -> None:
    """An application of theirs with everything written about it, and one of a colleague on which they decided."""

    def advert() -> int:
        row = Posting(
            reference=new_reference(),
            organisation_id=organisation.id,
            author_id=other,
            state="closed",
            title="Data engineer",
            created_at=NOW,
            updated_at=NOW,
        )
        db.session.add(row)
        db.session.flush()
        return row.id

    def application(person_id: int, **facts: object) -> int:
        row = JobApplication(
            reference=new_reference(),
            posting_id=advert(),
            person_id=person_id,
            state="longlisted",
            number=1,
            created_at=NOW,
            updated_at=NOW,
            submitted_at=NOW,
            **facts,
        )
        db.session.add(row)
        db.session.flush()
        return row.id

    def step(application_id: int, event: str, by_id: int, **facts: object) -> ApplicationStep:
        return ApplicationStep(
            application_id=application_id, event=event, before="x", after="y", at=NOW, by_id=by_id, **facts
        )

    mine = application(
        life.person_id,
        answers={"contact": {"name": life.word("job_applications.answers")}},
        adjustments=life.word("job_applications.adjustments"),
        equality={"age": life.word("job_applications.equality")},
    )
    theirs = application(other)
    _offers(life, mine, theirs, other)
    db.session.add_all(
        [
            step(mine, "submit", life.person_id),
            step(
                mine,
                "longlist",
                other,
                reason=life.word("application_steps.reason"),
                told_at=NOW,
                told_words=life.word("application_steps.told_words"),
            ),
            step(mine, "shortlist", other),
            step(theirs, "longlist", life.person_id, reason="Meets everything."),
            Sift(
                application_id=mine,
                round="longlist",
                scorer_id=other,
                scores={"E1": 4},
                evidence={"E1": life.word("sifts.evidence")},
                saved_at=NOW,
                done_at=NOW,
            ),
            Sift(application_id=theirs, round="longlist", scorer_id=life.person_id, saved_at=NOW, done_at=NOW),
            Moderation(
                application_id=mine, round="longlist", because=life.word("moderations.because"), by_id=other, at=NOW
            ),
            Moderation(application_id=theirs, round="longlist", because="We agreed.", by_id=life.person_id, at=NOW),
            *(
                LogEntry(
                    reference=new_reference(),
                    campaign_id=_any_campaign(),
                    kind="call",
                    on=NOW.date(),
                    at=NOW,
                    direction="out",
                    **facts,
                )
                for facts in (
                    {
                        "application_id": mine,
                        "by_id": other,
                        "whom": life.word("log_entries.whom"),
                        "text": life.word("log_entries.text"),
                    },
                    {"application_id": theirs, "by_id": life.person_id, "text": "Will call back."},
                )
            ),
            *(
                FollowUp(
                    reference=new_reference(), campaign_id=_any_campaign(), due_on=NOW.date(), made_at=NOW, **facts
                )
                for facts in (
                    {"contact_id": life.person_id, "by_id": other, "text": life.word("follow_ups.text")},
                    {"application_id": theirs, "by_id": life.person_id, "text": "Ask for the form."},
                )
            ),
            Unhiding(application_id=mine, by_id=other, because=life.word("unhidings.because"), at=NOW),
            Unhiding(application_id=theirs, by_id=life.person_id, because="To call them.", at=NOW),
            Interest(application_id=mine, person_id=other, note="A neighbour.", at=NOW),
            Interest(application_id=theirs, person_id=life.person_id, note=life.word("interests.note"), at=NOW),
            ApplicationMessage(
                application_id=mine,
                author_id=life.person_id,
                from_candidate=True,
                body=life.word("application_messages.body"),
                at=NOW,
            ),
            ApplicationMessage(
                application_id=theirs, author_id=life.person_id, from_candidate=False, body="Please call us.", at=NOW
            ),
            ElsewhereApplication(
                reference=new_reference(),
                person_id=life.person_id,
                title=life.word("elsewhere_applications.title"),
                employer=life.word("elsewhere_applications.employer"),
                note=life.word("elsewhere_applications.note"),
                updated_at=NOW,
            ),
        ]
    )


def _interviews(life: Life, other: int) -> None:
    """Interviews of theirs, with and without feedback, and one that they arranged for a colleague."""
    rows = db.session.query(JobApplication).filter(JobApplication.submitted_at.is_not(None))
    mine = rows.filter_by(person_id=life.person_id).one()
    theirs = rows.filter_by(person_id=other).one()

    def round_(number: int, application: JobApplication, by: int) -> InterviewRound:
        row = InterviewRound(
            reference=new_reference(),
            posting_id=application.posting_id,
            number=number,
            name="First interview",
            way="telephone",
            minutes=45,
            choose_by=NOW,
            made_at=NOW,
            made_by_id=by,
        )
        db.session.add(row)
        db.session.flush()
        return row

    def interview(row: InterviewRound, application: JobApplication, **facts: object) -> Interview:
        made = Interview(
            reference=new_reference(),
            round_id=row.id,
            application_id=application.id,
            state="attended",
            starts_at=NOW,
            ends_at=NOW,
            updated_at=NOW,
            **facts,
        )
        db.session.add(made)
        db.session.flush()
        return made

    told = interview(
        round_(1, mine, other),
        mine,
        said=life.word("interviews.said"),
        because=life.word("interviews.because"),
        feedback=life.word("interviews.feedback"),
        feedback_told_at=NOW,
        feedback_by_id=other,
    )
    interview(round_(2, mine, other), mine)
    arranged = round_(1, theirs, life.person_id)
    of_colleague = interview(arranged, theirs, feedback="Clear answers.", feedback_by_id=life.person_id)
    slot = InterviewSlot(reference=new_reference(), round_id=arranged.id, starts_at=NOW, ends_at=NOW)
    db.session.add(slot)
    db.session.flush()

    def step(of_: Interview, event: str, by: int, note: str = "") -> InterviewStep:
        return InterviewStep(interview_id=of_.id, event=event, before="x", after="y", at=NOW, by_id=by, note=note)

    db.session.add_all(
        [
            SlotAnswer(slot_id=slot.id, person_id=life.person_id, can=True, at=NOW),
            step(told, "suits_none", life.person_id, life.word("interview_steps.note")),
            step(told, "miss", other, "Rang twice."),
            step(of_colleague, "invite", life.person_id),
        ]
    )


def _offers(life: Life, mine: int, theirs: int, other: int) -> None:
    """An offer to them with what followed, one that was not told, and one that they made to a colleague."""

    def offer(application_id: int, made_by: int, number: int = 1, **facts: object) -> int:
        row = Offer(
            application_id=application_id,
            number=number,
            post="Data engineer",
            salary_pence=4_000_000,
            starts_on=NOW.date(),
            now_starts_on=NOW.date(),
            answer_by=NOW.date(),
            made_at=NOW,
            made_by_id=made_by,
            **{"hours": "Full time", **facts},
        )
        db.session.add(row)
        db.session.flush()
        return row.id

    to_me = offer(
        mine,
        other,
        state="accepted",
        hours=life.word("offers.hours"),
        conditions=life.word("offers.conditions"),
        because=life.word("offers.because"),
    )
    to_them = offer(theirs, life.person_id, because="Too far.")
    facts = {"due_on": NOW.date(), "changed_at": NOW}
    db.session.add_all(
        [
            ApplicationStep(
                application_id=mine, event="offer", before="x", after="y", at=NOW, by_id=other, told_at=NOW
            ),
            StartChange(
                offer_id=to_me,
                before=NOW.date(),
                after=NOW.date(),
                because=life.word("offer_start_changes.because"),
                at=NOW,
                by_id=other,
            ),
            StartChange(
                offer_id=to_them,
                before=NOW.date(),
                after=NOW.date(),
                because="Notice.",
                at=NOW,
                by_id=life.person_id,
            ),
            OfferCheck(offer_id=to_me, kind="identity", owner_id=other, note=life.word("offer_checks.note"), **facts),
            OfferCheck(offer_id=to_them, kind="identity", owner_id=life.person_id, note="Seen.", **facts),
        ]
    )
    _referees(life, to_me, to_them, other)
    campaign = db.session.query(Campaign).order_by(Campaign.id.desc()).first()
    assert campaign is not None
    for application_id, asker, message in (
        (mine, other, life.word("reserve_asks.message")),
        (theirs, life.person_id, "Would you like it?"),
    ):
        place = ReservePlace(
            application_id=application_id, since=NOW, expires_on=NOW.date(), may_ask=True, may_ask_since=NOW
        )
        db.session.add(place)
        db.session.flush()
        db.session.add(
            ReserveAsk(
                place_id=place.id,
                campaign_id=campaign.id,
                message=message,
                asked_at=NOW,
                asked_by_id=asker,
                answer="yes",
            )
        )
    _placements(life, (mine, to_me), (theirs, to_them), other)


def _referees(life: Life, to_me: int, to_them: int, other: int) -> None:
    """One wrote a reference about them that they may read, one in confidence; and they were asked about a colleague."""
    facts = {"asked_at": NOW, "answered_at": NOW, "answer": "given", "since": NOW.date(), "again": True}
    boss = f"{life.mark}.boss@example.net"
    told = {each: life.word(f"referee_requests.{each}") for each in ("capacity", "text")}
    for kind, offer_id, address, asker, words in (
        ("reference_first", to_me, boss, other, {**told, "may_show": True}),
        ("reference_second", to_me, boss, other, {"text": "Nor this."}),
        ("reference_first", to_them, life.email, life.person_id, {"text": "A careful colleague."}),
    ):
        check = OfferCheck(offer_id=offer_id, kind=kind, due_on=NOW.date(), changed_at=NOW, note="")
        db.session.add(check)
        db.session.flush()
        db.session.add(RefereeRequest(check_id=check.id, email_key=address, asked_by_id=asker, **facts, **words))


def _placements(life: Life, mine: tuple[int, int], theirs: tuple[int, int], other: int) -> None:
    """They were placed, and reported a colleague who left; shares of both."""
    campaign = db.session.query(Campaign).order_by(Campaign.id.desc()).first()
    assert campaign is not None

    def placement(of: tuple[int, int], **facts: object) -> int:
        row = Placement(
            reference=new_reference(),
            application_id=of[0],
            offer_id=of[1],
            campaign_id=campaign.id,
            state="started",
            starts_on=NOW.date(),
            salary_pence=4_000_000,
            basis="percentage",
            figure=1_800,
            remuneration_pence=4_000_000,
            fee_pence=720_000,
            begun_at=NOW,
            updated_at=NOW,
            **facts,
        )
        db.session.add(row)
        db.session.flush()
        return row.id

    of_me = placement(mine, left_because=life.word("placements.left_because"))
    of_them = placement(theirs, reported_by_id=life.person_id, reported_at=NOW, left_because="Moved away.")

    def step(placement_id: int, by_id: int, note: str) -> PlacementStep:
        return PlacementStep(
            placement_id=placement_id, event="leave", before="started", after="left", at=NOW, by_id=by_id, note=note
        )

    db.session.add_all(
        [
            step(of_me, other, life.word("placement_steps.note")),
            step(of_them, life.person_id, "Moved away."),
            PlacementShare(placement_id=of_me, person_id=other, parts=10_000),
            PlacementShare(placement_id=of_them, person_id=life.person_id, parts=10_000),
        ]
    )


def _mail(life: Life, other: int) -> None:
    def message(**facts: object) -> Message:
        return Message(message_id=f"<{new_reference()}@x>", kind="accounts/mail/x", queued_at=NOW, due_at=NOW, **facts)

    db.session.add_all(
        [
            message(
                person_id=life.person_id,
                recipient=f"{life.mark}.former@example.org",
                subject=life.word("mail_messages.subject"),
                body=life.word("mail_messages.body"),
                unsubscribe=life.word("mail_messages.unsubscribe"),
                problem=life.word("mail_messages.problem"),
                attached=life.word("mail_messages.attached"),
                state="waiting",
            ),
            message(recipient=life.email, subject="Hello", body="Hello", state="sent"),
            message(
                person_id=other,
                recipient=f"{life.mark}.colleague@example.org",
                subject="A colleague asks",
                body=f"{life.name} asks you.",
                state="waiting",
            ),
        ]
    )


def _reports(life: Life, other: int) -> None:
    def report(**facts: object) -> Report:
        return Report(
            reference=new_reference(), matter="complaint", received_at=NOW, due_on=date(2026, 12, 24), **facts
        )

    db.session.add_all(
        [
            report(
                person_id=life.person_id,
                name=life.name,
                email=life.email,
                email_key=life.email,
                text=life.word("reports.text"),
                answer=life.word("reports.answer"),
            ),
            report(text="of somebody else", name="Kim Nobody", state="answered", answered_by_id=life.person_id),
        ]
    )


def _documents(life: Life) -> None:
    """What they handed in, a file of a call about them, and one of a call about a colleague that they logged."""
    words = {name: life.word(f"documents.{name}") for name in ("subject", "original_name", "reason")}
    db.session.add(_document(f"{life.mark} handed this in", owner_id=life.person_id, **words))
    for entry in db.session.query(LogEntry):
        about_me = entry.by_id != life.person_id and life.mark in entry.text
        if about_me or entry.by_id == life.person_id:
            said, name = (f"{life.mark} rang", f"{life.mark} rang.txt") if about_me else ("nor this", "Nor this.txt")
            subject = f"work-log:{entry.reference}"
            row = _document(said, owner_id=entry.by_id, subject=subject, original_name=name, reason="")
            db.session.add(row)


def _document(said: str, **facts: object) -> Document:
    return Document(
        reference=new_reference(),
        media_type="text/plain",
        size_bytes=len(said),
        sha256="0" * 64,
        state="clean",
        stored_name=disk.write(said.encode()),
        uploaded_at=NOW,
        decided_at=NOW,
        **facts,
    )


def takes_words(column: object) -> bool:
    return isinstance(getattr(column, "type", None), String | Text | JSON)


def addresses_in_audit() -> list[tuple[str, str | None]]:
    return [(each.action, each.address) for each in db.session.query(AuditEntry).order_by(AuditEntry.id)]
