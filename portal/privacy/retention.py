"""How long what is held of people is held: the one table of rules, each with its reason.

Every personal table stands in a rule (tests/privacy). A rule with an `old` condition is applied once a day; the others
say on what else the keeping depends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, not_, or_, select

from portal.accounts.models import Attempt, FeedToken, Person, PersonRole, RecoveryCode, SignIn, SingleUseLink
from portal.accounts.sessions import ABSOLUTE, IDLE
from portal.applying import forgetting
from portal.applying.forgetting import WARNED_BEFORE
from portal.applying.models import ApplicationMessage, ApplicationStep, ElsewhereApplication, JobApplication
from portal.applying.states import UNSENT
from portal.audit.models import AuditEntry
from portal.billing.models import CreditEntry, Order, OrderLine, OrderStep
from portal.caseload import attaching
from portal.caseload.models import (
    CampaignComment,
    ConsultantTarget,
    FollowUp,
    LogEntry,
    MessageText,
    MessageTextVersion,
)
from portal.database.base import Base
from portal.documents import keeping
from portal.documents.models import Document
from portal.employers.models import Claim, Invitation, Organisation, OrganisationDomain, OrganisationName, Seat
from portal.employers.queries import USABLE
from portal.evidence.making import KEPT
from portal.evidence.models import EvidencePack
from portal.interviewing.models import Interview, InterviewRound, InterviewStep, SlotAnswer
from portal.introducing import tending as found
from portal.introducing.models import Approach, ApproachMessage, FoundConsent, FoundProfile, Introduction, KeptFrom
from portal.invoicing.models import Allocation, BankStatement, DocumentStep, IssuedDocument, IssuedLine, Receipt
from portal.mail.models import Message
from portal.membership.models import Application, Due, Endorsement, Membership, Profile, StandAside, Step, Vote
from portal.membership.personal import withdraw_old_drafts
from portal.membership.states import OPEN
from portal.offering.models import Offer, OfferCheck, RefereeRequest, ReserveAsk, ReservePlace, StartChange
from portal.payments.models import Attempt as PaymentAttempt
from portal.payments.models import Discrepancy, Refund
from portal.placing.models import Placement, PlacementShare, PlacementStep
from portal.posting.models import Posting, PostingHand, PostingPurchase, PostingStep, PostingVersion
from portal.questions.models import Question, QuestionFollower
from portal.recruitment.models import Campaign, CampaignContact, CampaignNote, CampaignStep, PanelMember
from portal.reports.models import Report
from portal.selecting.models import Interest, Moderation, Sift, Unhiding
from portal.vacancies.models import Decision

DAYS_OF_MAIL = 90
YEAR = timedelta(days=365)
YEARS_OF_ACCOUNTS = 6


@dataclass(frozen=True, slots=True)
class Rule:
    """What is kept how long and why, in words that people are shown, and which rows have passed that time.

    `values` are put into the old rows' columns; without them the rows are deleted, or `act` does what
    takes more than that and says how many there were; `verb` is what it does to them.
    """

    model: type[Base]
    words: str
    old: Callable[[datetime], ColumnElement[bool]] | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    act: Callable[[datetime], int] | None = None
    verb: str = "withdrawn"

    @property
    def name(self) -> str:
        """What the rule is called where it is counted."""
        verb = "kept" if not self.old else self.verb if self.act else "emptied" if self.values else "deleted"
        return f"{self.model.__tablename__} {verb}"


def _words(*columns: Any) -> ColumnElement[bool]:
    """Rows in which one of these columns still holds something."""
    return or_(*(cast(column, Text).not_in(("", "{}", "[]")) for column in columns))


def _closed_case(at: datetime) -> ColumnElement[bool]:
    """Applications that were over a year ago, for good."""
    over = func.coalesce(Application.decided_at, Application.submitted_at, Application.created_at)
    return and_(Application.state.not_in(OPEN), over <= at - YEAR)


def _old_application(at: datetime) -> ColumnElement[bool]:
    """Applications in which nothing happened for a year, and drafts that nobody touched for half of one."""
    return or_(
        JobApplication.updated_at <= at - YEAR,
        and_(JobApplication.state.in_(UNSENT), JobApplication.updated_at <= at - YEAR / 2),
    )


def _soon_forgotten(at: datetime) -> ColumnElement[bool]:
    """Applications with words in them that will be old in two weeks, and whose owners were not warned yet."""
    return and_(
        JobApplication.person_id.in_(select(Person.id).where(*USABLE)),
        _old_application(at + WARNED_BEFORE),
        not_(_old_application(at)),
        _words(JobApplication.answers),
        not_(forgetting.warned(since=at - 2 * WARNED_BEFORE)),
    )


def _warn_of_forgetting(at: datetime) -> int:
    return forgetting.warn(_soon_forgotten(at), forgotten_at=at + WARNED_BEFORE, at=at)


def _of_old_application(column: Any, *words: Any) -> Callable[[datetime], ColumnElement[bool]]:
    return lambda at: and_(column.in_(select(JobApplication.id).where(_old_application(at))), _words(*words))


def _old_offers(at: datetime) -> Any:
    return select(Offer.id).where(Offer.application_id.in_(select(JobApplication.id).where(_old_application(at))))


def _old_placements(at: datetime) -> Any:
    return select(Placement.id).where(
        Placement.application_id.in_(select(JobApplication.id).where(_old_application(at)))
    )


def _of_old_notes(at: datetime) -> ColumnElement[bool]:
    old = select(JobApplication.id).where(_old_application(at))
    return attaching.of_entries(LogEntry.application_id.in_(old))


def _of_closed_case(column: Any, *words: Any) -> Callable[[datetime], ColumnElement[bool]]:
    return lambda at: and_(column.in_(select(Application.id).where(_closed_case(at))), _words(*words))


_CASE_WORDS = (
    "what was written in a case of membership: a year after its end, when nobody can appeal or complain any more"
)
_JOB_WORDS = (
    "what applicants wrote: a year after the last thing that happened with the application, when nobody can complain any more "
    "(Equality Act 2010, section 123, and the Civil Service Commission’s time for complaints)"
)
_SCORES = (
    "what was written by those who choose: as long as the application that it is about; scores, without a word, stay"
)
_APPROACHES = "what consultants and a member wrote to each other about a vacancy: a year after the first message"
_ACCOUNT = "as long as the account"
_ACCOUNTS = "the society’s accounts: six years after the end of the year (Companies Act 2006, section 388)"

RULES = (
    Rule(
        SignIn,
        "sign-ins: until they end, at most 30 days",
        lambda at: or_(SignIn.began_at <= at - ABSOLUTE, SignIn.seen_at <= at - IDLE),
    ),
    Rule(
        SingleUseLink,
        "links that act once: 30 days after they stopped counting, to tell people so who follow one late",
        lambda at: SingleUseLink.expires_at <= at - timedelta(days=30),
    ),
    Rule(
        RecoveryCode,
        "recovery codes: 30 days after their use",
        lambda at: RecoveryCode.used_at <= at - timedelta(days=30),
    ),
    Rule(Attempt, "tries at signing in: two days", lambda at: Attempt.at <= at - timedelta(days=2)),
    Rule(
        Message,
        "what a message said and whom it went to: 90 days, for questions about it; that it was sent stays",
        lambda at: and_(
            Message.state.in_(("sent", "unknown", "refused", "dropped")),
            Message.queued_at <= at - timedelta(days=DAYS_OF_MAIL),
            or_(Message.recipient != "", Message.body != "", Message.person_id.is_not(None)),
        ),
        {"recipient": "", "subject": "", "body": "", "unsubscribe": None, "problem": "", "person_id": None},
    ),
    Rule(
        AuditEntry,
        "the network address in the record of acts: 180 days, for finding out about misuse; the record itself stays",
        lambda at: and_(AuditEntry.at <= at - timedelta(days=180), AuditEntry.address.is_not(None)),
        {"address": None},
    ),
    Rule(
        Invitation,
        "an invited person’s address: 90 days after the invitation ran out",
        lambda at: and_(Invitation.expires_at <= at - timedelta(days=90), Invitation.email_key != ""),
        {"email": "", "email_key": ""},
    ),
    Rule(
        Claim,
        "what was written in a claim to act for an organisation: a year after the decision",
        lambda at: and_(Claim.decided_at <= at - YEAR, _words(Claim.evidence, Claim.reason)),
        {"evidence": "", "reason": ""},
    ),
    Rule(
        Application,
        "an application that was begun and not sent in: a year",
        lambda at: and_(Application.state == "draft", Application.created_at <= at - YEAR),
        act=lambda at: withdraw_old_drafts(at - YEAR),
    ),
    Rule(
        Application,
        _CASE_WORDS,
        lambda at: and_(
            _closed_case(at),
            _words(
                Application.supplier,
                Application.job_title,
                Application.statement,
                Application.answers,
                Application.decision_reason,
                Application.appeal_reason,
            ),
        ),
        {
            "supplier": "",
            "job_title": "",
            "statement": "",
            "answers": {},
            "decision_reason": "",
            "appeal_reason": "",
        },
    ),
    Rule(Step, _CASE_WORDS, _of_closed_case(Step.application_id, Step.note), {"note": ""}),
    Rule(Endorsement, _CASE_WORDS, _of_closed_case(Endorsement.application_id, Endorsement.reason), {"reason": ""}),
    Rule(
        Vote,
        _CASE_WORDS,
        _of_closed_case(Vote.application_id, Vote.reason, Vote.to_applicant),
        {"reason": "", "to_applicant": ""},
    ),
    Rule(StandAside, _CASE_WORDS, _of_closed_case(StandAside.application_id, StandAside.because), {"because": ""}),
    Rule(
        Due,
        _ACCOUNTS,
        lambda at: and_(
            Due.year < at.year - YEARS_OF_ACCOUNTS,
            Due.membership_id.in_(
                select(Membership.id)
                .join(Person, Person.id == Membership.person_id)
                .where(Person.erased_at.is_not(None))
            ),
        ),
    ),
    Rule(
        Report,
        "what a report or complaint said and who sent it: a year after it was answered or closed",
        lambda at: and_(
            Report.state != "open",
            func.coalesce(Report.answered_at, Report.received_at) <= at - YEAR,
            or_(_words(Report.text, Report.name, Report.email, Report.answer), Report.person_id.is_not(None)),
        ),
        {"text": "", "name": "", "email": "", "email_key": "", "answer": "", "person_id": None},
    ),
    Rule(
        Order,
        "whom to ask about an order and where its bill goes: " + _ACCOUNTS,
        lambda at: and_(
            Order.begun_at <= at - (YEARS_OF_ACCOUNTS + 1) * YEAR,
            _words(Order.contact, Order.bill_to, Order.bill_address, Order.bill_email, Order.cancelled_because),
        ),
        {"contact": "", "bill_to": "", "bill_address": "", "bill_email": "", "cancelled_because": ""},
    ),
    Rule(
        OrderStep,
        "reasons written about an order: " + _ACCOUNTS,
        lambda at: and_(OrderStep.at <= at - (YEARS_OF_ACCOUNTS + 1) * YEAR, _words(OrderStep.note)),
        {"note": ""},
    ),
    Rule(PaymentAttempt, "who began to pay by card, by number: " + _ACCOUNTS),
    Rule(
        Refund,
        "why money was given back: " + _ACCOUNTS,
        lambda at: and_(
            Refund.asked_at <= at - (YEARS_OF_ACCOUNTS + 1) * YEAR, _words(Refund.because, Refund.decided_because)
        ),
        {"because": "", "decided_because": ""},
    ),
    Rule(
        Discrepancy,
        "how a payment that did not agree was settled: " + _ACCOUNTS,
        lambda at: and_(
            Discrepancy.found_at <= at - (YEARS_OF_ACCOUNTS + 1) * YEAR, _words(Discrepancy.settled_because)
        ),
        {"settled_because": ""},
    ),
    Rule(
        IssuedDocument,
        "whom an invoice was made out and sent to: " + _ACCOUNTS,
        lambda at: and_(
            IssuedDocument.issued_at <= at - (YEARS_OF_ACCOUNTS + 1) * YEAR,
            _words(IssuedDocument.buyer_address, IssuedDocument.buyer_email, IssuedDocument.contact),
        ),
        {"buyer_address": "", "buyer_email": "", "contact": ""},
    ),
    Rule(
        Receipt,
        "who paid, as the bank told it: " + _ACCOUNTS,
        lambda at: and_(
            Receipt.received_on <= (at - (YEARS_OF_ACCOUNTS + 1) * YEAR).date(), _words(Receipt.payer, Receipt.words)
        ),
        {"payer": "", "words": ""},
    ),
    Rule(
        BankStatement,
        "the text of a bank statement that was uploaded and not taken in: a day",
        lambda at: and_(BankStatement.uploaded_at <= at - timedelta(days=1), BankStatement.state == "preview"),
        {"content": "", "state": "dropped"},
    ),
    Rule(
        Document,
        "files that were handed in: as long as what they belong to; those that belong to nothing, 30 days",
        keeping.unattached,
        act=keeping.let_go_of_unattached,
        verb="deleted",
    ),
    Rule(IssuedLine, "what was invoiced, without a word of whom: as long as the invoice"),
    Rule(DocumentStep, "what happened to an invoice and who did it, by number: as long as the invoice"),
    Rule(Allocation, "who matched a payment to an invoice, by number: as long as the payment"),
    Rule(OrderLine, "what was ordered, without a word of whom: as long as the order"),
    Rule(CreditEntry, "who spent an organisation’s advert credits, by number: as long as the organisation"),
    Rule(
        Posting,
        "vacancies that an organisation wrote here, and by whose account, by number: as long as the organisation",
    ),
    Rule(
        JobApplication,
        "applicants are warned two weeks before what they wrote is deleted",
        _soon_forgotten,
        act=_warn_of_forgetting,
        verb="warned of",
    ),
    Rule(
        JobApplication,
        _JOB_WORDS + "; drafts after half a year",
        lambda at: and_(
            _old_application(at),
            _words(JobApplication.answers, JobApplication.adjustments, JobApplication.equality),
        ),
        {"answers": {}, "adjustments": "", "equality": {}},
    ),
    Rule(
        ApplicationStep,
        _JOB_WORDS + "; what happened and when, without a word, as long as the vacancy",
        _of_old_application(ApplicationStep.application_id, ApplicationStep.reason, ApplicationStep.told_words),
        {"reason": "", "told_words": ""},
    ),
    Rule(
        ApplicationMessage,
        _JOB_WORDS,
        _of_old_application(ApplicationMessage.application_id, ApplicationMessage.body),
        {"body": ""},
    ),
    Rule(
        Sift,
        _SCORES,
        _of_old_application(Sift.application_id, Sift.evidence),
        {"evidence": {}},
    ),
    Rule(Moderation, _SCORES, _of_old_application(Moderation.application_id, Moderation.because), {"because": ""}),
    Rule(Unhiding, _SCORES, _of_old_application(Unhiding.application_id, Unhiding.because), {"because": ""}),
    Rule(Interest, _SCORES, _of_old_application(Interest.application_id, Interest.note), {"note": ""}),
    Rule(
        Document,
        "files of what consultants noted about an applicant: as long as the note",
        _of_old_notes,
        act=lambda at: attaching.let_go(_of_old_notes(at)),
        verb="deleted",
    ),
    Rule(
        LogEntry,
        "what consultants noted about an applicant, and calls: as long as the application that it is about; others, as "
        "long as the campaign",
        lambda at: LogEntry.application_id.in_(select(JobApplication.id).where(_old_application(at))),
    ),
    Rule(
        FollowUp,
        "what consultants planned to follow up about an applicant: as long as the application that it is about; others, "
        "as long as the campaign",
        lambda at: FollowUp.application_id.in_(select(JobApplication.id).where(_old_application(at))),
    ),
    Rule(
        Interview,
        "what candidates and those who arrange interviews wrote of one, and feedback: as long as what the applicant wrote; "
        "when it was, without a word, stays as long as the vacancy",
        _of_old_application(Interview.application_id, Interview.said, Interview.because, Interview.feedback),
        {"said": "", "because": "", "feedback": ""},
    ),
    Rule(
        InterviewStep,
        "what was noted with each change of an interview: as long as what the applicant wrote",
        lambda at: and_(
            InterviewStep.interview_id.in_(
                select(Interview.id).where(
                    Interview.application_id.in_(select(JobApplication.id).where(_old_application(at)))
                )
            ),
            _words(InterviewStep.note),
        ),
        {"note": ""},
    ),
    Rule(
        SlotAnswer,
        "when members of a panel said that they could interview: 90 days",
        lambda at: SlotAnswer.at <= at - timedelta(days=90),
    ),
    Rule(InterviewRound, "who arranged a round of interviews, by number: as long as the vacancy"),
    Rule(
        Offer,
        "what was written with an offer: as long as the application that it is about; its terms, without a word that anybody wrote, stay",
        _of_old_application(Offer.application_id, Offer.because, Offer.conditions, Offer.hours),
        {"because": "", "conditions": "", "hours": ""},
    ),
    Rule(
        StartChange,
        "why a start was moved: as long as the application that it is about",
        lambda at: and_(StartChange.offer_id.in_(_old_offers(at)), _words(StartChange.because)),
        {"because": ""},
    ),
    Rule(
        OfferCheck,
        "what was noted with a check before somebody’s start: as long as the application that it is about",
        lambda at: and_(OfferCheck.offer_id.in_(_old_offers(at)), _words(OfferCheck.note)),
        {"note": ""},
    ),
    Rule(
        RefereeRequest,
        "what referees wrote, and their addresses: as long as the application that it is about; that and when one was asked stays",
        lambda at: and_(
            RefereeRequest.check_id.in_(select(OfferCheck.id).where(OfferCheck.offer_id.in_(_old_offers(at)))),
            _words(RefereeRequest.email_key, RefereeRequest.capacity, RefereeRequest.text),
        ),
        {"email_key": "", "capacity": "", "since": None, "until": None, "again": None, "text": ""},
    ),
    Rule(
        Placement,
        "why somebody who was placed left: as long as the application that it is about; the sums are " + _ACCOUNTS,
        _of_old_application(Placement.application_id, Placement.left_because),
        {"left_because": ""},
    ),
    Rule(
        PlacementStep,
        "what was noted with an appointment: as long as the application that it is about",
        lambda at: and_(PlacementStep.placement_id.in_(_old_placements(at)), _words(PlacementStep.note)),
        {"note": ""},
    ),
    Rule(PlacementShare, "which consultant an appointment is credited to, by number: as long as the appointment"),
    Rule(
        ReserveAsk,
        "what somebody on a reserve list was asked: as long as the application with which they came on to it",
        lambda at: and_(
            ReserveAsk.place_id.in_(
                select(ReservePlace.id).where(
                    ReservePlace.application_id.in_(select(JobApplication.id).where(_old_application(at)))
                )
            ),
            _words(ReserveAsk.message),
        ),
        {"message": ""},
    ),
    Rule(ReservePlace, "a place on a reserve list, by number: as long as the vacancy"),
    Rule(ElsewhereApplication, _ACCOUNT),
    Rule(PostingStep, "who moved an organisation’s vacancy, by number: as long as the vacancy"),
    Rule(PostingVersion, "what an organisation published, and by whose account, by number: as long as the vacancy"),
    Rule(PostingHand, "who wrote in a vacancy’s text, by number: until a colleague agrees to it or it is published"),
    Rule(PostingPurchase, "who bought what for an organisation’s vacancy, by number: as long as the vacancy"),
    Rule(
        Campaign,
        "what was agreed and written of a recruitment campaign, and by whose account, by number: as long as the organisation",
    ),
    Rule(CampaignStep, "who moved a recruitment campaign, by number: as long as the campaign"),
    Rule(CampaignContact, "who sees a recruitment campaign for its client: as long as the account"),
    Rule(MessageText, "whose a text for messages is, by number: as long as the society uses it"),
    Rule(MessageTextVersion, "who wrote a text for messages, by number: as long as the text"),
    Rule(
        ConsultantTarget,
        "what was aimed at by a consultant: three years, to compare a year with those before it",
        lambda at: ConsultantTarget.month <= (at - 3 * YEAR).date(),
    ),
    Rule(
        CampaignComment, "what client and consultant wrote to each other about a recruitment: as long as the campaign"
    ),
    Rule(CampaignNote, "consultants’ notes of a recruitment campaign: as long as the campaign"),
    Rule(
        PanelMember,
        "the address of whom a client invited on to a panel and who did not come: 90 days after the invitation",
        lambda at: and_(
            PanelMember.invited_at <= at - timedelta(days=90),
            PanelMember.taken_up_at.is_(None),
            _words(PanelMember.name, PanelMember.email, PanelMember.email_key),
        ),
        {"name": "", "email": "", "email_key": ""},
    ),
    Rule(
        Question,
        "who asked a question about a vacancy, and what was not made public of it: 90 days after it was answered or declined",
        lambda at: and_(
            Question.decided_at <= at - timedelta(days=90),
            or_(_words(Question.asked, Question.because), Question.asked_by_id.is_not(None)),
        ),
        {"asked": "", "because": "", "asked_by_id": None},
    ),
    Rule(
        QuestionFollower,
        "who wants to hear of answers about a vacancy: 90 days after it closed",
        lambda at: QuestionFollower.campaign_id.in_(
            select(Campaign.id)
            .join(Posting, Posting.id == Campaign.posting_id)
            .where(Posting.closes_at <= at - timedelta(days=90))
        ),
    ),
    Rule(
        EvidencePack,
        "packs of evidence of a recruitment: two weeks after they were asked for; another can be made",
        lambda at: EvidencePack.asked_at <= at - KEPT,
    ),
    Rule(FoundProfile, "what a member says to be found by: as long as the account, or until they empty it"),
    Rule(KeptFrom, "employers that are not to find a member: as long as the account, or until they take them out"),
    Rule(
        FoundConsent,
        "that a member agreed to be found: a year after they took it back",
        lambda at: FoundConsent.withdrawn_at <= at - YEAR,
    ),
    Rule(
        FoundConsent,
        "a member who agreed to be found is asked a year later whether they still do",
        found.to_ask,
        act=found.ask_again,
        verb="asked again",
    ),
    Rule(
        FoundConsent,
        "who does not agree again within two weeks is found no longer",
        found.unanswered,
        act=found.end_unanswered,
        verb="ended",
    ),
    Rule(
        ApproachMessage,
        _APPROACHES,
        lambda at: ApproachMessage.approach_id.in_(select(Approach.id).where(Approach.sent_at <= at - YEAR)),
    ),
    Rule(Approach, _APPROACHES, lambda at: Approach.sent_at <= at - YEAR),
    Rule(
        Introduction,
        "the words of an introduction: two years; that and when somebody was introduced, by number: as long as the campaign",
        lambda at: and_(Introduction.at <= at - 2 * YEAR, _words(Introduction.words)),
        {"words": ""},
    ),
    Rule(Membership, "memberships: as long as the account, and of an erased person as long as " + _ACCOUNTS),
    Rule(Person, _ACCOUNT + "; an emptied one stays without a name"),
    Rule(Profile, _ACCOUNT),
    Rule(FeedToken, _ACCOUNT),
    Rule(PersonRole, "as long as the society gives the role"),
    Rule(Seat, "as long as the person acts for the organisation"),
    Rule(Organisation, "whom an organisation’s bills go to: until its owners change it or the person is erased"),
    Rule(OrganisationName, "who added it, by number: as long as the organisation"),
    Rule(OrganisationDomain, "who added it, by number: as long as the organisation"),
    Rule(Decision, "who of the staff decided about a vacancy: as long as the vacancy"),
)
